"""What is answered when a page cannot be given: the designer's pages, with the status that fits what happened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from comity.clerk.store import RecordUnavailable
from comity.web.pages import errors

AWAY: Final = (RecordUnavailable, DatabaseError, InterfaceError)
RETRY_AFTER: Final = 5

View = Callable[..., HttpResponseBase]


def only(*methods: str) -> Callable[[View], View]:
    """A view that answers these methods; to others it says so on a page."""

    def mark(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
            if request.method in methods or (request.method == "HEAD" and "GET" in methods):
                return view(request, *args, **more)
            refused = errors.answer(request, 405)
            refused["Allow"] = ", ".join((*methods, "HEAD") if "GET" in methods else methods)
            return refused

        return answer

    return mark


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return errors.answer(request, 413 if too_large else 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """A defect, or a database that is away: then an act that was being sent can be sent again."""
    if not isinstance(sys.exc_info()[1], AWAY):
        return errors.answer(request, 500)
    return away(request)


def away(request: HttpRequest) -> HttpResponse:
    """The record cannot be reached; whoever was sending an act gets back what they typed."""
    from comity.web.pages.sending_again import send_again

    try:
        found = resolve(request.path_info)
    except Resolver404:
        return errors.answer(request, 503, retry_after=RETRY_AFTER)
    if request.method == "POST" and found.url_name == "act":
        return send_again(request, *found.args, **found.kwargs)
    return errors.answer(request, 503, retry_after=RETRY_AFTER)
