"""What the components of a page are given: each dataclass is the context of an include in `components/`.

Wherever a label is asked for, anything sayable will do: a text, a citation, a name, or a plain string.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from comity.rules.acts import Ask, By, Possible
from comity.rules.guard import Objection
from comity.rules.words import text

SHORT_LIST: Final = 6
LONG_LIST: Final = 12
"""More choices than these stand in columns, and can be searched."""
"""Up to so many choices stand open as radio buttons; a longer list folds into a select."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A way to somewhere; `current` marks the place where the reader is."""

    label: Any
    href: str
    current: bool = False


HOME: Final = Link(label=text("web.layout.home"), href="/")
"""Where every way begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file as the record holds it, by the digest of its content."""

    name: str
    size: int
    kind: str
    digest: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the answers that a field offers."""

    value: str
    label: Any
    hint: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form: how it is asked for, what it holds now and what is wrong with it."""

    name: str
    ask: Ask
    form: str = "form"
    """Sets the ids of one form apart from those of the other forms on the page."""
    value: str = ""
    chosen: frozenset[str] = frozenset()
    choices: tuple[Choice, ...] = ()
    errors: tuple[Any, ...] = ()
    files: tuple[Attachment, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.form}-{self.name}"

    @property
    def first(self) -> str:
        """The id of the control that a link in the error summary leads to."""
        return f"{self.id}-1" if self.control in ("radios", "choices") else self.id

    @property
    def control(self) -> str:
        """How the kind of the ask is shown; a choice by the length of its list."""
        if self.ask.kind == "choice":
            return "radios" if len(self.choices) <= SHORT_LIST else "select"
        return self.ask.kind

    @property
    def grouped(self) -> bool:
        return self.control in ("radios", "choices")

    @property
    def many(self) -> bool:
        return len(self.choices) > LONG_LIST

    @property
    def width(self) -> str:
        """A field is about as wide as the answer that it expects."""
        if self.ask.kind == "line":
            return "short" if self.ask.limit <= 12 else "middle" if self.ask.limit <= 48 else "full"
        return {"number": "short", "date": "middle", "moment": "middle"}.get(self.ask.kind, "full")

    @property
    def described_by(self) -> str:
        """The ids of the hint, the error and the count, as assistive technology reads them out."""
        parts = [
            ("hint", self.ask.hint is not None),
            ("error", bool(self.errors)),
            ("count", self.ask.kind == "text"),
        ]
        return " ".join(f"{self.id}-{part}" for part, there in parts if there)

    @property
    def used(self) -> int:
        return len(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An act and its form; or, where the act is not in order, why not."""

    possible: Possible
    address: str
    token: str
    """The id that the act will bear, so that a form sent twice is heard once."""
    note: Any = None
    fields: tuple[Field, ...] = ()
    open: bool = False
    back: bool = False
    """Whether it was sent, could not be taken, and comes back as it was filled in."""
    refused: Objection | None = None
    """Why it was not in order as it was sent."""

    @property
    def label(self) -> Any:
        return self.possible.act.label

    @property
    def faulty(self) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """The head of a column; with `href` it sorts by a link that the server answers."""

    label: Any
    href: str = ""
    sorted: str = ""
    """ascending, descending, or empty."""
    figures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell under its column; the first of a row names the row."""

    column: Column
    value: Any
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A box above a list; the page answers with the rows that match and says how many there are."""

    label: Any
    name: str = "q"
    value: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows that people compare; on a phone each row becomes a card."""

    name: str
    caption: Any
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    search: Search | None = None
    count: Any = None
    empty: Any = None


def table_rows(columns: tuple[Column, ...], values: list[tuple[Any, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The cells of plain rows, each under its column."""
    return tuple(
        tuple(Cell(column=column, value=value) for column, value in zip(columns, row, strict=True))
        for row in values
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A line of the register: an entry as this reader may see it."""

    sequence: int
    at: datetime
    audience: str
    commitment: str
    what: Any = None
    by: By | None = None
    href: str = ""

    @property
    def sealed(self) -> bool:
        """Not open to this reader: that it exists is all there is to see."""
        return self.what is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step on the way of something: `standing` is done, now or ahead; past or closed where nothing is ahead."""

    label: Any
    standing: str
    at: datetime | None = None
    note: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A term and what holds for it."""

    term: Any
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pages of a long list: those near the present one, and None where some are left out."""

    links: tuple[Link | None, ...]
    before: Link | None
    after: Link | None


def pages(current: int, last: int, address: Callable[[int], str]) -> Pages:
    """The first page, the last, and those next to the present one."""
    shown = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    links: list[Link | None] = []
    for previous, page in zip([0, *shown], shown, strict=False):
        if page - previous == 2:
            links.append(Link(label=page - 1, href=address(page - 1)))
        elif page - previous > 2:
            links.append(None)
        links.append(Link(label=page, href=address(page), current=page == current))
    return Pages(
        links=tuple(links),
        before=Link(label=current - 1, href=address(current - 1)) if current > 1 else None,
        after=Link(label=current + 1, href=address(current + 1)) if current < last else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """How long there is left, as the server sees it when it draws the page."""

    until: datetime
    now: datetime
    label: Any = None
    soon: int = 0
    """Seconds before the end at which the clock begins to warn; 0 where it never does."""

    @property
    def left(self) -> timedelta:
        return max(timedelta(0), self.until - self.now)

    @property
    def over(self) -> bool:
        return self.until <= self.now

    @property
    def seconds(self) -> int:
        return int(self.left.total_seconds())

    @property
    def near(self) -> bool:
        """The end is near."""
        return 0 < self.seconds <= self.soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as it is published: its masthead and its numbered paragraphs."""

    organ: Any
    symbol: str
    distribution: Any
    date: date
    original: Any
    title: Any
    paragraphs: tuple[Any, ...]
