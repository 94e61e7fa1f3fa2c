"""The documents of a body by their symbols: what was issued, what a symbol says, and where the document stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

from comity.bodies.body import Body
from comity.bodies.order import fold
from comity.bodies.symbols import Symbol, SymbolError, parse
from comity.communications.acts import GENERAL, LIMITED, PUBLIC
from comity.communications.issuing import NEW
from comity.communications.state import Communications, Issued, Letter
from comity.documents import selection as of_selection
from comity.documents.document import plain
from comity.rules.words import Text, text
from comity.web.house import house
from comity.web.pages import asking, lists, parts
from comity.web.pages.communications import body_of, seen
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, asked_for, reader

LETTERS_OF_SELECTIONS: Final = "letters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One line of the register."""

    symbol: str
    title: Any
    href: str
    on: date
    distribution: Text
    entry: int
    follows: str = ""


@only("GET")
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that bears a symbol of the body, as far as the reader may know of it."""
    body, one = body_of(code), reader(request)
    state, _ = seen(body, one)
    words = asked_for(request)
    lines = tuple(_matching(entered(state, body, one), words, one.language))
    page = lists.paged(request, len(lines))
    context = {
        "heading": text("web.documents.register"),
        "overline": body.name,
        "lead": text("web.documents.register_lead"),
        "crumbs": _way(body)[:-1],
        "finder": lists.Finder(
            name="documents",
            label=text("web.documents.search"),
            value=words,
            found=page.found if words else None,
        ),
        "explained": explained(words, one) if "/" in words else None,
        "table": _table(page.of(lines), words, body),
        "pages": page.pages,
        "cards": _cards(body, one, NEW),
    }
    return render(request, "pages/documents/register.html", context)


@only("GET")
def symbol(request: HttpRequest, code: str, symbol: str) -> HttpResponse:
    """One symbol of the body: what it says, the document, and what follows it."""
    body, one = body_of(code), reader(request)
    state, _ = seen(body, one)
    everything = tuple(entered(state, body, one))
    found = next((each for each in everything if each.symbol == symbol), None)
    if found is None:
        raise Http404
    after = tuple(each for each in everything if each.symbol.startswith(f"{symbol}/"))
    context = {
        "heading": format_html('<bdi dir="ltr">{}</bdi>', symbol),
        "overline": body.name,
        "crumbs": _way(body),
        "entered": found,
        "explained": explained(symbol, one),
        "table": _table(after, "", body) if after else None,
        "cards": _cards(body, one, symbol),
    }
    return render(request, "pages/documents/symbol.html", context)


def _way(body: Body) -> tuple[parts.Link, ...]:
    return (
        parts.HOME,
        parts.Link(label=body.name, href=reverse("body", args=[body.code])),
        parts.Link(label=text("web.documents.register"), href=reverse("documents", args=[body.code])),
    )


def _cards(body: Body, one: Reader, about: str) -> tuple[parts.Card, ...]:
    stream = f"communications:{body.code}"
    offered = house().clerk.in_order(stream, one.actor, one.now, about)
    return tuple(
        asking.card(possible, stream, returned=one.returned)
        for possible in offered
        if possible.about == about
    )


def entered(state: Communications, body: Body, one: Reader) -> list[Entered]:
    """Letters to the body and other documents in one list, the latest symbol first."""
    letters = [_letter(each, body) for each in state.letters.values() if each.symbol]
    others = [_issued(each, body, one) for each in state.issued.values()]
    return sorted((*letters, *others), key=lambda each: each.entry, reverse=True)


def _letter(letter: Letter, body: Body) -> Entered:
    return Entered(
        symbol=letter.symbol,
        title=letter.subject,
        href=reverse("letter", args=[body.code, letter.letter]),
        on=body.local(letter.at).date(),
        distribution=text(f"communications.issuing.{GENERAL if letter.to == PUBLIC else LIMITED}"),
        entry=letter.entry,
    )


def _issued(issued: Issued, body: Body, one: Reader) -> Entered:
    title, href = where(issued.document, one) if issued.document else (issued.title, "")
    if issued.follows:
        what = text(f"communications.issuing.{issued.follows}")
        title = issued.title or text("web.documents.following", symbol=issued.series, what=what)
    return Entered(
        symbol=issued.symbol,
        title=title,
        href=href,
        on=body.local(issued.at).date(),
        distribution=text(f"communications.issuing.{issued.distribution}"),
        entry=issued.entry,
        follows=issued.follows,
    )


def where(place: str, one: Reader) -> tuple[Any, str]:
    """What a document of the house is called and where it stands, as far as the reader's view holds it."""
    closed: Any = text("web.documents.closed_to_you")
    stream, _, inside = place.partition("/")
    what, _, number = inside.partition("/")
    kind, _, name = stream.partition(":")
    if kind != "selection" or what != LETTERS_OF_SELECTIONS or not number.isdecimal():
        return closed, ""
    state = house().clerk.seen(stream, one.clearances).state
    document = of_selection.letter(state, int(number)) if state.rulebook else None
    if document is None:
        return closed, ""
    return plain(document.title, one.language), reverse("selection_letter", args=[name, int(number)])


