"""The letters that a selection calls for, which of them are late, and the announcement at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.order import fold
from comity.rules.words import Text, text
from comity.selection.deadlines import Deadline, deadlines
from comity.selection.state import Letter, Selection
from comity.web.pages import lists
from comity.web.pages.edge import only
from comity.web.pages.reader import asked_for, reader
from comity.web.pages.selection.place import crumbs, seen

BADGES = {"drafted": "waiting", "signed": "going", "circulated": "done"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A letter as the list shows it, or the announcement of the appointment."""

    anchor: str
    href: str
    number: int
    symbol: str
    title: Text
    about: Any
    signatures: tuple[Text, ...]
    standing: Text
    badge: str
    at: datetime | None
    late: Text | None

    def matches(self, words: str, language: str) -> bool:
        found = fold(f"{self.title.say(language)} {self.about} {self.symbol} {self.number or ''}")
        return all(word in found for word in fold(words).split())


@only("GET")
def selection_letters(request: HttpRequest, name: str) -> HttpResponse:
    """Every letter that the reader may know of, those that still wait first."""
    one = reader(request)
    state: Selection = seen(name, one).state
    words = asked_for(request)
    late = {each.name: each for each in deadlines(state)}
    each = sorted(state.letters.values(), key=lambda x: (x.circulated is not None, -x.number, -x.letter))
    waiting = [_line(letter, state, late, one.now) for letter in each if letter.circulated is None]
    out = [_line(letter, state, late, one.now) for letter in each if letter.circulated is not None]
    lines = (*waiting, *_announced(state), *out)
    found = [line for line in lines if line.matches(words, one.language)]
    page = lists.paged(request, len(found))
    context = {
        "heading": text("web.selection.letters"),
        "overline": state.title,
        "lead": text("web.selection.letters_lead"),
        "crumbs": crumbs(name, state),
        "finder": lists.Finder(
            name="letters",
            label=text("web.selection.letters_search"),
            value=words,
            found=page.found if words else None,
        ),
        "lines": page.of(found),
        "pages": page.pages,
    }
    return render(request, "pages/selection/letters.html", context)


def _line(letter: Letter, state: Selection, late: dict[str, Deadline], now: datetime) -> Line:
    name = state.stream.partition(":")[2]
    known = state.candidates.get(letter.about)
    is_about_a_round = letter.kind == "poll_held"
    about: Any = text("web.selection.round_n", n=letter.about) if is_about_a_round else ""
    if known is not None and not is_about_a_round:
        about = known.full_name
    signed = letter.drafted is not None and all(code in letter.signed for code in letter.signatories)
    standing = "circulated" if letter.circulated else "signed" if signed else "drafted"
    return Line(
        anchor=f"letter-{letter.letter}",
        href=reverse("selection_letter", args=[name, letter.letter]),
        number=letter.number,
        symbol=letter.symbol,
        title=text(f"web.selection_events.kind_{letter.kind}"),
        about=about,
        signatures=tuple(_signatures(letter, state)),
        standing=text(f"web.selection.letter_standing_{standing}"),
        badge=BADGES[standing],
        at=letter.circulated or letter.drafted,
        late=_late(late.get(f"letters_within_days:{letter.letter}"), now),
    )


def _announced(state: Selection) -> Iterator[Line]:
    """The announcement of the appointment, once there is one and the reader may know of it."""
    for at, one in state.appointments:
        if one.adopted:
            yield Line(
                anchor="announcement",
                href=reverse("selection_announcement", args=[state.stream.partition(":")[2]]),
                number=0,
                symbol="",
                title=text("web.documents.announcement"),
                about=state.candidates[one.candidate].full_name,
                signatures=(),
                standing=text("documents.paper.status_issued"),
                badge="done",
                at=at,
                late=None,
            )


def _signatures(letter: Letter, state: Selection) -> Iterator[Text]:
    """Who signed for each body; of a letter that went out, at least whose Presidents signed it."""
    for code in letter.signatories:
        body = state.bodies[code].name
        if code in letter.signed:
            name, at = letter.signed[code]
            yield text("web.selection.signed_by", body=body, name=name, at=at)
        elif letter.circulated:
            yield text("web.selection.signed_for", body=body)
        else:
            yield text("web.selection.not_signed", body=body)


def _late(one: Deadline | None, now: datetime) -> Text | None:
    if one is None or one.standing(now) not in ("late", "met_late"):
        return None
    return text("web.selection.late_under", due=one.due, rule=one.citation)


urlpatterns = [path("selections/<slug:name>/letters/", selection_letters, name="selection_letters")]
