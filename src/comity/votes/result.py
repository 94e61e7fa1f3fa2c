"""What a vote that was held means, reckoned by the rules of decision of its body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from comity.bodies.body import Body, Threshold
from comity.bodies.states import is_state
from comity.rules.citation import ASSEMBLY_RULES, COUNCIL_RULES
from comity.rules.majority import Share
from comity.voting import Decision, DecisionRule, catalogue, decide
from comity.voting.thresholds import Threshold as Needed

OF_THE_ORGANS: Final = {COUNCIL_RULES: "unsc.", ASSEMBLY_RULES: "unga."}
BASES: Final = {"present_and_voting": "voting", "members": "members"}


@lru_cache(maxsize=1024)
def rules_of(body: Body, on: date) -> Mapping[str, DecisionRule]:
    """The rules by which a body may decide on a day: those of the organs, its own thresholds, consent."""
    members = body.members_on(on)
    of_states = all(is_state(code) for code in members)
    mine = tuple(prefix for book, prefix in OF_THE_ORGANS.items() if book in body.rulebooks)
    found: dict[str, DecisionRule] = {}
    for name, rule in catalogue().items():
        if name.startswith(mine) if mine else False:
            found[name] = rule
        elif "." not in name:
            found[name] = replace(rule, voters="assembly" if of_states else members)
    if not mine:
        for name, threshold in body.thresholds.items():
            found[f"{body.code}.{name}"] = _own_rule(body, name, threshold, on)
    return found


def _own_rule(body: Body, name: str, threshold: Threshold, on: date) -> DecisionRule:
    """A threshold of a body's own file as a rule of decision."""
    share = (
        Share(numerator=threshold.share[0], denominator=threshold.share[1], exceeded=threshold.more_than)
        if threshold.share
        else None
    )
    return DecisionRule(
        name=f"{body.code}.{name}",
        threshold=Needed(votes=threshold.votes, share=share, base=BASES[threshold.of]),
        veto=body.permanent_on(on) if threshold.concurring else (),
        voters=body.members_on(on),
    )


def reckon(
    body: Body,
    rule: str,
    *,
    on: date,
    votes: Iterable[tuple[str, str]] = (),
    counts: tuple[int, int, int] | None = None,
    objections: Iterable[str] = (),
    members: int | None = None,
    present: int = 0,
    parties: tuple[str, ...] = (),
    basis: str = "",
    part: bool = False,
    second_vote: bool = False,
) -> Decision:
    """The decision that follows from votes by member, from bare counts, or from the objections."""
    found = rules_of(body, on)[rule]
    if found.kind == "consent":
        return decide(found, objections=objections)
    given: Mapping[str, str] | Mapping[str, int] = dict(votes)
    if counts is not None:
        given = {"yes": counts[0], "no": counts[1], "abstain": counts[2]}
    return decide(
        found,
        given,
        on=on,
        members=members,
        present=present or None,
        parties=parties,
        basis=basis,
        part=part and found.name == "unga.two_thirds",
        second_vote=second_vote,
    )
