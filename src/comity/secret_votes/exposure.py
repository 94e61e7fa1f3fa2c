"""What the figures of a ballot must or may give away, by the sizes of its boxes alone, before it is opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from comity.rules.words import Text, text
from comity.secret_votes.asking import rows
from comity.secret_votes.state import Ballot, Box
from comity.secret_votes.who import box_name

FEW: Final = 5
"""Up to so many voters, figures on which all agree are likely enough to be said beforehand."""


class Way(StrEnum):
    ONE_VOTER = "one_voter"
    """There is one voter: the figures are its ballot."""
    TWO_VOTERS = "two_voters"
    """There are two: each knows the other's ballot by taking off its own."""
    FEW_VOTERS = "few_voters"
    """So few that they may easily all vote alike, and then the figures say how each did."""
    ALL_ALIKE = "all_alike"
    """All of them voted alike: known once the figures are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One way in which figures give voters away, in one box."""

    box: str
    way: Way
    voters: int
    question: str = ""

    @property
    def says(self) -> Text:
        blanks = {"n": self.voters, "box": box_name(self.box), "question": self.question}
        return text(f"secret_votes.exposure.{self.way.value}", **blanks)


def before(ballot: Ballot) -> tuple[Warned, ...]:
    """What has to be weighed before the ballot is opened."""
    found = []
    for box in ballot.boxes.values():
        voters = len(box.registered)
        if voters <= FEW:
            way = {0: Way.ONE_VOTER, 1: Way.ONE_VOTER, 2: Way.TWO_VOTERS}.get(voters, Way.FEW_VOTERS)
            found.append(Warned(box=box.box, way=way, voters=voters))
    return tuple(found)


def after(ballot: Ballot) -> tuple[Warned, ...]:
    """What the figures that were announced do give away."""
    return tuple(
        warned
        for result in ballot.results
        for warned in _alike(ballot, ballot.boxes[result.box], result.counts, result.counted)
    )


def _alike(ballot: Ballot, box: Box, counts: tuple[int, ...], counted: int) -> Iterator[Warned]:
    for asked, found in rows(counts, ballot.questions):
        if counted and all(count in (0, counted) for count in found):
            yield Warned(box=box.box, way=Way.ALL_ALIKE, voters=counted, question=asked.question)
