"""Who is who in a selection: the two presidencies, the members, who conducts a round, and who may read what."""

from __future__ import annotations

from datetime import date, datetime

from comity.bodies.actor import Actor, Capacity
from comity.bodies.clearance import is_secretariat, presides
from comity.record.audience import PUBLIC, Audience, audience
from comity.rules.acts import By
from comity.selection.rulebook import Rules
from comity.selection.state import Candidate, Round, Selection


def today(state: Selection, now: datetime) -> date:
    """The day on the recommending body's own calendar."""
    return state.council.local(now).date()


def members(state: Selection, now: datetime) -> tuple[str, ...]:
    return state.council.members_on(today(state, now))


def permanent(state: Selection, now: datetime) -> tuple[str, ...]:
    return state.council.permanent_on(today(state, now))


def mine(state: Selection, actor: Actor, now: datetime) -> frozenset[str]:
    """The delegations in whose name the person may act, in either body."""
    return frozenset(
        code
        for body in (state.council, state.assembly)
        for code in actor.speaks_for(body.local(now), body.code)
        if code
    )


def seats(state: Selection, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The members of the recommending body in whose name the person may act, in its order."""
    held = actor.speaks_for(state.council.local(now), state.council.code)
    return tuple(code for code in members(state, now) if code in held)


def presides_over_council(state: Selection, actor: Actor, now: datetime) -> bool:
    return presides(actor, state.council, now)


def presides_over_assembly(state: Selection, actor: Actor, now: datetime) -> bool:
    return presides(actor, state.assembly, now)


def in_secretariat(state: Selection, actor: Actor, now: datetime) -> bool:
    return is_secretariat(actor, now, state.council) or is_secretariat(actor, now, state.assembly)


def connected(state: Selection) -> frozenset[str]:
    """The States that present a candidate who still runs."""
    return frozenset(code for one in state.running for code in one.nominators)


def conductor(state: Selection, now: datetime) -> str:
    """The member that conducts the next round: the President, or the next one without a candidate of its own."""
    concerned = connected(state) if state.rules.president_with_candidate == "hand_over" else frozenset()
    return state.council.presiding_for(today(state, now), concerned)


def conducts(state: Selection, actor: Actor, now: datetime, member: str) -> bool:
    """Whether the person conducts for that member, or presides where the presidency is a person's."""
    if not member:
        return presides_over_council(state, actor, now)
    return member in seats(state, actor, now)


def eligible(state: Selection) -> tuple[Candidate, ...]:
    """Those on the public list who were heard as the rulebook asks."""
    heard = frozenset(state.rules.eligibility)
    return tuple(one for one in state.listed if heard <= one.heard)


def open_round(state: Selection) -> Round | None:
    """The round that is not over: its result is not yet disclosed."""
    latest = state.round
    return latest if latest is not None and latest.disclosed is None else None


def is_public(rules: Rules) -> bool:
    return bool(rules.public_told == "table")


def both_presidencies(state: Selection) -> Audience:
    return audience(f"presidency:{state.recommends}", f"presidency:{state.appoints}", "secretariat")


def of_council(state: Selection) -> Audience:
    """The members, and the secretariat that serves them."""
    return audience(f"members:{state.recommends}", f"presidency:{state.recommends}", "secretariat")


def of_parties(state: Selection, candidate: Candidate | None, of: str = "") -> Audience:
    """Both Presidents, the States that present the candidate, and the candidate."""
    nominators = candidate.nominators if candidate else ()
    states = {f"state:{code}" for code in (*nominators, of) if code}
    person = {f"person:{candidate.person}"} if candidate and candidate.person else set()
    return both_presidencies(state) | states | person


def of_candidate(state: Selection, candidate: Candidate, of: str = "") -> Audience:
    """Everyone once the candidate is on the public list."""
    return PUBLIC if candidate.listed else of_parties(state, candidate, of)


def of_round(state: Selection) -> Audience:
    """Those who may know that a round takes place; everyone where results are published."""
    if is_public(state.rules):
        return PUBLIC
    return of_council(state)


def of_conductors(state: Selection, one: Round) -> Audience:
    """Those who conduct a round and count it."""
    chair = f"state:{one.conducted_by}" if one.conducted_by else f"presidency:{state.recommends}"
    return audience(chair, *(f"state:{code}" for code in one.tellers))


def by_whom(state: Selection, actor: Actor, now: datetime, of: str = "") -> By:
    """How the record names the person: for that delegation, else in the office in which they act."""
    if of and of in mine(state, actor, now):
        for body in (state.council, state.assembly):
            for held in actor.acting(body.local(now), body.code):
                if held.of == of and of in actor.speaks_for(body.local(now), body.code):
                    return actor.by(held.capacity, of=of)
    if in_secretariat(state, actor, now):
        return actor.by(Capacity.SECRETARIAT)
    if presides_over_council(state, actor, now):
        return actor.by(Capacity.PRESIDENT, of=state.council.president_on(today(state, now)))
    if presides_over_assembly(state, actor, now):
        return actor.by(Capacity.PRESIDENT)
    first = next(iter(actor.acting(state.assembly.local(now), state.appoints)), None)
    return actor.by(first.capacity, of=first.of) if first else actor.by(Capacity.PUBLIC)
