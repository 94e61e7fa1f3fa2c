"""Who may do what in a vote, who may know of it, and which rules it stands under."""

from __future__ import annotations

from datetime import datetime

from comity.bodies import offices
from comity.bodies.actor import Actor
from comity.bodies.clearance import as_delegate, presides
from comity.bodies.offices import circle, counting_table, of_the_assembly, table, under
from comity.rules.acts import By
from comity.votes.state import Proposal, Vote, Votes

__all__ = [
    "chairs",
    "circle",
    "counting_table",
    "delegate",
    "knows",
    "member_seats",
    "mine",
    "of_the_assembly",
    "officer",
    "serves",
    "table",
    "tells",
    "under",
]


def mine(state: Votes, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The delegations in whose name a person may act in the body now."""
    return offices.delegations(state.body, actor, now)


def member_seats(state: Votes, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The members of the body among them."""
    on = state.body.local(now).date()
    return tuple(of for of in mine(state, actor, now) if state.body.has_member(of, on))


def chairs(state: Votes, actor: Actor, now: datetime) -> bool:
    return presides(actor, state.body, now)


def serves(state: Votes, actor: Actor, now: datetime) -> bool:
    """Whether the person writes down what happens in the room: the presidency or the secretariat."""
    return offices.serves(state.body, actor, now)


def tells(state: Votes, actor: Actor, now: datetime) -> bool:
    return offices.tells(state.body, actor, now)


def knows(state: Votes, of: Proposal | Vote, actor: Actor, now: datetime) -> bool:
    return offices.knows(state.body, of.seen_by, actor, now)


def officer(state: Votes, actor: Actor, now: datetime) -> By:
    """How the record names whoever presides or serves."""
    return offices.officer(state.body, actor, now)


def delegate(state: Votes, actor: Actor, now: datetime, of: str) -> By:
    return as_delegate(actor, state.body, now, of)
