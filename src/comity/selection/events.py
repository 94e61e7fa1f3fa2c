"""What has happened in a selection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from comity.record.attachment import Attachment
from comity.rules.acts import Event
from comity.selection.round_events import (
    AppointmentDecided as AppointmentDecided,
)
from comity.selection.round_events import (
    CandidateRecommended as CandidateRecommended,
)
from comity.selection.round_events import (
    ColoursDecided as ColoursDecided,
)
from comity.selection.round_events import (
    CommuniqueIssued as CommuniqueIssued,
)
from comity.selection.round_events import (
    CopyIssued as CopyIssued,
)
from comity.selection.round_events import (
    CopyOpened as CopyOpened,
)
from comity.selection.round_events import (
    CopyRead as CopyRead,
)
from comity.selection.round_events import (
    CountEntered as CountEntered,
)
from comity.selection.round_events import (
    CountsCompared as CountsCompared,
)
from comity.selection.round_events import (
    DeadlineMissed as DeadlineMissed,
)
from comity.selection.round_events import (
    ExposureAccepted as ExposureAccepted,
)
from comity.selection.round_events import (
    LeakReported as LeakReported,
)
from comity.selection.round_events import (
    MeetingHeld as MeetingHeld,
)
from comity.selection.round_events import (
    NextDecided as NextDecided,
)
from comity.selection.round_events import (
    OathTaken as OathTaken,
)
from comity.selection.round_events import (
    PollNotified as PollNotified,
)
from comity.selection.round_events import (
    RecommendationDecided as RecommendationDecided,
)
from comity.selection.round_events import (
    ResultDisclosed as ResultDisclosed,
)
from comity.selection.round_events import (
    ResultHandedIn as ResultHandedIn,
)
from comity.selection.round_events import (
    ResultPublished as ResultPublished,
)
from comity.selection.round_events import (
    RoundClosed as RoundClosed,
)
from comity.selection.round_events import (
    RoundOpened as RoundOpened,
)
from comity.selection.round_events import (
    ShortlistApplied as ShortlistApplied,
)
from comity.selection.round_events import (
    TellersAppointed as TellersAppointed,
)
from comity.selection.round_events import (
    ViewExpressed as ViewExpressed,
)


@dataclass(frozen=True, kw_only=True)
class ProcessOpened(Event):
    name: ClassVar[str] = "selection.process_opened.v1"

    rulebook: str
    title: str
    recommends: str
    appoints: str
    term_since: date


@dataclass(frozen=True, kw_only=True)
class RulesPut(Event):
    name: ClassVar[str] = "selection.rules_put.v1"

    rulebook: str
    principles: str
    until: datetime


@dataclass(frozen=True, kw_only=True)
class RulesObjected(Event):
    name: ClassVar[str] = "selection.rules_objected.v1"

    of: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RulesAdopted(Event):
    name: ClassVar[str] = "selection.rules_adopted.v1"

    rulebook: str
    principles: str


@dataclass(frozen=True, kw_only=True)
class LetterDrafted(Event):
    """A letter that the process calls for, with the presidencies that sign it."""

    name: ClassVar[str] = "selection.letter_drafted.v1"

    letter: int
    kind: str
    about: int = 0
    signatories: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LetterSigned(Event):
    name: ClassVar[str] = "selection.letter_signed.v1"

    letter: int
    organ: str


@dataclass(frozen=True, kw_only=True)
class LetterCirculated(Event):
    """Bears the whole letter: whoever reads this may not be able to open the entries before it."""

    name: ClassVar[str] = "selection.letter_circulated.v1"

    letter: int
    kind: str
    about: int
    signatories: tuple[str, ...]
    number: int
    symbol: str
    signed: tuple[tuple[str, str, datetime], ...] = ()
    """By body: who signed and when."""


@dataclass(frozen=True, kw_only=True)
class CandidateNominated(Event):
    name: ClassVar[str] = "selection.candidate_nominated.v1"

    candidate: int
    full_name: str
    nominators: tuple[str, ...]
    person: str
    letter: str
    curriculum_vitae: tuple[Attachment, ...]
    vision_statement: tuple[Attachment, ...]
    funding: str


@dataclass(frozen=True, kw_only=True)
class CandidateListed(Event):
    """The candidate is on the public list, with everything that was presented but the account of the person."""

    name: ClassVar[str] = "selection.candidate_listed.v1"

    candidate: int
    full_name: str
    nominators: tuple[str, ...]
    letter: str
    curriculum_vitae: tuple[Attachment, ...]
    vision_statement: tuple[Attachment, ...]
    funding: str
    nominated: datetime


@dataclass(frozen=True, kw_only=True)
class NominationJoined(Event):
    name: ClassVar[str] = "selection.nomination_joined.v1"

    candidate: int
    of: str


@dataclass(frozen=True, kw_only=True)
class NominatorLeft(Event):
    """A State presents the candidate no more; the candidate stays."""

    name: ClassVar[str] = "selection.nominator_left.v1"

    candidate: int
    of: str
    notice: str


@dataclass(frozen=True, kw_only=True)
class CandidateWithdrawn(Event):
    name: ClassVar[str] = "selection.candidate_withdrawn.v1"

    candidate: int
    by_state: str
    """The State whose withdrawal it is; empty when the candidate withdrew."""
    notice: str
    replaced_by: int = 0
    """The candidate whom the State named instead."""


@dataclass(frozen=True, kw_only=True)
class SlotsDrawn(Event):
    name: ClassVar[str] = "selection.slots_drawn.v1"

    seed: str
    order: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SlotsAgreed(Event):
    name: ClassVar[str] = "selection.slots_agreed.v1"

    order: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class HearingScheduled(Event):
    name: ClassVar[str] = "selection.hearing_scheduled.v1"

    hearing: int
    kind: str
    candidate: int
    at: datetime
    webcast: str


@dataclass(frozen=True, kw_only=True)
class HearingMoved(Event):
    name: ClassVar[str] = "selection.hearing_moved.v1"

    hearing: int
    at: datetime
    webcast: str


@dataclass(frozen=True, kw_only=True)
class HearingOpened(Event):
    name: ClassVar[str] = "selection.hearing_opened.v1"

    hearing: int


@dataclass(frozen=True, kw_only=True)
class PartCalled(Event):
    name: ClassVar[str] = "selection.part_called.v1"

    hearing: int
    part: str
    minutes: int


@dataclass(frozen=True, kw_only=True)
class HearingClosed(Event):
    name: ClassVar[str] = "selection.hearing_closed.v1"

    hearing: int
    archive: str


@dataclass(frozen=True, kw_only=True)
class ArchiveFiled(Event):
    name: ClassVar[str] = "selection.archive_filed.v1"

    hearing: int
    archive: str


@dataclass(frozen=True, kw_only=True)
class QuestionSubmitted(Event):
    name: ClassVar[str] = "selection.question_submitted.v1"

    question: int
    hearing: int
    of: str
    question_text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class QuestionsMerged(Event):
    name: ClassVar[str] = "selection.questions_merged.v1"

    question: int
    hearing: int
    merged: tuple[int, ...]
    of: tuple[str, ...]
    theme: str
    question_text: str


@dataclass(frozen=True, kw_only=True)
class QuestionChosen(Event):
    """Public from here on, with whose question it is."""

    name: ClassVar[str] = "selection.question_chosen.v1"

    question: int
    hearing: int
    of: tuple[str, ...]
    theme: str
    question_text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    name: ClassVar[str] = "selection.question_asked.v1"

    question: int


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    name: ClassVar[str] = "selection.question_answered.v1"

    question: int


EVENTS: Final = (
    ProcessOpened,
    RulesPut,
    RulesObjected,
    RulesAdopted,
    LetterDrafted,
    LetterSigned,
    LetterCirculated,
    CandidateNominated,
    CandidateListed,
    NominationJoined,
    NominatorLeft,
    CandidateWithdrawn,
    SlotsDrawn,
    SlotsAgreed,
    HearingScheduled,
    HearingMoved,
    HearingOpened,
    PartCalled,
    HearingClosed,
    ArchiveFiled,
    QuestionSubmitted,
    QuestionsMerged,
    QuestionChosen,
    QuestionAsked,
    QuestionAnswered,
    ColoursDecided,
    RoundOpened,
    TellersAppointed,
    CountEntered,
    CountsCompared,
    ResultHandedIn,
    RoundClosed,
    ExposureAccepted,
    ResultDisclosed,
    PollNotified,
    CopyIssued,
    CopyRead,
    CopyOpened,
    ResultPublished,
    LeakReported,
    ShortlistApplied,
    ViewExpressed,
    NextDecided,
    RecommendationDecided,
    MeetingHeld,
    CandidateRecommended,
    CommuniqueIssued,
    AppointmentDecided,
    OathTaken,
    DeadlineMissed,
)
