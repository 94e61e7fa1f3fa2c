"""The symbols of a selection's letters: issued by its bodies; written only where no body of the house issues them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.bodies.procedure import Look
from comity.bodies.symbols import SymbolError, joined, parse
from comity.rules.guard import Objection
from comity.selection.acts import CirculateLetter
from comity.selection.objections import NOT_THERE, refuse
from comity.selection.state import Selection


def place_of(stream: str, letter: int) -> str:
    """How a register names a letter of a selection."""
    return f"{stream}/letters/{letter}"


def informed(state: Selection, look: Look) -> Selection:
    """The selection with what its bodies have issued, while a letter waits to go out."""
    if all(letter.circulated for letter in state.letters.values()):
        return state
    codes = dict.fromkeys((state.recommends, state.appoints))
    return replace(state, registers={code: look(f"communications:{code}") for code in codes})


def symbols_of(state: Selection, letter: int) -> dict[str, str]:
    """By body, the symbol that it issued for the letter."""
    place = place_of(state.stream, letter)
    found = {code: register.symbol_of(place) for code, register in state.registers.items()}
    return {code: symbol for code, symbol in found.items() if symbol}


def symbol_borne(state: Selection, act: CirculateLetter) -> str:
    """The symbol under which the letter goes out."""
    found = symbols_of(state, act.letter)
    if found:
        return joined(found.values())
    return str(parse(act.symbol)) if act.symbol else ""


def each_body_has_issued_its_symbol(
    state: Selection, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    """A joint letter bears a symbol of each organ, or none."""
    found = symbols_of(state, act.letter)
    missing = [code for code in state.letters[act.letter].signatories if code not in found]
    if not found or not missing:
        return None
    bodies = tuple(state.bodies[code].name for code in missing)
    return refuse("symbol_of_each_body", NOT_THERE, symbol=joined(found.values()), bodies=bodies)


def symbol_is_the_issued_one(state: Selection, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if not act.symbol:
        return None
    issued = joined(symbols_of(state, act.letter).values())
    if issued:
        if act.symbol == issued:
            return None
        return refuse("symbol_is_issued", NOT_THERE, symbol=issued)
    try:
        given = parse(act.symbol)
    except SymbolError as wrong:
        return refuse("symbol_is_none", NOT_THERE, why=wrong.why)
    for single in given.singles:
        for register in state.registers.values():
            if register.bears(str(single)) or register.issues(str(single)):
                return refuse("symbol_is_not_issued", NOT_THERE, "have_it_issued", symbol=str(single))
    return None
