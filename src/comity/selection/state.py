"""A selection as its reader knows it: the fold of what happened in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

from comity.bodies.body import Bodies, Body
from comity.record.attachment import Attachment
from comity.rules.acts import Happened, Sealed
from comity.selection import events as e
from comity.selection.figures import Extremes, Figures
from comity.selection.rulebook import Rules, rules


class Standing(StrEnum):
    """How a candidacy stands."""

    NOMINATED = "nominated"
    LISTED = "listed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ELIMINATED = "eliminated"
    RECOMMENDED = "recommended"
    APPOINTED = "appointed"


RUNNING = frozenset({Standing.NOMINATED, Standing.LISTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    candidate: int
    full_name: str
    nominators: tuple[str, ...]
    person: str = ""
    letter: str = ""
    curriculum_vitae: tuple[Attachment, ...] = ()
    vision_statement: tuple[Attachment, ...] = ()
    funding: str = ""
    nominated: datetime
    listed: datetime | None = None
    standing: Standing
    ended: datetime | None = None
    ended_by: str = ""
    """The State that withdrew; empty when the candidate did, or dropped out."""
    notice: str = ""
    left: tuple[str, ...] = ()
    """States that nominated and do no more."""
    heard: frozenset[str] = frozenset()
    entry: int
    touched: int

    @property
    def runs(self) -> bool:
        return self.standing in RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    letter: int
    kind: str
    about: int = 0
    signatories: tuple[str, ...]
    """Codes of the bodies whose Presidents sign."""
    drafted: datetime | None = None
    signed: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    """By body: who signed and when."""
    number: int = 0
    symbol: str = ""
    circulated: datetime | None = None
    entry: int
    touched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Rules that were put to the members."""

    rulebook: str
    principles: str
    until: datetime
    at: datetime
    objections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    hearing: int
    kind: str
    candidate: int
    at: datetime
    webcast: str = ""
    opened: datetime | None = None
    closed: datetime | None = None
    parts: tuple[tuple[str, datetime, int], ...] = ()
    """Part, when it was called, minutes allotted."""
    archive: str = ""
    entry: int
    touched: int

    @property
    def part(self) -> str:
        return self.parts[-1][0] if self.parts and self.closed is None else ""

    @property
    def part_ends(self) -> datetime | None:
        """When the time of the part that runs is up."""
        if not self.part:
            return None
        _, called, minutes = self.parts[-1]
        return called + timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    question: int
    hearing: int
    of: tuple[str, ...]
    question_text: str
    language: str = ""
    theme: str = ""
    merged: tuple[int, ...] = ()
    merged_into: int = 0
    chosen: datetime | None = None
    asked: datetime | None = None
    answered: datetime | None = None
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    round: int
    method: str = ""
    coloured: bool = False
    president: str = ""
    conducted_by: str = ""
    candidates: tuple[int, ...] = ()
    voters: int = 0
    permanent: int = 0
    opened: datetime | None = None
    tellers: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[int, Figures]] = field(default_factory=dict)
    """By teller and candidate, as far as the reader may see them."""
    archive: str = ""
    handed_in: tuple[Figures, ...] = ()
    figures: tuple[Figures, ...] = ()
    """As far as the reader may see them."""
    extremes: Extremes | None = None
    closed: datetime | None = None
    accepted: tuple[tuple[int, str], ...] = ()
    disclosed: datetime | None = None
    published: datetime | None = None
    notified: datetime | None = None
    shortlisted: datetime | None = None
    eliminated: tuple[int, ...] = ()
    reasons: tuple[tuple[int, str], ...] = ()
    tied: tuple[int, ...] = ()
    tie_rule: str = ""
    seed: str = ""
    views: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By member: its wish and its view."""
    decision: str = ""
    touched: int

    def of(self, candidate: int) -> Figures | None:
        return next((one for one in self.figures if one.candidate == candidate), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A confidential copy of a result, for one delegation."""

    copy: int
    round: int
    to: str
    form: str
    candidate: int = 0
    issued: datetime
    readers: tuple[tuple[str, str, str, datetime], ...] = ()
    """Person, name, mark, when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a reader knows of a selection."""

    stream: str
    bodies: Bodies = field(repr=False, compare=False)
    rulebook: str = ""
    title: str = ""
    recommends: str = ""
    appoints: str = ""
    term_since: date | None = None
    opened: datetime | None = None
    proposal: Proposal | None = None
    adopted: datetime | None = None
    principles: str = ""
    letters: Mapping[int, Letter] = field(default_factory=dict)
    candidates: Mapping[int, Candidate] = field(default_factory=dict)
    slots: tuple[int, ...] = ()
    slots_seed: str = ""
    hearings: Mapping[int, Hearing] = field(default_factory=dict)
    questions: Mapping[int, Question] = field(default_factory=dict)
    colours: e.ColoursDecided | None = None
    colours_used: bool = False
    rounds: Mapping[int, Round] = field(default_factory=dict)
    copies: Mapping[int, Copy] = field(default_factory=dict)
    leaks: tuple[tuple[datetime, e.LeakReported], ...] = ()
    recommendations: tuple[tuple[datetime, e.RecommendationDecided], ...] = ()
    meetings: Mapping[str, datetime] = field(default_factory=dict)
    """The private meetings held."""
    communiques: Mapping[str, str] = field(default_factory=dict)
    recommended: e.CandidateRecommended | None = None
    recommended_at: datetime | None = None
    appointments: tuple[tuple[datetime, e.AppointmentDecided], ...] = ()
    oath: e.OathTaken | None = None
    oath_at: datetime | None = None
    missed: Mapping[str, datetime] = field(default_factory=dict)
    sealed: tuple[Sealed, ...] = ()
    last_at: datetime | None = None

    @property
    def rules(self) -> Rules:
        return rules(self.rulebook)

    @property
    def council(self) -> Body:
        """The body that recommends."""
        return self.bodies[self.recommends]

    @property
    def assembly(self) -> Body:
        """The body that appoints."""
        return self.bodies[self.appoints]

    @property
    def running(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates.values() if one.runs)

    @property
    def listed(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates.values() if one.standing is Standing.LISTED)

    @property
    def round(self) -> Round | None:
        """The latest round."""
        return self.rounds[max(self.rounds)] if self.rounds else None

    @property
    def last_year(self) -> int:
        """The last year of the term that runs out; the deadlines fall in it."""
        assert self.term_since is not None
        return (self.term_since - timedelta(days=1)).year

    @property
    def appointed(self) -> e.AppointmentDecided | None:
        return next((one for _, one in self.appointments if one.adopted), None)


