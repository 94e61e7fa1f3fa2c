"""Where in the site the pages of secret ballots stand, and a ballot as its reader may see it."""

from __future__ import annotations

import base64
from typing import Any, Final

from django.http import Http404
from django.urls import reverse

from comity.bodies.body import Body
from comity.clerk.folds import Folded
from comity.rules.words import text
from comity.secret_votes.state import Ballot, Box, SecretVotes
from comity.web.house import house
from comity.web.pages.parts import HOME, Link
from comity.web.pages.reader import Reader

KIND: Final = "secret_votes"


def stream_of(code: str) -> str:
    return f"{KIND}:{code}"


def circle_of(lens: str, code: str) -> str:
    """The lens of the circle to which whoever has this lens belongs: what is shown to all of them is the same."""
    held = frozenset(lens.split(" "))
    offices = {f"office:tellers:{code}", f"office:trustees:{code}"}
    table = {f"members:{code}", f"presidency:{code}", "secretariat", *offices}
    if held & table:
        return f"all members:{code} public"
    return "all public" if "all" in held else "public"


def seen(code: str, one: Reader) -> Folded:
    """The secret ballots as everybody of the reader's circle may see them."""
    if code not in house().bodies:
        raise Http404
    lens = circle_of(" ".join(one.clearances), code)
    return house().clerk.seen(stream_of(code), frozenset(lens.split(" ")))


def ballot_of(code: str, number: int, one: Reader) -> tuple[Body, Folded, Ballot]:
    """One ballot of which the reader may know."""
    folded = seen(code, one)
    state: SecretVotes = folded.state
    if number not in state.ballots:
        raise Http404
    return state.body, folded, state.ballots[number]


def whole_of(code: str, number: int) -> Ballot:
    """The ballot as the clerk knows it, for what is made of all of it: the archive, and what is somebody's own."""
    state: SecretVotes = house().clerk.folds.whole(stream_of(code)).state
    return state.ballots[number]


def box_of(ballot: Ballot, name: str) -> Box:
    if name not in ballot.boxes:
        raise Http404
    return ballot.boxes[name]


def way(code: str, number: int = 0, act: str = "") -> tuple[Link, ...]:
    """The way from the house to a body's secret ballots, or to one of them, itself included."""
    body = house().bodies[code]
    crumbs = (
        HOME,
        Link(label=body.name, href=reverse("body", args=[code])),
        Link(label=text("secret_votes.proceeding.name"), href=reverse("secret_votes", args=[code])),
    )
    if act == "call_ballot":
        return (
            *crumbs,
            Link(label=text("secret_votes.acts.call_ballot"), href=reverse("secret_vote_call", args=[code])),
        )
    if not number:
        return crumbs
    return (*crumbs, Link(label=title_of(number), href=reverse("secret_vote", args=[code, number])))


def tracker_of(digest: str) -> str:
    """A ballot's hash as voters know it."""
    return base64.b64encode(bytes.fromhex(digest)).decode("ascii").rstrip("=")


def title_of(number: int) -> Any:
    return text("web.secret_votes.ballot_n", n=number)
