"""The communications of a body: the fold of what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from comity.bodies.body import Body
from comity.communications.events import (
    LetterCirculated,
    LetterOverdue,
    LetterRegistered,
    LetterReturned,
    LetterSent,
    LetterWithdrawn,
    SymbolIssued,
)
from comity.record.attachment import Attachment
from comity.rules.acts import By, Happened, Sealed

REGISTER_WITHIN: Final = timedelta(hours=24)
"""Rule 6 says "immediately"; after a day the record says that it was not."""


class Status(StrEnum):
    SENT = "sent"
    REGISTERED = "registered"
    CIRCULATED = "circulated"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter, as far as its reader knows it."""

    letter: int
    of: str
    subject: str
    body: str
    signed: str
    wish: str = ""
    attachments: tuple[Attachment, ...] = ()
    status: Status
    by: By
    at: datetime
    entry: int
    """Sequence of the entry by which the reader first knows it."""
    touched: int
    """Sequence of the last entry that concerns it."""
    number: int = 0
    symbol: str = ""
    to: str = ""
    reason: str = ""
    overdue: bool = False

    @property
    def register_by(self) -> datetime:
        return self.at + REGISTER_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The symbol of a document that is no letter to the body."""

    symbol: str
    series: str
    number: int
    document: str
    title: str
    distribution: str
    follows: str
    by: By
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Communications:
    """What a reader knows of a body's communications."""

    stream: str
    body: Body
    letters: Mapping[int, Letter] = field(default_factory=dict)
    """By letter, the one touched last at the end."""
    sealed: tuple[Sealed, ...] = ()
    """Entries that this reader may not open."""
    last_letter: int = 0
    waiting: Mapping[int, datetime] = field(default_factory=dict)
    """Letters to be registered, and until when; the longest waiting first."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """By series, as in S/2026, the last number given."""
    issued: Mapping[str, Issued] = field(default_factory=dict)
    """By symbol, in the order in which they were issued."""

    def symbol_of(self, document: str) -> str:
        """The symbol that was issued for a document of this house; empty where there is none."""
        found = (one.symbol for one in self.issued.values() if one.document == document and not one.follows)
        return next(found, "")

    def bears(self, symbol: str) -> bool:
        """Whether a letter or another document bears this symbol."""
        return symbol in self.issued or any(one.symbol == symbol for one in self.letters.values())

    def issues(self, symbol: str) -> bool:
        """Whether the symbol belongs to a series that is issued here, so that nobody may simply write it."""
        return any(symbol.startswith(f"{series}/") for series in self.numbers)


def begin(stream: str, bodies: Mapping[str, Body]) -> Communications:
    return Communications(stream=stream, body=bodies[stream.partition(":")[2]])


def fold(state: Communications, happened: Iterable[Happened | Sealed]) -> Communications:
    letters, numbers, sealed = dict(state.letters), dict(state.numbers), list(state.sealed)
    waiting, issued = dict(state.waiting), dict(state.issued)
    last = state.last_letter
    for one in happened:
        if isinstance(one, Sealed):
            sealed.append(one)
            continue
        if isinstance(one.event, SymbolIssued):
            issued[one.event.symbol] = _issued(one.event, one)
            if not one.event.follows:
                numbers[one.event.series] = one.event.number
            continue
        letter = _after(letters.pop(one.event.letter, None), one)  # type: ignore[attr-defined]
        if letter is not None:
            letters[letter.letter] = letter
            last = max(last, letter.letter)
            waiting.pop(letter.letter, None)
            if letter.status is Status.SENT and not letter.overdue:
                waiting[letter.letter] = letter.register_by
        if isinstance(one.event, LetterRegistered):
            numbers[one.event.series] = one.event.number
    return replace(
        state,
        letters=letters,
        waiting=waiting,
        numbers=numbers,
        issued=issued,
        sealed=tuple(sealed),
        last_letter=last,
    )


def _issued(event: SymbolIssued, one: Happened) -> Issued:
    names = ("symbol", "series", "number", "document", "title", "distribution", "follows")
    return Issued(by=one.by, at=one.at, entry=one.sequence, **{name: getattr(event, name) for name in names})


def _after(letter: Letter | None, one: Happened) -> Letter | None:
    """The letter after this event; None for an event about a letter of which the reader knows nothing else."""
    match one.event:
        case LetterSent() as sent:
            return Letter(
                letter=sent.letter,
                of=sent.of,
                subject=sent.subject,
                body=sent.body,
                signed=sent.signed,
                wish=sent.wish,
                attachments=sent.attachments,
                status=Status.SENT,
                by=one.by,
                at=one.at,
                entry=one.sequence,
                touched=one.sequence,
            )
        case LetterCirculated() as out:
            known = letter or Letter(
                letter=out.letter,
                of=out.of,
                subject=out.subject,
                body=out.body,
                signed=out.signed,
                attachments=out.attachments,
                status=Status.CIRCULATED,
                by=one.by,
                at=one.at,
                entry=one.sequence,
                touched=one.sequence,
            )
            return replace(
                known, status=Status.CIRCULATED, to=out.to, symbol=out.symbol, touched=one.sequence
            )
        case _ if letter is None:
            return None
        case LetterRegistered() as given:
            return _changed(
                letter,
                status=Status.REGISTERED,
                number=given.number,
                symbol=given.symbol,
                touched=one.sequence,
            )
        case LetterReturned() as back:
            return _changed(letter, status=Status.RETURNED, reason=back.reason, touched=one.sequence)
        case LetterWithdrawn():
            return _changed(letter, status=Status.WITHDRAWN, touched=one.sequence)
        case LetterOverdue():
            return _changed(letter, overdue=True, touched=one.sequence)
        case _:
            return letter


_FIELDS: Final = tuple(field.name for field in fields(Letter))


def _changed(letter: Letter, **changes: Any) -> Letter:
    """As `dataclasses.replace`, without its checks of every field: a cold fold does little else."""
    return Letter(**({name: getattr(letter, name) for name in _FIELDS} | changes))
