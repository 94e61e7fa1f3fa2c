"""Who is accredited: in what capacity, for whom, in which body, from when until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.accreditation.state import STREAM, Credential, Register
from comity.bodies.actor import Capacity
from comity.bodies.order import fold
from comity.rules.words import Text, text
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import lists, parts
from comity.web.pages.communications import cards
from comity.web.pages.edge import only
from comity.web.pages.proceedings import page_of
from comity.web.pages.reader import Reader, asked_for, reader, said


def register(one: Reader) -> Register:
    state: Register = house().clerk.seen(STREAM, one.clearances).state
    return state


@only("GET")
def people(request: HttpRequest) -> HttpResponse:
    """Everyone whose accreditation the reader may know of."""
    one = reader(request)
    words = asked_for(request)
    capacity = lists.chosen(request, "capacity", [c.value for c in Capacity])
    held = [c for c in lists.latest_first(register(one).credentials) if _fits(c, words, capacity)]
    page = lists.paged(request, len(held))
    context = {
        "heading": text("web.pages.people"),
        "lead": text("web.pages.people_lead"),
        "crumbs": page_of(STREAM).crumbs[:-1],
        "finder": lists.Finder(
            name="people",
            label=text("web.pages.search_people"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="capacity",
                    label=text("web.pages.capacity"),
                    value=capacity,
                    choices=lists.choices(
                        text("web.pages.any_capacity"),
                        [(c.value, text(f"bodies.capacities.{c.value}")) for c in Capacity],
                    ),
                ),
            ),
            found=page.found if words or capacity else None,
        ),
        "table": _table([_cells(c, one) for c in page.of(held)], one),
        "pages": page.pages,
        "cards": cards(STREAM, one, ""),
    }
    return render(request, "pages/list.html", context)


def _fits(credential: Credential, words: str, capacity: str) -> bool:
    held = credential.accreditation
    if capacity and held.capacity.value != capacity:
        return False
    if not words:
        return True
    names = participant(held.of) if held.of else ""
    every = (
        " ".join({names.say(language) for language in ("ar", "zh", "en", "fr", "ru", "es")})
        if hasattr(names, "say")
        else names
    )
    found = f"{fold(credential.full_name)} {fold(every)} {held.of.casefold()}"
    return all(word in found for word in fold(words).split())


def _table(rows: list[tuple[Any, ...]], one: Reader) -> parts.Table:
    columns = tuple(
        parts.Column(label=text(f"web.pages.{name}"))
        for name in ("person", "capacity", "for_whom", "in_body", "dates", "standing")
    )
    return parts.Table(
        name="people-table",
        caption=text("web.pages.people"),
        columns=columns,
        rows=tuple(
            tuple(
                parts.Cell(column=column, value=value, href=href if place == 0 else "")
                for place, (column, value) in enumerate(zip(columns, values, strict=True))
            )
            for href, *values in rows
        ),
        empty=text("web.pages.no_people" if one.signed_in else "web.pages.people_closed"),
    )


def _cells(credential: Credential, one: Reader) -> tuple[Any, ...]:
    held = credential.accreditation
    return (
        reverse("credential", args=[credential.number]),
        credential.full_name,
        text(f"bodies.capacities.{held.capacity.value}"),
        participant(held.of) if held.of else "–",
        house().bodies[held.body].name if held.body in house().bodies else text("web.pages.whole_house"),
        _dates(credential),
        _badge(credential, one),
    )


def _dates(credential: Credential) -> Any:
    since, until = credential.accreditation.since, credential.accreditation.until
    if since and until:
        return text("web.pages.from_until", since=since, until=until)
    if since:
        return text("web.pages.from_day", since=since)
    return text("web.pages.to_day", until=until) if until else text("web.pages.no_end")


def _standing(credential: Credential, one: Reader) -> tuple[Text, str]:
    if credential.ended_at is not None:
        return text("web.pages.ended"), "ended"
    if credential.holds(one.now.date()):
        return text("web.pages.in_force"), "done"
    since = credential.accreditation.since
    coming = since is not None and since > one.now.date()
    return (text("web.pages.coming"), "waiting") if coming else (text("web.pages.run_out"), "ended")


def _badge(credential: Credential, one: Reader) -> SafeString:
    label, kind = _standing(credential, one)
    return format_html('<span class="badge badge--{}">{}</span>', kind, said(label, one))


@only("GET")
def credential(request: HttpRequest, number: int) -> HttpResponse:
    """One accreditation, and how to end it."""
    one = reader(request)
    held = register(one).credentials.get(number)
    if held is None:
        raise Http404
    label, kind = _standing(held, one)
    context = {
        "heading": held.full_name,
        "overline": text("web.pages.credential", n=number),
        "crumbs": page_of(STREAM).crumbs,
        "facts": tuple(_facts(held, one)),
        "label": label,
        "kind": kind,
        "cards": cards(STREAM, one, str(number)),
    }
    return render(request, "pages/credential.html", context)


def _facts(held: Credential, one: Reader) -> Iterator[parts.Fact]:
    names = ("capacity", "for_whom", "in_body", "dates")
    for name, value in zip(names, _cells(held, one)[2:6], strict=True):
        yield parts.Fact(term=text(f"web.pages.{name}"), value=value)
    issuer = text(f"accreditation.issuers.{held.issued_by}")
    yield parts.Fact(term=text("accreditation.acts.issued_by"), value=issuer)
    href = reverse("record_entry", args=[held.entry])
    link = format_html('<a href="{}">{}</a>', href, said(text("web.pages.entry", n=held.entry), one))
    yield parts.Fact(term=text("web.pages.record"), value=link)
    if held.reason:
        yield parts.Fact(term=text("accreditation.acts.reason"), value=held.reason)


urlpatterns = [
    path("people/", people, name="people"),
    path("people/<int:number>/", credential, name="credential"),
]
