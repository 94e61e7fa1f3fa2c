"""Majorities in whole numbers: no half vote and no rounding ever decides anything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from comity.rules.words import Text, text

PERMANENT_MEMBERS: Final = text("rules.majorities.permanent_members")


class Majority(Protocol):
    """What every majority answers; abstainers and the absent are not voting (rule 86 of the Assembly)."""

    def needed(self, *, voting: int = 0, members: int = 0) -> int:
        """The fewest affirmative votes that suffice."""

    def met(self, yes: int, no: int, *, members: int = 0, against: Collection[str] = ()) -> bool:
        """Whether these votes suffice; `against` names those who voted no, where that matters."""

    def say(self, language: str = "en") -> str:
        """The majority in words, as a sentence about a decision cites it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of those voting, or of all members: more than half, at least two thirds."""

    numerator: int
    denominator: int
    of: Literal["voting", "members"] = "voting"
    exceeded: bool = False
    """Whether the part must be exceeded (more than half) or only reached (two thirds)."""

    def __post_init__(self) -> None:
        if not 0 < self.numerator <= self.denominator:
            raise ValueError(f"{self.numerator}/{self.denominator} is not a part of a whole")
        if self.exceeded and self.numerator == self.denominator:
            raise ValueError("more than all the votes can never be reached")

    def needed(self, *, voting: int = 0, members: int = 0) -> int:
        whole = voting if self.of == "voting" else members
        if whole < 0:
            raise ValueError("votes and members are counted from zero")
        if self.of == "members" and whole == 0:
            raise ValueError("a majority of all members needs their number")
        part, rest = divmod(whole * self.numerator, self.denominator)
        # Where nobody voted for or against, nothing is decided: at least one vote is always needed.
        return max(1, part + 1 if self.exceeded or rest else part)

    def met(self, yes: int, no: int, *, members: int = 0, against: Collection[str] = ()) -> bool:
        return yes >= self.needed(voting=yes + no, members=members)

    def say(self, language: str = "en") -> str:
        whole = text(f"rules.majorities.of_{self.of}")
        if self in (SIMPLE, ABSOLUTE):
            return text("rules.majorities.more_than_half", whole=whole).say(language)
        if self in (TWO_THIRDS, TWO_THIRDS_OF_MEMBERS):
            return text("rules.majorities.two_thirds", whole=whole).say(language)
        key = "rules.majorities.more_than" if self.exceeded else "rules.majorities.at_least"
        return text(key, part=f"{self.numerator}/{self.denominator}", whole=whole).say(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A fixed number of votes in a body of a fixed size: nine of fifteen."""

    votes: int
    of: int

    def __post_init__(self) -> None:
        if not 0 < self.votes <= self.of:
            raise ValueError(f"{self.votes} of {self.of} votes cannot be asked for")

    def needed(self, *, voting: int = 0, members: int = 0) -> int:
        return self.votes

    def met(self, yes: int, no: int, *, members: int = 0, against: Collection[str] = ()) -> bool:
        return yes >= self.votes

    def say(self, language: str = "en") -> str:
        return text("rules.majorities.count", votes=self.votes, of=self.of).say(language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concurring:
    """A number of votes that one negative vote of a named member defeats; an abstention does not."""

    votes: int
    of: int
    concurring: frozenset[str]
    """The members without whose concurrence nothing is decided, as `against` names them."""
    called: Text = PERMANENT_MEMBERS

    def __post_init__(self) -> None:
        if not 0 < self.votes <= self.of:
            raise ValueError(f"{self.votes} of {self.of} votes cannot be asked for")

    def needed(self, *, voting: int = 0, members: int = 0) -> int:
        return self.votes

    def enough(self, yes: int) -> bool:
        """Whether the number is reached; asked first, for a text without the votes is lost and not vetoed."""
        return yes >= self.votes

    def vetoed_by(self, yes: int, against: Collection[str]) -> tuple[str, ...]:
        """The members whose negative votes alone defeat a text that had the votes."""
        return tuple(sorted(self.concurring.intersection(against))) if self.enough(yes) else ()

    def met(self, yes: int, no: int, *, members: int = 0, against: Collection[str] = ()) -> bool:
        if no != len(set(against)):
            raise ValueError(f"{no} voted against and {len(set(against))} of them are named")
        return self.enough(yes) and not self.vetoed_by(yes, against)

    def say(self, language: str = "en") -> str:
        blanks = {"votes": self.votes, "of": self.of, "called": self.called}
        return text("rules.majorities.concurring", **blanks).say(language)


SIMPLE: Final = Share(numerator=1, denominator=2, exceeded=True)
ABSOLUTE: Final = Share(numerator=1, denominator=2, exceeded=True, of="members")
TWO_THIRDS: Final = Share(numerator=2, denominator=3)
TWO_THIRDS_OF_MEMBERS: Final = Share(numerator=2, denominator=3, of="members")
NINE_OF_FIFTEEN: Final = Count(votes=9, of=15)
