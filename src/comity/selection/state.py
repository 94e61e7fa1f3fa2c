"""A selection as its reader knows it; `folding.py` makes it of what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from comity.bodies.body import Bodies, Body
from comity.bodies.symbols import Register
from comity.record.attachment import Attachment
from comity.rules.acts import Sealed
from comity.selection import events as e
from comity.selection.figures import Extremes, Figures
from comity.selection.rulebook import Rules, rules


class Standing(StrEnum):
    """How a candidacy stands."""

    NOMINATED = "nominated"
    LISTED = "listed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ELIMINATED = "eliminated"
    RECOMMENDED = "recommended"
    APPOINTED = "appointed"


RUNNING = frozenset({Standing.NOMINATED, Standing.LISTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    candidate: int
    full_name: str
    nominators: tuple[str, ...]
    person: str = ""
    letter: str = ""
    curriculum_vitae: tuple[Attachment, ...] = ()
    vision_statement: tuple[Attachment, ...] = ()
    funding: str = ""
    nominated: datetime
    listed: datetime | None = None
    standing: Standing
    ended: datetime | None = None
    ended_by: str = ""
    """The State that withdrew; empty when the candidate did, or dropped out."""
    notice: str = ""
    left: tuple[str, ...] = ()
    """States that nominated and do no more."""
    heard: frozenset[str] = frozenset()
    entry: int
    touched: int

    @property
    def runs(self) -> bool:
        return self.standing in RUNNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    letter: int
    kind: str
    about: int = 0
    signatories: tuple[str, ...]
    """Codes of the bodies whose Presidents sign."""
    drafted: datetime | None = None
    signed: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    """By body: who signed and when."""
    number: int = 0
    symbol: str = ""
    circulated: datetime | None = None
    entry: int
    touched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Rules that were put to the members."""

    rulebook: str
    principles: str
    until: datetime
    at: datetime
    objections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    hearing: int
    kind: str
    candidate: int
    at: datetime
    webcast: str = ""
    opened: datetime | None = None
    closed: datetime | None = None
    parts: tuple[tuple[str, datetime, int], ...] = ()
    """Part, when it was called, minutes allotted."""
    archive: str = ""
    entry: int
    touched: int

    @property
    def part(self) -> str:
        return self.parts[-1][0] if self.parts and self.closed is None else ""

    @property
    def part_ends(self) -> datetime | None:
        """When the time of the part that runs is up."""
        if not self.part:
            return None
        _, called, minutes = self.parts[-1]
        return called + timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    question: int
    hearing: int
    of: tuple[str, ...]
    question_text: str
    language: str = ""
    theme: str = ""
    merged: tuple[int, ...] = ()
    merged_into: int = 0
    chosen: datetime | None = None
    asked: datetime | None = None
    answered: datetime | None = None
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    round: int
    method: str = ""
    coloured: bool = False
    president: str = ""
    conducted_by: str = ""
    candidates: tuple[int, ...] = ()
    voters: int = 0
    permanent: int = 0
    opened: datetime | None = None
    tellers: tuple[str, ...] = ()
    counts: Mapping[str, Mapping[int, Figures]] = field(default_factory=dict)
    """By teller and candidate, as far as the reader may see them."""
    compared: Mapping[int, bool] = field(default_factory=dict)
    """By candidate whom both tellers have counted: whether they agree."""
    archive: str = ""
    handed_in: tuple[Figures, ...] = ()
    figures: tuple[Figures, ...] = ()
    """As far as the reader may see them."""
    extremes: Extremes | None = None
    closed: datetime | None = None
    accepted: tuple[tuple[int, str], ...] = ()
    disclosed: datetime | None = None
    published: datetime | None = None
    notified: datetime | None = None
    shortlisted: datetime | None = None
    eliminated: tuple[int, ...] = ()
    reasons: tuple[tuple[int, str], ...] = ()
    tied: tuple[int, ...] = ()
    tie_rule: str = ""
    seed: str = ""
    views: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """By member: its wish and its view."""
    decision: str = ""
    touched: int

    def of(self, candidate: int) -> Figures | None:
        return next((one for one in self.figures if one.candidate == candidate), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A confidential copy of a result, for one delegation."""

    copy: int
    round: int
    to: str
    form: str
    candidate: int = 0
    issued: datetime
    readers: tuple[tuple[str, str, str, datetime], ...] = ()
    """Person, name, mark, when."""
    said: e.CopyRead | None = None
    """What it said to its reader last; only that reader's view has it."""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a reader knows of a selection."""

    stream: str
    bodies: Bodies = field(repr=False, compare=False)
    rulebook: str = ""
    title: str = ""
    recommends: str = ""
    appoints: str = ""
    term_since: date | None = None
    opened: datetime | None = None
    proposal: Proposal | None = None
    adopted: datetime | None = None
    principles: str = ""
    letters: Mapping[int, Letter] = field(default_factory=dict)
    candidates: Mapping[int, Candidate] = field(default_factory=dict)
    slots: tuple[int, ...] = ()
    slots_seed: str = ""
    hearings: Mapping[int, Hearing] = field(default_factory=dict)
    questions: Mapping[int, Question] = field(default_factory=dict)
    colours: e.ColoursDecided | None = None
    colours_used: bool = False
    rounds: Mapping[int, Round] = field(default_factory=dict)
    copies: Mapping[int, Copy] = field(default_factory=dict)
    leaks: tuple[tuple[datetime, e.LeakReported], ...] = ()
    recommendations: tuple[tuple[datetime, e.RecommendationDecided], ...] = ()
    meetings: Mapping[str, datetime] = field(default_factory=dict)
    """The private meetings held."""
    communiques: Mapping[str, str] = field(default_factory=dict)
    recommended: e.CandidateRecommended | None = None
    recommended_at: datetime | None = None
    appointments: tuple[tuple[datetime, e.AppointmentDecided], ...] = ()
    oath: e.OathTaken | None = None
    oath_at: datetime | None = None
    missed: Mapping[str, datetime] = field(default_factory=dict)
    sealed: tuple[Sealed, ...] = ()
    last_at: datetime | None = None
    registers: Mapping[str, Register] = field(default_factory=dict, repr=False, compare=False)
    """By body, the symbols that it issued; there only while it is decided what is in order."""

    @property
    def rules(self) -> Rules:
        return rules(self.rulebook)

    @property
    def council(self) -> Body:
        """The body that recommends."""
        return self.bodies[self.recommends]

    @property
    def assembly(self) -> Body:
        """The body that appoints."""
        return self.bodies[self.appoints]

    @property
    def running(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates.values() if one.runs)

    @property
    def listed(self) -> tuple[Candidate, ...]:
        return tuple(one for one in self.candidates.values() if one.standing is Standing.LISTED)

    @property
    def round(self) -> Round | None:
        """The latest round."""
        return self.rounds[max(self.rounds)] if self.rounds else None

    @property
    def last_year(self) -> int:
        """The last year of the term that runs out; the deadlines fall in it."""
        assert self.term_since is not None
        return (self.term_since - timedelta(days=1)).year

    @property
    def appointed(self) -> e.AppointmentDecided | None:
        return next((one for _, one in self.appointments if one.adopted), None)


def begin(stream: str, bodies: Bodies) -> Selection:
    """A selection before anything happened; any name will do for it."""
    if not stream.partition(":")[2]:
        raise KeyError(stream)
    return Selection(stream=stream, bodies=bodies)
