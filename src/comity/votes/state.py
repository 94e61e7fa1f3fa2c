"""The votes of a body and the questions put to them, as far as their reader knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from comity.bodies.body import Body
from comity.bodies.rotation import beginning_with
from comity.rules.acts import Sealed
from comity.votes.acts import PASS
from comity.votes.events import CountsCompared, CountsEntered
from comity.votes.methods import METHODS, Method
from comity.votes.result import reckon
from comity.voting import Decision, Lot, draw
from comity.voting.lots import lot_seed


class Kind(StrEnum):
    TEXT = "text"
    AMENDMENT = "amendment"
    PART = "part"
    DIVISION = "division"
    RECONSIDERATION = "reconsideration"


class Fate(StrEnum):
    PENDING = "pending"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIED = "tied"
    WITHDRAWN = "withdrawn"
    FALLEN = "fallen"
    """Not voted on, because of what was adopted, rejected or withdrawn before."""


class Status(StrEnum):
    PUT = "put"
    OPEN = "open"
    CLOSED = "closed"
    ANNOUNCED = "announced"
    DROPPED = "dropped"
    """The question was withdrawn before the vote began, or the vote was abandoned."""


RUNNING: Final = frozenset({Status.PUT, Status.OPEN, Status.CLOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A question before the body: a text, an amendment to one, a part of one, a motion about one."""

    proposal: int
    kind: Kind
    subject: str
    symbol: str = ""
    of: str = ""
    """The mover; empty where the presidency put the question itself."""
    sponsors: tuple[str, ...] = ()
    item: str = ""
    about: int = 0
    """The text that it amends, of which it is a part, or that it would divide or reconsider."""
    adds_or_deletes: bool = False
    operative: bool = False
    parts: tuple[tuple[str, bool], ...] = ()
    seen_by: str
    place: int = 0
    falls_with: tuple[int, ...] = ()
    opposed_by: tuple[str, ...] = ()
    recorded_for: str = ""
    """The member that asked for a roll-call or a recorded vote."""
    amended: bool = False
    divided: bool = False
    fate: Fate = Fate.PENDING
    decided_at: datetime | None = None
    votes: tuple[int, ...] = ()
    at: datetime
    entry: int

    @property
    def turn(self) -> tuple[int, bool, int]:
        """Its turn among others of its kind: the place given, what adds or deletes first, then as submitted."""
        return (self.place or 1_000_000, not self.adds_or_deletes, self.proposal)

    @property
    def movers(self) -> tuple[str, ...]:
        return (self.of, *self.sponsors) if self.of else self.sponsors


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """One member's vote, with the entry that confirms it."""

    choice: str
    at: datetime
    entry: int
    signed: str = ""
    acknowledged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A result as it was announced, and for a correction the reason."""

    verdict: str
    yes: int
    no: int
    abstain: int
    votes: tuple[tuple[str, str], ...] = ()
    objections: tuple[str, ...] = ()
    at: datetime
    entry: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    of: str
    before: bool
    statement: str
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """That a member had meant to vote otherwise; it stands beside the result and changes nothing."""

    of: str
    choice: str
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One vote as it is held."""

    vote: int
    proposal: int
    rule: str
    method: str
    seen_by: str
    on: date
    electorate: tuple[str, ...]
    """Who may vote, in English alphabetical order."""
    basis: str = ""
    parties: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    part: bool = False
    second_vote: bool = False
    explanation_minutes: int = 0
    until: datetime | None = None
    announce_by: datetime | None = None
    late: bool = False
    status: Status
    at: datetime
    entry: int
    closed_at: datetime | None = None
    abandoned: str = ""
    """Why the vote was given up."""
    present: int = 0
    cast: Mapping[str, Cast] = field(default_factory=dict)
    """The votes that the reader may know, by member."""
    voted: frozenset[str] = frozenset()
    """Members of whom the reader may know that they have voted."""
    passed: tuple[str, ...] = ()
    counts: tuple[int, int, int] | None = None
    fingerprint: str = ""
    commitment: str = ""
    seed: str = ""
    first: str = ""
    papers: int = 0
    entered: Mapping[str, CountsEntered] = field(default_factory=dict)
    """By person, what the tellers have entered in the counting that runs."""
    counting: int = 1
    compared: tuple[CountsCompared, ...] = ()
    objections: tuple[tuple[str, str], ...] = ()
    announced: tuple[Announced, ...] = ()
    """The last one stands."""
    explanations: tuple[Explanation, ...] = ()
    intentions: tuple[Intention, ...] = ()

    @property
    def how(self) -> Method:
        return METHODS[self.method]

    @property
    def result(self) -> Announced | None:
        return self.announced[-1] if self.announced else None

    @property
    def agreed(self) -> CountsCompared | None:
        """The count of papers on which both tellers agree."""
        return self.compared[-1] if self.compared and self.compared[-1].agree else None

    @property
    def roll(self) -> tuple[str, ...]:
        """The order of the roll-call, from the member drawn by lot on."""
        return beginning_with(self.first, self.electorate) if self.first else ()

    @property
    def called(self) -> str:
        """Who is called now: each in turn, then those again who passed; empty when all have answered."""
        unanswered = (member for member in self.roll if member not in self.cast)
        passed = (member for member in self.passed if self.cast[member].choice == PASS)
        return next(unanswered, "") or next(passed, "")

    @property
    def lot(self) -> Lot | None:
        """The draw of the first member, that anyone can draw again."""
        return draw(lot_seed(self.seed, self.commitment), self.electorate) if self.seed else None

    def is_over(self, now: datetime) -> bool:
        return self.status not in (Status.PUT, Status.OPEN) or (self.until is not None and now >= self.until)

    def all_votes(self) -> tuple[tuple[str, str], ...]:
        """Each member's vote; whoever gave none was absent."""
        return tuple(
            (member, self.cast[member].choice if member in self.cast else "absent")
            for member in self.electorate
        )

    def decision(self, body: Body) -> Decision | None:
        """What the result announced means, with the reasons, reckoned anew."""
        if self.result is None:
            return None
        last = self.result
        by_name = bool(last.votes)
        return reckon(
            body,
            self.rule,
            on=self.on,
            votes=last.votes,
            counts=None if by_name else (last.yes, last.no, last.abstain),
            objections=last.objections,
            present=self.present,
            parties=self.parties if by_name else (),
            basis=self.basis,
            part=self.part,
            second_vote=self.second_vote,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """What a reader knows of the votes of a body."""

    stream: str
    body: Body
    proposals: Mapping[int, Proposal] = field(default_factory=dict)
    votes: Mapping[int, Vote] = field(default_factory=dict)
    last_proposal: int = 0
    last_vote: int = 0
    sealed: tuple[Sealed, ...] = ()
    """Entries that this reader may not open."""

    def about(self, proposal: int, kind: Kind | None = None) -> Iterator[Proposal]:
        """The amendments, parts and motions about a text, in the order in which they come to the vote."""
        found = (one for one in self.proposals.values() if one.about == proposal)
        return iter(sorted((one for one in found if kind in (None, one.kind)), key=lambda one: one.turn))

    def history_of(self, member: str) -> Iterator[tuple[Vote, str]]:
        """How a member voted, vote after vote, as far as results announced tell it."""
        for vote in self.votes.values():
            if vote.result is not None and vote.result.votes:
                yield vote, dict(vote.result.votes).get(member, "")

    def running(self) -> Iterator[Vote]:
        return (vote for vote in self.votes.values() if vote.status in RUNNING)
