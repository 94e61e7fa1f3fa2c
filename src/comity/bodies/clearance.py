"""What a person may read now: the tokens of the audiences they belong to, by the capacities they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from comity.bodies.actor import SPEAKS_FOR_A_MEMBER, Accreditation, Actor, Capacity
from comity.bodies.body import Bodies, Body
from comity.bodies.groups import observer_states
from comity.bodies.states import is_state
from comity.rules.acts import By

OFFICES: Final = {
    Capacity.TELLER: "tellers",
    Capacity.TRUSTEE: "trustees",
    Capacity.CANDIDATE: "candidates",
    Capacity.BRIEFER: "briefers",
    Capacity.CIVIL_SOCIETY: "civil_society",
    Capacity.PRESS: "press",
}
"""Capacities whose holders are a named circle of a body."""

DELEGATES: Final = SPEAKS_FOR_A_MEMBER | {Capacity.OBSERVER}


def clearances(actor: Actor, bodies: Bodies, now: datetime) -> frozenset[str]:
    """The tokens that a person holds now."""
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    return _clearances(actor, _Same(bodies), quarter)


def presides(actor: Actor, body: Body, now: datetime) -> bool:
    """Whether the person holds the presidency of the body now, as its officer or for the presiding member."""
    local = body.local(now)
    if actor.holds(Capacity.PRESIDENT, local, body.code):
        return True
    president = body.president_on(local.date())
    return bool(president) and president in actor.speaks_for(local, body.code)


def is_secretariat(actor: Actor, now: datetime, body: Body) -> bool:
    """Whether the person serves the body now as a member of the secretariat."""
    return actor.holds(Capacity.SECRETARIAT, body.local(now), body.code)


def as_delegate(actor: Actor, body: Body, now: datetime, of: str) -> By:
    """How the record names whoever speaks for that delegation in the body."""
    held = actor.acting(body.local(now), body.code)
    return actor.by(next(a.capacity for a in held if a.of == of and a.capacity in SPEAKS_FOR_A_MEMBER), of=of)


class _Same:
    """Bodies as a key of the cache: the same only when they are one mapping, which it keeps alive."""

    __slots__ = ("bodies",)

    def __init__(self, bodies: Bodies) -> None:
        self.bodies = bodies

    def __hash__(self) -> int:
        return id(self.bodies)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.bodies is self.bodies


@lru_cache(maxsize=8192)
def _clearances(actor: Actor, same: _Same, now: datetime) -> frozenset[str]:
    """Reckoned once a quarter of an hour, on which every time zone's midnight falls."""
    tokens = {"public"}
    if actor.person:
        tokens.add(f"person:{actor.person}")
    for body in same.bodies.values():
        local = body.local(now)
        on = local.date()
        if presides(actor, body, now):
            tokens.add(f"presidency:{body.code}")
        for accreditation in actor.acting(local, body.code):
            tokens.update(_tokens(accreditation, body, on))
    return frozenset(tokens)


def _tokens(accreditation: Accreditation, body: Body, on: date) -> Iterator[str]:
    capacity, code = accreditation.capacity, accreditation.of
    if capacity is Capacity.SECRETARIAT:
        yield "secretariat"
    if capacity in OFFICES:
        yield f"office:{OFFICES[capacity]}:{body.code}"
    if capacity in DELEGATES and _takes_part(code, body, on):
        yield "all"
    if capacity in SPEAKS_FOR_A_MEMBER and code:
        yield f"state:{code}"
        if body.has_member(code, on):
            yield f"members:{body.code}"
        if code in body.observing_on(on):
            yield f"observing:{body.code}"


def _takes_part(code: str, body: Body, on: date) -> bool:
    """Whether the code is that of a State, of an observer State or of a member of the body."""
    return is_state(code) or code in observer_states() or body.has_member(code, on)
