"""Where a selection stands: its stages, the sentence that says it, and its deadlines, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from comity.rules.citation import Citation
from comity.rules.words import Text, text
from comity.selection.deadlines import deadlines
from comity.selection.people import is_public
from comity.selection.state import Candidate, Round, Selection

DUE: Final = {
    "rules": "rules_by",
    "rounds": "first_round_by",
    "recommendation": "recommend_days_before_term",
}
"""By stage, the deadline by which it should be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: `standing` is done, now, ahead, or closed where the reader is told nothing of it."""

    name: str
    standing: str
    at: datetime | None = None
    due: datetime | None = None
    late: bool = False
    note: Text | None = None

    @property
    def label(self) -> Text:
        return text(f"web.selection.stage_{self.name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline as a page shows it."""

    label: Text
    about: Any
    due: datetime
    met: datetime | None
    standing: str
    citation: Citation
    of_one: bool = False
    """Of one letter or of one candidate, of which there may be many."""

    @property
    def said(self) -> Text:
        if self.standing == "met_late" and self.met is not None:
            return text("web.selection.deadline_met_late", at=self.met)
        return text(f"web.selection.deadline_{self.standing}")


def stages(state: Selection, now: datetime, inside: bool) -> tuple[Stage, ...]:
    """The stages in their order; `inside`: the reader may know of rounds."""
    late = {one.name: one for one in deadlines(state)}
    found = []
    for stage in _stages(state, inside):
        one = late.get(DUE.get(stage.name, ""))
        if one is not None and stage.standing != "done":
            overdue = one.standing(now) == "late"
            open_until = one.due if one.met is None and (overdue or now <= one.due) else None
            stage = replace(stage, due=open_until, late=overdue)
        found.append(stage)
    return tuple(found)


def _stages(state: Selection, inside: bool) -> Iterator[Stage]:
    yield Stage(name="rules", standing="done" if state.adopted else "now", at=state.adopted)
    announced = state.adopted
    if state.rules.letter_opens:
        out = next(
            (x.circulated for x in state.letters.values() if x.kind == "opening" and x.circulated), None
        )
        announced = out
        yield Stage(name="letter", standing=_in_turn(out, state.adopted), at=out)
    yield _nominations(state, announced)
    yield _hearings(state)
    yield _rounds(state, announced, inside)
    proceeding = state.round is not None and state.round.decision == "proceed"
    yield Stage(
        name="recommendation",
        standing=_in_turn(state.recommended_at, proceeding),
        at=state.recommended_at,
    )
    appointed_at = next((at for at, one in state.appointments if one.adopted), None)
    yield Stage(name="appointment", standing=_in_turn(appointed_at, state.recommended_at), at=appointed_at)
    yield Stage(name="oath", standing=_in_turn(state.oath_at, appointed_at), at=state.oath_at)


def _in_turn(done: Any, before: Any) -> str:
    """What a stage is whose turn comes after another."""
    return "done" if done else "now" if before else "ahead"


def public_candidates(state: Selection) -> tuple[Candidate, ...]:
    """Those who are or were candidates, as far as the reader knows, and still run or were chosen."""
    return tuple(one for one in state.candidates.values() if one.runs or one.standing in _CHOSEN)


_CHOSEN: Final = ("recommended", "appointed")


def _nominations(state: Selection, announced: Any) -> Stage:
    running = public_candidates(state)
    note = text("web.selection.candidates_n", n=len(running)) if running else None
    closed = state.recommended is not None or (bool(state.rounds) and not state.rules.late_nominations)
    standing = "ahead" if not announced else "done" if closed else "now"
    first = min((one.listed for one in state.candidates.values() if one.listed), default=None)
    return Stage(name="nominations", standing=standing, at=first, note=note)


def heard(state: Selection) -> tuple[int, int]:
    """How many of the candidates who run were heard as the rules foresee, and how many run."""
    kinds = frozenset(state.rules.eligibility)
    if not kinds:
        kinds = frozenset({"dialogue"} if state.rules.dialogue_parts else {"meeting"})
    running = public_candidates(state)
    return sum(1 for one in running if kinds <= one.heard), len(running)


