"""When something may be done in a selection: each guard is a sentence, and knows only what the act is about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.rules.citation import charter, council
from comity.rules.guard import Objection, enforces
from comity.selection import people as p
from comity.selection.figures import Figures
from comity.selection.objections import NOT_THERE, refuse, round_there
from comity.selection.rulebook import NO_RULE
from comity.selection.state import Round, Selection
from comity.selection.who import organs_signing
from comity.voting import decide


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


def hearing_is_over(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.hearings[act.hearing].closed else refuse("hearing_step", NOT_THERE)


def hearing_is_a_dialogue(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    hearing = state.hearings.get(act.hearing)
    if hearing is not None and hearing.kind == "dialogue":
        return None
    return refuse("not_a_dialogue", state.rules.cite("dialogue_parts"))


def hearing_is_not_over(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    return None if state.hearings[act.hearing].closed is None else refuse("hearing_step", NOT_THERE)


def questions_are_open(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    open_ones = any(q.chosen is None and not q.merged_into for q in questions_of(state, act.hearing))
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


def questions_of(state: Selection, hearing: int) -> list[Any]:
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
    one = round_there(state, act)
    if one is None or one.closed is not None or one.method != "paper":
        return refuse("round_step", NOT_THERE)
    return None


def round_is_electronic(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = round_there(state, act)
    if one is None or one.closed is not None or one.method == "paper":
        return refuse("round_step", NOT_THERE)
    return None


def nothing_is_counted_yet(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = state.rounds[act.round]
    return refuse("round_step", NOT_THERE) if one.counts else None


def count_is_reconciled(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """Both tellers entered the same for every candidate, or an electronic ballot was handed in."""
    one = round_there(state, act)
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
    one = round_there(state, act)
    if one is not None and one.closed is not None and one.disclosed is None:
        return None
    return refuse("round_step", NOT_THERE)


def round_is_disclosed(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = round_there(state, act)
    return None if one is not None and one.disclosed is not None else refuse("round_step", NOT_THERE)


def shortlist_applies(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    one = round_there(state, act)
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
