"""Decision rules as data: the built-in ones and those that other bodies define for themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final

from comity.rules.citation import ASSEMBLY_RULES, CHARTER, COUNCIL_RULES, Citation
from comity.rules.majority import Share
from comity.voting.errors import mistake
from comity.voting.thresholds import BASES, Threshold

PERMANENT: Final = "permanent"
"""The veto of the Council's permanent members, whoever they are on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRule:
    """What it takes for a body to decide."""

    name: str
    kind: str = "vote"
    threshold: Threshold = field(default_factory=Threshold)
    veto: tuple[str, ...] = ()
    tie: str = ""
    quorum: Share | None = None
    """The share of the members of whom more must be present."""
    parties_abstain: tuple[str, ...] = ()
    """The bases (chapter or paragraph of the Charter) of decisions in which a party to a dispute abstains."""
    voters: str | tuple[str, ...] = ""
    """"council", "assembly", the members themselves, or nothing: whoever votes is a member."""
    said: str = ""
    objections_allowed: int = 0
    citations: tuple[Citation, ...] = ()
    until: tuple[tuple[date, Threshold], ...] = ()

    def on(self, day: date | None) -> DecisionRule:
        """The rule as it stood on that day."""
        if day is not None:
            for end, threshold in self.until:
                if day < end:
                    return replace(self, threshold=threshold)
        return self


FIELDS: Final = {
    "kind",
    "votes",
    "share",
    "of",
    "above",
    "veto",
    "tie",
    "quorum",
    "until",
    "voters",
    "said",
    "citations",
    "parties_abstain",
    "objections_allowed",
}


def rule_from(name: str, data: Mapping[str, Any]) -> DecisionRule:
    """A decision rule from a table of TOML, or the same as a dict."""
    if unknown := sorted(set(data) - FIELDS):
        raise mistake("rule_field_unknown", rule=name, fields=unknown, known=sorted(FIELDS))
    kind = data.get("kind", "vote")
    tie = data.get("tie", "")
    if kind not in ("vote", "consent") or tie not in ("", "second_vote", "rejected"):
        raise mistake("rule_value", rule=name, value=kind if kind not in ("vote", "consent") else tie)
    veto = data.get("veto", ())
    voters = data.get("voters", "")
    return DecisionRule(
        name=name,
        kind=kind,
        threshold=_threshold(name, data) if kind == "vote" else Threshold(),
        veto=(PERMANENT,) if veto == PERMANENT else tuple(veto),
        tie=tie,
        quorum=_share(name, data["quorum"], exceeded=True) if "quorum" in data else None,
        parties_abstain=tuple(data.get("parties_abstain", ())),
        voters=voters if isinstance(voters, str) else tuple(voters),
        said=data.get("said", ""),
        objections_allowed=data.get("objections_allowed", 0),
        citations=tuple(citation_from(name, one) for one in data.get("citations", ())),
        until=tuple((former["day"], _threshold(name, former)) for former in data.get("until", ())),
    )


def rules_from_toml(source: str) -> dict[str, DecisionRule]:
    """Every decision rule of a body's TOML text, by name."""
    return {name: rule_from(name, data) for name, data in tomllib.loads(source).items()}


@cache
def catalogue() -> Mapping[str, DecisionRule]:
    """The built-in decision rules, by name."""
    file = resources.files("comity.voting") / "data" / "decision_rules.toml"
    return rules_from_toml(file.read_text(encoding="utf-8"))


def find_rule(rule: str | DecisionRule | Mapping[str, Any]) -> DecisionRule:
    """The rule of that name, or the rule that the data define."""
    match rule:
        case DecisionRule():
            return rule
        case str():
            try:
                return catalogue()[rule]
            except KeyError:
                raise mistake("rule_unknown", rule=rule, known=sorted(catalogue())) from None
        case _:
            return rule_from(str(rule.get("name", "custom")), {k: v for k, v in rule.items() if k != "name"})


def citation_from(rule: str, data: str | Mapping[str, str]) -> Citation:
    """A citation written "Charter 27(3)", "Council 36", "Assembly 85", as a bare symbol, or as a table."""
    if not isinstance(data, str):
        try:
            return Citation(**data)
        except TypeError:
            raise mistake("rule_value", rule=rule, value=dict(data)) from None
    instrument, _, place = data.partition(" ")
    number, _, paragraph = place.rstrip(")").partition("(")
    match instrument:
        case "Charter":
            return Citation(CHARTER, number, paragraph, unit="article")
        case "Council":
            return Citation(COUNCIL_RULES, number)
        case "Assembly":
            return Citation(ASSEMBLY_RULES, number)
        case _:
            return Citation(data)


def _threshold(rule: str, data: Mapping[str, Any]) -> Threshold:
    base = data.get("of", "voting")
    if base not in BASES:
        raise mistake("rule_value", rule=rule, value=base)
    votes = data.get("votes", 0)
    if ("share" in data) == ("votes" in data) or type(votes) is not int or votes < ("votes" in data):
        raise mistake("rule_threshold", rule=rule)
    exceeded = bool(data.get("above", False))
    share = _share(rule, data["share"], exceeded=exceeded) if "share" in data else None
    return Threshold(votes=votes, share=share, base=base)


def _share(rule: str, written: Any, *, exceeded: bool) -> Share:
    try:
        share = Fraction(str(written))
        return Share(numerator=share.numerator, denominator=share.denominator, exceeded=exceeded)
    except (ValueError, ZeroDivisionError):
        raise mistake("rule_value", rule=rule, value=written) from None
