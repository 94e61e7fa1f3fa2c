"""The days of a selection: what happened on each as a reader may see it, and what had happened by its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from comity.bodies.body import Body
from comity.rules.acts import Happened, Sealed
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.pages.reader import Reader
from comity.web.pages.selection.place import stream_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day on which something happened; `version` counts all entries up to its end."""

    date: date
    entries: tuple[Happened | Sealed, ...]
    version: int

    @property
    def opened(self) -> tuple[Happened, ...]:
        return tuple(one for one in self.entries if isinstance(one, Happened))

    @property
    def sealed(self) -> int:
        return sum(isinstance(one, Sealed) for one in self.entries)


def days_of(name: str, one: Reader, seat: Body) -> tuple[Day, ...]:
    """Every day on which the record grew, by the calendar of the body's seat."""
    journal = house().clerk.folds.journal(stream_of(name), one.clearances)
    days, version = [], 0
    for day, group in groupby(journal, key=lambda entry: seat.local(entry.at).date()):
        entries = tuple(group)
        version += len(entries)
        days.append(Day(date=day, entries=entries, version=version))
    return tuple(days)


def state_on(name: str, one: Reader, days: Sequence[Day], on: date) -> Selection:
    """The selection at the end of that day: what had happened by then, and of it only what this reader may see."""
    version = max((day.version for day in days if day.date <= on), default=0)
    state: Selection = house().clerk.folds.as_of(stream_of(name), one.clearances, version)
    return state


def step(on: date, by: int, first: date, last: date) -> date | None:
    """So many days on or back; None beyond the first and the last."""
    there = on + timedelta(days=by)
    return there if first <= there <= last else None
