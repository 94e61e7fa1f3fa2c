"""What a person is told when a page cannot be given: what happened, and what to do now, in six languages."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from comity.rules.words import text
from comity.web.api.problems import Problem, answered
from comity.web.language import spoken
from comity.web.pages.site import frame

STATUSES: Final = {
    400: "not_understood",
    403: "not_allowed",
    404: "not_found",
    405: "wrong_way",
    413: "too_large",
    429: "too_often",
    500: "failed",
    503: "away",
}


def answer(
    request: HttpRequest, status: int, *, retry_after: int | None = None, name: str = ""
) -> HttpResponse:
    """The page for that status; it asks nothing of the database, since that may be what is missing."""
    name = name or STATUSES[status]
    if request.path_info.startswith("/api/"):
        return _as_problem(request, status, name)
    context = {
        "site": frame(request),
        "request": request,
        "csrf_token": get_token(request),
        "status": status,
        "heading": text(f"web.errors.{name}_title"),
        "happened": text(f"web.errors.{name}_happened"),
        "remedy": text(f"web.errors.{name}_remedy"),
    }
    response = HttpResponse(render_to_string("error.html", context), status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def _as_problem(request: HttpRequest, status: int, name: str) -> HttpResponse:
    """The same for a program."""
    title, happened, remedy = (
        text(f"web.errors.{name}_{part}").say(spoken()) for part in ("title", "happened", "remedy")
    )
    return answered(request, Problem(status=status, title=title, detail=happened, what_now=remedy))


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, 500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """In place of Django's own page about the token against forged forms."""
    return answer(request, 403, name="expired")
