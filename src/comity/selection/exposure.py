"""Whose ballot the figures of a round would give away, before anybody is shown them.

A ballot is given away when in every way in which the figures can have come about its voter voted alike.  Figures
for one candidate say no more than how many voted each way, and in a coloured round how many of each class did, so a
ballot of which nothing else is known is given away exactly when all the unknown ballots of its class are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from comity.rules.words import Text, text
from comity.selection.figures import Figures


class Way(StrEnum):
    """How figures give a voter away."""

    UNANIMITY = "unanimity"
    CLASS_UNANIMITY = "class_unanimity"
    CLASS_OF_ONE = "class_of_one"
    KNOWN_BALLOTS = "known_ballots"
    ALL_BUT_ONE = "all_but_one"
    ONE_MOVED = "one_moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    candidate: int
    way: Way
    class_of: str = ""
    """permanent or elected, where it is a class of ballots that is given away."""
    ballots: int = 1
    """How many ballots are given away."""

    @property
    def says(self) -> Text:
        return text(f"selection.exposure.{self.way.value}", n=self.ballots)


def exposures(
    figures: Iterable[Figures],
    *,
    voters: int,
    permanent: int,
    coloured: bool,
    before: Sequence[Figures] = (),
    known: Mapping[int, tuple[int, int, int]] | None = None,
) -> tuple[Exposure, ...]:
    """Every way in which these figures give a ballot away.

    before: the figures of the round before, where the voters were the same and figures are known to the same readers.
    known: by candidate, ballots that everybody can guess (in favour, against, neither), as a nominator's own.
    """
    earlier = {one.candidate: one for one in before}
    found: list[Exposure] = []
    for one in figures:
        found += _classes(one, voters, permanent, coloured)
        if len(found) and found[-1].candidate == one.candidate and found[-1].way is Way.UNANIMITY:
            continue
        found += _guessed(one, (known or {}).get(one.candidate, (0, 0, 0)))
        found += _all_but_one(one)
        if one.candidate in earlier and _moved(earlier[one.candidate], one) == 1:
            found.append(Exposure(candidate=one.candidate, way=Way.ONE_MOVED))
    return tuple(found)


def given_away(counts: tuple[int, ...], known: tuple[int, ...] = (0, 0, 0)) -> int:
    """How many ballots nothing else is known of are given away: all of them when they are alike, else none."""
    rest = [n - k for n, k in zip(counts, known, strict=True)]
    return sum(rest) if min(rest) >= 0 and sum(1 for n in rest if n) == 1 else 0


def _classes(one: Figures, voters: int, permanent: int, coloured: bool) -> Iterable[Exposure]:
    if given_away(one.counts):
        yield Exposure(candidate=one.candidate, way=Way.UNANIMITY, ballots=voters)
        return
    if not coloured:
        return
    for name, size, counts in _by_class(one, voters, permanent):
        if size == 1:
            yield Exposure(candidate=one.candidate, way=Way.CLASS_OF_ONE, class_of=name)
        elif size and given_away(counts):
            yield Exposure(candidate=one.candidate, way=Way.CLASS_UNANIMITY, class_of=name, ballots=size)


def _by_class(one: Figures, voters: int, permanent: int) -> Iterable[tuple[str, int, tuple[int, ...]]]:
    """Each class with its ballots; where only some of its figures are known, as far as they say all."""
    options = one.permanent
    if sum(n for n in options if n is not None) == permanent:
        options = tuple(n or 0 for n in options)  # type: ignore[assignment]
    if None not in options:
        of_permanent = tuple(n for n in options if n is not None)
        yield "permanent", permanent, of_permanent
        elected = tuple(n - p for n, p in zip(one.counts, of_permanent, strict=True))
        yield "elected", voters - permanent, elected


def _guessed(one: Figures, known: tuple[int, int, int]) -> Iterable[Exposure]:
    if any(known) and (ballots := given_away(one.counts, known)):
        yield Exposure(candidate=one.candidate, way=Way.KNOWN_BALLOTS, ballots=ballots)


def _all_but_one(one: Figures) -> Iterable[Exposure]:
    """One ballot against the rest: its voter learns how everybody else voted."""
    if sorted(one.counts)[:2] == [0, 1] and one.total > 2:
        yield Exposure(candidate=one.candidate, way=Way.ALL_BUT_ONE, ballots=one.total - 1)


def _moved(before: Figures, after: Figures) -> int:
    """Ballots that must at least have changed from one round to the next."""
    if before.total != after.total:
        return 0
    return sum(max(b - a, 0) for b, a in zip(before.counts, after.counts, strict=True))
