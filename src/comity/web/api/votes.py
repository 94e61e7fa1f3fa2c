"""The votes of a body as the caller may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel

from comity.rules.words import text
from comity.votes.state import Vote, Votes
from comity.web.api.acts import PROBLEMS, Place
from comity.web.api.callers import caller
from comity.web.api.problems import Refused
from comity.web.api.views import Sequence
from comity.web.house import house
from comity.web.language import spoken
from comity.web.pages.lists import latest_first

router = Router(tags=["views"])


class CastOut(BaseModel):
    """One member's vote, and the entry of the record that confirms it."""

    choice: str
    entry: int


class ResultOut(BaseModel):
    """What was announced, and what it means."""

    reason: str
    adopted: bool
    yes: int
    no: int
    abstain: int
    votes: dict[str, str]
    objections: list[str]
    explanation: str
    at: datetime
    entry: int


class VoteOut(BaseModel):
    """A vote as far as the caller may know it."""

    vote: int
    question: int
    subject: str
    symbol: str
    rule: str
    method: str
    status: str
    on: date
    electorate: list[str]
    voted: list[str]
    cast: dict[str, CastOut]
    until: datetime | None
    result: ResultOut | None
    at: datetime
    entry: int


class VotesOut(BaseModel):
    """Votes, the latest first, and how many entries stay closed to the caller."""

    as_of: int
    sealed: int
    votes: list[VoteOut]


@router.get("/votes/{place}", response={200: VotesOut, **PROBLEMS}, summary="Votes")
def votes(request: HttpRequest, place: Path[Place], limit: int = Query(100, ge=1, le=500)) -> Any:  # type: ignore[type-arg]
    """The votes of a body."""
    folded = _seen(request, place)
    state: Votes = folded.state
    found = [_vote(vote, state) for vote, _ in zip(latest_first(state.votes), range(limit), strict=False)]
    return VotesOut(as_of=folded.sequence, sealed=len(state.sealed), votes=found)


@router.get("/votes/{place}/{number}", response={200: VoteOut, **PROBLEMS}, summary="A vote")
def vote(request: HttpRequest, place: Path[Place], number: Path[Sequence]) -> Any:
    state: Votes = _seen(request, place).state
    if number not in state.votes:
        raise Refused(404, text("web.api.nothing_there"))
    return _vote(state.votes[number], state)


def _seen(request: HttpRequest, place: str) -> Any:
    who = caller(request)
    who.need("read")
    if place not in house().bodies:
        raise Refused(404, text("web.api.nothing_there"))
    return house().clerk.seen(f"votes:{place}", who.clearances)


def _vote(one: Vote, state: Votes) -> VoteOut:
    asked = state.proposals[one.proposal]
    return VoteOut(
        vote=one.vote,
        question=one.proposal,
        subject=asked.subject,
        symbol=asked.symbol,
        rule=one.rule,
        method=one.method,
        status=one.status.value,
        on=one.on,
        electorate=list(one.electorate),
        voted=sorted(one.voted),
        cast={of: CastOut(choice=cast.choice, entry=cast.entry) for of, cast in one.cast.items()},
        until=one.until,
        result=_result(one, state),
        at=one.at,
        entry=one.entry,
    )


def _result(one: Vote, state: Votes) -> ResultOut | None:
    decision = one.decision(state.body)
    if decision is None or one.result is None:
        return None
    return ResultOut(
        reason=decision.reason,
        adopted=decision.adopted,
        yes=one.result.yes,
        no=one.result.no,
        abstain=one.result.abstain,
        votes=dict(one.result.votes),
        objections=list(one.result.objections),
        explanation=decision.explain(spoken()),
        at=one.result.at,
        entry=one.result.entry,
    )
