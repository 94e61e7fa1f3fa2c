"""The elections of a body, as far as their reader knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

from comity.bodies.body import Bodies, Body
from comity.elections.acts import STATES
from comity.elections.events import CountsCompared, Figures
from comity.rules.acts import Sealed
from comity.rules.words import Name, Sayable, Text, text
from comity.voting import Election as Course
from comity.voting import Lot, Standing, Withdrawal, elect
from comity.voting import Round as Counted

Step = Counted | Withdrawal | Lot


class Status(StrEnum):
    """How far a round has come."""

    OPEN = "open"
    CLOSED = "closed"
    ANNOUNCED = "announced"
    ABANDONED = "abandoned"


class Stage(StrEnum):
    """How far an election has come."""

    CALLED = "called"
    VOTING = "voting"
    BETWEEN = "between"
    """Between two rounds: something was announced, something is left to fill."""
    POSTPONED = "postponed"
    COMPLETE = "complete"
    DEADLOCKED = "deadlocked"
    CANCELLED = "cancelled"


RUNNING: Final = frozenset({Status.OPEN, Status.CLOSED})
UNDER_WAY: Final = frozenset({Stage.CALLED, Stage.VOTING, Stage.BETWEEN, Stage.POSTPONED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who was declared a candidate; a name needs no declaration to be voted for."""

    candidate: str
    of: str
    group: str = ""
    """The group that endorses it."""
    spent: str = ""
    currency: str = ""
    donors: str = ""
    by_secretariat: bool = False
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    candidate: str
    statement: str
    after: int
    """After how many ballots of the list."""
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two candidates agreed; it stands beside the result and changes nothing of it."""

    first: str
    second: str
    statement: str
    symbol: str
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One ballot on one list, as it is held."""

    round: int
    slate: int
    ballot: int
    kind: str
    method: str
    on: date
    names: tuple[str, ...]
    anyone: bool
    places: int
    members: int
    status: Status = Status.OPEN
    papers: int = 0
    entered: Mapping[str, Figures] = field(default_factory=dict)
    """By person, what the tellers have entered in the counting that runs, as far as the reader may know."""
    counting: int = 1
    compared: tuple[CountsCompared, ...] = ()
    archive: str = ""
    handed_in: Figures | None = None
    announced: Figures | None = None
    after: int = 0
    """Steps of its list before and with this one: where its standing is found."""
    abandoned: str = ""
    at: datetime
    entry: int
    closed_at: datetime | None = None
    announced_at: datetime | None = None
    announcement: int = 0

    @property
    def agreed(self) -> Figures | None:
        """The count on which both tellers agree, or that of the secret ballot."""
        if self.handed_in is not None:
            return self.handed_in
        return self.compared[-1].first if self.compared and self.compared[-1].agree else None

    @property
    def differs(self) -> bool:
        return bool(self.compared) and not self.compared[-1].agree