def begin(stream: str, bodies: Bodies) -> Selection:
    """A selection before anything happened; any name will do for it."""
    if not stream.partition(":")[2]:
        raise KeyError(stream)
    return Selection(stream=stream, bodies=bodies)


_COPIED = (
    "letters",
    "candidates",
    "hearings",
    "questions",
    "rounds",
    "copies",
    "meetings",
    "communiques",
    "missed",
)


def fold(state: Selection, happened: Iterable[Happened | Sealed]) -> Selection:
    now = SimpleNamespace(**{one.name: getattr(state, one.name) for one in fields(state)})
    for name in _COPIED:
        setattr(now, name, dict(getattr(now, name)))
    sealed: list[Sealed] = []
    for one in happened:
        now.last_at = one.at
        if isinstance(one, Sealed):
            sealed.append(one)
        else:
            _frame(now, one)
            _candidacies(now, one)
            _hearings(now, one)
            _rounds(now, one)
            _decisions(now, one)
    now.sealed = (*state.sealed, *sealed)
    return Selection(**vars(now))


def _frame(now: Any, one: Happened) -> None:
    """The rules, the letters, the deadlines."""
    match one.event:
        case e.ProcessOpened() as opened:
            now.rulebook, now.title, now.opened = opened.rulebook, opened.title, one.at
            now.recommends, now.appoints = opened.recommends, opened.appoints
            now.term_since = opened.term_since
        case e.RulesPut() as put:
            now.proposal = Proposal(
                rulebook=put.rulebook, principles=put.principles, until=put.until, at=one.at
            )
        case e.RulesObjected() as objected if now.proposal is not None:
            objections = (*now.proposal.objections, (objected.of, objected.reason))
            now.proposal = replace(now.proposal, objections=objections)
        case e.RulesAdopted() as adopted:
            now.rulebook, now.principles = adopted.rulebook, adopted.principles
            now.adopted, now.proposal = one.at, None
        case e.LetterDrafted() as drafted:
            now.letters[drafted.letter] = Letter(
                letter=drafted.letter,
                kind=drafted.kind,
                about=drafted.about,
                signatories=drafted.signatories,
                drafted=one.at,
                entry=one.sequence,
                touched=one.sequence,
            )
        case e.LetterSigned() as signed if signed.letter in now.letters:
            letter = now.letters[signed.letter]
            signatures = {**letter.signed, signed.organ: (one.by.name, one.at)}
            now.letters[signed.letter] = replace(letter, signed=signatures, touched=one.sequence)
        case e.LetterCirculated() as out:
            letter = now.letters.get(out.letter) or Letter(
                letter=out.letter,
                kind=out.kind,
                about=out.about,
                signatories=out.signatories,
                entry=one.sequence,
                touched=one.sequence,
            )
            now.letters[out.letter] = replace(
                letter, number=out.number, symbol=out.symbol, circulated=one.at, touched=one.sequence
            )
        case e.DeadlineMissed() as missed:
            now.missed[missed.deadline] = missed.due


