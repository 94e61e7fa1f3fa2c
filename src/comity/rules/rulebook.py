"""The rulebooks: every rule of an instrument, and what the system does about it.

A rule is *enforced* by guards, *supported* by a capability, or *informational* because something;
`unaccounted` finds every rule of which that is not true, so that no rulebook can promise what the code does
not hold.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Final

from comity.rules.citation import Citation

NAMES: Final = ("council", "charter", "assembly")
"""The rulebooks that come with Comity, in the order in which they are shown."""
SOURCE: Final = re.compile(r"FOUND(-part)?|MEMORY-[hml]")


class Standing(StrEnum):
    ENFORCED = "enforced"
    SUPPORTED = "supported"
    INFORMATIONAL = "informational"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: what it asks in our own words, whence we know it, and how it stands."""

    number: str
    """As it is cited: "37", "27(3)", "134-138", "appendix"."""
    chapter: str
    says: str
    source: str
    standing: Standing
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)
    guards: tuple[str, ...] = ()
    capability: str = ""
    because: str = ""

    @property
    def how(self) -> str:
        """What carries the standing: the guards, the capability, or the reason."""
        return ", ".join(self.guards) or self.capability or self.because

    def covers(self, citation: Citation) -> bool:
        """Whether a citation means this rule; without a paragraph it means each paragraph of the rule."""
        base, paragraph = _parted(self.number)
        if citation.rule not in _span(base):
            return False
        return not paragraph or not citation.paragraph or paragraph == citation.paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """All the rules of one instrument that the system answers for."""

    name: str
    instrument: str
    unit: str
    title: str
    about: str
    accounts_for: tuple[str, ...]
    chapters: Mapping[str, str] = field(hash=False)
    rules: tuple[Rule, ...]

    @classmethod
    def load(cls, name: str) -> Rulebook:
        """One of the rulebooks that come with Comity: council, charter or assembly."""
        if name not in NAMES:
            raise ValueError(f"there is no rulebook {name!r}; there are {', '.join(NAMES)}")
        return _load(name)

    @classmethod
    def read(cls, name: str, written: str) -> Rulebook:
        """A rulebook from the text of its file."""
        data = tomllib.loads(written)
        rules = tuple(
            Rule(
                **(
                    entry
                    | {"standing": Standing(entry["standing"]), "guards": tuple(entry.get("guards", ()))}
                )
            )
            for entry in data.pop("rule")
        )
        return cls(name=name, rules=rules, **(data | {"accounts_for": tuple(data["accounts_for"])}))

    def rule(self, number: str) -> Rule:
        for rule in self.rules:
            if rule.number == number:
                return rule
        raise KeyError(f"{self.instrument} has no {self.unit} {number!r} in the rulebook {self.name!r}")

    def citation(self, rule: Rule) -> Citation:
        base, paragraph = _parted(rule.number)
        return Citation(self.instrument, base, paragraph, unit=self.unit)

    def coverage(self) -> Mapping[Standing, int]:
        """How many rules stand in each way."""
        counts = Counter(rule.standing for rule in self.rules)
        return {standing: counts[standing] for standing in Standing}


@cache
def _load(name: str) -> Rulebook:
    file = resources.files("comity.rules") / "rulebooks" / f"{name}.toml"
    return Rulebook.read(name, file.read_text(encoding="utf-8"))


def rulebooks() -> tuple[Rulebook, ...]:
    return tuple(Rulebook.load(name) for name in NAMES)


def unaccounted(rulebook: Rulebook, guards: Mapping[str, tuple[Citation, ...]]) -> list[str]:
    """Everything that the rulebook leaves out or claims wrongly, given all guards and what they enforce."""
    found = [f"rule {number} stands {n} times" for number, n in _repeated(rulebook.rules)]
    present = {base for rule in rulebook.rules for base in _span(_parted(rule.number)[0])}
    promised = [base for span in rulebook.accounts_for for base in _span(span)]
    found += [f"rule {base} is not accounted for" for base in promised if base not in present]
    found += [f"rule {base} is not among those accounted for" for base in sorted(present - set(promised))]
    for rule in rulebook.rules:
        found += [f"rule {rule.number} {problem}" for problem in _problems(rule, rulebook, guards)]
    for name, citations in guards.items():
        for citation in citations:
            if citation.instrument == rulebook.instrument and citation.rule:
                meant = [rule for rule in rulebook.rules if rule.covers(citation)]
                if not any(name in rule.guards for rule in meant):
                    found.append(f"guard {name} enforces {citation}, and no rule claims it")
    return [f"{rulebook.name}: {problem}" for problem in found]


def _problems(rule: Rule, rulebook: Rulebook, guards: Mapping[str, tuple[Citation, ...]]) -> Iterator[str]:
    if rule.chapter not in rulebook.chapters:
        yield f"is in chapter {rule.chapter!r}, which does not exist"
    if not SOURCE.fullmatch(rule.source):
        yield f"has the source {rule.source!r}"
    if not rule.says.strip():
        yield "says nothing"
    carried = {
        Standing.ENFORCED: rule.guards,
        Standing.SUPPORTED: rule.capability.strip(),
        Standing.INFORMATIONAL: rule.because.strip(),
    }
    if not carried[rule.standing]:
        yield f"is {rule.standing} by nothing"
    if any(carried[standing] for standing in Standing if standing != rule.standing):
        yield f"is {rule.standing} and claims another standing too"
    for name in rule.guards:
        if name not in guards:
            yield f"claims the guard {name}, which does not exist"
        elif not any(c.instrument == rulebook.instrument and rule.covers(c) for c in guards[name]):
            yield f"claims the guard {name}, which does not enforce it"


def _repeated(rules: Iterable[Rule]) -> list[tuple[str, int]]:
    counts = Counter(rule.number for rule in rules)
    return [(number, n) for number, n in counts.items() if n > 1]


def _parted(number: str) -> tuple[str, str]:
    """ "27(3)" is paragraph 3 of 27."""
    base, _, paragraph = number.partition("(")
    return base, paragraph.removesuffix(")")


def _span(numbers: str) -> list[str]:
    """ "134-138" is five rules."""
    first, _, last = numbers.partition("-")
    return [str(n) for n in range(int(first), int(last) + 1)] if last else [first]
