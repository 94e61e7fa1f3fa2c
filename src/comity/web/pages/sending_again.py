"""When the record cannot be reached: what was typed stands on the page and goes again under the same id.

Nothing here asks the database, and the id stays, so that an act which had been heard after all is not heard twice.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from comity.clerk.procedures import PROCEDURES
from comity.record.attachment import Attachment
from comity.rules.acts import Act, Ask
from comity.rules.words import text
from comity.web.naming import participant
from comity.web.pages import parts
from comity.web.pages.asking import kept_line
from comity.web.pages.edge import RETRY_AFTER
from comity.web.pages.site import frame

ACTS: Final = {act.name: act for procedure in PROCEDURES for act in procedure.acts}


def send_again(
    request: HttpRequest, stream: str, act: str, files: dict[str, tuple[Attachment, ...]] | None = None
) -> HttpResponse:
    """The page; `files` by field are those that were already kept when the record went away."""
    kind = ACTS.get(act)
    if kind is None:
        raise Http404
    known = getattr(request, "_reader", None)  # who it is cannot be asked for now
    posted = [(name, value) for name, values in request.POST.lists() for value in values]
    posted += [(f"{name}-kept", kept_line(file)) for name, each in (files or {}).items() for file in each]
    context = {
        "site": frame(request, person=known.name if known else ""),
        "request": request,
        "heading": text("web.pages.away_title"),
        "label": kind.label,
        "posted": posted,
        "facts": tuple(_facts(kind, request)),
        "lost": [
            _file_field(one.name, one.metadata["ask"])
            for one in fields(kind)
            if one.name in request.FILES and one.name not in (files or {})
        ],
    }
    response = HttpResponse(render_to_string("pages/send_again.html", context), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _facts(kind: type[Act], request: HttpRequest) -> Any:
    for one in fields(kind):
        how: Ask | None = one.metadata.get("ask")
        if how is None or how.kind == "files":
            continue
        written = request.POST.getlist(one.name)
        if any(written):
            yield parts.Fact(term=how.label, value=tuple(_said(value, how) for value in written))


def _said(value: str, how: Ask) -> Any:
    """A choice by its name, as far as that is known without the record."""
    if how.kind not in ("choice", "choices"):
        return value
    return dict(how.options).get(value) or participant(value)


def _file_field(name: str, how: Ask) -> parts.Field:
    return parts.Field(name=name, ask=how, form="again")
