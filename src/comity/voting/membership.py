"""Who the members are: the one place where voting asks about States and the two organs."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from functools import cache, lru_cache

from comity.bodies import council, states
from comity.rules.words import Name
from comity.voting.errors import mistake

ENLARGED = date(1966, 1, 1)
"""The Council has fifteen members since this day and had eleven before (A/RES/1991(XVIII))."""


def code_of(name_or_code: str) -> str:
    """The alpha-3 code of a State by any of its names."""
    try:
        return states.find(name_or_code).code
    except states.UnknownState:
        raise mistake("unknown_state", name=name_or_code) from None


def name_of(code: str) -> Name:
    return states.get(code).name


def council_size_on(day: date | None) -> int:
    return 11 if day is not None and day < ENLARGED else 15


def council_members_on(day: date) -> tuple[str, ...]:
    """The members of the Council on that day; refused where they are not all known."""
    members, _ = _council_since(council_since(day))
    if len(members) != council_size_on(day):
        raise mistake("council_unknown", day=day)
    return members


def council_permanent_on(day: date) -> tuple[str, ...]:
    return _council_since(council_since(day))[1]


def council_since(day: date) -> date:
    """Since which day the Council has had the members that it has on this one."""
    changes = _council_changes()
    return changes[max(0, bisect_right(changes, day) - 1)]


@cache
def _council_since(day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return council.members_on(day), council.permanent_on(day)


@cache
def _council_changes() -> tuple[date, ...]:
    """Each day on which a term began or the one before had ended, and the first of all days."""
    begun = {term.since for term in council.terms()}
    ended = {term.until + timedelta(days=1) for term in council.terms() if term.until is not None}
    return (date.min, *sorted(begun | ended))


@lru_cache(maxsize=1024)
def assembly_size_on(day: date | None) -> int:
    """How many Members the Organization has, or had on that day."""
    return len(states.all_states(day))
