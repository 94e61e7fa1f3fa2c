"""The Security Council's members and presidency, from its first meeting on (Charter Art. 23; rules 18-20)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final

from comity.bodies import states
from comity.bodies.order import alphabetical, sorting_key
from comity.bodies.rotation import beginning_with, last_day_of_month, monthly

FIRST_FULL_YEAR: Final = 1947
"""In 1946 the presidency changed in the middle of the month; by calendar month it is known from 1947 on."""
LAST_FULL_YEAR: Final = 2027
"""The last year for which the elected members are known; one seat of it is uncertain."""
OBSERVING_SINCE: Final = 2016
"""Since this year the newly elected members observe from 1 October before their term (MEMORY, medium)."""
FIRST_OBSERVING_MONTH: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One seat of one member between two days, both included; a permanent seat has no end."""

    of: str
    since: date
    until: date | None
    permanent: bool = False
    uncertain: bool = False
    """The sources differ on who was elected; not counted among the members until it is settled."""

    def held(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def terms() -> tuple[Term, ...]:
    """Every term, the earliest first."""
    return tuple(
        Term(
            of=row["code"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
            permanent=row["seat"] == "permanent",
            uncertain=row["standing"] == "uncertain",
        )
        for row in states.read_table("council_terms.csv")
    )


@lru_cache(maxsize=1024)
def members_on(on: date) -> tuple[str, ...]:
    """The members on a day in the English alphabetical order of their names then: the order of the table."""
    return _seated((term.of for term in terms() if term.held(on) and not term.uncertain), on)


def permanent_on(on: date) -> tuple[str, ...]:
    return _seated((term.of for term in terms() if term.held(on) and term.permanent), on)


def elected_on(on: date) -> tuple[str, ...]:
    permanent = permanent_on(on)
    return tuple(code for code in members_on(on) if code not in permanent)


def uncertain_on(on: date) -> tuple[str, ...]:
    """Those of whom one holds a seat, while the sources differ on which."""
    return _seated((term.of for term in terms() if term.held(on) and term.uncertain), on)


def observing_on(on: date) -> tuple[str, ...]:
    """The newly elected members that observe on a day, before their term begins."""
    if on.year < OBSERVING_SINCE or on.year > LAST_FULL_YEAR or on.month < FIRST_OBSERVING_MONTH:
        return ()
    coming = date(on.year + 1, 1, 1)
    sitting = members_on(on)
    return tuple(code for code in members_on(coming) if code not in sitting)


def presidency(year: int, month: int) -> str:
    """Who presides in a month: each member in turn in English alphabetical order (rule 18); "" if unknown."""
    return president_on(date(year, month, 1))


def president_on(on: date) -> str:
    return _rotation()(on)


def presiding_order(on: date) -> tuple[str, ...]:
    """The members in English alphabetical order, beginning with the President."""
    return beginning_with(president_on(on), members_on(on))


def presiding_for(on: date, question_of: Collection[str] = ()) -> str:
    """Who presides over a question: the first in order not directly connected with it (rule 20)."""
    return next((code for code in presiding_order(on) if code not in question_of), "")


@cache
def _rotation() -> Callable[[date], str]:
    return monthly(_placed, date(FIRST_FULL_YEAR, 1, 1), date(LAST_FULL_YEAR, 12, 31))


def _placed(on: date) -> tuple[tuple[tuple[object, ...], str], ...]:
    """The members at the start of a month; one renamed in its course stands by the new name (August 1984)."""
    last = last_day_of_month(on)
    return tuple((sorting_key(states.get(code).name_on(last).en), code) for code in members_on(on))


def _seated(codes: Iterable[str], on: date) -> tuple[str, ...]:
    return alphabetical(codes, lambda code: states.get(code).name_on(on).en)
