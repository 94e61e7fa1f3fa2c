"""What an event of a selection, or of the motions of a body, says: its fields as people call what they name."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from comity.record.audience import PUBLIC
from comity.rules.acts import Event
from comity.rules.words import Text, text
from comity.selection import events as e
from comity.selection.rulebook import HEARINGS, rules
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.naming import participant

_PEOPLE: Final = frozenset({"of", "to", "teller", "nominators", "tellers"})
_METHODS: Final = frozenset({"paper", "electronic", "published"})


def told(event: Event, stream: str) -> Text:
    """The event in words, as the record says it among everything else that happened in the house.

    Candidates are named as everyone may know them, so that no line says more than its entry."""
    if not stream.startswith("selection:"):
        return of_motions(event)
    state = as_everyone_knows(stream)
    what = of_selection(event, state)
    if isinstance(event, e.ProcessOpened):
        return what
    return text("web.selection_events.of_selection", title=state.title, what=what)


def as_everyone_knows(stream: str) -> Selection:
    """A selection as the public may see it, as far as this process has heard of it."""
    state: Selection = house().clerk.folds.seen(stream, PUBLIC, fresh=False).state
    return state


def of_selection(event: Event, state: Selection) -> Text:
    """An event of a selection in words, with the names that this state knows."""
    blanks = {name: _in_selection(name, getattr(event, name), state) for name in _fields(event)}
    return text(f"web.selection_events.{event.name.split('.')[1]}", **blanks)


def of_motions(event: Event) -> Text:
    """An event in the motions of a body in words."""
    blanks = {name: _in_motions(name, getattr(event, name)) for name in _fields(event)}
    return text(f"web.motions_events.{event.name.split('.')[1]}", **blanks)


def _fields(event: Event) -> list[str]:
    return [name for name in event.__dataclass_fields__ if name not in ("figures", "extremes", "counts")]


def _in_selection(name: str, value: Any, state: Selection) -> Any:
    if name in _PEOPLE:
        return tuple(map(participant, value)) if isinstance(value, tuple) else participant(value)
    match name:
        case "candidate":
            return candidate_said(value, state)
        case "eliminated":
            names = tuple(candidate_said(one, state) for one in value)
            return names or text("web.selection_events.nobody")
        case "hearing":
            hearing = state.hearings.get(value)
            return hearing_said(value, hearing.candidate if hearing else 0, state)
        case "kind":
            return letter_said(value) if value not in HEARINGS else text(f"selection.choices.{value}_hearing")
        case "organ":
            return house().bodies[value].name
        case "rulebook":
            return rules(value).title
        case "part":
            return text(f"selection.choices.{value}_part")
        case "method" if value in _METHODS:
            return text(f"selection.choices.{value}_method")
        case "decision":
            return text(f"selection.choices.{value}_next")
        case "adopted":
            return text(f"web.selection_events.decided_{'true' if value else 'false'}")
        case "meeting":
            return meeting_said(value)
        case "deadline":
            return text(f"selection.deadlines.{value.partition(':')[0]}")
        case _:
            return value


def _in_motions(name: str, value: Any) -> Any:
    match name:
        case "of":
            return participant(value)
        case "kind" | "ruling" | "side":
            return text(f"motions.{name}s.{value}")
        case "verdict":
            return text(f"web.motions_events.verdict_{'adopted' if value == 'adopted' else 'rejected'}")
        case "overruled":
            return text(f"web.motions_events.overruled_{'true' if value else 'false'}")
        case _:
            return value


def candidate_said(number: int, state: Selection) -> Any:
    """A candidate by name where this state knows it, else by number."""
    known = state.candidates.get(number)
    return known.full_name if known else number


def hearing_said(number: int, candidate: int, state: Selection) -> Any:
    """A hearing by its number and whom it hears."""
    known = state.candidates.get(candidate)
    if known is None:
        return number
    return text("web.selection_events.numbered_name", number=number, name=known.full_name)


def letter_said(kind: str) -> Text:
    """What a letter of a selection is about."""
    return text(f"web.selection_events.letter_{kind}")


def meeting_said(meeting: str) -> Any:
    """A private meeting by what it was held for: `round-2`, `recommendation-1`."""
    kind, _, number = meeting.rpartition("-")
    return text(f"web.selection_events.meeting_{kind}", n=number) if kind and number.isdecimal() else meeting


def page_of(event: Event, state: Selection) -> str:
    """The address of the page of a selection on which what happened stands."""
    name = state.stream.partition(":")[2]
    page, number = _page(event, state)
    return reverse(page, args=[name, number] if number else [name])


def _page(event: Any, state: Selection) -> tuple[str, int | str]:
    match event:
        case e.RulesPut() | e.RulesObjected() | e.RulesAdopted():
            return "selection_rules", 0
        case e.LetterDrafted() | e.LetterSigned() | e.LetterCirculated():
            return "selection_letter", event.letter
        case e.CommuniqueIssued():
            return "selection_communique", event.meeting
        case e.CandidateRecommended() | e.RecommendationDecided() | e.AppointmentDecided() | e.OathTaken():
            return "selection_conclusion", 0
        case e.MeetingHeld():
            return "selection_conclusion", 0
        case e.SlotsDrawn():
            return "selection_hearings", 0
        case e.QuestionAsked() | e.QuestionAnswered():
            question = state.questions.get(event.question)
            return ("selection_hearing", question.hearing) if question else ("selection_hearings", 0)
        case e.CopyIssued() | e.CopyRead() | e.CopyOpened():
            return "selection_copy", event.copy
        case _ if hasattr(event, "hearing"):
            return "selection_hearing", event.hearing
        case _ if hasattr(event, "round"):
            return "selection_round", event.round
        case _ if hasattr(event, "candidate"):
            return "selection_candidate", event.candidate
        case e.ColoursDecided():
            return "selection_rounds", 0
        case _:
            return "selection", 0
