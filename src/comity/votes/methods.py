"""How a vote may be held, as data: who gives the votes, when they are open to others, and what may be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

CAST: Final = "cast"
CLOSE: Final = "close"
ANNOUNCEMENT: Final = "announcement"
NEVER: Final = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way of holding a vote."""

    name: str
    given_by: str
    """members: each casts its own; officers: the presidency or the secretariat records what it saw or heard;
    tellers: papers are counted; ballot: a secret ballot is held for it;
    nobody: silence or the absence of an objection is the vote."""
    uncovered: str = CLOSE
    """When it is open how each member voted: as it is cast, at the close, when announced, or never."""
    changeable: bool = False
    """Whether a member may change its vote until the close."""
    shows_who: bool = False
    """Whether it is open, before the close, who has voted."""
    in_the_room: bool = True
    """Whether it holds up the room: one such vote is held at a time."""
    lasts: timedelta | None = None
    """For how long it stands open, where that is fixed."""
    statements: timedelta | None = None
    """How long after the close explanations are taken, where that is limited."""
    announce_within: timedelta | None = None
    """Until when, from the opening, the result is to be announced."""
    correctable: bool = False
    """Whether officers wrote down the votes, so that what they wrote wrongly can be put right."""

    @property
    def secret(self) -> bool:
        return self.uncovered == NEVER

    @property
    def consent(self) -> bool:
        return self.given_by == "nobody"


HANDS: Final = Method(name="show_of_hands", given_by="officers", uncovered=CAST, correctable=True)
ROLL_CALL: Final = Method(name="roll_call", given_by="members", uncovered=CAST, correctable=True)
ELECTRONIC: Final = Method(name="electronic", given_by="members", changeable=True, shows_who=True)
PAPER: Final = Method(name="secret_paper", given_by="tellers", uncovered=NEVER)
SECRET_ELECTRONIC: Final = Method(name="secret_electronic", given_by="ballot", uncovered=NEVER)
WRITTEN: Final = Method(
    name="written",
    given_by="members",
    uncovered=ANNOUNCEMENT,
    in_the_room=False,
    lasts=timedelta(hours=24),
    statements=timedelta(hours=3),
    announce_within=timedelta(hours=36),
)
SILENCE: Final = Method(name="silence", given_by="nobody", uncovered=CAST, in_the_room=False)
CONSENSUS: Final = Method(name="consensus", given_by="nobody", uncovered=CAST)
ACCLAMATION: Final = Method(name="acclamation", given_by="nobody", uncovered=CAST)
WITHOUT_A_VOTE: Final = Method(name="without_a_vote", given_by="nobody", uncovered=CAST)

METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {
        method.name: method
        for method in (
            HANDS,
            ROLL_CALL,
            ELECTRONIC,
            PAPER,
            SECRET_ELECTRONIC,
            WRITTEN,
            SILENCE,
            CONSENSUS,
            ACCLAMATION,
            WITHOUT_A_VOTE,
        )
    }
)

SHORTEST_SILENCE: Final[Mapping[str, timedelta]] = MappingProxyType({"unga": timedelta(hours=72)})
"""By body, for how long a text lies under silence at least (Assembly decision 74/544; MEMORY, high confidence)."""

EXPLANATION_MINUTES: Final[Mapping[str, int]] = MappingProxyType({"unga": 10})
"""By body, how long an explanation of vote may take (Assembly decision 34/401; MEMORY, high confidence)."""

SECOND_VOTE_WITHIN: Final = timedelta(hours=48)
"""After an equally divided vote (Assembly rule 95)."""
