"""The past told as acts: who acted then, one act after the other, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from typing import Any, Final

from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.bodies.body import Bodies
from comity.bodies.states import get
from comity.rules.acts import Act
from comity.rules.words import Text, text
from comity.selection import acts as a
from comity.selection.people import conductor
from comity.selection.process import Process
from comity.selection.state import begin

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


def notes_of(timeline: dict[str, Any]) -> tuple[Note, ...]:
    return tuple(
        Note(day=one["day"], says=text(f"selection.timeline.{one['key']}")) for one in timeline["notes"]
    )


def representative(code: str) -> Actor:
    """Whoever spoke for a State; sources name States, and seldom the person."""
    held = Accreditation(capacity=Capacity.REPRESENTATIVE, of=code)
    return Actor(
        person=f"history-{code.lower()}",
        name=f"Permanent Representative of {get(code).name.en}",
        accreditations=(held,),
    )


class Telling:
    """Tells the acts of a selection in their order and follows what becomes of them."""

    def __init__(self, stream: str, key: str, bodies: Bodies) -> None:
        self.stream = stream
        self.key = key
        """Begins the id of every act."""
        self.process = Process(state=begin(stream, bodies))
        self.day = date.min
        self.minute = 0

    def on(self, day: date) -> None:
        if day != self.day:
            self.day, self.minute = day, 0

    def now(self) -> datetime:
        return datetime.combine(self.day, MORNING, UTC) + timedelta(minutes=self.minute)

    def does(self, by: Actor, kind: type[Act], /, **given: Any) -> Step:
        number = len(self.process.happened)
        act = kind(id=f"{self.key}-{number:06d}", stream=self.stream, **given)
        step = Step(at=self.now(), by=by, act=act)
        self.process = self.process.hear(act, by=by, at=step.at)
        self.minute += 1
        return step

    def president(self) -> Actor:
        """The member that presides over the Council on the day."""
        return representative(self.process.state.council.president_on(self.day))

    def conductor(self) -> Actor:
        """The member that conducts a round opened now."""
        return representative(conductor(self.process.state, self.now()))

    def letters(self, symbol: str = "") -> Iterator[Step]:
        """Sign and circulate every letter that waits; the symbol is that of the letter signed by both Presidents."""
        for letter in list(self.process.state.letters.values()):
            if letter.circulated is None:
                if "unsc" in letter.signatories:
                    yield self.does(self.president(), a.SignLetter, letter=letter.letter)
                if "unga" in letter.signatories:
                    yield self.does(ASSEMBLY_PRESIDENT, a.SignLetter, letter=letter.letter)
                named = symbol if letter.kind in ("opening", "nomination") else ""
                yield self.does(SECRETARIAT, a.CirculateLetter, letter=letter.letter, symbol=named)

    def rules_and_letter(self, known: dict[str, Any], rulebook: str) -> Iterator[Step]:
        """Rules put, adopted by consensus, and the joint letter that opens the process."""
        self.on(known["rules_put"])
        until = datetime.combine(known["rules_adopted"], MORNING, UTC)
        put = {"rulebook": rulebook, "principles": known["principles"], "until": until}
        yield self.does(self.president(), a.PutRules, **put)
        self.on(known["rules_adopted"])
        yield self.does(self.president(), a.AdoptRules)
        self.on(known["joint_letter"])
        yield from self.letters(known["joint_letter_symbol"])

    def held(self, kind: str, candidate: int, chair: Actor, minutes: int) -> Iterator[Step]:
        """A hearing from its setting to its end."""
        yield self.does(chair, a.ScheduleHearing, kind=kind, candidate=candidate, at=self.now())
        number = len(self.process.state.hearings)
        yield self.does(chair, a.OpenHearing, hearing=number)
        self.minute += minutes
        yield self.does(chair, a.CloseHearing, hearing=number)

    def number(self, name: str) -> int:
        """The number under which the process knows a candidate."""
        return next(c.candidate for c in self.process.state.candidates.values() if c.full_name == name)
