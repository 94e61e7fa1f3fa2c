"""A form comes in: the act that it asks for is heard, and whoever sent it learns how that went."""

from __future__ import annotations

import re
import secrets
from copy import copy
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render, resolve_url
from django.urls import path, resolve

from comity.clerk.shapes import ACT_ID
from comity.rules.acts import Possible
from comity.rules.guard import Objection
from comity.web.house import house
from comity.web.pages import asking, errors
from comity.web.pages.edge import AWAY, away, only
from comity.web.pages.proceedings import Place, page_of
from comity.web.pages.reader import Reader, reader
from comity.web.pages.sending_again import send_again

SEE_OTHER: Final = 303


@only("GET", "POST")
def act(request: HttpRequest, stream: str, act: str) -> HttpResponse:
    """Hear one act; whoever opens its address otherwise is led to the proceeding."""
    about = (request.POST if request.method == "POST" else request.GET).get("about", "")
    try:
        place = page_of(stream, about, act)
        if act not in {kind.name for kind in house().clerk.shapes.procedure_of(stream).acts}:
            raise Http404
        if request.method != "POST":
            return HttpResponseRedirect(place.address)
        one = reader(request)
        if not one.signed_in:
            return redirect_to_login(place.address, resolve_url(settings.LOGIN_URL))
        return _hear(request, stream, act, about, one, place)
    except AWAY:
        return away(request)


def _hear(request: HttpRequest, stream: str, act: str, about: str, one: Reader, place: Place) -> HttpResponse:
    id = request.POST.get("id", "")
    if not re.fullmatch(ACT_ID, id):
        raise SuspiciousOperation("an act needs an id of its own")
    offered = house().clerk.in_order(stream, one.actor, one.now, about)
    possible = next((p for p in offered if p.act.name == act and p.about == about), None)
    if possible is None:
        return errors.answer(request, 403)
    # Read and heard even where it is not in order any more: sent twice, it gets its first answer again.
    answered = asking.answers(possible, stream, request.POST, request.FILES, house(), one.actor, one.now)
    if answered.errors:
        return _again(request, possible, stream, answered, place, status=422)
    try:
        ruling = house().clerk.hear(asking.act_of(possible, stream, id, answered), one.actor, one.now)
    except AWAY:
        return send_again(request, stream, act, dict(answered.files))
    if ruling.objection is not None:
        return _again(request, possible, stream, answered, place, status=409, objection=ruling.objection)
    messages.success(request, ruling.say(one.language))
    return HttpResponseRedirect(place.address, status=SEE_OTHER)


def _again(
    request: HttpRequest,
    possible: Possible,
    stream: str,
    answered: asking.Answered,
    place: Place,
    *,
    status: int,
    objection: Objection | None = None,
) -> HttpResponse:
    """The form once more with what was typed, and why it could not be taken; under a new id.

    It comes back on its own page; alone only where that page does not have it.
    """
    returned = asking.Returned(
        possible=possible,
        stream=stream,
        answered=answered,
        objection=objection,
        token=secrets.token_urlsafe(16),
    )
    page = _page_with(request, place, returned)
    if page is not None:
        page.status_code = status
        return page
    card = asking.card(possible, stream, returned=returned)
    context: dict[str, Any] = {
        "heading": possible.act.label,
        "crumbs": place.crumbs,
        "card": card,
        "problems": card.faulty,
        "objection": objection,
        "back": place.address,
    }
    return render(request, "pages/act.html", context, status=status)


def _page_with(request: HttpRequest, place: Place, returned: asking.Returned) -> HttpResponse | None:
    """The page of that place as its reader gets it, if the form that comes back stands on it."""
    found = resolve(place.address)
    again = copy(request)
    again.method, again.GET, again.resolver_match = "GET", QueryDict(), found
    again.path = again.path_info = place.address
    again._reader = replace(reader(request), returned=returned)  # type: ignore[attr-defined]
    try:
        page = found.func(again, *found.args, **found.kwargs)
    except Http404:
        return None
    has_it = page.status_code == 200 and returned.token in page.content.decode()
    return page if has_it and isinstance(page, HttpResponse) else None


urlpatterns = [path("proceedings/<str:stream>/acts/<str:act>", act, name="act")]
