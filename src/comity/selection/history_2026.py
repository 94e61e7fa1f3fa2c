"""The selection of 2026 as acts, as far as it is publicly known.

Of its rounds the sources tell only the day of the first and who led it: it stands open on the record, without a figure.
Curricula vitae, vision statements and disclosures were handed in, as the joint letter asks; their texts are not in the
sources, and a paper that says so stands for each.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any, Final

from comity.bodies.body import Bodies, standard_bodies
from comity.bodies.states import find
from comity.record.attachment import Attachment
from comity.selection import acts as a
from comity.selection.history import candidates_2026
from comity.selection.past import (
    ASSEMBLY_PRESIDENT,
    NOT_ON_RECORD,
    SECRETARIAT,
    Note,
    Step,
    Telling,
    notes_of,
    read_lines,
    representative,
)

STREAM: Final = "selection:unsg-2026"
MINUTES: Final = 180
"""How long a candidate was heard."""

Paper = Callable[[str, str], Attachment]
"""The paper of that name, of that candidate, as the house keeps it."""


def notes_2026() -> tuple[Note, ...]:
    return notes_of(timeline_2026())


@cache
def timeline_2026() -> dict[str, Any]:
    return tomllib.loads("\n".join(read_lines("timeline_2026.toml")))


def steps_2026(paper: Paper, bodies: Bodies | None = None) -> Iterator[Step]:
    """Every act of 2026 that is known, in order."""
    told = Telling(STREAM, "history-2026", bodies if bodies is not None else standard_bodies())
    known = timeline_2026()
    told.on(known["opened"])
    opened = {"title": known["title"], "term_since": known["term_since"]}
    yield told.does(SECRETARIAT, a.OpenProcess, rulebook="unsg-2026", **opened)
    yield from told.rules_and_letter(known, "unsg-2026")
    for day in sorted(_days(known)):
        told.on(day)
        yield from _nominations(told, day, paper)
        yield from _dialogues(told, day)
        yield from _withdrawals(told, day)
        if day == known["first_poll"]:
            yield told.does(told.conductor(), a.OpenRound, method=a.PUBLISHED)


def _days(known: dict[str, Any]) -> set[date]:
    days = {known["first_poll"], *map(date.fromisoformat, known["dialogues"])}
    for row in candidates_2026():
        days |= {date.fromisoformat(row[name]) for name in ("nominated", "withdrawn") if row[name]}
    return days


def _nominations(told: Telling, day: date, paper: Paper) -> Iterator[Step]:
    known = timeline_2026()
    for row in candidates_2026():
        if row["nominated"] != day.isoformat():
            continue
        first, *others = (find(name).code for name in row["nominated_by"].split("|"))
        name = row["candidate"]
        yield told.does(
            representative(first),
            a.Nominate,
            of=first,
            full_name=name,
            letter=NOT_ON_RECORD,
            curriculum_vitae=(paper(known["curriculum_vitae"], name),),
            vision_statement=(paper(known["vision_statement"], name),),
            funding=NOT_ON_RECORD,
        )
        yield from told.letters()
        for code in others:
            joined = {"candidate": told.number(name), "of": code}
            yield told.does(representative(code), a.JoinNomination, **joined)


def _dialogues(told: Telling, day: date) -> Iterator[Step]:
    for _ in range(timeline_2026()["dialogues"].get(day.isoformat(), 0)):
        waiting = [c for c in told.process.state.listed if "dialogue" not in c.heard]
        yield from told.held("dialogue", waiting[0].candidate, ASSEMBLY_PRESIDENT, MINUTES)


def _withdrawals(told: Telling, day: date) -> Iterator[Step]:
    for row in candidates_2026():
        if row["withdrawn"] == day.isoformat():
            number = told.number(row["candidate"])
            yield told.does(SECRETARIAT, a.WithdrawCandidacy, candidate=number, notice=NOT_ON_RECORD)
            yield from told.letters()
