"""What happened in a selection, one sentence for each event."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from comity.rules.acts import Event
from comity.rules.words import Text, text
from comity.selection import deadlines
from comity.selection import events as e
from comity.selection.rulebook import rules
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.naming import participant

WORDS: Final = "web.selection_events"
NAMES: Final = frozenset(event.name for event in e.EVENTS)


def told(event: Event, state: Selection | None = None) -> Text:
    """The event as one sentence; candidates are named as far as the reader whose state this is knows them."""
    key = event.name.split(".")[1]
    blanks: dict[str, Any] = {
        one.name: value
        for one in fields(event)
        if isinstance(value := getattr(event, one.name), str | int) and one.name not in ("of", "candidate")
    }
    if isinstance(of := getattr(event, "of", None), str):
        blanks["of"] = _who(of)
    if number := getattr(event, "candidate", 0):
        blanks["candidate"] = named(number, state)
    sentence, more = _particular(event, state)
    return text(f"{WORDS}.{sentence or key}", **blanks | more)


def named(number: int, state: Selection | None) -> Any:
    """A candidate by name, or by number where the reader may not know the name."""
    if state is not None and number in state.candidates:
        return state.candidates[number].full_name
    return text("web.selection_events.candidate_n", n=number)


def _who(code: str) -> Any:
    return participant(code) if code else text("web.selection_events.presidency")


def _list(codes: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(participant(code) for code in codes)


def _particular(event: Event, state: Selection | None) -> tuple[str, dict[str, Any]]:
    """Which sentence tells it where there are several, and the blanks that are not said as they stand."""
    match event:
        case e.RulesPut() | e.RulesAdopted():
            return "", {"rulebook": rules(event.rulebook).title}
        case e.LetterDrafted():
            return "", {"kind": text(f"web.selection_events.kind_{event.kind}")}
        case e.LetterSigned():
            body = house().bodies.get(event.organ)
            return "", {"organ": body.name if body else event.organ}
        case e.LetterCirculated():
            kind = {"kind": text(f"web.selection_events.kind_{event.kind}")}
            return "letter_circulated_as" if event.symbol else "letter_circulated", kind
        case e.CandidateNominated() | e.CandidateListed():
            return "", {"candidate": event.full_name, "of": _list(event.nominators)}
        case e.CandidateWithdrawn(by_state=of) if of:
            return "candidate_withdrawn_by_state", {"of": participant(of)}
        case e.SlotsDrawn() | e.SlotsAgreed():
            return "", {"candidates": tuple(named(one, state) for one in event.order)}
        case e.QuestionsMerged() | e.QuestionChosen():
            return "", {"of": _list(event.of)}
        case e.PartCalled():
            return "", {"part": text(f"selection.choices.{event.part}_part"), "n": event.minutes}
        case e.HearingScheduled():
            return "", {"kind": text(f"web.selection_events.hearing_{event.kind}"), "at": event.at}
        case e.HearingMoved():
            sentence, more = _of_hearing(event, state)
            return sentence, more | {"at": event.at}
        case e.HearingOpened() | e.HearingClosed() | e.ArchiveFiled():
            return _of_hearing(event, state)
        case e.DeadlineMissed():
            about = event.deadline.partition(":")[2]
            candidate = named(int(about), state) if about else ""
            return "", {"deadline": deadlines.what(event.deadline, candidate=candidate)}
        case _:
            return _of_rounds(event, state)


def _of_rounds(event: Event, state: Selection | None) -> tuple[str, dict[str, Any]]:
    match event:
        case e.ColoursDecided(adopted=False):
            return "colours_not_decided", {}
        case e.RoundOpened():
            return "", {"n": len(event.candidates), "of": _who(event.conducted_by)}
        case e.TellersAppointed():
            return "", {"members": _list(event.tellers)}
        case e.CountEntered():
            return "", {"of": participant(event.teller), "candidate": named(event.figures.candidate, state)}
        case e.CountsCompared(agree=False):
            return "counts_differ", {}
        case e.ExposureAccepted(exposures=()):
            return "exposure_none", {}
        case e.CopyIssued():
            return "", {"of": participant(event.to)}
        case e.ShortlistApplied(eliminated=()):
            return "shortlist_applied_nobody", {}
        case e.ShortlistApplied():
            return "", {"candidates": tuple(named(one, state) for one in event.eliminated)}
        case e.ViewExpressed():
            return "", {"wish": text(f"selection.choices.{event.wish}_next")}
        case e.NextDecided():
            return "", {"decision": text(f"selection.choices.{event.decision}_next")}
        case e.RecommendationDecided(adopted=False):
            return "recommendation_not_adopted", {}
        case e.AppointmentDecided(adopted=False):
            return "appointment_not_adopted", {}
        case _:
            return "", {}


def _of_hearing(
    event: e.HearingMoved | e.HearingOpened | e.HearingClosed | e.ArchiveFiled, state: Selection | None
) -> tuple[str, dict[str, Any]]:
    """With whom it is stands in the entry that set it."""
    hearing, key = (state.hearings.get(event.hearing) if state else None), event.name.split(".")[1]
    if hearing is None:
        return f"{key}_n", {}
    kind = text(f"web.selection_events.hearing_{hearing.kind}")
    return key, {"kind": kind, "candidate": named(hearing.candidate, state)}
