"""A vote of the Assembly: 193 delegations vote within one second, 193 boards are live.

    python bench/votes.py [--database postgresql://...] [--processes 2] [--twice] [--times 5] [--pages]

All are counted, none is lost, none doubled; measured is the time from the last vote acknowledged until every board
shows all 193.  With --pages each delegation has the page of the vote open instead, which also tells it its own vote.
The baseline is that of the rush: the same 193 requests at one instant, each only answered.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import statistics
import time
from typing import Any

from crowd import (
    CODES,
    DELEGATIONS,
    Client,
    Served,
    arguments,
    follow,
    last_entry,
    person,
    served,
    tell,
    where,
)

PATH = "/api/v1/proceedings/votes/unga/acts"
CHAIR = person("president-unga", "president", body="unga")
CHOICES = ("yes", "no", "abstain")
GIVEN = re.compile(r"tally__one--given.*?<dd>(\d+)")


class Board:
    """One open board, and what it shows."""

    def __init__(self, port: int, keys: dict[str, str]) -> None:
        self.port, self.keys = port, keys
        self.lit: set[str] = set()
        self.given = 0
        self.frames = 0
        self.at = 0.0

    async def begin(self, views: str) -> None:
        self.reader, self.writer = await follow(self.port, self.keys["session"], views)

    async def watch(self) -> None:
        """Until every light is lit and the figures say so."""
        async for line in self.reader:
            if not line.startswith(b"data: "):
                continue
            self.frames += 1
            for name, html in json.loads(line[6:]).get("set", {}).items():
                if name.startswith("seat-") and "light--voted" in html:
                    self.lit.add(name)
                elif name == "figures" and (found := GIVEN.search(html)):
                    self.given = int(found[1])
            if len(self.lit) == self.given == len(CODES):
                self.at = time.perf_counter()
                break


async def hear(client: Client, act: str, **fields: Any) -> dict[str, Any]:
    sent = json.dumps({"id": secrets.token_urlsafe(16), **fields}).encode()
    status, answer = await client.ask("POST", f"{PATH}/{act}", sent)
    assert status == 200, answer
    found: dict[str, Any] = json.loads(answer)
    return found


async def one_vote(server: Served, number: int, twice: bool, pages: bool) -> dict[str, float]:
    keys = server.people
    chair = Client(server.port, "", keys["president-unga"])
    clients = [
        Client(server.port, code, keys[f"rep-{code}"]) for code in CODES for _ in range(2 if twice else 1)
    ]
    await asyncio.gather(*(client.connect() for client in (chair, *clients)))
    await hear(chair, "open_vote", subject=f"Vote {number}", rule="unga.simple", method="electronic")
    before = await last_entry(chair)
    boards = [Board(server.port, keys[f"rep-{code}"]) for code in CODES]
    views = f"view=board:unga/{number}&since={before}"
    views += f"&view=vote:unga/{number}&since={before}" if pages else ""
    await asyncio.gather(*(one.begin(views) for one in boards))
    watching = [asyncio.create_task(one.watch()) for one in boards]
    votes = {
        code: json.dumps(
            {"id": secrets.token_urlsafe(16), "vote": number, "of": code, "choice": CHOICES[n % 3]}
        ).encode()
        for n, code in enumerate(CODES)
    }
    acknowledged: list[float] = []

    async def cast(place: int, client: Client) -> tuple[str, int, int]:
        await asyncio.sleep(place // (2 if twice else 1) / len(CODES))
        status, answer = await client.ask("POST", f"{PATH}/cast_vote", votes[client.code])
        acknowledged.append(time.perf_counter())
        return client.code, status, json.loads(answer).get("first_entry", 0)

    begun = time.perf_counter()
    answers = await asyncio.gather(*(cast(place, client) for place, client in enumerate(clients)))
    await asyncio.wait_for(asyncio.gather(*watching), 60)
    shown = max(one.at for one in boards)
    assert {status for _, status, _ in answers} == {200}, {status for _, status, _ in answers}
    assert len({entry for _, _, entry in answers}) == len(CODES), "lost or doubled"
    assert await last_entry(chair) == before + 2 * len(CODES), "each vote, and that it was given, once"
    await hear(chair, "close_vote", vote=number)
    await hear(chair, "announce_result", vote=number)
    _, answer = await chair.ask("GET", f"/api/v1/votes/unga/{number}")
    found = json.loads(answer)
    expected = {choice: len(CODES[n::3]) for n, choice in enumerate(CHOICES)}
    assert {choice: found["result"][choice] for choice in CHOICES} == expected, "counted wrongly"
    await asyncio.gather(*(client.connect() for client in clients))
    baseline_begun = time.perf_counter()
    await asyncio.gather(*(client.ask("GET", "/api/v1/bodies") for client in clients[: len(CODES)]))
    baseline = time.perf_counter() - baseline_begun
    for one in (*boards, *clients, chair):
        one.writer.close()
    return {
        "cast": max(acknowledged) - begun,
        "shown": max(0.0, shown - max(acknowledged)),
        "baseline": baseline,
        "frames": statistics.mean(one.frames for one in boards),
    }


def main() -> None:
    asked = arguments("A vote of 193 within one second.", 5)
    asked.add_argument("--pages", action="store_true", help="the page of the vote is open, not the board")
    given = asked.parse_args()
    with served(given, [*DELEGATIONS, CHAIR]) as (server, started):
        runs = [
            asyncio.run(one_vote(server, number, given.twice, given.pages))
            for number in range(1, given.times + 1)
        ]
    twice = ", each vote sent twice at once" if given.twice else ""
    what = "pages" if given.pages else "boards"
    print(f"a vote of {len(CODES)}{twice}, {len(CODES)} {what}: {where(given)}; started in {started:.2f} s")
    tell("first vote to last acknowledged", [run["cast"] for run in runs])
    tell("last acknowledged to all shown", [run["shown"] for run in runs])
    tell("baseline: 193 answers from memory", [run["baseline"] for run in runs])
    ratio = statistics.median(run["shown"] / run["baseline"] for run in runs)
    frames = statistics.median(run["frames"] for run in runs)
    print(
        f"  shown / baseline: {ratio:.1f}; {frames:.0f} frames to each; none lost, none doubled, all counted"
    )


if __name__ == "__main__":
    main()
