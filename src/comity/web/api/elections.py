"""The elections of a body as the caller may see them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel

from comity.clerk.folds import Folded
from comity.elections.balloting import cited
from comity.elections.state import Election, Elections, Round, Slate, said, slate_title, title_of
from comity.rules.words import say, text
from comity.web.api.acts import PROBLEMS, Place
from comity.web.api.callers import caller
from comity.web.api.problems import Refused
from comity.web.api.views import Sequence
from comity.web.house import house
from comity.web.language import spoken
from comity.web.pages.lists import latest_first

router = Router(tags=["views"])


class CandidateOut(BaseModel):
    """Somebody who was declared a candidate."""

    candidate: str
    of: str
    group: str
    spent: str
    currency: str
    donors: str
    withdrawn: bool
    entry: int


class ElectionRoundOut(BaseModel):
    """One ballot on a list; its figures and what they meant, once it is announced."""

    round: int
    ballot: int
    kind: str
    method: str
    status: str
    places: int
    papers: int | None
    invalid: int | None
    blank: int | None
    votes: dict[str, int] | None
    required: int | None
    elected: list[str]
    archive: str
    at: datetime
    entry: int


class SlateOut(BaseModel):
    """Places filled under the same conditions, how far that has come, and why it goes on as it does."""

    slate: int
    title: str
    seats: int
    majority: str
    citations: list[str]
    eligible: list[str]
    anyone: bool
    barred: list[str]
    candidates: list[CandidateOut]
    rounds: list[ElectionRoundOut]
    elected: list[str]
    next: str
    among: list[str]
    explanation: str
    agreements: list[str]


class ElectionOut(BaseModel):
    """An election as far as the caller may know it."""

    election: int
    title: str
    of: str
    elects_to: str
    term_since: date | None
    term_until: date | None
    stage: str
    elected: list[str]
    lists: list[SlateOut]
    at: datetime
    entry: int


class ElectionsOut(BaseModel):
    """Elections, the latest first, and how many entries stay closed to the caller."""

    as_of: int
    sealed: int
    elections: list[ElectionOut]


@router.get("/elections/{place}", response={200: ElectionsOut, **PROBLEMS}, summary="Elections")
def elections(request: HttpRequest, place: Path[Place], limit: int = Query(100, ge=1, le=500)) -> Any:  # type: ignore[type-arg]
    """The elections of a body."""
    folded = _seen(request, place)
    state: Elections = folded.state
    each = zip(latest_first(state.elections), range(limit), strict=False)
    found = [_election(one, state) for one, _ in each]
    return ElectionsOut(as_of=folded.sequence, sealed=len(state.sealed), elections=found)


@router.get("/elections/{place}/{number}", response={200: ElectionOut, **PROBLEMS}, summary="An election")
def election(request: HttpRequest, place: Path[Place], number: Path[Sequence]) -> Any:
    state: Elections = _seen(request, place).state
    if number not in state.elections:
        raise Refused(404, text("web.api.nothing_there"))
    return _election(state.elections[number], state)


def _seen(request: HttpRequest, place: str) -> Folded:
    who = caller(request)
    who.need("read")
    if place not in house().bodies:
        raise Refused(404, text("web.api.nothing_there"))
    return house().clerk.seen(f"elections:{place}", who.clearances)


def _election(one: Election, state: Elections) -> ElectionOut:
    return ElectionOut(
        election=one.election,
        title=say(title_of(one), spoken()),
        of=one.of,
        elects_to=one.elects_to,
        term_since=one.term_since,
        term_until=one.term_until,
        stage=one.stage.value,
        elected=list(one.elected),
        lists=[_slate(slate, one, state) for slate in one.slates.values()],
        at=one.at,
        entry=one.entry,
    )


def _slate(one: Slate, election: Election, state: Elections) -> SlateOut:
    reasons = (said(reason, state, election).say(spoken()) for reason in one.now.reasons)
    return SlateOut(
        slate=one.slate,
        title=say(slate_title(one), spoken()),
        seats=one.seats,
        majority=one.majority,
        citations=[citation.say(spoken()) for citation in cited(state.body, one.majority)],
        eligible=list(one.eligible),
        anyone=one.anyone,
        barred=list(one.barred),
        candidates=[
            CandidateOut(
                candidate=each.candidate,
                of=each.of,
                group=each.group,
                spent=each.spent,
                currency=each.currency,
                donors=each.donors,
                withdrawn=each.candidate in one.withdrawn,
                entry=each.entry,
            )
            for each in one.candidates.values()
        ],
        rounds=[_round(each, one) for each in one.rounds],
        elected=list(one.elected),
        next=one.next,
        among=list(one.now.among),
        explanation=text("web.elections.dispensed").say(spoken()) if one.dispensed else " ".join(reasons),
        agreements=[each.statement for each in one.agreements],
    )


def _round(one: Round, slate: Slate) -> ElectionRoundOut:
    figures = one.announced
    standing = slate.standing_after(one) if figures else None
    return ElectionRoundOut(
        round=one.round,
        ballot=one.ballot,
        kind=one.kind,
        method=one.method,
        status=one.status.value,
        places=one.places,
        papers=figures.returned if figures else None,
        invalid=figures.invalid if figures else None,
        blank=figures.blank if figures else None,
        votes=dict(figures.votes) if figures else None,
        required=standing.required if standing else None,
        elected=list(standing.elected) if standing else [],
        archive=one.archive,
        at=one.at,
        entry=one.entry,
    )
