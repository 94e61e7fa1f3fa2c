"""Ordinal numbers in words, as mastheads write them: seventy-first, soixante et onzième, septuagésimo primer."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

LARGEST: Final = 199

_FR_TENS: Final = {
    20: "vingt",
    30: "trente",
    40: "quarante",
    50: "cinquante",
    60: "soixante",
    80: "quatre-vingt",
}
_ZH: Final = "零一二三四五六七八九"


def _unit(n: int, language: str) -> str:
    return _words(language, "units")[n]


def _ten(n: int, language: str) -> str:
    return _words(language, "tens")[n]


@cache
def _words(language: str, kind: str) -> tuple[str, ...]:
    file = resources.files("comity.documents") / "ordinals.toml"
    return tuple(tomllib.loads(file.read_text(encoding="utf-8"))[language][kind].split())


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The n-th; of the gender that the word it goes with has in each language."""

    n: int
    masculine: frozenset[str] = frozenset()
    """Languages in which that word is masculine; in the others it is feminine."""

    def say(self, language: str = "en") -> str:
        if not 1 <= self.n <= LARGEST:
            return str(self.n)
        return _SAID[language](self.n, language in self.masculine)


@dataclass(frozen=True, slots=True)
class Numeral:
    """The number of an annex: I, II, III; 一、二、三; الأول، الثاني، الثالث."""

    n: int

    def say(self, language: str = "en") -> str:
        numerals = _words(language if language in ("zh", "ar") else "en", "numerals")
        return numerals[self.n] if 0 < self.n < len(numerals) else str(self.n)


def _english(n: int, masculine: bool) -> str:
    if n == 100:
        return "one hundredth"
    if n > 100:
        return f"one hundred and {_english(n - 100, masculine)}"
    if n < 20:
        return _unit(n, "en")
    tens, unit = divmod(n, 10)
    ten = _ten(tens, "en")
    return "-".join((ten, _unit(unit, "en"))) if unit else f"{ten[:-1]}ieth"


def _french(n: int, masculine: bool) -> str:
    if n == 1:
        return "premier" if masculine else "première"
    cardinal = _french_cardinal(n)
    match cardinal:
        case _ if cardinal.endswith("cinq"):
            return f"{cardinal}uième"
        case _ if cardinal.endswith("neuf"):
            return f"{cardinal[:-1]}vième"
        case _:
            return f"{cardinal.removesuffix('e')}ième"


def _french_cardinal(n: int) -> str:
    if n >= 100:
        return f"cent {_french_cardinal(n - 100)}" if n > 100 else "cent"
    if n < 20:
        return _unit(n, "fr")
    tens = n - n % 20 if n >= 60 else n - n % 10
    rest = n - tens
    if not rest:
        return _FR_TENS[tens]
    link = " et " if rest in (1, 11) and tens < 80 else "-"
    return link.join((_FR_TENS[tens], _unit(rest, "fr")))


def _spanish(n: int, masculine: bool) -> str:
    """Before a masculine noun primero and tercero lose their ending."""
    if n >= 100:
        words = ["centésimo", *([_spanish(n - 100, True)] if n > 100 else [])]
    elif n < 20:
        words = [_unit(n, "es")]
    else:
        tens, unit = divmod(n, 10)
        words = [_ten(tens, "es"), *([_unit(unit, "es")] if unit else [])]
    said = " ".join(words)
    if not masculine:
        return " ".join(f"{word[:-1]}a" if word.endswith("o") else word for word in said.split())
    return said[:-1] if said.endswith(("primero", "tercero")) else said


def _russian(n: int, masculine: bool) -> str:
    """Only the last word is an ordinal."""
    if n == 100:
        said = "сотый"
    elif n > 100:
        return f"сто {_russian(n - 100, masculine)}"
    elif n < 20:
        said = _unit(n, "ru")
    else:
        tens, unit = divmod(n, 10)
        two = " ".join((_ten(tens, "ru"), _unit(unit, "ru"))) if unit else ""
        said = two or _words("ru", "round")[tens]
    if masculine:
        return said
    return f"{said[:-2]}ья" if said.endswith("третий") else f"{said[:-2]}ая"


def _chinese(n: int, masculine: bool) -> str:
    return f"第{_chinese_cardinal(n)}"


def _chinese_cardinal(n: int) -> str:
    if n >= 100:
        rest = n - 100
        if not rest:
            return "一百"
        return (
            f"一百零{_ZH[rest]}"
            if rest < 10
            else f"一百{_ZH[rest // 10]}十{_ZH[rest % 10] if rest % 10 else ''}"
        )
    tens, unit = divmod(n, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_ZH[tens]}十"
    return f"{head}{_ZH[unit] if unit else ''}"


def _arabic(n: int, masculine: bool) -> str:
    """The sessions, years and rounds that are counted are all feminine."""
    if n == 100:
        return "المائة"
    if n > 100:
        return f"{_arabic(n - 100, masculine)} بعد المائة"
    if n <= 10:
        return _unit(n, "ar")
    tens, unit = divmod(n, 10)
    if not unit:
        return _ten(tens, "ar")
    first = "الحادية" if unit == 1 else _unit(unit, "ar")
    return f"{first} عشرة" if tens == 1 else f"{first} و{_words('ar', 'tens')[tens]}"


_SAID: Final[Mapping[str, Callable[[int, bool], str]]] = {
    "en": _english,
    "fr": _french,
    "es": _spanish,
    "ru": _russian,
    "zh": _chinese,
    "ar": _arabic,
}
