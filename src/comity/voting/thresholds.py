"""How many votes a decision rule asks for, upon the majorities of `comity.rules`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from comity.rules.majority import Share

BASES: Final = ("voting", "present", "members")
"""What a share is of: yes and no (Assembly rule 86), abstentions too, the whole membership."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Either a fixed number of affirmative votes, or a share of a base."""

    votes: int = 0
    share: Share | None = None
    base: str = "voting"

    def needed(self, *, voting: int, present: int, members: int) -> int:
        """Affirmative votes needed; never none, for nothing is adopted by nobody."""
        if self.share is None:
            return self.votes
        return self.share.needed(voting={"voting": voting, "present": present, "members": members}[self.base])
