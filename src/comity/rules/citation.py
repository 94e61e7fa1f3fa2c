"""Where a rule stands: the instrument, the rule or article, the paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.rules.words import text

CHARTER: Final = "Charter"
COUNCIL_RULES: Final = "S/96/Rev.7"
ASSEMBLY_RULES: Final = "A/520/Rev.20"
STATUTE: Final = "ICJ Statute"

NAMED: Final = {CHARTER: "charter", STATUTE: "statute"}
"""Instruments that go by a name of their own in each language, not by a symbol."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an instrument; `unit` says what its parts are called there."""

    instrument: str
    rule: str = ""
    paragraph: str = ""
    unit: str = "rule"

    def say(self, language: str = "en") -> str:
        """As the organs write it: "S/96/Rev.7 rule 37", "Charter Art. 27(3)"."""
        named = NAMED.get(self.instrument)
        name = text(f"rules.citations.{named}").say(language) if named else self.instrument
        if not self.rule:
            return name
        place = f"{self.rule}({self.paragraph})" if self.paragraph else self.rule
        return text(f"rules.citations.{self.unit}", instrument=name, place=place).say(language)

    def __str__(self) -> str:
        return self.say("en")


def charter(article: int, paragraph: int | str = "") -> Citation:
    return Citation(CHARTER, str(article), str(paragraph), unit="article")


def statute(article: int) -> Citation:
    """Of the Statute of the International Court of Justice."""
    return Citation(STATUTE, str(article), unit="article")


def council(rule: int) -> Citation:
    return Citation(COUNCIL_RULES, str(rule))


def assembly(rule: int) -> Citation:
    return Citation(ASSEMBLY_RULES, str(rule))


def house(rule: int) -> Citation:
    """One of the system's own few rules, for what no rules of procedure speak of (docs/house-rules.md)."""
    return Citation("", str(rule), unit="house")
