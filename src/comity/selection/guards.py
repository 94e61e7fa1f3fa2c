"""Who may do what in a selection, and when: each guard is a sentence."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import CLERK, Actor, Capacity
from comity.bodies.clearance import is_secretariat, presides
from comity.rules.citation import Citation, assembly, charter, council, house
from comity.rules.guard import Objection, enforces
from comity.rules.words import text
from comity.selection import people as p
from comity.selection.deadlines import deadlines
from comity.selection.disclosure import warnings
from comity.selection.figures import Figures
from comity.selection.rulebook import HEARINGS, NO_RULE, RULEBOOKS
from comity.selection.shortlist import shortlist
from comity.selection.state import Round, Selection
from comity.voting import DecisionRule, VotingError, decide

NOT_THERE: Final = house(3)


def refuse(name: str, citation: Citation, remedy: str = "", **blanks: Any) -> Objection:
    """An objection in the words of this package."""
    done = text(f"selection.refusals.{remedy}") if remedy else None
    return Objection(text(f"selection.refusals.{name}", **blanks), citation, done)


# Who


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
    one = _round_of(state, act)
    member = p.conductor(state, now) if one is None else one.conducted_by
    if p.conducts(state, actor, now, member):
        return None
    rule = state.rules.cite("president_with_candidate")
    if not member:
        return refuse("president_acts", rule, body=state.council.name)
    return refuse("round_is_conducted_by", rule, member=state.council.name_of(member))


def a_teller_acts(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = _round_of(state, act)
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
    copy = state.copies.get(act.copy)
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


# When


def process_is_open(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.rulebook else refuse("not_open", NO_RULE)


def process_goes_on(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.oath is None else refuse("is_over", NO_RULE)


def not_opened_before(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if not state.rulebook else refuse("already_open", NOT_THERE)


def no_round_is_open(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if p.open_round(state) is None else refuse("round_is_open", NOT_THERE)


def rules_were_put(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.proposal is not None else refuse("no_rules_put", NOT_THERE)


def time_to_object_has_run(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    proposal = state.proposal
    if proposal is None or now >= proposal.until:
        return None
    return refuse("time_to_object", state.rules.cite("principles"), until=proposal.until)


def time_to_object_runs(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    proposal = state.proposal
    if proposal is None or now < proposal.until:
        return None
    return refuse("too_late_to_object", state.rules.cite("principles"), until=proposal.until)


def rules_change_by_consensus_only(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    proposal = state.proposal
    if proposal is None:
        return None
    objecting = sorted({of for of, _ in proposal.objections})
    if decide("consensus", objections=objecting).adopted:
        return None
    names = tuple(state.council.name_of(of) for of in objecting)
    name = "locked" if state.adopted else "no_consensus"
    return refuse(name, state.rules.cite("principles"), "put_again", members=names)


def rules_are_adopted(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.adopted else refuse("rules_first", state.rules.cite("principles"))


def process_was_announced(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Candidates are presented once the joint letter has gone out."""
    out = any(one.kind == "opening" and one.circulated for one in state.letters.values())
    if out or not state.rules.letter_opens:
        return None
    return refuse("letter_first", state.rules.cite("letter_opens"))


