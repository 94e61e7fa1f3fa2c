"""The selections of the house as the caller may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel

from comity.clerk.folds import Folded
from comity.record.attachment import Attachment
from comity.rules.words import text
from comity.selection.figures import Figures
from comity.selection.state import Candidate, Round, Selection
from comity.web.api.acts import PROBLEMS, FileOut, Place
from comity.web.api.callers import Caller, caller
from comity.web.api.problems import Refused
from comity.web.api.views import Sequence
from comity.web.house import house
from comity.web.language import spoken
from comity.web.pages.selection.pieces import is_inside
from comity.web.pages.selection.place import names, stream_of
from comity.web.pages.selection.stages import chosen, current, due, headline, stages

router = Router(tags=["views"])


class StageOut(BaseModel):
    """A stage of a selection: done, now, ahead, or closed where the caller is told nothing of it."""

    stage: str
    standing: str
    at: datetime | None
    due: datetime | None
    late: bool


class DeadlineOut(BaseModel):
    """By when a step is due, under which rule, and whether it was taken: met, met_late, due, late, not_told."""

    label: str
    due: datetime
    met: datetime | None
    standing: str
    citation: str


class SelectionOut(BaseModel):
    """Where a selection stands, as far as the caller may know it."""

    name: str
    title: str
    rulebook: str
    recommends: str
    appoints: str
    term_since: date | None
    opened: datetime | None
    adopted: datetime | None
    stage: str
    stands: str
    stages: list[StageOut]
    deadlines: list[DeadlineOut]
    appointed: int | None
    """The number of the candidate who was appointed."""
    sealed: int
    as_of: int


class CandidateOut(BaseModel):
    """A candidate, with everything that was presented and is open to the caller."""

    candidate: int
    full_name: str
    nominators: list[str]
    left: list[str]
    standing: str
    letter: str
    curriculum_vitae: list[FileOut]
    vision_statement: list[FileOut]
    funding: str
    nominated: datetime
    listed: datetime | None
    ended: datetime | None
    ended_by: str
    heard: list[str]
    entry: int


class FiguresOut(BaseModel):
    """What a round counted for one candidate."""

    candidate: int
    in_favour: int
    against: int
    neutral: int
    in_favour_permanent: int | None
    against_permanent: int | None
    neutral_permanent: int | None


class RoundOut(BaseModel):
    """A round as far as the caller may know it; figures only where the caller may read them."""

    round: int
    method: str
    coloured: bool
    conducted_by: str
    candidates: list[int]
    voters: int
    opened: datetime | None
    closed: datetime | None
    disclosed: datetime | None
    published: datetime | None
    figures: list[FiguresOut]
    eliminated: list[int]
    decision: str


class SelectionsOut(BaseModel):
    selections: list[SelectionOut]


class CandidatesOut(BaseModel):
    """Candidates in the order in which they were presented, and how many entries stay closed to the caller."""

    as_of: int
    sealed: int
    candidates: list[CandidateOut]


class RoundsOut(BaseModel):
    """Rounds in their order, and how many entries stay closed to the caller."""

    as_of: int
    sealed: int
    rounds: list[RoundOut]


@router.get("/selections", response={200: SelectionsOut, **PROBLEMS}, summary="Selections")
def selections(request: HttpRequest, limit: int = Query(100, ge=1, le=500)) -> Any:  # type: ignore[type-arg]
    """Every selection that the caller may know of, the latest first."""
    who = _reader(request)
    each = ((name, house().clerk.seen(stream_of(name), who.clearances)) for name in reversed(names()))
    found = [_selection(name, folded, who) for name, folded in each if folded.state.rulebook]
    return SelectionsOut(selections=found[:limit])


@router.get("/selections/{place}", response={200: SelectionOut, **PROBLEMS}, summary="A selection")
def selection(request: HttpRequest, place: Path[Place]) -> Any:
    who = _reader(request)
    return _selection(place, _seen(place, who), who)


@router.get("/selections/{place}/candidates", response={200: CandidatesOut, **PROBLEMS}, summary="Candidates")
def candidates(request: HttpRequest, place: Path[Place]) -> Any:
    """The candidates of a selection."""
    folded = _seen(place, _reader(request))
    state: Selection = folded.state
    found = [_candidate(one) for one in state.candidates.values()]
    return CandidatesOut(as_of=folded.sequence, sealed=len(state.sealed), candidates=found)


@router.get(
    "/selections/{place}/candidates/{number}", response={200: CandidateOut, **PROBLEMS}, summary="A candidate"
)
def candidate(request: HttpRequest, place: Path[Place], number: Path[Sequence]) -> Any:
    state: Selection = _seen(place, _reader(request)).state
    if number not in state.candidates:
        raise Refused(404, text("web.api.nothing_there"))
    return _candidate(state.candidates[number])


@router.get("/selections/{place}/rounds", response={200: RoundsOut, **PROBLEMS}, summary="Rounds")
def rounds(request: HttpRequest, place: Path[Place]) -> Any:
    """The rounds of a selection that the caller may know of."""
    folded = _seen(place, _reader(request))
    state: Selection = folded.state
    found = [_round(state.rounds[number]) for number in sorted(state.rounds)]
    return RoundsOut(as_of=folded.sequence, sealed=len(state.sealed), rounds=found)


def _reader(request: HttpRequest) -> Caller:
    who = caller(request)
    who.need("read")
    return who


def _seen(place: str, who: Caller) -> Folded:
    if place in names():
        folded = house().clerk.seen(stream_of(place), who.clearances)
        if folded.state.rulebook:
            return folded
    raise Refused(404, text("web.api.nothing_there"))


def _selection(name: str, folded: Folded, who: Caller) -> SelectionOut:
    state: Selection = folded.state
    found = stages(state, who.at, is_inside(state, who.clearances))
    done = chosen(state)
    return SelectionOut(
        name=name,
        title=state.title,
        rulebook=state.rulebook,
        recommends=state.recommends,
        appoints=state.appoints,
        term_since=state.term_since,
        opened=state.opened,
        adopted=state.adopted,
        stage=current(found).name,
        stands=headline(state, found).say(spoken()),
        stages=[
            StageOut(stage=one.name, standing=one.standing, at=one.at, due=one.due, late=one.late)
            for one in found
        ],
        deadlines=[
            DeadlineOut(
                label=one.label.say(spoken()),
                due=one.due,
                met=one.met,
                standing=one.standing,
                citation=one.citation.say(spoken()),
            )
            for one in due(state, who.at)
        ],
        appointed=done.candidate if done else None,
        sealed=len(state.sealed),
        as_of=folded.sequence,
    )


def _candidate(one: Candidate) -> CandidateOut:
    return CandidateOut(
        candidate=one.candidate,
        full_name=one.full_name,
        nominators=list(one.nominators),
        left=list(one.left),
        standing=one.standing.value,
        letter=one.letter,
        curriculum_vitae=[_file(file) for file in one.curriculum_vitae],
        vision_statement=[_file(file) for file in one.vision_statement],
        funding=one.funding,
        nominated=one.nominated,
        listed=one.listed,
        ended=one.ended,
        ended_by=one.ended_by,
        heard=sorted(one.heard),
        entry=one.entry,
    )


def _file(one: Attachment) -> FileOut:
    return FileOut(sha256=one.sha256, name=one.name, media_type=one.media_type, size=one.size)


def _round(one: Round) -> RoundOut:
    return RoundOut(
        round=one.round,
        method=one.method,
        coloured=one.coloured,
        conducted_by=one.conducted_by,
        candidates=list(one.candidates),
        voters=one.voters,
        opened=one.opened or one.notified,
        closed=one.closed,
        disclosed=one.disclosed,
        published=one.published,
        figures=[_figures(counted) for counted in one.figures],
        eliminated=list(one.eliminated),
        decision=one.decision,
    )


def _figures(one: Figures) -> FiguresOut:
    return FiguresOut(
        candidate=one.candidate,
        in_favour=one.in_favour,
        against=one.against,
        neutral=one.neutral,
        in_favour_permanent=one.in_favour_permanent,
        against_permanent=one.against_permanent,
        neutral_permanent=one.neutral_permanent,
    )
