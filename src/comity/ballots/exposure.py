"""What the figures of a vote could give away, told before it is opened from how many vote in each class.

Figures say for each answer how many of a class marked it.  They give a mark away when everybody has made it:
then everybody's is known.  One of the voters can take its own ballot off, and learns as much when all the
others have made the same mark.  How likely that is, is reckoned exactly for voters who choose at random among
all that the question allows, each by itself; people agree more often than chance, so it is the least to expect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import comb
from typing import Final

from comity.ballots.elections import Question
from comity.rules.words import Sayable, Text, text

WORTH_SAYING: Final = Fraction(1, 1000)
"""Chances below are not warned of, unless so asked."""


class Way(StrEnum):
    """How the figures of a class give its voters away."""

    ONE_VOTER = "one_voter"
    """The figures are that voter's ballot."""
    TWO_VOTERS = "two_voters"
    """Each learns the other's ballot by taking off its own."""
    ALL_ALIKE = "all_alike"
    """All have made the same mark, and whoever sees the figures knows it."""
    ALL_BUT_ONE = "all_but_one"
    """All but one have, and that one knows it of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """One way in which figures can give voters of a class away, and how likely it is on some question."""

    group: str
    way: Way
    voters: int
    chance: Fraction

    @property
    def certain(self) -> bool:
        return self.chance == 1

    def says(self, name: Sayable) -> Text:
        """The warning, of the class with this name."""
        blanks = {"group": name, "n": self.voters, "others": self.voters - 1, "likely": likely(self.chance)}
        return text(f"ballots.exposure.{self.way.value}", **blanks)


def likely(chance: Fraction) -> Text:
    """How often it happens at least, in words."""
    percent = int(100 * chance)
    if chance == 1:
        return text("ballots.exposure.always")
    return text("ballots.exposure.of_hundred" if percent else "ballots.exposure.rarely", percent=percent)


def foreseen(
    classes: Mapping[str, int], questions: Sequence[Question], *, least: Fraction = WORTH_SAYING
) -> tuple[Foreseen, ...]:
    """Every way in which figures told apart by these classes give voters away with at least this chance.

    `classes` says how many vote in each; one class, where figures are not told apart.  The certain ones come first.
    """
    found = []
    for group, voters in classes.items():
        ways: dict[Way, Fraction] = {}
        if voters == 1:
            ways[Way.ONE_VOTER] = Fraction(1)
        if voters == 2:
            ways[Way.TWO_VOTERS] = Fraction(1)
        if voters >= 3 and 1.01 * sum(_at_most(question, voters) for question in questions) < least:
            continue
        if voters >= 2:
            ways[Way.ALL_ALIKE] = _on_some([all_alike(question, voters) for question in questions])
        if voters >= 3:
            ways[Way.ALL_BUT_ONE] = _on_some([all_but_one(question, voters) for question in questions])
        found += [
            Foreseen(group=group, way=way, voters=voters, chance=chance)
            for way, chance in ways.items()
            if chance >= least
        ]
    return tuple(sorted(found, key=lambda one: -one.chance))


def _at_most(question: Question, voters: int) -> float:
    """No less than either chance, and soon reckoned: large electorates need no more."""
    whole = _ballots(question) + question.blank
    one, blank = _ballots(question, marked=1) / whole, question.blank / whole
    nearly = [p**voters + voters * p ** (voters - 1) * (1 - p) for p in (one, blank)]
    return len(question.answers) * nearly[0] + nearly[1]


def _on_some(chances: Sequence[Fraction]) -> Fraction:
    """That it happens on one question or more."""
    never = Fraction(1)
    for chance in chances:
        never *= 1 - chance
    return 1 - never


def _ballots(question: Question, *, marked: int = 0, unmarked: int = 0) -> int:
    """How many ways there are to answer with these marks made and those not made; a blank makes none."""
    free = len(question.answers) - marked - unmarked
    return sum(
        comb(free, size - marked) for size in range(max(question.minimum, marked), question.maximum + 1)
    )


def all_alike(question: Question, voters: int) -> Fraction:
    """The chance that some answer, or the blank, is marked by all."""
    whole = _ballots(question) + question.blank
    chance = Fraction(int(question.blank), whole) ** voters
    for size in range(1, question.maximum + 1):
        sets = comb(len(question.answers), size)
        # Whoever has marked all of a set has marked each of its parts too: counted in and out by turns.
        chance -= (-1) ** size * sets * Fraction(_ballots(question, marked=size), whole) ** voters
    return chance


def all_but_one(question: Question, voters: int) -> Fraction:
    """The chance that of three voters or more all but one make the same mark, and no mark is made by all."""
    whole = _ballots(question) + question.blank
    # For every set of answers: that each of them is missed by at most one voter.
    chance = Fraction(0)
    for size in range(1, len(question.answers) + 1):
        sets = comb(len(question.answers), size)
        chance -= (-1) ** size * sets * Fraction(_nearly(question, voters, size), whole**voters)
    if question.blank:
        blank, other = Fraction(1, whole), Fraction(whole - 1, whole)
        chance += blank**voters + voters * blank ** (voters - 1) * other
    return chance - all_alike(question, voters)


def _nearly(question: Question, voters: int, size: int) -> int:
    """In how many ways all vote so that each of some answers is missed by at most one voter."""
    # Entry m: in how many ways some voters miss certain m of the answers, each by one of them.
    ways, one = [1] + [0] * size, [_one(question, size, missed) for missed in range(size + 1)]
    while voters:
        if voters & 1:
            ways = _together(ways, one)
        one, voters = _together(one, one), voters >> 1
    return sum(comb(size, missed) * n for missed, n in enumerate(ways))


def _together(some: Sequence[int], others: Sequence[int]) -> list[int]:
    """The same of two groups of voters: the answers missed are shared out among the groups in every way."""
    return [
        sum(comb(missed, i) * some[i] * others[missed - i] for i in range(missed + 1))
        for missed in range(len(some))
    ]


def _one(question: Question, size: int, missed: int) -> int:
    """How many ballots mark all of some answers but certain ones of them."""
    blank = int(question.blank and missed == size)
    return _ballots(question, marked=size - missed, unmarked=missed) + blank
