"""What every procedure package offers to the clerk, whatever it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from comity.bodies.actor import Actor
from comity.record.audience import Audience
from comity.rules.acts import Act, By, Due, Event, Happened, Possible, Sealed
from comity.rules.words import Text

Folding = Iterable[Happened | Sealed]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRecord:
    """Something that goes on the record: what happened, by whom, and who may read it."""

    event: Event
    by: By
    audience: Audience


def only_about(possible: Iterable[Possible], about: str | None) -> Iterator[Possible]:
    """Of what might be thought of, what is about this subject; everything where `about` is None."""
    return (one for one in possible if about is None or one.about == about)


Look = Callable[[str], Any]
"""(stream) -> the whole state of another proceeding, as it stands at the desk."""


def _as_it_is(state: Any, look: Look) -> Any:
    return state


def _no_clocks(state: Any) -> Iterable[Due]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One kind of proceeding; its streams are named `name:place`, as in `communications:unsc`."""

    name: str
    label: Text
    """What people call it."""
    acts: tuple[type[Act], ...]
    events: tuple[type[Event], ...]
    begin: Callable[[str, Any], Any]
    """(stream, bodies) -> the state before anything happened; KeyError where there is no such proceeding."""
    fold: Callable[[Any, Folding], Any]
    """(state, what happened next) -> the state after it; the state given stays as it was."""
    in_order: Callable[[Any, Actor, datetime, str | None], Iterable[Possible]]
    """(state, actor, now, about) -> what this actor might think of: about everything where `about` is None, else
    about this one subject only, or with "" about none."""
    decide: Callable[[Any, Any, Actor, datetime], Iterable[ToRecord]]
    """What an act puts on the record, or OutOfOrder."""
    clocks: Callable[[Any], Iterable[Due]] = _no_clocks
    """The clocks that run, soonest first."""
    informed: Callable[[Any, Look], Any] = _as_it_is
    """(state, look) -> the state with what decisions on it must know of other proceedings."""
    upcasts: Mapping[str, Callable[[dict[str, Any]], tuple[str, dict[str, Any]]]] = field(
        default_factory=dict
    )
    """By the name of an event no longer made: how its fields become those of the version made now."""
