"""Guards of calling an election and of its candidates: by whom, for which places, who may stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import Actor
from comity.bodies.clearance import is_secretariat, presides
from comity.bodies.groups import all_groups
from comity.bodies.offices import delegations, knows, of_the_assembly, serves, under
from comity.elections import acts
from comity.elections.eligible import (
    COUNCIL,
    council_plan,
    council_since,
    groups_in,
    persons_in,
    slate_of,
)
from comity.elections.state import UNDER_WAY, Election, Elections, Slate, Stage, Status
from comity.rules.citation import Citation, assembly, council, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import text

DISPENSING: Final = Citation("A/DEC/34/401", "16", unit="paragraph")
"""Where the ballot may be dispensed with: subsidiary organs, as many candidates as places, nobody asking for it."""
YEARS_AHEAD: Final = 1
MOST_SLATES: Final = 20


def no(key: str, citation: Citation, remedy: str = "", **blanks: Any) -> Objection:
    further = text(f"elections.refusals.{remedy}") if remedy else None
    return Objection(text(f"elections.refusals.{key}", **blanks), citation, further)


@enforces(council(19), assembly(35))
def the_presidency_acts(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if presides(actor, state.body, now):
        return None
    return no("presidency", under(state.body, council(19), assembly(35)))


@enforces(council(19), assembly(35))
def officers_write_down_what_happens(
    state: Elections, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if serves(state.body, actor, now):
        return None
    return no("officers", under(state.body, council(19), assembly(35)))


def the_election_is_known(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    found = state.elections.get(act.election)
    if found is not None and knows(state.body, found.seen_by, actor, now):
        return None
    return no("no_such_election", house(3), number=act.election)


def it_is_under_way(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    stage = state.elections[act.election].stage
    if stage in UNDER_WAY:
        return None
    return no("over", house(3), stage=text(f"elections.stages.{stage.value}"))


def the_term_has_a_beginning_and_an_end(
    state: Elections, act: acts.CallElection, actor: Actor, now: datetime
) -> Objection | None:
    since, until = act.term_since, act.term_until
    if until is None or (since is not None and since <= until):
        return None
    return no("term", house(2))


@enforces(assembly(144))
def a_body_elected_to_is_known_with_its_term(
    state: Elections, act: acts.CallElection, actor: Actor, now: datetime
) -> Objection | None:
    """Who retires is known only where the day is known on which the term begins."""
    if not act.elects_to:
        return None
    if act.elects_to not in state.bodies or act.of != acts.STATES:
        return no("no_such_body", house(2))
    if act.term_since is None:
        return no("term_needed", under(state.body, assembly(144)))
    return None


def only_the_assembly_dispenses_with_a_ballot(
    state: Elections, act: acts.CallElection, actor: Actor, now: datetime
) -> Objection | None:
    if not act.subsidiary or (of_the_assembly(state.body) and not act.elects_to):
        return None
    return no("not_subsidiary", DISPENSING)


@enforces(assembly(142))
def the_assembly_elects_members_of_the_council(
    state: Elections, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if of_the_assembly(state.body) and COUNCIL in state.bodies:
        return None
    return no("not_the_assembly", assembly(142))


@enforces(assembly(142), assembly(139))
def five_are_elected_once_a_year(
    state: Elections, act: acts.CallCouncilElection, actor: Actor, now: datetime
) -> Objection | None:
    latest = state.body.local(now).year + YEARS_AHEAD
    if not council_since() <= act.year <= latest or not council_plan(act.year):
        return no("year", assembly(142), first=str(council_since()), last=str(latest))
    there = (
        one for one in state.elections.values() if one.year == act.year and one.stage is not Stage.CANCELLED
    )
    known = next(there, None)
    if known is None:
        return None
    return no("called_already", assembly(142), number=known.election, year=str(act.year))


def nothing_was_opened_yet(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    election = state.elections[act.election]
    begun = election.voted_on or any(slate.dispensed for slate in election.slates.values())
    return no("begun", under(state.body, assembly(88))) if begun else None


@enforces(assembly(94))
def a_list_can_be_filled(
    state: Elections, act: acts.AddSlate, actor: Actor, now: datetime
) -> Objection | None:
    """As many may be voted for as there are places, or more; the list is made of what the body has."""
    election = state.elections[act.election]
    on = state.body.local(now).date()
    if len(election.slates) >= MOST_SLATES:
        return no("too_many_lists", house(3), n=MOST_SLATES)
    if act.seats < 1:
        return no("seats", under(state.body, assembly(94)))
    if election.states:
        if not set(act.groups) <= set(groups_in(state.body, on)):
            return no("no_such_group", house(2))
        strangers = {*act.named, *act.excluded} - set(state.body.members_on(on))
        if strangers or act.persons.strip():
            return no("not_members", house(2))
        if act.named and act.groups:
            return no("groups_or_names", house(2))
    elif act.groups or act.named or act.excluded:
        return no("persons_by_name", house(2))
    added = slate_of(state, election, act, on)
    if added.anyone or len(added.eligible) >= added.seats:
        return None
    return no("too_few_eligible", under(state.body, assembly(94)), n=len(added.eligible))


def a_name_stands_on_one_list(
    state: Elections, act: acts.AddSlate, actor: Actor, now: datetime
) -> Objection | None:
    """Whoever could be elected twice would fill two places."""
    election = state.elections[act.election]
    added = slate_of(state, election, act, state.body.local(now).date())
    for slate in election.slates.values():
        if slate.anyone or added.anyone or set(slate.eligible).intersection(added.eligible):
            return no("on_two_lists", house(3), list=slate.slate)
    return None


def persons_are_named_in_lines(
    state: Elections, act: acts.AddSlate, actor: Actor, now: datetime
) -> Objection | None:
    if all(len(name) <= 160 and ":" not in name for name in persons_in(act.persons)):
        return None
    return no("persons_lines", house(2))


@enforces(assembly(92))
def a_member_stands_or_a_group_puts_forward(
    state: Elections, act: acts.DeclareCandidate, actor: Actor, now: datetime
) -> Objection | None:
    """There are no nominations; a member makes known that it stands, or the secretariat for a group."""
    election = state.elections[act.election]
    on = state.body.local(now).date()
    if act.of in delegations(state.body, actor, now) and state.body.has_member(act.of, on):
        return None
    if not is_secretariat(actor, now, state.body) or not state.body.has_member(act.of, on):
        return no("not_your_delegation", under(state.body, assembly(92)))
    if election.states and groups_in(state.body, on) and not act.group:
        return no("for_a_group", under(state.body, assembly(92)))
    return None


def a_group_endorses_its_own(
    state: Elections, act: acts.DeclareCandidate, actor: Actor, now: datetime
) -> Objection | None:
    if not act.group:
        return None
    groups = groups_in(state.body, state.body.local(now).date())
    if act.group in groups and act.of in all_groups()[act.group].members:
        return None
    return no("other_group", house(2))


def candidate_in(election: Election, act: acts.DeclareCandidate) -> str:
    """Who is declared: the State itself, or the person that it puts forward."""
    return act.of if election.states else " ".join(act.person.split())


def a_person_is_named(
    state: Elections, act: acts.DeclareCandidate, actor: Actor, now: datetime
) -> Objection | None:
    election = state.elections[act.election]
    if election.states:
        return no("states_stand", house(2)) if act.person.strip() else None
    if candidate_in(election, act) and ":" not in act.person:
        return None
    return no("person_missing", house(2))


@enforces(assembly(144))
def a_retiring_member_is_not_elected_again_at_once(
    state: Elections, act: acts.DeclareCandidate, actor: Actor, now: datetime
) -> Objection | None:
    election = state.elections[act.election]
    candidate = candidate_in(election, act)
    if not any(candidate in slate.barred for slate in election.slates.values()):
        return None
    return no("retiring", assembly(144), member=state.name_of(election, candidate))


def a_candidate_is_eligible_and_declared_once(
    state: Elections, act: acts.DeclareCandidate, actor: Actor, now: datetime
) -> Objection | None:
    election = state.elections[act.election]
    candidate = candidate_in(election, act)
    slate = election.slate_for(candidate)
    name = state.name_of(election, candidate)
    if slate is None:
        return no("not_eligible", under(state.body, assembly(92)), name=name)
    if candidate in slate.withdrawn:
        return no("has_withdrawn", house(3), name=name)
    if candidate in slate.candidates or candidate in slate.elected:
        return no("declared", house(3), name=name)
    return _between_rounds(state, slate)


def what_was_spent_is_said_with_its_currency(
    state: Elections, act: acts.DeclareCandidate, actor: Actor, now: datetime
) -> Objection | None:
    if bool(act.spent.strip()) == bool(act.currency.strip()):
        return None
    return no("currency", house(2))


@enforces(assembly(88))
def withdrawing_is_between_rounds(
    state: Elections, act: acts.WithdrawCandidate, actor: Actor, now: datetime
) -> Objection | None:
    election = state.elections[act.election]
    slate = election.slate_for(act.candidate)
    name = state.name_of(election, act.candidate)
    if slate is None:
        return no("no_candidate", house(2), name=name)
    if act.candidate in slate.withdrawn:
        return no("has_withdrawn", house(3), name=name)
    if act.candidate in slate.elected:
        return no("elected_already", house(3), name=name)
    if act.candidate not in slate.in_the_running:
        return no("no_candidate", house(2), name=name)
    return _between_rounds(state, slate)


def _between_rounds(state: Elections, slate: Slate) -> Objection | None:
    if slate.running is not None:
        return no("round_runs", under(state.body, assembly(88)), number=slate.running.round)
    if not slate.pending:
        return no("list_over", house(3))
    return None


@enforces(assembly(88))
def a_list_is_between_rounds(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Candidates come and go while nobody votes on their list."""
    pending = [one for one in state.elections[act.election].slates.values() if one.pending]
    objections = [_between_rounds(state, one) for one in pending]
    return objections[0] if objections and all(objections) else None


