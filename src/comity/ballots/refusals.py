"""Why a ballot, a key or an archive is refused: a stable code, a sentence, and the place of the fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from comity.rules.words import text


class Refused(Exception):
    """Something that does not hold; `code` is for programs, `reason` for people, `place` for both."""

    def __init__(self, code: str, place: str = "", **blanks: Any) -> None:
        super().__init__(code, place, blanks)
        self.code = code
        self.place = place
        self.blanks = blanks
        self.reason = text(f"ballots.refusals.{code}", **blanks)

    def __str__(self) -> str:
        return self.say("en")

    def __reduce__(self) -> tuple[Any, ...]:
        # A refusal found by a worker process must reach the caller whole, with its blanks.
        return _restore, (self.code, self.place, self.blanks)

    def say(self, language: str = "en") -> str:
        sentence = self.reason.say(language)
        return f"{self.place}: {sentence}" if self.place else sentence

    def within(self, place: str) -> Refused:
        """The same refusal, its place seen from outside."""
        inner = f"{place}/{self.place}" if self.place else place
        return Refused(self.code, inner, **self.blanks)


def _restore(code: str, place: str, blanks: dict[str, Any]) -> Refused:
    return Refused(code, place, **blanks)


@contextmanager
def at(place: str) -> Iterator[None]:
    """Say where a refusal raised inside happened."""
    try:
        yield
    except Refused as refusal:
        raise refusal.within(place) from None


def require(holds: bool, code: str, place: str = "", **blanks: Any) -> None:
    """Refuse unless it holds."""
    if not holds:
        raise Refused(code, place, **blanks)
