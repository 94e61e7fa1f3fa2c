"""A rush that is cut short by a kill, and what must be true of the record afterwards."""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from comity.bodies.states import all_states
from comity.record.checkpoint import parse
from comity.record.commands import add_commands
from comity.record.verify import verify
from tests.serving import Served, person

CODES = [state.code for state in all_states()]
PEOPLE = [person("the-secretariat", "secretariat"), *(person(f"rep-{code}", of=code) for code in CODES)]
PATH = "/api/v1/proceedings/communications/unsc/acts/send_letter"
PATIENCE = 60.0

EXPORT = """
import sys
import django
django.setup()
from django.db import connection
from comity.record.export import export
from comity.web.house import house, origin
store = house().store
with connection.cursor() as cursor:
    cursor.execute("SELECT text FROM record_checkpoint ORDER BY size")
    checkpoints = [text for (text,) in cursor.fetchall()]
reader = house().clearances(house().actor("the-secretariat"))
lines = export(store.all_entries(), checkpoints, reader, origin=origin(), public_key=store.signer.public_key)
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.writelines(lines)
"""


@dataclass(kw_only=True)
class Sent:
    """An act that a client made, and the place on the record that it was told."""

    code: str
    act: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    entry: int | None = None

    @property
    def body(self) -> bytes:
        fields = {
            "id": self.act,
            "of": self.code,
            "subject": f"Letter {self.act}",
            "body": "The situation calls for the attention of the Council. " * 8,
            "signed": "Permanent Representative",
        }
        return json.dumps(fields).encode()


async def ask(
    port: int,
    method: str,
    path: str,
    token: str = "",
    body: bytes = b"",
    started: asyncio.Event | None = None,
) -> tuple[int, bytes]:
    """One request on a connection of its own; with `started` it connects first and waits for it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        if started is not None:
            await started.wait()
        authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{authorization}"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        lines = answer.lower().split(b"\r\n")
        length = next(int(x.split(b":")[1]) for x in lines if x.startswith(b"content-length"))
        return int(answer.split(b" ", 2)[1]), await reader.readexactly(length)
    finally:
        writer.close()


async def rush(
    servers: Sequence[Served], acts: Sequence[Sent], on_answer: Callable[[int], None] | None = None
) -> int:
    """Send every act at the same instant, taking the servers in turn; how many got no answer.

    `on_answer` is told after each answer how many there are by now.
    """
    started, answered, unanswered = asyncio.Event(), 0, 0

    async def send(at: int, sent: Sent) -> None:
        nonlocal answered, unanswered
        served = servers[at % len(servers)]
        token = served.people[f"rep-{sent.code}"]["token"]
        try:
            status, written = await ask(served.port, "POST", PATH, token, sent.body, started)
        except (OSError, asyncio.IncompleteReadError):
            unanswered += 1
            return
        assert status == 200, written
        entry = json.loads(written)["first_entry"]
        assert sent.entry in (None, entry), "the same act was told two places"
        sent.entry = entry
        answered += 1
        if on_answer is not None:
            on_answer(answered)

    tasks = [asyncio.create_task(send(at, sent)) for at, sent in enumerate(acts)]
    await asyncio.sleep(0)
    started.set()
    await asyncio.wait_for(asyncio.gather(*tasks), PATIENCE)
    return unanswered


def checkpoint(served: Served) -> str:
    status, written = asyncio.run(ask(served.port, "GET", "/api/v1/record/checkpoint"))
    assert status == 200, written
    return written.decode()


@dataclass(kw_only=True)
class Killed:
    """What ten kills left behind."""

    acts: list[Sent] = field(default_factory=list)
    checkpoints: list[str] = field(default_factory=list)
    unanswered: list[int] = field(default_factory=list)
    started: list[float] = field(default_factory=list)


def kill_in_the_rush(served: Served, times: int = 10) -> Killed:
    """Kill the server in the middle of a rush so often, each time a little later; nothing is asked to end well.

    Every other kill comes after some answers, the rest after some time, so that they fall before, into and
    after the transactions.
    """
    found = Killed()
    assert asyncio.run(rush([served], _letters(found))) == 0
    for kill in range(times):
        found.checkpoints.append(checkpoint(served))
        found.unanswered.append(asyncio.run(_killed_rush(served, _letters(found), kill)))
        found.started.append(served.start())
        found.checkpoints.append(checkpoint(served))
        open_ones = [sent for sent in found.acts if sent.entry is None]
        told = [sent for sent in found.acts[-len(CODES) :] if sent.entry is not None][:20]
        assert asyncio.run(rush([served], open_ones + told)) == 0
    return found


def _letters(found: Killed) -> list[Sent]:
    letters = [Sent(code=code) for code in CODES]
    found.acts += letters
    return letters


async def _killed_rush(served: Served, letters: list[Sent], kill: int) -> int:
    if kill % 2 == 0:
        enough = 1 + kill * 16

        def at(answered: int) -> None:
            if answered == enough:
                served.kill()

        return await rush([served], letters, at)
    under_way = asyncio.create_task(rush([served], letters))
    await asyncio.sleep(0.05 * kill)
    served.kill()
    return await under_way


def check(served: Served, found: Killed, folder: Path) -> None:
    """Every act told is on the record once, at the place that was told; the record only grew and verifies."""
    file = folder / "record.jsonl"
    served.run(EXPORT, str(file))
    lines = file.read_bytes().splitlines(keepends=True)
    for older in found.checkpoints:
        report = verify(lines, older_checkpoint=older)
        assert report.sound, report.fault
    command = argparse.ArgumentParser()
    add_commands(command.add_subparsers())
    asked = command.parse_args(["verify", str(file)])
    assert asked.run(asked) == 0
    sizes = [parse(written).size for written in found.checkpoints]
    assert sizes == sorted(sizes), "the record became shorter"
    places: dict[str, list[int]] = {}
    for line in lines:
        written = json.loads(line)
        subject = written.get("payload", {}).get("event", {}).get("subject", "")
        if subject:
            places.setdefault(subject, []).append(written["entry"]["sequence"])
    assert places == {f"Letter {sent.act}": [sent.entry] for sent in found.acts}
