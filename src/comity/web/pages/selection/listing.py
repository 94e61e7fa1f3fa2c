"""The selections of the house, and how one is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import path, reverse

from comity.bodies.order import fold
from comity.rules.acts import Ask, Possible
from comity.rules.words import LANGUAGES, Text, text
from comity.selection.acts import OpenProcess
from comity.selection.rulebook import rules
from comity.selection.state import Selection
from comity.web.house import house
from comity.web.pages import asking, lists, parts
from comity.web.pages.acts import act
from comity.web.pages.edge import only
from comity.web.pages.parts import HOME
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.selection.comparison import comparison
from comity.web.pages.selection.pieces import is_inside
from comity.web.pages.selection.place import names, stream_of
from comity.web.pages.selection.stages import chosen, coming, current, headline, public_candidates, stages

SHORT_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
"""What the address and the API take as the name of a proceeding."""
UNNAMED: Final = stream_of("~")
"""Asked before a name is chosen; no selection can bear it."""
RUNNING, ENDED = "running", "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A selection as a list shows it."""

    name: str
    title: str
    href: str
    bodies: tuple[str, ...]
    of: tuple[Any, ...]
    rulebook: Any
    standing: Text
    stage: Text
    coming: Text | None
    candidates: int
    ended: datetime | None
    appointed: str
    opened: datetime
    found_by: str

    @property
    def over(self) -> bool:
        return self.ended is not None


def lines(one: Reader) -> list[Line]:
    """Every selection that the reader may know of: those under way first, the latest first among each."""
    found = []
    for name in names():
        state: Selection = house().clerk.seen(stream_of(name), one.clearances).state
        if state.rulebook:
            found.append(_line(name, state, one))
    return sorted(found, key=lambda line: (line.over, -line.opened.timestamp()))


def _line(name: str, state: Selection, one: Reader) -> Line:
    at = stages(state, one.now, is_inside(state, one.clearances))
    done = chosen(state)
    of = (state.assembly.name, state.council.name)
    said = " ".join(body.say(language) for body in of for language in LANGUAGES)
    people = " ".join(each.full_name for each in state.candidates.values())
    assert state.opened is not None
    return Line(
        name=name,
        title=state.title,
        href=reverse("selection", args=[name]),
        bodies=(state.recommends, state.appoints),
        of=of,
        rulebook=state.rules.title,
        standing=headline(state, at),
        stage=current(at).label,
        coming=coming(at),
        candidates=len(public_candidates(state)),
        ended=state.oath_at,
        appointed=done.full_name if done else "",
        opened=state.opened,
        found_by=fold(f"{name} {state.title} {said} {people}"),
    )


@only("GET", "POST")
def selections(request: HttpRequest) -> HttpResponse:
    """Every selection that the reader may know of; whoever may opens another one here."""
    if request.method == "POST":
        return _open(request)
    return _list(request, None)


def _list(request: HttpRequest, form: Form | None) -> HttpResponse:
    one = reader(request)
    words = asked_for(request)
    standing = lists.chosen(request, "standing", (RUNNING, ENDED))
    body = lists.chosen(request, "body", list(house().bodies))
    found = [line for line in lines(one) if _fits(line, words, standing, body)]
    page = lists.paged(request, len(found))
    form = form or _form(one)
    context = {
        "heading": text("selection.proceeding.many"),
        "lead": text("web.selection.list_lead"),
        "crumbs": (HOME,),
        "finder": _finder(words, standing, body, page),
        "lines": page.of(found),
        "pages": page.pages,
        "form": form,
        "problems": form.faulty if form else (),
        "comparison": comparison(),
    }
    return render(request, "pages/selection/list.html", context, status=422 if context["problems"] else 200)


def _fits(line: Line, words: str, standing: str, body: str) -> bool:
    if standing and line.over is not (standing == ENDED):
        return False
    if body and body not in line.bodies:
        return False
    return all(word in line.found_by for word in fold(words).split())


def _finder(words: str, standing: str, body: str, page: lists.Paged) -> lists.Finder:
    standings = [(one, text(f"web.selection.list_{one}")) for one in (RUNNING, ENDED)]
    each = [(code, one.name) for code, one in house().bodies.items()]
    return lists.Finder(
        name="selections",
        label=text("web.selection.list_search"),
        value=words,
        narrow=(
            lists.Narrow(
                name="standing",
                label=text("web.selection.standing"),
                value=standing,
                choices=lists.choices(text("web.selection.any_standing"), standings),
            ),
            lists.Narrow(
                name="body",
                label=text("web.votes.body"),
                value=body,
                choices=lists.choices(text("web.selection.any_body"), each),
            ),
        ),
        found=page.found if words or standing or body else None,
    )


# Opening one


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form by which a selection is opened, or why this reader cannot."""

    card: parts.Card
    name: parts.Field

    @property
    def fields(self) -> tuple[parts.Field, ...]:
        return (self.name, *self.card.fields)

    @property
    def faulty(self) -> tuple[parts.Field, ...]:
        return tuple(field for field in self.fields if field.errors)


def _form(one: Reader, answered: asking.Answered | None = None, name: str = "", *wrong: Text) -> Form | None:
    """None for the public: nobody opens anything without signing in."""
    if not one.signed_in:
        return None
    card = asking.card(_possible(one), UNNAMED, answered=answered)
    fields = tuple(_with_summaries(field) for field in card.fields)
    ask = Ask(label=text("web.selection.short_name"), hint=text("web.selection.short_name_hint"), limit=40)
    named = parts.Field(name="name", ask=ask, form="opening", value=name, errors=wrong)
    return Form(card=replace(card, fields=fields), name=named)


def _possible(one: Reader) -> Possible:
    offered = house().clerk.in_order(UNNAMED, one.actor, one.now, "")
    return next(possible for possible in offered if possible.act is OpenProcess)


def _with_summaries(field: parts.Field) -> parts.Field:
    """A rulebook is chosen by what it says, not by its name alone."""
    if field.name != "rulebook":
        return field
    choices = tuple(replace(choice, hint=rules(choice.value).about) for choice in field.choices)
    return replace(field, choices=choices)


def _open(request: HttpRequest) -> HttpResponse:
    """The name is chosen here; what is opened under it the clerk hears as any other act."""
    one = reader(request)
    name = request.POST.get("name", "").strip()
    stream = stream_of(name)
    if one.signed_in and _possible(one).in_order:
        answered = asking.answers(
            _possible(one), stream, request.POST, request.FILES, house(), one.actor, one.now
        )
        wrong = tuple(_wrong(name))
        if wrong or answered.errors:
            return _list(request, _form(one, answered, name, *wrong))
    elif not SHORT_NAME.fullmatch(name):
        stream = UNNAMED
    answer = act(request, stream, OpenProcess.name)
    assert isinstance(answer, HttpResponse)
    if answer.get("Location") == resolve_url("selections"):
        answer["Location"] = reverse("selection", args=[name])
    return answer


def _wrong(name: str) -> Iterator[Text]:
    if not name:
        yield text("web.forms.empty")
    elif not SHORT_NAME.fullmatch(name):
        yield text("web.selection.short_name_wrong")
    elif name in names():
        yield text("web.selection.short_name_taken")


urlpatterns = [path("selections/", selections, name="selections")]
