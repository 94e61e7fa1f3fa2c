"""Who may do what in a selection: each guard is a sentence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.bodies.actor import CLERK, Actor, Capacity
from comity.bodies.clearance import is_secretariat, presides
from comity.rules.citation import assembly, council, house
from comity.rules.guard import Objection, enforces
from comity.selection import people as p
from comity.selection.objections import refuse, round_of
from comity.selection.rulebook import HEARINGS, NO_RULE
from comity.selection.state import Selection


def presidency_or_secretariat(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if (
        p.in_secretariat(state, actor, now)
        or p.presides_over_council(state, actor, now)
        or p.presides_over_assembly(state, actor, now)
    ):
        return None
    return refuse("presidency_or_secretariat", NO_RULE)


@enforces(council(19))
def the_president_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if p.presides_over_council(state, actor, now):
        return None
    return refuse("president_acts", council(19), body=state.council.name)


def the_assembly_president_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if p.presides_over_assembly(state, actor, now):
        return None
    return refuse("president_acts", assembly(35), body=state.assembly.name)


def a_member_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if p.seats(state, actor, now):
        return None
    return refuse("members_only", NO_RULE, body=state.council.name)


def a_state_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if p.mine(state, actor, now):
        return None
    return refuse("delegations_only", state.rules.cite("second_candidate"))


def the_moderator_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """The Assembly's President moderates its dialogues; the secretariat helps."""
    if p.presides_over_assembly(state, actor, now) or p.in_secretariat(state, actor, now):
        return None
    return refuse("moderator_only", state.rules.cite("dialogue_parts"))


def whose_hearing_it_is(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """The Assembly's President holds dialogues, the Council's President its informal meetings."""
    hearing = state.hearings.get(act.hearing)
    if hearing is not None and holds_hearing(state, hearing.kind, actor, now):
        return None
    return refuse("moderator_only", state.rules.cite("dialogue_parts"))


def hearings_held_by(state: Selection, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The kinds of hearing that this person holds; where dialogues have no parts there are none."""
    kinds = HEARINGS if state.rules.dialogue_parts else ("meeting",)
    return tuple(kind for kind in kinds if holds_hearing(state, kind, actor, now))


def rulebook_has_such_hearings(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if hearings_held_by(state, actor, now):
        return None
    return refuse("no_such_choice", state.rules.cite("dialogue_parts"))


def holds_hearing(state: Selection, kind: str, actor: Actor, now: datetime) -> bool:
    chair = p.presides_over_assembly if kind == "dialogue" else p.presides_over_council
    return chair(state, actor, now) or p.in_secretariat(state, actor, now)


@enforces(council(20))
def the_chair_of_the_round_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A President whose State has a candidate hands over; once a round is open its chair sees it through."""
    one = round_of(state, act)
    member = p.conductor(state, now) if one is None else one.conducted_by
    if p.conducts(state, actor, now, member):
        return None
    rule = state.rules.cite("president_with_candidate")
    if not member:
        return refuse("president_acts", rule, body=state.council.name)
    return refuse("round_is_conducted_by", rule, member=state.council.name_of(member))


def a_teller_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = round_of(state, act)
    if one is not None and set(one.tellers) & set(p.seats(state, actor, now)):
        return None
    return refuse("tellers_only", NO_RULE)


def the_secretariat_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if p.in_secretariat(state, actor, now):
        return None
    return refuse("secretariat_only", NO_RULE)


def the_letter_is_theirs_to_sign(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    letter = state.letters.get(act.letter)
    if letter is not None and organs_signing(state, letter.signatories, actor, now):
        return None
    return refuse("not_yours_to_sign", state.rules.cite("letter_opens"))


def organs_signing(
    state: Selection, signatories: tuple[str, ...], actor: Actor, now: datetime
) -> tuple[str, ...]:
    """For which of these bodies the person signs as President."""
    chairs = {state.recommends: p.presides_over_council, state.appoints: p.presides_over_assembly}
    return tuple(code for code in signatories if code in chairs and chairs[code](state, actor, now))


def a_nominator_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    candidate = state.candidates.get(act.candidate)
    if candidate is not None and set(candidate.nominators) & p.mine(state, actor, now):
        return None
    return refuse("nominators_only", state.rules.cite("state_withdrawal"))


def the_candidate_withdraws(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """The candidate in person; a written notice that came on paper is filed by the State or the secretariat."""
    candidate = state.candidates.get(act.candidate)
    if candidate is not None and (
        (actor.person and candidate.person == actor.person)
        or set(candidate.nominators) & p.mine(state, actor, now)
        or p.in_secretariat(state, actor, now)
    ):
        return None
    return refuse("candidate_withdraws", state.rules.cite("state_withdrawal"))


def a_recipient_reads(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    copy = state.copies.get(act.confidential_copy)
    if copy is not None and copy.to in p.mine(state, actor, now):
        return None
    return refuse("not_your_copy", state.rules.cite("nominator_told"))


def one_who_may_ask_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if askers(state, actor, now):
        return None
    return refuse("not_an_asker", state.rules.cite("dialogue_parts"))


def askers(state: Selection, actor: Actor, now: datetime) -> tuple[str, ...]:
    """In whose name the person may put a question: a State, or an organisation of civil society."""
    held = actor.acting(state.assembly.local(now), state.appoints)
    society = {a.of for a in held if a.capacity is Capacity.CIVIL_SOCIETY and a.of}
    return tuple(sorted(p.mine(state, actor, now) | society))


def only_the_clerk_notes(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if actor is CLERK else refuse("clerk_only", house(4))


def opened_by_one_who_may(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Before a selection is open its bodies are not known: any presidency of the house, or the secretariat."""
    if any(presides(actor, b, now) or is_secretariat(actor, now, b) for b in state.bodies.values()):
        return None
    return refuse("presidency_or_secretariat", NO_RULE)