def _matching(lines: Sequence[Entered], words: str, language: str) -> Iterator[Entered]:
    """By the symbol where one was typed, with what follows the document; else by the words of the title."""
    typed, sought = _parsed(words), fold(words).split()
    for line in lines:
        found = fold(f"{line.symbol} {plain(line.title, language)}")
        if _names(typed, line.symbol) if typed else all(word in found for word in sought):
            yield line


def _parsed(words: str) -> Symbol | None:
    try:
        return parse(words) if "/" in words else None
    except SymbolError:
        return None


def _names(typed: Symbol, symbol: str) -> bool:
    known = _parsed(symbol)
    return known is not None and (typed.names(known) or typed.names(known.stem))


def explained(words: str, one: Reader) -> dict[str, Any]:
    """What each part of a symbol says, and where in the house the document stands; or why it is no symbol."""
    try:
        typed = parse(words)
    except SymbolError as wrong:
        return {"why": wrong.why}
    rows = [pair for single in typed.singles for pair in single.meaning()]
    columns = (
        parts.Column(label=text("web.documents.column_part")),
        parts.Column(label=text("web.documents.column_meaning")),
    )
    values = [(format_html('<bdi dir="ltr">{}</bdi>', part), meaning) for part, meaning in rows]
    title = text("web.documents.meaning_of", symbol=str(typed))
    table = parts.Table(
        name="meaning", caption=title, columns=columns, rows=parts.table_rows(columns, values)
    )
    return {"table": table, "double": len(typed.singles) > 1, "places": tuple(_places(typed, one))}


def _places(typed: Symbol, one: Reader) -> Iterator[parts.Link]:
    """The documents of the house that bear this symbol, or one half of it."""
    for body in house().bodies.values():
        state, _ = seen(body, one)
        for line in entered(state, body, one):
            known = _parsed(line.symbol)
            if known is not None and typed.names(known):
                label = f"{line.symbol}: {plain(line.title, one.language)}"
                yield parts.Link(
                    label=label, href=line.href or reverse("document", args=[body.code, line.symbol])
                )


def _table(lines: Sequence[Entered], words: str, body: Body) -> parts.Table:
    names = ("symbol", "title", "date", "distribution")
    columns = tuple(parts.Column(label=text(f"web.documents.column_{name}")) for name in names)
    return parts.Table(
        name="issued",
        caption=text("web.documents.caption"),
        columns=columns,
        rows=tuple(_row(columns, line, body) for line in lines),
        empty=text("web.documents.none_found" if words else "web.documents.none_issued"),
    )


def _row(columns: tuple[parts.Column, ...], line: Entered, body: Body) -> tuple[parts.Cell, ...]:
    symbol = format_html('<bdi dir="ltr">{}</bdi>', line.symbol)
    return (
        parts.Cell(column=columns[0], value=symbol, href=reverse("document", args=[body.code, line.symbol])),
        parts.Cell(column=columns[1], value=line.title, href=line.href),
        parts.Cell(column=columns[2], value=line.on),
        parts.Cell(column=columns[3], value=line.distribution),
    )


urlpatterns = [
    path("bodies/<slug:code>/documents/", register, name="documents"),
    path("bodies/<slug:code>/documents/<path:symbol>/", symbol, name="document"),
]
