"""The form that calls a secret ballot: each question with fields of its own, by keyboard and without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import path, reverse

from comity.clerk.shapes import ACT_ID
from comity.rules.acts import Ask, Possible
from comity.rules.guard import Objection
from comity.rules.words import Sayable, text
from comity.secret_votes.acts import CallBallot, Question
from comity.secret_votes.asking import Fault, faults, read_questions
from comity.web.house import house
from comity.web.pages import asking, parts
from comity.web.pages.acts import SEE_OTHER
from comity.web.pages.communications import body_of
from comity.web.pages.edge import AWAY, only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.secret import bridges, drafting
from comity.web.pages.secret.place import stream_of, way
from comity.web.pages.sending_again import send_again

WRITTEN: Final = (("questions", ""), ("most", 1), ("blank", False))
"""What the form asks for question by question instead."""
HOW: Final[Mapping[str, Ask]] = {one.name: one.metadata["ask"] for one in fields(Question)}
PASTED: Final = Ask(
    label=text("web.secret_votes.paste"),
    hint=text("web.secret_votes.paste_hint"),
    kind="text",
    limit=20_000,
    optional=True,
)

Errors = dict[str, tuple[Sayable, ...]]


def calling(code: str, one: Reader) -> Possible | None:
    """Whether the reader may call a ballot, or why not."""
    offered = house().clerk.in_order(stream_of(code), one.actor, one.now, "")
    return next((possible for possible in offered if possible.act is CallBallot), None)


@only("GET", "POST")
def call(request: HttpRequest, code: str) -> HttpResponse:
    """The form; for a round of a selection or a vote it is filled in from there."""
    one = reader(request)
    possible = calling(code, one)
    if possible is None:
        raise Http404
    possible = replace(possible, given=(*possible.given, *WRITTEN))
    if request.method == "POST":
        if not one.signed_in:
            return redirect_to_login(request.path, resolve_url(settings.LOGIN_URL))
        return _posted(request, code, possible, one)
    filled = bridges.filled_in(request.GET.get("about", "")[:120], code, one)
    draft = drafting.EMPTY
    if filled is not None:
        shown = filled.shown
        most = str(shown.get("most", "1"))
        questions = read_questions(
            str(shown.get("questions", "")),
            int(most) if most.isdecimal() else 1,
            shown.get("blank", "") == "on",
        )
        draft = drafting.drafted(questions) or drafting.EMPTY
    return _page(request, code, possible, draft, answered=filled)


def _posted(request: HttpRequest, code: str, possible: Possible, one: Reader) -> HttpResponse:
    post, stream = request.POST, stream_of(code)
    draft = drafting.read(post)
    answered = asking.answers(possible, stream, post, request.FILES, house(), one.actor, one.now)
    button = post.get("do", "")
    if button != drafting.CALL:
        pasted = post.get("pasted", "")[: PASTED.limit]
        after, at = drafting.pressed(draft, button, pasted)
        left = "" if button == "paste" and at else pasted
        kept = replace(answered, errors={})
        return _page(request, code, possible, after, answered=kept, at=at, pasted=left)
    id = post.get("id", "")
    if not re.fullmatch(ACT_ID, id):
        raise SuspiciousOperation("an act needs an id of its own")
    questions, unread, rows = drafting.written_out(draft)
    errors = _errors(questions, unread, rows)
    if answered.errors or errors:
        return _page(request, code, possible, draft, answered=answered, errors=errors, status=422)
    act = CallBallot(id=id, stream=stream, **(dict(answered.values) | {"asked": questions}))
    try:
        ruling = house().clerk.hear(act, one.actor, one.now)
    except AWAY:
        return send_again(request, stream, CallBallot.name)
    if ruling.objection is not None:
        said = ruling.objection
        return _page(request, code, possible, draft, answered=answered, objection=said, status=409)
    messages.success(request, ruling.say(one.language))
    return HttpResponseRedirect(reverse("secret_votes", args=[code]), status=SEE_OTHER)


def _errors(
    questions: tuple[Question, ...], unread: Mapping[int, str], rows: tuple[tuple[int, ...], ...]
) -> Errors:
    """What is wrong, by the name of the field that it stands beside."""
    found: Errors = {}
    for i in unread:
        found[drafting.named(i, "most")] = (text("web.forms.number"),)
    for fault in faults(questions):
        name = drafting.named(fault.question, *_place(fault, rows))
        found.setdefault(name, (text(f"secret_votes.refusals.{fault.reason}"),))
    return found


def _place(fault: Fault, rows: tuple[tuple[int, ...], ...]) -> tuple[str, int]:
    """In the form an answer may stand lower than among the answers, and what all of them lack beside the first."""
    match fault.part:
        case "answers":
            return "answer", 0
        case "answer":
            return "answer", rows[fault.question][fault.answer]
        case _:
            return fault.part, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One question of the form, with its fields and with what is said of its buttons."""

    place: int
    question: parts.Field
    answers: tuple[parts.Field, ...]
    most: parts.Field
    blank: parts.Field
    heading: Any

    @property
    def all(self) -> Iterator[parts.Field]:
        return iter((self.question, *self.answers, self.most, self.blank))


