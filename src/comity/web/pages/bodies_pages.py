"""The bodies of the house: who sits in them on a day, who presides, who observes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

from comity.bodies import council, states
from comity.bodies.body import Body
from comity.bodies.groups import all_entities, all_groups
from comity.bodies.order import fold
from comity.rules.words import LANGUAGES, text
from comity.web.naming import participant
from comity.web.pages import lists, parts
from comity.web.pages.communications import body_of
from comity.web.pages.edge import only
from comity.web.pages.parts import HOME
from comity.web.pages.reader import Reader, asked_for, reader

MONTHS: Final = 6


@only("GET")
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body on one day: today, or the day that was asked for."""
    body, one = body_of(code), reader(request)
    today = body.local(one.now).date()
    on, mistaken = _day(request, today)
    words = asked_for(request)
    members = [member for member in body.members_on(on) if not words or _fits(member, words)]
    page = lists.paged(request, len(members))
    president = body.president_on(on)
    context = {
        "heading": body.name,
        "crumbs": (HOME,),
        "body": body,
        "on": on,
        "today": on == today,
        "mistaken": mistaken,
        "president": participant(president, body) if president else None,
        "president_href": _member_address(president),
        "presidencies": tuple(_presidencies(body, on)),
        "passes": body.presidency.kind,
        "title": body.presidency.title,
        "count": text("web.pages.members_count", n=len(body.members_on(on))),
        "finder": lists.Finder(
            name="members",
            label=text("web.pages.search_members"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="on",
                    label=text("web.pages.on_day"),
                    value=on.isoformat() if on != today else "",
                    choices=(),
                    kind="date",
                ),
            ),
            found=page.found if words else None,
        ),
        "table": _members(body, page.of(members), on, one),
        "pages": page.pages,
        "observing": [participant(member, body) for member in body.observing_on(on)],
        "observers": [entity for entity in all_entities().values() if entity.kind == "observer_state"],
        "uncertain": [participant(m) for m in council.uncertain_on(on)] if code == "unsc" else [],
    }
    return render(request, "pages/body.html", context)


def _day(request: HttpRequest, today: date) -> tuple[date, bool]:
    written = request.GET.get("on", "")
    if not written:
        return today, False
    try:
        return date.fromisoformat(written), False
    except ValueError:
        return today, True


def _fits(member: str, words: str) -> bool:
    """Whether each word begins a word of the member's name in any of the languages."""
    name = participant(member)
    names = [fold(name.say(language)).split() for language in LANGUAGES] if name != member else []
    return all(
        any(word.startswith(part) for each in (*names, [member.casefold()]) for word in each)
        for part in fold(words).split()
    )


def _member_address(code: str) -> str:
    return reverse("member", args=[code]) if states.is_state(code) else ""


def _members(body: Body, members: Any, on: date, one: Reader) -> parts.Table:
    columns = [
        parts.Column(label=text("web.pages.member")),
        parts.Column(label=text("web.pages.group")),
    ]
    terms = body.code == "unsc"
    if terms:
        columns.append(parts.Column(label=text("web.pages.term")))
    permanent = body.permanent_on(on)
    rows = []
    for code in members:
        group = all_groups().get(states.get(code).group) if states.is_state(code) else None
        values: list[Any] = [body.name_of(code, on), group or "–"]
        if terms:
            values.append(text("web.pages.permanent") if code in permanent else _term(code, on))
        cells = [parts.Cell(column=c, value=v) for c, v in zip(columns, values, strict=True)]
        href = _member_address(code)
        if href:
            cells[0] = parts.Cell(column=columns[0], value=values[0], href=href)
        rows.append(tuple(cells))
    return parts.Table(
        name="members-table",
        caption=text("web.pages.members_on", day=on),
        columns=tuple(columns),
        rows=tuple(rows),
        empty=text("web.pages.no_members"),
    )


def _term(code: str, on: date) -> Any:
    term = next((t for t in council.terms() if t.of == code and t.held(on) and not t.permanent), None)
    if term is None or term.until is None:
        return "–"
    return format_html("<bdi>{}–{}</bdi>", term.since.year, term.until.year)


def _presidencies(body: Body, on: date) -> Iterator[tuple[date, Any, str]]:
    """Month by month, beginning with the present one."""
    if body.presidency.kind != "month":
        return
    for months in range(MONTHS):
        year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
        first = date(year, month + 1, 1)
        code = body.president_on(first)
        if code:
            yield first, participant(code, body), _member_address(code)


urlpatterns = [path("bodies/<slug:code>/", body, name="body")]
