"""The sheet on which a teller enters the figures of a round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict

from comity.clerk.shapes import ACT_ID
from comity.rules.acts import Act, Possible
from comity.rules.words import text
from comity.selection import acts as a
from comity.selection.figures import Figures
from comity.selection.state import Round, Selection
from comity.web.house import house
from comity.web.pages.reader import Reader
from comity.web.pages.selection import offers
from comity.web.pages.selection.place import stream_of
from comity.web.pages.selection.rounds_drawing import options

PLAIN: Final = ("in_favour", "neutral", "against")
PERMANENT: Final = ("in_favour_permanent", "neutral_permanent", "against_permanent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One candidate of the sheet: what stands in its boxes, whether it is entered, what is wrong."""

    candidate: int
    name: str
    written: tuple[tuple[str, Any, str], ...]
    """Field, what it is called, what stands in it."""
    entered: bool
    error: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All candidates of a round in one form."""

    possible: Possible
    of: str
    name: Any
    token: str
    heads: tuple[Any, ...]
    rows: tuple[Row, ...]
    error: Any = None

    @property
    def faulty(self) -> bool:
        return self.error is not None or any(row.error for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(1 for row in self.rows if not row.entered)


def sheets(name: str, one: Reader, state: Selection, this: Round) -> tuple[Sheet, ...]:
    """One for each delegation that counts and for which the reader acts."""
    found = []
    for possible in offers.offered(name, one, (a.EnterCount,), str(this.round)):
        if not possible.in_order:
            continue
        counting = dict(possible.options).get("of", (("", None),))
        for of, said in counting:
            found.append(
                Sheet(
                    possible=possible,
                    of=of,
                    name=said,
                    token=offers.token(),
                    heads=_heads(state, this),
                    rows=tuple(_row(state, this, of, number) for number in this.candidates),
                )
            )
    return tuple(found)


def _fields(this: Round) -> tuple[str, ...]:
    """Coloured ballots are counted by class as well."""
    return (*PLAIN, *PERMANENT) if this.coloured else PLAIN


def _heads(state: Selection, this: Round) -> tuple[Any, ...]:
    labels = options(state.rules)
    of_permanent = tuple(text("web.selection_rounds.permanent_of", option=label) for label in labels)
    return (*labels, *of_permanent) if this.coloured else labels


def _row(
    state: Selection,
    this: Round,
    of: str,
    number: int,
    written: Mapping[str, str] | None = None,
    error: Any = None,
) -> Row:
    known = this.counts.get(of, {}).get(number)
    stands = written or {name: _shown(known, name) for name in _fields(this)}
    labelled = zip(_fields(this), _heads(state, this), strict=True)
    return Row(
        candidate=number,
        name=state.candidates[number].full_name,
        written=tuple((field, label, stands.get(field, "")) for field, label in labelled),
        entered=known is not None,
        error=error,
    )


def _shown(known: Figures | None, field: str) -> str:
    value = getattr(known, field) if known is not None else None
    return "" if value is None else str(value)


def entered(sheet: Sheet, post: QueryDict, name: str, one: Reader, state: Selection, this: Round) -> Sheet:
    """Hear what was filled in; the sheet that comes back says which rows could not be taken and why."""
    id = post.get("id", "")
    if not re.fullmatch(ACT_ID, id) or len(id) > 48:
        raise SuspiciousOperation("an act needs an id of its own")
    written = {
        number: {field: post.get(f"{number}-{field}", "").strip() for field in _fields(this)}
        for number in this.candidates
    }
    taken: dict[int, Figures] = {}
    errors: dict[int, Any] = {}
    for number, boxes in written.items():
        if not any(boxes.values()):
            continue
        figures, error = _figures(number, boxes, this)
        if figures is not None:
            taken[number] = figures
        else:
            errors[number] = error
    for number, figures in taken.items():
        if this.counts.get(sheet.of, {}).get(number) == figures:
            continue
        given = {"round": this.round, "of": sheet.of, "candidate": number}
        values = {field: getattr(figures, field) for field in _fields(this)}
        if said := _hear(a.EnterCount, f"{id}-{number}", name, one, **given, **values):
            errors[number] = said
    rows = tuple(
        _row(state, this, sheet.of, row.candidate, written[row.candidate], errors.get(row.candidate))
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


def _figures(number: int, boxes: Mapping[str, str], this: Round) -> tuple[Figures | None, Any]:
    """The figures of one candidate, or what is wrong with them."""
    for field, value in boxes.items():
        if not (value.isascii() and value.isdigit() and len(value) < 4) and (value or field in PLAIN):
            return None, text("web.selection_rounds.not_a_count")
    values = {field: int(value) for field, value in boxes.items() if value}
    figures = Figures(candidate=number, **values)
    if figures.total != this.voters:
        return None, text("web.selection_rounds.adds_up_to", n=figures.total, voters=this.voters)
    if not figures.add_up(this.voters, this.permanent, this.coloured):
        return None, text("web.selection_rounds.classes_do_not", permanent=this.permanent)
    return figures, None


def _hear(kind: type[Act], id: str, name: str, one: Reader, **given: Any) -> Any:
    """What the clerk objects to; None where it is on the record."""
    ruling = house().clerk.hear(kind(id=id, stream=stream_of(name), **given), one.actor, one.now)
    return None if ruling.objection is None else ruling.objection.reason
