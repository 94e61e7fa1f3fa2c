"""A laid-out document as a tagged PDF: typst makes it, a few at a time, and what was made once is kept for a while."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from comity.documents.document import Document, laid_out
from comity.rules.words import Text, text

log = logging.getLogger(__name__)

PAPERS: Final[Mapping[str, str]] = {"a4": "a4", "letter": "us-letter"}
EVERYWHERE: Final = "Libertinus Serif"
"""Comes with the compiler: Latin and Cyrillic look the same on every machine."""
SCRIPTS: Final[Mapping[str, tuple[str, ...]]] = {
    "zh": (
        "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "STSong",
        "SimSun", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
        "WenQuanYi Zen Hei",
    ),
    "ar": (
        "Noto Naskh Arabic", "Amiri", "Scheherazade New", "Sakkal Majalla", "Traditional Arabic", "Geeza Pro",
        "Noto Sans Arabic", "Arial",
    ),
}  # fmt: skip
"""Families that a language's script may be set in, the best first; the other languages need none."""

AT_ONCE: Final = 1
"""The compiler uses every core for one document as it is."""
WAIT: Final = 20.0
"""Seconds after which whoever waits is told to come back."""
KEPT: Final = 32 * 1024 * 1024
"""Octets of finished PDFs kept in memory."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a document bears no date: the same for ever, so that the same document is the same file."""


class NoPdf(Exception):
    """There is no PDF now, and why."""

    def __init__(self, why: Text, *, busy: bool = False) -> None:
        super().__init__(why.say("en"))
        self.why = why
        self.busy = busy


@dataclass(eq=False)
class Press:
    """Where PDFs are made: its fonts, its turnstile, and what it made before."""

    folder: Path | None = None
    """Fonts that somebody put there for this house."""
    system: bool = True
    """Whether the fonts of the machine are used."""
    _turn: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _made: OrderedDict[str, bytes] = field(default_factory=OrderedDict)
    _fonts: Any = None
    _families: frozenset[str] = frozenset()

    def pdf(self, document: Document, language: str, paper: str = "a4") -> bytes:
        """The document on paper; NoPdf says what is missing."""
        inputs = self._inputs(laid_out(document, language), language, paper)
        key = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        if not self._turn.acquire(timeout=WAIT):
            raise NoPdf(text("documents.pdf.busy"), busy=True)
        try:
            made = self._compile(inputs, document)
        finally:
            self._turn.release()
        self._keep(key, made)
        return made

    def missing(self, language: str) -> Text | None:
        """What has to be installed before a document in this language can be set, if anything."""
        try:
            self._open()
        except NoPdf as none:
            return none.why
        if language not in SCRIPTS or self._family(language):
            return None
        return text(f"documents.pdf.no_font_{language}", families=", ".join(SCRIPTS[language][:3]))

    def _inputs(self, layout: dict[str, Any], language: str, paper: str) -> dict[str, str]:
        missing = self.missing(language)
        if missing is not None:
            raise NoPdf(missing)
        return {
            "document": json.dumps(layout, ensure_ascii=False),
            "fonts": json.dumps(self._order(language)),
            "paper": PAPERS[paper],
        }

    def _order(self, language: str) -> list[Any]:
        """Arabic first in its own script; Chinese leaves Latin letters, not its punctuation, to the other font."""
        own = {name: self._family(name) for name in SCRIPTS}
        others = [family for name, family in own.items() if family and name != language]
        match language:
            case "ar":
                return [own["ar"], EVERYWHERE, *others]
            case "zh":
                return [{"name": EVERYWHERE, "covers": "latin-in-cjk"}, own["zh"], EVERYWHERE, *others]
            case _:
                return [EVERYWHERE, *others]

    def _family(self, language: str) -> str:
        return next((one for one in SCRIPTS[language] if one.casefold() in self._families), "")

    def _open(self) -> None:
        """Look once at the fonts that there are."""
        with self._lock:
            if self._fonts is not None:
                return
            try:
                import typst
            except ImportError:
                raise NoPdf(text("documents.pdf.no_library")) from None
            paths = [str(self.folder)] if self.folder is not None and self.folder.is_dir() else []
            self._fonts = typst.Fonts(include_system_fonts=self.system, font_paths=paths)
            self._families = frozenset(family.casefold() for family in self._fonts.families())

    def _compile(self, inputs: dict[str, str], document: Document) -> bytes:
        import typst

        try:
            compiler = typst.Compiler(input=_template(), font_paths=self._fonts, sys_inputs=inputs)
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=EPOCH)
        except typst.TypstError as failed:
            if "could not be displayed" in failed.message:
                log.warning("a character of a document is in no font: %s", failed.message)
                raise NoPdf(text("documents.pdf.no_character", said=failed.message)) from failed
            log.exception("a document could not be set")
            raise NoPdf(text("documents.pdf.failed")) from failed
        except BaseException as panic:
            if type(panic).__name__ != "PanicException":
                raise
            log.exception("the compiler gave up")
            raise NoPdf(text("documents.pdf.failed")) from panic
        assert isinstance(made, bytes)
        return made

    def _keep(self, key: str, made: bytes) -> None:
        with self._lock:
            self._made[key] = made
            while sum(map(len, self._made.values())) > KEPT:
                self._made.popitem(last=False)


@cache
def _template() -> bytes:
    return (resources.files("comity.documents") / "paper.typ").read_bytes()
