"""How the acts of a selection ask for their fields, and the answers that are always the same."""

from __future__ import annotations

from typing import Final

from comity.rules.acts import ask
from comity.rules.words import Text, text
from comity.selection.rulebook import RULEBOOKS, rules

_BOOKS: Final = tuple(
    (name, text("selection.choices.rulebook", title=rules(name).title)) for name in RULEBOOKS
)


def _one_of(kind: str, *names: str) -> tuple[tuple[str, Text], ...]:
    return tuple((name, text(f"selection.choices.{name}_{kind}")) for name in names)


def _label(name: str) -> Text:
    return text(f"selection.fields.{name}")


DIALOGUE: Final = "dialogue"
MEETING: Final = "meeting"
PAPER: Final = "paper"
ELECTRONIC: Final = "electronic"
PUBLISHED: Final = "published"
"""Figures taken over from a published source; nobody counts them again."""
VOTE_AGAIN: Final = "vote_again"
PROCEED: Final = "proceed"
ACCLAMATION: Final = "acclamation"
VOTE: Final = "vote"
BY_BALLOT: Final = "secret_ballot"

_HEARINGS: Final = _one_of("hearing", DIALOGUE, MEETING)
_METHODS: Final = _one_of("method", PAPER, ELECTRONIC, PUBLISHED)
_NEXT: Final = _one_of("next", VOTE_AGAIN, PROCEED)


def _candidate() -> int:
    return ask(_label("candidate"), kind="number")  # type: ignore[no-any-return]


def _round() -> int:
    return ask(_label("round"), kind="number")  # type: ignore[no-any-return]
