"""The Members of the United Nations: all of them, and each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

from comity.bodies import council, states
from comity.bodies.groups import all_groups, groups_of
from comity.bodies.states import State
from comity.rules.words import LANGUAGES, text
from comity.web.pages import lists, parts
from comity.web.pages.edge import only
from comity.web.pages.parts import HOME
from comity.web.pages.reader import Reader, asked_for, reader

PLACE = parts.Link(label=text("web.pages.members"), href="/members/")


@only("GET")
def members(request: HttpRequest) -> HttpResponse:
    """Every Member, in the order of the reader's language; found by any name in any of the six."""
    one = reader(request)
    words, group = asked_for(request), lists.chosen(request, "group", list(all_groups()))
    found = [s for s in _found(words, one.language) if not group or s.code in all_groups()[group].members]
    page = lists.paged(request, len(found))
    context = {
        "heading": text("web.pages.members"),
        "lead": text("web.pages.members_lead", n=len(states.all_states())),
        "crumbs": (HOME,),
        "finder": lists.Finder(
            name="states",
            label=text("web.pages.search_members"),
            hint=text("web.pages.search_members_hint"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="group",
                    label=text("web.pages.group"),
                    value=group,
                    choices=lists.choices(
                        text("web.pages.any_group"), [(code, g.name) for code, g in all_groups().items()]
                    ),
                ),
            ),
            found=page.found if words or group else None,
        ),
        "table": _table(page.of(found)),
        "pages": page.pages,
    }
    return render(request, "pages/list.html", context)


def _found(words: str, language: str) -> tuple[State, ...]:
    if not words:
        return _ordered(language)
    first, *others = sorted(LANGUAGES, key=lambda other: other != language)
    found = {state.code: state for other in (first, *others) for state in states.search(words, other)}
    return tuple(found.values())


@cache
def _ordered(language: str) -> tuple[State, ...]:
    return states.in_order(states.all_states(), language)


def _table(found: Any) -> parts.Table:
    columns = (
        parts.Column(label=text("web.pages.member")),
        parts.Column(label=text("web.pages.group")),
        parts.Column(label=text("web.pages.admitted")),
        parts.Column(label=text("web.pages.code")),
    )
    return parts.Table(
        name="states-table",
        caption=text("web.pages.members"),
        columns=columns,
        rows=tuple(
            (
                parts.Cell(column=columns[0], value=state.name, href=reverse("member", args=[state.code])),
                parts.Cell(column=columns[1], value=all_groups().get(state.group) or "–"),
                parts.Cell(column=columns[2], value=state.since),
                parts.Cell(column=columns[3], value=format_html('<code dir="ltr">{}</code>', state.code)),
            )
            for state in found
        ),
        empty=text("web.pages.no_members"),
    )


@only("GET")
def member(request: HttpRequest, code: str) -> HttpResponse:
    """One State: its names, its groups, its time in the Council."""
    if not states.is_state(code):
        raise Http404
    state, one = states.get(code), reader(request)
    context = {
        "heading": state.name,
        "crumbs": (HOME, PLACE),
        "state": state,
        "facts": tuple(_facts(state)),
        "names": [
            (
                language,
                state.name.say(language),
                state.formal.say(language),
                "rtl" if language == "ar" else "ltr",
            )
            for language in LANGUAGES
        ],
        "former": state.former_names,
        "groups": groups_of(code),
        "terms": [term for term in council.terms() if term.of == code],
        "presidencies": _presidencies(code),
        "next": _next(code, one),
    }
    return render(request, "pages/member.html", context)


def _facts(state: State) -> Iterator[parts.Fact]:
    yield parts.Fact(term=text("web.pages.admitted"), value=state.since)
    if state.until is not None:
        yield parts.Fact(term=text("web.pages.until_day"), value=state.until)
    codes = " · ".join(code for code in (state.code, state.alpha2, state.m49) if code)
    yield parts.Fact(term=text("web.pages.codes"), value=format_html("<bdi>{}</bdi>", codes))


@cache
def _presidencies(code: str) -> tuple[tuple[int, tuple[date, ...]], ...]:
    """By year, the first days of the months in which the State presided over the Council or will."""
    years: dict[int, list[date]] = {}
    for year in range(council.FIRST_FULL_YEAR, council.LAST_FULL_YEAR + 1):
        for month in range(1, 13):
            if council.presidency(year, month) == code:
                years.setdefault(year, []).append(date(year, month, 1))
    return tuple((year, tuple(months)) for year, months in sorted(years.items(), reverse=True))


def _next(code: str, one: Reader) -> date | None:
    """The first day of the next month in which it presides, where that is known."""
    ahead = [day for _, months in _presidencies(code) for day in months if day > one.now.date()]
    return min(ahead, default=None)


urlpatterns = [
    path("members/", members, name="members"),
    path("members/<str:code>/", member, name="member"),
]
