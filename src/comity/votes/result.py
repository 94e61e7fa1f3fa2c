"""What a vote that was held means, reckoned by the rules of decision of its body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from comity.bodies.body import Body
from comity.voting import Decision, decide
from comity.voting.of_bodies import rules_of


def reckon(
    body: Body,
    rule: str,
    *,
    on: date,
    votes: Iterable[tuple[str, str]] = (),
    counts: tuple[int, int, int] | None = None,
    objections: Iterable[str] = (),
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
        members=len(body.members_on(on)),
        present=present or None,
        parties=parties,
        basis=basis,
        part=part and found.name == "unga.two_thirds",
        second_vote=second_vote,
    )
