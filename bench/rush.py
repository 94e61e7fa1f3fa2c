"""The rush: 193 signed-in delegations send a letter at the same instant, 193 listeners are connected.

    python bench/rush.py [--database postgresql://...] [--processes 2] [--twice] [--times 5]

All are heard, none is lost, none doubled; done when every listener has been told of every letter.
The baseline is what the same machine needs for the same 193 requests when each is only answered, not heard
(the API's list of bodies): what the clerk, the record and the live updates add is the difference.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import statistics
import time
from typing import Any

from crowd import CODES, DELEGATIONS, Client, Served, arguments, follow, last_entry, served, tell, where

ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)
PATH = "/api/v1/proceedings/communications/unsc/acts/send_letter"


def letter(code: str) -> bytes:
    fields = {
        "id": secrets.token_urlsafe(16),
        "of": code,
        "subject": f"Letter of {code}",
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

    async def begin(self, since: int) -> None:
        views = f"view=communications:unsc&since={since}"
        self.reader, self.writer = await follow(self.port, self.keys["session"], views)

    async def listen(self, wanted: int) -> None:
        read = b""
        while piece := await self.reader.read(1 << 20):
            # The client shares the processors with the server, so it looks no closer than it must.
            read += piece
            whole, _, read = read.rpartition(b"\n")
            self.seen.update(map(int, ID.findall(whole)))
            if len(self.seen) >= wanted:
                self.at = time.perf_counter()
                break


async def one_rush(server: Served, twice: bool, listening: bool) -> dict[str, Any]:
    keys = server.people
    clients = [
        Client(server.port, code, keys[f"rep-{code}"]) for code in CODES for _ in range(2 if twice else 1)
    ]
    await asyncio.gather(*(client.connect() for client in clients))
    before = await last_entry(clients[0])
    listeners = [Listener(server.port, keys[f"rep-{code}"]) for code in CODES] if listening else []
    await asyncio.gather(*(one.begin(before) for one in listeners))
    told = [asyncio.create_task(one.listen(len(CODES))) for one in listeners]
    letters = {code: letter(code) for code in CODES}
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
    asked = arguments("The rush of letters.", 5)
    asked.add_argument("--silent", action="store_true", help="nobody listens")
    given = asked.parse_args()
    with served(given, DELEGATIONS) as (server, started):
        runs = [asyncio.run(one_rush(server, given.twice, not given.silent)) for _ in range(given.times)]
    print(
        f"the rush of {len(CODES)}{', each act sent twice' if given.twice else ''}: {where(given)}; "
        f"started in {started:.2f} s"
    )
    for name, what in (
        ("heard", "all heard"),
        ("told", "all heard and all listeners told"),
        ("median", "one answer, median"),
        ("p99", "one answer, p99"),
        ("baseline", "baseline: 193 answers from memory"),
    ):
        tell(what, [run[name] for run in runs])
    print(f"  the first after the start: all told in {1000 * runs[0]['told']:.0f} ms")
    ratio = statistics.median(run["told"] / run["baseline"] for run in runs)
    print(
        f"  told / baseline: {ratio:.1f}; none lost, none doubled, {len(CODES)} distinct places in every run"
    )


if __name__ == "__main__":
    main()
