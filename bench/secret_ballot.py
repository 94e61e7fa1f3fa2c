"""A secret ballot end to end over real HTTP: registered, cast in one burst, closed, opened, announced.

    python bench/secret_ballot.py [--voters 193] [--candidates 5] [--database postgresql://...] [--processes 1]
    python bench/secret_ballot.py --voters 10000 --candidates 1

Keys and ballots are made beforehand by the same code that a booth's tests are checked against.  Measured are: until
the last ballot of the burst was acknowledged, the time of a page meanwhile beside the same page without, and from the
request that closes the ballot to the announced result, its archive verified, trustees acting at once.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import multiprocessing
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.secret_votes.hands import Ballot, Trustee, Voter, make_keys
from tests.serving import Served, postgresql_database

from comity.ballots.ballot import make_ballot
from comity.ballots.elections import read_election
from comity.ballots.group import public, random_scalar

ANSWERS = ("encourage", "discourage", "no opinion")
PER_PERSON = 100
"""Members for which one person speaks: ten thousand voters do not need ten thousand accounts."""
TRUSTEES = ("teller-1", "teller-2", "secretary")
AT_ONCE = 64
"""Requests under way at once in the burst: a delegation's booth waits and sends again when it is told to."""

PREPARE = """
import json, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.conf import settings
from django.test import Client
from comity.accreditation.acts import Accredit
from comity.accreditation.state import STREAM
from comity.bodies.actor import CLERK
from comity.clerk.clerk import Waiting
from comity.web.accounts import tokens
from comity.web.accounts.people import make_account
from comity.web.house import house, now
given = json.loads(sys.stdin.read())
acts = [Accredit(id=f"bench-{i:012d}", stream=STREAM, full_name=one["person"], since=None, until=None,
                 issued_by="minister_for_foreign_affairs", **one) for i, one in enumerate(given)]
for start in range(0, len(acts), 200):
    house().clerk._sit([Waiting(a, CLERK, now()) for a in acts[start:start + 200]])
found = {}
for name in dict.fromkeys(one["person"] for one in given):
    account = make_account(name, name, name)
    client = Client()
    client.force_login(account)
    found[name] = {
        "session": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "token": tokens.make(account, "bench", ["read", "act"]),
    }
print(json.dumps(found))
"""


class Browsers:
    """Everybody's browser: a connection for each thread, a session for each person."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.local = threading.local()
        self.csrf = secrets.token_hex(16)
        self.later = 0
        """How often somebody was told to come again in a moment."""

    def sent(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request; a connection that the server let go meanwhile is made anew."""
        for _ in range(2):
            found: http.client.HTTPConnection | None = getattr(self.local, "connection", None)
            if found is None:
                found = self.local.connection = http.client.HTTPConnection("127.0.0.1", self.served.port)
            try:
                found.request(method, path, body or None, headers)
                answer = found.getresponse()
                return answer, answer.read()
            except (OSError, http.client.HTTPException):
                found.close()
                self.local.connection = None
        raise ConnectionError(path)

    def ask(
        self, person: str, method: str, path: str, body: bytes = b"", act: str = "", form: bool = False
    ) -> tuple[int, bytes]:
        """One request; told to come again, the same is sent again under the same name."""
        headers = {
            "Host": f"localhost:{self.served.port}",
            "Cookie": f"session={self.served.people[person]['session']}; csrf={self.csrf}",
            "X-CSRFToken": self.csrf,
            "X-Act": act,
            "Content-Type": "application/x-www-form-urlencoded" if form else "application/json",
        }
        while True:
            answer, content = self.sent(method, path, body, headers)
            if answer.status != 503:
                return answer.status, content
            self.later += 1
            time.sleep(float(answer.headers.get("Retry-After", "1")))

    def hear(self, person: str, stream: str, act: str, **fields: Any) -> None:
        kind, _, place = stream.partition(":")
        sent = json.dumps({"id": secrets.token_urlsafe(16), **fields}).encode()
        headers = {
            "Host": "localhost",
            "Authorization": f"Bearer {self.served.people[person]['token']}",
            "Content-Type": "application/json",
        }
        path = f"/api/v1/proceedings/{kind}/{place}/acts/{act}"
        answer, content = self.sent("POST", path, sent, headers)
        assert answer.status == 200, content


