"""A ballot as a drawing: a bar for each name, and across them the line of the required majority."""

from __future__ import annotations

from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.elections.state import Election, Elections, Round, Slate
from comity.rules.words import text
from comity.web.pages.charts import BAR, LETTERS, LINE, Bar, Figure, bars, drawing_of

FOOT: Final = 28
SHOWN: Final = 12
"""Bars at most; further names, who got fewer votes, stand in the table."""


def ballot(state: Elections, election: Election, slate: Slate, this: Round, language: str) -> Figure:
    """The announced figures of a ballot; whoever reached the line is elected, unless more did than there are places."""
    assert this.announced is not None
    standing = slate.standing_after(this)
    ranked = sorted(this.announced.votes, key=lambda one: (-one[1], one[0]))
    most = max(this.announced.returned, 1)
    items = [
        Bar(
            label=text("web.elections.elected_mark", name=state.name_of(election, name))
            if name in standing.elected
            else state.name_of(election, name),
            value=votes,
        )
        for name, votes in ranked
    ]
    title = text("web.elections.ballot_n", n=this.ballot)
    name = f"ballot-{election.election}-{this.round}"
    head = (text("elections.fields.candidate"), text("elections.fields.votes"))
    figure = bars(name, title, items, head=head, language=language, most=most)
    if not items:
        return figure
    drawn = _line(len(items[:SHOWN]), 100 * standing.required / most, standing.required, language)
    shown = bars(name, title, items[:SHOWN], head=head, language=language, most=most)
    drawing = drawing_of(shown, drawn, LINE * len(items[:SHOWN]) + FOOT, language)
    return Figure(name=name, title=title, drawing=drawing, head=head, rows=figure.rows)


def _line(rows: int, at: float, votes: int, language: str) -> SafeString:
    """The line stands across the bars alone, so that no name is struck through."""
    share = min(at, 100.0)
    across = f"{100 - share if language == 'ar' else share:.3f}%"
    drawn = SafeString("")
    for row in range(rows):
        top = LINE * row + LETTERS + 4
        drawn += format_html(
            '<line class="chart__needed" x1="{}" x2="{}" y1="{}" y2="{}"></line>',
            across, across, top, top + BAR + 8,
        )  # fmt: skip
    anchor = "end" if share > 50 else "start"
    said: Any = text("web.elections.line", n=votes).say(language)
    return drawn + format_html(
        '<text class="chart__axis" x="{}" y="{}" text-anchor="{}">{}</text>',
        across, LINE * rows + 16, anchor, said,
    )  # fmt: skip
