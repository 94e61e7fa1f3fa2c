"""Who acts, in what capacity, for whom and from when until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from comity.rules.acts import By


class Capacity(StrEnum):
    """In what capacity a person takes part; what may be done follows from it, never from the person."""

    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    PRESIDENT = "president"
    SECRETARIAT = "secretariat"
    TELLER = "teller"
    TRUSTEE = "trustee"
    CANDIDATE = "candidate"
    BRIEFER = "briefer"
    OBSERVER = "observer"
    CIVIL_SOCIETY = "civil_society"
    PRESS = "press"
    PUBLIC = "public"


SPEAKS_FOR_A_MEMBER: Final = frozenset({Capacity.REPRESENTATIVE, Capacity.ALTERNATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Accreditation:
    """One capacity of one person: in which body, for which member, between which days (both included)."""

    capacity: Capacity
    body: str = ""
    """Code of the body, or empty where it holds for the whole house."""
    of: str = ""
    """Code of the State, organisation or office acted for."""
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person with every capacity that the record gives them."""

    person: str
    name: str
    accreditations: tuple[Accreditation, ...] = ()
    door: bool = False
    """Whether the act comes through the house's own door, which has examined what the desk cannot."""

    def acting(self, now: datetime, body: str) -> tuple[Accreditation, ...]:
        """The capacities in which the person may act in this body now."""
        on = now.date()
        return tuple(a for a in self.accreditations if a.body in ("", body) and a.holds(on))

    def holds(self, capacity: Capacity, now: datetime, body: str) -> bool:
        return any(a.capacity is capacity for a in self.acting(now, body))

    def speaks_for(self, now: datetime, body: str) -> frozenset[str]:
        """The members in whose name the person may act in this body now."""
        return frozenset(a.of for a in self.acting(now, body) if a.capacity in SPEAKS_FOR_A_MEMBER)

    def by(self, capacity: Capacity, of: str = "") -> By:
        """How the record names this person when acting in that capacity."""
        return By(person=self.person, name=self.name, capacity=capacity.value, of=of)


CLERK: Final = Actor(person="clerk", name="The clerk")
"""In whose name clocks that run out are heard."""


def through_the_door(actor: Actor) -> Actor:
    """The same person, once the house's own door has examined what they bring."""
    return replace(actor, door=True)


def by_the_box(actor: Actor) -> Actor:
    """Whoever brings a secret ballot, with their capacities and without their name."""
    return Actor(person=BOX, name="The ballot box", accreditations=actor.accreditations, door=True)


BOX: Final = "ballot-box"
"""In whose name secret ballots are taken, so that nothing says who brought which."""

BY_THE_CLERK: Final = By(person=CLERK.person, name=CLERK.name, capacity="clerk")
"""How the record names the clerk."""

ANYONE: Final = Actor(person="", name="The public", accreditations=(Accreditation(capacity=Capacity.PUBLIC),))
"""Whoever has not signed in."""
