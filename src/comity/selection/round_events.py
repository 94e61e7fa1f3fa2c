"""What has happened in the rounds of a selection, and after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from comity.rules.acts import Event
from comity.selection.figures import Extremes, Figures


@dataclass(frozen=True, kw_only=True)
class ColoursDecided(Event):
    name: ClassVar[str] = "selection.colours_decided.v1"

    adopted: bool
    verdict: str
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    abstaining: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    name: ClassVar[str] = "selection.round_opened.v1"

    round: int
    method: str
    coloured: bool
    president: str
    conducted_by: str
    candidates: tuple[int, ...]
    voters: int
    permanent: int


@dataclass(frozen=True, kw_only=True)
class TellersAppointed(Event):
    name: ClassVar[str] = "selection.tellers_appointed.v1"

    round: int
    tellers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CountEntered(Event):
    name: ClassVar[str] = "selection.count_entered.v1"

    round: int
    teller: str
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class CountsCompared(Event):
    """Both tellers have counted a candidate's papers: whether they agree, and no figure."""

    name: ClassVar[str] = "selection.counts_compared.v1"

    round: int
    candidate: int
    agree: bool


@dataclass(frozen=True, kw_only=True)
class ResultHandedIn(Event):
    name: ClassVar[str] = "selection.result_handed_in.v1"

    round: int
    archive: str
    figures: tuple[Figures, ...]


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    """The reconciled count, for those who conducted the round."""

    name: ClassVar[str] = "selection.round_closed.v1"

    round: int
    figures: tuple[Figures, ...]


@dataclass(frozen=True, kw_only=True)
class ExposureAccepted(Event):
    """What the figures were found to expose before they were disclosed: which candidates, in which ways.

    Stands before every disclosure, also where nothing was found, so that whoever may not open it learns nothing
    from its being there.
    """

    name: ClassVar[str] = "selection.exposure_accepted.v1"

    round: int
    exposures: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class ResultDisclosed(Event):
    """The fact that the result went out, without a figure."""

    name: ClassVar[str] = "selection.result_disclosed.v1"

    round: int


@dataclass(frozen=True, kw_only=True)
class PollNotified(Event):
    """The appointing body's President is told that a round took place, and no more."""

    name: ClassVar[str] = "selection.poll_notified.v1"

    round: int
    held: datetime


@dataclass(frozen=True, kw_only=True)
class CopyIssued(Event):
    """A confidential copy waits for its recipient; its figures go on the record only for whoever opens it."""

    name: ClassVar[str] = "selection.copy_issued.v1"

    copy: int
    round: int
    to: str
    form: str
    candidate: int = 0


@dataclass(frozen=True, kw_only=True)
class CopyRead(Event):
    """The copy as it was shown to one person."""

    name: ClassVar[str] = "selection.copy_read.v1"

    copy: int
    round: int
    mark: str
    form: str
    figures: tuple[Figures, ...]
    extremes: Extremes | None = None


@dataclass(frozen=True, kw_only=True)
class CopyOpened(Event):
    """The fact that somebody opened a copy, and under which mark; no figure."""

    name: ClassVar[str] = "selection.copy_opened.v1"

    copy: int
    person: str
    person_name: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class ResultPublished(Event):
    """Announced by the President and, after a private meeting, in the communique."""

    name: ClassVar[str] = "selection.result_published.v1"

    round: int
    figures: tuple[Figures, ...]


@dataclass(frozen=True, kw_only=True)
class LeakReported(Event):
    name: ClassVar[str] = "selection.leak_reported.v1"

    round: int
    where: str
    mark: str
    copy: int
    """The copy that bears the mark; 0 where none does."""
    person: str


@dataclass(frozen=True, kw_only=True)
class ShortlistApplied(Event):
    """Who dropped out after a round; the names are public, the figures are not in it."""

    name: ClassVar[str] = "selection.shortlist_applied.v1"

    round: int
    eliminated: tuple[int, ...]
    reasons: tuple[tuple[int, str], ...]
    tied: tuple[int, ...]
    tie_rule: str
    seed: str


@dataclass(frozen=True, kw_only=True)
class ViewExpressed(Event):
    name: ClassVar[str] = "selection.view_expressed.v1"

    round: int
    of: str
    wish: str
    view: str


@dataclass(frozen=True, kw_only=True)
class NextDecided(Event):
    name: ClassVar[str] = "selection.next_decided.v1"

    round: int
    decision: str


@dataclass(frozen=True, kw_only=True)
class RecommendationDecided(Event):
    """What the private meeting decided, for its members."""

    name: ClassVar[str] = "selection.recommendation_decided.v1"

    meeting: str
    candidate: int
    method: str
    adopted: bool
    verdict: str
    in_favour: tuple[str, ...]
    against: tuple[str, ...]
    abstaining: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingHeld(Event):
    """That a private meeting took place."""

    name: ClassVar[str] = "selection.meeting_held.v1"

    meeting: str


@dataclass(frozen=True, kw_only=True)
class CandidateRecommended(Event):
    name: ClassVar[str] = "selection.candidate_recommended.v1"

    candidate: int
    resolution: str
    method: str


@dataclass(frozen=True, kw_only=True)
class CommuniqueIssued(Event):
    name: ClassVar[str] = "selection.communique_issued.v1"

    meeting: str
    communique: str


@dataclass(frozen=True, kw_only=True)
class AppointmentDecided(Event):
    name: ClassVar[str] = "selection.appointment_decided.v1"

    candidate: int
    method: str
    adopted: bool
    verdict: str
    resolution: str
    in_favour: int
    against: int
    abstaining: int
    term_since: date
    term_until: date


@dataclass(frozen=True, kw_only=True)
class OathTaken(Event):
    name: ClassVar[str] = "selection.oath_taken.v1"

    candidate: int
    oath: str


@dataclass(frozen=True, kw_only=True)
class DeadlineMissed(Event):
    name: ClassVar[str] = "selection.deadline_missed.v1"

    deadline: str
    due: datetime
