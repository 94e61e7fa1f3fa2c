"""The secret ballots of a body as the caller may see them: how many, and never who."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel

from comity.clerk.folds import Folded
from comity.rules.words import text
from comity.secret_votes import exposure
from comity.secret_votes.asking import rows
from comity.secret_votes.state import Ballot, Box, SecretVotes
from comity.web.api.acts import PROBLEMS, Place
from comity.web.api.callers import caller
from comity.web.api.problems import Refused
from comity.web.api.views import Sequence
from comity.web.house import house
from comity.web.language import spoken
from comity.web.pages.lists import latest_first
from comity.web.pages.secret.place import circle_of, stream_of

router = Router(tags=["views"])


class QuestionOut(BaseModel):
    """What is asked, and how many of the answers are marked."""

    question: str
    answers: list[str]
    blank: bool
    least: int
    most: int


class TrusteeOut(BaseModel):
    """A seat, who has taken it, and what its trustee does next."""

    owner: int
    seat: str
    name: str
    step: str


class CountOut(BaseModel):
    """One question with its counts, blank first where it is offered."""

    question: str
    counts: list[int]


class BoxOut(BaseModel):
    """Ballots that are tallied together; `archive` is its SHA-256, once the result is announced."""

    box: str
    voters: int
    registered: int
    ballots: int
    shares: list[int]
    uuid: str
    fingerprint: str
    result: list[CountOut] | None
    archive: str


class BallotOut(BaseModel):
    """A secret ballot as far as the caller may know it, and what its figures give away of single ballots."""

    ballot: int
    title: str
    about: str
    stage: str
    questions: list[QuestionOut]
    threshold: int
    trustees: list[TrusteeOut]
    boxes: list[BoxOut]
    one_vote_only: bool
    fewest: int
    closes: datetime | None
    abandoned: str
    gives_away: list[str]
    at: datetime
    entry: int


class BallotsOut(BaseModel):
    """Secret ballots, the latest first."""

    as_of: int
    ballots: list[BallotOut]


@router.get("/secret-votes/{place}", response={200: BallotsOut, **PROBLEMS}, summary="Secret ballots")
def ballots(request: HttpRequest, place: Path[Place], limit: int = Query(100, ge=1, le=500)) -> Any:  # type: ignore[type-arg]
    """The secret ballots of a body."""
    folded = _seen(request, place)
    state: SecretVotes = folded.state
    found = [_ballot(one) for one, _ in zip(latest_first(state.ballots), range(limit), strict=False)]
    return BallotsOut(as_of=folded.sequence, ballots=found)


@router.get(
    "/secret-votes/{place}/{number}", response={200: BallotOut, **PROBLEMS}, summary="A secret ballot"
)
def ballot(request: HttpRequest, place: Path[Place], number: Path[Sequence]) -> Any:
    state: SecretVotes = _seen(request, place).state
    if number not in state.ballots:
        raise Refused(404, text("web.api.nothing_there"))
    return _ballot(state.ballots[number])


def _seen(request: HttpRequest, place: str) -> Folded:
    who = caller(request)
    who.need("read")
    if place not in house().bodies:
        raise Refused(404, text("web.api.nothing_there"))
    lens = circle_of(" ".join(who.clearances), place)
    return house().clerk.seen(stream_of(place), frozenset(lens.split(" ")))


def _ballot(one: Ballot) -> BallotOut:
    return BallotOut(
        ballot=one.ballot,
        title=one.title,
        about=one.about,
        stage=one.stage.value,
        questions=[
            QuestionOut(
                question=asked.question,
                answers=list(asked.answers),
                blank=asked.blank,
                least=asked.least,
                most=asked.most,
            )
            for asked in one.questions
        ],
        threshold=one.threshold,
        trustees=[
            TrusteeOut(owner=seat.owner, seat=seat.seat, name=seat.name, step=one.step_of(seat).value)
            for seat in one.seats
        ],
        boxes=[_box(one, box) for box in one.boxes.values()],
        one_vote_only=one.one_vote_only,
        fewest=one.fewest,
        closes=one.closes,
        abandoned=one.abandoned,
        gives_away=[warned.says.say(spoken()) for warned in exposure.after(one)],
        at=one.at,
        entry=one.entry,
    )


def _box(one: Ballot, box: Box) -> BoxOut:
    result = next((found for found in one.results if found.box == box.box), None)
    counts = [
        CountOut(question=asked.question, counts=list(found))
        for asked, found in rows(result.counts if result else (), one.questions)
    ]
    return BoxOut(
        box=box.box,
        voters=len(box.voters),
        registered=len(box.registered),
        ballots=len(box.cast),
        shares=sorted(box.shares),
        uuid=box.uuid,
        fingerprint=box.fingerprint,
        result=counts if result else None,
        archive=result.archive if result else "",
    )
