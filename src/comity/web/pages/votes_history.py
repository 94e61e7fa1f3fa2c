"""How one member voted, in every body of the house."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.safestring import SafeString

from comity.bodies import states
from comity.bodies.body import Body
from comity.bodies.order import fold
from comity.rules.words import text
from comity.votes.state import Vote, Votes
from comity.web.house import house
from comity.web.pages import lists, parts
from comity.web.pages.edge import only
from comity.web.pages.members import PLACE
from comity.web.pages.parts import HOME
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.votes import seen_by_all
from comity.web.pages.votes_pieces import address, light, standing_said


@only("GET")
def member_votes(request: HttpRequest, code: str) -> HttpResponse:
    """The votes of a State as results announced tell them, the latest first."""
    if not states.is_state(code):
        raise Http404
    state, one = states.get(code), reader(request)
    bodies = house().bodies
    words, chosen = asked_for(request), lists.chosen(request, "body", list(bodies))
    held = sorted(_held(code, one, chosen), key=lambda found: found[1].entry, reverse=True)
    sought = fold(words).split()
    found = [one for one in held if all(word in fold(f"{one[3]} {one[4]}") for word in sought)]
    page = lists.paged(request, len(found))
    here = parts.Link(label=state.name, href=reverse("member", args=[code]))
    context = {
        "heading": text("web.votes.history_of", member=state.in_sentence),
        "lead": text("web.votes.history_lead"),
        "crumbs": (HOME, PLACE, here),
        "finder": lists.Finder(
            name="votes",
            label=text("web.votes.search"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="body",
                    label=text("web.votes.body"),
                    value=chosen,
                    choices=lists.choices(
                        text("web.votes.any_body"), [(name, body.name) for name, body in bodies.items()]
                    ),
                ),
            ),
            found=page.found if words or chosen else None,
        ),
        "table": _table(page.of(found), one),
        "pages": page.pages,
    }
    return render(request, "pages/member_votes.html", context)


Held = tuple[Body, Vote, str, str, str]
"""The body, the vote, how the member voted, the subject and the symbol of the question."""


def _held(code: str, one: Reader, chosen: str) -> Iterator[Held]:
    for body in house().bodies.values():
        if chosen and body.code != chosen:
            continue
        state: Votes = seen_by_all(body, one).state
        for vote, choice in state.history_of(code):
            asked = state.proposals[vote.proposal]
            if choice:
                yield body, vote, choice, asked.subject, asked.symbol


def _table(found: Any, one: Reader) -> parts.Table:
    columns = tuple(
        parts.Column(label=label)
        for label in (
            text("web.votes.question"),
            text("web.votes.light"),
            text("web.votes.result"),
            text("web.votes.body"),
            text("web.votes.day"),
        )
    )
    rows = []
    for body, vote, choice, subject, _ in found:
        shown: SafeString = light(choice, one.language)
        values = (subject, shown, standing_said(vote), body.name, vote.on)
        first, *others = (parts.Cell(column=c, value=v) for c, v in zip(columns, values, strict=True))
        href = address(body.code, vote.vote)
        rows.append((parts.Cell(column=first.column, value=subject, href=href), *others))
    return parts.Table(
        name="votes-table",
        caption=text("web.votes.history"),
        columns=columns,
        rows=tuple(rows),
        empty=text("web.votes.history_none"),
    )


urlpatterns = [path("members/<str:code>/votes/", member_votes, name="member_votes")]
