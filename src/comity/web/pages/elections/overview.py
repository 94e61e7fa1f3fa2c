"""The elections of a body: all of them, the latest first, and the forms to call one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.order import fold
from comity.elections.state import Election, Elections, Stage, slate_title, title_of
from comity.rules.words import LANGUAGES, say, text
from comity.web.house import house
from comity.web.pages import asking, lists
from comity.web.pages.communications import body_of
from comity.web.pages.edge import only
from comity.web.pages.elections.pieces import BADGES, stage_said
from comity.web.pages.elections.place import CALLING, seen, stream_of, way
from comity.web.pages.reader import Reader, asked_for, reader


@only("GET")
def elections(request: HttpRequest, code: str) -> HttpResponse:
    """The elections of a body, the latest first."""
    body, one = body_of(code), reader(request)
    state: Elections = seen(code, one).state
    words, stage = asked_for(request), lists.chosen(request, "stage", [s.value for s in Stage])
    found = _matching(state, words, stage)
    page = lists.paged(request, len(found))
    crumbs = way(code)
    stages = [(s.value, stage_said(s)) for s in Stage]
    context = {
        "heading": crumbs[-1].label,
        "overline": body.name,
        "crumbs": crumbs[:-1],
        "body": body,
        "finder": lists.Finder(
            name="elections",
            label=text("web.elections.search"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="stage",
                    label=text("web.elections.stage"),
                    value=stage,
                    choices=lists.choices(text("web.elections.any_stage"), stages),
                ),
            ),
            found=page.found if words or stage else None,
        ),
        "rows": [_row(state, election) for election in page.of(found)],
        "pages": page.pages,
        "call": reverse("election_call", args=[code])
        if any(possible.in_order for possible in _calling(code, one))
        else "",
    }
    return render(request, "pages/elections/list.html", context)


def _row(state: Elections, election: Election) -> dict[str, Any]:
    """An election's line in a list."""
    slates = election.slates.values()
    return {
        "election": election,
        "title": title_of(election),
        "stage": stage_said(election.stage),
        "badge": BADGES[election.stage],
        "filled": len(election.elected),
        "seats": sum(slate.seats for slate in slates),
        "elected": [state.name_of(election, name) for name in election.elected],
    }


def _matching(state: Elections, words: str, stage: str) -> Sequence[Election]:
    sought = fold(words).split()

    def fits(one: Election) -> bool:
        if stage and one.stage != stage:
            return False
        if not sought:
            return True
        things: list[Any] = [title_of(one)]
        for slate in one.slates.values():
            things.append(slate_title(slate))
            things += [state.name_of(one, name) for name in (*slate.candidates, *slate.elected)]
        found = " ".join(fold(say(thing, language)) for thing in things for language in LANGUAGES)
        return all(word in found for word in sought)

    return [one for one in lists.latest_first(state.elections) if fits(one)]


def _calling(code: str, one: Reader) -> list[Any]:
    offered = house().clerk.in_order(stream_of(code), one.actor, one.now, "")
    return [possible for possible in offered if possible.act.name in CALLING]


@only("GET")
def call(request: HttpRequest, code: str) -> HttpResponse:
    """The forms that call an election: that of the Council's members by its year, or any other."""
    body, one = body_of(code), reader(request)
    offered = _calling(code, one)
    if not offered:
        raise Http404
    crumbs = way(code, act=next(iter(CALLING)))
    context = {
        "heading": crumbs[-1].label,
        "overline": body.name,
        "crumbs": crumbs[:-1],
        "body": body,
        "cards": [asking.card(possible, stream_of(code), opened=len(offered) == 1) for possible in offered],
        "notes": [
            (text(f"web.elections.how_{name}"), text(f"web.elections.how_{name}_note"))
            for name in ("lists", "candidates", "rounds", "next")
        ],
    }
    return render(request, "pages/elections/call.html", context)


urlpatterns = [
    path("elections/<slug:code>/", elections, name="elections"),
    path("elections/<slug:code>/call/", call, name="election_call"),
]
