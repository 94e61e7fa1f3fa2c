"""What the record says of selections and of motions, and on which page of a selection each thing stands."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse

from comity.record.audience import PUBLIC
from comity.rules.acts import Event
from comity.rules.words import Text, text
from comity.selection import events as e
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages.selection import telling

_DECIDED: Final = (e.CandidateRecommended, e.RecommendationDecided, e.AppointmentDecided, e.OathTaken)


def told(event: Event, stream: str) -> Text:
    """The event in words, as the record says it among everything else that happened in the house.

    Candidates are named as everyone may know them, so that no line says more than its entry."""
    if not stream.startswith("selection:"):
        return of_motions(event)
    state = as_everyone_knows(stream)
    what = telling.told(event, state)
    if isinstance(event, e.ProcessOpened):
        return what
    return text("web.selection.of_selection", title=state.title, what=what)


def as_everyone_knows(stream: str) -> Selection:
    """A selection as the public may see it, as far as this process has heard of it."""
    state: Selection = house().clerk.folds.seen(stream, PUBLIC, fresh=False).state
    return state


def of_motions(event: Event) -> Text:
    """An event in the motions of a body in words."""
    names = [name for name in event.__dataclass_fields__ if name != "counts"]
    blanks = {name: _in_motions(name, getattr(event, name)) for name in names}
    return text(f"web.motions_events.{event.name.split('.')[1]}", **blanks)


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


def of_elections(event: Any) -> Text:
    """An event in the elections of a body in words, whoever stands called by name."""
    blanks: dict[str, Any] = {}
    for name in event.__dataclass_fields__:
        value = getattr(event, name)
        match name:
            case "candidate" | "first" | "second" | "of" if isinstance(value, str):
                blanks[name] = participant(value)
            case "elected" | "drawn":
                blanks[name] = tuple(participant(one) for one in value) or text("web.elections.nobody")
            case _ if isinstance(value, str | int):
                blanks[name] = value
    kind = event.name.split(".")[1]
    if kind == "election_called":
        blanks["title"] = title_of_called(event)
    return text(f"web.elections_events.{kind}", **blanks)


def title_of_called(event: Any) -> Any:
    """The title of an election, or of that of a year."""
    return text("elections.titles.council", year=str(event.year)) if event.year else event.title


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
        case e.MeetingHeld():
            return "selection_conclusion", 0
        case e.SlotsDrawn() | e.SlotsAgreed():
            return "selection_hearings", 0
        case e.ColoursDecided():
            return "selection_rounds", 0
        case e.QuestionAsked() | e.QuestionAnswered():
            question = state.questions.get(event.question)
            return ("selection_hearing", question.hearing) if question else ("selection_hearings", 0)
        case e.CopyIssued() | e.CopyRead() | e.CopyOpened():
            return "selection_copy", event.copy
        case _ if isinstance(event, _DECIDED):
            return "selection_conclusion", 0
        case _:
            return _by_number(event)


def _by_number(event: Any) -> tuple[str, int]:
    """What an event is about where a field says so by its name."""
    for name in ("hearing", "round", "candidate"):
        if hasattr(event, name):
            return f"selection_{name}", getattr(event, name)
    return "selection", 0
