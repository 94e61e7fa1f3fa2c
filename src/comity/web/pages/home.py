"""The first page: for everyone what this house is; for whoever is at work in it, what waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.body import Body
from comity.bodies.clearance import is_secretariat, presides
from comity.communications.procedure import who_may_send
from comity.communications.state import Communications, Letter, Status
from comity.rules.words import text
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import lists
from comity.web.pages.communications import seen
from comity.web.pages.edge import only
from comity.web.pages.letter_rows import KINDS, status_of
from comity.web.pages.reader import Reader, capacity, reader
from comity.web.pages.record_pages import latest_public, registered
from comity.web.pages.selection.listing import lines
from comity.web.pages.selection.overview import waits
from comity.web.pages.selection.place import names, stream_of

SHOWN: Final = 5
LATEST: Final = 8


@only("GET")
def home(request: HttpRequest) -> HttpResponse:
    """What the house is, its bodies, and the latest that everyone may read."""
    one = reader(request)
    context = {
        "heading": text("web.pages.welcome_back", name=one.name)
        if one.signed_in
        else text("web.pages.welcome"),
        "reader": one,
        "bodies": [_body(body, one) for body in house().bodies.values()],
        "selections": lines(one)[:SHOWN],
        "capacities": [capacity(held) for held in one.capacities()],
        "waiting": [
            *(w for name in names() for w in _steps(name, one)),
            *(w for body in house().bodies.values() for w in _waiting(body, one)),
        ]
        if one.signed_in
        else [],
        "latest": [registered(entry, one) for entry in latest_public(LATEST)],
    }
    return render(request, "pages/home.html", context)


def _body(body: Body, one: Reader) -> dict[str, Any]:
    today = body.local(one.now).date()
    president = body.president_on(today)
    return {
        "name": body.name,
        "href": reverse("body", args=[body.code]),
        "letters": reverse("communications", args=[body.code]),
        "members": text("web.pages.members_count", n=len(body.members_on(today))),
        "title": body.presidency.title,
        "president": participant(president, body) if president else None,
    }


def _waiting(body: Body, one: Reader) -> Iterator[dict[str, Any]]:
    """What needs this reader's hand in a body: letters to take in or to pass on, letters that came back."""
    state, _ = seen(body, one)
    if presides(one.actor, body, one.now) or is_secretariat(one.actor, one.now, body):
        to_register = [state.letters[n] for n in state.waiting]
        late = [x for x in state.letters.values() if x.overdue and x.status is Status.SENT]
        to_circulate = [x for x in state.letters.values() if x.status is Status.REGISTERED]
        yield from _group("to_register_title", [*late, *to_register], body, one)
        yield from _group("to_circulate_title", to_circulate, body, one)
    mine = who_may_send(state, one.actor, one.now)
    if mine:
        yield from _group("returned_title", _returned(state, mine), body, one)


def _steps(name: str, one: Reader) -> Iterator[dict[str, Any]]:
    """What needs this reader's hand in a selection: letters to sign, results to disclose."""
    state: Selection = house().clerk.seen(stream_of(name), one.clearances).state
    if not state.rulebook:
        return
    offered = house().clerk.in_order(stream_of(name), one.actor, one.now)
    steps = tuple(waits(name, offered, one))
    if not steps:
        return
    yield {
        "title": text("web.selection.waits_n", n=len(steps)),
        "body": state.title,
        "letters": [
            {"subject": step.label[0], "of": step.label[1], "href": step.href, "kind": "waiting"}
            for step in steps[:SHOWN]
        ],
        "more": max(0, len(steps) - SHOWN),
        "all": reverse("selection", args=[name]),
    }


def _returned(state: Communications, mine: frozenset[str]) -> list[Letter]:
    back = (x for x in lists.latest_first(state.letters) if x.of in mine and x.status is Status.RETURNED)
    return list(islice(back, SHOWN))


def _group(key: str, letters: list[Letter], body: Body, one: Reader) -> Iterator[dict[str, Any]]:
    if not letters:
        return
    yield {
        "title": text(f"web.pages.{key}", n=len(letters)),
        "body": body.name,
        "letters": [
            {
                "subject": letter.subject,
                "of": participant(letter.of, body),
                "href": reverse("letter", args=[body.code, letter.letter]),
                "status": status_of(letter),
                "kind": KINDS[letter.status],
                "until": letter.register_by if letter.status is Status.SENT and not letter.overdue else None,
            }
            for letter in letters[:SHOWN]
        ],
        "more": len(letters) - SHOWN if len(letters) > SHOWN else 0,
        "all": reverse("communications", args=[body.code]) + f"?status={letters[0].status.value}",
    }


urlpatterns = [path("", home, name="home")]
