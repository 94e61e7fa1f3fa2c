"""Document symbols as the United Nations gives them: read, written, told apart, put in order, explained.

>>> letter = parse("a/71/774–S/2017/93/Add.1")
>>> str(letter), [str(one) for one in letter.organs]
('A/71/774-S/2017/93/Add.1', ['A', 'S'])
>>> str(parse("S/RES/2311(2016)")), parse("S/PV.9") < parse("S/PV.10")
('S/RES/2311 (2016)', True)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import total_ordering
from typing import Final, Protocol

from comity.rules.words import Sayable, Text, text

LONGEST: Final = 120
FOLLOWING: Final = ("Add", "Amend", "Corr", "Rev")
"""What a document is followed by under its own symbol."""

_ORGANS: Final = "A E S T ST SC GA SG SGB TD DP CD CAT CCPR CEDAW CERD CRC CRPD CMW CED HRI"
_EXPLAINED: Final = (
    "AC Add AI Agenda Amend C CN CONF Corr CRP DEC DP ES HRC INF L LEG MIN NGO Note PC PRST PV RES Rev "
    "SC SG SGB SM SR STAT Sub Summary Suppl WG WP"
)
_KNOWN: Final = "AR BUR EMERG GC IC INT LOS PET S SAB SWG T WGAD"

ORGANS: Final = frozenset(_ORGANS.split())
"""Those that are explained; any other organ or body is read all the same."""
EXPLAINED: Final = frozenset(_EXPLAINED.split())

_SPELT: Final = {
    word.casefold(): word for word in sorted({*EXPLAINED, *_KNOWN.split(), *ORGANS}, reverse=True)
}
"""Words in the spelling that they have, however they are typed."""
_DOUBLE: Final = re.compile(r"(?<=[^\s/-])\s*[-–—‑]\s*(?=[A-Za-z]{1,6}\s*/)")
_ORGAN: Final = re.compile(r"[A-Za-z]{1,8}")
_ELEMENT: Final = re.compile(
    r"(?P<word>[A-Za-z]{1,12})?(?P<join>[.-](?=[0-9]))?(?P<number>[0-9]{1,9})?(?P<letter>(?<=[0-9])[A-Z])?"
    r"(?: ?\((?P<aside>[0-9A-Za-z .]{1,20})\))?"
)
_ROMAN: Final = re.compile(r"M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


class Register(Protocol):
    """The symbols that a body has issued, as other proceedings look them up."""

    def symbol_of(self, document: str) -> str: ...

    def bears(self, symbol: str) -> bool: ...

    def issues(self, symbol: str) -> bool: ...


class SymbolError(ValueError):
    """What was typed is no document symbol; it can be said why."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.say("en"))
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What stands between two strokes: `71`, `RES`, `PV.7782`, `ES-11`, `2311 (2016)`."""

    word: str = ""
    join: str = ""
    number: int | None = None
    letter: str = ""
    aside: str = ""
    """What stands behind it in brackets: the year of a resolution, the session in Roman figures, a resumption."""

    def __str__(self) -> str:
        number = "" if self.number is None else str(self.number)
        return f"{self.word}{self.join}{number}{self.letter}" + (f" ({self.aside})" if self.aside else "")

    @property
    def key(self) -> tuple[str, int, str, int, str]:
        year = int(self.aside) if self.aside.isdecimal() else 0
        return self.word.casefold(), -1 if self.number is None else self.number, self.letter, year, self.aside


@total_ordering
@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """The symbol that one organ gives a document."""

    organ: str
    elements: tuple[Element, ...]

    def __str__(self) -> str:
        return "/".join((self.organ, *map(str, self.elements)))

    def __lt__(self, other: Single) -> bool:
        return self.key < other.key

    @property
    def key(self) -> tuple[str, tuple[tuple[str, int, str, int, str], ...]]:
        """First the document, then what follows it; numbers by their size."""
        return self.organ, tuple(one.key for one in self.elements)

    @property
    def stem(self) -> Single:
        """The document that an addendum, a correction or a revision belongs to."""
        elements = self.elements
        while len(elements) > 1 and elements[-1].word in FOLLOWING:
            elements = elements[:-1]
        return Single(organ=self.organ, elements=elements)

    @property
    def follows(self) -> str:
        """Add, Amend, Corr or Rev where that is what it is."""
        last = self.elements[-1]
        return last.word if last.word in FOLLOWING and len(self.elements) > 1 else ""

    def followed_by(self, what: str, number: int) -> Single:
        """The symbol of this document's n-th addendum, correction or revision."""
        if what not in FOLLOWING or number < 1:
            raise ValueError(what)
        return Single(
            organ=self.organ, elements=(*self.elements, Element(word=what, join=".", number=number))
        )

    def meaning(self) -> Iterator[tuple[str, Sayable]]:
        """What each part of it says."""
        yield self.organ, text(f"bodies.symbols.organ_{self.organ if self.organ in ORGANS else 'other'}")
        before = Element()
        for place, one in enumerate(self.elements):
            yield str(one), self._meaning_of(one, before, self.elements[place + 1 :])
            before = one

    def _meaning_of(self, one: Element, before: Element, after: tuple[Element, ...]) -> Sayable:
        said: Text
        if one.word and one.number is None:
            said = _of_word(one.word)
        elif one.word == "S" and one.join == "-":
            said = text("bodies.symbols.special_session", n=one.number)
        elif one.word == "ES" and one.join == "-":
            said = text("bodies.symbols.emergency_session", n=one.number)
        elif one.word:
            said = text("bodies.symbols.numbered", what=_of_word(one.word), n=one.number)
        else:
            said = self._meaning_of_number(one, before, bool(after) and after[0].word not in FOLLOWING)
        if not one.aside:
            return said
        aside = "year" if one.aside.isdecimal() else "session" if _ROMAN.fullmatch(one.aside) else "other"
        return text(f"bodies.symbols.aside_{aside}", said=said, aside=one.aside)

    def _meaning_of_number(self, one: Element, before: Element, more: bool) -> Text:
        assert one.number is not None
        if before.word in ("RES", "DEC", "PRST") and not more:
            return text("bodies.symbols.number_of", what=_of_word(before.word), n=one.number)
        if more and 1945 <= one.number <= 2200:
            return text("bodies.symbols.year", year=str(one.number))
        if more and self.organ in ("A", "E", "T") and one.number < 1000:
            return text("bodies.symbols.session", n=one.number)
        return text("bodies.symbols.running_number", n=one.number)


