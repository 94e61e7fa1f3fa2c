"""Who is accredited: the fold of what happened to accreditations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from comity.accreditation.events import AccreditationEnded, PersonAccredited
from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.bodies.body import Body
from comity.rules.acts import Happened, Sealed

STREAM: Final = "accreditation:house"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One accreditation of one person, with when and how it was made and ended."""

    number: int
    person: str
    full_name: str
    accreditation: Accreditation
    issued_by: str
    made_at: datetime
    entry: int
    ended_at: datetime | None = None
    reason: str = ""

    def holds(self, on: date) -> bool:
        return self.ended_at is None and self.accreditation.holds(on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everyone who is or was accredited, as far as the reader may know."""

    bodies: Mapping[str, Body]
    credentials: Mapping[int, Credential] = field(default_factory=dict)
    people: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """By person, the numbers of their credentials."""
    last: int = 0

    def actor(self, person: str) -> Actor:
        """The person with every accreditation that has not been ended."""
        held = [self.credentials[number] for number in self.people.get(person, ())]
        name = held[-1].full_name if held else person
        return Actor(
            person=person,
            name=name,
            accreditations=tuple(c.accreditation for c in held if c.ended_at is None),
        )

    def delegation(self, body: str, of: str, on: date) -> tuple[Credential, ...]:
        """Who is accredited to a body for a member on that day."""
        return tuple(
            c
            for c in self.credentials.values()
            if c.accreditation.of == of and c.accreditation.body in ("", body) and c.holds(on)
        )


def begin(stream: str, bodies: Mapping[str, Body]) -> Register:
    if stream != STREAM:
        raise KeyError(stream)
    return Register(bodies=bodies)


def fold(state: Register, happened: Iterable[Happened | Sealed]) -> Register:
    credentials, people, last = dict(state.credentials), dict(state.people), state.last
    for one in happened:
        if isinstance(one, Sealed):
            continue
        match one.event:
            case PersonAccredited() as made:
                credentials[made.number] = _credential(made, one)
                people[made.person] = (*people.get(made.person, ()), made.number)
                last = max(last, made.number)
            case AccreditationEnded() as ended if ended.number in credentials:
                known = credentials[ended.number]
                credentials[ended.number] = replace(known, ended_at=one.at, reason=ended.reason)
    return replace(state, credentials=credentials, people=people, last=last)


def _credential(made: PersonAccredited, one: Happened) -> Credential:
    return Credential(
        number=made.number,
        person=made.person,
        full_name=made.full_name,
        accreditation=Accreditation(
            capacity=Capacity(made.capacity), body=made.body, of=made.of, since=made.since, until=made.until
        ),
        issued_by=made.issued_by,
        made_at=one.at,
        entry=one.sequence,
    )
