"""Two servers on one PostgreSQL database are one house."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest

from tests.conftest import POSTGRESQL
from tests.served.asking import LETTERS, Stream, ask, letter
from tests.served.kills import CODES, PEOPLE, Sent, rush
from tests.serving import Served, postgresql_database


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Served]]:
    with postgresql_database(POSTGRESQL) as address:
        first = Served(tmp_path_factory.mktemp("two"), address)
        first.prepare(PEOPLE)
        second = Served(first.data, address, people=first.people)
        first.start()
        second.start()
        yield first, second
        first.stop()
        second.stop()


def test_an_act_heard_by_one_reaches_a_listener_of_the_other(servers: tuple[Served, Served]) -> None:
    first, second = servers
    stream = Stream(second, "rep-FRA", since=len(PEOPLE))
    status, _, written = ask(first, "POST", LETTERS, letter("FRA", subject="Across"), person="rep-FRA")
    entry = json.loads(written)["first_entry"]
    assert status == 200
    assert "Across" in stream.upto(entry)[-1][1]
    stream.close()


def test_a_rush_across_both_gives_each_its_own_place(servers: tuple[Served, Served]) -> None:
    acts = [Sent(code=code) for code in CODES]
    assert asyncio.run(rush(servers, acts)) == 0
    places = sorted(sent.entry or 0 for sent in acts)
    assert places == list(range(places[0], places[0] + len(CODES)))
    assert asyncio.run(rush(servers[::-1], acts)) == 0, "sent again to the other, each act keeps its place"