def _candidacies(now: Any, one: Happened) -> None:
    match one.event:
        case e.CandidateNominated() as new:
            now.candidates[new.candidate] = Candidate(
                candidate=new.candidate,
                full_name=new.full_name,
                nominators=new.nominators,
                person=new.person,
                letter=new.letter,
                curriculum_vitae=new.curriculum_vitae,
                vision_statement=new.vision_statement,
                funding=new.funding,
                nominated=one.at,
                standing=Standing.NOMINATED,
                entry=one.sequence,
                touched=one.sequence,
            )
        case e.CandidateListed() as listed:
            known = now.candidates.get(listed.candidate)
            now.candidates[listed.candidate] = Candidate(
                candidate=listed.candidate,
                full_name=listed.full_name,
                nominators=listed.nominators,
                person=known.person if known else "",
                letter=listed.letter,
                curriculum_vitae=listed.curriculum_vitae,
                vision_statement=listed.vision_statement,
                funding=listed.funding,
                nominated=listed.nominated,
                listed=one.at,
                standing=Standing.LISTED,
                left=known.left if known else (),
                heard=known.heard if known else frozenset(),
                entry=known.entry if known else one.sequence,
                touched=one.sequence,
            )
        case e.NominationJoined() as joined:
            _touch(now, one, joined.candidate, nominators=lambda c: (*c.nominators, joined.of))
        case e.NominatorLeft() as left:
            _touch(
                now,
                one,
                left.candidate,
                nominators=lambda c: tuple(s for s in c.nominators if s != left.of),
                left=lambda c: (*c.left, left.of),
                notice=lambda c: left.notice,
            )
        case e.CandidateWithdrawn() as gone:
            standing = Standing.REPLACED if gone.replaced_by else Standing.WITHDRAWN
            _touch(
                now,
                one,
                gone.candidate,
                standing=lambda c: standing,
                ended=lambda c: one.at,
                ended_by=lambda c: gone.by_state,
                notice=lambda c: gone.notice,
            )
        case e.ShortlistApplied() as cut:
            for candidate in cut.eliminated:
                _touch(now, one, candidate, standing=lambda c: Standing.ELIMINATED, ended=lambda c: one.at)
        case e.CandidateRecommended() as chosen:
            _touch(now, one, chosen.candidate, standing=lambda c: Standing.RECOMMENDED)
        case e.AppointmentDecided(adopted=True) as done:
            _touch(now, one, done.candidate, standing=lambda c: Standing.APPOINTED)


def _touch(now: Any, one: Happened, number: int, **changes: Any) -> None:
    candidate = now.candidates.get(number)
    if candidate is not None:
        changed = {name: change(candidate) for name, change in changes.items()}
        now.candidates[number] = replace(candidate, touched=one.sequence, **changed)


def _hearings(now: Any, one: Happened) -> None:
    match one.event:
        case e.SlotsDrawn() as drawn:
            now.slots, now.slots_seed = drawn.order, drawn.seed
        case e.HearingScheduled() as new:
            now.hearings[new.hearing] = Hearing(
                hearing=new.hearing,
                kind=new.kind,
                candidate=new.candidate,
                at=new.at,
                webcast=new.webcast,
                entry=one.sequence,
                touched=one.sequence,
            )
        case e.HearingOpened(hearing=number) if number in now.hearings:
            now.hearings[number] = replace(now.hearings[number], opened=one.at, touched=one.sequence)
        case e.PartCalled(hearing=number) as called if number in now.hearings:
            parts = (*now.hearings[number].parts, (called.part, one.at, called.minutes))
            now.hearings[number] = replace(now.hearings[number], parts=parts, touched=one.sequence)
        case e.HearingClosed(hearing=number) as closed if number in now.hearings:
            hearing = now.hearings[number]
            now.hearings[number] = replace(
                hearing, closed=one.at, archive=closed.archive, touched=one.sequence
            )
            _touch(now, one, hearing.candidate, heard=lambda c: c.heard | {hearing.kind})
        case e.QuestionSubmitted() as new:
            now.questions[new.question] = Question(
                question=new.question,
                hearing=new.hearing,
                of=(new.of,),
                question_text=new.question_text,
                language=new.language,
                entry=one.sequence,
            )
        case e.QuestionsMerged() as merged:
            now.questions[merged.question] = Question(
                question=merged.question,
                hearing=merged.hearing,
                of=merged.of,
                question_text=merged.question_text,
                theme=merged.theme,
                merged=merged.merged,
                entry=one.sequence,
            )
            for number in merged.merged:
                if number in now.questions:
                    now.questions[number] = replace(now.questions[number], merged_into=merged.question)
        case e.QuestionChosen() as chosen:
            known = now.questions.get(chosen.question) or Question(
                question=chosen.question,
                hearing=chosen.hearing,
                of=chosen.of,
                question_text=chosen.question_text,
                language=chosen.language,
                theme=chosen.theme,
                entry=one.sequence,
            )
            now.questions[chosen.question] = replace(known, chosen=one.at)
        case e.QuestionAsked(question=number) if number in now.questions:
            now.questions[number] = replace(now.questions[number], asked=one.at)
        case e.QuestionAnswered(question=number) if number in now.questions:
            now.questions[number] = replace(now.questions[number], answered=one.at)


