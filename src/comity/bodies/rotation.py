"""A presidency that passes from member to member in the order of their places."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from threading import Lock
from typing import Final

Place = tuple[object, ...]
Placed = tuple[Place, str]
"""A member with its place in the order."""

LONGEST: Final = 100
"""Years for which a rotation without an end is reckoned."""


def monthly(
    placed: Callable[[date], Iterable[Placed]], since: date, until: date | None = None, first: str = ""
) -> Callable[[date], str]:
    """Who presides on a day when each member in turn presides for a calendar month."""
    end = until or date(min(since.year + LONGEST, date.max.year), 12, 31)
    held: list[Placed] = []
    lock = Lock()

    def extend(months: int) -> None:
        while len(held) <= months:
            year, month = divmod(since.month - 1 + len(held), 12)
            seated = sorted(placed(max(since, date(since.year + year, month + 1, 1))))
            if held:
                held.append(_after(held[-1], seated))
            else:
                held.append(
                    next((one for one in seated if one[1] == first), seated[0] if seated else ((), ""))
                )

    def presiding(on: date) -> str:
        if not since <= on <= end:
            return ""
        months = (on.year - since.year) * 12 + on.month - since.month
        if months >= len(held):
            with lock:
                extend(months)
        return held[months][1]

    return presiding


def last_day_of_month(on: date) -> date:
    return date(on.year, on.month, monthrange(on.year, on.month)[1])


def beginning_with(code: str, members: Sequence[str]) -> tuple[str, ...]:
    """The members in their order, but beginning with this one."""
    if code not in members:
        return tuple(members)
    first = members.index(code)
    return (*members[first:], *members[:first])


def _after(last: Placed, seated: list[Placed]) -> Placed:
    """The next in order; after the last the first; with nobody seated the turn waits."""
    if not seated:
        return last[0], ""
    return next((one for one in seated if one[0] > last[0]), seated[0])
