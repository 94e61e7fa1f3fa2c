"""Objections in the words of this package, and where the rounds that acts name are found."""

from __future__ import annotations

from typing import Any, Final

from comity.rules.citation import Citation, house
from comity.rules.guard import Objection
from comity.rules.words import text
from comity.selection.state import Round, Selection

NOT_THERE: Final = house(3)


def refuse(name: str, citation: Citation, remedy: str = "", **blanks: Any) -> Objection:
    """An objection in the words of this package."""
    done = text(f"selection.refusals.{remedy}") if remedy else None
    return Objection(text(f"selection.refusals.{name}", **blanks), citation, done)


def round_of(state: Selection, act: Any) -> Round | None:
    """The round that an act names; None where it is about the next one."""
    number = getattr(act, "round", None)
    return None if number is None else state.rounds.get(number)


def round_there(state: Selection, act: Any) -> Round | None:
    return state.rounds.get(act.round)
