"""The rulebooks: what each rule asks, in our own words, and what the system does about it."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

from comity.rules.coverage import matching
from comity.rules.rulebook import NAMES, Rule, Rulebook, Standing, rulebooks
from comity.rules.words import text
from comity.web.pages import charts, lists, parts
from comity.web.pages.edge import only
from comity.web.pages.parts import HOME
from comity.web.pages.reader import asked_for, reader

KINDS: Final = {Standing.ENFORCED: "done", Standing.SUPPORTED: "going", Standing.INFORMATIONAL: "plain"}
PLACE = parts.Link(label=text("web.pages.rules"), href="/rules/")


def _standing(standing: Standing) -> Any:
    return text(f"web.pages.standing_{standing.value}")


def _title(book: Rulebook) -> Any:
    return text(f"web.pages.book_{book.name}")


@only("GET")
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule of every rulebook, with how much of them the system holds to."""
    one = reader(request)
    words = asked_for(request)
    standing = lists.chosen(request, "standing", [s.value for s in Standing])
    name = lists.chosen(request, "book", NAMES)
    books = [book for book in rulebooks() if not name or book.name == name]
    found = [
        (book, rule)
        for book in books
        for rule in matching(book, standing=Standing(standing) if standing else None, word=words)
    ]
    page = lists.paged(request, len(found))
    context = {
        "heading": text("web.pages.rules"),
        "crumbs": (HOME,),
        "figure": charts.stacks(
            "coverage",
            text("web.pages.coverage"),
            [_standing(s) for s in Standing],
            [charts.Stack(label=_title(b), values=tuple(b.coverage().values())) for b in rulebooks()],
            head=text("web.pages.rulebook"),
            language=one.language,
        ),
        "finder": lists.Finder(
            name="rules",
            label=text("web.pages.search_rules"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="book",
                    label=text("web.pages.rulebook"),
                    value=name,
                    choices=lists.choices(
                        text("web.pages.every_book"), [(b.name, _title(b)) for b in rulebooks()]
                    ),
                ),
                lists.Narrow(
                    name="standing",
                    label=text("web.pages.standing"),
                    value=standing,
                    choices=lists.choices(
                        text("web.pages.any_standing"), [(s.value, _standing(s)) for s in Standing]
                    ),
                ),
            ),
            found=page.found if words or standing or name else None,
        ),
        "rules": [_line(book, rule) for book, rule in page.of(found)],
        "pages": page.pages,
        "english": one.language == "en",
    }
    return render(request, "pages/rules.html", context)


def _line(book: Rulebook, rule: Rule) -> dict[str, Any]:
    return {
        "citation": book.citation(rule),
        "href": reverse("rule", args=[book.name, rule.number]),
        "says": rule.says,
        "standing": _standing(rule.standing),
        "kind": KINDS[rule.standing],
    }


@only("GET")
def rule(request: HttpRequest, book: str, number: str) -> HttpResponse:
    """One rule: what it asks, and who holds to it."""
    if book not in NAMES:
        raise Http404
    rulebook = Rulebook.load(book)
    try:
        found = rulebook.rule(number)
    except KeyError:
        raise Http404 from None
    facts = [
        parts.Fact(term=text("web.pages.rulebook"), value=_title(rulebook)),
        parts.Fact(term=text("web.pages.chapter"), value=_english(rulebook.chapters[found.chapter])),
    ]
    facts += [
        parts.Fact(term=_english(name.replace("_", " ")), value=_value(value))
        for name, value in found.params.items()
    ]
    context = {
        "heading": rulebook.citation(found),
        "crumbs": (HOME, PLACE, parts.Link(label=_title(rulebook), href=f"/rules/?book={book}")),
        **_line(rulebook, found),
        "facts": facts,
        "rule": found,
        "english": reader(request).language == "en",
    }
    return render(request, "pages/rule.html", context)


def _english(words: str) -> Any:
    return format_html('<span lang="en" dir="ltr">{}</span>', words)


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


urlpatterns = [
    path("rules/", rules, name="rules"),
    path("rules/<slug:book>/<str:number>", rule, name="rule"),
]
