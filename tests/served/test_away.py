"""The database goes away and returns: everybody is told so, nothing is half done, and all works again by itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.conftest import POSTGRESQL
from tests.served.asking import LETTERS, Stream, ask, letter
from tests.serving import Served, person, postgresql_database

PEOPLE = [person("rep-FRA", of="FRA"), person("the-secretariat", "secretariat")]


def eventually(true: Callable[[], bool], what: str, within: float = 40) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def allow(address: str, allowed: bool) -> None:
    """Shut a database of our own to everybody, or open it again."""
    name = sql.Identifier(urlsplit(address).path.lstrip("/"))
    with psycopg.connect(POSTGRESQL, autocommit=True) as server:
        words = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
        server.execute(words.format(name, sql.SQL("true" if allowed else "false")))
        if not allowed:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [urlsplit(address).path.lstrip("/")],
            )


def test_a_database_that_goes_away_and_returns(tmp_path: Path) -> None:
    try:
        psycopg.connect(POSTGRESQL, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL: {error}")
    with postgresql_database(POSTGRESQL) as address:
        served = Served(tmp_path, address, 1)
        served.prepare(PEOPLE)
        served.start()
        try:
            _away_and_back(served, address)
        finally:
            allow(address, True)
            served.stop()


def _away_and_back(served: Served, address: str) -> None:
    status, _, written = ask(served, "POST", LETTERS, letter("FRA"), person="rep-FRA")
    assert status == 200
    first = json.loads(written)["first_entry"]
    stream = Stream(served, "rep-FRA", since=first)
    allow(address, False)

    status, headers, written = ask(served, "POST", LETTERS, late := letter("FRA"), person="rep-FRA")
    assert (status, headers["Content-Type"]) == (503, "application/problem+json"), written
    assert headers["Retry-After"] and "Nothing was done" in json.loads(written)["title"]
    status, headers, written = ask(
        served, "GET", "/api/v1/communications/unsc/letters", person="rep-FRA", Accept_Language="fr"
    )
    assert (status, headers["Content-Type"]) == (503, "application/problem+json"), written
    assert "registre" in json.loads(written)["title"]
    for path in ("/", "/bodies/unsc/communications/", "/record/"):
        status, headers, written = ask(served, "GET", path, person="rep-FRA")
        assert status == 503 and headers["Retry-After"], path
        assert b"cannot be reached" in written
    assert ask(served, "GET", "/live?view=communications:unsc&since=0", person="rep-FRA")[0] == 503

    allow(address, True)
    eventually(lambda: ask(served, "POST", LETTERS, late, person="rep-FRA")[0] == 200, "acts are heard again")
    status, _, written = ask(served, "POST", LETTERS, late, person="rep-FRA")
    assert status == 200 and json.loads(written)["first_entry"] == first + 1
    assert ask(served, "GET", "/bodies/unsc/communications/", person="rep-FRA")[0] == 200
    assert [number for number, _ in stream.upto(first + 1)] == [first + 1]
    assert served.process is not None and served.process.poll() is None
    status, _, written = ask(served, "GET", "/api/v1/communications/unsc/letters", person="the-secretariat")
    assert [found["entry"] for found in json.loads(written)["letters"]] == [first + 1, first]
