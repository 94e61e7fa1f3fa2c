"""The days of a selection as a line: where something happened, and which day is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.rules.words import say, text
from comity.web.pages.templatetags.parts import LOCALES

HEIGHT: Final = 74
MIDDLE: Final = 26
EDGE: Final = 2.0
"""What is left free at either end, in hundredths of the width."""
MOST_TICKS: Final = 5
SHORT: Final = 62
"""Days; a shorter time is told by its first and its last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A day on which something happened: entries open to the reader, entries that are not, or known elsewhere."""

    date: date
    opened: int
    sealed: int
    known: bool

    @property
    def kind(self) -> str:
        return "open" if self.opened else "sealed" if self.sealed else "known"


def day_line(marks: Sequence[Mark], on: date, first: date, last: date, language: str) -> SafeString:
    """A drawing; the days stand beside it as a table."""
    whole = max((last - first).days, 1)

    def across(day: date) -> str:
        share = EDGE + (100 - 2 * EDGE) * (day - first).days / whole
        return f"{100 - share if language == 'ar' else share:.2f}%"

    drawn = format_html('<line class="dayline__axis" x1="0" x2="100%" y1="{0}" y2="{0}"></line>', MIDDLE)
    written = "d MMM" if whole < SHORT else "MMM y"
    for place, day in enumerate(_ticks(first, last)):
        spare = " dayline__spare" if place % 2 and whole >= SHORT else ""
        drawn += format_html(
            '<line class="dayline__tick" x1="{0}" x2="{0}" y1="{1}" y2="{2}"></line>'
            '<text class="chart__axis{6}" x="{0}" y="{3}" text-anchor="{4}">{5}</text>',
            across(day), MIDDLE, MIDDLE + 20, MIDDLE + 38, _anchor(day, first, whole),
            format_date(day, written, locale=LOCALES[language]), spare,
        )  # fmt: skip
    drawn += format_html(
        '<line class="dayline__now" x1="{0}" x2="{0}" y1="2" y2="{1}"></line>', across(on), MIDDLE + 20
    )
    for mark in marks:
        drawn += _mark(mark, across(mark.date))
    title = say(text("web.selection_history.line_title"), language)
    now = say(text("web.selection_history.mark_now"), language)
    shown = f"{now}: {format_date(on, 'long', locale=LOCALES[language])}"
    return format_html(
        '<svg class="dayline" role="img" width="100%" height="{}" aria-labelledby="dayline-title dayline-desc">'
        '<title id="dayline-title">{}</title><desc id="dayline-desc">{}</desc>{}</svg>',
        HEIGHT, title, shown, drawn,
    )  # fmt: skip


def _mark(mark: Mark, across: str) -> SafeString:
    """A full disc, a ring, or a short stroke: the shape says it, not the colour alone."""
    if mark.kind == "known":
        return format_html(
            '<line class="dayline__known" x1="{0}" x2="{0}" y1="{1}" y2="{2}"></line>',
            across,
            MIDDLE - 7,
            MIDDLE + 7,
        )
    radius = 4 if mark.opened + mark.sealed < 6 else 6
    return format_html(
        '<circle class="dayline__{}" cx="{}" cy="{}" r="{}"></circle>', mark.kind, across, MIDDLE, radius
    )


def _anchor(day: date, first: date, whole: int) -> str:
    share = (day - first).days / whole
    return "start" if share < 0.08 else "end" if share > 0.92 else "middle"


def _ticks(first: date, last: date) -> Iterator[date]:
    """First days of months, so many that their names do not touch."""
    if (last - first).days < SHORT:
        return iter((first, last))
    months = [
        date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 1)
        for n in range(1, 12 * (last.year - first.year) + last.month - first.month + 1)
    ]
    stride = max(1, -(-len(months) // MOST_TICKS))
    return (day for place, day in enumerate(months) if place % stride == 0)
