"""Who reads a page: the person behind a request, what they are accredited for, what they may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from comity.bodies.actor import Accreditation, Actor
from comity.bodies.body import Body
from comity.record.audience import Clearances
from comity.rules.words import Text, say, text
from comity.web.accounts.people import account_of
from comity.web.house import house, now
from comity.web.language import spoken
from comity.web.naming import participant
from comity.web.pages.asking import Returned
from comity.web.pages.parts import Link
from comity.web.pages.site import Site, frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One reader at one moment; everything on a page is seen with these eyes."""

    person: str
    """The record's name of them; empty for the public."""
    name: str
    actor: Actor
    clearances: Clearances
    language: str
    now: datetime
    returned: Returned | None = None
    """The form that this reader sent and gets back, where this page is the answer to it."""

    @property
    def signed_in(self) -> bool:
        return bool(self.person)

    def capacities(self) -> tuple[Accreditation, ...]:
        """Those that hold today."""
        return tuple(a for a in self.actor.accreditations if a.holds(self.now.date()))


def reader(request: HttpRequest) -> Reader:
    """The reader of this request, found out once."""
    known: Reader | None = getattr(request, "_reader", None)
    if known is None:
        account = account_of(request)
        person, at = (account.person if account else ""), now()
        actor = house().actor(person)
        known = Reader(
            person=person,
            name=account.get_full_name() if account else "",
            actor=actor,
            clearances=house().clearances(actor, at),
            language=spoken(),
            now=at,
        )
        request._reader = known  # type: ignore[attr-defined]
    return known


def capacity(accreditation: Accreditation) -> Text:
    """In what capacity somebody is here, for whom and in which body."""
    held = text(f"bodies.capacities.{accreditation.capacity.value}")
    of = participant(accreditation.of) if accreditation.of else None
    body = house().bodies.get(accreditation.body)
    match of, body:
        case None, None:
            return held
        case None, Body():
            return text("web.pages.capacity_body", capacity=held, body=body.name)
        case _, Body():
            return text("web.pages.capacity_of_body", capacity=held, of=of, body=body.name)
        case _:
            return text("web.pages.capacity_of", capacity=held, of=of)


def site(request: HttpRequest) -> dict[str, Site]:
    """Context processor: the frame of the page with its reader and the bodies of the house."""
    one = reader(request)
    held = one.capacities()
    return {
        "site": frame(
            request,
            person=one.name,
            capacity=capacity(held[-1]) if held else None,
            bodies=tuple(_bodies(request.path)),
            refused=one.returned is not None,
        )
    }


def _bodies(path: str) -> list[Link]:
    found = []
    for body in house().bodies.values():
        href = reverse("body", args=[body.code])
        found.append(Link(label=body.name, href=href, current=path.startswith(href)))
    return found


def asked_for(request: HttpRequest, name: str = "q", most: int = 100) -> str:
    """What the reader typed into the box above a list."""
    return request.GET.get(name, "").replace("\0", "").strip()[:most]


def said(thing: Any, one: Reader) -> str:
    """A thing in the reader's language."""
    return say(thing, one.language)
