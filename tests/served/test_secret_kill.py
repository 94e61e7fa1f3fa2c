"""Ballots in a burst, the server killed in the middle of it, and two servers at once: nothing lost, none doubled."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from comity.ballots.archive import read_archive
from comity.ballots.canonical import short_hash
from comity.ballots.verify import verify
from comity.bodies.council import members_on
from tests.conftest import POSTGRESQL
from tests.secret_votes.hands import Ballot, Trustee, Voter, make_keys
from tests.serving import Served, person, postgresql_database
from tests.web.secret.balloted import QUESTIONS

PATIENCE = 300.0


class Browsers:
    """Everybody's browser, which sends again what was not answered, to whichever server there is."""

    def __init__(self, servers: Sequence[Served]) -> None:
        self.servers = servers
        self.next = cycle(servers)
        self.csrf = secrets.token_hex(16)

    def ask(
        self, person: str, method: str, path: str, body: bytes = b"", act: str = "", kind: str = "json"
    ) -> tuple[int, bytes]:
        until = time.monotonic() + PATIENCE
        while True:
            server = next(self.next)
            headers = {
                "Host": f"localhost:{server.port}",
                "Cookie": f"session={server.people[person]['session']}; csrf={self.csrf}",
                "X-CSRFToken": self.csrf,
                "X-Act": act,
                "Content-Type": "application/json" if kind == "json" else "application/x-www-form-urlencoded",
            }
            try:
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
                connection.request(method, path, body or None, headers)
                answer = connection.getresponse()
                content = answer.read()
                connection.close()
                if answer.status != 503:
                    return answer.status, content
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < until, "no server came back"
            time.sleep(0.05)

    def hear(self, person: str, act: str, **fields: Any) -> None:
        id = secrets.token_urlsafe(16)
        form = "&".join(f"{name}={value}" for name, value in fields.items())
        sent = f"id={id}&about=1&csrfmiddlewaretoken={self.csrf}&{form}".encode()
        address = f"/proceedings/secret_votes:unsc/acts/secret_votes.{act}"
        status, content = self.ask(person, "POST", address, sent, kind="form")
        assert status == 303, content[:2000]


CALL = """
import sys
import django
django.setup()
from comity.secret_votes.acts import CallBallot
from comity.web.house import house, now
act = CallBallot(id="call-" + "0" * 16, stream="secret_votes:unsc", title="Straw poll", questions=sys.argv[1],
                 trustees=("teller:1", "secretariat:1"))
assert house().clerk.hear(act, house().actor("secretary"), now()).accepted
"""


@contextmanager
def house_with_a_ballot(
    database: str, folder: Path, servers: int
) -> Iterator[tuple[list[Served], Browsers, Ballot, list[Voter], list[Trustee]]]:
    from datetime import UTC, datetime

    codes = members_on(datetime.now(UTC).date())
    people = [person(f"rep-{code}", of=code) for code in codes]
    people += [person("teller-1", "teller", body="unsc"), person("secretary", "secretariat")]
    first = Served(folder, database)
    first.prepare(people)
    served = [first, *(Served(folder, database, people=first.people) for _ in range(servers - 1))]
    for one in served:
        one.start()
    try:
        first.run(CALL, QUESTIONS)
        browsers = Browsers(served)
        ballot = Ballot(ask=browsers.ask)
        trustees = [Trustee(owner=1, person="teller-1"), Trustee(owner=2, person="secretary")]
        make_keys(ballot, trustees)
        voters = [Voter(of=code, person=f"rep-{code}") for code in codes]
        for voter in voters:
            voter.register(ballot)
        opening = f"id={secrets.token_urlsafe(16)}&csrfmiddlewaretoken={browsers.csrf}".encode()
        assert browsers.ask("secretary", "POST", f"{ballot.base}open/", opening, kind="form")[0] == 303
        yield served, browsers, ballot, voters, trustees
    finally:
        for one in served:
            one.stop()


def conclude(browsers: Browsers, ballot: Ballot, trustees: list[Trustee]) -> Any:
    browsers.hear("secretary", "close_ballot")
    for trustee in trustees:
        trustee.open(ballot)
    return verify(read_archive(ballot.get("secretary", "all/archive.bel")))


def test_killed_in_the_middle_of_a_burst_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    with house_with_a_ballot("", tmp_path, 1) as (served, browsers, ballot, voters, trustees):
        election = ballot.election("secretary")
        raws = {voter.of: voter.vote(election, [[1, 0, 0], [0, 0, 1]]) for voter in voters}
        answered: list[dict[str, Any]] = []

        def cast(voter: Voter) -> None:
            answered.append(ballot.must(voter.person, "all/ballot", raws[voter.of]))

        with ThreadPoolExecutor(len(voters)) as together:
            under_way = [together.submit(cast, voter) for voter in voters]
            for kill in range(3):
                until = time.monotonic() + PATIENCE
                while len(answered) < 1 + 3 * kill and time.monotonic() < until:
                    time.sleep(0.01)
                served[0].kill()
                served[0].start()
            for one in under_way:
                one.result(PATIENCE)
        trackers = json.loads(ballot.get("secretary", "all/trackers.json"))["trackers"]
        assert sorted(trackers) == sorted(short_hash(raw) for raw in raws.values())
        assert {answer["tracker"] for answer in answered} == set(trackers)
        found = conclude(browsers, ballot, trustees)
        assert found.complete and found.result == (len(voters), 0, 0, 0, 0, len(voters))


@pytest.mark.skipif(not POSTGRESQL, reason="two servers need PostgreSQL")
def test_two_servers_at_once_take_no_ballot_twice(tmp_path: Path) -> None:
    with postgresql_database(POSTGRESQL) as address, house_with_a_ballot(address, tmp_path, 2) as house:
        _, browsers, ballot, voters, trustees = house
        election = ballot.election("secretary")
        some = voters[:8]
        raws = [voter.vote(election, [[1, 0, 0], [0, 1, 0]]) for voter in some]
        with ThreadPoolExecutor(16) as together:
            both = [
                together.submit(ballot.must, voter.person, "all/ballot", raw)
                for voter, raw in zip(some, raws, strict=True)
                for _ in range(2)
            ]
            answers = [one.result(PATIENCE) for one in both]
        assert sorted(answer["again"] for answer in answers) == [False] * 8 + [True] * 8
        trackers = json.loads(ballot.get("secretary", "all/trackers.json"))["trackers"]
        assert sorted(trackers) == sorted(map(short_hash, raws))
        found = conclude(browsers, ballot, trustees)
        assert found.complete and found.result == (8, 0, 0, 0, 8, 0)
