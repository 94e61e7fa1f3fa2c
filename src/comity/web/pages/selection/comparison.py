"""The rulebooks side by side: the settings in which they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from comity.rules.words import Text
from comity.selection.rulebook import RULEBOOKS, Rules, rules
from comity.web.pages.selection.settings import GROUPS, label, said


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What one rulebook says of a setting, and whether that is otherwise than here."""

    rulebook: Rules
    said: Any
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    setting: Text
    values: tuple[Compared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The rulebooks, that of this selection first, and the settings in which any of them differ."""

    here: str
    rulebooks: tuple[Rules, ...]
    rows: tuple[Row, ...]


@cache
def comparison(here: str = "") -> Comparison:
    """All rulebooks compared with that of a selection; with none where it is yet to be chosen."""
    each = tuple(rules(name) for name in sorted(RULEBOOKS, key=lambda name: name != here))
    return Comparison(here=here, rulebooks=each, rows=tuple(_rows(each, here)))


def _rows(each: tuple[Rules, ...], here: str) -> Iterator[Row]:
    for name in (name for names in GROUPS.values() for name in names):
        values = [one.settings[name].value for one in each]
        if all(value == values[0] for value in values):
            continue
        yield Row(
            setting=label(name),
            values=tuple(
                Compared(rulebook=one, said=said(one, name), differs=bool(here) and value != values[0])
                for one, value in zip(each, values, strict=True)
            ),
        )
