"""Who may do what in a vote, who may know of it, and which rules it stands under."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType

from comity.bodies.actor import Actor, Capacity
from comity.bodies.body import Body
from comity.bodies.clearance import as_delegate, clearances, is_secretariat, presides
from comity.record.audience import Audience, audience, audience_name, may_open
from comity.rules.acts import By
from comity.rules.citation import ASSEMBLY_RULES, Citation, house
from comity.votes import acts
from comity.votes.state import Proposal, Vote, Votes


def of_the_assembly(body: Body) -> bool:
    return ASSEMBLY_RULES in body.rulebooks


def under(body: Body, *rules: Citation) -> Citation:
    """The one of these rules that the body lives by."""
    found = next((rule for rule in rules if rule.instrument in body.rulebooks), None)
    if found is not None:
        return found
    return Citation(body.rulebooks[0]) if body.rulebooks else house(3)


def mine(state: Votes, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The delegations in whose name a person may act in the body now."""
    return tuple(sorted(actor.speaks_for(state.body.local(now), state.body.code)))


def member_seats(state: Votes, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The members of the body among them."""
    on = state.body.local(now).date()
    return tuple(of for of in mine(state, actor, now) if state.body.has_member(of, on))


def chairs(state: Votes, actor: Actor, now: datetime) -> bool:
    return presides(actor, state.body, now)


def serves(state: Votes, actor: Actor, now: datetime) -> bool:
    """Whether the person writes down what happens in the room: the presidency or the secretariat."""
    return chairs(state, actor, now) or is_secretariat(actor, now, state.body)


def tells(state: Votes, actor: Actor, now: datetime) -> bool:
    return actor.holds(Capacity.TELLER, state.body.local(now), state.body.code)


def circle(body: Body, seen_by: str) -> Audience:
    """Whoever may know of a question or a vote."""
    wider = {acts.MEMBERS: (), acts.ALL: ("all",), acts.PUBLIC: ("all", "public")}[seen_by]
    return audience(f"members:{body.code}", f"office:tellers:{body.code}", *table(body), *wider)


def table(body: Body) -> Audience:
    """The presidency and the secretariat."""
    return audience(f"presidency:{body.code}", "secretariat")


def counting_table(body: Body) -> Audience:
    return table(body) | audience(f"office:tellers:{body.code}")


def knows(state: Votes, of: Proposal | Vote, actor: Actor, now: datetime) -> bool:
    held = clearances(actor, _alone(state.body), now)
    return may_open(audience_name(circle(state.body, of.seen_by)), held)


@lru_cache(maxsize=64)
def _alone(body: Body) -> Mapping[str, Body]:
    """One mapping for each body, so that clearances are reckoned once."""
    return MappingProxyType({body.code: body})


def officer(state: Votes, actor: Actor, now: datetime) -> By:
    """How the record names whoever presides or serves."""
    if chairs(state, actor, now):
        return actor.by(Capacity.PRESIDENT, of=state.body.president_on(state.body.local(now).date()))
    return actor.by(Capacity.SECRETARIAT)


def delegate(state: Votes, actor: Actor, now: datetime, of: str) -> By:
    return as_delegate(actor, state.body, now, of)
