"""Where in the site the pages of elections stand, and an election as its reader may see it."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from comity.clerk.folds import Folded
from comity.elections.acts import CallCouncilElection, CallElection
from comity.elections.state import Election, Elections, Round
from comity.rules.words import text
from comity.web.house import house
from comity.web.pages.parts import HOME, Link
from comity.web.pages.reader import Reader
from comity.web.pages.votes_live import circle_of

KIND: Final = "elections"
CALLING: Final = frozenset({CallElection.name, CallCouncilElection.name})


def stream_of(code: str) -> str:
    return f"{KIND}:{code}"


def seen(code: str, one: Reader) -> Folded:
    """The elections as everybody of the reader's circle may see them."""
    if code not in house().bodies:
        raise Http404
    lens = circle_of(" ".join(one.clearances), code)
    return house().clerk.seen(stream_of(code), frozenset(lens.split(" ")))


def election_of(code: str, number: int, one: Reader) -> tuple[Elections, Folded, Election]:
    """One election of which the reader may know."""
    folded = seen(code, one)
    state: Elections = folded.state
    if number not in state.elections:
        raise Http404
    return state, folded, state.elections[number]


def round_of(election: Election, number: int) -> Round:
    found = election.round(number)
    if found is None:
        raise Http404
    return found


def way(code: str, about: str = "", act: str = "") -> tuple[Link, ...]:
    """The way from the house to a body's elections, or to one of them, itself included."""
    crumbs = (
        HOME,
        Link(label=house().bodies[code].name, href=reverse("body", args=[code])),
        Link(label=text("elections.proceeding.name"), href=reverse("elections", args=[code])),
    )
    if act in CALLING and not about:
        label, href = text("elections.acts.call_election"), reverse("election_call", args=[code])
        return (*crumbs, Link(label=label, href=href))
    number = about.partition("-")[0]
    if not number:
        return crumbs
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    return (*crumbs, Link(label=label_of(int(number)), href=reverse("election", args=[code, int(number)])))


def label_of(number: int) -> Any:
    return text("web.elections.election_n", n=number)
