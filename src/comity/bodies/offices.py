"""Who holds which office of a body, for whom an entry is, and how the record names whoever acted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from comity.bodies.actor import Actor, Capacity
from comity.bodies.body import Body
from comity.bodies.clearance import clearances, is_secretariat, presides
from comity.record.audience import Audience, audience, audience_name, may_open
from comity.rules.acts import By
from comity.rules.citation import ASSEMBLY_RULES, Citation, house

MEMBERS: Final = "members"
ALL: Final = "all"
PUBLIC: Final = "public"


def of_the_assembly(body: Body) -> bool:
    return ASSEMBLY_RULES in body.rulebooks


def under(body: Body, *rules: Citation) -> Citation:
    """The one of these rules that the body lives by."""
    found = next((rule for rule in rules if rule.instrument in body.rulebooks), None)
    if found is not None:
        return found
    return Citation(body.rulebooks[0]) if body.rulebooks else house(3)


def delegations(body: Body, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The delegations in whose name a person may act in the body now."""
    return tuple(sorted(actor.speaks_for(body.local(now), body.code)))


def serves(body: Body, actor: Actor, now: datetime) -> bool:
    """Whether the person writes down what happens in the room: the presidency or the secretariat."""
    return presides(actor, body, now) or is_secretariat(actor, now, body)


def tells(body: Body, actor: Actor, now: datetime) -> bool:
    return actor.holds(Capacity.TELLER, body.local(now), body.code)


def circle(body: Body, seen_by: str) -> Audience:
    """Whoever may know of what the body decides: its members and its table, all delegations, everyone."""
    wider = {MEMBERS: (), ALL: ("all",), PUBLIC: ("all", "public")}[seen_by]
    return audience(f"members:{body.code}", f"office:tellers:{body.code}", *table(body), *wider)


def table(body: Body) -> Audience:
    """The presidency and the secretariat."""
    return audience(f"presidency:{body.code}", "secretariat")


def counting_table(body: Body) -> Audience:
    return table(body) | audience(f"office:tellers:{body.code}")


def knows(body: Body, seen_by: str, actor: Actor, now: datetime) -> bool:
    held = clearances(actor, _alone(body), now)
    return may_open(audience_name(circle(body, seen_by)), held)


@lru_cache(maxsize=64)
def _alone(body: Body) -> Mapping[str, Body]:
    """One mapping for each body, so that clearances are reckoned once."""
    return MappingProxyType({body.code: body})


def officer(body: Body, actor: Actor, now: datetime) -> By:
    """How the record names whoever presides or serves."""
    if presides(actor, body, now):
        return actor.by(Capacity.PRESIDENT, of=body.president_on(body.local(now).date()))
    return actor.by(Capacity.SECRETARIAT)
