"""What has happened in the elections of a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from comity.rules.acts import Event

Votes = tuple[tuple[str, int], ...]
"""Votes by candidate, in the order of the candidates' codes or names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one count of the papers of a round says."""

    returned: int
    invalid: int
    blank: int
    votes: Votes


@dataclass(frozen=True, kw_only=True)
class ElectionCalled(Event):
    name: ClassVar[str] = "elections.election_called.v1"

    election: int
    title: str
    year: int = 0
    """Of a yearly election of members of the Security Council; its title follows from it."""
    of: str
    elects_to: str = ""
    term_since: date | None = None
    term_until: date | None = None
    subsidiary: bool = False
    seen_by: str


@dataclass(frozen=True, kw_only=True)
class SlateAdded(Event):
    """Bears everyone who may be voted for, so that no reader depends on what a list of groups says later."""

    name: ClassVar[str] = "elections.slate_added.v1"

    election: int
    slate: int
    title: str = ""
    seats: int
    majority: str
    groups: tuple[str, ...] = ()
    eligible: tuple[str, ...] = ()
    anyone: bool = False
    barred: tuple[str, ...] = ()
    """Members of the body elected to that sit there until the term begins, or longer: not eligible."""


@dataclass(frozen=True, kw_only=True)
class CandidateDeclared(Event):
    name: ClassVar[str] = "elections.candidate_declared.v1"

    election: int
    slate: int
    candidate: str
    of: str
    group: str = ""
    spent: str = ""
    currency: str = ""
    donors: str = ""


@dataclass(frozen=True, kw_only=True)
class CandidateWithdrawn(Event):
    name: ClassVar[str] = "elections.candidate_withdrawn.v1"

    election: int
    slate: int
    candidate: str
    statement: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementRecorded(Event):
    name: ClassVar[str] = "elections.agreement_recorded.v1"

    election: int
    slate: int
    first: str
    second: str
    statement: str
    symbol: str = ""


@dataclass(frozen=True, kw_only=True)
class BallotAskedFor(Event):
    name: ClassVar[str] = "elections.ballot_asked_for.v1"

    election: int
    slate: int
    of: str


@dataclass(frozen=True, kw_only=True)
class BallotDispensedWith(Event):
    name: ClassVar[str] = "elections.ballot_dispensed_with.v1"

    election: int
    slate: int
    elected: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """Bears the ballot paper: who may be voted for, and for how many places."""

    name: ClassVar[str] = "elections.round_opened.v1"

    election: int
    round: int
    slate: int
    ballot: int
    """The first, second, third ballot of its list."""
    kind: str
    """first, restricted, unrestricted, special."""
    method: str
    on: date
    names: tuple[str, ...]
    anyone: bool = False
    places: int
    members: int


@dataclass(frozen=True, kw_only=True)
class PapersIssued(Event):
    name: ClassVar[str] = "elections.papers_issued.v1"

    election: int
    round: int
    papers: int


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    name: ClassVar[str] = "elections.round_closed.v1"

    election: int
    round: int


@dataclass(frozen=True, kw_only=True)
class CountEntered(Event):
    name: ClassVar[str] = "elections.count_entered.v1"

    election: int
    round: int
    count: int
    """Which counting this is: the first, or after a difference the next."""
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class CountsCompared(Event):
    """Bears what each of two tellers entered."""

    name: ClassVar[str] = "elections.counts_compared.v1"

    election: int
    round: int
    count: int
    first: Figures
    second: Figures

    @property
    def agree(self) -> bool:
        return self.first == self.second


@dataclass(frozen=True, kw_only=True)
class ResultHandedIn(Event):
    """The figures of the secret ballot that was held for a round, and the hash of the archive that shows them."""

    name: ClassVar[str] = "elections.result_handed_in.v1"

    election: int
    round: int
    archive: str
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class RoundAnnounced(Event):
    """Bears all that the result follows from, so that every reader can reckon it again."""

    name: ClassVar[str] = "elections.round_announced.v1"

    election: int
    round: int
    figures: Figures
    required: int
    elected: tuple[str, ...]
    next: str


@dataclass(frozen=True, kw_only=True)
class RoundAbandoned(Event):
    name: ClassVar[str] = "elections.round_abandoned.v1"

    election: int
    round: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class LotPrepared(Event):
    name: ClassVar[str] = "elections.lot_prepared.v1"

    election: int
    slate: int
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class LotDrawn(Event):
    name: ClassVar[str] = "elections.lot_drawn.v1"

    election: int
    slate: int
    seed: str
    commitment: str
    """Of the entry that fixed the seed; nobody could choose it."""
    among: tuple[str, ...]
    places: int
    drawn: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ElectionPostponed(Event):
    name: ClassVar[str] = "elections.election_postponed.v1"

    election: int
    until: date | None = None
    reason: str


@dataclass(frozen=True, kw_only=True)
class ElectionCancelled(Event):
    name: ClassVar[str] = "elections.election_cancelled.v1"

    election: int
    reason: str


EVENTS: Final[tuple[type[Event], ...]] = (
    ElectionCalled,
    SlateAdded,
    CandidateDeclared,
    CandidateWithdrawn,
    AgreementRecorded,
    BallotAskedFor,
    BallotDispensedWith,
    RoundOpened,
    PapersIssued,
    RoundClosed,
    CountEntered,
    CountsCompared,
    ResultHandedIn,
    RoundAnnounced,
    RoundAbandoned,
    LotPrepared,
    LotDrawn,
    ElectionPostponed,
    ElectionCancelled,
)
