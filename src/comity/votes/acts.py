"""What may be asked of the votes of a body: the acts by which a vote is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from comity.rules.acts import Act, ask
from comity.rules.words import Text, text
from comity.votes.methods import METHODS

MEMBERS: Final = "members"
ALL: Final = "all"
PUBLIC: Final = "public"
CIRCLES: Final = tuple((to, text(f"votes.circles.{to}")) for to in (MEMBERS, ALL, PUBLIC))

METHOD_CHOICES: Final = tuple((name, text(f"votes.methods.{name}")) for name in METHODS)
PASS: Final = "pass"  # noqa: S105
VOTES: Final = ("yes", "no", "abstain", "not participating")
CHOICES: Final = tuple(
    (vote, text(f"votes.choices.{vote.replace(' ', '_')}")) for vote in (*VOTES, PASS, "absent")
)
BASES: Final = tuple((basis, basis) for basis in ("VI", "52(3)", "VII"))


def a_vote() -> int:
    number: int = ask(text("votes.fields.vote"), kind="number")
    return number


def on_behalf_of() -> str:
    of: str = ask(text("votes.fields.of"), kind="choice")
    return of


def some_members(label: Text) -> tuple[str, ...]:
    members: tuple[str, ...] = ask(label, kind="choices", limit=300, optional=True, default=())
    return members


@dataclass(frozen=True, kw_only=True)
class OpenVote(Act):
    """The presidency puts a question to the vote, under a rule and by a method."""

    name: ClassVar[str] = "votes.open_vote"
    label: ClassVar[Text] = text("votes.acts.open_vote")

    proposal: int = ask(text("votes.fields.proposal"), kind="number", optional=True, default=0)
    subject: str = ask(text("votes.fields.subject"), optional=True, default="")
    symbol: str = ask(text("votes.fields.symbol"), limit=60, optional=True, default="")
    rule: str = ask(text("votes.fields.rule"), kind="choice")
    method: str = ask(text("votes.fields.method"), kind="choice", options=METHOD_CHOICES)
    seen_by: str = ask(text("votes.fields.seen_by"), kind="choice", options=CIRCLES, default=PUBLIC)
    basis: str = ask(
        text("votes.fields.basis"),
        kind="choice",
        optional=True,
        default="",
        options=tuple((basis, text("votes.fields.basis_of", place=place)) for basis, place in BASES),
    )
    parties: tuple[str, ...] = some_members(text("votes.fields.parties"))
    suspended: tuple[str, ...] = some_members(text("votes.fields.suspended"))
    until: datetime | None = ask(text("votes.fields.until"), kind="moment", optional=True, default=None)
    explanations_first: bool = ask(text("votes.fields.explanations_first"), kind="switch", default=False)


@dataclass(frozen=True, kw_only=True)
class BeginVoting(Act):
    """The explanations before the vote are over; from now on votes are given."""

    name: ClassVar[str] = "votes.begin_voting"
    label: ClassVar[Text] = text("votes.acts.begin_voting")

    vote: int = a_vote()


@dataclass(frozen=True, kw_only=True)
class CastVote(Act):
    """A member votes."""

    name: ClassVar[str] = "votes.cast_vote"
    label: ClassVar[Text] = text("votes.acts.cast_vote")

    vote: int = a_vote()
    of: str = on_behalf_of()
    choice: str = ask(text("votes.fields.choice"), kind="choice", options=CHOICES)
    signed: str = ask(
        text("votes.fields.signed"),
        hint=text("votes.fields.signed_hint"),
        limit=160,
        optional=True,
        default="",
    )


@dataclass(frozen=True, kw_only=True)
class AcknowledgeLetter(Act):
    """The secretariat confirms that a member's letter in a written procedure has come."""

    name: ClassVar[str] = "votes.acknowledge_letter"
    label: ClassVar[Text] = text("votes.acts.acknowledge_letter")

    vote: int = a_vote()
    member: str = ask(text("votes.fields.member"), kind="choice")


@dataclass(frozen=True, kw_only=True)
class RecordAnswer(Act):
    """The presidency or the secretariat writes down what the member called has answered."""

    name: ClassVar[str] = "votes.record_answer"
    label: ClassVar[Text] = text("votes.acts.record_answer")

    vote: int = a_vote()
    member: str = ask(text("votes.fields.member"), kind="choice")
    choice: str = ask(text("votes.fields.choice"), kind="choice", options=CHOICES)


