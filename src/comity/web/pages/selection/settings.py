"""The settings of a rulebook in words: what each is called, what it says, and how certain we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from comity.rules.words import Text, say, text
from comity.selection.rulebook import TOLD, Rules
from comity.web.pages.votes_pieces import rule_said

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "process": (
        "principles",
        "rules_by",
        "letter_opens",
        "letters_within_days",
        "first_round_by",
        "recommend_days_before_term",
    ),
    "candidates": ("documents", "second_candidate", "state_withdrawal", "late_nominations"),
    "hearings": ("dialogue_parts", "eligibility"),
    "rounds": (
        "private_meeting",
        "ballot_form",
        "options",
        "colour_coding",
        "colour_rule",
        "president_with_candidate",
    ),
    "told": tuple(TOLD),
    "dropping": (
        "eliminated_per_round",
        "eliminated_while_more_than",
        "minimum_support",
        "maximum_opposition",
        "most_that_go_on",
        "ties",
    ),
    "conclusion": (
        "recommendation_methods",
        "recommendation_rule",
        "appointment_methods",
        "appointment_rule",
        "term_years",
    ),
}
"""Every setting, in the order in which a selection comes to it."""

_NONE: Final = text("web.selection_rules.none")


def label(name: str) -> Text:
    return text(f"web.selection_rules.setting_{name}")


def source_said(source: str) -> Text:
    """How we know of a setting."""
    return text(f"web.selection_rules.source_{source.lower().replace('-', '_')}")


@dataclass(frozen=True, slots=True)
class Begun:
    """Something said as the beginning of a line."""

    thing: Any

    def say(self, language: str = "en") -> str:
        words = say(self.thing, language)
        return words[:1].upper() + words[1:]


def said(rules: Rules, name: str) -> Begun:
    """The value of a setting in words."""
    return Begun(_said(rules, name))


def _said(rules: Rules, name: str) -> Any:
    value = rules.settings[name].value
    if name in TOLD:
        return text(f"web.selection_rules.told_{value}")
    if isinstance(value, bool):
        return text("web.selection_rules.yes" if value else "web.selection_rules.no")
    match name:
        case "principles":
            return text("web.selection_rules.consensus")
        case "rules_by" | "first_round_by":
            return _day(value)
        case "letters_within_days" | "recommend_days_before_term":
            return text("web.selection_rules.days", n=value) if value else _NONE
        case "term_years":
            return text("web.selection_rules.years", n=value)
        case "options":
            return text(f"web.selection_rules.options_{value[0]}")
        case "colour_rule" | "recommendation_rule" | "appointment_rule":
            return _rule(value)
        case _ if isinstance(value, int):
            return value or _NONE
        case _ if isinstance(value, tuple):
            return _list(name, value)
        case _:
            return text(f"web.selection_rules.{name}_{value}")


def _day(written: str) -> Text:
    if not written:
        return text("web.selection_rules.no_deadline")
    day = date.fromisoformat(f"2000-{written}")
    month = text(f"rules.dates.month_{day.month}")
    return text("web.selection_rules.day_of_year", day=day.day, month=month)


def _rule(value: Any) -> Any:
    """A rule of decision by what it takes; one that a rulebook writes out, by its share."""
    if not value:
        return _NONE
    if isinstance(value, str):
        return rule_said(value)
    of_members = value.get("of") == "members"
    key = "share_above" if of_members else "share_of_votes_above"
    return text(f"web.selection_rules.{key}", share=value["share"])


def _list(name: str, value: tuple[Any, ...]) -> Any:
    match name:
        case "documents":
            return tuple(text(f"selection.documents.{one}") for one in value) or _NONE
        case "eligibility" if value:
            hearings = tuple(text(f"selection.choices.{one}_hearing") for one in value)
            return text("web.selection_rules.heard_in", hearings=hearings)
        case "eligibility":
            return text("web.selection_rules.eligibility_none")
        case "dialogue_parts" if value:
            parts = tuple(
                text(
                    "web.selection_rules.part_minutes",
                    part=text(f"selection.choices.{part}_part"),
                    minutes=minutes,
                )
                for part, minutes in value
            )
            total = sum(minutes for _, minutes in value)
            return text("web.selection_rules.parts_total", minutes=total, parts=parts)
        case "dialogue_parts":
            return text("web.selection_rules.dialogue_none")
        case "ties":
            return tuple(text(f"web.selection_rules.ties_{one}") for one in value)
        case _:
            return tuple(text(f"selection.choices.{one}_decision") for one in value)