def a_candidate_withdraws_itself(
    state: Elections, act: acts.WithdrawCandidate, actor: Actor, now: datetime
) -> Objection | None:
    """The member that stands or put the person forward; officers write down what it said in the room."""
    if serves(state.body, actor, now):
        return None
    election = state.elections[act.election]
    slate = election.slate_for(act.candidate)
    of = slate.in_the_running.get(act.candidate, "") if slate else ""
    if of in delegations(state.body, actor, now):
        return None
    return no("not_your_candidate", house(3))


def two_candidates_agree(
    state: Elections, act: acts.RecordAgreement, actor: Actor, now: datetime
) -> Objection | None:
    """Two that stand or stood for the same places, of whom one has withdrawn for the other."""
    election = state.elections[act.election]
    slate = election.slate_for(act.first)
    there = slate is not None and act.first != act.second and slate is election.slate_for(act.second)
    if slate is None or not there:
        return no("agreement", house(2))
    both = {act.first, act.second}
    if both <= slate.stood.keys() and both & slate.withdrawn.keys():
        return None
    return no("agreement", house(2))


def the_slate_is_known(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.slate in state.elections[act.election].slates:
        return None
    return no("no_such_list", house(3), number=act.slate)


@enforces(assembly(92))
def only_for_a_subsidiary_organ(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.elections[act.election].subsidiary:
        return None
    return no("ballot_is_held", under(state.body, assembly(92)))


def nothing_was_voted_on_there(state: Elections, act: Any, actor: Actor, now: datetime) -> Objection | None:
    slate = state.elections[act.election].slates[act.slate]
    if slate.dispensed or any(one.status is not Status.ABANDONED for one in slate.rounds):
        return no("begun", under(state.body, assembly(88)))
    return None


def a_member_asks_once(
    state: Elections, act: acts.AskForBallot, actor: Actor, now: datetime
) -> Objection | None:
    on = state.body.local(now).date()
    if act.of not in delegations(state.body, actor, now) or not state.body.has_member(act.of, on):
        return no("not_your_delegation", DISPENSING)
    if act.of in state.elections[act.election].slates[act.slate].asked_for:
        return no("asked_already", DISPENSING)
    return None


@enforces(assembly(92))
def as_many_candidates_as_places_and_nobody_asks(
    state: Elections, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    slate = state.elections[act.election].slates[act.slate]
    if slate.asked_for:
        who = tuple(state.body.name_of(of) for of in slate.asked_for)
        return no("asked_for", DISPENSING, members=who)
    if len(slate.standing) == slate.seats:
        return None
    return no("not_as_many", DISPENSING, n=len(slate.standing), seats=slate.seats)
