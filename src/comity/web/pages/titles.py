"""What an entry of the record is about, in one line, and where more of it is to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse

from comity.accreditation.events import AccreditationEnded, PersonAccredited
from comity.communications.events import (
    LetterCirculated,
    LetterOverdue,
    LetterRegistered,
    LetterReturned,
    LetterSent,
    LetterWithdrawn,
    SymbolIssued,
)
from comity.elections.events import EVENTS as ELECTIONS
from comity.motions.events import EVENTS as MOTIONS
from comity.record.entry import Entry
from comity.rules.acts import By, Event, Happened
from comity.rules.words import Text
from comity.secret_votes.events import EVENTS as SECRET_VOTES
from comity.selection.events import EVENTS as SELECTION
from comity.votes.events import EVENTS as VOTES
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import telling

WORDS: Final[Mapping[str, str]] = {
    LetterSent.name: "letter_sent",
    LetterRegistered.name: "letter_registered",
    LetterCirculated.name: "letter_circulated",
    LetterReturned.name: "letter_returned",
    LetterWithdrawn.name: "letter_withdrawn",
    LetterOverdue.name: "letter_overdue",
    SymbolIssued.name: "symbol_issued",
    PersonAccredited.name: "person_accredited",
    AccreditationEnded.name: "accreditation_ended",
}
"""By the name of an event, the sentence that tells it."""


TOLD: Final = frozenset({event.name for event in SELECTION} | {event.name for event in MOTIONS})
"""Events whose fields need words of their own."""
OF_A_FILE: Final = TOLD | {event.name for event in (*VOTES, *SECRET_VOTES, *ELECTIONS)}
"""Events of proceedings whose sentences stand in a file of their own."""


def sentence_of(name: str) -> str:
    """The sentence that tells an event of that name; empty where none was made for it."""
    if name in OF_A_FILE:
        package, event, _ = name.split(".")
        return f"web.{package}_events.{event}"
    return f"web.pages_events.{WORDS[name]}" if name in WORDS else ""


def title(entry: Entry) -> Any:
    """The event in words; where no words were made for it, what kind of proceeding it belongs to."""
    assert entry.payload is not None
    name: str = entry.payload["type"]
    if name in TOLD:
        return telling.told(_event(entry), entry.header.stream)
    if name.startswith("elections."):
        return telling.of_elections(_event(entry))
    sentence = sentence_of(name)
    if not sentence:
        return kind(name.partition(".")[0])
    blanks = {k: v for k, v in entry.payload["event"].items() if isinstance(v, str | int)}
    if "of" in blanks:
        blanks["of"] = participant(str(blanks["of"]))
    return Text(sentence, tuple(sorted(blanks.items())))


def _event(entry: Entry) -> Event:
    happened = house().clerk.shapes.happened(entry)
    assert isinstance(happened, Happened)
    return happened.event


def kind(name: str) -> Any:
    """What people call the kind of proceeding that an entry belongs to."""
    procedure = house().clerk.shapes.procedures.get(name)
    return name if procedure is None else procedure.label


def subject(entry: Entry) -> str:
    """The address of the page on which the thing itself stands; empty where there is none."""
    stream, payload = entry.header.stream, entry.payload
    kind, _, place = stream.partition(":")
    if payload is None:
        return ""
    if kind == "communications" and place in house().bodies:
        event = payload["event"]
        if "letter" not in event:
            return reverse("document", args=[place, event["symbol"]])
        return reverse("letter", args=[place, event["letter"]])
    if kind == "votes" and place in house().bodies:
        event = payload["event"]
        name, number = ("vote", event["vote"]) if "vote" in event else ("vote_question", event["proposal"])
        return reverse(name, args=[place, number])
    if kind == "motions" and place in house().bodies:
        return reverse("motions", args=[place])
    if kind == "selection":
        return telling.page_of(_event(entry), telling.as_everyone_knows(stream))
    if kind == "secret_votes" and place in house().bodies:
        return reverse("secret_vote", args=[place, payload["event"]["ballot"]])
    if kind == "elections" and place in house().bodies:
        return reverse("election", args=[place, payload["event"]["election"]])
    if kind == "accreditation":
        return reverse("credential", args=[payload["event"]["number"]])
    return ""


def by(entry: Entry) -> By | None:
    """Who did it, with the name of whom they acted for."""
    if entry.payload is None:
        return None
    who = entry.payload["by"]
    return By(person=who["person"], name=who["name"], capacity=who["capacity"], of=who["of"])
