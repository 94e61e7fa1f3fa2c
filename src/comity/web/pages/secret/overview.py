"""The secret ballots of a body: those under way, all of them, and the form to call one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.order import fold
from comity.rules.words import text
from comity.secret_votes.acts import CallBallot
from comity.secret_votes.state import Ballot, SecretVotes, Stage
from comity.web.house import house
from comity.web.pages import asking, lists, parts
from comity.web.pages.communications import body_of
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.secret import bridges
from comity.web.pages.secret.pieces import BADGES, stage_said
from comity.web.pages.secret.place import seen, stream_of, way


@only("GET")
def ballots(request: HttpRequest, code: str) -> HttpResponse:
    """The secret ballots of a body, the latest first."""
    body, one = body_of(code), reader(request)
    folded = seen(code, one)
    state: SecretVotes = folded.state
    words, stage = asked_for(request), lists.chosen(request, "stage", [s.value for s in Stage])
    found = _matching(state, words, stage)
    page = lists.paged(request, len(found))
    crumbs = way(code)
    possible = _calling(code, one)
    context = {
        "heading": crumbs[-1].label,
        "overline": body.name,
        "crumbs": crumbs[:-1],
        "body": body,
        "finder": lists.Finder(
            name="ballots",
            label=text("web.secret_votes.search"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="stage",
                    label=text("web.secret_votes.stage"),
                    value=stage,
                    choices=lists.choices(
                        text("web.secret_votes.any_stage"),
                        [(s.value, text(f"secret_votes.stages.{s.value}")) for s in Stage],
                    ),
                ),
            ),
            found=page.found if words or stage else None,
        ),
        "rows": [row(ballot) for ballot in page.of(found)],
        "pages": page.pages,
        "call": reverse("secret_vote_call", args=[code]) if possible and possible.in_order else "",
    }
    return render(request, "pages/secret/list.html", context)


def row(ballot: Ballot) -> dict[str, Any]:
    """A ballot's line in a list."""
    boxes = ballot.boxes.values()
    return {
        "ballot": ballot,
        "stage": stage_said(ballot),
        "badge": BADGES[ballot.stage],
        "registered": sum(len(box.registered) for box in boxes),
        "voters": sum(len(box.voters) for box in boxes),
        "cast": sum(len(box.cast) for box in boxes),
    }


def _matching(state: SecretVotes, words: str, stage: str) -> Sequence[Ballot]:
    sought = fold(words).split()

    def fits(one: Ballot) -> bool:
        asked = " ".join(f"{each.question} {' '.join(each.answers)}" for each in one.questions)
        found = fold(f"{one.title} {asked}")
        return (not stage or one.stage == stage) and all(word in found for word in sought)

    return [one for one in lists.latest_first(state.ballots) if fits(one)]


def _calling(code: str, one: Reader) -> Any:
    offered = house().clerk.in_order(stream_of(code), one.actor, one.now, "")
    return next((possible for possible in offered if possible.act is CallBallot), None)


@only("GET")
def call(request: HttpRequest, code: str) -> HttpResponse:
    """The form that calls a ballot; for a round of a selection it is filled in from there."""
    body, one = body_of(code), reader(request)
    possible = _calling(code, one)
    if possible is None:
        raise Http404
    crumbs = way(code, act="call_ballot")
    filled = bridges.filled_in(request.GET.get("about", "")[:120], code, one)
    card = asking.card(possible, stream_of(code), answered=filled, opened=True, returned=one.returned)
    context = {
        "heading": crumbs[-1].label,
        "overline": body.name,
        "crumbs": crumbs[:-1],
        "body": body,
        "card": card,
        "notes": tuple(_notes()),
    }
    return render(request, "pages/secret/call.html", context)


def _notes() -> Iterator[parts.Fact]:
    for name in ("keys", "register", "open", "vote", "close"):
        yield parts.Fact(
            term=text(f"web.secret_votes.how_{name}"), value=text(f"web.secret_votes.how_{name}_note")
        )


urlpatterns = [
    path("secret-votes/<slug:code>/", ballots, name="secret_votes"),
    path("secret-votes/<slug:code>/call/", call, name="secret_vote_call"),
]
