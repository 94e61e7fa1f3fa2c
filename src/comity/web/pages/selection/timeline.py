"""What has happened in a selection, the latest first, with what is closed to the reader in its places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join

from comity.bodies.order import fold
from comity.clerk.folds import Folded
from comity.record.audience import Clearances
from comity.rules.acts import Happened, Sealed
from comity.rules.words import Text, text
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages.selection.telling import told
from comity.web.pages.telling import page_of
from comity.web.pages.templatetags.parts import icon
from comity.web.pages.templatetags.say import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened; or so many entries next to each other that are closed to the reader."""

    sequence: int
    """On the record; of several the latest."""
    at: datetime
    what: Text
    closed: int = 0
    by: str = ""
    of: Any = ""
    href: str = ""

    @property
    def standing(self) -> str:
        return "closed" if self.closed else "past"

    @property
    def label(self) -> Any:
        if self.closed:
            return format_html("{}{}", icon("sealed"), said(self.what))
        return format_html('<a href="{}">{}</a>', self.href, said(self.what))

    @property
    def note(self) -> Any:
        """Who did it, and the entry that says so."""
        href = reverse("record_entry", args=[self.sequence])
        entry = format_html('<a href="{}">{}</a>', href, said(text("web.pages.entry", n=self.sequence)))
        who = [said(one) for one in (self.of, self.by) if one]
        return format_html_join(" · ", "{}", [(one,) for one in (*who, entry)])

    def matches(self, sought: list[str], language: str) -> bool:
        found = fold(" ".join((self.what.say(language), self.by)))
        return not self.closed and all(word in found for word in sought)


def lines(folded: Folded, clearances: Clearances) -> Iterator[Line]:
    """Every line of the timeline, the latest first."""
    state: Selection = folded.state
    opened = [
        one for one in house().clerk.folds.opened(state.stream, clearances) if one.sequence <= folded.sequence
    ]
    run: list[Sealed] = []
    for one in _latest_first(opened, state):
        if isinstance(one, Sealed):
            run.append(one)
            continue
        if run:
            yield _closed(run)
            run = []
        yield _line(one, state)
    if run:
        yield _closed(run)


def _latest_first(opened: list[Happened], state: Selection) -> Iterator[Happened | Sealed]:
    each: tuple[Iterator[Happened | Sealed], ...] = (reversed(opened), reversed(state.sealed))
    return merge(*each, key=lambda one: one.sequence, reverse=True)


def _line(one: Happened, state: Selection) -> Line:
    return Line(
        sequence=one.sequence,
        at=one.at,
        what=told(one.event, state),
        by=one.by.name if one.by.person != "clerk" else "",
        of=participant(one.by.of) if one.by.of else "",
        href=page_of(one.event, state),
    )


def _closed(run: list[Sealed]) -> Line:
    return Line(
        sequence=run[0].sequence,
        at=run[0].at,
        what=text("web.pages.sealed_run", n=len(run)),
        closed=len(run),
    )
