"""The rulebooks of a selection: the same settings in each, every value with its citation and its source."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from comity.rules.citation import CHARTER, Citation, house
from comity.rules.words import Name
from comity.voting import DecisionRule, rule_from
from comity.voting.rules import find_rule

RULEBOOKS: Final = ("unsg-2006", "unsg-2016", "unsg-2017-proposal", "unsg-2026", "executive-head")

NO_RULE: Final = house(6)
"""What no document speaks of: the system's own rules of a selection."""

DOCUMENTS: Final = ("letter", "curriculum_vitae", "vision_statement", "funding")
HEARINGS: Final = ("dialogue", "meeting")
PARTS: Final = ("presentation", "groups", "states", "civil_society", "closing")
TIES: Final = ("most_against_goes", "lot", "all_stay", "all_go")
SOURCES: Final = ("FOUND", "FOUND-part", "MEMORY-h", "MEMORY-m", "MEMORY-l", "HOUSE")

TOLD: Final = {
    "members_told": ("nothing", "table", "public"),
    "nominator_told": ("nothing", "own", "own_and_extremes", "table", "public"),
    "assembly_president_told": ("nothing", "fact", "public"),
    "public_told": ("nothing", "table"),
}
"""What each reader may be told; `public`: what everyone is told."""

CHOICES: Final[Mapping[str, tuple[Any, ...]]] = TOLD | {
    "principles": ("consensus",),
    "letter_opens": (True, False),
    "second_candidate": ("first_stays", "first_eliminated", "withdraw_first"),
    "state_withdrawal": ("candidate_may_stay", "eliminates"),
    "late_nominations": (True, False),
    "private_meeting": (True, False),
    "ballot_form": ("one_paper_per_candidate", "one_sheet"),
    "options": (("encourage", "discourage", "no_opinion"), ("in_favour", "against", "abstain")),
    "colour_coding": ("procedural_decision", "never"),
    "president_with_candidate": ("hand_over", "presides"),
}
LISTS: Final = {
    "documents": DOCUMENTS,
    "eligibility": HEARINGS,
    "ties": TIES,
    "recommendation_methods": ("acclamation", "vote"),
    "appointment_methods": ("acclamation", "secret_ballot"),
}
NUMBERS: Final = (
    "eliminated_per_round",
    "eliminated_while_more_than",
    "minimum_support",
    "maximum_opposition",
    "most_that_go_on",
    "letters_within_days",
    "recommend_days_before_term",
    "term_years",
)
OTHERS: Final = (
    "dialogue_parts",
    "colour_rule",
    "rules_by",
    "first_round_by",
    "recommendation_rule",
    "appointment_rule",
)
SETTINGS: Final = (*CHOICES, *LISTS, *NUMBERS, *OTHERS)


class RulebookError(ValueError):
    """A rulebook whose settings cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: its value, the rule it rests on and whence we know it."""

    value: Any
    citation: Citation = NO_RULE
    source: str


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One rulebook; `rules.ballot_form` is the value of that setting, `rules.cite("ballot_form")` its citation."""

    name: str
    title: Name
    about: Name
    settings: Mapping[str, Setting]

    def __getattr__(self, name: str) -> Any:
        if name in SETTINGS:
            return self.settings[name].value
        raise AttributeError(name)

    def cite(self, name: str) -> Citation:
        return self.settings[name].citation

    def decision_rule(self, name: str) -> DecisionRule:
        """The decision rule that a setting names or writes out."""
        return find_rule(self.settings[name].value)

    @property
    def dialogue_minutes(self) -> int:
        return sum(minutes for _, minutes in self.settings["dialogue_parts"].value)

    @property
    def shortlists(self) -> bool:
        """Whether anybody can drop out by their figures."""
        names = ("eliminated_per_round", "minimum_support", "maximum_opposition", "most_that_go_on")
        return any(self.settings[name].value for name in names)


@cache
def rules(name: str) -> Rules:
    """The rulebook of that name; KeyError where there is none."""
    if name not in RULEBOOKS:
        raise KeyError(name)
    file = resources.files("comity.selection") / "rulebooks" / f"{name}.toml"
    return read_rules(name, file.read_text(encoding="utf-8"))


def read_rules(name: str, written: str) -> Rules:
    """A rulebook from its TOML text; what it does not set comes from the one that it is `based_on`."""
    data = tomllib.loads(written)
    base = data.pop("based_on", None)
    settings = dict(rules(base).settings) if base is not None else {}
    title, about = Name(**data.pop("title")), Name(**data.pop("about"))
    if unknown := sorted(set(data) - set(SETTINGS)):
        raise RulebookError(f"rulebook {name}: no such setting: {', '.join(unknown)}")
    settings |= {key: _setting(name, key, table) for key, table in data.items()}
    if missing := sorted(set(SETTINGS) - set(settings)):
        raise RulebookError(f"rulebook {name}: not set: {', '.join(missing)}")
    return Rules(name=name, title=title, about=about, settings=settings)


def _setting(name: str, key: str, table: Mapping[str, Any]) -> Setting:
    source = table.get("source", "")
    value = _frozen(table.get("value"))
    if source not in SOURCES or not _fits(key, value):
        raise RulebookError(f"rulebook {name}: {key} cannot be {table!r}")
    cited = table.get("citation")
    return Setting(value=value, citation=_citation(cited) if cited else NO_RULE, source=source)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _fits(key: str, value: Any) -> bool:
    if key in CHOICES:
        return any(value == choice and type(value) is type(choice) for choice in CHOICES[key])
    if key in LISTS:
        return isinstance(value, tuple) and set(value) <= set(LISTS[key])
    if key in NUMBERS:
        return type(value) is int and value >= 0
    if key == "dialogue_parts":
        return all(len(part) == 2 and part[0] in PARTS and part[1] > 0 for part in value)
    if key in ("recommendation_rule", "appointment_rule") and isinstance(value, Mapping):
        return bool(rule_from("custom", {k: v for k, v in value.items() if k != "name"}))
    return isinstance(value, str)


def _citation(parts: list[str]) -> Citation:
    """[instrument, rule, paragraph], as far as the place is known."""
    instrument, *place = parts
    unit = "article" if instrument == CHARTER else "rule" if "Rev." in instrument else "paragraph"
    rule, paragraph, *_ = [*place, "", ""]
    return Citation(instrument, rule, paragraph, unit=unit)
