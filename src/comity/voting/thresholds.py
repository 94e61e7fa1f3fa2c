"""How many votes are needed: whole numbers only, so that no majority ever depends on rounding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final


def at_least(share: Fraction, of: int) -> int:
    """The smallest whole number that is this share: two thirds of 193 is 129."""
    return -(-share.numerator * of // share.denominator)


def more_than(share: Fraction, of: int) -> int:
    """The smallest whole number above this share: more than half of 15 is 8."""
    return share.numerator * of // share.denominator + 1


HALF: Final = Fraction(1, 2)
TWO_THIRDS: Final = Fraction(2, 3)

BASES: Final = ("voting", "present", "members")
"""What a share is of: yes and no (Assembly rule 86), abstentions too, the whole membership."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Either a fixed number of affirmative votes, or a share of a base."""

    votes: int = 0
    share: Fraction | None = None
    above: bool = False
    """More than the share rather than at least the share."""
    base: str = "voting"

    def needed(self, *, voting: int, present: int, members: int) -> int:
        """Affirmative votes needed; never none, for nothing is adopted by nobody."""
        if self.share is None:
            return self.votes
        of = {"voting": voting, "present": present, "members": members}[self.base]
        return max(1, (more_than if self.above else at_least)(self.share, of))
