"""What may be asked of the secret ballots of a body."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Final

from comity.rules.acts import Act, ask
from comity.rules.words import Text, text
from comity.secret_votes.events import BoxResult

MEMBERS: Final = "members"
ALL: Final = "all"
PUBLIC: Final = "public"
CIRCLES: Final = tuple((to, text(f"secret_votes.choices.{to}")) for to in (MEMBERS, ALL, PUBLIC))

MOST_TRUSTEES: Final = 5
MESSAGE: Final = 16_000
"""Characters of one message of the ceremony at most."""


def _label(name: str) -> Text:
    return text(f"secret_votes.fields.{name}")


def a_ballot() -> int:
    number: int = ask(_label("ballot"), kind="number")
    return number


def an_owner() -> int:
    number: int = ask(_label("owner"), kind="number")
    return number


def a_round() -> int:
    number: int = ask(_label("round"), kind="number")
    return number


def a_message(name: str) -> str:
    message: str = ask(_label(name), limit=MESSAGE)
    return message


LONGEST: Final = 400
"""Characters of a question or an answer."""
MOST_QUESTIONS: Final = 100
MOST_ANSWERS: Final = 100
"""Answers of one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that is put, its answers, and how they may be marked."""

    question: str = ask(_label("question"), limit=LONGEST)
    answers: tuple[str, ...] = ask(_label("answers"), kind="lines", limit=LONGEST)
    most: int = ask(_label("most"), hint=_label("most_hint"), kind="number", default=1)
    blank: bool = ask(_label("blank"), kind="switch", default=False)


@dataclass(frozen=True, kw_only=True)
class CallBallot(Act):
    """A secret ballot is called: what is asked, who holds the keys, and by which rules it is held.

    Its questions come one by one in `asked`; or written down in `questions`, all of them marked alike.
    """

    name: ClassVar[str] = "secret_votes.call_ballot"
    label: ClassVar[Text] = text("secret_votes.acts.call_ballot")

    title: str = ask(_label("title"), limit=160)
    asked: tuple[Question, ...] = ask(
        _label("questions"), kind="several", limit=MOST_QUESTIONS, optional=True, default=()
    )
    questions: str = ask(
        _label("questions"),
        hint=_label("questions_hint"),
        kind="text",
        limit=20_000,
        optional=True,
        default="",
    )
    most: int = ask(_label("most"), hint=_label("most_hint"), kind="number", default=1)
    blank: bool = ask(_label("blank"), kind="switch", default=False)
    trustees: tuple[str, ...] = ask(
        _label("trustees"), hint=_label("trustees_hint"), kind="choices", limit=MOST_TRUSTEES
    )
    threshold: int = ask(
        _label("threshold"), hint=_label("threshold_hint"), kind="number", optional=True, default=0
    )
    one_vote_only: bool = ask(
        _label("one_vote_only"), hint=_label("one_vote_only_hint"), kind="switch", default=False
    )
    fewest: int = ask(_label("fewest"), hint=_label("fewest_hint"), kind="number", default=2)
    seen_by: str = ask(_label("seen_by"), kind="choice", options=CIRCLES, default=MEMBERS)
    closes: datetime | None = ask(
        _label("closes"), hint=_label("closes_hint"), kind="moment", optional=True, default=None
    )
    coloured: bool = ask(_label("coloured"), hint=_label("coloured_hint"), kind="switch", default=False)
    colour_decision: str = ask(_label("colour_decision"), limit=200, optional=True, default="")
    suspended: tuple[str, ...] = ask(
        _label("suspended"), kind="choices", limit=300, optional=True, default=()
    )
    paper: bool = ask(_label("paper"), hint=_label("paper_hint"), kind="switch", default=False)
    about: str = ask(_label("about"), hint=_label("about_hint"), limit=120, optional=True, default="")


@dataclass(frozen=True, kw_only=True)
class ReplaceTrustee(Act):
    """Another takes a trustee's seat before the opening; the ceremony of a group begins again."""

    name: ClassVar[str] = "secret_votes.replace_trustee"
    label: ClassVar[Text] = text("secret_votes.acts.replace_trustee")

    ballot: int = a_ballot()
    owner: str = ask(_label("owner"), kind="choice")
    seat: str = ask(_label("seat"), kind="choice")
    reason: str = ask(_label("reason"), kind="text", limit=1_000)