def _shown(draft: drafting.Draft, errors: Errors) -> Iterator[Shown]:
    for i, one in enumerate(draft):
        heading = text("web.secret_votes.question_n", n=i + 1)

        def field(part: str, value: str, label: Any = None, answer: int = 0, of: int = i) -> parts.Field:
            name = drafting.named(of, part, answer)
            how = HOW["question" if part == "answer" else part]
            how = replace(how, label=label) if label is not None else how
            return parts.Field(name=name, ask=how, form="call", value=value, errors=errors.get(name, ()))

        rows = one.answers or ("",)
        yield Shown(
            place=i,
            heading=heading,
            question=field("question", one.question, heading),
            answers=tuple(
                field("answer", row, text("web.secret_votes.answer_n", n=j + 1, of=i + 1), j)
                for j, row in enumerate(rows)
            ),
            most=field("most", one.most, text("web.secret_votes.most_of", n=i + 1)),
            blank=field("blank", "on" if one.blank else "", text("web.secret_votes.blank_of", n=i + 1)),
        )


def _page(
    request: HttpRequest,
    code: str,
    possible: Possible,
    draft: drafting.Draft,
    *,
    answered: asking.Answered | None = None,
    errors: Errors | None = None,
    objection: Objection | None = None,
    at: str = "",
    pasted: str = "",
    status: int = 200,
) -> HttpResponse:
    body, crumbs = body_of(code), way(code, act="call_ballot")
    card = asking.card(possible, stream_of(code), answered=answered, opened=True)
    shown = tuple(_shown(draft, errors or {}))
    faulty = [field for question in shown for field in question.all if field.errors]
    context = {
        "heading": crumbs[-1].label,
        "overline": body.name,
        "crumbs": crumbs[:-1],
        "body": body,
        "card": card,
        "title": card.fields[0] if card.fields else None,
        "rest": card.fields[1:],
        "questions": shown,
        "problems": (*card.faulty[:1], *faulty, *card.faulty[1:])
        if card.fields and card.fields[0].errors
        else (*faulty, *card.faulty),
        "objection": objection,
        "at": at,
        "paste": parts.Field(name="pasted", ask=PASTED, form="call", value=pasted),
        "notes": tuple(_notes()),
    }
    return render(request, "pages/secret/call.html", context, status=status)


def _notes() -> Iterator[parts.Fact]:
    for name in ("keys", "register", "open", "vote", "close"):
        yield parts.Fact(
            term=text(f"web.secret_votes.how_{name}"), value=text(f"web.secret_votes.how_{name}_note")
        )


urlpatterns = [path("secret-votes/<slug:code>/call/", call, name="secret_vote_call")]
