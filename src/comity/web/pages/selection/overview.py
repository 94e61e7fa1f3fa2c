"""The overview of a selection: where it stands, who runs, what has happened, what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from comity.bodies.order import fold
from comity.record.audience import Clearances
from comity.rules.acts import Possible
from comity.rules.words import text
from comity.selection.acts import Nominate
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.pages import asking, lists, parts
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.selection.pieces import SHOWN, drawn, pieces
from comity.web.pages.selection.place import crumbs, seen, stream_of, way_to
from comity.web.pages.selection.timeline import lines

WAITING: Final = (
    "sign_letter",
    "circulate_letter",
    "appoint_tellers",
    "enter_count",
    "hand_in_result",
    "close_round",
    "disclose",
    "apply_shortlist",
    "read_copy",
)
"""Acts about one thing that somebody waits for, once they are in order."""


@only("GET")
def selection(request: HttpRequest, name: str) -> HttpResponse:
    """One selection: where it stands, what comes next, who runs."""
    one = reader(request)
    folded = seen(name, one)
    state: Selection = folded.state
    words = asked_for(request)
    happened = [
        line
        for line in lines(folded, one.clearances)
        if not words or line.matches(_sought(words), one.language)
    ]
    page = lists.paged(request, len(happened), SHOWN)
    first = page.first == 0 and not words
    done = doings(name, state, one)
    context = {
        "heading": state.title,
        "overline": text("selection.proceeding.name"),
        "crumbs": crumbs(name, state)[:-1],
        "name": name,
        "state": state,
        "lead": text(
            "web.selection.lead",
            appoints=state.assembly.name,
            recommends=state.council.name,
            since=state.term_since,
        ),
        "pieces": drawn(pieces(folded, one.clearances, one.now), one.language),
        "happened": page.of(happened),
        "pages": page.pages,
        "finder": lists.Finder(
            name="happened",
            label=text("web.selection.timeline_search"),
            value=words,
            found=page.found if words else None,
        ),
        "follows": not _sees_more(name, one),
        "first": first,
        "live": f"/live?view=selection:{name}",
        "since": folded.sequence,
        **done,
    }
    return render(request, "pages/selection/overview.html", context)


def _sought(words: str) -> list[str]:
    return fold(words).split()


def _sees_more(name: str, one: Reader) -> bool:
    """Whether something is open to this very person and not to the circles that they belong to.

    Frames are drawn for circles: what is one person's own would go from the page with the first of them."""
    circles: Clearances = frozenset(token for token in one.clearances if not token.startswith("person:"))
    return len(seen(name, one).state.sealed) < len(house().clerk.seen(stream_of(name), circles).state.sealed)


def doings(name: str, state: Selection, one: Reader) -> dict[str, Any]:
    """What this reader may do in the selection as a whole, what waits for them, and what is not in order now."""
    if not one.signed_in:
        return {"cards": (), "shut": (), "waits": ()}
    stream = stream_of(name)
    offered = house().clerk.in_order(stream, one.actor, one.now)
    whole = [possible for possible in offered if not possible.about]
    return {
        "cards": tuple(_card(possible, state, one) for possible in whole if possible.in_order),
        "shut": tuple(
            asking.card(possible, stream, returned=one.returned)
            for possible in whole
            if not possible.in_order
        ),
        "waits": tuple(waits(name, offered, one)),
    }


def _card(possible: Possible, state: Selection, one: Reader) -> parts.Card:
    note = None
    if possible.act is Nominate:
        documents = tuple(text(f"selection.documents.{each}") for each in state.rules.documents)
        note = text("web.selection.needs", documents=documents)
    return asking.card(possible, state.stream, note=note, returned=one.returned)


def waits(name: str, offered: tuple[Possible, ...], one: Reader) -> Iterator[parts.Link]:
    """The steps about one thing that wait for this reader, each a way to its page."""
    state: Selection = house().clerk.folds.whole(stream_of(name)).state
    for possible in offered:
        verb = possible.act.name.partition(".")[2]
        if not possible.in_order or verb not in WAITING or _read_already(possible, state, one):
            continue
        page = way_to(name, possible.about, possible.act.name)[-1]
        yield parts.Link(label=(possible.act.label, page.label), href=page.href)


def _read_already(possible: Possible, state: Selection, one: Reader) -> bool:
    copy = state.copies.get(int(possible.about)) if possible.act.name.endswith("read_copy") else None
    return copy is not None and any(person == one.person for person, *_ in copy.readers)


urlpatterns = [path("selections/<slug:name>/", selection, name="selection")]
