"""What a round counted for one candidate, and what may be told of a whole round in figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Ballots in favour (encourage), against (discourage) and neither, and those of the permanent members."""

    candidate: int
    in_favour: int
    against: int
    neutral: int
    in_favour_permanent: int | None = None
    """None where the ballots bore no colour, or where it is not known."""
    against_permanent: int | None = None
    neutral_permanent: int | None = None

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.in_favour, self.against, self.neutral

    @property
    def permanent(self) -> tuple[int | None, int | None, int | None]:
        return self.in_favour_permanent, self.against_permanent, self.neutral_permanent

    @property
    def total(self) -> int:
        return sum(self.counts)

    def add_up(self, voters: int, permanent: int, coloured: bool) -> bool:
        """Whether these can be the ballots of so many members, of whom so many are permanent."""
        if self.total != voters or min(self.counts) < 0:
            return False
        if not coloured:
            return self.permanent == (None, None, None)
        known = [one for one in self.permanent if one is not None]
        within = all(p is None or 0 <= p <= n for p, n in zip(self.permanent, self.counts, strict=True))
        elected = [n - p for p, n in zip(self.permanent, self.counts, strict=True) if p is not None]
        if self.against_permanent is None or not within or sum(elected) > voters - permanent:
            return False
        return sum(known) == permanent if len(known) == 3 else sum(known) <= permanent


@dataclass(frozen=True, slots=True, kw_only=True)
class Extremes:
    """The highest and the lowest of a round, without saying whose they are."""

    most_in_favour: int
    fewest_in_favour: int
    most_against: int
    fewest_against: int


def extremes(figures: Iterable[Figures]) -> Extremes:
    all_of_them = tuple(figures)
    in_favour = [one.in_favour for one in all_of_them]
    against = [one.against for one in all_of_them]
    return Extremes(
        most_in_favour=max(in_favour),
        fewest_in_favour=min(in_favour),
        most_against=max(against),
        fewest_against=min(against),
    )


def ranking(figures: Iterable[Figures]) -> tuple[Figures, ...]:
    """Most in favour first; of equals, fewest against first."""
    return tuple(sorted(figures, key=lambda one: (-one.in_favour, one.against, one.candidate)))
