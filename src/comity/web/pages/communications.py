"""The communications of a body: the register of its letters, each letter, and what is attached to it."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from heapq import merge
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.bodies.body import Body
from comity.bodies.order import fold
from comity.communications.state import Communications, Letter, Status
from comity.rules.acts import Happened, Sealed
from comity.rules.words import LANGUAGES, text
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import asking, lists, parts
from comity.web.pages.communications_live import place
from comity.web.pages.downloads import download, listed
from comity.web.pages.edge import only
from comity.web.pages.letter_rows import KINDS, row, sealed_row, status_of
from comity.web.pages.proceedings import communications_crumbs
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.titles import WORDS

Line = Letter | tuple[Sealed, ...]

_lines: OrderedDict[int, tuple[Communications, Sequence[Line]]] = OrderedDict()
STATES_KEPT: Final = 64


def body_of(code: str) -> Body:
    try:
        return house().bodies[code]
    except KeyError:
        raise Http404 from None


def seen(body: Body, one: Reader) -> tuple[Communications, int]:
    """The communications as this reader may see them, and up to which entry."""
    folded = house().clerk.seen(f"communications:{body.code}", one.clearances)
    return folded.state, folded.sequence


@only("GET")
def communications(request: HttpRequest, code: str) -> HttpResponse:
    """The register: letters as they last moved, entries that are not open in their places among them."""
    body, one = body_of(code), reader(request)
    state, sequence = seen(body, one)
    words, status = asked_for(request), lists.chosen(request, "status", [s.value for s in Status])
    lines: Sequence[Line] = _matching(state, body, words, status) if words or status else every_line(state)
    page = lists.paged(request, len(lines))
    crumbs = communications_crumbs(code)
    context = {
        "heading": crumbs[-1].label,
        "overline": body.name,
        "crumbs": crumbs[:-1],
        "finder": lists.Finder(
            name="letters",
            label=text("web.pages.search_letters"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="status",
                    label=text("web.pages.status"),
                    value=status,
                    choices=lists.choices(
                        text("web.pages.any_status"),
                        [(s.value, text(f"communications.status.{s.value}")) for s in Status],
                    ),
                ),
            ),
            found=page.found if words or status else None,
        ),
        "rows": [_row(line, body) for line in page.of(lines)],
        "pages": page.pages,
        "follows": page.first == 0 and not words and not status,
        "live": f"/live?view=communications:{code}",
        "since": sequence,
        "cards": cards(f"communications:{code}", one, ""),
    }
    return render(request, "pages/communications.html", context)


def cards(stream: str, one: Reader, about: str | None) -> tuple[parts.Card, ...]:
    """What this reader may do here, or why not."""
    offered = house().clerk.in_order(stream, one.actor, one.now, about)
    return tuple(asking.card(possible, stream) for possible in offered)


def every_line(state: Communications) -> Sequence[Line]:
    """The whole register of a state, what moved last first; entries next to each other that are closed are one line."""
    known = _lines.get(id(state))
    if known is not None and known[0] is state:
        return known[1]
    lines = tuple(_every_line(state))
    _lines[id(state)] = (state, lines)
    while len(_lines) > STATES_KEPT:
        _lines.popitem(last=False)
    return lines


def _every_line(state: Communications) -> Iterator[Line]:
    run: list[Sealed] = []
    letters: Iterator[Letter | Sealed] = lists.latest_first(state.letters)
    sealed: Iterator[Letter | Sealed] = reversed(state.sealed)
    for one in merge(letters, sealed, key=place, reverse=True):
        if isinstance(one, Sealed):
            run.append(one)
            continue
        if run:
            yield tuple(run)
            run = []
        yield one
    if run:
        yield tuple(run)


def _matching(state: Communications, body: Body, words: str, status: str) -> Sequence[Letter]:
    sought = fold(words).split()
    names: dict[str, str] = {}

    def fits(letter: Letter) -> bool:
        if status and letter.status != status:
            return False
        if letter.of not in names:
            names[letter.of] = fold(
                " ".join({participant(letter.of, body).say(language) for language in LANGUAGES})
            )
        found = (
            f"{_folded(letter.subject)} {_folded(letter.symbol)} {names[letter.of]} {letter.of.casefold()}"
        )
        return all(word in found for word in sought)

    return [letter for letter in lists.latest_first(state.letters) if fits(letter)]


@lru_cache(maxsize=50_000)
def _folded(words: str) -> str:
    return fold(words)


def _row(line: Line, body: Body) -> SafeString:
    if isinstance(line, Letter):
        return format_html('<li class="entry" id="letter-{}">{}</li>', line.letter, row(line, body))
    return format_html(
        '<li class="entry entry--sealed" id="sealed-{}">{}</li>', line[0].sequence, sealed_row(line)
    )


def letter_of(code: str, number: int, one: Reader) -> tuple[Body, Letter]:
    """The letter, if the reader knows of it; to others it is as if there were none."""
    body = body_of(code)
    state, _ = seen(body, one)
    if number not in state.letters:
        raise Http404
    return body, state.letters[number]


@only("GET")
def letter(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One letter: its text as it would lie on the table, what became of it, what may be done with it."""
    one = reader(request)
    body, letter = letter_of(code, number, one)
    stream = f"communications:{code}"
    about_it = [
        happened
        for happened in house().clerk.folds.opened(stream, one.clearances)
        if getattr(happened.event, "letter", 0) == number
    ]
    context = {
        "heading": letter.subject,
        "overline": text("web.pages.letter", n=number),
        "crumbs": communications_crumbs(code),
        "letter": letter,
        "body": body,
        "of": participant(letter.of, body),
        "status": status_of(letter),
        "kind": KINDS[letter.status],
        "circle": text(f"communications.circulation.{letter.to}") if letter.to else None,
        "dated": body.local(letter.at).date(),
        "paragraphs": [p for p in re.split(r"\n\s*\n", letter.body) if p.strip()],
        "files": listed(
            letter.attachments, lambda digest: reverse("letter_file", args=[code, number, digest])
        ),
        "facts": tuple(_facts(letter, body)),
        "steps": tuple(_steps(about_it, letter, one)),
        "running": _running(letter, one.now),
        "cards": cards(stream, one, str(number)),
    }
    return render(request, "pages/letter.html", context)


