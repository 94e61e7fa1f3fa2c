"""The secret ballots of a body, as far as their reader knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from comity.bodies.body import Body
from comity.rules.acts import Sealed
from comity.secret_votes.events import Asked, BoxResult, Counted, PaperCounted, PaperCountsCompared

ONE_BOX: Final = "all"
PERMANENT: Final = "permanent"
ELECTED: Final = "elected"
TELLERS: Final = 2
"""How many count the papers of a box, each alone."""


class Stage(StrEnum):
    CALLED = "called"
    OPEN = "open"
    CLOSED = "closed"
    ANNOUNCED = "announced"
    ABANDONED = "abandoned"


RUNNING: Final = frozenset({Stage.CALLED, Stage.OPEN, Stage.CLOSED})


class Step(StrEnum):
    """What a trustee does next."""

    CERTIFICATE = "certificate"
    DEALING = "dealing"
    KEY = "key"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One trustee's seat: an office or a delegation, and whoever took it."""

    owner: int
    """The trustee's number, from one, here and in the archive."""
    seat: str
    """teller:1, secretariat:2, trustee:3, state:FRA."""
    person: str = ""
    name: str = ""
    certificate: str = ""
    coefficients: str = ""
    agreement: str = ""
    key: str = ""
    reports: tuple[tuple[int, str], ...] = ()
    """By dealer, what this trustee said did not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """One ballot in a box."""

    digest: str
    voter: str
    size: int
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A trustee's part in opening the tally of a box."""

    share: str
    transcript: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Ballots that are tallied together."""

    box: str
    voters: tuple[str, ...]
    registered: frozenset[str] = frozenset()
    credentials: Mapping[str, str] = field(default_factory=dict)
    """By member, the credentials of which the reader may know whose they are; the record knows all."""
    renewals: Mapping[str, str] = field(default_factory=dict)
    """By member, which officer asked that it may register anew."""
    uuid: str = ""
    election: str = ""
    fingerprint: str = ""
    trustees: str = ""
    listed: str = ""
    """SHA-256 of the list of credentials."""
    cast: Mapping[str, Cast] = field(default_factory=dict)
    """By the digest of each ballot, in the order in which they came."""
    voted: Mapping[str, str] = field(default_factory=dict)
    """By voter, the last ballot."""
    shares: Mapping[int, Share] = field(default_factory=dict)
    counted: Mapping[str, PaperCounted] = field(default_factory=dict)
    """By teller, the counts of papers of the counting that runs, as far as the reader may know them."""
    counted_by: tuple[str, ...] = ()
    """The tellers who have entered a count in it."""
    counting: int = 1
    before: Mapping[str, PaperCounted] = field(default_factory=dict)
    """The same of the counting before it."""
    compared: PaperCountsCompared | None = None
    """Whether two counts agreed when they were last compared."""
    accepted: str = ""
    """Why the presidency took counts that differ as they are."""

    @property
    def differs(self) -> bool:
        """Whether the papers have to be counted again, since the two counts of this counting differ."""
        last = self.compared
        return not self.accepted and last is not None and last.counting == self.counting and not last.agree

    @property
    def settled(self) -> bool:
        """Whether the papers' part is done: two counts that agree, or a difference that was accepted."""
        return bool(self.accepted) or (len(self.counted_by) >= TELLERS and not self.differs)

    @property
    def standing(self) -> Mapping[str, PaperCounted]:
        """By teller, the counts that are opened with the result: where a difference was accepted, each one's last."""
        halfway = self.accepted and len(self.counted_by) < TELLERS
        return {**self.before, **self.counted} if halfway else self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One secret ballot."""

    ballot: int
    title: str
    about: str
    on: date
    questions: tuple[Asked, ...]
    boxes: Mapping[str, Box]
    colour_decision: str = ""
    one_vote_only: bool = False
    fewest: int
    threshold: int
    seats: tuple[Seat, ...]
    round: int = 1
    """Of the ceremony: it grows when the ceremony begins again."""
    letters: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """By trustee and dealer, the sealed letters that the reader may have."""
    seen_by: str
    closes: datetime | None = None
    paper: bool = False
    stage: Stage = Stage.CALLED
    at: datetime
    entry: int
    commitment: str
    touched: datetime
    opened_at: datetime | None = None
    opening: int = 0
    """The entry of the opening."""
    closed_at: datetime | None = None
    results: tuple[BoxResult, ...] = ()
    opened_paper: tuple[Counted, ...] = ()
    announced_at: datetime | None = None
    announcement: int = 0
    abandoned: str = ""

    @property
    def group(self) -> bool:
        """Whether fewer than all of the trustees suffice."""
        return self.threshold < len(self.seats)

    @property
    def coloured(self) -> bool:
        return PERMANENT in self.boxes

    @property
    def ready(self) -> bool:
        """Whether every trustee's key is there."""
        return all(seat.key for seat in self.seats)

    @property
    def ciphertexts(self) -> int:
        """How many counts each box comes to."""
        return sum(len(asked.answers) + asked.blank for asked in self.questions)

    def box_of(self, member: str) -> Box | None:
        return next((box for box in self.boxes.values() if member in box.voters), None)

    def enough_shares(self, box: Box) -> bool:
        return len(box.shares) >= self.threshold

    def enough_ballots(self, box: Box) -> bool:
        return len(box.voted) >= self.fewest

    def is_over(self, now: datetime) -> bool:
        """Whether no more ballots are taken."""
        return self.stage is not Stage.OPEN or (self.closes is not None and now >= self.closes)

    @property
    def opens(self) -> bool:
        """Whether everything is there of which the result is made."""
        return self.stage is Stage.CLOSED and all(
            self.enough_shares(box) and self.enough_ballots(box) and (not self.paper or box.settled)
            for box in self.boxes.values()
        )

    def step_of(self, seat: Seat) -> Step:
        """What a trustee does next in the ceremony."""
        if seat.key:
            return Step.DONE
        if not self.group:
            return Step.KEY
        if not seat.certificate:
            return Step.CERTIFICATE
        if not all(other.certificate for other in self.seats):
            return Step.WAITING
        if not seat.coefficients:
            return Step.DEALING
        return Step.KEY if all(other.coefficients for other in self.seats) else Step.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretVotes:
    """What a reader knows of the secret ballots of a body."""

    stream: str
    body: Body
    ballots: Mapping[int, Ballot] = field(default_factory=dict)
    last_ballot: int = 0
    sealed: tuple[Sealed, ...] = ()
    """Entries that this reader may not open."""

    def running(self) -> tuple[Ballot, ...]:
        return tuple(ballot for ballot in self.ballots.values() if ballot.stage in RUNNING)
