"""One candidate: who presents them, what was presented, where they were heard, how the candidacy stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.rules.acts import Happened
from comity.rules.words import Text, text
from comity.selection import events as e
from comity.selection.state import Candidate, Selection
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import asking, parts
from comity.web.pages.downloads import download
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.selection.cards import BADGES, heard, hearings_of, why_out
from comity.web.pages.selection.place import CANDIDATES, crumbs, presented, seen, stream_of
from comity.web.pages.selection.telling import told

DOCUMENTS = ("curriculum_vitae", "vision_statement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Presenting:
    """A State that presents a candidate, or did: since when, and until when."""

    of: Any
    since: datetime
    until: datetime | None = None


def candidate_of(name: str, number: int, one: Reader) -> tuple[Selection, Candidate]:
    """The candidate, if the reader knows of the candidacy; to others it is as if there were none."""
    state: Selection = seen(name, one).state
    if number not in state.candidates:
        raise Http404
    return state, state.candidates[number]


@only("GET")
def selection_candidate(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """The page of a candidate."""
    one = reader(request)
    state, this = candidate_of(name, number, one)
    about_it = [
        happened
        for happened in house().clerk.folds.opened(state.stream, one.clearances)
        if _is_about(happened, number)
    ]
    why, rule = why_out(this, state)
    context = {
        "heading": this.full_name,
        "overline": text("web.selection.candidate_n", n=number),
        "crumbs": crumbs(name, state),
        "candidate": this,
        "standing": text(f"web.selection.standing_{this.standing.value}"),
        "badge": BADGES[this.standing],
        "why": why,
        "rule": rule,
        "presenting": presenting(this, about_it),
        "documents": tuple(_documents(name, this)),
        "paragraphs": [p for p in re.split(r"\n\s*\n", this.letter) if p.strip()],
        "discloses": "funding" in state.rules.documents,
        "heard": tuple(heard(hearings_of(this, state), name)),
        "steps": tuple(
            parts.Step(label=told(happened.event, state), standing="past", at=happened.at)
            for happened in reversed(about_it)
        ),
        "others": tuple(_others(this, state)),
        "cards": tuple(_cards(name, number, one)),
    }
    return render(request, "pages/selection/candidate.html", context)


def _is_about(one: Happened, number: int) -> bool:
    """What happened to the candidacy itself; that a round counted it is no step of its own."""
    return getattr(one.event, "candidate", 0) == number and not isinstance(one.event, e.CopyIssued)


def presenting(this: Candidate, about_it: Sequence[Happened]) -> tuple[Presenting, ...]:
    """Every State that ever presented the candidate, in the order in which they came."""
    found: dict[str, Presenting] = {}
    for one in about_it:
        match one.event:
            case e.CandidateNominated() | e.CandidateListed() as new:
                for of in new.nominators:
                    known = found.get(of)
                    since = known.since if known else this.nominated
                    found[of] = Presenting(of=participant(of), since=since)
            case e.NominationJoined() as joined:
                found[joined.of] = Presenting(of=participant(joined.of), since=one.at)
            case e.NominatorLeft() as left if left.of in found:
                since = found[left.of].since
                found[left.of] = Presenting(of=participant(left.of), since=since, until=one.at)
            case e.CandidateWithdrawn() as gone if gone.by_state in found:
                since = found[gone.by_state].since
                found[gone.by_state] = Presenting(of=participant(gone.by_state), since=since, until=one.at)
    return tuple(found.values())


def _documents(name: str, this: Candidate) -> Iterator[tuple[Text, tuple[parts.Attachment, ...]]]:
    """By what it is, what was presented to be downloaded."""
    for kind in DOCUMENTS:
        files = presented(name, this, getattr(this, kind))
        if files:
            yield text(f"selection.fields.{kind}"), files


def _others(this: Candidate, state: Selection) -> Iterator[parts.Link]:
    name = state.stream.partition(":")[2]
    for one in state.candidates.values():
        if one is not this:
            href = reverse("selection_candidate", args=[name, one.candidate])
            yield parts.Link(label=one.full_name, href=href)


def _cards(name: str, number: int, one: Reader) -> Iterator[parts.Card]:
    """What this reader may do about the candidacy; letters and rounds bear numbers of their own."""
    if not one.signed_in:
        return
    stream = stream_of(name)
    for possible in house().clerk.in_order(stream, one.actor, one.now, str(number)):
        if possible.act.name.partition(".")[2] in CANDIDATES:
            yield asking.card(possible, stream)


@only("GET")
def selection_candidate_file(request: HttpRequest, name: str, number: int, digest: str) -> HttpResponse:
    """What was presented with a candidacy, for whoever may open it."""
    _, this = candidate_of(name, number, reader(request))
    return download(stream_of(name), (*this.curriculum_vitae, *this.vision_statement), digest)


urlpatterns = [
    path("selections/<slug:name>/candidates/<int:number>/", selection_candidate, name="selection_candidate"),
    path(
        "selections/<slug:name>/candidates/<int:number>/files/<str:digest>",
        selection_candidate_file,
        name="selection_candidate_file",
    ),
]
