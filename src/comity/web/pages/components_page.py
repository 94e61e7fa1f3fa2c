"""The page that shows every component in use, and the whole pages that are made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from comity.rules.words import text
from comity.web.language import spoken
from comity.web.pages import errors, examples, parts
from comity.web.pages.examples import word
from comity.web.pages.parts import Link
from comity.web.pages.site import frame

SECTIONS: Final = (
    "buttons", "notices", "objections", "acts", "fields", "faults", "tables", "register", "badges", "tabs",
    "timeline", "facts", "progress", "clock", "empty", "figures", "attachments", "seal", "document",
    "whole_pages",
)  # fmt: skip


def components(request: HttpRequest) -> HttpResponse:
    """Every component with an example; a form sent from here changes nothing."""
    address = reverse("components")
    if request.method == "POST":
        messages.success(request, word("example_only").say(spoken()))
        return HttpResponseRedirect(address)
    language = spoken()
    context = {
        "heading": text("web.layout.components"),
        "crumbs": (Link(label=text("web.layout.home"), href="/"),),
        "site": replace(
            frame(request),
            bodies=examples.bodies(address),
            person="Amina Diallo",
            capacity=word("council"),
        ),
        "sections": tuple((name, word(name)) for name in SECTIONS),
        "objection": examples.OBJECTION,
        "cards": examples.cards(address),
        "fields": examples.fields(language),
        "faulty": examples.faulty_fields(),
        "table": examples.letters(
            address, request.GET.get("q", ""), request.GET.get("sort", "-date"), language
        ),
        "pages": parts.pages(4, 12, lambda page: f"{address}?page={page}#tables"),
        "entries": examples.entries(),
        "badges": (
            (word("sent"), "plain"),
            (word("waiting"), "waiting"),
            (word("registered"), "going"),
            (word("circulated"), "done"),
            (word("returned"), "ended"),
        ),
        "tabs": (
            Link(label=word("letters"), href="#tabs", current=True),
            Link(label=word("register"), href="#register"),
            Link(label=word("document"), href="#document"),
        ),
        "steps": examples.steps(),
        "facts": examples.facts(),
        "answered": word("of_all", some=128, all=193),
        "running": parts.Countdown(
            now=examples.NOW, until=examples.NOW + timedelta(days=2, minutes=55), label=word("silence_runs")
        ),
        "ended": parts.Countdown(now=examples.NOW, until=examples.NOW - timedelta(minutes=5)),
        "figures": examples.figures(language),
        "files": examples.FILES,
        "digest": examples.DIGEST,
        "document": examples.document(),
        "statuses": tuple((status, word("error_page", status=status)) for status in errors.STATUSES),
    }
    return render(request, "components_page.html", context)


def confirm(request: HttpRequest) -> HttpResponse:
    """The page that asks before an act that cannot be undone."""
    address = reverse("components")
    context = {
        "heading": word("withdraw_letter"),
        "crumbs": (
            Link(label=text("web.layout.home"), href="/"),
            Link(label=text("web.layout.components"), href=address),
        ),
        "facts": examples.facts(),
        "warning": word("withdrawal_final"),
        "address": address,
        "token": "example",
        "action": word("withdraw_letter"),
        "danger": True,
        "back": address,
    }
    return render(request, "confirm.html", context)


def error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page as people would meet it, with its true status."""
    if status not in errors.STATUSES:
        raise Http404
    return errors.answer(request, status, retry_after=60 if status in (429, 503) else None)


urlpatterns = [
    path("components", components, name="components"),
    path("components/confirm", confirm, name="components_confirm"),
    path("components/error/<int:status>", error, name="components_error"),
]