def _facts(letter: Letter, body: Body) -> Iterator[parts.Fact]:
    yield parts.Fact(term=text("communications.acts.of"), value=participant(letter.of, body))
    if letter.symbol:
        yield parts.Fact(term=text("web.pages.symbol"), value=format_html("<bdi>{}</bdi>", letter.symbol))
    if letter.wish:
        wish = text(f"communications.circulation.{letter.wish}")
        yield parts.Fact(term=text("communications.acts.wish"), value=wish)
    if letter.reason:
        yield parts.Fact(term=text("communications.acts.reason"), value=letter.reason)


def _steps(about_it: Sequence[Happened], letter: Letter, one: Reader) -> Iterator[parts.Step]:
    """What happened to the letter, and what would come next."""
    for happened in about_it:
        href = reverse("record_entry", args=[happened.sequence])
        entry = text("web.pages.entry", n=happened.sequence).say(one.language)
        note = format_html('{} · <a href="{}">{}</a>', happened.by.name, href, entry)
        yield parts.Step(
            label=text(f"web.pages_events.step_{WORDS[happened.event.name]}"),
            standing="done",
            at=happened.at,
            note=note,
        )
    if letter.status is Status.SENT:
        yield parts.Step(label=text("web.pages_events.step_letter_registered"), standing="now")
    if letter.status in (Status.SENT, Status.REGISTERED):
        standing = "ahead" if letter.status is Status.SENT else "now"
        yield parts.Step(label=text("web.pages_events.step_letter_circulated"), standing=standing)


def _running(letter: Letter, now: datetime) -> parts.Countdown | None:
    if letter.status is not Status.SENT:
        return None
    return parts.Countdown(until=letter.register_by, now=now, label=text("web.pages.to_register"))


@only("GET")
def letter_file(request: HttpRequest, code: str, number: int, digest: str) -> HttpResponse:
    """What is attached, as a download that no browser opens in this house's name."""
    _, letter = letter_of(code, number, reader(request))
    return download(f"communications:{code}", letter.attachments, digest)


urlpatterns = [
    path("bodies/<slug:code>/communications/", communications, name="communications"),
    path("bodies/<slug:code>/communications/<int:number>/", letter, name="letter"),
    path(
        "bodies/<slug:code>/communications/<int:number>/files/<str:digest>", letter_file, name="letter_file"
    ),
]
