"""The selection of an executive head: what each act asks of the situation, of the actor and of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from comity.bodies.actor import Actor
from comity.bodies.procedure import Procedure, ToRecord, only_about
from comity.bodies.symbols import joined
from comity.rules.acts import Act, Possible
from comity.rules.guard import Guard, Objection, OutOfOrder, first_objection
from comity.rules.words import Sayable, text
from comity.selection import acts as a
from comity.selection import issuing, what, when, who
from comity.selection import people as p
from comity.selection.acts import ACTS
from comity.selection.deadlines import clocks
from comity.selection.deciding import decided
from comity.selection.events import EVENTS
from comity.selection.folding import fold
from comity.selection.objections import refuse
from comity.selection.rulebook import HEARINGS, NO_RULE
from comity.selection.state import Selection, begin

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
    return when.free_to_nominate(state, actor, now)


def _joining(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return when.free_to_join(state, act.candidate, actor, now)


def _nominating(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    candidate = state.candidates.get(act.candidate)
    return sorted(p.mine(state, actor, now) & set(candidate.nominators if candidate else ()))


def _tellers(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    one = state.rounds.get(act.round)
    return [code for code in p.seats(state, actor, now) if one is not None and code in one.tellers]


def _asking(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return who.askers(state, actor, now)


def _awaiting(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return [meeting for meeting in state.meetings if meeting not in state.communiques]


def _hearings_of(state: Selection, act: Any, actor: Actor, now: datetime) -> Iterable[str]:
    return who.hearings_held_by(state, actor, now)


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
        who=who.opened_by_one_who_may,
        when=(when.not_opened_before,),
        what=(what.rulebook_is_known, what.bodies_are_known),
    ),
    a.PutRules: Rule(
        who=who.the_president_acts,
        when=(when.no_round_is_open,),
        what=(what.rulebook_is_known, what.objections_have_time),
    ),
    a.ObjectToRules: Rule(
        who=who.a_member_acts, when=(when.rules_were_put, when.time_to_object_runs), choices=_plain(of=_seats)
    ),
    a.AdoptRules: Rule(
        who=who.the_president_acts,
        when=(
            when.rules_were_put,
            when.no_round_is_open,
            when.time_to_object_has_run,
            when.rules_change_by_consensus_only,
        ),
    ),
    a.SignLetter: Rule(
        who=who.the_letter_is_theirs_to_sign,
        when=(when.letter_has_not_gone_out, when.something_to_sign),
        about="letter",
        subjects=lambda state: [one.letter for one in state.letters.values() if not one.circulated],
        after_the_end=True,
    ),
    a.CirculateLetter: Rule(
        who=who.presidency_or_secretariat,
        when=(
            when.letter_has_not_gone_out,
            when.letter_bears_its_signatures,
            issuing.each_body_has_issued_its_symbol,
        ),
        what=(issuing.symbol_is_the_issued_one,),
        about="letter",
        subjects=lambda state: [one.letter for one in state.letters.values() if not one.circulated],
        after_the_end=True,
    ),
    a.Nominate: Rule(
        who=who.a_state_acts,
        when=(
            when.rules_are_adopted,
            when.process_was_announced,
            when.nominations_are_not_closed,
            when.one_candidate_per_state,
        ),
        what=(what.nomination_is_complete,),
        choices=_plain(of=_free),
    ),
    a.JoinNomination: Rule(
        who=who.a_state_acts,
        when=(when.candidate_is_listed, when.nominations_are_not_closed, when.another_state_may_join),
        about="candidate",
        subjects=lambda state: [one.candidate for one in state.listed],
        choices=_plain(of=_joining),
    ),
    a.WithdrawNomination: Rule(
        who=who.a_nominator_acts,
        when=(when.candidate_runs,),
        about="candidate",
        subjects=_running,
        choices=_plain(of=_nominating),
    ),
    a.WithdrawCandidacy: Rule(
        who=who.the_candidate_withdraws, when=(when.candidate_runs,), about="candidate", subjects=_running
    ),
    a.DrawSlots: Rule(who=who.the_moderator_acts, when=(when.somebody_is_listed, when.nobody_was_heard_yet)),
    a.AgreeSlots: Rule(
        who=who.the_moderator_acts,
        when=(when.somebody_is_listed, when.nobody_was_heard_yet),
        what=(what.order_names_each_candidate,),
    ),
    a.ScheduleHearing: Rule(
        who=who.presidency_or_secretariat,
        when=(when.candidate_is_listed, who.rulebook_has_such_hearings),
        about="candidate",
        subjects=lambda state: [one.candidate for one in state.listed],
        what=(what.moment_has_a_zone, what.link_can_be_followed),
        choices=_plain(kind=_hearings_of),
    ),
    a.MoveHearing: Rule(
        who=who.whose_hearing_it_is,
        when=(when.hearing_waits,),
        what=(what.moment_has_a_zone, what.link_can_be_followed),
        about="hearing",
        subjects=_hearings,
    ),
    a.OpenHearing: Rule(
        who=who.whose_hearing_it_is, when=(when.hearing_waits,), about="hearing", subjects=_hearings
    ),
    a.CallPart: Rule(
        who=who.whose_hearing_it_is,
        when=(when.hearing_is_a_dialogue, when.hearing_runs),
        what=(what.part_belongs_to_the_dialogue,),
        about="hearing",
        subjects=_hearings,
    ),
    a.CloseHearing: Rule(
        who=who.whose_hearing_it_is,
        when=(when.hearing_runs,),
        what=(what.link_can_be_followed,),
        about="hearing",
        subjects=_hearings,
    ),
    a.FileArchive: Rule(
        who=who.whose_hearing_it_is,
        when=(when.hearing_is_a_dialogue, when.hearing_is_over),
        what=(what.link_can_be_followed,),
        about="hearing",
        subjects=lambda state: [one.hearing for one in state.hearings.values() if one.closed],
        after_the_end=True,
    ),
    a.SubmitQuestion: Rule(
        who=who.one_who_may_ask_acts,
        when=(when.hearing_is_a_dialogue, when.hearing_is_not_over),
        what=(what.language_has_a_code,),
        about="hearing",
        subjects=_hearings,
        choices=_plain(of=_asking),
    ),
    a.MergeQuestions: Rule(
        who=who.the_moderator_acts,
        when=(when.hearing_is_a_dialogue, when.hearing_is_not_over, when.questions_are_open),
        what=(what.questions_can_be_merged,),
        about="hearing",
        subjects=_hearings,
    ),
    a.ChooseQuestion: Rule(
        who=who.the_moderator_acts,
        when=(when.question_is_there, when.question_is_not_chosen),
        about="question",
        subjects=_questions,
    ),
    a.AskQuestion: Rule(
        who=who.the_moderator_acts,
        when=(when.question_is_there, when.question_is_chosen),
        about="question",
        subjects=_questions,
    ),
    a.MarkAnswered: Rule(
        who=who.the_moderator_acts,
        when=(when.question_is_there, when.question_is_asked),
        about="question",
        subjects=_questions,
    ),
    a.DecideColours: Rule(
        who=who.the_chair_of_the_round_acts,
        when=(when.rules_are_adopted, when.no_round_is_open, when.colours_may_be_decided),
        what=(what.votes_are_of_members,),
    ),
    a.OpenRound: Rule(
        who=who.the_chair_of_the_round_acts,
        when=(
            when.rules_are_adopted,
            when.process_was_announced,
            when.nobody_is_recommended,
            when.the_round_before_is_settled,
            when.communique_follows_each_private_meeting,
            when.somebody_is_eligible,
        ),
        what=(what.colours_rest_on_a_procedural_decision,),
    ),
    a.AppointTellers: Rule(
        who=who.the_chair_of_the_round_acts,
        when=(when.round_is_counted_on_paper, when.nothing_is_counted_yet),
        what=(what.tellers_are_two_members,),
        about="round",
        subjects=_latest,
    ),
    a.EnterCount: Rule(
        who=who.a_teller_acts,
        when=(when.round_is_counted_on_paper,),
        what=(what.teller_counts_a_candidate_of_the_round, what.figures_add_up),
        about="round",
        subjects=_latest,
        choices=_plain(of=_tellers),
    ),
    a.HandInResult: Rule(
        who=who.the_secretariat_acts,
        when=(when.round_is_electronic,),
        what=(
            what.figures_come_from_the_ballot,
            what.archive_is_named,
            what.every_candidate_has_figures,
            what.figures_add_up,
        ),
        about="round",
        subjects=_latest,
    ),
    a.CloseRound: Rule(
        who=who.the_chair_of_the_round_acts, when=(when.count_is_reconciled,), about="round", subjects=_latest
    ),
    a.Disclose: Rule(
        who=who.the_chair_of_the_round_acts,
        when=(when.round_waits_for_disclosure,),
        what=(what.exposed_voters_were_weighed,),
        about="round",
        subjects=_latest,
    ),
    a.ReadCopy: Rule(
        who=who.a_recipient_reads,
        about="confidential_copy",
        subjects=lambda state: list(state.copies),
        after_the_end=True,
    ),
    a.ReportLeak: Rule(
        who=who.presidency_or_secretariat,
        when=(when.round_is_disclosed,),
        about="round",
        subjects=lambda state: [one.round for one in state.rounds.values() if one.disclosed],
        after_the_end=True,
    ),
    a.ApplyShortlist: Rule(
        who=who.the_chair_of_the_round_acts,
        when=(when.shortlist_applies,),
        what=(what.lots_have_a_seed,),
        about="round",
        subjects=_latest,
    ),
    a.ExpressView: Rule(who=who.a_member_acts, when=(when.members_discuss,), choices=_plain(of=_seats)),
    a.DecideNext: Rule(
        who=who.the_chair_of_the_round_acts, when=(when.members_discuss, when.shortlist_is_applied)
    ),
    a.Recommend: Rule(
        who=who.the_chair_of_the_round_acts,
        when=(
            when.nobody_is_recommended,
            when.communique_follows_each_private_meeting,
            when.the_decision_is_to_proceed,
            when.candidate_is_listed,
        ),
        what=(what.recommendation_is_decided_in_private, what.method_is_allowed, what.votes_are_of_members),
        about="candidate",
        subjects=lambda state: [one.candidate for one in state.listed],
    ),
    a.IssueCommunique: Rule(
        who=who.presidency_or_secretariat,
        when=(when.meeting_awaits_its_communique,),
        choices=_plain(meeting=_awaiting),
    ),
    a.Appoint: Rule(
        who=who.the_assembly_president_acts,
        when=(
            when.the_council_has_recommended,
            when.communique_follows_each_private_meeting,
            when.nobody_is_appointed,
        ),
        what=(
            what.method_is_allowed,
            what.ballot_is_secret_where_asked,
            what.assembly_ballot_is_possible,
            what.term_has_an_end,
        ),
    ),
    a.TakeOath: Rule(who=who.the_assembly_president_acts, when=(when.somebody_is_appointed,)),
    a.NoteLate: Rule(who=who.only_the_clerk_notes, what=(what.the_clock_has_run_out,)),
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
            return refuse("not_yours", NO_RULE, given=getattr(act, name))
    return first_objection(rule.what, state, act, actor, now)


def _frame(kind: type[Act]) -> tuple[Guard, ...]:
    """What holds for every act but the first, and for nearly every act once it is over."""
    if kind is a.OpenProcess:
        return ()
    if RULES[kind].after_the_end:
        return (when.process_is_open,)
    return (when.process_is_open, when.process_goes_on)


def in_order(state: Selection, actor: Actor, now: datetime, about: str | None = None) -> Iterator[Possible]:
    """What this person may do; of what they may not know of, nobody is told that it could be done."""
    return only_about(_everything(state, actor, now), about)


def _everything(state: Selection, actor: Actor, now: datetime) -> Iterator[Possible]:
    for kind, rule in RULES.items():
        if kind.by_clock or kind.by_door or (not state.rulebook and kind is not a.OpenProcess):
            continue
        if not rule.about:
            yield _possible(kind, rule, state, actor, now, {})
            continue
        for subject in rule.subjects(state):
            given = {rule.about: subject}
            if kind is a.CirculateLetter and (symbols := issuing.symbols_of(state, subject)):
                given["symbol"] = joined(symbols.values())
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
        needed=state.rules.documents if kind is a.Nominate else (),
    )


def _options(
    kind: type[Act], rule: Rule, state: Selection, act: Any, actor: Actor, now: datetime
) -> Iterator[tuple[str, tuple[tuple[str, Sayable], ...]]]:
    """By field, what a choice is between: in whose name, which members, which questions."""
    for name, choices in rule.choices.items():
        yield name, tuple((one, _named(state, one)) for one in choices(state, act, actor, now))
    fields = kind.__dataclass_fields__
    if kind is a.OpenProcess:
        bodies = tuple((code, body.name) for code, body in state.bodies.items())
        yield from (("recommends", bodies), ("appoints", bodies))
    sitting = p.members(state, now) if state.rulebook else ()
    if kind is a.AppointTellers:
        sitting = tuple(code for code in sitting if code not in p.connected(state))
    for name in ("in_favour", "against", "abstaining", "first", "second"):
        if name in fields and fields[name].metadata["ask"].kind in ("choice", "choices"):
            yield name, tuple((code, _named(state, code)) for code in sitting)
    if kind is a.OpenRound:
        # Figures that were published long ago are imported, not counted in a round that somebody opens.
        yield (
            "method",
            tuple((name, text(f"selection.choices.{name}_method")) for name in (a.PAPER, a.ELECTRONIC)),
        )
    if kind is a.AgreeSlots:
        yield "order", tuple((str(one.candidate), _Said(one.full_name)) for one in state.listed)
    if kind is a.MergeQuestions:
        waiting = (q for q in when.questions_of(state, act.hearing) if not q.chosen and not q.merged_into)
        yield "questions", tuple((str(q.question), _Said(q.question_text)) for q in waiting)
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
    if code.startswith(("round-", "recommendation-")):
        kind, _, number = code.partition("-")
        return text(f"selection.choices.{kind}_meeting", n=number)
    try:
        return state.council.name_of(code)
    except LookupError:
        return _Said(code)


SELECTION: Final = Procedure(
    name="selection",
    label=text("selection.proceeding.name"),
    acts=ACTS,
    events=EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
    clocks=clocks,
    informed=issuing.informed,
)
