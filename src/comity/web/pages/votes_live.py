"""What has changed in the votes of a body, as the live stream tells it to the pages and boards that are open.

It is remembered when each piece of a vote last changed, so that a frame bears only what changed after the sequence up
to which its readers were told: when one member votes, one light and the figures.  Boards are rendered through the lens
of the circle of the vote and not of each reader, so that all of them share one channel and one frame.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.utils import translation
from django.utils.html import format_html

from comity.clerk.folds import Folded, Folds
from comity.rules.words import text
from comity.votes.state import Status, Vote, Votes
from comity.web.accounts.middleware import django_code
from comity.web.house import house
from comity.web.live.frames import Frame
from comity.web.pages import votes_pieces
from comity.web.pages.votes_rows import line, own, question_row, rows

WATCHED: Final = 2_048
"""Views through lenses of which it is remembered when their pieces changed; to a forgotten one all is new."""


@dataclass(slots=True)
class _Watched:
    sequence: int = 0
    values: dict[str, Hashable] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)


_watched: WeakKeyDictionary[Folds, OrderedDict[tuple[str, str], _Watched]] = WeakKeyDictionary()
"""By the record that is watched, and in it by view and lens."""
_lock = Lock()


def circle_of(lens: str, code: str) -> str:
    """The lens of the circle of this body's votes to which whoever has this lens belongs."""
    held = frozenset(lens.split(" "))
    table = {f"members:{code}", f"presidency:{code}", f"office:tellers:{code}", "secretariat"}
    if held & table:
        return f"all members:{code} public"
    return "all public" if "all" in held else "public"


def changed(
    view: str, lens: str, folded: Folded, since: int, look: Callable[[], Mapping[str, Hashable]]
) -> dict[str, Any]:
    """By id, the pieces that changed after that sequence; more rather than fewer when in doubt."""
    with _lock:
        watched = _watched.setdefault(house().clerk.folds, OrderedDict())
        known = watched.setdefault((view, lens), _Watched())
        watched.move_to_end((view, lens))
        while len(watched) > WATCHED:
            watched.popitem(last=False)
        if folded.sequence > known.sequence:
            values = look()
            for name in values:
                if known.values.get(name, known) != values[name]:
                    known.changed[name] = folded.sequence
            known.values = dict(values)
            known.sequence = folded.sequence
        return {name: value for name, value in known.values.items() if known.changed[name] > since}


def board(view: str, lens: str, folded: Folded, since: int, language: str) -> list[Frame]:
    """One frame with the lights and figures of a vote that changed."""
    state: Votes = folded.state
    vote = state.votes.get(number_of(view))
    if vote is None or folded.sequence <= since:
        return []
    names = changed(view, lens, folded, since, lambda: votes_pieces.pieces(vote, state.body))
    if not names:
        return []
    with translation.override(django_code(language)):
        told: dict[str, Any] = {
            "set": {
                name: votes_pieces.draw(name, value, vote, state.body, language)
                for name, value in names.items()
            }
        }
        if "standing" in names:
            told |= {"say": _said(vote, state, language)}
            told["set"] |= _turned(vote, language)
    return [_frame(folded.sequence, told)]


def _said(vote: Vote, state: Votes, language: str) -> str:
    decision = vote.decision(state.body)
    if decision is not None:
        return decision.explain(language)
    return text("web.votes.live_standing", n=vote.vote, status=votes_pieces.standing_said(vote)).say(language)


def _turned(vote: Vote, language: str) -> dict[str, str]:
    """A page that was drawn before the vote came to this point says that there is more to do, or nothing any more.

    The page bears places for the points that were still ahead of it, and none for those behind it.
    """
    said = text("web.votes.refresh").say(language)
    found: dict[str, str] = {
        f"turned-{vote.status.value}": format_html('<a class="turned" href="">{}</a>', said)
    }
    if vote.status is not Status.OPEN:
        found["ballots-open"] = ""
    return found


def mine(view: str, lens: str, folded: Folded, since: int, language: str) -> list[Frame]:
    """One frame with what the record has as the vote of each delegation of the reader."""
    state: Votes = folded.state
    vote = state.votes.get(number_of(view))
    if vote is None or folded.sequence <= since:
        return []
    of = [token.partition(":")[2] for token in lens.split(" ") if token.startswith("state:")]
    names = changed(view, lens, folded, since, lambda: {f"mine-{one}": vote.cast.get(one) for one in of})
    if not names:
        return []
    with translation.override(django_code(language)):
        told = {"set": {name: own(vote, name.removeprefix("mine-")) for name in names}}
    return [_frame(folded.sequence, told)]


def register(view: str, lens: str, folded: Folded, since: int, language: str) -> list[Frame]:
    """One frame with the questions of a body, and the votes under way, that changed."""
    state: Votes = folded.state
    if folded.sequence <= since:
        return []
    names = changed(view, lens, folded, since, lambda: rows(state))
    if not names:
        return []
    told: dict[str, Any] = {"set": {}, "append": {}}
    with translation.override(django_code(language)):
        for name in names:
            if name == "running":
                told["set"]["running"] = line(state)
                continue
            proposal = state.proposals[int(name.removeprefix("question-"))]
            if proposal.entry > since:
                added = format_html('<li class="entry" id="{}">{}</li>', name, question_row(proposal, state))
                told["append"]["news"] = told["append"].get("news", "") + added
            else:
                told["set"][name] = question_row(proposal, state)
    return [_frame(folded.sequence, told)]


def number_of(view: str) -> int:
    """The number of the vote that a view shows, as in `board:unsc/7`."""
    number = view.partition("/")[2]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0


def _frame(sequence: int, told: Mapping[str, Any]) -> Frame:
    return Frame(sequence, "view", json.dumps(told, ensure_ascii=False))
