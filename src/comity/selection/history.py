"""The selection of 2016 as acts, day by day, and the tables of 2006 and 2026.

The source gives days, figures and documents; it does not say who counted, what the letters said or who was met on
which day. Figures are therefore taken over as published, texts are left out, and the informal meetings of the Council
stand in the order of nomination. The rules were settled in stages; here they are adopted the day before the joint
letter.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any, Final

from comity.bodies.body import Bodies, standard_bodies
from comity.bodies.states import find
from comity.selection import acts as a
from comity.selection.figures import Figures
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
from comity.selection.polls import Polls, read_polls

STREAM: Final = "selection:unsg-2016"
MINUTES: Final = 120
"""How long a candidate was heard."""


@cache
def timeline() -> dict[str, Any]:
    return tomllib.loads("\n".join(read_lines("timeline_2016.toml")))


def notes() -> tuple[Note, ...]:
    return notes_of(timeline())


def nominees() -> list[dict[str, str]]:
    """The candidates of 2016 in the order of their nomination."""
    return sorted(csv.DictReader(read_lines("nominees_2016.csv")), key=lambda row: row["nominated"])


def candidates_2026() -> list[dict[str, str]]:
    """The candidates of 2026 with the last figures that became known."""
    return list(csv.DictReader(read_lines("candidates_2026.csv")))


def polls(year: int) -> Polls:
    """The polls of 2006 or 2016 as they became known."""
    return read_polls(read_lines(f"polls_{year}.csv"))


def steps_2016(bodies: Bodies | None = None) -> Iterator[Step]:
    """Every act of 2016 in its order; heard one after the other they make its record."""
    teller = Telling(STREAM, "history-2016", bodies if bodies is not None else standard_bodies())
    known = timeline()
    teller.on(known["opened"])
    yield teller.does(
        SECRETARIAT,
        a.OpenProcess,
        rulebook="unsg-2016",
        title=known["title"],
        term_since=known["term_since"],
    )
    yield from teller.rules_and_letter(known, "unsg-2016")
    for day in sorted(_days(known)):
        teller.on(day)
        yield from _nominations(teller, day)
        yield from _hearings(teller, day, known)
        yield from _withdrawals(teller, day)
        yield from _polls(teller, day, known)
        yield from _end(teller, day, known)


def _days(known: dict[str, Any]) -> set[date]:
    days = {known["recommended"], known["appointed"], known["oath"]}
    days |= {date.fromisoformat(day) for day in known["informal_meetings"]}
    days |= {date.fromisoformat(poll.date) for poll in polls(2016).rounds}
    for row in nominees():
        days |= {
            date.fromisoformat(row[name]) for name in ("nominated", "dialogue", "withdrawn") if row[name]
        }
    return days


def _nominations(teller: Telling, day: date) -> Iterator[Step]:
    for row in nominees():
        if row["nominated"] == day.isoformat():
            yield teller.does(
                representative(row["code"]),
                a.Nominate,
                of=row["code"],
                full_name=row["candidate"],
                letter=NOT_ON_RECORD,
            )
            yield from teller.letters(row["symbol"])


def _hearings(teller: Telling, day: date, known: dict[str, Any]) -> Iterator[Step]:
    for row in nominees():
        if row["dialogue"] == day.isoformat():
            yield from teller.held("dialogue", teller.number(row["candidate"]), ASSEMBLY_PRESIDENT, MINUTES)
    for _ in range(known["informal_meetings"].get(day.isoformat(), 0)):
        waiting = [c for c in teller.process.state.candidates.values() if "meeting" not in c.heard]
        yield from teller.held("meeting", waiting[0].candidate, teller.president(), MINUTES)


def _withdrawals(teller: Telling, day: date) -> Iterator[Step]:
    for row in nominees():
        if row["withdrawn"] == day.isoformat():
            number = teller.number(row["candidate"])
            yield teller.does(
                representative(row["code"]), a.WithdrawCandidacy, candidate=number, notice=NOT_ON_RECORD
            )
            yield from teller.letters()


def _polls(teller: Telling, day: date, known: dict[str, Any]) -> Iterator[Step]:
    rows = [row for row in csv.DictReader(read_lines("polls_2016.csv")) if row["date"] == day.isoformat()]
    if not rows:
        return
    chair = representative(find(rows[0]["conducted_by"]).code)
    coloured = rows[0]["ballot"] == "colour-coded"
    if coloured:
        yield teller.does(chair, a.DecideColours)
    yield teller.does(chair, a.OpenRound, method=a.PUBLISHED, coloured=coloured)
    number = len(teller.process.state.rounds)
    yield teller.does(
        SECRETARIAT,
        a.HandInResult,
        round=number,
        archive=sha256("\n".join(read_lines("polls_2016.csv")).encode()).hexdigest(),
        figures=_figures(teller, rows),
    )
    yield teller.does(chair, a.CloseRound, round=number)
    yield teller.does(chair, a.Disclose, round=number, warned=True)
    yield from teller.letters()
    last = date.fromisoformat(rows[0]["date"]) == known["colours_decided"]
    yield teller.does(chair, a.DecideNext, decision=a.PROCEED if last else a.VOTE_AGAIN)


def _figures(teller: Telling, rows: Sequence[dict[str, str]]) -> tuple[Figures, ...]:
    def maybe(written: str) -> int | None:
        return int(written) if written else None

    return tuple(
        Figures(
            candidate=teller.number(row["candidate"]),
            in_favour=int(row["encourage"]),
            against=int(row["discourage"]),
            neutral=int(row["no_opinion"]),
            in_favour_permanent=maybe(row["p5_encourage"]),
            against_permanent=maybe(row["p5_discourage"]),
            neutral_permanent=maybe(row["p5_no_opinion"]),
        )
        for row in rows
    )


def _end(teller: Telling, day: date, known: dict[str, Any]) -> Iterator[Step]:
    if day == known["recommended"]:
        number = teller.number("António Guterres")
        resolution = known["resolution"]
        yield teller.does(
            teller.president(), a.Recommend, candidate=number, method=a.ACCLAMATION, resolution=resolution
        )
        meeting = next(iter(teller.process.state.meetings))
        yield teller.does(SECRETARIAT, a.IssueCommunique, meeting=meeting, communique=NOT_ON_RECORD)
        yield from teller.letters()
    elif day == known["appointed"]:
        yield teller.does(
            ASSEMBLY_PRESIDENT,
            a.Appoint,
            method=a.ACCLAMATION,
            resolution=known["appointment_resolution"],
            term_since=known["term_since"],
            term_until=known["term_until"],
        )
    elif day == known["oath"]:
        yield teller.does(ASSEMBLY_PRESIDENT, a.TakeOath)