@dataclass(frozen=True, kw_only=True)
class RecordHands(Act):
    """The presidency or the secretariat writes down whose hands were raised."""

    name: ClassVar[str] = "votes.record_hands"
    label: ClassVar[Text] = text("votes.acts.record_hands")

    vote: int = a_vote()
    in_favour: tuple[str, ...] = some_members(text("votes.fields.in_favour"))
    against: tuple[str, ...] = some_members(text("votes.fields.against"))
    abstaining: tuple[str, ...] = some_members(text("votes.fields.abstaining"))
    not_participating: tuple[str, ...] = some_members(text("votes.fields.not_participating"))


@dataclass(frozen=True, kw_only=True)
class RecordCounts(Act):
    """The presidency or the secretariat writes down how many hands were raised."""

    name: ClassVar[str] = "votes.record_counts"
    label: ClassVar[Text] = text("votes.acts.record_counts")

    vote: int = a_vote()
    yes: int = ask(text("votes.fields.yes"), kind="number")
    no: int = ask(text("votes.fields.no"), kind="number")
    abstain: int = ask(text("votes.fields.abstain"), kind="number")


@dataclass(frozen=True, kw_only=True)
class PrepareLot(Act):
    """The secretariat fixes a seed by its fingerprint before the first name of a roll-call is drawn."""

    name: ClassVar[str] = "votes.prepare_lot"
    label: ClassVar[Text] = text("votes.acts.prepare_lot")

    vote: int = a_vote()
    fingerprint: str = ask(
        text("votes.fields.fingerprint"), hint=text("votes.fields.fingerprint_hint"), limit=64
    )


@dataclass(frozen=True, kw_only=True)
class DrawFirstMember(Act):
    """The seed is shown, and with it the member called first is drawn."""

    name: ClassVar[str] = "votes.draw_first_member"
    label: ClassVar[Text] = text("votes.acts.draw_first_member")

    vote: int = a_vote()
    seed: str = ask(text("votes.fields.seed"), hint=text("votes.fields.seed_hint"), limit=200)


@dataclass(frozen=True, kw_only=True)
class IssuePapers(Act):
    """So many ballot papers are handed out."""

    name: ClassVar[str] = "votes.issue_papers"
    label: ClassVar[Text] = text("votes.acts.issue_papers")

    vote: int = a_vote()
    papers: int = ask(text("votes.fields.papers"), kind="number")


@dataclass(frozen=True, kw_only=True)
class EnterCounts(Act):
    """A teller enters what that teller has counted, without seeing the other's figures."""

    name: ClassVar[str] = "votes.enter_counts"
    label: ClassVar[Text] = text("votes.acts.enter_counts")

    vote: int = a_vote()
    returned: int = ask(text("votes.fields.returned"), kind="number")
    yes: int = ask(text("votes.fields.yes"), kind="number")
    no: int = ask(text("votes.fields.no"), kind="number")
    blank: int = ask(text("votes.fields.blank"), kind="number")
    invalid: int = ask(text("votes.fields.invalid"), kind="number")


@dataclass(frozen=True, kw_only=True)
class HandInSecretResult(Act):
    """What the secret ballot held for a vote came to, with the hash of its archive; nobody types it."""

    name: ClassVar[str] = "votes.hand_in_secret_result"
    label: ClassVar[Text] = text("votes.acts.hand_in_secret_result")
    by_door: ClassVar[bool] = True

    vote: int
    archive: str
    yes: int
    no: int
    abstain: int


