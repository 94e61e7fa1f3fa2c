"""By when each step is due, whether it was taken, and what is late under which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from comity.rules.acts import Due
from comity.rules.citation import Citation
from comity.rules.words import Text, text
from comity.selection.acts import NoteLate
from comity.selection.state import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One step with its last moment."""

    name: str
    due: datetime
    met: datetime | None
    citation: Citation
    about: tuple[tuple[str, str], ...] = ()
    """The blanks of its label: whom it concerns."""
    noted: bool = False
    """The clerk noted on the record that it was missed."""

    @property
    def label(self) -> Text:
        return what(self.name, **dict(self.about))

    def standing(self, now: datetime) -> str:
        """met, met_late, due, late, or not_told: its time is over, and the reader may not know what happened."""
        if self.met is not None:
            return "met" if self.met <= self.due else "met_late"
        if self.noted:
            return "late"
        return "not_told" if now > self.due else "due"

    def ran_out(self, now: datetime) -> bool:
        """Whether its time is over and the step, as far as the state holds it, was not taken."""
        return self.met is None and now > self.due


def what(deadline: str, **blanks: Any) -> Text:
    """What was to be done by a deadline of that name; some name the candidate whom they concern."""
    return text(f"selection.deadlines.{deadline.partition(':')[0]}", **blanks)


def deadlines(state: Selection) -> tuple[Deadline, ...]:
    """Every deadline of the selection as far as the reader knows it, the soonest first."""
    if not state.rulebook or state.term_since is None:
        return ()
    found = (replace(one, noted=one.name in state.missed) for one in _deadlines(state, state.term_since))
    return tuple(sorted(found, key=lambda one: (one.due, one.name)))


def _deadlines(state: Selection, term_since: date) -> Iterator[Deadline]:
    rules = state.rules
    first = state.rounds.get(1)
    steps = (("rules_by", state.adopted), ("first_round_by", first.opened if first else None))
    for name, met in steps:
        if written := getattr(rules, name):
            day = date.fromisoformat(f"{state.last_year}-{written}")
            yield Deadline(name=name, due=_end_of(state, day), met=met, citation=rules.cite(name))
    if days := rules.recommend_days_before_term:
        name = "recommend_days_before_term"
        due = _end_of(state, term_since - timedelta(days=days))
        yield Deadline(name=name, due=due, met=state.recommended_at, citation=rules.cite(name))
    yield from _hearings_first(state)
    name = "letters_within_days"
    for letter in state.letters.values():
        if letter.drafted is not None:
            due = letter.drafted + timedelta(days=getattr(rules, name))
            met = letter.circulated
            yield Deadline(name=f"{name}:{letter.letter}", due=due, met=met, citation=rules.cite(name))


def _hearings_first(state: Selection) -> Iterator[Deadline]:
    """Where only those are voted on who were heard, whoever was presented before the first round is heard before it."""
    rules, first = state.rules, state.rounds.get(1)
    kinds = rules.eligibility
    begins = first.opened if first is not None else None
    if begins is None and rules.first_round_by:
        begins = _end_of(state, date.fromisoformat(f"{state.last_year}-{rules.first_round_by}"))
    if not kinds or begins is None:
        return
    name = "hearings_first"
    for one in state.candidates.values():
        heard = _heard(state, one.candidate, kinds)
        if one.listed is None or one.listed >= begins or (not one.runs and heard is None):
            continue
        yield Deadline(
            name=f"{name}:{one.candidate}",
            due=begins,
            met=heard,
            citation=rules.cite("eligibility"),
            about=(("candidate", one.full_name),),
        )


def _heard(state: Selection, candidate: int, kinds: tuple[str, ...]) -> datetime | None:
    """When the last of these hearings ended; None while one of them is missing."""
    ends = [
        min(
            (
                h.closed
                for h in state.hearings.values()
                if (h.candidate, h.kind) == (candidate, kind) and h.closed
            ),
            default=None,
        )
        for kind in kinds
    ]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(kinds) else None


def clocks(state: Selection) -> Iterator[Due]:
    """What the clerk has to note when nobody acts before."""
    if state.oath is not None:
        return
    for one in deadlines(state):
        if one.met is None and one.name not in state.missed:
            name = f"note-late-{one.name.replace(':', '-')}"
            act = NoteLate(id=name, stream=state.stream, deadline=one.name)
            yield Due(at=one.due + timedelta(seconds=1), act=act)


def _end_of(state: Selection, day: date) -> datetime:
    """The last second of a day at the seat of the recommending body."""
    zone = state.council.local(datetime.combine(day, time(12), UTC)).tzinfo
    return datetime.combine(day, time(23, 59, 59), zone)
