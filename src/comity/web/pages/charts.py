"""Simple drawings in SVG, made on the server: bars, stacked bars, spans of time.

Positions are percentages and letters keep their own size, so a drawing fills whatever width it gets and stays
readable on a phone.  Colours come from classes; nothing here needs a style attribute or a script.  In a
right-to-left language the drawing is mirrored: letters anchor at their start, which is then on the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from comity.rules.words import say

LINE: Final = 52
"""Height of one row: a line of letters and the bar under it."""
BAR: Final = 18
LETTERS: Final = 20
AXIS: Final = 30
EDGE: Final = 2.5
"""What a span of time keeps free at either side, so that a point at the end is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One value with its name; `shown` is how the value is written."""

    label: Any
    value: float
    shown: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One bar made of parts, in the order of the series."""

    label: Any
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something that lasted from one moment to another; the same moment twice is a point."""

    label: Any
    start: datetime
    end: datetime
    shown: Any = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing together with its values as a table, for those who read rather than look."""

    name: str
    title: Any
    drawing: SafeString
    head: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    series: tuple[Any, ...] = ()
    note: Any = None
    drawn: SafeString | None = None
    """What stands in the drawing, where more may be drawn upon it."""


def bars(
    name: str, title: Any, items: Sequence[Bar], *, head: tuple[Any, Any], language: str, most: float = 0
) -> Figure:
    """One bar for each value, as long as possible for the greatest, or for the most that there can be."""
    greatest = most or max((item.value for item in items), default=0) or 1
    drawn = SafeString("")
    for row, item in enumerate(items):
        shown = item.shown or f"{item.value:g}"
        drawn += _letters(row, item.label, shown, language)
        drawn += _block(row, 0, 100, "track", language)
        drawn += _block(row, 0, 100 * item.value / greatest, "series-1", language)
    rows = tuple((item.label, item.shown or f"{item.value:g}") for item in items)
    drawing = _drawing(name, title, rows, drawn, LINE * len(items), language)
    return Figure(name=name, title=title, drawing=drawing, head=head, rows=rows, drawn=drawn)


def drawing_of(figure: Figure, more: SafeString, height: int, language: str) -> SafeString:
    """The drawing of a figure with more drawn upon it, and as high as that needs."""
    return _drawing(
        figure.name, figure.title, figure.rows, (figure.drawn or SafeString()) + more, height, language
    )


def stacks(
    name: str, title: Any, series: Sequence[Any], items: Sequence[Stack], *, head: Any, language: str
) -> Figure:
    """One bar for each item, divided among the series; all bars have the same measure."""
    greatest = max((sum(item.values) for item in items), default=0) or 1
    drawn = SafeString("")
    for row, item in enumerate(items):
        drawn += _letters(row, item.label, " · ".join(map(str, item.values)), language)
        start = 0.0
        for place, value in enumerate(item.values, start=1):
            width = 100 * value / greatest
            drawn += _block(row, start, width, f"series-{place}", language)
            start += width
    rows = tuple((item.label, *item.values) for item in items)
    drawing = _drawing(name, title, rows, drawn, LINE * len(items), language)
    return Figure(
        name=name, title=title, drawing=drawing, head=(head, *series), rows=rows, series=tuple(series)
    )


def spans(
    name: str,
    title: Any,
    items: Sequence[Span],
    *,
    head: tuple[Any, Any],
    ticks: Sequence[tuple[datetime, Any]],
    language: str,
) -> Figure:
    """When each thing was, on one measure of time; ticks name the moments that help to read it."""
    first = min(item.start for item in items)
    last = max(item.end for item in items)
    whole = (last - first).total_seconds() or 1

    def place(at: datetime) -> float:
        return EDGE + (100 - 2 * EDGE) * (at - first).total_seconds() / whole

    height = LINE * len(items)
    drawn = SafeString("")
    for at, label in ticks:
        drawn += _tick(place(at), label, height, language)
    for row, item in enumerate(items):
        drawn += _letters(row, item.label, item.shown, language)
        if item.start == item.end:
            drawn += _point(row, place(item.start), language)
        else:
            drawn += _block(row, place(item.start), place(item.end) - place(item.start), "series-1", language)
    rows = tuple((item.label, item.shown) for item in items)
    drawing = _drawing(name, title, rows, drawn, height + AXIS, language)
    return Figure(name=name, title=title, drawing=drawing, head=head, rows=rows)


def _drawing(
    name: str, title: Any, rows: Sequence[Sequence[Any]], drawn: SafeString, height: int, language: str
) -> SafeString:
    described = "; ".join(
        f"{say(row[0], language)}: {' · '.join(say(value, language) for value in row[1:])}" for row in rows
    )
    return format_html(
        '<svg class="chart" role="img" width="100%" height="{}" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        height, name, name, name, say(title, language), name, described, drawn,
    )  # fmt: skip


def _across(start: float, width: float, language: str) -> str:
    """Where a block begins, seen from the left."""
    return _percent(100 - start - width if language == "ar" else start)


def _percent(share: float) -> str:
    return f"{share:.3f}".rstrip("0").rstrip(".") + "%"


def _letters(row: int, label: Any, shown: Any, language: str) -> SafeString:
    begin, end = ("100%", "0") if language == "ar" else ("0", "100%")
    baseline = LINE * row + LETTERS
    return format_html_join(
        "",
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>',
        [
            ("chart__label", begin, baseline, "start", say(label, language)),
            ("chart__value", end, baseline, "end", say(shown, language)),
        ],
    )


def _block(row: int, start: float, width: float, colour: str, language: str) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"></rect>',
        colour, _across(start, width, language), LINE * row + LETTERS + 8, _percent(width), BAR,
    )  # fmt: skip


def _point(row: int, at: float, language: str) -> SafeString:
    middle = LINE * row + LETTERS + 8 + BAR // 2
    return format_html(
        '<circle class="series-1" cx="{}" cy="{}" r="7"></circle>', _across(at, 0, language), middle
    )


def _tick(at: float, label: Any, height: int, language: str) -> SafeString:
    anchor = "start" if at < 15 else "end" if at > 85 else "middle"
    across = _across(at, 0, language)
    top = 0 if EDGE < at < 100 - EDGE else height
    return format_html(
        '<line class="chart__tick" x1="{}" x2="{}" y1="{}" y2="{}"></line>'
        '<text class="chart__axis" x="{}" y="{}" text-anchor="{}">{}</text>',
        across, across, top, height + 6, across, height + 22, anchor, say(label, language),
    )  # fmt: skip