def members(code: str, voters: int) -> list[str]:
    if code == "unga":
        from comity.bodies.states import all_states

        return [state.code for state in all_states()][:voters]
    return [f"v{i:05d}" for i in range(1, voters + 1)]


def body_file(folder: Path, voters: int) -> None:
    """A body with so many members of its own."""
    written = "\n".join(
        f'    {{ code = "{code}", kind = "person", name = {{ en = "Member {code}" }} }},'
        for code in members("union", voters)
    )
    (folder / "bodies").mkdir()
    (folder / "bodies" / "union.toml").write_text(
        f'code = "union"\norder = "listed"\nmembers = [\n{written}\n]\n[name]\nen = "Union"\n'
    )


def people(code: str, voters: list[str]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Whom to accredit, and by member the person who speaks for it."""
    speaks = {of: f"rep-{i // (1 if code == 'unga' else PER_PERSON):04d}" for i, of in enumerate(voters)}
    found = [
        {"person": person, "capacity": "representative", "of": of, "body": code}
        for of, person in speaks.items()
    ]
    found += [{"person": f"teller-{n}", "capacity": "teller", "of": "", "body": code} for n in (1, 2)]
    found.append({"person": "secretary", "capacity": "secretariat", "of": "", "body": ""})
    return found, speaks


def made(given: tuple[bytes, int, tuple[tuple[int, ...], ...]]) -> bytes:
    """One ballot, in a process of its own."""
    election, secret, choices = given
    return make_ballot(read_election(election), secret, choices)


class Probe:
    """Somebody who opens a page again and again meanwhile."""

    def __init__(self, browsers: Browsers, person: str, path: str) -> None:
        self.browsers, self.person, self.path = browsers, person, path
        self.took: list[float] = []
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._end.wait(0.02):
            began = time.perf_counter()
            status, _ = self.browsers.ask(self.person, "GET", self.path)
            assert status == 200
            self.took.append(1000 * (time.perf_counter() - began))

    def __enter__(self) -> Probe:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def say(self) -> str:
        tenths = statistics.quantiles(self.took, n=100)
        return f"median {statistics.median(self.took):.0f} ms, p99 {tenths[98]:.0f} ms of {len(self.took)}"


def hold(served: Served, code: str, voters: list[str], speaks: dict[str, str], candidates: int) -> None:
    browsers = Browsers(served)
    stream = f"secret_votes:{code}"
    questions = "\n\n".join("\n".join((f"Candidate {n}", *ANSWERS)) for n in range(1, candidates + 1))
    browsers.hear(
        "secretary",
        stream,
        "call_ballot",
        title="Bench",
        questions=questions,
        trustees=["teller:1", "teller:2", "secretariat:1"],
    )
    ballot = Ballot(ask=browsers.ask, code=code)
    trustees = [Trustee(owner=owner, person=person) for owner, person in enumerate(TRUSTEES, 1)]
    make_keys(ballot, trustees)
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as processes:
        keys = {of: random_scalar() for of in voters}
        credentials = list(processes.map(public, keys.values(), chunksize=64))
        them = [
            Voter(of=of, person=speaks[of], secret=keys[of], credential=str(credential))
            for of, credential in zip(voters, credentials, strict=True)
        ]
        with ThreadPoolExecutor(16) as together:
            began = time.perf_counter()
            list(together.map(lambda voter: voter.register(ballot), them))
        print(f"registered {len(them)} in {time.perf_counter() - began:.1f} s")
        form = f"id={secrets.token_urlsafe(16)}&weighed=on&csrfmiddlewaretoken={browsers.csrf}".encode()
        status, answer = browsers.ask("secretary", "POST", f"{ballot.base}open/", form, form=True)
        assert status == 303, answer[:500]
        election = ballot.get("secretary", "all/election.json")
        choices = tuple((1, 0, 0) if n % 2 else (0, 0, 1) for n in range(candidates))
        began = time.perf_counter()
        jobs = [(election, voter.secret, choices) for voter in them]
        ballots = list(processes.map(made, jobs, chunksize=16))
        print(
            f"made {len(ballots)} ballots of {len(ballots[0])} bytes in {time.perf_counter() - began:.1f} s"
        )
    page = "/bodies/unsc/"
    with Probe(browsers, "secretary", page) as alone:
        time.sleep(3)
    sizes = served.memory()
    taken: list[float] = []

    def cast(one: tuple[Voter, bytes]) -> None:
        began = time.perf_counter()
        ballot.must(one[0].person, "all/ballot", one[1])
        taken.append(1000 * (time.perf_counter() - began))

    before, began = worked(served), time.perf_counter()
    with Probe(browsers, "secretary", page) as meanwhile, ThreadPoolExecutor(AT_ONCE) as together:
        list(together.map(cast, zip(them, ballots, strict=True)))
    burst = time.perf_counter() - began
    print(
        f"burst: {len(them)} ballots acknowledged in {burst:.2f} s, {browsers.later} times told to come again"
    )
    print(f"  processor time of the server: {1000 * (worked(served) - before) / len(them):.0f} ms a ballot")
    print(f"  a ballot: median {statistics.median(taken):.0f} ms, slowest {max(taken):.0f} ms")
    print(f"  a page alone: {alone.say()}")
    print(f"  a page meanwhile: {meanwhile.say()}")
    print(f"  memory of the server: {sizes / 2**20:.0f} MB before, {served.memory() / 2**20:.0f} MB after")
    conclude(browsers, ballot, stream, trustees, len(them))
    check(ballot, len(them), candidates)


def worked(served: Served) -> float:
    """Seconds of processor time that the server's processes have used so far."""
    assert served.process is not None
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            found = stat.read_text().rsplit(") ", 1)[1].split()
            if int(found[2]) == served.process.pid:
                ticks += int(found[11]) + int(found[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def conclude(browsers: Browsers, ballot: Ballot, stream: str, trustees: list[Trustee], voters: int) -> None:
    """From the request that closes the ballot to the announced result, trustees acting at once."""
    before, began = worked(browsers.served), time.perf_counter()
    browsers.hear("secretary", stream, "close_ballot", ballot=1)
    closed = time.perf_counter()
    with ThreadPoolExecutor(len(trustees)) as together:
        shares = list(together.map(lambda trustee: trustee.share(ballot), trustees))
        ready = time.perf_counter()
        list(
            together.map(
                lambda one: ballot.must(one[0].person, "trustees/share", one[1]),
                zip(trustees, shares, strict=True),
            )
        )
    while ballot.status("secretary")["stage"] != "announced":
        time.sleep(0.02)
    done = time.perf_counter()
    print(
        f"closing to announced and verified: {done - began:.2f} s"
        f" (close {closed - began:.2f}, the trustees' own arithmetic {ready - closed:.2f},"
        f" shares examined, archive verified, announced {done - ready:.2f});"
        f" processor time of the server {worked(browsers.served) - before:.2f} s,"
        f" load of the machine {os.getloadavg()[0]:.0f}"
    )


def check(ballot: Ballot, voters: int, candidates: int) -> None:
    """The archive as anybody downloads it, by our own verifier."""
    with tempfile.NamedTemporaryFile(suffix=".bel") as file:
        began = time.perf_counter()
        file.write(ballot.get("secretary", "all/archive.bel"))
        file.flush()
        took = time.perf_counter() - began
        size = Path(file.name).stat().st_size
        print(f"archive: {size / 2**20:.1f} MB downloaded in {took:.1f} s")
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "comity.ballots", "verify", "--json", file.name],
            capture_output=True,
            check=False,
        )
        told = json.loads(done.stdout)
        assert done.returncode == 0 and told["counted"] == voters, told
        rows = [[0, 0, voters] if n % 2 == 0 else [voters, 0, 0] for n in range(candidates)]
        assert told["result"] == rows, told["result"]
        print(f"comity ballots verify: complete and sound in {time.perf_counter() - began:.1f} s")


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    given.add_argument("--voters", type=int, default=193)
    given.add_argument("--candidates", type=int, default=5)
    given.add_argument("--database", default="")
    given.add_argument("--processes", type=int, default=1)
    asked = given.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = asked.database and stack.enter_context(postgresql_database(asked.database))
        code = "unga" if asked.voters <= 193 else "union"
        if code == "union":
            body_file(folder, asked.voters)
        voters = members(code, asked.voters)
        accredited, speaks = people(code, voters)
        served = Served(folder, database, asked.processes)
        served.people = json.loads(served.run(PREPARE, written=json.dumps(accredited)).splitlines()[-1])
        served.start()
        stack.callback(served.stop)
        hold(served, code, voters, speaks, asked.candidates)


if __name__ == "__main__":
    main()
