"""The teller's sheet: papers and votes name by name, entered once, seen by nobody else until the other is in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import path, reverse

from comity.clerk.shapes import ACT_ID
from comity.elections.acts import EnterCount
from comity.elections.state import Election, Elections, Round, slate_title
from comity.rules.guard import Objection
from comity.rules.words import say, text
from comity.web.house import house
from comity.web.pages import errors
from comity.web.pages.acts import SEE_OTHER
from comity.web.pages.edge import only
from comity.web.pages.elections.place import election_of, round_of, stream_of, way
from comity.web.pages.reader import Reader, reader

SUMS: Final = ("returned", "invalid", "blank")
LARGEST: Final = 6
LONGEST_TEXT: Final = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One name of the sheet and what stands in its box."""

    number: int
    name: Any
    value: str


@only("GET", "POST")
def count(request: HttpRequest, code: str, number: int, which: int) -> HttpResponse:
    """A teller's own sheet for one ballot."""
    one = reader(request)
    state, _, election = election_of(code, number, one)
    this = round_of(election, which)
    if not one.signed_in:
        return redirect_to_login(request.path, resolve_url(settings.LOGIN_URL))
    about = f"{number}-round-{which}"
    offered = house().clerk.in_order(stream_of(code), one.actor, one.now, about)
    possible = next((p for p in offered if p.act is EnterCount), None)
    if possible is None:
        if request.method == "POST":
            return errors.answer(request, 403)
        raise Http404
    if request.method != "POST":
        return _page(request, state, election, this, one, objection=possible.objection)
    return _enter(request, state, election, this, one)


def _enter(
    request: HttpRequest, state: Elections, election: Election, this: Round, one: Reader
) -> HttpResponse:
    id = request.POST.get("id", "")
    if not re.fullmatch(ACT_ID, id):
        raise SuspiciousOperation("an act needs an id of its own")
    written = _written(request, election, this)
    wrong = {name for name, value in written.items() if name != "others" and not _is_count(name, value)}
    if wrong or len(written["others"]) > LONGEST_TEXT:
        return _page(request, state, election, this, one, written=written, wrong=wrong, status=422)
    lines = [
        f"{_plain(state, election, name)}: {written[f'votes-{row}']}"
        for row, name in enumerate(_boxed(election, this))
        if written[f"votes-{row}"]
    ]
    act = EnterCount(
        id=id,
        stream=state.stream,
        election=election.election,
        round=this.round,
        returned=int(written["returned"]),
        invalid=int(written["invalid"] or 0),
        blank=int(written["blank"] or 0),
        votes="\n".join((*lines, written["others"])),
    )
    ruling = house().clerk.hear(act, one.actor, one.now)
    if ruling.objection is not None:
        refused = ruling.objection
        return _page(request, state, election, this, one, written=written, objection=refused, status=409)
    messages.success(request, text("web.elections.count_is_in").say(one.language))
    page = reverse("election", args=[state.body.code, election.election])
    return HttpResponseRedirect(page, status=SEE_OTHER)


def _plain(state: Elections, election: Election, name: str) -> str:
    return name if election.states else say(state.name_of(election, name), "en")


def _boxed(election: Election, this: Round) -> tuple[str, ...]:
    """Who has a box on the sheet: all to whom a ballot is restricted, else the candidates, who come first on it."""
    if this.kind in ("restricted", "special"):
        return this.names
    declared = election.slates[this.slate].candidates
    return tuple(name for name in this.names if name in declared)


def _written(request: HttpRequest, election: Election, this: Round) -> dict[str, str]:
    fields = (*SUMS, *(f"votes-{row}" for row in range(len(_boxed(election, this)))))
    written = {name: request.POST.get(name, "").strip() for name in fields}
    others = request.POST.get("others", "").replace("\r\n", "\n").strip()
    return written | {"others": others}


def _is_count(name: str, value: str) -> bool:
    if not value:
        return name != "returned"
    return value.isascii() and value.isdigit() and len(value) <= LARGEST


def _page(
    request: HttpRequest,
    state: Elections,
    election: Election,
    this: Round,
    one: Reader,
    *,
    written: dict[str, str] | None = None,
    wrong: set[str] | None = None,
    objection: Objection | None = None,
    status: int = 200,
) -> HttpResponse:
    values, faulty = written or {}, wrong or set()
    rows = [
        Row(number=row, name=state.name_of(election, name), value=values.get(f"votes-{row}", ""))
        for row, name in enumerate(_boxed(election, this))
    ]
    slate = election.slates[this.slate]
    context = {
        "heading": text("web.elections.sheet"),
        "overline": text("web.elections.ballot_of", n=this.ballot, list=slate_title(slate)),
        "crumbs": way(state.body.code, str(election.election)),
        "round": this,
        "rows": [(row, f"votes-{row.number}" in faulty) for row in rows],
        "open": len(rows) < len(this.names) or this.anyone,
        "sums": [
            (name, text(f"elections.fields.{name}"), values.get(name, ""), name in faulty) for name in SUMS
        ],
        "faulty": bool(faulty),
        "others": values.get("others", ""),
        "objection": objection,
        "shut": objection is not None and written is None,
        "token": secrets.token_urlsafe(16),
        "back": reverse("election", args=[state.body.code, election.election]),
    }
    return render(request, "pages/elections/sheet.html", context, status=status)


urlpatterns = [
    path("elections/<slug:code>/<int:number>/rounds/<int:which>/count/", count, name="election_count"),
]