def letter_has_not_gone_out(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    letter = state.letters.get(act.letter)
    if letter is None:
        return refuse("letter_step", NOT_THERE)
    return refuse("letter_step", NOT_THERE) if letter.circulated else None


def something_to_sign(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    letter = state.letters[act.letter]
    waiting = set(organs_signing(state, letter.signatories, actor, now)) - set(letter.signed)
    return None if waiting else refuse("letter_step", NOT_THERE)


def letter_bears_its_signatures(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    letter = state.letters[act.letter]
    missing = tuple(state.bodies[code].name for code in letter.signatories if code not in letter.signed)
    if not missing:
        return None
    return refuse("signatures_missing", state.rules.cite("letter_opens"), bodies=missing)


def candidate_runs(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    candidate = state.candidates.get(act.candidate)
    if candidate is not None and candidate.runs:
        return None
    return refuse("not_running", NOT_THERE)


def nominations_are_not_closed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.recommended is not None:
        return refuse("recommended_already", charter(97))
    if state.rules.late_nominations or not state.rounds:
        return None
    return refuse("too_late_to_nominate", state.rules.cite("late_nominations"))


def free_to_nominate(state: Selection, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The States of this person that may present a candidate, or another one."""
    taken = p.connected(state) if state.rules.second_candidate == "withdraw_first" else frozenset()
    return tuple(sorted(p.mine(state, actor, now) - taken))


def one_candidate_per_state(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if free_to_nominate(state, actor, now):
        return None
    return refuse("one_candidate", state.rules.cite("second_candidate"), "withdraw_first")


def free_to_join(state: Selection, number: int, actor: Actor, now: datetime) -> tuple[str, ...]:
    """The States of this person that may present that candidate too; a State joins with no second candidate."""
    present = set(state.candidates[number].nominators) if number in state.candidates else set()
    taken = p.connected(state) if state.rules.second_candidate != "first_stays" else present
    return tuple(sorted(p.mine(state, actor, now) - taken - present))


def another_state_may_join(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if free_to_join(state, act.candidate, actor, now):
        return None
    return refuse("one_candidate", state.rules.cite("second_candidate"))


def candidate_is_listed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    candidate = state.candidates.get(act.candidate)
    if candidate is not None and candidate.runs and candidate.listed:
        return None
    return refuse("not_listed", state.rules.cite("documents"))


def somebody_is_listed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.listed else refuse("nobody_listed", NOT_THERE)


def nobody_was_heard_yet(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    heard = any(one.opened for one in state.hearings.values())
    return refuse("heard_already", NOT_THERE) if heard else None


def hearing_waits(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.hearings[act.hearing].opened is None else refuse("hearing_step", NOT_THERE)


def hearing_runs(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    hearing = state.hearings[act.hearing]
    return None if hearing.opened and hearing.closed is None else refuse("hearing_step", NOT_THERE)


def hearing_is_a_dialogue(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    hearing = state.hearings.get(act.hearing)
    if hearing is not None and hearing.kind == "dialogue":
        return None
    return refuse("not_a_dialogue", state.rules.cite("dialogue_parts"))


def hearing_is_not_over(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.hearings[act.hearing].closed is None else refuse("hearing_step", NOT_THERE)


def questions_are_open(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    open_ones = any(q.chosen is None and not q.merged_into for q in _questions(state, act.hearing))
    return None if open_ones else refuse("question_step", NOT_THERE)


def question_is_there(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    question = state.questions.get(act.question)
    if question is None or question.merged_into or state.hearings[question.hearing].closed:
        return refuse("question_step", NOT_THERE)
    return None


def question_is_not_chosen(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.questions[act.question].chosen is None else refuse("question_step", NOT_THERE)


def question_is_chosen(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    question = state.questions[act.question]
    running = state.hearings[question.hearing].opened is not None
    return None if question.chosen and not question.asked and running else refuse("question_step", NOT_THERE)


def question_is_asked(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    question = state.questions[act.question]
    return None if question.asked and not question.answered else refuse("question_step", NOT_THERE)


def _questions(state: Selection, hearing: int) -> list[Any]:
    return [one for one in state.questions.values() if one.hearing == hearing]


def colours_may_be_decided(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.rules.colour_coding == "procedural_decision" and p.permanent(state, now):
        return None
    return refuse("no_colours", state.rules.cite("colour_coding"))


def somebody_is_eligible(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Only those who were heard as the rulebook asks are voted on."""
    if p.eligible(state):
        return None
    return refuse("nobody_eligible", state.rules.cite("eligibility"))


def the_round_before_is_settled(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """After each round the members discuss and the President decides."""
    latest = state.round
    if latest is None:
        return None
    if latest.disclosed is None:
        return refuse("round_is_open", NOT_THERE)
    if latest.decision != "vote_again":
        return refuse("decide_first", NO_RULE)
    return None


@enforces(council(55))
def communique_follows_each_private_meeting(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    missing = [meeting for meeting in state.meetings if meeting not in state.communiques]
    return refuse("communique_first", council(55), meeting=missing[0]) if missing else None


def nobody_is_recommended(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return refuse("recommended_already", charter(97)) if state.recommended is not None else None


def round_is_counted_on_paper(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = _there(state, act)
    if one is None or one.closed is not None or one.method != "paper":
        return refuse("round_step", NOT_THERE)
    return None


def round_is_electronic(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = _there(state, act)
    if one is None or one.closed is not None or one.method == "paper":
        return refuse("round_step", NOT_THERE)
    return None


def nothing_is_counted_yet(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    return refuse("round_step", NOT_THERE) if one.counts else None


def count_is_reconciled(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Both tellers entered the same for every candidate, or an electronic ballot was handed in."""
    one = _there(state, act)
    if one is None or one.closed is not None:
        return refuse("round_step", NOT_THERE)
    if len(reconciled(one)) == len(one.candidates):
        return None
    open_ones = tuple(
        state.candidates[n].full_name
        for n in one.candidates
        if n not in {f.candidate for f in reconciled(one)}
    )
    return refuse("not_reconciled", NO_RULE, candidates=open_ones)


def reconciled(one: Round) -> tuple[Figures, ...]:
    """The figures on which the two tellers agree, or those of the electronic ballot."""
    if one.handed_in:
        return one.handed_in
    entered = [one.counts.get(teller, {}) for teller in one.tellers]
    if len(entered) != 2:
        return ()
    first, second = entered
    return tuple(first[n] for n in one.candidates if n in first and first[n] == second.get(n))


def round_waits_for_disclosure(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = _there(state, act)
    if one is not None and one.closed is not None and one.disclosed is None:
        return None
    return refuse("round_step", NOT_THERE)


def round_is_disclosed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = _there(state, act)
    return None if one is not None and one.disclosed is not None else refuse("round_step", NOT_THERE)


def shortlist_applies(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = _there(state, act)
    if one is None or one.disclosed is None or one.shortlisted is not None or one is not state.round:
        return refuse("no_shortlist", NOT_THERE)
    return (
        None if state.rules.shortlists else refuse("no_shortlist", state.rules.cite("eliminated_per_round"))
    )


def members_discuss(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    latest = state.round
    if latest is not None and latest.disclosed is not None and state.recommended is None:
        return None
    return refuse("nothing_to_discuss", NO_RULE)


def shortlist_is_applied(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    latest = state.round
    if not state.rules.shortlists or latest is None or latest.shortlisted is not None:
        return None
    return refuse("shortlist_first", state.rules.cite("eliminated_per_round"))


def the_decision_is_to_proceed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    latest = state.round
    if latest is not None and latest.decision == "proceed":
        return None
    return refuse("not_proceeding", NO_RULE)


def meeting_awaits_its_communique(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if any(meeting not in state.communiques for meeting in state.meetings):
        return None
    return refuse("no_communique_due", council(55))


@enforces(charter(97))
def the_council_has_recommended(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """The appointment follows the recommendation and the letter that conveys it."""
    if state.recommended is None:
        return refuse("no_recommendation", charter(97))
    if not any(one.kind == "recommendation" and one.circulated for one in state.letters.values()):
        return refuse("recommendation_not_conveyed", charter(97))
    return None


def nobody_is_appointed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return refuse("appointment_step", charter(97)) if state.appointed is not None else None


def somebody_is_appointed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.appointed is not None else refuse("appointment_step", charter(97))


# What


def rulebook_is_known(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if act.rulebook in RULEBOOKS else refuse("no_such_choice", NOT_THERE)


def bodies_are_known(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    unknown = [code for code in (act.recommends, act.appoints) if code not in state.bodies]
    return refuse("no_such_choice", NOT_THERE) if unknown else None


def opened_by_one_who_may(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Before a selection is open its bodies are not known: any presidency of the house, or the secretariat."""
    if any(presides(actor, b, now) or is_secretariat(actor, now, b) for b in state.bodies.values()):
        return None
    return refuse("presidency_or_secretariat", NO_RULE)


def objections_have_time(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if act.until.tzinfo and act.until > now else refuse("until_is_past", NO_RULE)


def nomination_is_complete(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    lacking = [name for name in state.rules.documents if not getattr(act, name)]
    if not lacking:
        return None
    names = tuple(text(f"selection.documents.{name}") for name in lacking)
    return refuse("incomplete", state.rules.cite("documents"), documents=names)


def part_belongs_to_the_dialogue(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.part in dict(state.rules.dialogue_parts):
        return None
    return refuse("no_such_choice", state.rules.cite("dialogue_parts"))


def questions_can_be_merged(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    mine = {q.question for q in _questions(state, act.hearing) if q.chosen is None and not q.merged_into}
    if act.questions and len(set(act.questions)) == len(act.questions) and set(act.questions) <= mine:
        return None
    return refuse("question_step", NOT_THERE)


@enforces(charter(27, 2))
def colours_rest_on_a_procedural_decision(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if not act.coloured:
        return None
    decided = state.colours is not None and state.colours.adopted and not state.colours_used
    return None if decided else refuse("colours_not_decided", state.rules.cite("colour_coding"))


def tellers_are_two_members(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    allowed = set(p.members(state, now)) - p.connected(state)
    if act.first != act.second and {act.first, act.second} <= allowed:
        return None
    return refuse("two_tellers", NO_RULE)


def teller_counts_a_candidate_of_the_round(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    one = state.rounds[act.round]
    if act.candidate in one.candidates:
        return None
    return refuse("not_in_round", NOT_THERE)


def figures_add_up(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    given = act.figures if hasattr(act, "figures") else (figures_of(act),)
    if all(f.add_up(one.voters, one.permanent, one.coloured) for f in given):
        return None
    return refuse("does_not_add_up", NO_RULE, voters=one.voters)


def figures_of(act: Any) -> Figures:
    """What a teller entered."""
    names = Figures.__dataclass_fields__
    return Figures(**{name: getattr(act, name) for name in names})


def every_candidate_has_figures(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    if sorted(f.candidate for f in act.figures) == sorted(one.candidates):
        return None
    return refuse("not_in_round", NOT_THERE)


def archive_is_named(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if len(act.archive) == 64 and set(act.archive) <= set("0123456789abcdef"):
        return None
    return refuse("no_archive", NO_RULE)


def exposed_voters_were_weighed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Before anything is disclosed it is said whose ballots the figures give away."""
    one = state.rounds[act.round]
    found = warnings(state, one, p.members(state, now))
    if not found or act.warned:
        return None
    said = tuple(
        text("selection.exposure.of", candidate=state.candidates[each.candidate].full_name, what=each.says)
        for each in found
    )
    return refuse("exposes", NO_RULE, "confirm_exposure", exposures=said)


def lots_have_a_seed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    runs = {candidate.candidate for candidate in state.running}
    left = tuple(each for each in one.figures if each.candidate in runs)
    if not shortlist(left, state.rules, act.seed).needs_lot:
        return None
    return refuse("lot_needed", state.rules.cite("ties"))


@enforces(council(48))
def recommendation_is_decided_in_private(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    return None if act.in_private else refuse("in_private", council(48))


def method_is_allowed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    which = "recommendation_methods" if hasattr(act, "in_private") else "appointment_methods"
    return (
        None
        if act.method in getattr(state.rules, which)
        else refuse("no_such_choice", state.rules.cite(which))
    )


def votes_are_of_members(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    named = (*act.in_favour, *act.against, *act.abstaining)
    stray = sorted(set(named) - set(p.members(state, now)))
    if stray or len(set(named)) < len(named):
        return refuse("not_votes_of_members", NO_RULE, body=state.council.name)
    if getattr(act, "method", "") == "vote" and not named:
        return refuse("nobody_voted", NO_RULE)
    return None


@enforces(assembly(141))
def ballot_is_secret_where_asked(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Acclamation stands in for the secret ballot only while nobody asks for it."""
    if act.method != "acclamation" or not act.ballot_asked_by:
        return None
    return refuse("ballot_asked", state.rules.cite("appointment_methods"))


def assembly_ballot_is_possible(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.method == "acclamation":
        return None
    size = len(state.assembly.members_on(state.assembly.local(now).date()))
    if 0 < act.in_favour + act.against + act.abstaining <= size:
        return None
    return refuse("does_not_add_up", NO_RULE, voters=size)


def term_has_an_end(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if act.term_until > act.term_since else refuse("term_ends", state.rules.cite("term_years"))


def the_clock_has_run_out(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    late = {one.name for one in deadlines(state) if one.standing(now) == "late"} - set(state.missed)
    return None if act.deadline in late else refuse("not_late", NOT_THERE)


def weigh(state: Selection, rule: DecisionRule, act: Any, now: datetime) -> tuple[bool, str]:
    """What a vote of the recommending body means under a decision rule: whether it adopts, and the word for it."""
    voted = {"yes": act.in_favour, "no": act.against, "abstain": act.abstaining}
    sitting = p.members(state, now)
    try:
        if not any(voted.values()):
            decided = decide("without_a_vote")
        elif rule.voters == "council":
            votes = dict.fromkeys(sitting, "absent")
            votes |= {code: vote for vote, codes in voted.items() for code in codes}
            decided = decide(rule, votes, on=p.today(state, now))
        else:
            counts = {vote: len(codes) for vote, codes in voted.items()}
            decided = decide(rule, counts, on=p.today(state, now), members=len(sitting))
    except VotingError:
        return False, "insufficient"
    return decided.adopted, decided.reason


def _round_of(state: Selection, act: Any) -> Round | None:
    """The round that an act names; None where it is about the next one."""
    number = getattr(act, "round", None)
    return None if number is None else state.rounds.get(number)


def _there(state: Selection, act: Any) -> Round | None:
    return state.rounds.get(act.round)
