"""What an entry of the record is about, in one line, and where more of it is to be seen."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from comity.record.entry import Entry
from comity.rules.acts import By
from comity.rules.words import sentences, text
from comity.web.house import house
from comity.web.pages.reader import participant


def title(entry: Entry) -> Any:
    """The event in words; its name where no words were made for it."""
    assert entry.payload is not None
    name: str = entry.payload["type"]
    key = name.rpartition(".")[0].replace(".", "_")
    if f"pages_events.{key}" not in sentences("web"):
        return name
    blanks = {k: v for k, v in entry.payload["event"].items() if isinstance(v, str | int)}
    if "of" in blanks:
        blanks["of"] = participant(str(blanks["of"]))
    return text(f"web.pages_events.{key}", **blanks)


def subject(entry: Entry) -> str:
    """The address of the page on which the thing itself stands; empty where there is none."""
    stream, payload = entry.header.stream, entry.payload
    kind, _, place = stream.partition(":")
    if payload is None:
        return ""
    if kind == "communications" and place in house().bodies:
        return reverse("letter", args=[place, payload["event"]["letter"]])
    if kind == "accreditation":
        return reverse("credential", args=[payload["event"]["number"]])
    return ""


def by(entry: Entry) -> By | None:
    """Who did it, with the name of whom they acted for."""
    if entry.payload is None:
        return None
    who = entry.payload["by"]
    return By(person=who["person"], name=who["name"], capacity=who["capacity"], of=who["of"])
