"""The selection of an executive head: what each act asks of the situation, of the actor and of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from comity.bodies.actor import Actor
from comity.bodies.procedure import Procedure, ToRecord
from comity.rules.acts import Act, Possible
from comity.rules.guard import Guard, Objection, OutOfOrder, first_objection
from comity.rules.words import Sayable, text
from comity.selection import acts as a
from comity.selection import guards as g
from comity.selection import people as p
from comity.selection.acts import ACTS
from comity.selection.deadlines import clocks
from comity.selection.deciding import decided
from comity.selection.events import EVENTS
from comity.selection.rulebook import HEARINGS, NO_RULE
from comity.selection.state import Selection, begin, fold

Subjects = Callable[[Selection], Iterable[Any]]
Choices = Callable[[Selection, Any, Actor, datetime], Iterable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What one kind of act asks: who may, when, what it may say."""

    who: Guard
    when: tuple[Guard, ...] = ()
    """These know only what the act is about: with them `in_order` says whether it could be in order."""
    what: tuple[Guard, ...] = ()
    """These read what the actor filled in."""
    about: str = ""
    """The field that names the subject."""
    subjects: Subjects = lambda state: ()
    choices: Mapping[str, Choices] = field(default_factory=dict)
    after_the_end: bool = False


def _mine(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return sorted(p.mine(state, actor, now))


def _seats(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return p.seats(state, actor, now)


def _free(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return g.free_to_nominate(state, actor, now)


def _joining(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return g.free_to_join(state, act.candidate, actor, now)


def _nominating(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    candidate = state.candidates.get(act.candidate)
    return sorted(p.mine(state, actor, now) & set(candidate.nominators if candidate else ()))


def _tellers(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    one = state.rounds.get(act.round)
    return [code for code in p.seats(state, actor, now) if one is not None and code in one.tellers]


def _asking(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return g.askers(state, actor, now)


def _awaiting(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return [meeting for meeting in state.meetings if meeting not in state.communiques]


def _hearings_of(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return g.hearings_held_by(state, actor, now)


def _running(state: Selection) -> Iterable[int]:
    return [one.candidate for one in state.running]


def _hearings(state: Selection) -> Iterable[int]:
    return [one.hearing for one in state.hearings.values() if one.closed is None]


def _questions(state: Selection) -> Iterable[int]:
    return [q.question for q in state.questions.values() if not q.merged_into and not q.answered]


def _latest(state: Selection) -> Iterable[int]:
    return [state.round.round] if state.round is not None else []


def _plain(**choices: Choices) -> Mapping[str, Choices]:
    return choices


RULES: Final[Mapping[type[Act], Rule]] = {
    a.OpenProcess: Rule(
        who=g.opened_by_one_who_may,
        when=(g.not_opened_before,),
        what=(g.rulebook_is_known, g.bodies_are_known),
    ),
    a.PutRules: Rule(
        who=g.the_president_acts,
        when=(g.no_round_is_open,),
        what=(g.rulebook_is_known, g.objections_have_time),
    ),
    a.ObjectToRules: Rule(
        who=g.a_member_acts, when=(g.rules_were_put, g.time_to_object_runs), choices=_plain(of=_seats)
    ),
    a.AdoptRules: Rule(
        who=g.the_president_acts,
        when=(
            g.rules_were_put,
            g.no_round_is_open,
            g.time_to_object_has_run,
            g.rules_change_by_consensus_only,
        ),
    ),
    a.SignLetter: Rule(
        who=g.the_letter_is_theirs_to_sign,
        when=(g.letter_has_not_gone_out, g.something_to_sign),
        about="letter",
        subjects=lambda state: [one.letter for one in state.letters.values() if not one.circulated],
        after_the_end=True,
    ),
    a.CirculateLetter: Rule(
        who=g.presidency_or_secretariat,
        when=(g.letter_has_not_gone_out, g.letter_bears_its_signatures),
        about="letter",
        subjects=lambda state: [one.letter for one in state.letters.values() if not one.circulated],
        after_the_end=True,
    ),
    a.Nominate: Rule(
        who=g.a_state_acts,
        when=(
            g.rules_are_adopted,
            g.process_was_announced,
            g.nominations_are_not_closed,
            g.one_candidate_per_state,
        ),
        what=(g.nomination_is_complete,),
        choices=_plain(of=_free),
    ),
    a.JoinNomination: Rule(
        who=g.a_state_acts,
        when=(g.candidate_is_listed, g.nominations_are_not_closed, g.another_state_may_join),
        about="candidate",
        subjects=lambda state: [one.candidate for one in state.listed],
        choices=_plain(of=_joining),
    ),
    a.WithdrawNomination: Rule(
        who=g.a_nominator_acts,
        when=(g.candidate_runs,),
        about="candidate",
        subjects=_running,
        choices=_plain(of=_nominating),
    ),
    a.WithdrawCandidacy: Rule(
        who=g.the_candidate_withdraws, when=(g.candidate_runs,), about="candidate", subjects=_running
    ),
    a.DrawSlots: Rule(who=g.the_moderator_acts, when=(g.somebody_is_listed, g.nobody_was_heard_yet)),
    a.ScheduleHearing: Rule(
        who=g.presidency_or_secretariat,
        when=(g.candidate_is_listed, g.rulebook_has_such_hearings),
        about="candidate",
        subjects=lambda state: [one.candidate for one in state.listed],
        choices=_plain(kind=_hearings_of),
    ),
    a.OpenHearing: Rule(
        who=g.whose_hearing_it_is, when=(g.hearing_waits,), about="hearing", subjects=_hearings
    ),
    a.CallPart: Rule(
        who=g.whose_hearing_it_is,
        when=(g.hearing_is_a_dialogue, g.hearing_runs),
        what=(g.part_belongs_to_the_dialogue,),
        about="hearing",
        subjects=_hearings,
    ),
    a.CloseHearing: Rule(
        who=g.whose_hearing_it_is, when=(g.hearing_runs,), about="hearing", subjects=_hearings
    ),
    a.SubmitQuestion: Rule(
        who=g.one_who_may_ask_acts,
        when=(g.hearing_is_a_dialogue, g.hearing_is_not_over),
        about="hearing",
        subjects=_hearings,
        choices=_plain(of=_asking),
    ),
    a.MergeQuestions: Rule(
        who=g.the_moderator_acts,
        when=(g.hearing_is_a_dialogue, g.hearing_is_not_over, g.questions_are_open),
        what=(g.questions_can_be_merged,),
        about="hearing",
        subjects=_hearings,
    ),
    a.ChooseQuestion: Rule(
        who=g.the_moderator_acts,
        when=(g.question_is_there, g.question_is_not_chosen),
        about="question",
        subjects=_questions,
    ),
    a.AskQuestion: Rule(
        who=g.the_moderator_acts,
        when=(g.question_is_there, g.question_is_chosen),
        about="question",
        subjects=_questions,
    ),
    a.MarkAnswered: Rule(
        who=g.the_moderator_acts,
        when=(g.question_is_there, g.question_is_asked),
        about="question",
        subjects=_questions,
    ),
    a.DecideColours: Rule(
        who=g.the_chair_of_the_round_acts,
        when=(g.rules_are_adopted, g.no_round_is_open, g.colours_may_be_decided),
        what=(g.votes_are_of_members,),
    ),
    a.OpenRound: Rule(
        who=g.the_chair_of_the_round_acts,
        when=(
            g.rules_are_adopted,
            g.process_was_announced,
            g.nobody_is_recommended,
            g.the_round_before_is_settled,
            g.communique_follows_each_private_meeting,
            g.somebody_is_eligible,
        ),
        what=(g.colours_rest_on_a_procedural_decision,),
    ),
    a.AppointTellers: Rule(
        who=g.the_chair_of_the_round_acts,
        when=(g.round_is_counted_on_paper, g.nothing_is_counted_yet),
        what=(g.tellers_are_two_members,),
        about="round",
        subjects=_latest,
    ),
    a.EnterCount: Rule(
        who=g.a_teller_acts,
        when=(g.round_is_counted_on_paper,),
        what=(g.teller_counts_a_candidate_of_the_round, g.figures_add_up),
        about="round",
        subjects=_latest,
        choices=_plain(of=_tellers),
    ),
    a.HandInResult: Rule(
        who=g.the_secretariat_acts,
        when=(g.round_is_electronic,),
        what=(g.archive_is_named, g.every_candidate_has_figures, g.figures_add_up),
        about="round",
        subjects=_latest,
    ),
    a.CloseRound: Rule(
        who=g.the_chair_of_the_round_acts, when=(g.count_is_reconciled,), about="round", subjects=_latest
    ),
    a.Disclose: Rule(
        who=g.the_chair_of_the_round_acts,
        when=(g.round_waits_for_disclosure,),
        what=(g.exposed_voters_were_weighed,),
        about="round",
        subjects=_latest,
    ),
    a.ReadCopy: Rule(
        who=g.a_recipient_reads,
        about="copy",
        subjects=lambda state: list(state.copies),
        after_the_end=True,
    ),
    a.ReportLeak: Rule(
        who=g.presidency_or_secretariat,
        when=(g.round_is_disclosed,),
        about="round",
        subjects=lambda state: [one.round for one in state.rounds.values() if one.disclosed],
        after_the_end=True,
    ),
    a.ApplyShortlist: Rule(
        who=g.the_chair_of_the_round_acts,
        when=(g.shortlist_applies,),
        what=(g.lots_have_a_seed,),
        about="round",
        subjects=_latest,
    ),
    a.ExpressView: Rule(who=g.a_member_acts, when=(g.members_discuss,), choices=_plain(of=_seats)),
    a.DecideNext: Rule(who=g.the_chair_of_the_round_acts, when=(g.members_discuss, g.shortlist_is_applied)),
    a.Recommend: Rule(
        who=g.the_chair_of_the_round_acts,
        when=(
            g.nobody_is_recommended,
            g.communique_follows_each_private_meeting,
            g.the_decision_is_to_proceed,
            g.candidate_is_listed,
        ),
        what=(g.recommendation_is_decided_in_private, g.method_is_allowed, g.votes_are_of_members),
        about="candidate",
        subjects=lambda state: [one.candidate for one in state.listed],
    ),
    a.IssueCommunique: Rule(
        who=g.presidency_or_secretariat,
        when=(g.meeting_awaits_its_communique,),
        choices=_plain(meeting=_awaiting),
    ),
    a.Appoint: Rule(
        who=g.the_assembly_president_acts,
        when=(
            g.the_council_has_recommended,
            g.communique_follows_each_private_meeting,
            g.nobody_is_appointed,
        ),
        what=(
            g.method_is_allowed,
            g.ballot_is_secret_where_asked,
            g.assembly_ballot_is_possible,
            g.term_has_an_end,
        ),
    ),
    a.TakeOath: Rule(who=g.the_assembly_president_acts, when=(g.somebody_is_appointed,)),
    a.NoteLate: Rule(who=g.only_the_clerk_notes, what=(g.the_clock_has_run_out,)),
}


def decide(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    objection = _objection(state, act, actor, now)
    if objection is not None:
        raise OutOfOrder(objection)
    yield from decided(state, act, actor, now)


def _objection(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    rule = RULES[type(act)]
    objection = first_objection((*_frame(type(act)), rule.who, *rule.when), state, act, actor, now)
    if objection is not None:
        return objection
    for name, choices in rule.choices.items():
        if getattr(act, name) not in choices(state, act, actor, now):
            return g.refuse("not_yours", NO_RULE, given=getattr(act, name))
    return first_objection(rule.what, state, act, actor, now)


def _frame(kind: type[Act]) -> tuple[Guard, ...]:
    """What holds for every act but the first, and for nearly every act once it is over."""
    if kind is a.OpenProcess:
        return ()
    if RULES[kind].after_the_end:
        return (g.process_is_open,)
    return (g.process_is_open, g.process_goes_on)


def in_order(state: Selection, actor: Actor, now: datetime) -> Iterator[Possible]:
    """What this person may do; of what they may not know of, nobody is told that it could be done."""
    for kind, rule in RULES.items():
        if kind.by_clock or (not state.rulebook and kind is not a.OpenProcess):
            continue
        if not rule.about:
            yield _possible(kind, rule, state, actor, now, {})
            continue
        for subject in rule.subjects(state):
            given = {rule.about: subject}
            if rule.who(state, SimpleNamespace(**given), actor, now) is None:
                yield _possible(kind, rule, state, actor, now, given)


def _possible(
    kind: type[Act], rule: Rule, state: Selection, actor: Actor, now: datetime, given: dict[str, Any]
) -> Possible:
    act = SimpleNamespace(**given)
    objection = first_objection((*_frame(kind), rule.who, *rule.when), state, act, actor, now)
    return Possible(
        act=kind,
        about=str(given[rule.about]) if rule.about else "",
        objection=objection,
        given=tuple(given.items()),
        options=() if objection else tuple(_options(kind, rule, state, act, actor, now)),
    )


def _options(
    kind: type[Act], rule: Rule, state: Selection, act: Any, actor: Actor, now: datetime
) -> Iterator[tuple[str, tuple[tuple[str, Sayable], ...]]]:
    """By field, what a choice is between: in whose name, which members, which questions."""
    for name, choices in rule.choices.items():
        yield name, tuple((one, _named(state, one)) for one in choices(state, act, actor, now))
    fields = kind.__dataclass_fields__
    sitting = p.members(state, now) if state.rulebook else ()
    if kind is a.AppointTellers:
        sitting = tuple(code for code in sitting if code not in p.connected(state))
    for name in ("in_favour", "against", "abstaining", "first", "second"):
        if name in fields and fields[name].metadata["ask"].kind in ("choice", "choices"):
            yield name, tuple((code, _named(state, code)) for code in sitting)
    if kind is a.Appoint:
        codes = state.assembly.members_on(state.assembly.local(now).date())
        yield "ballot_asked_by", tuple((code, _named(state, code)) for code in codes)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said as it is written."""

    written: str

    def say(self, language: str = "en") -> str:
        return self.written


def _named(state: Selection, code: str) -> Sayable:
    if code in HEARINGS:
        return text(f"selection.choices.{code}_hearing")
    try:
        return state.council.name_of(code)
    except LookupError:
        return _Said(code)


SELECTION: Final = Procedure(
    name="selection",
    acts=ACTS,
    events=EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
    clocks=clocks,
)