@dataclass(frozen=True, kw_only=True)
class Slate:
    """Places that are filled under the same conditions, and how far that has come."""

    slate: int
    title: str
    seats: int
    majority: str
    groups: tuple[str, ...]
    eligible: tuple[str, ...]
    anyone: bool
    barred: tuple[str, ...]
    candidates: Mapping[str, Candidate] = field(default_factory=dict)
    withdrawn: Mapping[str, Withdrawn] = field(default_factory=dict)
    asked_for: tuple[str, ...] = ()
    """Members that asked for a ballot."""
    dispensed: tuple[str, ...] = ()
    """Elected without a ballot."""
    rounds: tuple[Round, ...] = ()
    steps: tuple[Step, ...] = ()
    members: int = 0
    """Of the body, at the largest of the rounds announced."""
    fingerprint: str = ""
    commitment: str = ""
    lots: tuple[Lot, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    @cached_property
    def course(self) -> Course:
        """The election on this list so far, reckoned anew from what was announced."""
        return elect(
            self.steps,
            seats=self.seats,
            majority=self.majority,
            members=self.members or None,
            eligible=None if self.anyone else self.eligible,
        )

    @property
    def now(self) -> Standing:
        return self.course.now

    @property
    def next(self) -> str:
        return "complete" if self.dispensed else self.now.next

    @property
    def elected(self) -> tuple[str, ...]:
        return self.dispensed or self.course.elected

    @property
    def left(self) -> int:
        """Places that are not filled yet."""
        return self.seats - len(self.elected)

    @property
    def pending(self) -> bool:
        return self.next not in ("complete", "deadlocked")

    @property
    def running(self) -> Round | None:
        return next((one for one in self.rounds if one.status in RUNNING), None)

    @property
    def standing(self) -> tuple[Candidate, ...]:
        """The candidates declared that are neither elected nor withdrawn."""
        gone = {*self.elected, *self.withdrawn}
        return tuple(one for name, one in self.candidates.items() if name not in gone)

    @property
    def clean(self) -> bool:
        """Whether there are as many candidates as places: it does not dispense with the ballot by itself."""
        return not self.steps and not self.dispensed and len(self.standing) == self.seats

    def standing_after(self, one: Round) -> Standing:
        return self.course.standings[one.after]

    @property
    def stood(self) -> Mapping[str, str]:
        """Whoever was declared, or voted for without that, with the member that may withdraw it."""
        votes = (name for one in self.rounds if one.announced for name, _ in one.announced.votes)
        found = {name: name for name in (*self.now.among, *votes)}
        return found | {one.candidate: one.of for one in self.candidates.values()}

    @property
    def in_the_running(self) -> Mapping[str, str]:
        gone = {*self.elected, *self.withdrawn}
        return {name: of for name, of in self.stood.items() if name not in gone}

    def voted_for(self, name: str) -> bool:
        """Whether the name may still be voted for at some time."""
        if name in self.elected or name in self.withdrawn:
            return False
        return self.anyone or name in self.eligible


@dataclass(frozen=True, kw_only=True)
class Election:
    """One election, with its lists."""

    election: int
    title: str
    year: int
    of: str
    elects_to: str
    term_since: date | None
    term_until: date | None
    subsidiary: bool
    seen_by: str
    slates: Mapping[int, Slate] = field(default_factory=dict)
    postponed: str = ""
    postponed_until: date | None = None
    cancelled: str = ""
    at: datetime
    entry: int
    touched: datetime
    last_round: int = 0

    @property
    def states(self) -> bool:
        return self.of == STATES

    @property
    def rounds(self) -> Iterator[Round]:
        return (one for slate in self.slates.values() for one in slate.rounds)

    def round(self, number: int) -> Round | None:
        return next((one for one in self.rounds if one.round == number), None)

    @property
    def voted_on(self) -> bool:
        """Whether anything was ever opened."""
        return self.last_round > 0

    @property
    def stage(self) -> Stage:
        slates = self.slates.values()
        if self.cancelled:
            return Stage.CANCELLED
        if any(slate.running for slate in slates):
            return Stage.VOTING
        if slates and not any(slate.pending for slate in slates):
            complete = all(slate.next == "complete" for slate in slates)
            return Stage.COMPLETE if complete else Stage.DEADLOCKED
        if self.postponed:
            return Stage.POSTPONED
        begun = any(slate.steps or slate.dispensed for slate in slates)
        return Stage.BETWEEN if begun else Stage.CALLED

    @property
    def elected(self) -> tuple[str, ...]:
        return tuple(name for slate in self.slates.values() for name in slate.elected)

    def slate_for(self, name: str) -> Slate | None:
        """The list on which a name may stand or has stood; never more than one."""
        for slate in self.slates.values():
            if slate.anyone or name in slate.eligible or name in slate.barred:
                return slate
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elections:
    """What a reader knows of the elections of a body."""

    stream: str
    body: Body
    bodies: Bodies
    elections: Mapping[int, Election] = field(default_factory=dict)
    last_election: int = 0
    sealed: tuple[Sealed, ...] = ()
    """Entries that this reader may not open."""

    def name_of(self, election: Election, candidate: str) -> Sayable:
        """What people call a candidate."""
        return self.body.name_of(candidate, election.at.date()) if election.states else Name(en=candidate)


def title_of(election: Election) -> Sayable:
    if election.year:
        return text("elections.titles.council", year=str(election.year))
    return Name(en=election.title)


def slate_title(slate: Slate) -> Sayable:
    """What people call a list: its own title, or the groups whose places it fills."""
    if slate.title:
        return Name(en=slate.title)
    return groups_said(slate.groups)


def groups_said(groups: tuple[str, ...]) -> Sayable:
    if not groups:
        return text("elections.titles.all_members")
    key = "_".join(group.replace("-", "_") for group in sorted(groups))
    if key in NAMED:
        return text(f"elections.titles.{key}")
    return text("elections.titles.several", groups=tuple(groups_said((group,)) for group in groups))


NAMED: Final = frozenset(
    {
        "african",
        "asia_pacific",
        "african_asia_pacific",
        "eastern_european",
        "latin_american_and_caribbean",
        "western_european_and_other",
    }
)


def said(sentence: Text, state: Elections, election: Election) -> Text:
    """A sentence of the arithmetic, with its candidates called by their names."""
    blanks = {
        name: tuple(state.name_of(election, one) for one in value) if name == "names" else value
        for name, value in sentence.blanks
    }
    return text(sentence.key, **blanks)