@dataclass(frozen=True, kw_only=True)
class BeginCeremonyAgain(Act):
    """The key ceremony begins again with the same trustees."""

    name: ClassVar[str] = "secret_votes.begin_ceremony_again"
    label: ClassVar[Text] = text("secret_votes.acts.begin_ceremony_again")

    ballot: int = a_ballot()
    reason: str = ask(_label("reason"), kind="text", limit=1_000)


@dataclass(frozen=True, kw_only=True)
class HandInCertificate(Act):
    """A trustee of a group says who it is in the ceremony."""

    name: ClassVar[str] = "secret_votes.hand_in_certificate"
    label: ClassVar[Text] = text("secret_votes.acts.hand_in_certificate")

    ballot: int = a_ballot()
    owner: int = an_owner()
    round: int = a_round()
    certificate: str = a_message("certificate")


@dataclass(frozen=True, kw_only=True)
class HandInDealing(Act):
    """A trustee of a group deals: a polynomial for all, a sealed letter for each."""

    name: ClassVar[str] = "secret_votes.hand_in_dealing"
    label: ClassVar[Text] = text("secret_votes.acts.hand_in_dealing")

    ballot: int = a_ballot()
    owner: int = an_owner()
    round: int = a_round()
    coefficients: str = a_message("coefficients")
    agreement: str = a_message("agreement")
    letters: tuple[str, ...] = ask(_label("letters"), kind="choices", limit=MOST_TRUSTEES)


@dataclass(frozen=True, kw_only=True)
class HandInKey(Act):
    """A trustee hands in the public half of its part of the key."""

    name: ClassVar[str] = "secret_votes.hand_in_key"
    label: ClassVar[Text] = text("secret_votes.acts.hand_in_key")

    ballot: int = a_ballot()
    owner: int = an_owner()
    round: int = a_round()
    key: str = a_message("key")


@dataclass(frozen=True, kw_only=True)
class ReportDealing(Act):
    """A trustee says that what another dealt does not fit."""

    name: ClassVar[str] = "secret_votes.report_dealing"
    label: ClassVar[Text] = text("secret_votes.acts.report_dealing")

    ballot: int = a_ballot()
    owner: int = an_owner()
    round: int = a_round()
    dealer: int = ask(_label("dealer"), kind="number")
    reason: str = ask(_label("reason"), limit=300)


@dataclass(frozen=True, kw_only=True)
class RegisterCredential(Act):
    """A delegation registers the public half of a credential that its browser made."""

    name: ClassVar[str] = "secret_votes.register_credential"
    label: ClassVar[Text] = text("secret_votes.acts.register_credential")

    ballot: int = a_ballot()
    box: str = ask(_label("box"), limit=20)
    of: str = ask(_label("of"), limit=40)
    credential: str = ask(_label("credential"), limit=617)
    challenge: str = ask(_label("challenge"), limit=77)
    response: str = ask(_label("response"), limit=77)


@dataclass(frozen=True, kw_only=True)
class AskForRenewal(Act):
    """An officer asks that a delegation which lost its device may register anew."""

    name: ClassVar[str] = "secret_votes.ask_for_renewal"
    label: ClassVar[Text] = text("secret_votes.acts.ask_for_renewal")

    ballot: int = a_ballot()
    member: str = ask(_label("member"), kind="choice")
    reason: str = ask(_label("reason"), kind="text", limit=1_000)


@dataclass(frozen=True, kw_only=True)
class ConfirmRenewal(Act):
    """A second officer confirms it, and the credential registered before counts no more."""

    name: ClassVar[str] = "secret_votes.confirm_renewal"
    label: ClassVar[Text] = text("secret_votes.acts.confirm_renewal")

    ballot: int = a_ballot()
    member: str = ask(_label("member"), kind="choice")


@dataclass(frozen=True, kw_only=True)
class OpenBallot(Act):
    """The election is drawn up and sealed under its fingerprint; from now on ballots are taken."""

    name: ClassVar[str] = "secret_votes.open_ballot"
    label: ClassVar[Text] = text("secret_votes.acts.open_ballot")
    by_door: ClassVar[bool] = True

    ballot: int = a_ballot()
    booth: str
    """SHA-256 of the voting page, which the door knows."""
    weighed: bool
    """Whether it was said that the warnings of what the figures may give away were weighed."""


