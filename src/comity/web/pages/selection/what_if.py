"""What the polls of a selection would have meant under other rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from comity.rules.words import Text, text
from comity.selection.figures import Figures
from comity.selection.polls import Polls, Replayed, could_be_recommended, of_state, replay
from comity.selection.published import UNITED_NATIONS, published, published_of
from comity.selection.rulebook import RULEBOOKS, Rules, rules
from comity.selection.state import Selection
from comity.web.pages import lists, parts
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.selection.grid import grid
from comity.web.pages.selection.place import crumbs, seen

RECORD: Final = "record"
YEARS: Final = (2016, 2006)
"""Selections of the United Nations whose polls became public."""
FIRST: Final = "unsg-2017-proposal"
"""The rulebook that is shown first where the selection ran under another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one round would have done, in words."""

    round: int
    day: date | None
    fact: Text
    dropped: tuple[tuple[str, Any], ...]
    """By name, why."""
    barred: tuple[str, ...]
    tied: Text | None
    tie: Text | None
    stayed: tuple[str, ...]
    recommended: tuple[Any, ...]
    unknown: tuple[Text, ...]


@only("GET")
def what_if(request: HttpRequest, name: str) -> HttpResponse:
    """One set of figures under one rulebook."""
    one = reader(request)
    state: Selection = seen(name, one).state
    sets = dict(_figures(state))
    otherwise = FIRST if state.rulebook != FIRST else "unsg-2016"
    book = rules(lists.chosen(request, "rulebook", RULEBOOKS) or otherwise)
    which = lists.chosen(request, "figures", list(sets)) or _usual(state, sets)
    polls = sets[which][1] if which else None
    context = {
        "heading": text("web.selection_history.what_if"),
        "overline": state.title or name,
        "lead": text("web.selection_history.what_if_lead"),
        "crumbs": crumbs(name, state),
        "name": name,
        "books": _choices((each, rules(each).title) for each in RULEBOOKS),
        "book": book,
        "sets": _choices((key, label) for key, (label, _) in sets.items()),
        "which": which,
        "same": which == RECORD and book.name == state.rulebook,
        "source": text(f"web.selection_history.source_{which}") if which and which != RECORD else None,
    }
    if polls is not None:
        voted = state.rules if which == RECORD else rules(f"unsg-{which}")
        context |= _replayed(polls, book, state, one, voted.options)
    return render(request, "pages/selection/what_if.html", context)


def _choices(each: Iterator[tuple[str, Any]]) -> tuple[parts.Choice, ...]:
    return tuple(parts.Choice(value=value, label=label) for value, label in each)


def _figures(state: Selection) -> Iterator[tuple[str, tuple[Text, Polls]]]:
    """The sets of figures that there are for this reader: those of the record, and those that everybody knows."""
    own = of_state(state, whole=True)
    if own is not None:
        yield RECORD, (text("web.selection_history.from_record"), own)
    if (state.recommends, state.appoints) != UNITED_NATIONS:
        return
    for year in YEARS:
        known = published_of(year)
        if known is not None and known.polls is not None:
            yield str(year), (text("web.selection_history.from_published", year=str(year)), known.polls)


def _usual(state: Selection, sets: dict[str, Any]) -> str:
    """What is shown when the reader has not chosen: this selection's own figures, or none."""
    if RECORD in sets:
        return RECORD
    known = published(state)
    return str(known.year) if known is not None and str(known.year) in sets else ""


def _replayed(
    polls: Polls, book: Rules, state: Selection, one: Reader, options: tuple[str, ...]
) -> dict[str, Any]:
    rounds = tuple(replay(polls, book))
    title = text("web.selection_history.drawing")
    standings = dict(_standings(rounds, book))
    return {
        "grid": grid(
            "what-if", title, polls, book, state.council, one.language, options=options, standings=standings
        ),
        "key": tuple((sign, text(f"web.selection_history.key_{kind}")) for kind, sign in SIGNS.items()),
        "rounds": tuple(_told(each, polls, book) for each in rounds),
    }


SIGNS: Final = {"on": "→", "could": "✓", "out": "✕", "barred": "⊘", "gone": "○"}
"""How a cell says what would have become of the candidate; the words stand in the key and for those who listen."""


def _standings(
    rounds: tuple[Replayed, ...], book: Rules
) -> Iterator[tuple[tuple[int, int], tuple[str, str, Text]]]:
    for each in rounds:
        could = {one.candidate for one in could_be_recommended(_present(each), book)}
        for one in each.poll.figures:
            kind = _kind(one.candidate, each, could)
            said = text(f"web.selection_history.key_{kind}")
            yield (each.poll.round, one.candidate), (kind, SIGNS[kind], said)


def _kind(candidate: int, each: Replayed, could: set[int]) -> str:
    if candidate in each.barred:
        return "barred"
    if candidate in each.cut.eliminated:
        return "out"
    if candidate not in each.cut.kept:
        return "gone"
    return "could" if candidate in could else "on"


def _present(each: Replayed) -> tuple[Figures, ...]:
    """Those who would have been on the ballot."""
    there = {*each.cut.kept, *each.cut.eliminated}
    return tuple(one for one in each.poll.figures if one.candidate in there)


def _told(each: Replayed, polls: Polls, book: Rules) -> Told:
    cut, poll = each.cut, each.poll
    leader = polls.names[poll.figures[0].candidate]
    return Told(
        round=poll.round,
        day=date.fromisoformat(poll.date) if poll.date else None,
        fact=text("web.selection_history.fact_on_ballot", n=len(poll.figures), leader=leader),
        dropped=tuple((polls.names[candidate], why) for candidate, why in cut.explain(book)),
        barred=polls.name(each.barred),
        tied=text("web.selection_history.tied", names=polls.name(cut.tied)) if cut.tied else None,
        tie=text(f"web.selection_history.tie_{cut.tie_rule}") if cut.tied else None,
        stayed=polls.name(cut.kept),
        recommended=tuple(_recommended(each, polls, book)),
        unknown=tuple(text(f"selection.commands.unknown_{what}") for what in each.unknown),
    )


def _recommended(each: Replayed, polls: Polls, book: Rules) -> Iterator[Any]:
    """Who had the votes; where it is not known whether a veto stood against it, that is said."""
    veto = book.decision_rule("recommendation_rule").veto
    for one in could_be_recommended(_present(each), book):
        name = polls.names[one.candidate]
        if veto and one.against_permanent is None:
            yield text("web.selection_history.if_no_veto", name=name)
        else:
            yield name


urlpatterns = [path("selections/<slug:name>/what-if/", what_if, name="selection_what_if")]
