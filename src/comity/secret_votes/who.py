"""Who may do what in a secret ballot, and who may know of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from comity.bodies.actor import Actor, Capacity
from comity.bodies.body import Body
from comity.bodies.clearance import as_delegate, clearances, is_secretariat, presides
from comity.record.audience import Audience, audience, audience_name, may_open
from comity.rules.acts import By
from comity.rules.citation import Citation, house
from comity.rules.words import Sayable, text
from comity.secret_votes.acts import ALL, MEMBERS, PUBLIC
from comity.secret_votes.state import ONE_BOX, Ballot, Box, Seat, SecretVotes

KEYS_HELD_TOGETHER: Final = house(7)
ONE_CREDENTIAL: Final = house(8)

_OFFICES: Final = ("teller", "secretariat", "trustee")
"""Offices whose holders may be trustees: each seat of an office is another person's."""
_SEATS: Final = {"teller": 2, "secretariat": 2, "trustee": 5}


def under(body: Body, *rules: Citation) -> Citation:
    """The one of these rules that the body lives by."""
    found = next((rule for rule in rules if rule.instrument in body.rulebooks), None)
    if found is not None:
        return found
    return Citation(body.rulebooks[0]) if body.rulebooks else house(3)


def mine(state: SecretVotes, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The delegations in whose name a person may act in the body now."""
    return tuple(sorted(actor.speaks_for(state.body.local(now), state.body.code)))


def chairs(state: SecretVotes, actor: Actor, now: datetime) -> bool:
    return presides(actor, state.body, now)


def serves(state: SecretVotes, actor: Actor, now: datetime) -> bool:
    """Whether the person holds the ballot for the body: the presidency or the secretariat."""
    return chairs(state, actor, now) or is_secretariat(actor, now, state.body)


def tells(state: SecretVotes, actor: Actor, now: datetime) -> bool:
    return actor.holds(Capacity.TELLER, state.body.local(now), state.body.code)


def circle(body: Body, seen_by: str) -> Audience:
    """Whoever may know of a ballot; those who may hold its keys among them."""
    wider = {MEMBERS: (), ALL: ("all",), PUBLIC: ("all", "public")}[seen_by]
    offices = (f"office:tellers:{body.code}", f"office:trustees:{body.code}")
    return audience(f"members:{body.code}", f"presidency:{body.code}", "secretariat", *offices, *wider)


def knows(state: SecretVotes, ballot: Ballot, actor: Actor, now: datetime) -> bool:
    held = clearances(actor, _alone(state.body), now)
    return may_open(audience_name(circle(state.body, ballot.seen_by)), held)


@lru_cache(maxsize=64)
def _alone(body: Body) -> Mapping[str, Body]:
    """One mapping for each body, so that clearances are reckoned once."""
    return MappingProxyType({body.code: body})


def officer(state: SecretVotes, actor: Actor, now: datetime) -> By:
    """How the record names whoever presides or serves."""
    if chairs(state, actor, now):
        return actor.by(Capacity.PRESIDENT, of=state.body.president_on(state.body.local(now).date()))
    return actor.by(Capacity.SECRETARIAT)


def delegate(state: SecretVotes, actor: Actor, now: datetime, of: str) -> By:
    return as_delegate(actor, state.body, now, of)


def seats_of(body: Body, on: date) -> Iterator[tuple[str, Sayable]]:
    """Every seat that a trustee might have: the offices, then the delegations."""
    for office in _OFFICES:
        for n in range(1, _SEATS[office] + 1):
            yield f"{office}:{n}", text(f"secret_votes.choices.{office}_n", n=str(n))
    for code in body.members_on(on):
        yield f"state:{code}", body.name_of(code, on)


def seat_name(body: Body, seat: str) -> Sayable:
    """What people call a seat."""
    kind, _, which = seat.partition(":")
    return body.name_of(which) if kind == "state" else text(f"secret_votes.choices.{kind}_n", n=which)


def box_name(box: str) -> Sayable:
    """What people call a box."""
    return text(f"secret_votes.choices.{'all_voters' if box == ONE_BOX else box}")


def may_take(state: SecretVotes, seat: Seat, ballot: Ballot, actor: Actor, now: datetime) -> bool:
    """Whether the person holds the seat's office and no other seat, and nobody else has taken it."""
    if seat.person:
        return seat.person == actor.person
    if any(other.person == actor.person for other in ballot.seats):
        return False
    kind, _, which = seat.seat.partition(":")
    local = state.body.local(now)
    match kind:
        case "teller":
            return actor.holds(Capacity.TELLER, local, state.body.code)
        case "secretariat":
            return is_secretariat(actor, now, state.body)
        case "trustee":
            return actor.holds(Capacity.TRUSTEE, local, state.body.code)
        case _:
            return which in mine(state, actor, now)


def by_trustee(state: SecretVotes, seat: Seat, actor: Actor, now: datetime) -> By:
    """How the record names a trustee: in the capacity of the seat."""
    kind, _, which = seat.seat.partition(":")
    if kind == "state" and which in mine(state, actor, now):
        return delegate(state, actor, now, which)
    capacity = {"teller": Capacity.TELLER, "secretariat": Capacity.SECRETARIAT}.get(kind, Capacity.TRUSTEE)
    return actor.by(capacity)


def own(state: SecretVotes, ballot: Ballot, actor: Actor, now: datetime) -> Iterator[tuple[str, Box, str]]:
    """Each delegation that the person speaks for and that may vote, its box, and its own credential or none.

    Asked of the whole record, it answers nothing that a delegation's own entries do not say.
    """
    for of in mine(state, actor, now):
        box = ballot.box_of(of)
        if box is not None:
            yield of, box, box.credentials.get(of, "")


def letters_to(ballot: Ballot, actor: Actor) -> Iterator[tuple[int, int, str]]:
    """The sealed letters of the ceremony to the seats that this person has taken: owner, dealer, letter."""
    taken = {seat.owner for seat in ballot.seats if seat.person and seat.person == actor.person}
    return ((to, dealer, letter) for (to, dealer), letter in ballot.letters.items() if to in taken)