@total_ordering
@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """The symbol of a document; two organs that issue one document give it a double symbol."""

    singles: tuple[Single, ...]

    def __str__(self) -> str:
        return "-".join(map(str, self.singles))

    def __lt__(self, other: Symbol) -> bool:
        return [one.key for one in self.singles] < [one.key for one in other.singles]

    @property
    def organs(self) -> tuple[str, ...]:
        return tuple(one.organ for one in self.singles)

    @property
    def stem(self) -> Symbol:
        return Symbol(singles=tuple(dict.fromkeys(one.stem for one in self.singles)))

    def names(self, other: Symbol) -> bool:
        """Whether both stand for one document: each half of a double symbol names the whole of it."""
        return not set(self.singles).isdisjoint(other.singles)


def parse(written: str) -> Symbol:
    """The symbol as it should be written; SymbolError says what is wrong with it."""
    line = re.sub(r"\s*/\s*", "/", " ".join(written.split()))
    if not line or len(line) > LONGEST:
        raise SymbolError(text("bodies.symbols.empty" if not line else "bodies.symbols.too_long", n=LONGEST))
    return Symbol(singles=tuple(_single(one) for one in _DOUBLE.split(line)))


def joined(symbols: Iterable[str]) -> str:
    """One document's symbols as it bears them, the organs in alphabetical order: A/71/774-S/2017/93."""
    return "-".join(sorted(symbols))


def _single(written: str) -> Single:
    organ, *rest = written.split("/")
    if not _ORGAN.fullmatch(organ):
        raise SymbolError(text("bodies.symbols.no_organ", given=organ or written))
    if not rest:
        raise SymbolError(text("bodies.symbols.organ_alone", given=organ))
    return Single(organ=organ.upper(), elements=tuple(_element(one) for one in rest))


def _element(written: str) -> Element:
    found = _ELEMENT.fullmatch(written)
    if found is None or not (found["word"] or found["number"]):
        raise SymbolError(text("bodies.symbols.no_element", given=written or "//"))
    word, number = found["word"] or "", found["number"]
    return Element(
        word=_SPELT.get(word.casefold(), word),
        join=found["join"] or "",
        number=None if number is None else int(number),
        letter=found["letter"] or "",
        aside=(found["aside"] or "").strip(),
    )


def _of_word(word: str) -> Text:
    return (
        text(f"bodies.symbols.series_{word}")
        if word in EXPLAINED
        else text("bodies.symbols.series_other", word=word)
    )
