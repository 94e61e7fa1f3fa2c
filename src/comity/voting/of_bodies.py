"""The rules by which a body decides: those of its organ, its own thresholds, and consent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from comity.bodies.body import Body, Threshold
from comity.bodies.states import is_state
from comity.rules.citation import ASSEMBLY_RULES, COUNCIL_RULES
from comity.rules.majority import Share
from comity.voting.rules import DecisionRule, catalogue
from comity.voting.thresholds import Threshold as Needed

ORGANS: Final = {"unsc": COUNCIL_RULES, "unga": ASSEMBLY_RULES}
BASES: Final = {"present_and_voting": "voting", "members": "members"}


@lru_cache(maxsize=1024)
def rules_of(body: Body, on: date) -> Mapping[str, DecisionRule]:
    """By name, the rules by which a body may decide on a day.

    A body that plays an organ has the organ's rules with its own members and its own permanent ones.
    """
    voters = _voters(body, on)
    played = tuple(f"{code}." for code, book in ORGANS.items() if book in body.rulebooks)
    found: dict[str, DecisionRule] = {}
    for name, rule in catalogue().items():
        if "." not in name:
            found[name] = replace(rule, voters=voters)
        elif name.startswith(played or "-"):
            veto = body.permanent_on(on) if rule.veto else ()
            found[name] = rule if body.code in ORGANS else replace(rule, voters=voters, veto=veto)
    if not played:
        for name, threshold in body.thresholds.items():
            found[f"{body.code}.{name}"] = _own(f"{body.code}.{name}", body, threshold, on)
    return found


def _voters(body: Body, on: date) -> str | tuple[str, ...]:
    """States are known by their codes and names; other members by what the body calls them."""
    members = body.members_on(on)
    return "assembly" if all(is_state(code) for code in members) else members


def _own(name: str, body: Body, threshold: Threshold, on: date) -> DecisionRule:
    share = None
    if threshold.share is not None:
        numerator, denominator = threshold.share
        share = Share(numerator=numerator, denominator=denominator, exceeded=threshold.more_than)
    return DecisionRule(
        name=name,
        threshold=Needed(votes=threshold.votes, share=share, base=BASES[threshold.of]),
        veto=body.permanent_on(on) if threshold.concurring else (),
        voters=_voters(body, on),
    )
