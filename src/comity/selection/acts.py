"""What may be asked in the selection of an executive head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from comity.record.attachment import Attachment
from comity.rules.acts import Act, ask
from comity.rules.words import Text, text
from comity.selection.figures import Figures
from comity.selection.rulebook import PARTS, RULEBOOKS, rules

_BOOKS: Final = tuple(
    (name, text("selection.choices.rulebook", title=rules(name).title)) for name in RULEBOOKS
)


def _one_of(kind: str, *names: str) -> tuple[tuple[str, Text], ...]:
    return tuple((name, text(f"selection.choices.{name}_{kind}")) for name in names)


def _label(name: str) -> Text:
    return text(f"selection.fields.{name}")


DIALOGUE: Final = "dialogue"
MEETING: Final = "meeting"
PAPER: Final = "paper"
ELECTRONIC: Final = "electronic"
PUBLISHED: Final = "published"
"""Figures taken over from a published source; nobody counts them again."""
VOTE_AGAIN: Final = "vote_again"
PROCEED: Final = "proceed"
ACCLAMATION: Final = "acclamation"
VOTE: Final = "vote"
BY_BALLOT: Final = "secret_ballot"

_HEARINGS: Final = _one_of("hearing", DIALOGUE, MEETING)
_METHODS: Final = _one_of("method", PAPER, ELECTRONIC, PUBLISHED)
_NEXT: Final = _one_of("next", VOTE_AGAIN, PROCEED)


def _candidate() -> int:
    return ask(_label("candidate"), kind="number")  # type: ignore[no-any-return]


def _round() -> int:
    return ask(_label("round"), kind="number")  # type: ignore[no-any-return]


@dataclass(frozen=True, kw_only=True)
class OpenProcess(Act):
    """One of the two presidencies, or the secretariat, opens the selection."""

    name: ClassVar[str] = "selection.open_process"
    label: ClassVar[Text] = text("selection.acts.open_process")

    rulebook: str = ask(_label("rulebook"), kind="choice", options=_BOOKS)
    title: str = ask(_label("title"), limit=200)
    recommends: str = ask(_label("recommends"), default="unsc")
    appoints: str = ask(_label("appoints"), default="unga")
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
class ScheduleHearing(Act):
    name: ClassVar[str] = "selection.schedule_hearing"
    label: ClassVar[Text] = text("selection.acts.schedule_hearing")

    kind: str = ask(_label("kind"), kind="choice", options=_HEARINGS)
    candidate: int = _candidate()
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
class SubmitQuestion(Act):
    """A State, a group or civil society puts in a question, in any language."""

    name: ClassVar[str] = "selection.submit_question"
    label: ClassVar[Text] = text("selection.acts.submit_question")

    hearing: int = ask(_label("hearing"), kind="number")
    of: str = ask(_label("asker"), limit=120)
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


@dataclass(frozen=True, kw_only=True)
class DecideColours(Act):
    """Whether the ballots of the next round bear colours: a procedural vote of the members, or none was needed."""

    name: ClassVar[str] = "selection.decide_colours"
    label: ClassVar[Text] = text("selection.acts.decide_colours")

    in_favour: tuple[str, ...] = ask(_label("in_favour_members"), kind="choices", optional=True, default=())
    against: tuple[str, ...] = ask(_label("against_members"), kind="choices", optional=True, default=())
    abstaining: tuple[str, ...] = ask(_label("abstaining_members"), kind="choices", optional=True, default=())


@dataclass(frozen=True, kw_only=True)
class OpenRound(Act):
    name: ClassVar[str] = "selection.open_round"
    label: ClassVar[Text] = text("selection.acts.open_round")

    method: str = ask(_label("method"), kind="choice", options=_METHODS)
    coloured: bool = ask(_label("coloured"), kind="switch", default=False)


@dataclass(frozen=True, kw_only=True)
class AppointTellers(Act):
    name: ClassVar[str] = "selection.appoint_tellers"
    label: ClassVar[Text] = text("selection.acts.appoint_tellers")

    round: int = _round()
    first: str = ask(_label("first_teller"), kind="choice")
    second: str = ask(_label("second_teller"), kind="choice")


@dataclass(frozen=True, kw_only=True)
class EnterCount(Act):
    """A teller enters what the papers of one candidate say; the other teller does the same, unseen."""

    name: ClassVar[str] = "selection.enter_count"
    label: ClassVar[Text] = text("selection.acts.enter_count")

    round: int = _round()
    candidate: int = _candidate()
    of: str = ask(_label("of"), kind="choice")
    in_favour: int = ask(_label("in_favour"), kind="number")
    against: int = ask(_label("against"), kind="number")
    neutral: int = ask(_label("neutral"), kind="number")
    in_favour_permanent: int | None = ask(
        _label("in_favour_permanent"), kind="number", optional=True, default=None
    )
    against_permanent: int | None = ask(
        _label("against_permanent"), kind="number", optional=True, default=None
    )
    neutral_permanent: int | None = ask(
        _label("neutral_permanent"), kind="number", optional=True, default=None
    )


@dataclass(frozen=True, kw_only=True)
class HandInResult(Act):
    """The secretariat hands in what an electronic secret ballot came to, with the hash of its archive."""

    name: ClassVar[str] = "selection.hand_in_result"
    label: ClassVar[Text] = text("selection.acts.hand_in_result")

    round: int = _round()
    archive: str = ask(_label("archive_hash"), limit=64)
    figures: tuple[Figures, ...] = ask(_label("figures"), kind="choices")


@dataclass(frozen=True, kw_only=True)
class CloseRound(Act):
    name: ClassVar[str] = "selection.close_round"
    label: ClassVar[Text] = text("selection.acts.close_round")

    round: int = _round()


@dataclass(frozen=True, kw_only=True)
class Disclose(Act):
    """The result goes to whom the rulebook names, in that form, after the warning of what it exposes."""

    name: ClassVar[str] = "selection.disclose"
    label: ClassVar[Text] = text("selection.acts.disclose")

    round: int = _round()
    warned: bool = ask(_label("warned"), hint=_label("warned_hint"), kind="switch", default=False)


@dataclass(frozen=True, kw_only=True)
class ReadCopy(Act):
    """A recipient opens a confidential copy; the copy is made for that reader and bears a mark of its own."""

    name: ClassVar[str] = "selection.read_copy"
    label: ClassVar[Text] = text("selection.acts.read_copy")

    confidential_copy: int = ask(_label("copy"), kind="number")


@dataclass(frozen=True, kw_only=True)
class ReportLeak(Act):
    """A confidential result is found where it should not be; a mark on it says whose copy it was."""

    name: ClassVar[str] = "selection.report_leak"
    label: ClassVar[Text] = text("selection.acts.report_leak")

    round: int = _round()
    where: str = ask(_label("where"), limit=300)
    mark: str = ask(_label("mark"), limit=40, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class ApplyShortlist(Act):
    """Those who drop out by the figures of a round are named; lots are drawn where the rulebook says so."""

    name: ClassVar[str] = "selection.apply_shortlist"
    label: ClassVar[Text] = text("selection.acts.apply_shortlist")

    round: int = _round()
    seed: str = ask(_label("seed"), hint=_label("seed_hint"), limit=200, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class ExpressView(Act):
    """After a round a member says whether to vote again or to proceed."""

    name: ClassVar[str] = "selection.express_view"
    label: ClassVar[Text] = text("selection.acts.express_view")

    of: str = ask(_label("of"), kind="choice")
    wish: str = ask(_label("wish"), kind="choice", options=_NEXT)
    view: str = ask(_label("view"), kind="text", limit=4_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class DecideNext(Act):
    """The President decides, after hearing the members."""

    name: ClassVar[str] = "selection.decide_next"
    label: ClassVar[Text] = text("selection.acts.decide_next")

    decision: str = ask(_label("decision"), kind="choice", options=_NEXT)


@dataclass(frozen=True, kw_only=True)
class Recommend(Act):
    """The recommendation is put to the decision of a private meeting."""

    name: ClassVar[str] = "selection.recommend"
    label: ClassVar[Text] = text("selection.acts.recommend")

    candidate: int = _candidate()
    method: str = ask(_label("method"), kind="choice", options=_one_of("decision", ACCLAMATION, VOTE))
    in_private: bool = ask(_label("in_private"), kind="switch", default=True)
    resolution: str = ask(_label("resolution"), limit=60)
    in_favour: tuple[str, ...] = ask(_label("in_favour_members"), kind="choices", optional=True, default=())
    against: tuple[str, ...] = ask(_label("against_members"), kind="choices", optional=True, default=())
    abstaining: tuple[str, ...] = ask(_label("abstaining_members"), kind="choices", optional=True, default=())


@dataclass(frozen=True, kw_only=True)
class IssueCommunique(Act):
    """What is made public of a private meeting."""

    name: ClassVar[str] = "selection.issue_communique"
    label: ClassVar[Text] = text("selection.acts.issue_communique")

    meeting: str = ask(_label("meeting"), limit=40)
    communique: str = ask(_label("communique"), kind="text", limit=5_000)


@dataclass(frozen=True, kw_only=True)
class Appoint(Act):
    """The appointing body acts upon the recommendation."""

    name: ClassVar[str] = "selection.appoint"
    label: ClassVar[Text] = text("selection.acts.appoint")

    method: str = ask(_label("method"), kind="choice", options=_one_of("decision", ACCLAMATION, BY_BALLOT))
    resolution: str = ask(_label("resolution"), limit=60)
    ballot_asked_by: tuple[str, ...] = ask(
        _label("ballot_asked_by"), kind="choices", optional=True, default=()
    )
    in_favour: int = ask(_label("in_favour"), kind="number", optional=True, default=0)
    against: int = ask(_label("against"), kind="number", optional=True, default=0)
    abstaining: int = ask(_label("abstaining"), kind="number", optional=True, default=0)
    term_since: date = ask(_label("term_since"), kind="date")
    term_until: date = ask(_label("term_until"), kind="date")


@dataclass(frozen=True, kw_only=True)
class TakeOath(Act):
    name: ClassVar[str] = "selection.take_oath"
    label: ClassVar[Text] = text("selection.acts.take_oath")

    oath: str = ask(_label("oath"), kind="text", limit=2_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class NoteLate(Act):
    """The clerk notes that a deadline has passed."""

    name: ClassVar[str] = "selection.note_late"
    label: ClassVar[Text] = text("selection.acts.note_late")
    by_clock: ClassVar[bool] = True

    deadline: str = ask(_label("deadline"), limit=80)


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
    ScheduleHearing,
    OpenHearing,
    CallPart,
    CloseHearing,
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
