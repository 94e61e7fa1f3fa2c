"""What the API answers when something is not right: one shape for all (RFC 9457), in the caller's language."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, ConfigDict

from comity.clerk.store import RecordUnavailable
from comity.rules.guard import Objection, OutOfOrder
from comity.rules.words import Text, text
from comity.web.language import spoken

PROBLEM: Final = "application/problem+json"
RETRY_AFTER: Final = 5


class Problem(BaseModel):
    """Why a request was not answered as asked, and what can be done."""

    model_config: ClassVar[ConfigDict] = ConfigDict(json_schema_extra={"description": "What is not right."})

    status: int
    title: str
    detail: str
    citation: str = ""
    what_now: str = ""
    places: list[str] = []


class Refused(Exception):
    """A request that gets a problem for an answer."""

    def __init__(self, status: int, title: Text, detail: Text | None = None) -> None:
        super().__init__(title.key)
        self.problem = Problem(
            status=status, title=title.say(spoken()), detail=(detail or title).say(spoken())
        )


def objection_problem(objection: Objection) -> Problem:
    """An act that is not in order."""
    language = spoken()
    return Problem(
        status=409,
        title=text("web.api.not_in_order").say(language),
        detail=objection.reason.say(language),
        citation=objection.citation.say(language),
        what_now=objection.remedy.say(language) if objection.remedy else "",
    )


def answered(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A problem as an answer."""
    response = HttpResponse(problem.model_dump_json(), content_type=PROBLEM, status=problem.status)
    if problem.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="comity"'
    if problem.status in (429, 503):
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def answer_problems(api: NinjaAPI) -> None:
    """Give every kind of failure its answer."""

    answer = answered

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, failure: Refused) -> HttpResponse:
        return answer(request, failure.problem)

    @api.exception_handler(OutOfOrder)
    def out_of_order(request: HttpRequest, failure: OutOfOrder) -> HttpResponse:
        return answer(request, objection_problem(failure.objection))

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, failure: ValidationError) -> HttpResponse:
        places = [_place(error) for error in failure.errors[:50]]
        title = text("web.api.not_as_described").say(spoken())
        return answer(request, Problem(status=422, title=title, detail="; ".join(places), places=places))

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, failure: AuthenticationError) -> HttpResponse:
        title = text("web.api.token_needed").say(spoken())
        return answer(request, Problem(status=401, title=title, detail=title))

    @api.exception_handler(RecordUnavailable)
    @api.exception_handler(DatabaseError)
    @api.exception_handler(InterfaceError)
    def unavailable(request: HttpRequest, failure: Exception) -> HttpResponse:
        title = text("web.api.unavailable").say(spoken())
        return answer(request, Problem(status=503, title=title, detail=title))

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, failure: HttpError) -> HttpResponse:
        title = text("web.api.unreadable").say(spoken())
        return answer(request, Problem(status=failure.status_code, title=title, detail=title))


def _place(error: dict[str, Any]) -> str:
    where = error.get("loc", ())
    place = ".".join(str(part) for part in (where[2:] if where[:2] == ("body", "given") else where))
    return f"{place}: {error.get('msg', '')}"
