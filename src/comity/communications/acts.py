"""What may be asked of a body's communications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from comity.record.attachment import Attachment
from comity.rules.acts import Act, ask
from comity.rules.words import Text, text

MEMBERS: Final = "members"
ALL: Final = "all"
PUBLIC: Final = "public"
PRESIDENCY: Final = "presidency"

CIRCULATIONS: Final = tuple((to, text(f"communications.circulation.{to}")) for to in (MEMBERS, ALL, PUBLIC))
GENERAL: Final = "general"
LIMITED: Final = "limited"
DISTRIBUTIONS: Final = tuple((to, text(f"communications.issuing.{to}")) for to in (GENERAL, LIMITED))
FOLLOWING: Final = tuple((what, text(f"communications.issuing.{what}")) for what in ("Add", "Corr", "Rev"))
WISHES: Final = (*CIRCULATIONS, (PRESIDENCY, text("communications.circulation.presidency")))


@dataclass(frozen=True, kw_only=True)
class SendLetter(Act):
    """A member writes to the presidency."""

    name: ClassVar[str] = "communications.send_letter"
    label: ClassVar[Text] = text("communications.acts.send_letter")

    of: str = ask(text("communications.acts.of"), kind="choice")
    subject: str = ask(text("communications.acts.subject"), limit=200)
    body: str = ask(text("communications.acts.body"), kind="text", limit=20_000)
    signed: str = ask(
        text("communications.acts.signed"), hint=text("communications.acts.signed_hint"), limit=160
    )
    wish: str = ask(text("communications.acts.wish"), kind="choice", options=WISHES, default=MEMBERS)
    attachments: tuple[Attachment, ...] = ask(
        text("communications.acts.attachments"), kind="files", limit=10, optional=True, default=()
    )


@dataclass(frozen=True, kw_only=True)
class RegisterLetter(Act):
    """The presidency or the secretariat takes a letter in and gives it the next number."""

    name: ClassVar[str] = "communications.register_letter"
    label: ClassVar[Text] = text("communications.acts.register_letter")

    letter: int = ask(text("communications.acts.letter"), kind="number")


@dataclass(frozen=True, kw_only=True)
class CirculateLetter(Act):
    """A registered letter goes out to the members, to every delegation, or to everyone."""

    name: ClassVar[str] = "communications.circulate_letter"
    label: ClassVar[Text] = text("communications.acts.circulate_letter")

    letter: int = ask(text("communications.acts.letter"), kind="number")
    to: str = ask(text("communications.acts.to"), kind="choice", options=CIRCULATIONS)


@dataclass(frozen=True, kw_only=True)
class ReturnLetter(Act):
    """A letter goes back to its sender with a reason."""

    name: ClassVar[str] = "communications.return_letter"
    label: ClassVar[Text] = text("communications.acts.return_letter")

    letter: int = ask(text("communications.acts.letter"), kind="number")
    reason: str = ask(text("communications.acts.reason"), kind="text", limit=2_000)


@dataclass(frozen=True, kw_only=True)
class WithdrawLetter(Act):
    """The sender takes a letter back before it has gone out."""

    name: ClassVar[str] = "communications.withdraw_letter"
    label: ClassVar[Text] = text("communications.acts.withdraw_letter")

    letter: int = ask(text("communications.acts.letter"), kind="number")


@dataclass(frozen=True, kw_only=True)
class NoteOverdue(Act):
    """The clerk notes that a letter has lain unregistered for too long."""

    name: ClassVar[str] = "communications.note_overdue"
    label: ClassVar[Text] = text("communications.acts.note_overdue")
    by_clock: ClassVar[bool] = True

    letter: int = ask(text("communications.acts.letter"), kind="number")


@dataclass(frozen=True, kw_only=True)
class IssueSymbol(Act):
    """A document of this house gets the next symbol of the body."""

    name: ClassVar[str] = "communications.issue_symbol"
    label: ClassVar[Text] = text("communications.issuing.issue_symbol")

    document: str = ask(text("communications.issuing.document"), limit=200)
    distribution: str = ask(
        text("communications.issuing.distribution"), kind="choice", options=DISTRIBUTIONS, default=GENERAL
    )


@dataclass(frozen=True, kw_only=True)
class IssueSymbolElsewhere(Act):
    """A document that stands elsewhere gets the next symbol of the body."""

    name: ClassVar[str] = "communications.issue_symbol_elsewhere"
    label: ClassVar[Text] = text("communications.issuing.issue_symbol_elsewhere")

    title: str = ask(text("communications.issuing.title"), limit=300)
    distribution: str = ask(
        text("communications.issuing.distribution"), kind="choice", options=DISTRIBUTIONS, default=GENERAL
    )


@dataclass(frozen=True, kw_only=True)
class IssueFollowing(Act):
    """A document that has a symbol gets an addendum, a correction or a revision under it."""

    name: ClassVar[str] = "communications.issue_following"
    label: ClassVar[Text] = text("communications.issuing.issue_following")

    symbol: str = ask(text("communications.issuing.symbol"), limit=120)
    what: str = ask(text("communications.issuing.what"), kind="choice", options=FOLLOWING)
    title: str = ask(text("communications.issuing.title"), limit=300, optional=True, default="")
    distribution: str = ask(
        text("communications.issuing.distribution"), kind="choice", options=DISTRIBUTIONS, default=GENERAL
    )


ACTS: Final = (
    SendLetter,
    RegisterLetter,
    CirculateLetter,
    ReturnLetter,
    WithdrawLetter,
    NoteOverdue,
    IssueSymbol,
    IssueSymbolElsewhere,
    IssueFollowing,
)
