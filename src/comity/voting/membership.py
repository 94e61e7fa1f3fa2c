"""Who the members are: the one place where voting asks about States and the Council's membership."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from comity.rules.words import Name
from comity.voting.errors import mistake

UNITED_NATIONS = 193
"""Members since 14 July 2011 (admission of South Sudan)."""
UNITED_NATIONS_SINCE = date(2011, 7, 14)


def code_of(name_or_code: str) -> str:
    """The alpha-3 (or historical) code of a State by any of its names."""
    try:
        return _codes()[name_or_code.strip().casefold()]
    except KeyError:
        raise mistake("unknown_state", name=name_or_code) from None


def name_of(code: str) -> Name:
    return _names()[code]


@cache
def council_on(year: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The members of the Council in that year and, among them, the permanent ones."""
    terms = [
        (row["code"], row["seat"])
        for row in _rows("council_terms.csv")
        if int(row["first"]) <= year <= int(row["last"])
    ]
    if not terms:
        raise mistake("council_unknown", year=year)
    members = tuple(sorted(code for code, _ in terms))
    return members, tuple(sorted(code for code, seat in terms if seat == "permanent"))


def council_members_on(day: date) -> tuple[str, ...]:
    return council_on(day.year)[0]


def council_permanent_on(day: date) -> tuple[str, ...]:
    return council_on(day.year)[1]


def assembly_size_on(day: date | None) -> int | None:
    """How many Members the Organization has; None when it is not known for that day."""
    return UNITED_NATIONS if day is None or day >= UNITED_NATIONS_SINCE else None


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in _rows("states.csv"):
        names = [row["code"], row["en"], *row["other_names"].split("|")]
        codes |= {name.casefold(): row["code"] for name in names if name}
    return codes


@cache
def _names() -> dict[str, Name]:
    return {
        row["code"]: Name(**{language: row[language] for language in ("en", "fr", "es", "ru", "zh", "ar")})
        for row in _rows("states.csv")
    }


def _rows(file: str) -> Iterator[dict[str, str]]:
    source = resources.files("comity.voting") / "data" / file
    yield from csv.DictReader(source.read_text(encoding="utf-8").splitlines())
