"""A document before it is said in any language, and the same laid out in one: what screen and paper are made of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from comity.rules.words import Text, say, text

RIGHT_TO_LEFT: Final = frozenset({"ar"})
_OPEN, _CLOSE = "\u2068", "\u2069"


class Status(StrEnum):
    DRAFT = "draft"
    PARTLY = "partly"
    SIGNED = "signed"
    CIRCULATED = "circulated"
    ISSUED = "issued"

    @property
    def has_effect(self) -> bool:
        return self not in (Status.DRAFT, Status.PARTLY)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, in whatever language: it keeps its own direction inside a sentence."""

    words: str

    def say(self, language: str = "en") -> str:
        return f"{_OPEN}{self.words}{_CLOSE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    words: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    words: Any
    new_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A text as somebody typed it, paragraph by paragraph."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    rows: tuple[tuple[Any, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    caption: Any
    head: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    """The first of each row names it, the others are figures."""


Block = Paragraph | Heading | Quoted | Facts | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """One organ in the masthead, with its session or year."""

    name: Any
    sitting: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    office: Any
    name: str = ""
    on: date | None = None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as far as its reader's view holds it."""

    kind: str
    house: Any = None
    """What stands above the organs: the organization."""
    organs: tuple[Organ, ...]
    symbol: str = ""
    distribution: Any
    dated: date | None = None
    original: Any
    title: Any
    salutation: Any = None
    blocks: tuple[Block, ...]
    annexes: tuple[Block, ...] = ()
    closing: Any = None
    signatures: tuple[Signature, ...] = ()
    status: Status
    mark: str = ""
    """The individual mark of a confidential copy."""


Run = Mapping[str, str]
"""`text` with its own direction, or none where it takes part in the sentence; `whole` where no line may break in it."""

_SYMBOL: Final = re.compile(
    r"(?<![A-Za-z0-9/])[A-Z]{1,8}/[A-Za-z0-9.]+(?:[/-][A-Za-z0-9.]+)*(?: \((?:\d{4}|[IVXL]+)\))?(?<![.])"
)


def runs(words: str) -> tuple[Run, ...]:
    """A line in pieces: document symbols and what people typed stand apart from the sentence around them."""
    return tuple(_runs(words))


def _runs(words: str) -> Iterator[Run]:
    for piece in re.split(f"({_OPEN}[^{_CLOSE}]*{_CLOSE})", words):
        if piece.startswith(_OPEN):
            yield {"text": piece[1:-1], "dir": direction(piece)}
            continue
        at = 0
        for found in _SYMBOL.finditer(piece):
            if found.start() > at:
                yield {"text": piece[at : found.start()], "dir": ""}
            yield {"text": found[0], "dir": "ltr", "whole": "yes"}
            at = found.end()
        if at < len(piece):
            yield {"text": piece[at:], "dir": ""}


def direction(words: str) -> str:
    """That of the first letter that has one."""
    for letter in words:
        match unicodedata.bidirectional(letter):
            case "R" | "AL":
                return "rtl"
            case "L":
                return "ltr"
    return "ltr"


def plain(words: Any, language: str) -> str:
    """Said without the marks that keep directions apart, for titles of windows and files."""
    return say(words, language).replace(_OPEN, "").replace(_CLOSE, "")


def laid_out(document: Document, language: str) -> dict[str, Any]:
    """The document in one language, as plain data: the same for the page and for the paper."""

    def line(words: Any) -> tuple[Run, ...]:
        return runs(_capital(say(words, language)))

    return {
        "language": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "kind": document.kind,
        "house": "" if document.house is None else say(document.house, language),
        "organs": [
            {
                "name": say(organ.name, language),
                "sitting": "" if organ.sitting is None else _capital(say(organ.sitting, language)),
            }
            for organ in document.organs
        ],
        "symbol": document.symbol,
        "symbols": [_parted(one) for one in re.split(r"-(?=[A-Z]+/)", document.symbol) if one],
        "dated": "" if document.dated is None else document.dated.isoformat(),
        "facts": [
            say(document.distribution, language),
            *([] if document.dated is None else [say(document.dated, language)]),
            say(document.original, language),
        ],
        "title": line(document.title),
        "title_plain": _capital(plain(document.title, language)),
        "salutation": () if document.salutation is None else line(document.salutation),
        "blocks": [_block(block, language) for block in document.blocks],
        "annexes": [_block(block, language) for block in document.annexes],
        "closing": () if document.closing is None else line(document.closing),
        "signatures": [_signature(one, language) for one in document.signatures],
        "status": document.status.value,
        "note": "" if document.status.has_effect else say(_note(document), language),
        "draft": say(text("documents.paper.draft"), language),
        "mark": document.mark,
    }


def _note(document: Document) -> Text:
    """That it has no effect yet, and how many signed it."""
    n = sum(one.done for one in document.signatures)
    if not n:
        return text("documents.paper.draft_note")
    return text("documents.paper.draft_partly", n=n, of=len(document.signatures))


def _parted(symbol: str) -> dict[str, str]:
    """The letters of the organ stand larger than what follows."""
    organ, stroke, rest = symbol.partition("/")
    return {"organ": organ, "rest": f"{stroke}{rest}"}


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _signature(one: Signature, language: str) -> dict[str, Any]:
    return {
        "office": runs(say(one.office, language)),
        "name": runs(say(_signed(one), language)),
        "on": "" if one.on is None else say(one.on, language),
        "done": one.done,
    }


def _signed(one: Signature) -> Text:
    if not one.done:
        return text("documents.paper.to_be_signed")
    if not one.name:
        return text("documents.paper.signed_unnamed")
    return text("documents.paper.signed", name=Typed(one.name))


def _block(block: Block, language: str) -> dict[str, Any]:
    def line(words: Any) -> tuple[Run, ...]:
        return runs(_capital(say(words, language)))

    match block:
        case Paragraph():
            return {"is": "paragraph", "runs": line(block.words)}
        case Heading():
            return {"is": "heading", "runs": line(block.words), "new_page": block.new_page}
        case Quoted():
            pieces = [piece.strip() for piece in re.split(r"\n\s*\n", block.words) if piece.strip()]
            return {"is": "quoted", "paragraphs": [{"text": p, "dir": direction(p)} for p in pieces]}
        case Facts():
            return {"is": "facts", "rows": [(line(term), line(value)) for term, value in block.rows]}
        case Table():
            return {
                "is": "table",
                "caption": line(block.caption),
                "caption_plain": _capital(plain(block.caption, language)),
                "head": [line(cell) for cell in block.head],
                "rows": [[line(cell) for cell in row] for row in block.rows],
            }
