"""A selection spoken to in short: its people, and the steps that bring it as far as a test needs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from comity.bodies.actor import ANYONE, Accreditation, Actor, Capacity
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.record.attachment import Attachment
from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.selection import acts as a
from comity.selection.figures import Figures
from comity.selection.state import Selection
from tests.people import LATVIA, SECRETARIAT, new_id, representative

PGA = Actor(
    person="pga",
    name="President of the Assembly",
    accreditations=(Accreditation(capacity=Capacity.PRESIDENT, body="unga"),),
)
FILE = (Attachment(sha256="0" * 64, name="a.pdf", media_type="application/pdf", size=1),)
COUNCIL = (
    "BHR",
    "CHN",
    "COL",
    "COD",
    "DNK",
    "FRA",
    "GRC",
    "LVA",
    "LBR",
    "PAK",
    "PAN",
    "RUS",
    "SOM",
    "GBR",
    "USA",
)
STATES = ("ARG", "BRA", "CRI", "DEU", "EGY", "FIN", "GHA", "HUN")
"""States outside the Council that present candidates 1, 2, 3, ..."""
START = datetime(2026, 11, 2, 15, tzinfo=UTC)
"""Latvia presides over the Council all month."""
__all__ = ["ANYONE", "LATVIA", "PGA", "SECRETARIAT", "Desk", "representative"]


class Desk:
    """One selection before the clerk."""

    def __init__(self, rulebook: str = "unsg-2016", at: datetime = START, term_from: int = 2027) -> None:
        self.bodies = standard_bodies()
        self.stream = "selection:test"
        self.clerk = Clerk(MemoryStore(), PROCEDURES, self.bodies)
        self.rulebook, self.now, self.term_from = rulebook, at, term_from

    @property
    def state(self) -> Selection:
        state: Selection = self.clerk.folds.whole(self.stream).state
        return state

    def hear(self, by: Actor, act_kind: type[Act], /, **given: Any) -> Ruling:
        self.now += timedelta(minutes=1)
        return self.clerk.hear(act_kind(id=new_id(), stream=self.stream, **given), by, self.now)

    def does(self, by: Actor, act_kind: type[Act], /, **given: Any) -> None:
        ruling = self.hear(by, act_kind, **given)
        assert ruling.accepted, ruling.say()

    def seen(self, by: Actor) -> Selection:
        state: Selection = self.clerk.seen(self.stream, clearances(by, self.bodies, self.now)).state
        return state

    def open(self) -> Desk:
        term_since = date(self.term_from, 1, 1)
        self.does(SECRETARIAT, a.OpenProcess, rulebook=self.rulebook, title="Test", term_since=term_since)
        return self

    def adopt(self, rulebook: str = "") -> None:
        until = self.now + timedelta(hours=1)
        self.does(LATVIA, a.PutRules, rulebook=rulebook or self.rulebook, principles="P", until=until)
        self.now += timedelta(hours=2)
        self.does(LATVIA, a.AdoptRules)

    def letters(self) -> None:
        for letter in list(self.state.letters.values()):
            if letter.circulated is None:
                for organ, chair in (("unsc", LATVIA), ("unga", PGA)):
                    if organ in letter.signatories and organ not in letter.signed:
                        self.does(chair, a.SignLetter, letter=letter.letter)
                self.does(SECRETARIAT, a.CirculateLetter, letter=letter.letter)

    def announced(self) -> Desk:
        self.open()
        self.adopt()
        self.letters()
        return self

    def nominate(self, of: str, **more: Any) -> Ruling:
        given: dict[str, Any] = {"of": of, "full_name": f"Candidate of {of}", "letter": "We present."}
        documents = {"curriculum_vitae": FILE, "vision_statement": FILE, "funding": "None."}
        return self.hear(representative(of), a.Nominate, **(given | documents | more))

    def with_candidates(self, *states: str) -> Desk:
        self.announced()
        for state in states:
            assert self.nominate(state).accepted
        self.letters()
        for candidate in self.state.listed:
            for kind, chair in (("dialogue", PGA), ("meeting", LATVIA)):
                if kind == "dialogue" and not self.state.rules.dialogue_parts:
                    continue
                self.hold(kind, candidate.candidate, chair)
        return self

    def hold(self, kind: str, candidate: int, chair: Actor) -> None:
        self.does(chair, a.ScheduleHearing, kind=kind, candidate=candidate, at=self.now)
        hearing = len(self.state.hearings)
        self.does(chair, a.OpenHearing, hearing=hearing)
        self.does(chair, a.CloseHearing, hearing=hearing)

    def poll(self, *counts: tuple[int, int, int], chair: Actor = LATVIA, warned: bool = True) -> int:
        """A whole round on paper, to the disclosure of its result."""
        number = self.counted(*counts, chair=chair)
        self.does(chair, a.Disclose, round=number, warned=warned)
        return number

    def counted(self, *counts: tuple[int, int, int], chair: Actor = LATVIA) -> int:
        self.does(chair, a.OpenRound, method="paper")
        one = self.state.round
        assert one is not None and len(one.candidates) == len(counts)
        self.does(chair, a.AppointTellers, round=one.round, first="FRA", second="PAN")
        for teller in ("FRA", "PAN"):
            for candidate, count in zip(one.candidates, counts, strict=True):
                self.count(teller, one.round, candidate, count)
        self.does(chair, a.CloseRound, round=one.round)
        return one.round

    def count(self, teller: str, number: int, candidate: int, count: tuple[int, int, int]) -> None:
        in_favour, against, neutral = count
        self.does(
            representative(teller),
            a.EnterCount,
            round=number,
            candidate=candidate,
            of=teller,
            in_favour=in_favour,
            against=against,
            neutral=neutral,
        )

    def again(self) -> None:
        if self.state.rules.shortlists and self.state.round and not self.state.round.shortlisted:
            self.does(LATVIA, a.ApplyShortlist, round=self.state.round.round)
        self.does(LATVIA, a.DecideNext, decision="vote_again")


def figures(candidate: int, in_favour: int, against: int, neutral: int, **permanent: int) -> Figures:
    return Figures(candidate=candidate, in_favour=in_favour, against=against, neutral=neutral, **permanent)


def refused(ruling: Ruling, *place: str) -> bool:
    """Whether it was refused under that rule: "48", or "A/RES/69/321", "35"."""
    if ruling.objection is None:
        return False
    cited = ruling.objection.citation
    return set(place) <= {cited.instrument, cited.rule, cited.paragraph}
