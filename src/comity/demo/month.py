"""The demo's people and what they did, read from its data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any, Final

MODEL_COUNCIL: Final = "mun-council.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can sign in to the demo."""

    username: str
    name: str
    language: str
    accreditations: tuple[tuple[str, str, str], ...]
    """Capacity, for whom, in which body."""
    steward: bool = False

    @property
    def person(self) -> str:
        return f"demo.{self.username}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as its sender wrote it; `key` tells it from the others for ever."""

    key: str
    stream: str
    of: str
    wish: str
    subject: str
    body: str
    attach: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act of one person: a letter is sent, registered, circulated, returned or withdrawn."""

    by: str
    at: datetime
    verb: str
    letter: Letter
    more: str = ""
    """To whom it is circulated, or why it is returned."""

    @property
    def id(self) -> str:
        return f"demo-2026-11-{self.letter.key}-{self.verb}" + (
            f"-{self.more}" if self.verb == "circulate" else ""
        )


def people() -> tuple[Person, ...]:
    return tuple(
        Person(
            username=one["username"],
            name=one["name"],
            language=one["language"],
            accreditations=tuple((capacity, of, body) for capacity, of, body in one["as"]),
            steward=one.get("steward", False),
        )
        for one in _table("people.toml")["people"]
    )


def steps() -> tuple[Step, ...]:
    """Everything that was done, in order of time."""
    found = []
    for number, one in enumerate(_table("letters.toml")["letters"], start=1):
        letter = Letter(
            key=f"letter-{number:02d}",
            stream=one["stream"],
            of=one["of"],
            wish=one["wish"],
            subject=one["subject"],
            body=one["body"].strip(),
            attach=tuple(one.get("attach", ())),
        )
        found.append(Step(by=one["by"], at=one["at"], verb="send", letter=letter))
        for by, verb, at, *more in one.get("then", ()):
            found.append(Step(by=by, at=at, verb=verb, letter=letter, more=more[0] if more else ""))
    return tuple(sorted(found, key=lambda step: step.at))


def model_council() -> bytes:
    """The definition of the model council, which belongs among the installation's own bodies."""
    return (resources.files("comity.demo") / "data" / MODEL_COUNCIL).read_bytes()


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("comity.demo") / "data" / name).read_text(encoding="utf-8"))
