"""One election: where each of its lists stands, who is elected, what comes next and why, what may be done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.elections.acts import ELECTRONIC, EnterCount
from comity.elections.state import Election, Elections, Status, slate_title, title_of
from comity.rules.acts import Possible
from comity.rules.words import text
from comity.web.house import house
from comity.web.pages import asking, parts
from comity.web.pages.edge import only
from comity.web.pages.elections.pieces import draw, pieces
from comity.web.pages.elections.place import election_of, label_of, stream_of, way
from comity.web.pages.reader import Reader, reader
from comity.web.pages.secret.bridges import held_for


@only("GET")
def election(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page for everybody who may know of the election."""
    one = reader(request)
    state, folded, this = election_of(code, number, one)
    offered = [p for p in house().clerk.in_order(stream_of(code), one.actor, one.now) if _about(p, number)]
    context = {
        "heading": title_of(this),
        "overline": label_of(number),
        "crumbs": way(code, str(number))[:-1],
        "body": state.body,
        "election": this,
        "standing": draw("standing", state, this, one.language),
        "slates": [
            (name, draw(name, state, this, one.language)) for name in pieces(this) if name != "standing"
        ],
        "sheets": [_sheet(state, this, possible) for possible in offered if possible.act is EnterCount],
        "held": list(_held(code, this, one)),
        "cards": tuple(
            asking.card(possible, stream_of(code), note=_note(this, possible))
            for possible in offered
            if possible.act is not EnterCount
        ),
        "facts": tuple(_facts(this)),
        "live": f"/live?view=election:{code}/{number}",
        "since": folded.sequence,
    }
    return render(request, "pages/elections/election.html", context)


def _about(possible: Possible, number: int) -> bool:
    return possible.about.partition("-")[0] == str(number)


def _note(election: Election, possible: Possible) -> Any:
    """Which list or which ballot an act is about, where there are several."""
    given = dict(possible.given)
    if "slate" in given and len(election.slates) > 1:
        return slate_title(election.slates[given["slate"]])
    if "round" in given:
        this = election.round(given["round"])
        if this is not None:
            which = slate_title(election.slates[this.slate])
            return text("web.elections.ballot_of", n=this.ballot, list=which)
    return None


def _sheet(state: Elections, election: Election, possible: Possible) -> dict[str, Any]:
    number = dict(possible.given)["round"]
    return {
        "label": _note(election, possible),
        "objection": possible.objection,
        "href": reverse("election_count", args=[state.body.code, election.election, number]),
    }


def _held(code: str, election: Election, one: Reader) -> Iterator[tuple[Any, Any]]:
    """The secret ballots called for the rounds that are held by one, and for whoever may the way to call one."""
    for this in election.rounds:
        if this.method == ELECTRONIC and this.status is Status.OPEN:
            held = held_for(code, f"elections:{code}/{election.election}/{this.round}", one)
            which = slate_title(election.slates[this.slate])
            if held is not None:
                yield text("web.elections.ballot_of", n=this.ballot, list=which), held


def _facts(election: Election) -> Iterator[parts.Fact]:
    if election.elects_to:
        there = house().bodies.get(election.elects_to)
        value = there.name if there else election.elects_to
        yield parts.Fact(term=text("elections.fields.elects_to"), value=value)
    for name in ("term_since", "term_until"):
        value = getattr(election, name)
        if value is not None:
            yield parts.Fact(term=text(f"elections.fields.{name}"), value=value)
    yield parts.Fact(term=text("elections.fields.of"), value=text(f"elections.choices.{election.of}"))
    yield parts.Fact(
        term=text("elections.fields.seen_by"), value=text(f"elections.choices.{election.seen_by}")
    )


urlpatterns = [path("elections/<slug:code>/<int:number>/", election, name="election")]
