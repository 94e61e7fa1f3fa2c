"""The motions and points of order of a body: what is before it, in the order in which it is put, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from comity.motions.state import Fate, Motion, Motions, Point
from comity.rules.words import text
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages.communications import cards
from comity.web.pages.edge import AWAY, away, only
from comity.web.pages.proceedings import page_of
from comity.web.pages.reader import reader

_FATES: Final = {
    Fate.PENDING: "pending",
    Fate.CARRIED: "adopted",
    Fate.LOST: "rejected",
    Fate.WITHDRAWN: "withdrawn",
}
_BADGES: Final = {
    Fate.PENDING: "waiting",
    Fate.CARRIED: "done",
    Fate.LOST: "ended",
    Fate.WITHDRAWN: "ended",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A motion or a point of order as the list shows it."""

    number: int
    label: Any
    of: Any
    details: str
    standing: Any
    badge: str
    at: datetime
    entry: int
    waits: bool


@only("GET")
def motions(request: HttpRequest, code: str) -> HttpResponse:
    """What is before the body comes first; below it everything there was, the latest first."""
    if code not in house().bodies:
        raise Http404
    stream = f"motions:{code}"
    try:
        one = reader(request)
        state: Motions = house().clerk.seen(stream, one.clearances).state
        first = [_point(point) for point in state.points.values() if point.waits]
        pending = [*first, *(_motion(motion, state) for motion in state.precedence())]
        done = [_motion(m, state) for m in state.motions.values() if m.fate is not Fate.PENDING]
        done += [_point(point) for point in state.points.values() if not point.waits]
        context = {
            "heading": text("motions.proceeding.name"),
            "crumbs": page_of(stream).crumbs[:-1],
            "body": state.body,
            "pending": pending,
            "done": sorted(done, key=lambda line: line.at, reverse=True)[:200],
            "sealed": len(state.sealed),
            "cards": cards(stream, one, None),
        }
    except AWAY:
        return away(request)
    return render(request, "pages/motions.html", context)


def _motion(motion: Motion, state: Motions) -> Line:
    return Line(
        number=motion.motion,
        label=text(f"motions.kinds.{motion.kind}"),
        of=participant(motion.of, state.body),
        details=motion.details,
        standing=text(f"votes.fates.{_FATES[motion.fate]}"),
        badge=_BADGES[motion.fate],
        at=motion.at,
        entry=motion.entry,
        waits=motion.fate is Fate.PENDING,
    )


def _point(point: Point) -> Line:
    ruled = text(f"motions.rulings.{point.ruling}") if point.ruling else text("votes.fates.pending")
    return Line(
        number=point.point,
        label=text("web.pages.point_of_order"),
        of=participant(point.of),
        details=point.details,
        standing=ruled,
        badge="waiting" if point.waits else "done",
        at=point.at,
        entry=point.entry,
        waits=point.waits,
    )


urlpatterns = [path("bodies/<slug:code>/motions/", motions, name="motions")]
