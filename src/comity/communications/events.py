"""What has happened to a body's communications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from comity.record.attachment import Attachment
from comity.rules.acts import Event


@dataclass(frozen=True, kw_only=True)
class LetterSent(Event):
    name: ClassVar[str] = "communications.letter_sent.v1"

    letter: int
    of: str
    subject: str
    body: str
    signed: str
    wish: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LetterRegistered(Event):
    name: ClassVar[str] = "communications.letter_registered.v1"

    letter: int
    series: str
    number: int
    symbol: str


@dataclass(frozen=True, kw_only=True)
class LetterCirculated(Event):
    """Bears the letter itself: whoever may read this may not be able to open the entry by which it was sent."""

    name: ClassVar[str] = "communications.letter_circulated.v1"

    letter: int
    to: str
    symbol: str
    of: str
    subject: str
    body: str
    signed: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LetterReturned(Event):
    name: ClassVar[str] = "communications.letter_returned.v1"

    letter: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class LetterWithdrawn(Event):
    name: ClassVar[str] = "communications.letter_withdrawn.v1"

    letter: int


@dataclass(frozen=True, kw_only=True)
class LetterOverdue(Event):
    name: ClassVar[str] = "communications.letter_overdue.v1"

    letter: int


@dataclass(frozen=True, kw_only=True)
class SymbolIssued(Event):
    """A document other than a letter to the body bears this symbol from now on."""

    name: ClassVar[str] = "communications.symbol_issued.v1"

    symbol: str
    series: str
    """As in S/2026; of what follows a document, the symbol of that document."""
    number: int
    document: str
    """Where it stands in this house, as in selection:unsg-2026/letters/3; empty for one that stands elsewhere."""
    title: str
    distribution: str
    follows: str = ""
    """Add, Corr or Rev where it follows the document of the series."""


EVENTS: Final = (
    LetterSent,
    LetterRegistered,
    LetterCirculated,
    LetterReturned,
    LetterWithdrawn,
    LetterOverdue,
    SymbolIssued,
)
