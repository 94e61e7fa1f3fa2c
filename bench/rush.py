"""The rush: 193 signed-in delegations send a letter at the same instant, 193 listeners are connected.

    python bench/rush.py [--database postgresql://...] [--processes 2] [--twice] [--times 5]

All are heard, none is lost, none doubled; done when every listener has been told of every letter.
The baseline is what the same machine needs for the same 193 requests when each is only answered, not heard
(the API's list of bodies): what the clerk, the record and the live updates add is the difference.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import secrets
import statistics
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "src")]

from tests.serving import Served, person, postgresql_database  # noqa: E402

from comity.bodies.states import all_states  # noqa: E402

ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)
CODES = [state.code for state in all_states()]
PATH = "/api/v1/proceedings/communications/unsc/acts/send_letter"


class Client:
    """One delegation's connection."""

    def __init__(self, port: int, code: str, keys: dict[str, str]) -> None:
        self.port, self.code, self.keys = port, code, keys

    async def connect(self) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.keys['token']}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        length = next(
            int(x.split(b":")[1]) for x in answer.lower().split(b"\r\n") if x.startswith(b"content-length")
        )
        return int(answer.split(b" ", 2)[1]), await self.reader.readexactly(length)

    def letter(self) -> bytes:
        fields = {
            "id": secrets.token_urlsafe(16),
            "of": self.code,
            "subject": f"Letter of {self.code}",
            "body": "The situation calls for the attention of the Council. " * 8,
            "signed": "Permanent Representative",
        }
        return json.dumps(fields).encode()


class Listener:
    """One delegation's open page."""

    def __init__(self, port: int, keys: dict[str, str]) -> None:
        self.port, self.keys = port, keys
        self.seen: set[int] = set()
        self.at = 0.0

    async def listen(self, since: int, wanted: int) -> None:
        reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        self.writer.write(
            f"GET /live?view=communications:unsc&since={since} HTTP/1.1\r\nHost: localhost\r\n"
            f"Cookie: session={self.keys['session']}\r\n\r\n".encode()
        )
        self.ready = asyncio.get_running_loop().create_future()
        read = b""
        while piece := await reader.read(1 << 20):
            # The client shares the processors with the server, so it looks no closer than it must.
            read += piece
            if not self.ready.done() and b"retry:" in read:
                self.ready.set_result(None)
            whole, _, rest = read.rpartition(b"\n")
            self.seen.update(map(int, ID.findall(whole)))
            read = rest
            if len(self.seen) >= wanted:
                self.at = time.perf_counter()
                break


async def one_rush(served: Served, twice: bool, listening: bool) -> dict[str, Any]:
    keys = served.people
    clients = [
        Client(served.port, code, keys[f"rep-{code}"]) for code in CODES for _ in range(2 if twice else 1)
    ]
    await asyncio.gather(*(client.connect() for client in clients))
    status, written = await clients[0].ask("GET", "/api/v1/record/checkpoint")
    assert status == 200, written
    before = int(written.splitlines()[1])
    listeners = [Listener(served.port, keys[f"rep-{code}"]) for code in CODES] if listening else []
    told = [asyncio.create_task(one.listen(before, len(CODES))) for one in listeners]
    while not all(hasattr(one, "ready") for one in listeners):
        await asyncio.sleep(0.01)
    await asyncio.gather(*(one.ready for one in listeners))
    letters = {code: Client(served.port, code, {}).letter() for code in CODES}
    took: list[float] = []

    async def send(client: Client) -> tuple[str, int, int]:
        begun = time.perf_counter()
        status, answer = await client.ask("POST", PATH, letters[client.code])
        took.append(time.perf_counter() - begun)
        return client.code, status, json.loads(answer).get("first_entry", 0)

    begun = time.perf_counter()
    answers = await asyncio.gather(*(send(client) for client in clients))
    heard = time.perf_counter() - begun
    if told:
        await asyncio.wait_for(asyncio.gather(*told), 60)
    all_told = max((one.at for one in listeners), default=begun + heard) - begun
    await asyncio.gather(*(client.connect() for client in clients))
    baseline_begun = time.perf_counter()
    await asyncio.gather(*(client.ask("GET", "/api/v1/bodies") for client in clients[: len(CODES)]))
    baseline = time.perf_counter() - baseline_begun
    assert {status for _, status, _ in answers} == {200}, {status for _, status, _ in answers}
    places = {entry for _, _, entry in answers}
    assert places == set(range(before + 1, before + len(CODES) + 1)), "lost or doubled"
    assert all(len({e for c, _, e in answers if c == code}) == 1 for code in CODES)
    wrong = [
        (sorted(places - one.seen)[:5], sorted(one.seen - places)[:5])
        for one in listeners
        if one.seen != places
    ]
    assert not wrong, f"{len(wrong)} listeners missed something: {wrong[:3]}"
    for client in clients:
        client.writer.close()
    for one in listeners:
        one.writer.close()
    took.sort()
    return {
        "heard": heard,
        "told": all_told,
        "p99": took[int(len(took) * 0.99) - 1],
        "median": statistics.median(took),
        "baseline": baseline,
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    arguments.add_argument(
        "--database", default="", help="a PostgreSQL server, as in postgresql://user@host/postgres"
    )
    arguments.add_argument("--processes", type=int, default=1)
    arguments.add_argument("--twice", action="store_true", help="each client sends its act twice at once")
    arguments.add_argument("--silent", action="store_true", help="nobody listens")
    arguments.add_argument("--times", type=int, default=5)
    given = arguments.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql_database(given.database) if given.database else nullcontext("") as database,
    ):
        served = Served(Path(folder), database, given.processes)
        served.prepare([person(f"rep-{code}", of=code) for code in CODES])
        started = served.start()
        try:
            runs = [asyncio.run(one_rush(served, given.twice, not given.silent)) for _ in range(given.times)]
        finally:
            served.stop()
    where = f"{'PostgreSQL' if given.database else 'SQLite'}, {given.processes} process(es)"
    print(
        f"the rush of {len(CODES)}{', each act sent twice' if given.twice else ''}: {where}; started in {started:.2f} s"
    )
    for name, what in (
        ("heard", "all heard"),
        ("told", "all heard and all listeners told"),
        ("median", "one answer, median"),
        ("p99", "one answer, p99"),
        ("baseline", "baseline: 193 answers from memory"),
    ):
        figures = sorted(run[name] * 1000 for run in runs)
        print(
            f"  {what:36} min {figures[0]:6.0f}  median {statistics.median(figures):6.0f}  max {figures[-1]:6.0f} ms"
        )
    ratio = statistics.median(run["told"] / run["baseline"] for run in runs)
    print(
        f"  told / baseline: {ratio:.1f}; none lost, none doubled, {len(CODES)} distinct places in every run"
    )


if __name__ == "__main__":
    main()
