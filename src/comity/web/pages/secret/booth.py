"""The booth and the ceremony: pages for browsers that reckon, and what they are told."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache

from comity.rules.words import text
from comity.secret_votes.state import RUNNING, Ballot
from comity.web.accounts.headers import permissions
from comity.web.pages import parts
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.secret import posts, telling
from comity.web.pages.secret.place import ballot_of, stream_of, title_of, way, whole_of
from comity.web.secret.booth import booth_hash
from comity.web.secret.door import state_of


@only("GET")
def booth(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Where a delegation registers its credential and votes."""
    one = reader(request)
    context = _context(request, code, number, one)
    whole, state = whole_of(code, number), state_of(stream_of(code))
    context |= {
        "heading": text("web.secret_votes.booth"),
        "voters": tuple(telling.voters(state, whole, one)),
        "closed": whole.is_over(one.now),
    }
    return _with_camera(render(request, "pages/secret/booth.html", context))


@only("GET")
def ceremony(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Where the trustees make the keys, and open the tally."""
    one = reader(request)
    context = _context(request, code, number, one)
    this: Ballot = context["ballot"]
    context |= {
        "heading": text("web.secret_votes.ceremony"),
        "seats": tuple(telling.trustees(state_of(stream_of(code)), this, one)),
        "group": this.group,
        "threshold": this.threshold,
        "size": len(this.seats),
        "round": this.round,
    }
    return _with_camera(render(request, "pages/secret/ceremony.html", context))


def _with_camera(response: HttpResponse) -> HttpResponse:
    """A key may come back from its paper by the camera, on these two pages only."""
    response["Permissions-Policy"] = permissions(camera="(self)")
    return response


def _context(request: HttpRequest, code: str, number: int, one: Reader) -> dict[str, Any]:
    body, folded, this = ballot_of(code, number, one)
    address = reverse("secret_vote", args=[code, number])
    root = {
        "status": reverse("secret_vote_status", args=[code, number]),
        "base": address,
        "csrf": get_token(request),
        "language": one.language,
        "stream": stream_of(code),
        "number": str(number),
        "live": f"/live?view=secret:{code}/{number}",
        "since": str(folded.sequence),
        "person": one.person,
    }
    runs = this.closes is not None and this.stage in RUNNING
    return {
        "overline": this.title,
        "crumbs": way(code, number),
        "body": body,
        "ballot": this,
        "number": number,
        "ballot_said": title_of(number),
        "stage": this.stage.value,
        "countdown": parts.Countdown(until=this.closes, now=one.now, label=text("web.secret_votes.closes_in"))
        if runs and this.closes is not None
        else None,
        "address": address,
        "board": reverse("secret_vote_board", args=[code, number]),
        "booth_hash": booth_hash(),
        "root": tuple(root.items()),
    }


@only("GET")
@never_cache
def status(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """All that a booth or a trustee's browser needs to know now."""
    one = reader(request)
    _, folded, this = ballot_of(code, number, one)
    told = telling.status(state_of(stream_of(code)), whole_of(code, number), this, one, folded.sequence)
    return JsonResponse(told)


urlpatterns = [
    path("secret-votes/<slug:code>/<int:number>/booth/", booth, name="secret_vote_booth"),
    path("secret-votes/<slug:code>/<int:number>/ceremony/", ceremony, name="secret_vote_ceremony"),
    path("secret-votes/<slug:code>/<int:number>/status.json", status, name="secret_vote_status"),
    path(
        "secret-votes/<slug:code>/<int:number>/<slug:box>/credential",
        posts.credential,
        name="secret_vote_credential",
    ),
    path("secret-votes/<slug:code>/<int:number>/<slug:box>/ballot", posts.ballot, name="secret_vote_cast"),
    path("secret-votes/<slug:code>/<int:number>/trustees/<slug:step>", posts.step, name="secret_vote_step"),
]
