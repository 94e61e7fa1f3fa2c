"""A crowd for the benchmarks: every delegation with a connection of its own, and pages that listen."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "src")]

from tests.serving import Served, person, postgresql_database  # noqa: E402

from comity.bodies.states import all_states  # noqa: E402

CODES = [state.code for state in all_states()]
DELEGATIONS = [person(f"rep-{code}", of=code) for code in CODES]


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


async def follow(port: int, session: str, views: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A stream of these views, `view=NAME&since=SEQUENCE&...`, opened with a session's cookie."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    asked = f"GET /live?{views} HTTP/1.1\r\nHost: localhost\r\nCookie: session={session}\r\n\r\n"
    writer.write(asked.encode())
    async for line in reader:
        if line.startswith(b"retry:"):
            break
    return reader, writer


async def last_entry(client: Client) -> int:
    """The sequence of the last entry of the record, as the newest checkpoint says it."""
    status, written = await client.ask("GET", "/api/v1/record/checkpoint")
    assert status == 200, written
    return int(written.splitlines()[1])


def arguments(described: str, times: int) -> argparse.ArgumentParser:
    """What every bench with a crowd can be asked."""
    asked = argparse.ArgumentParser(description=described)
    asked.add_argument(
        "--database", default="", help="a PostgreSQL server, as in postgresql://user@host/postgres"
    )
    asked.add_argument("--processes", type=int, default=1)
    asked.add_argument("--twice", action="store_true", help="each client sends its act twice at once")
    asked.add_argument("--times", type=int, default=times)
    return asked


@contextmanager
def served(given: argparse.Namespace, people: list[dict[str, str]]) -> Iterator[tuple[Served, float]]:
    """A server with these people, and how many seconds it took to start."""
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql_database(given.database) if given.database else nullcontext("") as database,
    ):
        one = Served(Path(folder), database, given.processes)
        one.prepare(people)
        started = one.start()
        try:
            yield one, started
        finally:
            one.stop()


def where(given: argparse.Namespace) -> str:
    return f"{'PostgreSQL' if given.database else 'SQLite'}, {given.processes} process(es)"


def tell(what: str, seconds: list[float]) -> None:
    """One line of figures."""
    figures = sorted(1000 * one for one in seconds)
    print(
        f"  {what:36} min {figures[0]:6.0f}  median {statistics.median(figures):6.0f}  max {figures[-1]:6.0f} ms"
    )
