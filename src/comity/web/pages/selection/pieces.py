"""What the overview of a selection shows and its live frames set: pieces, each with an id of its own on the page.

A piece is drawn from values alone, so that readers who see the same share one drawing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comity.accreditation.state import STREAM as ACCREDITATION
from comity.bodies.actor import Capacity
from comity.bodies.body import Body
from comity.clerk.folds import Folded
from comity.record.audience import Clearances
from comity.rules.citation import Citation
from comity.rules.words import Name, Text, text
from comity.selection import people
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages.selection import cards, stages, timeline

SHOWN: Final = 12
"""Lines of the timeline on one page."""


def is_inside(state: Selection, clearances: Clearances) -> bool:
    """Whether the reader is of those who may know of a round."""
    return not people.of_council(state).isdisjoint(clearances)


def pieces(folded: Folded, clearances: Clearances, now: datetime) -> Mapping[str, Hashable]:
    """By the id of each piece, all that it is drawn from."""
    state: Selection = folded.state
    inside = is_inside(state, clearances)
    found = stages.stages(state, now, inside)
    return {
        "stands": (found, stages.headline(state, found), stages.coming(found), stages.current(found).name),
        "deadlines": _deadlines(state, now),
        "presiding": tuple(presiding(state, now)),
        "cards": (cards.cards(state), cards.ended(state)),
        "timeline": tuple(islice(timeline.lines(folded, clearances), SHOWN)),
        "sealed": len(state.sealed),
    }


def _deadlines(state: Selection, now: datetime) -> tuple[tuple[stages.Deadline, ...], ...]:
    """Those to be looked at; and of single letters and candidates those that were met in time."""
    each = tuple(stages.due(state, now))
    kept = tuple(one for one in each if one.of_one and one.standing == "met")
    return tuple(one for one in each if one not in kept), kept


def drawn(found: Mapping[str, Hashable], language: str) -> dict[str, SafeString]:
    return {name: draw(name, value, language) for name, value in found.items()}


@lru_cache(maxsize=2048)
def draw(name: str, value: Any, language: str) -> SafeString:
    """A piece as it stands on the page, in the language that is spoken now."""
    return render_to_string(f"pages/selection/piece_{name}.html", {"it": value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    """What is presided over, and by whom; with the rule where it is not the President."""

    over: Text | Name
    who: Any
    rule: Citation | None = None


def presiding(state: Selection, now: datetime) -> Iterator[Chair]:
    """Who presides over each body now, and who conducts the rounds where that is somebody else."""
    if state.oath is not None:
        return
    for body in dict.fromkeys((state.council, state.assembly)):
        yield Chair(over=body.name, who=_president(body, now))
    latest = people.open_round(state)
    conducting = latest.conducted_by if latest is not None else people.conductor(state, now)
    president = state.council.president_on(people.today(state, now))
    if not president or state.recommended is not None or conducting == president:
        return
    member = participant(conducting)
    said = text("web.selection.hands_over", member=member) if conducting else None
    said = said or text("web.selection.nobody_conducts")
    rule = state.rules.cite("president_with_candidate")
    yield Chair(over=text("web.selection.conducts"), who=said, rule=rule)


def _president(body: Body, now: datetime) -> Any:
    """The member that presides, the person who does, or what the office is called."""
    member = body.president_on(body.local(now).date())
    if member:
        return participant(member, body)
    register: Any = house().clerk.folds.whole(ACCREDITATION).state
    held = (
        one.full_name
        for one in register.credentials.values()
        if one.accreditation.capacity is Capacity.PRESIDENT
        and one.accreditation.body == body.code
        and one.holds(body.local(now).date())
    )
    return next(held, body.presidency.title)
