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
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Any, Final

from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.bodies.body import Bodies, standard_bodies
from comity.bodies.states import find
from comity.rules.acts import Act
from comity.rules.words import Text, text
from comity.selection import acts as a
from comity.selection.figures import Figures
from comity.selection.polls import Polls, read_polls
from comity.selection.process import Process
from comity.selection.state import begin

STREAM: Final = "selection:unsg-2016"
SECRETARIAT: Final = Actor(
    person="history-secretariat",
    name="Secretariat",
    accreditations=(Accreditation(capacity=Capacity.SECRETARIAT),),
)
ASSEMBLY_PRESIDENT: Final = Actor(
    person="history-assembly-president",
    name="President of the General Assembly",
    accreditations=(Accreditation(capacity=Capacity.PRESIDENT, body="unga"),),
)
MORNING: Final = time(15, 0)
"""UTC: ten or eleven in the morning in New York."""
NOT_ON_RECORD: Final = "—"
"""Stands where a text existed and is not part of the source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act of the past: what was done, by whom, when."""

    at: datetime
    by: Actor
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A day of the timeline to which no act of the process corresponds."""

    day: date
    says: Text


def read_lines(name: str) -> list[str]:
    file = resources.files("comity.selection") / "history" / name
    return file.read_text(encoding="utf-8").splitlines()


@cache
def timeline() -> dict[str, Any]:
    return tomllib.loads("\n".join(read_lines("timeline_2016.toml")))


def notes() -> tuple[Note, ...]:
    return tuple(
        Note(day=one["day"], says=text(f"selection.timeline.{one['key']}")) for one in timeline()["notes"]
    )


def nominees() -> list[dict[str, str]]:
    """The candidates of 2016 in the order of their nomination."""
    return sorted(csv.DictReader(read_lines("nominees_2016.csv")), key=lambda row: row["nominated"])


def candidates_2026() -> list[dict[str, str]]:
    """The candidates of 2026 with the last figures that became known."""
    return list(csv.DictReader(read_lines("candidates_2026.csv")))


def polls(year: int) -> Polls:
    """The polls of 2006 or 2016 as they became known."""
    return read_polls(read_lines(f"polls_{year}.csv"))


def representative(code: str) -> Actor:
    held = Accreditation(capacity=Capacity.REPRESENTATIVE, of=code)
    return Actor(
        person=f"history-{code.lower()}", name=f"Permanent Representative ({code})", accreditations=(held,)
    )


class _Teller:
    """Tells the acts in order and follows what becomes of them."""

    def __init__(self, bodies: Bodies) -> None:
        self.process = Process(state=begin(STREAM, bodies))
        self.day = date.min
        self.minute = 0

    def on(self, day: date) -> None:
        if day != self.day:
            self.day, self.minute = day, 0

    def now(self) -> datetime:
        return datetime.combine(self.day, MORNING, UTC) + timedelta(minutes=self.minute)

    def does(self, by: Actor, kind: type[Act], /, **given: Any) -> Step:
        number = len(self.process.happened)
        act = kind(id=f"history-2016-{number:06d}", stream=STREAM, **given)
        step = Step(at=self.now(), by=by, act=act)
        self.process = self.process.hear(act, by=by, at=step.at)
        self.minute += 1
        return step

    def president(self) -> Actor:
        """The member that presides over the Council on the day."""
        return representative(self.process.state.council.president_on(self.day))

    def letters(self, symbol: str = "") -> Iterator[Step]:
        """Sign and circulate every letter that waits."""
        for letter in list(self.process.state.letters.values()):
            if letter.circulated is None:
                if "unsc" in letter.signatories:
                    yield self.does(self.president(), a.SignLetter, letter=letter.letter)
                if "unga" in letter.signatories:
                    yield self.does(ASSEMBLY_PRESIDENT, a.SignLetter, letter=letter.letter)
                named = symbol if letter.kind in ("opening", "recommendation") else ""
                yield self.does(SECRETARIAT, a.CirculateLetter, letter=letter.letter, symbol=named)


def steps_2016(bodies: Bodies | None = None) -> Iterator[Step]:
    """Every act of 2016 in its order; heard one after the other they make its record."""
    teller = _Teller(bodies if bodies is not None else standard_bodies())
    known = timeline()
    teller.on(known["opened"])
    yield teller.does(
        SECRETARIAT,
        a.OpenProcess,
        rulebook="unsg-2016",
        title=known["title"],
        term_since=known["term_since"],
    )
    yield from _rules(teller, known)
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


def _rules(teller: _Teller, known: dict[str, Any]) -> Iterator[Step]:
    teller.on(known["rules_put"])
    until = datetime.combine(known["rules_adopted"], MORNING, UTC)
    put = {"rulebook": "unsg-2016", "principles": NOT_ON_RECORD, "until": until}
    yield teller.does(teller.president(), a.PutRules, **put)
    teller.on(known["rules_adopted"])
    yield teller.does(teller.president(), a.AdoptRules)
    teller.on(known["joint_letter"])
    yield from teller.letters(known["joint_letter_symbol"])


def _nominations(teller: _Teller, day: date) -> Iterator[Step]:
    for row in nominees():
        if row["nominated"] == day.isoformat():
            yield teller.does(
                representative(row["code"]),
                a.Nominate,
                of=row["code"],
                full_name=row["candidate"],
                letter=NOT_ON_RECORD,
            )
            yield from teller.letters()


def _hearings(teller: _Teller, day: date, known: dict[str, Any]) -> Iterator[Step]:
    for row in nominees():
        if row["dialogue"] == day.isoformat():
            yield from _held(teller, "dialogue", _number(teller, row["candidate"]), ASSEMBLY_PRESIDENT)
    for _ in range(known["informal_meetings"].get(day.isoformat(), 0)):
        waiting = [c for c in teller.process.state.candidates.values() if "meeting" not in c.heard]
        yield from _held(teller, "meeting", waiting[0].candidate, teller.president())


def _held(teller: _Teller, kind: str, candidate: int, chair: Actor) -> Iterator[Step]:
    yield teller.does(chair, a.ScheduleHearing, kind=kind, candidate=candidate, at=teller.now())
    number = len(teller.process.state.hearings)
    yield teller.does(chair, a.OpenHearing, hearing=number)
    teller.minute += 120
    yield teller.does(chair, a.CloseHearing, hearing=number)


def _withdrawals(teller: _Teller, day: date) -> Iterator[Step]:
    for row in nominees():
        if row["withdrawn"] == day.isoformat():
            number = _number(teller, row["candidate"])
            yield teller.does(
                representative(row["code"]), a.WithdrawCandidacy, candidate=number, notice=NOT_ON_RECORD
            )
            yield from teller.letters()


def _polls(teller: _Teller, day: date, known: dict[str, Any]) -> Iterator[Step]:
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


def _figures(teller: _Teller, rows: Sequence[dict[str, str]]) -> tuple[Figures, ...]:
    def maybe(written: str) -> int | None:
        return int(written) if written else None

    return tuple(
        Figures(
            candidate=_number(teller, row["candidate"]),
            in_favour=int(row["encourage"]),
            against=int(row["discourage"]),
            neutral=int(row["no_opinion"]),
            in_favour_permanent=maybe(row["p5_encourage"]),
            against_permanent=maybe(row["p5_discourage"]),
            neutral_permanent=maybe(row["p5_no_opinion"]),
        )
        for row in rows
    )


def _end(teller: _Teller, day: date, known: dict[str, Any]) -> Iterator[Step]:
    if day == known["recommended"]:
        number = _number(teller, "António Guterres")
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


def _number(teller: _Teller, name: str) -> int:
    """The number under which the process knows a candidate."""
    return next(one.candidate for one in teller.process.state.candidates.values() if one.full_name == name)