def _hearings(state: Selection) -> Stage:
    done, of = heard(state)
    held = [one.opened for one in state.hearings.values() if one.opened]
    note = text("web.selection.heard_of", heard=done, of=of) if state.hearings and of else None
    if state.recommended is not None or (of and done == of):
        return Stage(name="hearings", standing="done", at=max(held, default=None), note=note)
    standing = "now" if state.hearings or state.slots else "ahead"
    return Stage(name="hearings", standing=standing, at=min(held, default=None), note=note)


def _rounds(state: Selection, announced: Any, inside: bool) -> Stage:
    latest = state.round
    note = text("web.selection.rounds_n", n=len(state.rounds)) if state.rounds else None
    over = state.recommended is not None or (latest is not None and latest.decision == "proceed")
    if over:
        return Stage(name="rounds", standing="done", at=began(latest), note=note)
    if latest is not None:
        return Stage(name="rounds", standing="now", at=began(latest), note=note)
    if announced and not inside and not is_public(state.rules):
        return Stage(name="rounds", standing="closed", note=text("web.selection.in_confidence"))
    return Stage(name="rounds", standing="ahead")


def began(one: Round | None) -> datetime | None:
    """When a round was opened, as far as the reader knows."""
    return None if one is None else one.opened or one.notified


def current(found: tuple[Stage, ...]) -> Stage:
    """The furthest stage that is under way; the last one when all is done."""
    return next((one for one in reversed(found) if one.standing == "now"), found[-1])


def following(found: tuple[Stage, ...]) -> Stage | None:
    """The stage that comes next."""
    place = found.index(current(found))
    return next((one for one in found[place + 1 :] if one.standing in ("ahead", "closed")), None)


def headline(state: Selection, found: tuple[Stage, ...]) -> Text:
    """Where it stands, in a sentence."""
    stage = current(found)
    match stage.name:
        case "rules" if state.proposal is not None:
            return text("web.selection.now_rules_put", until=state.proposal.until)
        case "nominations" if any(one.name == "hearings" and one.standing == "done" for one in found):
            return text("web.selection.now_heard")
        case "nominations" if not state.running:
            return text("web.selection.now_nominations_none")
        case "nominations":
            return text("web.selection.now_nominations", n=len(state.running))
        case "hearings":
            done, of = heard(state)
            return text("web.selection.now_hearings", heard=done, of=of)
        case "rounds":
            return _round_said(state)
        case "appointment" | "oath":
            name = _chosen(state)
            over = stage.name == "oath" and stage.standing == "done"
            return text("web.selection.now_over" if over else f"web.selection.now_{stage.name}", name=name)
        case _:
            return text(f"web.selection.now_{stage.name}")


def _round_said(state: Selection) -> Text:
    latest = state.round
    assert latest is not None
    if not latest.candidates:
        return text("web.selection.now_rounds_told", n=len(state.rounds))
    if latest.disclosed is None:
        return text("web.selection.now_round_held", n=latest.round)
    now = "again" if latest.decision else "discussed"
    return text(f"web.selection.now_round_{now}", n=latest.round)


def _chosen(state: Selection) -> str:
    """Who is recommended or appointed."""
    decided = state.appointed or state.recommended
    known = state.candidates.get(decided.candidate) if decided else None
    return known.full_name if known else ""


def chosen(state: Selection) -> Candidate | None:
    """Who was appointed."""
    done = state.appointed
    return state.candidates.get(done.candidate) if done else None


def coming(found: tuple[Stage, ...]) -> Text | None:
    """What is next, and by when."""
    stage = following(found)
    if stage is None:
        return None
    if stage.due is None:
        return text("web.selection.next", stage=stage.label)
    return text("web.selection.next_by", stage=stage.label, due=stage.due.date())


def due(state: Selection, now: datetime) -> Iterator[Deadline]:
    """Every deadline that the reader may know of, the soonest first."""
    for one in deadlines(state):
        kind, _, number = one.name.partition(":")
        letter = state.letters.get(int(number)) if kind == "letters_within_days" else None
        yield Deadline(
            label=one.label,
            about=text(f"web.selection_events.kind_{letter.kind}") if letter else None,
            due=one.due,
            met=one.met,
            standing=one.standing(now),
            citation=one.citation,
            of_one=bool(number),
        )
