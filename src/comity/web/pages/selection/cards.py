"""The candidates of a selection as cards: who presents them, how they stand, where they were heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from comity.rules.citation import Citation
from comity.rules.words import Text, text
from comity.selection.figures import Figures
from comity.selection.state import Candidate, Hearing, Selection, Standing
from comity.web.naming import participant

BADGES: Final = {
    Standing.NOMINATED: "waiting",
    Standing.LISTED: "open",
    Standing.WITHDRAWN: "ended",
    Standing.REPLACED: "ended",
    Standing.ELIMINATED: "ended",
    Standing.RECOMMENDED: "going",
    Standing.APPOINTED: "done",
}
OUT: Final = frozenset({Standing.WITHDRAWN, Standing.REPLACED, Standing.ELIMINATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One hearing of a candidate: of which kind, when, and how far it is."""

    label: Text
    at: datetime
    standing: Text
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateCard:
    """A candidate as the overview shows one."""

    number: int
    name: str
    href: str
    states: tuple[Any, ...]
    standing: Text
    badge: str
    heard: tuple[Heard, ...]
    documents: int
    last: tuple[int, Figures] | None = None
    """The last round whose figures everyone may know, and what it gave this candidate."""
    out: Text | None = None
    out_at: datetime | None = None
    rule: Citation | None = None


def cards(state: Selection) -> tuple[CandidateCard, ...]:
    """Those who run or were chosen, in the order in which they were presented."""
    return tuple(_card(one, state) for one in state.candidates.values() if one.standing not in OUT)


def ended(state: Selection) -> tuple[CandidateCard, ...]:
    """Those who are no longer candidates, the latest to go first."""
    gone = [one for one in state.candidates.values() if one.standing in OUT]
    return tuple(_card(one, state) for one in sorted(gone, key=lambda one: one.touched, reverse=True))


def _card(one: Candidate, state: Selection) -> CandidateCard:
    name = state.stream.partition(":")[2]
    why, rule = why_out(one, state)
    return CandidateCard(
        number=one.candidate,
        name=one.full_name,
        href=reverse("selection_candidate", args=[name, one.candidate]),
        states=tuple(map(participant, one.nominators)),
        standing=text(f"web.selection.standing_{one.standing.value}"),
        badge=BADGES[one.standing],
        heard=tuple(heard(hearings_of(one, state), name)),
        documents=len(one.curriculum_vitae) + len(one.vision_statement),
        last=_last(one, state),
        out=why,
        out_at=one.ended,
        rule=rule,
    )


def hearings_of(one: Candidate, state: Selection) -> list[Hearing]:
    return [each for each in state.hearings.values() if each.candidate == one.candidate]


def heard(hearings: Sequence[Hearing], name: str) -> Iterator[Heard]:
    for one in sorted(hearings, key=lambda each: each.at):
        standing = "over" if one.closed else "on" if one.opened else "fixed"
        yield Heard(
            label=text(f"web.selection.{one.kind}"),
            at=one.opened or one.at,
            standing=text(f"web.selection.hearing_{standing}"),
            href=reverse("selection_hearing", args=[name, one.hearing]),
        )


def _last(one: Candidate, state: Selection) -> tuple[int, Figures] | None:
    for number in sorted(state.rounds, reverse=True):
        counted = state.rounds[number].of(one.candidate) if state.rounds[number].published else None
        if counted is not None:
            return number, counted
    return None


def why_out(one: Candidate, state: Selection) -> tuple[Text | None, Citation | None]:
    """Why somebody is no longer a candidate, and the rule under which that is so."""
    rules = state.rules
    match one.standing:
        case Standing.ELIMINATED:
            dropped = next((x for x in state.rounds.values() if one.candidate in x.eliminated), None)
            if dropped is None:
                return None, None
            setting = dict(dropped.reasons).get(one.candidate, "eliminated_per_round")
            return text("web.selection.out_after_round", n=dropped.round), rules.cite(setting)
        case Standing.REPLACED:
            said = text("web.selection.replaced_state", state=participant(one.ended_by))
            return said, rules.cite("second_candidate")
        case Standing.WITHDRAWN if one.ended_by:
            said = text("web.selection.withdrew_state", state=participant(one.ended_by))
            return said, rules.cite("state_withdrawal")
        case Standing.WITHDRAWN:
            return text("web.selection.withdrew_candidate"), rules.cite("state_withdrawal")
        case _:
            return None, None
