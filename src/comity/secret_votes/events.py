"""What has happened in the secret ballots of a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from comity.rules.acts import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the record keeps it."""

    question: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnUp:
    """What one box stands on from the opening: its election, and the hashes of those who hold keys and may vote."""

    box: str
    uuid: str
    election: str
    fingerprint: str
    trustees: str
    """SHA-256 of the archive's list of trustees."""
    credentials: str
    """SHA-256 of the archive's list of credentials, which is sorted and bears no names."""
    voters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxResult:
    """What came out of one box, and the hash of the archive that shows it."""

    box: str
    counts: tuple[int, ...]
    """Question by question in one row, blank first where it is offered."""
    ballots: int
    counted: int
    archive: str


@dataclass(frozen=True, kw_only=True)
class BallotCalled(Event):
    name: ClassVar[str] = "secret_votes.ballot_called.v1"

    ballot: int
    title: str
    about: str
    on: date
    questions: tuple[Asked, ...]
    electorate: tuple[tuple[str, tuple[str, ...]], ...]
    """By box, the members that may vote in it."""
    colour_decision: str = ""
    one_vote_only: bool = False
    fewest: int
    trustees: tuple[str, ...]
    threshold: int
    seen_by: str
    closes: datetime | None = None
    paper: bool = False


@dataclass(frozen=True, kw_only=True)
class TrusteeReplaced(Event):
    name: ClassVar[str] = "secret_votes.trustee_replaced.v1"

    ballot: int
    owner: int
    seat: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CeremonyBegunAgain(Event):
    name: ClassVar[str] = "secret_votes.ceremony_begun_again.v1"

    ballot: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CertificateHandedIn(Event):
    name: ClassVar[str] = "secret_votes.certificate_handed_in.v1"

    ballot: int
    owner: int
    certificate: str


@dataclass(frozen=True, kw_only=True)
class Dealt(Event):
    name: ClassVar[str] = "secret_votes.dealt.v1"

    ballot: int
    owner: int
    coefficients: str
    agreement: str


@dataclass(frozen=True, kw_only=True)
class LetterDealt(Event):
    """A sealed letter of the ceremony, for its recipient alone."""

    name: ClassVar[str] = "secret_votes.letter_dealt.v1"

    ballot: int
    dealer: int
    owner: int
    letter: str


@dataclass(frozen=True, kw_only=True)
class KeyHandedIn(Event):
    name: ClassVar[str] = "secret_votes.key_handed_in.v1"

    ballot: int
    owner: int
    key: str


@dataclass(frozen=True, kw_only=True)
class DealingReported(Event):
    name: ClassVar[str] = "secret_votes.dealing_reported.v1"

    ballot: int
    owner: int
    dealer: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CredentialRegistered(Event):
    """The only place where a credential and its delegation stand together; for that delegation alone."""

    name: ClassVar[str] = "secret_votes.credential_registered.v1"

    ballot: int
    box: str
    of: str
    credential: str


@dataclass(frozen=True, kw_only=True)
class MemberRegistered(Event):
    """That a delegation has registered, and not with which credential."""

    name: ClassVar[str] = "secret_votes.member_registered.v1"

    ballot: int
    box: str
    of: str


@dataclass(frozen=True, kw_only=True)
class RenewalAsked(Event):
    name: ClassVar[str] = "secret_votes.renewal_asked.v1"

    ballot: int
    of: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RenewalConfirmed(Event):
    name: ClassVar[str] = "secret_votes.renewal_confirmed.v1"

    ballot: int
    of: str


@dataclass(frozen=True, kw_only=True)
class BallotOpened(Event):
    name: ClassVar[str] = "secret_votes.ballot_opened.v1"

    ballot: int
    boxes: tuple[DrawnUp, ...]
    weighed: bool


@dataclass(frozen=True, kw_only=True)
class BallotCast(Event):
    """A ballot lies in the box: which it is, and nothing of who brought it."""

    name: ClassVar[str] = "secret_votes.ballot_cast.v1"

    ballot: int
    box: str
    digest: str
    voter: str
    """SHA-256 of the ballot's credential, which stands in the ballot itself."""
    size: int


@dataclass(frozen=True, kw_only=True)
class BallotClosed(Event):
    name: ClassVar[str] = "secret_votes.ballot_closed.v1"

    ballot: int


@dataclass(frozen=True, kw_only=True)
class ShareHandedIn(Event):
    name: ClassVar[str] = "secret_votes.share_handed_in.v1"

    ballot: int
    box: str
    owner: int
    share: str
    transcript: str


@dataclass(frozen=True, kw_only=True)
class PaperCounted(Event):
    """One teller's count of the papers, that teller's alone until the result is announced; the last one stands."""

    name: ClassVar[str] = "secret_votes.paper_counted.v1"

    ballot: int
    box: str
    returned: int
    invalid: int
    counts: tuple[int, ...]
    counting: int = 1
    """Which counting this is: the first, or after a difference or a correction the next."""


@dataclass(frozen=True, kw_only=True)
class PaperCountEntered(Event):
    """That a teller has entered or corrected a count, and not what it says."""

    name: ClassVar[str] = "secret_votes.paper_count_entered.v1"

    ballot: int
    box: str
    person: str
    counting: int = 1


@dataclass(frozen=True, kw_only=True)
class PaperCountsCompared(Event):
    """Whether the counts of two tellers agree, and nothing of what either says."""

    name: ClassVar[str] = "secret_votes.paper_counts_compared.v1"

    ballot: int
    box: str
    counting: int
    agree: bool


@dataclass(frozen=True, kw_only=True)
class PaperDifferenceAccepted(Event):
    """The presidency takes two counts that differ as they are, for a reason that stands on the record."""

    name: ClassVar[str] = "secret_votes.paper_difference_accepted.v1"

    ballot: int
    box: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A teller's count as it is opened with the result."""

    box: str
    teller: str
    returned: int
    invalid: int
    counts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ResultAnnounced(Event):
    name: ClassVar[str] = "secret_votes.result_announced.v1"

    ballot: int
    results: tuple[BoxResult, ...]
    paper: tuple[Counted, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BallotAbandoned(Event):
    name: ClassVar[str] = "secret_votes.ballot_abandoned.v1"

    ballot: int
    reason: str


EVENTS: Final[tuple[type[Event], ...]] = (
    BallotCalled,
    TrusteeReplaced,
    CeremonyBegunAgain,
    CertificateHandedIn,
    Dealt,
    LetterDealt,
    KeyHandedIn,
    DealingReported,
    CredentialRegistered,
    MemberRegistered,
    RenewalAsked,
    RenewalConfirmed,
    BallotOpened,
    BallotCast,
    BallotClosed,
    ShareHandedIn,
    PaperCounted,
    PaperCountEntered,
    PaperCountsCompared,
    PaperDifferenceAccepted,
    ResultAnnounced,
    BallotAbandoned,
)
