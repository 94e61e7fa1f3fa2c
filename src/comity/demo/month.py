"""The demo's people and what they did, read from its data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One act of one person in a proceeding, with the fields that it fills in; files are named."""

    by: str
    at: datetime
    stream: str
    act: str
    given: dict[str, Any]
    key: str = ""
    """Tells it from the others of its proceeding, where what it is about does not."""

    @property
    def id(self) -> str:
        about = (
            self.key or self.given.get("vote") or self.given.get("proposal") or self.given.get("symbol", "")
        )
        body = self.stream.partition(":")[2]
        return f"demo-2026-11-{self.act}-{body}-{about}-{self.by}".replace("/", "-")


def people() -> tuple[Person, ...]:
    return tuple(
        Person(
            username=one["username"],
            name=one["name"],
            language=one["language"],
            accreditations=tuple((capacity, of, body) for capacity, of, body in one["as"]),
            steward=one.get("steward", False),
        )
        for one in table("people.toml")["people"]
    )


def steps() -> tuple[Step, ...]:
    """Everything that was done, in order of time."""
    found = []
    for number, one in enumerate(table("letters.toml")["letters"], start=1):
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


def sent() -> tuple[Sent, ...]:
    """Everything that was done in votes, in order of time."""
    known = table("votes.toml")
    acts = [
        Sent(
            by=one.pop("by"),
            at=one.pop("at"),
            stream=one.pop("stream"),
            act=one.pop("act"),
            given=_given(one),
        )
        for one in known["acts"]
    ]
    members = {person.username: person.accreditations[0][1] for person in people()}
    for vote in known["votes"]:
        voting = ((choice, by) for choice in ("yes", "no", "abstain") for by in vote.get(choice, ()))
        for second, (choice, by) in enumerate(voting):
            given = {"vote": vote["vote"], "of": members[by], "choice": choice}
            at = vote["at"] + timedelta(seconds=second)
            acts.append(Sent(by=by, at=at, stream=vote["stream"], act="cast_vote", given=given))
    return tuple(sorted(acts, key=lambda one: one.at))


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as an act bears them."""
    return {
        name: tuple(value) if isinstance(value, list) else value.strip() if isinstance(value, str) else value
        for name, value in fields.items()
    }


def model_council() -> bytes:
    """The definition of the model council, which belongs among the installation's own bodies."""
    return (resources.files("comity.demo") / "data" / MODEL_COUNCIL).read_bytes()


def table(name: str) -> dict[str, Any]:
    """One of the files of data."""
    return tomllib.loads((resources.files("comity.demo") / "data" / name).read_text(encoding="utf-8"))
