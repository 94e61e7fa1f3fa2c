"""What can be asked, what has happened, and what may be asked now: the vocabulary of every procedure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from comity.rules.guard import Objection
from comity.rules.words import Sayable, Text


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something that somebody asks for; the client makes `id`, so that an act sent twice is heard once."""

    name: ClassVar[str]
    """`package.verb_object`, as in `communications.send_letter`."""
    label: ClassVar[Text]
    by_clock: ClassVar[bool] = False
    """Heard from the clerk alone, when a clock runs out; nobody is offered it."""
    by_door: ClassVar[bool] = False
    """Brought by the house's own door alone, which examines what no form can; nobody is offered it."""

    id: str
    stream: str
    """The proceeding that it concerns, as in `communications:unsc`."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened; its name bears its version and its shape never changes once released."""

    name: ClassVar[str]
    """`package.past_tense.vN`, as in `communications.letter_sent.v1`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who did it, as the record says it."""

    person: str
    name: str
    capacity: str
    of: str = ""
    """The State, organisation or office that the person acted for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An event as a fold receives it: what happened, when, by whom, and where it stands on the record."""

    event: Event
    at: datetime
    by: By
    sequence: int
    audience: str
    commitment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An entry as a fold receives it whose reader may not open it: that it exists, when, and for whom it is."""

    at: datetime
    sequence: int
    audience: str
    commitment: str = ""
    erased: bool = False
    """Its key was destroyed: nobody can open it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """An act that an actor could do now, or why not."""

    act: type[Act]
    about: str = ""
    """What it would be about where an act needs a subject: the id of a letter, a motion, a candidate."""
    objection: Objection | None = None
    given: tuple[tuple[str, Any], ...] = ()
    """Fields whose values are fixed by the situation."""
    options: tuple[tuple[str, tuple[tuple[str, Sayable], ...]], ...] = ()
    """By field, what a choice is between in this situation."""
    needed: tuple[str, ...] = ()
    """Fields that may be left empty elsewhere, and not in this situation."""

    @property
    def in_order(self) -> bool:
        return self.objection is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A clock of a proceeding: at this time the clerk hears this act in the clerk's own name."""

    at: datetime
    act: Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """How a form asks for one field of an act."""

    label: Text
    hint: Text | None = None
    kind: str = "line"
    """line, text, choice, choices, number, date, moment, switch, files; lines, a list of them; several, parts with
    fields of their own, which a page of its own asks for."""
    limit: int = 200
    """Characters at most; for files and parts how many."""
    optional: bool = False
    options: tuple[tuple[str, Text], ...] = ()
    """What a choice is between, where that is always the same."""


def ask(label: Text, *, default: Any = ..., **how: Any) -> Any:
    """A dataclass field of an act together with how a form asks for it."""
    metadata = {"ask": Ask(label=label, **how)}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)
