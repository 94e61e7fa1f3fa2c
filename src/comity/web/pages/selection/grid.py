"""Polls side by side: a table whose cells are drawn, candidates as rows and rounds as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.bodies import states
from comity.bodies.body import Body
from comity.bodies.states import UnknownState
from comity.rules.words import text
from comity.selection.figures import Figures
from comity.selection.polls import COLOURED, Poll, Polls
from comity.selection.rulebook import Rules

BAR: Final = 14
SERIES: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One round."""

    round: int
    day: date | None
    coloured: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a round counted for one candidate, drawn and written."""

    bar: SafeString
    counts: str
    permanent: int | None = None
    """Votes against of permanent members, where they are known."""
    standing: str = ""
    """How a replay leaves the candidate here; the sign stands for it, its words in `said`."""
    sign: str = ""
    said: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One candidate."""

    name: str
    of: tuple[Any, ...]
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The whole table; `series` are the words for the three parts of a bar."""

    name: str
    title: Any
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    series: tuple[Any, ...]
    needed: int = 0

    @property
    def coloured(self) -> bool:
        return any(column.coloured for column in self.columns)


Standings = Mapping[tuple[int, int], tuple[str, str, Any]]
"""By round and candidate: how it stands, the sign for that, and the words."""


def grid(
    name: str,
    title: Any,
    polls: Polls,
    book: Rules,
    seat: Body,
    language: str,
    *,
    options: tuple[str, ...] = (),
    standings: Standings | None = None,
) -> Grid:
    """Candidates in the order of the last round, those who were in it no more after those who were.

    The book says how many a recommendation needs and, where no options are given, what a ballot offered.
    """
    needed = needed_in(polls.rounds[-1], book)
    columns = tuple(
        Column(
            round=poll.round,
            day=date.fromisoformat(poll.date) if poll.date else None,
            coloured=poll.ballot == COLOURED,
        )
        for poll in polls.rounds
    )
    found = {(poll.round, one.candidate): one for poll in polls.rounds for one in poll.figures}
    rows = tuple(
        Row(
            name=polls.names[number],
            of=nominators(polls.states.get(number, ""), seat, columns[-1].day),
            cells=tuple(
                _cell(
                    found.get((column.round, number)),
                    needed,
                    language,
                    (standings or {}).get((column.round, number)),
                )
                for column in columns
            ),
        )
        for number in _in_order(polls)
    )
    series = tuple(text(f"web.selection_history.option_{one}") for one in options or book.options)
    return Grid(name=name, title=title, columns=columns, rows=rows, series=series, needed=needed)


def needed_in(poll: Poll, book: Rules) -> int:
    """How many in favour a recommendation needs of so many voters."""
    rule, voters = book.decision_rule("recommendation_rule"), poll.voters
    return int(rule.threshold.needed(voting=voters, present=voters, members=voters))


def _in_order(polls: Polls) -> list[int]:
    order: dict[int, None] = {}
    for poll in reversed(polls.rounds):
        order |= dict.fromkeys(one.candidate for one in poll.figures if one.candidate not in order)
    return list(order)


def nominators(written: str, seat: Body, on: date | None) -> tuple[Any, ...]:
    """States by the names they bore that day; what is no State's name stands as it is written."""
    return tuple(_state(one.strip(), seat, on) for one in written.split(";") if one.strip())


def _state(written: str, seat: Body, on: date | None) -> Any:
    try:
        return seat.name_of(written if states.is_state(written) else states.find(written).code, on)
    except UnknownState:
        return written


def _cell(
    one: Figures | None, needed: int, language: str, standing: tuple[str, str, Any] | None
) -> Cell | None:
    if one is None:
        return None
    kind, sign, said = standing or ("", "", None)
    return Cell(
        bar=bar(one, needed, language),
        counts="–".join(map(str, one.counts)),
        permanent=one.against_permanent,
        standing=kind,
        sign=sign,
        said=said,
    )


def bar(one: Figures, needed: int, language: str) -> SafeString:
    """The ballots of one candidate as a bar in three parts, with a line at the number that is needed."""
    parts, start = SafeString(""), 0.0
    for series, value in zip(SERIES, one.counts, strict=True):
        width = 100 * value / one.total
        x = 100 - start - width if language == "ar" else start
        parts += format_html(
            '<rect class="series-{}" x="{}%" width="{}%" y="2" height="{}"></rect>',
            series, f"{x:.2f}", f"{width:.2f}", BAR,
        )  # fmt: skip
        start += width
    at = 100 * needed / one.total
    line = format_html(
        '<line class="pollbar__needed" x1="{0}%" x2="{0}%" y1="0" y2="{1}"></line>',
        f"{100 - at if language == 'ar' else at:.2f}", BAR + 4,
    )  # fmt: skip
    return format_html(
        '<svg class="pollbar" aria-hidden="true" focusable="false" width="100%" height="{}">{}{}</svg>',
        BAR + 4, parts, line,
    )  # fmt: skip
