"""The rules of a selection: what was put to the members, what they adopted, every rule with its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from comity.rules.words import text
from comity.selection.rulebook import Rules, rules
from comity.selection.state import Proposal, Selection
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import asking, parts
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.selection.comparison import comparison
from comity.web.pages.selection.place import RULES, crumbs, seen, stream_of
from comity.web.pages.selection.settings import GROUPS, label, said, source_said

_COLUMNS: Final = tuple(
    parts.Column(label=text(f"web.selection_rules.{name}"))
    for name in ("setting", "value", "rule", "certainty")
)


@only("GET")
def selection_rules(request: HttpRequest, name: str) -> HttpResponse:
    """The principles, every setting in words, what is before the members, and the other rulebooks beside."""
    one = reader(request)
    state: Selection = seen(name, one).state
    proposal = state.proposal
    context = {
        "heading": text("web.selection.rules"),
        "overline": state.title,
        "crumbs": crumbs(name, state),
        "state": state,
        "rulebook": state.rules.title,
        "about": state.rules.about,
        "lock": state.rules.cite("principles"),
        "proposal": proposal,
        "proposed": rules(proposal.rulebook) if proposal else None,
        "objections": [(participant(of), reason) for of, reason in proposal.objections] if proposal else [],
        "countdown": _countdown(proposal, one),
        "groups": tuple(_groups(state.rules)),
        "comparison": comparison(state.rulebook),
        "cards": tuple(_cards(name, one)),
    }
    return render(request, "pages/selection/rules.html", context)


def _countdown(proposal: Proposal | None, one: Reader) -> parts.Countdown | None:
    if proposal is None:
        return None
    return parts.Countdown(
        until=proposal.until, now=one.now, label=text("web.selection_rules.time_to_object")
    )


def _groups(rulebook: Rules) -> Iterator[parts.Table]:
    for group, names in GROUPS.items():
        rows: list[tuple[Any, ...]] = []
        for name in names:
            setting = rulebook.settings[name]
            rows.append((label(name), said(rulebook, name), setting.citation, source_said(setting.source)))
        yield parts.Table(
            name=f"rules-{group}",
            caption=text(f"web.selection_rules.group_{group}"),
            columns=_COLUMNS,
            rows=parts.table_rows(_COLUMNS, rows),
        )


def _cards(name: str, one: Reader) -> Iterator[parts.Card]:
    if not one.signed_in:
        return
    stream = stream_of(name)
    for possible in house().clerk.in_order(stream, one.actor, one.now, ""):
        if possible.act.name.partition(".")[2] in RULES:
            yield asking.card(possible, stream, returned=one.returned)


urlpatterns = [path("selections/<slug:name>/rules/", selection_rules, name="selection_rules")]