@dataclass(frozen=True, kw_only=True)
class CastBallot(Act):
    """A ballot whose bytes were examined and kept goes into the box."""

    name: ClassVar[str] = "secret_votes.cast_ballot"
    label: ClassVar[Text] = text("secret_votes.acts.cast_ballot")
    by_door: ClassVar[bool] = True

    ballot: int
    box: str
    credential: str
    digest: str
    """SHA-256 of the ballot's bytes in hex: the same that its tracker writes in base64."""
    size: int


@dataclass(frozen=True, kw_only=True)
class CloseBallot(Act):
    """No more ballots are taken."""

    name: ClassVar[str] = "secret_votes.close_ballot"
    label: ClassVar[Text] = text("secret_votes.acts.close_ballot")

    ballot: int = a_ballot()


@dataclass(frozen=True, kw_only=True)
class LetTimeRunOut(Act):
    """The clerk closes a ballot whose closing moment has come."""

    name: ClassVar[str] = "secret_votes.let_time_run_out"
    label: ClassVar[Text] = text("secret_votes.acts.let_time_run_out")
    by_clock: ClassVar[bool] = True

    ballot: int = a_ballot()


@dataclass(frozen=True, kw_only=True)
class HandInShare(Act):
    """A trustee's part in opening the tally, whose two proofs were examined."""

    name: ClassVar[str] = "secret_votes.hand_in_share"
    label: ClassVar[Text] = text("secret_votes.acts.hand_in_share")
    by_door: ClassVar[bool] = True

    ballot: int
    box: str
    owner: int
    share: str
    transcript: str


@dataclass(frozen=True, kw_only=True)
class EnterPaperCount(Act):
    """A teller enters what the papers beside the electronic ballot say, or corrects it, without seeing the other's."""

    name: ClassVar[str] = "secret_votes.enter_paper_count"
    label: ClassVar[Text] = text("secret_votes.acts.enter_paper_count")

    ballot: int = a_ballot()
    box: str = ask(_label("box"), kind="choice")
    returned: int = ask(_label("returned"), kind="number")
    invalid: int = ask(_label("invalid"), kind="number", default=0)
    figures: str = ask(_label("figures"), hint=_label("figures_hint"), kind="text", limit=8_000)


@dataclass(frozen=True, kw_only=True)
class AcceptDifference(Act):
    """The presidency takes the two counts of a box as they are although they differ."""

    name: ClassVar[str] = "secret_votes.accept_difference"
    label: ClassVar[Text] = text("secret_votes.acts.accept_difference")

    ballot: int = a_ballot()
    box: str = ask(_label("box"), kind="choice")
    reason: str = ask(_label("reason"), kind="text", limit=1_000)


@dataclass(frozen=True, kw_only=True)
class AnnounceResult(Act):
    """The result is computed, the whole archive was verified, and the figures go on the record."""

    name: ClassVar[str] = "secret_votes.announce_result"
    label: ClassVar[Text] = text("secret_votes.acts.announce_result")
    by_door: ClassVar[bool] = True

    ballot: int
    results: tuple[BoxResult, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class AbandonBallot(Act):
    """A ballot is given up before its result, for a reason; nothing of it is ever opened."""

    name: ClassVar[str] = "secret_votes.abandon_ballot"
    label: ClassVar[Text] = text("secret_votes.acts.abandon_ballot")

    ballot: int = a_ballot()
    reason: str = ask(_label("reason"), kind="text", limit=2_000)


ACTS: Final[tuple[type[Act], ...]] = (
    CallBallot,
    ReplaceTrustee,
    BeginCeremonyAgain,
    HandInCertificate,
    HandInDealing,
    HandInKey,
    ReportDealing,
    RegisterCredential,
    AskForRenewal,
    ConfirmRenewal,
    OpenBallot,
    CastBallot,
    CloseBallot,
    LetTimeRunOut,
    HandInShare,
    EnterPaperCount,
    AcceptDifference,
    AnnounceResult,
    AbandonBallot,
)