def _rounds(now: Any, one: Happened) -> None:
    number = getattr(one.event, "round", 0)
    if not number:
        if isinstance(one.event, e.ColoursDecided):
            now.colours, now.colours_used = one.event, False
        elif isinstance(one.event, e.CopyOpened) and one.event.copy in now.copies:
            opened, copy = one.event, now.copies[one.event.copy]
            reader = (opened.person, opened.person_name, opened.mark, one.at)
            now.copies[opened.copy] = replace(copy, readers=(*copy.readers, reader))
        return
    known = now.rounds.get(number) or Round(round=number, touched=one.sequence)
    changes = _round_after(known, now, one)
    if changes is not None:
        now.rounds[number] = replace(known, touched=one.sequence, **changes)


def _round_after(known: Round, now: Any, one: Happened) -> dict[str, Any] | None:
    """What changes in a round; None where the event only mentions it."""
    match one.event:
        case e.RoundOpened() as new:
            now.colours_used = now.colours_used or new.coloured
            names = ("method", "coloured", "president", "conducted_by", "candidates", "voters", "permanent")
            return {"opened": one.at} | {name: getattr(new, name) for name in names}
        case e.TellersAppointed() as named:
            return {"tellers": named.tellers}
        case e.CountEntered() as entered:
            mine = {**known.counts.get(entered.teller, {}), entered.figures.candidate: entered.figures}
            return {"counts": {**known.counts, entered.teller: mine}}
        case e.ResultHandedIn() as result:
            return {"archive": result.archive, "handed_in": result.figures}
        case e.RoundClosed() as closed:
            return {"figures": closed.figures, "closed": one.at}
        case e.ExposureAccepted() as accepted:
            return {"accepted": accepted.exposures}
        case e.ResultDisclosed():
            return {"disclosed": one.at}
        case e.PollNotified():
            return {"notified": one.at}
        case e.ResultPublished() as published:
            return {"figures": published.figures, "published": one.at}
        case e.CopyIssued() as copy:
            now.copies[copy.copy] = Copy(
                copy=copy.copy,
                round=copy.round,
                to=copy.to,
                form=copy.form,
                candidate=copy.candidate,
                issued=one.at,
            )
            return None
        case e.CopyRead() as read:
            both = {one.candidate: one for one in (*known.figures, *read.figures)}
            return {"figures": tuple(both.values()), "extremes": read.extremes or known.extremes}
        case e.LeakReported() as leak:
            now.leaks = (*now.leaks, (one.at, leak))
            return None
        case e.ShortlistApplied() as cut:
            settled = ("eliminated", "reasons", "tied", "tie_rule", "seed")
            return {"shortlisted": one.at} | {name: getattr(cut, name) for name in settled}
        case e.ViewExpressed() as said:
            return {"views": {**known.views, said.of: (said.wish, said.view)}}
        case e.NextDecided() as decided:
            return {"decision": decided.decision}
        case _:
            return None


def _decisions(now: Any, one: Happened) -> None:
    match one.event:
        case e.RecommendationDecided() as decided:
            now.recommendations = (*now.recommendations, (one.at, decided))
        case e.MeetingHeld() as held:
            now.meetings[held.meeting] = one.at
        case e.CandidateRecommended() as chosen:
            now.recommended, now.recommended_at = chosen, one.at
        case e.CommuniqueIssued() as issued:
            now.communiques[issued.meeting] = issued.communique
        case e.AppointmentDecided() as decision:
            now.appointments = (*now.appointments, (one.at, decision))
        case e.OathTaken() as oath:
            now.oath, now.oath_at = oath, one.at
