"""What has happened in the votes of a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from comity.rules.acts import Event


@dataclass(frozen=True, kw_only=True)
class ProposalSubmitted(Event):
    name: ClassVar[str] = "votes.proposal_submitted.v1"

    proposal: int
    kind: str
    subject: str
    symbol: str
    of: str
    sponsors: tuple[str, ...] = ()
    item: str = ""
    about: int = 0
    adds_or_deletes: bool = False
    parts: tuple[tuple[str, bool], ...] = ()
    """Of a motion for division: each part and whether it is operative."""
    seen_by: str


@dataclass(frozen=True, kw_only=True)
class ProposalPlaced(Event):
    name: ClassVar[str] = "votes.proposal_placed.v1"

    proposal: int
    place: int


@dataclass(frozen=True, kw_only=True)
class ExclusionNoted(Event):
    name: ClassVar[str] = "votes.exclusion_noted.v1"

    proposal: int
    falls_with: int


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(Event):
    name: ClassVar[str] = "votes.proposal_withdrawn.v1"

    proposal: int


@dataclass(frozen=True, kw_only=True)
class ProposalTakenUp(Event):
    name: ClassVar[str] = "votes.proposal_taken_up.v1"

    proposal: int
    of: str


@dataclass(frozen=True, kw_only=True)
class DivisionOpposed(Event):
    name: ClassVar[str] = "votes.division_opposed.v1"

    proposal: int
    of: str


@dataclass(frozen=True, kw_only=True)
class RecordedVoteAskedFor(Event):
    name: ClassVar[str] = "votes.recorded_vote_asked_for.v1"

    proposal: int
    of: str


@dataclass(frozen=True, kw_only=True)
class TextDivided(Event):
    """Bears the parts with the numbers under which they are put to the vote."""

    name: ClassVar[str] = "votes.text_divided.v1"

    proposal: int
    """The motion."""
    parts: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class VoteOpened(Event):
    """Bears the question itself: whoever may read this may not be able to open the entry of its submission."""

    name: ClassVar[str] = "votes.vote_opened.v1"

    vote: int
    proposal: int
    kind: str
    subject: str
    symbol: str
    of: str = ""
    sponsors: tuple[str, ...] = ()
    rule: str
    method: str
    seen_by: str
    on: date
    electorate: tuple[str, ...]
    basis: str = ""
    parties: tuple[str, ...] = ()
    suspended: tuple[str, ...] = ()
    part: bool = False
    second_vote: bool = False
    explanations_first: bool = False
    explanation_minutes: int = 0
    until: datetime | None = None
    announce_by: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class VotingBegun(Event):
    name: ClassVar[str] = "votes.voting_begun.v1"

    vote: int


@dataclass(frozen=True, kw_only=True)
class VoteCast(Event):
    name: ClassVar[str] = "votes.vote_cast.v1"

    vote: int
    of: str
    choice: str
    signed: str = ""


@dataclass(frozen=True, kw_only=True)
class MemberVoted(Event):
    """That a member has voted, and not how."""

    name: ClassVar[str] = "votes.member_voted.v1"

    vote: int
    of: str


@dataclass(frozen=True, kw_only=True)
class LetterAcknowledged(Event):
    name: ClassVar[str] = "votes.letter_acknowledged.v1"

    vote: int
    of: str


@dataclass(frozen=True, kw_only=True)
class HandsRecorded(Event):
    name: ClassVar[str] = "votes.hands_recorded.v1"

    vote: int
    votes: tuple[tuple[str, str], ...] = ()
    counts: tuple[int, int, int] | None = None
    """In favour, against, abstaining, where only numbers were taken."""


@dataclass(frozen=True, kw_only=True)
class LotPrepared(Event):
    name: ClassVar[str] = "votes.lot_prepared.v1"

    vote: int
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class FirstMemberDrawn(Event):
    name: ClassVar[str] = "votes.first_member_drawn.v1"

    vote: int
    seed: str
    commitment: str
    """Of the entry that fixed the seed; nobody could choose it."""
    first: str


@dataclass(frozen=True, kw_only=True)
class PapersIssued(Event):
    name: ClassVar[str] = "votes.papers_issued.v1"

    vote: int
    papers: int


@dataclass(frozen=True, kw_only=True)
class SecretResultHandedIn(Event):
    """The figures of the secret ballot that was held for a vote, and the hash of the archive that shows them."""

    name: ClassVar[str] = "votes.secret_result_handed_in.v1"

    vote: int
    archive: str
    counts: tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class CountsEntered(Event):
    name: ClassVar[str] = "votes.counts_entered.v1"

    vote: int
    count: int
    """Which counting this is: the first, or after a difference the next."""
    returned: int
    yes: int
    no: int
    blank: int
    invalid: int


@dataclass(frozen=True, kw_only=True)
class CountsCompared(Event):
    """Bears what each of two tellers entered: returned, yes, no, blank, invalid."""

    name: ClassVar[str] = "votes.counts_compared.v1"

    vote: int
    count: int
    first: tuple[int, int, int, int, int]
    second: tuple[int, int, int, int, int]

    @property
    def agree(self) -> bool:
        return self.first == self.second


@dataclass(frozen=True, kw_only=True)
class ObjectionRaised(Event):
    name: ClassVar[str] = "votes.objection_raised.v1"

    vote: int
    of: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SilenceExtended(Event):
    name: ClassVar[str] = "votes.silence_extended.v1"

    vote: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class VoteClosed(Event):
    name: ClassVar[str] = "votes.vote_closed.v1"

    vote: int
    present: int = 0


@dataclass(frozen=True, kw_only=True)
class VoteAbandoned(Event):
    name: ClassVar[str] = "votes.vote_abandoned.v1"

    vote: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class VotesUncovered(Event):
    """Bears every vote, for those who may know them from now on."""

    name: ClassVar[str] = "votes.votes_uncovered.v1"

    vote: int
    votes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class ResultAnnounced(Event):
    """Bears all that the result follows from, so that every reader can reckon it again."""

    name: ClassVar[str] = "votes.result_announced.v1"

    vote: int
    verdict: str
    yes: int = 0
    no: int = 0
    abstain: int = 0
    votes: tuple[tuple[str, str], ...] = ()
    objections: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnouncementCorrected(ResultAnnounced):
    name: ClassVar[str] = "votes.announcement_corrected.v1"

    reason: str


@dataclass(frozen=True, kw_only=True)
class VoteExplained(Event):
    name: ClassVar[str] = "votes.vote_explained.v1"

    vote: int
    of: str
    before: bool
    statement: str


@dataclass(frozen=True, kw_only=True)
class IntentionStated(Event):
    name: ClassVar[str] = "votes.intention_stated.v1"

    vote: int
    of: str
    choice: str


@dataclass(frozen=True, kw_only=True)
class AnnouncementLate(Event):
    name: ClassVar[str] = "votes.announcement_late.v1"

    vote: int


EVENTS: Final[tuple[type[Event], ...]] = (
    ProposalSubmitted,
    ProposalPlaced,
    ExclusionNoted,
    ProposalWithdrawn,
    ProposalTakenUp,
    DivisionOpposed,
    RecordedVoteAskedFor,
    TextDivided,
    VoteOpened,
    VotingBegun,
    VoteCast,
    MemberVoted,
    LetterAcknowledged,
    HandsRecorded,
    LotPrepared,
    FirstMemberDrawn,
    PapersIssued,
    SecretResultHandedIn,
    CountsEntered,
    CountsCompared,
    ObjectionRaised,
    SilenceExtended,
    VoteClosed,
    VoteAbandoned,
    VotesUncovered,
    ResultAnnounced,
    AnnouncementCorrected,
    VoteExplained,
    IntentionStated,
    AnnouncementLate,
)
