"""Rulebooks compared on preferences drawn from models: a question, how far the work on it is, and the answer."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse

from comity.rules.acts import Ask
from comity.rules.words import Text, text
from comity.selection.comparing import BOUNDS, Question, constants
from comity.selection.laboratory import MODELS
from comity.selection.rulebook import RULEBOOKS, rules
from comity.web.accounts import limits
from comity.web.accounts.adapters import address_group
from comity.web.house import now
from comity.web.laboratory_desk import Busy, Desk, Standing, TooMany
from comity.web.pages import parts
from comity.web.pages.edge import only
from comity.web.pages.parts import HOME
from comity.web.pages.reader import reader
from comity.web.pages.selection.laboratory_answer import answered

OFTEN: Final = limits.Limit(
    name="laboratory", free=40, longest=timedelta(minutes=15), forgotten=timedelta(hours=1)
)
"""Questions from one address in an hour that are not answered already."""
COOKIE: Final = "laboratory"
"""Tells the askers apart, so that one cannot stop the work that another waits for."""
MONTH: Final = 30 * 24 * 3600
REFRESH: Final = 2
"""Seconds after which the page of a question at work loads itself anew where there is no script."""


def desk() -> Desk:
    """The desk of this house."""
    return Desk(settings.DATA / "laboratory")


@only("GET", "POST")
def laboratory(request: HttpRequest) -> HttpResponse:
    """The form; with a question in the address also its progress or its answer."""
    if find_spec("numpy") is None:
        return render(request, "pages/selection/laboratory.html", _frame() | {"missing": True}, status=503)
    if request.method == "POST":
        return _asked(request)
    given = request.GET
    question, errors = _read(given)
    standing = desk().standing(question) if given and not errors else Standing(kind="unknown")
    if standing.kind == "waiting":
        desk().call_worker()
    return _page(request, question, given, errors=errors if given else {}, standing=standing)


def _asked(request: HttpRequest) -> HttpResponse:
    """Work is begun or stopped; then the reader is sent to the address of the question."""
    question, errors = _read(request.POST)
    if errors:
        return _page(request, question, request.POST, errors=errors, status=400)
    asker = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(16)
    if "stop" in request.POST:
        desk().stop(question, asker)
    elif (refused := _put(request, question, asker)) is not None:
        return refused
    answer = HttpResponseRedirect(address_of(question))
    secure = request.is_secure()
    answer.set_cookie(COOKIE, asker, max_age=MONTH, httponly=True, samesite="Lax", secure=secure)
    return answer


def _put(request: HttpRequest, question: Question, asker: str) -> HttpResponse | None:
    """Put the question; what stands against it is said on a page that keeps what was typed."""
    if desk().standing(question).kind in ("unknown", "stopped", "lost"):
        wait = limits.take(OFTEN, address_group(request), now())
        if wait:
            refused = text("web.laboratory.too_often", span=timedelta(seconds=int(wait.total_seconds()) + 1))
            return _page(request, question, request.POST, refused=refused, status=429)
    try:
        desk().ask(question, asker)
    except TooMany:
        refused = text("web.laboratory.too_many")
        return _page(request, question, request.POST, refused=refused, status=429)
    except Busy:
        refused = text("web.laboratory.busy")
        return _page(request, question, request.POST, refused=refused, status=503)
    return None


def address_of(question: Question) -> str:
    """The address at which the question stands, for whoever it is shown to."""
    asked = {"model": question.model, "rulebook": question.rulebooks}
    numbers = {name: getattr(question, name) for name in BOUNDS}
    return f"{reverse('laboratory')}?{urlencode(asked | numbers, doseq=True)}"


def _read(given: QueryDict) -> tuple[Question, dict[str, Text]]:
    """The question as it was filled in, and what is wrong with it by the field."""
    usual, errors = Question(), {}
    numbers: dict[str, int] = {}
    for name, (least, most) in BOUNDS.items():
        written = given.get(name, str(getattr(usual, name))).strip()
        good = written.isascii() and written.isdigit() and len(written) < 12 and least <= int(written) <= most
        numbers[name] = int(written) if good else getattr(usual, name)
        if not good:
            errors[name] = text("web.laboratory.wrong_number", least=str(least), most=str(most))
    books = (
        tuple(name for name in RULEBOOKS if name in given.getlist("rulebook")) if given else usual.rulebooks
    )
    question = Question(model=given.get("model", usual.model), rulebooks=books, **numbers)
    wrong = question.wrong()
    errors |= {name: text(f"web.laboratory.wrong_{name}") for name in ("model", "rulebooks") if name in wrong}
    if "permanent" in wrong and "permanent" not in errors:
        errors["permanent"] = text("web.laboratory.wrong_permanent")
    return question, errors


def _frame() -> dict[str, Any]:
    return {
        "heading": text("web.laboratory.laboratory"),
        "lead": text("web.laboratory.lead"),
        "crumbs": (HOME, parts.Link(label=text("selection.proceeding.many"), href=reverse("selections"))),
    }


def _page(
    request: HttpRequest,
    question: Question,
    given: QueryDict,
    *,
    errors: Mapping[str, Text] | None = None,
    standing: Standing | None = None,
    refused: Text | None = None,
    status: int = 200,
) -> HttpResponse:
    standing = standing or Standing(kind="unknown")
    fields = _fields(question, given, errors or {})
    context = _frame() | {
        "fields": fields,
        "problems": tuple(field for field in fields if field.errors),
        "standing": standing,
        "refused": refused,
        "at_work": standing.kind in ("waiting", "running"),
        "refresh": REFRESH,
        "question": question,
        "waits": text("web.laboratory.waiting", n=standing.before),
        "progress": text(
            "web.laboratory.progress", done=_figure(standing.done), total=_figure(question.total)
        ),
        "constants": constants(),
        "address": request.build_absolute_uri(address_of(question)),
    }
    if standing.answer is not None:
        context |= answered(standing.answer, reader(request).language)
    return render(request, "pages/selection/laboratory.html", context, status=status)


def _figure(number: int) -> str:
    from comity.web.pages.templatetags.parts import figure

    return figure(number)


def _fields(question: Question, given: QueryDict, errors: Mapping[str, Text]) -> tuple[parts.Field, ...]:
    models = [(name, text(f"selection.laboratory.{name}")) for name in MODELS]
    books = [(name, rules(name).title) for name in RULEBOOKS]
    model = Ask(label=text("web.laboratory.model"), kind="choice")
    rulebook = Ask(label=text("web.laboratory.rulebooks"), kind="choices")
    return (
        parts.Field(
            name="model",
            ask=model,
            value=question.model,
            choices=_choices(models),
            errors=_of(errors, "model"),
        ),
        parts.Field(
            name="rulebook",
            ask=rulebook,
            chosen=frozenset(question.rulebooks),
            choices=_choices(books),
            errors=_of(errors, "rulebooks"),
        ),
        *(_number(name, question, given, errors) for name in BOUNDS),
    )


def _number(name: str, question: Question, given: QueryDict, errors: Mapping[str, Text]) -> parts.Field:
    least, most = BOUNDS[name]
    hint = text("web.laboratory.between", least=_figure(least), most=_figure(most))
    if name in ("seed", "candidates"):
        hint = text(f"web.laboratory.{name}_hint")
    ask = Ask(label=text(f"web.laboratory.{name}"), hint=hint, kind="number")
    value = given.get(name, str(getattr(question, name)))[:20]
    return parts.Field(name=name, ask=ask, value=value, errors=_of(errors, name))


def _choices(each: Sequence[tuple[str, Any]]) -> tuple[parts.Choice, ...]:
    return tuple(parts.Choice(value=value, label=label) for value, label in each)


def _of(errors: Mapping[str, Text], name: str) -> tuple[Text, ...]:
    return (errors[name],) if name in errors else ()


urlpatterns = [path("laboratory/", laboratory, name="laboratory")]