@dataclass(frozen=True, kw_only=True)
class RaiseObjection(Act):
    """A member objects to a decision by consensus, by acclamation or without a vote."""

    name: ClassVar[str] = "votes.raise_objection"
    label: ClassVar[Text] = text("votes.acts.raise_objection")

    vote: int = a_vote()
    of: str = on_behalf_of()
    reason: str = ask(text("votes.fields.reason"), kind="text", limit=2_000, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class BreakSilence(RaiseObjection):
    """A member breaks the silence."""

    name: ClassVar[str] = "votes.break_silence"
    label: ClassVar[Text] = text("votes.acts.break_silence")


@dataclass(frozen=True, kw_only=True)
class ExtendSilence(Act):
    """The presidency gives more time before silence means agreement."""

    name: ClassVar[str] = "votes.extend_silence"
    label: ClassVar[Text] = text("votes.acts.extend_silence")

    vote: int = a_vote()
    until: datetime = ask(text("votes.fields.until"), kind="moment")


@dataclass(frozen=True, kw_only=True)
class CloseVote(Act):
    """No more votes are taken."""

    name: ClassVar[str] = "votes.close_vote"
    label: ClassVar[Text] = text("votes.acts.close_vote")

    vote: int = a_vote()
    present: int = ask(
        text("votes.fields.present"),
        hint=text("votes.fields.present_hint"),
        kind="number",
        optional=True,
        default=0,
    )


@dataclass(frozen=True, kw_only=True)
class AbandonVote(Act):
    """A vote that went wrong is given up before its close, for a reason; its question can be put again."""

    name: ClassVar[str] = "votes.abandon_vote"
    label: ClassVar[Text] = text("votes.acts.abandon_vote")

    vote: int = a_vote()
    reason: str = ask(text("votes.fields.reason"), kind="text", limit=2_000)


@dataclass(frozen=True, kw_only=True)
class AnnounceResult(Act):
    """The presidency announces the result."""

    name: ClassVar[str] = "votes.announce_result"
    label: ClassVar[Text] = text("votes.acts.announce_result")

    vote: int = a_vote()


@dataclass(frozen=True, kw_only=True)
class CorrectAnnouncement(Act):
    """What officers wrote down wrongly is put right beside what was announced."""

    name: ClassVar[str] = "votes.correct_announcement"
    label: ClassVar[Text] = text("votes.acts.correct_announcement")

    vote: int = a_vote()
    member: str = ask(text("votes.fields.member"), kind="choice", optional=True, default="")
    choice: str = ask(text("votes.fields.choice"), kind="choice", options=CHOICES, optional=True, default="")
    yes: int = ask(text("votes.fields.yes"), kind="number", optional=True, default=0)
    no: int = ask(text("votes.fields.no"), kind="number", optional=True, default=0)
    abstain: int = ask(text("votes.fields.abstain"), kind="number", optional=True, default=0)
    reason: str = ask(text("votes.fields.reason"), kind="text", limit=2_000)


@dataclass(frozen=True, kw_only=True)
class ExplainVote(Act):
    """A member explains its vote, before or after it."""

    name: ClassVar[str] = "votes.explain_vote"
    label: ClassVar[Text] = text("votes.acts.explain_vote")

    vote: int = a_vote()
    of: str = on_behalf_of()
    statement: str = ask(text("votes.fields.statement"), kind="text", limit=20_000)


@dataclass(frozen=True, kw_only=True)
class StateIntention(Act):
    """A member says that it had meant to vote otherwise; the result stays as it is."""

    name: ClassVar[str] = "votes.state_intention"
    label: ClassVar[Text] = text("votes.acts.state_intention")

    vote: int = a_vote()
    of: str = on_behalf_of()
    choice: str = ask(text("votes.fields.meant"), kind="choice", options=CHOICES)


@dataclass(frozen=True, kw_only=True)
class LetTimeRunOut(Act):
    """The clerk closes a vote whose time has run out."""

    name: ClassVar[str] = "votes.let_time_run_out"
    label: ClassVar[Text] = text("votes.acts.let_time_run_out")
    by_clock: ClassVar[bool] = True

    vote: int = a_vote()


@dataclass(frozen=True, kw_only=True)
class NoteLateAnnouncement(Act):
    """The clerk notes that a result was not announced in time."""

    name: ClassVar[str] = "votes.note_late_announcement"
    label: ClassVar[Text] = text("votes.acts.note_late_announcement")
    by_clock: ClassVar[bool] = True

    vote: int = a_vote()


HOLDING: Final[tuple[type[Act], ...]] = (
    OpenVote,
    BeginVoting,
    CastVote,
    AcknowledgeLetter,
    RecordAnswer,
    RecordHands,
    RecordCounts,
    PrepareLot,
    DrawFirstMember,
    IssuePapers,
    EnterCounts,
    HandInSecretResult,
    RaiseObjection,
    BreakSilence,
    ExtendSilence,
    CloseVote,
    AbandonVote,
    AnnounceResult,
    CorrectAnnouncement,
    ExplainVote,
    StateIntention,
    LetTimeRunOut,
    NoteLateAnnouncement,
)
