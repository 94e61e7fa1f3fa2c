"""What may be asked in the selection of an executive head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from comity.record.attachment import Attachment
from comity.rules.acts import Act, ask
from comity.rules.words import Text, text
from comity.selection.fields import (
    _BOOKS,
    _HEARINGS,
    _candidate,
    _label,
    _one_of,
)
from comity.selection.fields import (
    ACCLAMATION as ACCLAMATION,
)
from comity.selection.fields import (
    BY_BALLOT as BY_BALLOT,
)
from comity.selection.fields import (
    DIALOGUE as DIALOGUE,
)
from comity.selection.fields import (
    ELECTRONIC as ELECTRONIC,
)
from comity.selection.fields import (
    MEETING as MEETING,
)
from comity.selection.fields import (
    PAPER as PAPER,
)
from comity.selection.fields import (
    PROCEED as PROCEED,
)
from comity.selection.fields import (
    PUBLISHED as PUBLISHED,
)
from comity.selection.fields import (
    VOTE as VOTE,
)
from comity.selection.fields import (
    VOTE_AGAIN as VOTE_AGAIN,
)
from comity.selection.round_acts import (
    ApplyShortlist as ApplyShortlist,
)
from comity.selection.round_acts import (
    Appoint as Appoint,
)
from comity.selection.round_acts import (
    AppointTellers as AppointTellers,
)
from comity.selection.round_acts import (
    CloseRound as CloseRound,
)
from comity.selection.round_acts import (
    DecideColours as DecideColours,
)
from comity.selection.round_acts import (
    DecideNext as DecideNext,
)
from comity.selection.round_acts import (
    Disclose as Disclose,
)
from comity.selection.round_acts import (
    EnterCount as EnterCount,
)
from comity.selection.round_acts import (
    ExpressView as ExpressView,
)
from comity.selection.round_acts import (
    HandInResult as HandInResult,
)
from comity.selection.round_acts import (
    IssueCommunique as IssueCommunique,
)
from comity.selection.round_acts import (
    NoteLate as NoteLate,
)
from comity.selection.round_acts import (
    OpenRound as OpenRound,
)
from comity.selection.round_acts import (
    ReadCopy as ReadCopy,
)
from comity.selection.round_acts import (
    Recommend as Recommend,
)
from comity.selection.round_acts import (
    ReportLeak as ReportLeak,
)
from comity.selection.round_acts import (
    TakeOath as TakeOath,
)
from comity.selection.rulebook import PARTS


@dataclass(frozen=True, kw_only=True)
class OpenProcess(Act):
    """One of the two presidencies, or the secretariat, opens the selection."""

    name: ClassVar[str] = "selection.open_process"
    label: ClassVar[Text] = text("selection.acts.open_process")

    rulebook: str = ask(_label("rulebook"), kind="choice", options=_BOOKS)
    title: str = ask(_label("title"), limit=200)
    recommends: str = ask(_label("recommends"), kind="choice", default="unsc")
    appoints: str = ask(_label("appoints"), kind="choice", default="unga")
    term_since: date = ask(_label("term_since"), kind="date")


@dataclass(frozen=True, kw_only=True)
class PutRules(Act):
    """The presidency puts principles and rules to the members; who objects says so before the time named."""

    name: ClassVar[str] = "selection.put_rules"
    label: ClassVar[Text] = text("selection.acts.put_rules")

    rulebook: str = ask(_label("rulebook"), kind="choice", options=_BOOKS)
    principles: str = ask(_label("principles"), kind="text", limit=20_000)
    until: datetime = ask(_label("until"), kind="moment")


@dataclass(frozen=True, kw_only=True)
class ObjectToRules(Act):
    name: ClassVar[str] = "selection.object_to_rules"
    label: ClassVar[Text] = text("selection.acts.object_to_rules")

    of: str = ask(_label("of"), kind="choice")
    reason: str = ask(_label("reason"), kind="text", limit=2_000)


@dataclass(frozen=True, kw_only=True)
class AdoptRules(Act):
    """The rules that nobody objected to are adopted, and from then on only consensus changes them."""

    name: ClassVar[str] = "selection.adopt_rules"
    label: ClassVar[Text] = text("selection.acts.adopt_rules")


@dataclass(frozen=True, kw_only=True)
class SignLetter(Act):
    """A President signs a letter that the process calls for."""

    name: ClassVar[str] = "selection.sign_letter"
    label: ClassVar[Text] = text("selection.acts.sign_letter")

    letter: int = ask(_label("letter"), kind="number")


@dataclass(frozen=True, kw_only=True)
class CirculateLetter(Act):
    """A letter that bears its signatures goes out under its number."""

    name: ClassVar[str] = "selection.circulate_letter"
    label: ClassVar[Text] = text("selection.acts.circulate_letter")

    letter: int = ask(_label("letter"), kind="number")
    symbol: str = ask(_label("symbol"), hint=_label("symbol_hint"), limit=120, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class Nominate(Act):
    """A State presents a candidate."""

    name: ClassVar[str] = "selection.nominate"
    label: ClassVar[Text] = text("selection.acts.nominate")

    of: str = ask(_label("of"), kind="choice")
    full_name: str = ask(_label("full_name"), limit=160)
    person: str = ask(_label("person"), hint=_label("person_hint"), limit=80, optional=True, default="")
    letter: str = ask(_label("letter_text"), kind="text", limit=20_000)
    curriculum_vitae: tuple[Attachment, ...] = ask(
        _label("curriculum_vitae"), kind="files", limit=5, optional=True, default=()
    )
    vision_statement: tuple[Attachment, ...] = ask(
        _label("vision_statement"), kind="files", limit=5, optional=True, default=()
    )
    funding: str = ask(_label("funding"), kind="text", limit=5_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class JoinNomination(Act):
    """Another State presents the candidate jointly with those that already do."""

    name: ClassVar[str] = "selection.join_nomination"
    label: ClassVar[Text] = text("selection.acts.join_nomination")

    candidate: int = _candidate()
    of: str = ask(_label("of"), kind="choice")


@dataclass(frozen=True, kw_only=True)
class WithdrawNomination(Act):
    """A nominating State withdraws, by written notice to both Presidents."""

    name: ClassVar[str] = "selection.withdraw_nomination"
    label: ClassVar[Text] = text("selection.acts.withdraw_nomination")

    candidate: int = _candidate()
    of: str = ask(_label("of"), kind="choice")
    notice: str = ask(_label("notice"), kind="text", limit=5_000)


@dataclass(frozen=True, kw_only=True)
class WithdrawCandidacy(Act):
    """A candidate withdraws; where the candidate has no account, the nominating State or the secretariat files it."""

    name: ClassVar[str] = "selection.withdraw_candidacy"
    label: ClassVar[Text] = text("selection.acts.withdraw_candidacy")

    candidate: int = _candidate()
    notice: str = ask(_label("notice"), kind="text", limit=5_000)


@dataclass(frozen=True, kw_only=True)
class DrawSlots(Act):
    """The order in which candidates are heard is drawn by lot."""

    name: ClassVar[str] = "selection.draw_slots"
    label: ClassVar[Text] = text("selection.acts.draw_slots")

    seed: str = ask(_label("seed"), hint=_label("seed_hint"), limit=200)


@dataclass(frozen=True, kw_only=True)
class AgreeSlots(Act):
    """The order in which candidates are heard is agreed, and no lot is drawn."""

    name: ClassVar[str] = "selection.agree_slots"
    label: ClassVar[Text] = text("selection.acts.agree_slots")

    order: tuple[int, ...] = ask(_label("order"), kind="choices")


@dataclass(frozen=True, kw_only=True)
class ScheduleHearing(Act):
    name: ClassVar[str] = "selection.schedule_hearing"
    label: ClassVar[Text] = text("selection.acts.schedule_hearing")

    kind: str = ask(_label("kind"), kind="choice", options=_HEARINGS)
    candidate: int = _candidate()
    at: datetime = ask(_label("at"), kind="moment")
    webcast: str = ask(_label("webcast"), limit=300, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class MoveHearing(Act):
    """A hearing that has not begun is put at another time."""

    name: ClassVar[str] = "selection.move_hearing"
    label: ClassVar[Text] = text("selection.acts.move_hearing")

    hearing: int = ask(_label("hearing"), kind="number")
    at: datetime = ask(_label("at"), kind="moment")
    webcast: str = ask(_label("webcast"), limit=300, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class OpenHearing(Act):
    name: ClassVar[str] = "selection.open_hearing"
    label: ClassVar[Text] = text("selection.acts.open_hearing")

    hearing: int = ask(_label("hearing"), kind="number")


@dataclass(frozen=True, kw_only=True)
class CallPart(Act):
    """The moderator goes on to a part of the dialogue; its timer starts."""

    name: ClassVar[str] = "selection.call_part"
    label: ClassVar[Text] = text("selection.acts.call_part")

    hearing: int = ask(_label("hearing"), kind="number")
    part: str = ask(_label("part"), kind="choice", options=_one_of("part", *PARTS))


@dataclass(frozen=True, kw_only=True)
class CloseHearing(Act):
    name: ClassVar[str] = "selection.close_hearing"
    label: ClassVar[Text] = text("selection.acts.close_hearing")

    hearing: int = ask(_label("hearing"), kind="number")
    archive: str = ask(_label("archive"), limit=300, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class FileArchive(Act):
    """The recording of a dialogue, which is often there only days after it, is linked."""

    name: ClassVar[str] = "selection.file_archive"
    label: ClassVar[Text] = text("selection.acts.file_archive")

    hearing: int = ask(_label("hearing"), kind="number")
    archive: str = ask(_label("archive"), limit=300)


@dataclass(frozen=True, kw_only=True)
class SubmitQuestion(Act):
    """A State, a group or civil society puts in a question, in any language."""

    name: ClassVar[str] = "selection.submit_question"
    label: ClassVar[Text] = text("selection.acts.submit_question")

    hearing: int = ask(_label("hearing"), kind="number")
    of: str = ask(_label("asker"), kind="choice", limit=120)
    question_text: str = ask(_label("question_text"), kind="text", limit=2_000)
    language: str = ask(_label("language"), limit=8, default="en")


@dataclass(frozen=True, kw_only=True)
class MergeQuestions(Act):
    """The moderator makes one question of several on the same theme."""

    name: ClassVar[str] = "selection.merge_questions"
    label: ClassVar[Text] = text("selection.acts.merge_questions")

    hearing: int = ask(_label("hearing"), kind="number")
    questions: tuple[int, ...] = ask(_label("questions"), kind="choices")
    theme: str = ask(_label("theme"), limit=120)
    question_text: str = ask(_label("question_text"), kind="text", limit=2_000)


@dataclass(frozen=True, kw_only=True)
class ChooseQuestion(Act):
    name: ClassVar[str] = "selection.choose_question"
    label: ClassVar[Text] = text("selection.acts.choose_question")

    question: int = ask(_label("question"), kind="number")


@dataclass(frozen=True, kw_only=True)
class AskQuestion(Act):
    name: ClassVar[str] = "selection.ask_question"
    label: ClassVar[Text] = text("selection.acts.ask_question")

    question: int = ask(_label("question"), kind="number")


@dataclass(frozen=True, kw_only=True)
class MarkAnswered(Act):
    name: ClassVar[str] = "selection.mark_answered"
    label: ClassVar[Text] = text("selection.acts.mark_answered")

    question: int = ask(_label("question"), kind="number")


ACTS: Final = (
    OpenProcess,
    PutRules,
    ObjectToRules,
    AdoptRules,
    SignLetter,
    CirculateLetter,
    Nominate,
    JoinNomination,
    WithdrawNomination,
    WithdrawCandidacy,
    DrawSlots,
    AgreeSlots,
    ScheduleHearing,
    MoveHearing,
    OpenHearing,
    CallPart,
    CloseHearing,
    FileArchive,
    SubmitQuestion,
    MergeQuestions,
    ChooseQuestion,
    AskQuestion,
    MarkAnswered,
    DecideColours,
    OpenRound,
    AppointTellers,
    EnterCount,
    HandInResult,
    CloseRound,
    Disclose,
    ReadCopy,
    ReportLeak,
    ApplyShortlist,
    ExpressView,
    DecideNext,
    Recommend,
    IssueCommunique,
    Appoint,
    TakeOath,
    NoteLate,
)
