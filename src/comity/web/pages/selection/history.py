"""A selection played day by day: each day with what this reader may see of it, and what became public elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from comity.rules.acts import Happened
from comity.rules.words import Text, text
from comity.selection.figures import Figures, ranking
from comity.selection.polls import COLOURED, PLAIN, Poll, Polls, of_state
from comity.selection.published import Published, published
from comity.selection.state import Candidate, Selection
from comity.selection.state import Standing as Place
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.selection import telling
from comity.web.pages.selection.day_line import Mark, day_line
from comity.web.pages.selection.days import Day, days_of, state_on, step
from comity.web.pages.selection.grid import grid
from comity.web.pages.selection.place import crumbs, seen

BADGES: Final = {
    "nominated": "waiting",
    "recommended": "done",
    "appointed": "done",
}
"""How a standing is marked; what is not here has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that happened: when, what, and where it stands on the record."""

    at: datetime
    what: Text
    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A candidate at the end of the day."""

    name: str
    of: tuple[Any, ...]
    said: Text | None
    """None for the many who stand as one expects: on the public list."""
    badge: str
    ended: date | None
    runs: bool


@only("GET")
def history(request: HttpRequest, name: str) -> HttpResponse:
    """One day of a selection, and the ways to the other days."""
    one = reader(request)
    latest: Selection = seen(name, one).state
    days, known = days_of(name, one, latest.council), published(latest)
    marks = tuple(_marks(days, known, latest, one))
    first = days[0].date
    last = max(marks[-1].date, days[-1].date if latest.oath else latest.council.local(one.now).date())
    on, problem = _day_asked(request, first, last, first if latest.oath else marks[-1].date)
    malformed = problem is not None and problem.key.endswith("day_malformed")
    state = state_on(name, one, days, on)
    this = next((day for day in days if day.date == on), None)
    context = {
        "heading": text("web.selection_history.history"),
        "overline": latest.title or name,
        "lead": text("web.selection_history.history_lead", body=latest.council.name),
        "crumbs": crumbs(name, latest),
        "name": name,
        "problem": problem,
        "on": on,
        "first": first,
        "last": last,
        "number": text(
            "web.selection_history.day_of", n=(on - first).days + 1, total=(last - first).days + 1
        ),
        "ways": _ways(on, first, last, marks),
        "line": day_line(marks, on, first, last, one.language),
        "marks": marks,
        "stage": _stage(state),
        "lines": tuple(_lines(this.opened, state)) if this else (),
        "sealed": this.sealed if this else 0,
        "standing": tuple(_standing(state, on)),
        "polls": _polls(state, one),
        "known": _known(known, latest, on, one),
        "known_year": known.year if known else 0,
    }
    return render(request, "pages/selection/history.html", context, status=400 if malformed else 200)


def _day_asked(request: HttpRequest, first: date, last: date, otherwise: date) -> tuple[date, Text | None]:
    """The day that the reader asked for, or the nearest that there is, and what was wrong with it."""
    given = asked_for(request, "day", 40)
    if not given:
        return otherwise, None
    try:
        asked = date.fromisoformat(given)
    except ValueError:
        return otherwise, text("web.selection_history.day_malformed", given=given)
    nearest = min(max(asked, first), last)
    return nearest, None if nearest == asked else text("web.selection_history.day_outside", day=asked)


def _marks(days: Sequence[Day], known: Published | None, state: Selection, one: Reader) -> Iterator[Mark]:
    """Every day on which something is known to have happened, in order."""
    on_record = {day.date: day for day in days}
    elsewhere = {note.day for note in known.notes} if known else set()
    if known and known.polls:
        elsewhere |= {date.fromisoformat(poll.date) for poll in known.polls.rounds}
    today = state.council.local(one.now).date()
    for day in sorted({*on_record, *(day for day in elsewhere if days[0].date <= day <= today)}):
        record = on_record.get(day)
        yield Mark(
            date=day,
            opened=len(record.opened) if record else 0,
            sealed=record.sealed if record else 0,
            known=day in elsewhere,
        )


def _ways(on: date, first: date, last: date, marks: Sequence[Mark]) -> tuple[tuple[str, Text, str], ...]:
    """The ways to other days: name, label, the day or nothing where there is none."""
    before = max((mark.date for mark in marks if mark.date < on), default=None)
    after = min((mark.date for mark in marks if mark.date > on), default=None)
    ways = {
        "first": (text("web.selection_history.first_day"), first if on > first else None),
        "event_before": (text("web.selection_history.event_before"), before),
        "day_before": (text("web.selection_history.day_before"), step(on, -1, first, last)),
        "day_after": (text("web.selection_history.day_after"), step(on, 1, first, last)),
        "event_after": (text("web.selection_history.event_after"), after),
        "last": (text("web.selection_history.last_day"), last if on < last else None),
    }
    return tuple((key, label, day.isoformat() if day else "") for key, (label, day) in ways.items())


def _lines(happened: Sequence[Happened], state: Selection) -> Iterator[Line]:
    for one in happened:
        yield Line(at=one.at, what=telling.told(one.event, state), entry=one.sequence)


def _stage(state: Selection) -> Text:
    """Where the selection stands, in a sentence."""
    if state.oath is not None:
        return text("web.selection_history.stage_over", candidate=telling.named(state.oath.candidate, state))
    if state.appointed is not None:
        who = telling.named(state.appointed.candidate, state)
        return text("web.selection_history.stage_appointed", candidate=who)
    if state.recommended is not None:
        who = telling.named(state.recommended.candidate, state)
        return text("web.selection_history.stage_recommended", candidate=who)
    if state.round is not None:
        if state.round.disclosed is None and state.round.opened is not None:
            return text("web.selection_history.stage_round_open", n=state.round.round)
        return text("web.selection_history.stage_rounds", n=len(state.rounds))
    if not state.adopted:
        return text("web.selection_history.stage_rules")
    opened = any(letter.kind == "opening" and letter.circulated for letter in state.letters.values())
    if state.rules.letter_opens and not opened:
        return text("web.selection_history.stage_letter")
    return text("web.selection_history.stage_nominations")


def _standing(state: Selection, on: date) -> Iterator[Standing]:
    """Those who stand first, then those who left, in the order in which they came."""
    still = {"nominated", "listed", "recommended", "appointed"}
    for one in sorted(state.candidates.values(), key=lambda c: c.standing.value not in still):
        yield _stands(one, state, on, one.standing.value in still)


def _stands(one: Candidate, state: Selection, on: date, runs: bool) -> Standing:
    return Standing(
        name=one.full_name,
        of=tuple(state.council.name_of(code, on) for code in one.nominators),
        said=None
        if one.standing is Place.LISTED
        else text(f"web.selection_history.standing_{one.standing.value}"),
        badge=BADGES.get(one.standing.value, "ended"),
        ended=state.council.local(one.ended).date() if one.ended else None,
        runs=runs,
    )


def _polls(state: Selection, one: Reader) -> Any:
    """The figures that the record opens to this reader."""
    polls = of_state(state)
    if polls is None:
        return None
    title = text("web.selection_history.polls_on_record")
    return grid("polls", title, polls, state.rules, state.council, one.language)


def _known(known: Published | None, state: Selection, on: date, one: Reader) -> dict[str, Any]:
    """What became public elsewhere by the end of that day: the same for everybody."""
    if known is None:
        return {}
    polls = known.polls_until(on)
    title = text("web.selection_history.known_polls")
    return {
        "notes": (*(note.says for note in known.notes_on(on)), *_polls_known(known, on)),
        "grid": grid("known-polls", title, polls, state.rules, state.council, one.language)
        if polls
        else None,
        "last_known": _last_known(known, state, one) if on == state.council.local(one.now).date() else None,
        "source": text(f"web.selection_history.source_{known.year}"),
    }


def _polls_known(known: Published, on: date) -> Iterator[Text]:
    """That a poll was held that day, and who led it."""
    if known.polls is None:
        return
    for poll in known.polls_on(on):
        key = "poll_known_coloured" if poll.ballot == COLOURED else "poll_known"
        leader = known.polls.names[poll.figures[0].candidate]
        yield text(f"web.selection_history.{key}", n=poll.round, leader=leader)


def _last_known(known: Published, state: Selection, one: Reader) -> Any:
    if not known.last_known:
        return None
    figures = tuple(
        Figures(candidate=n, in_favour=each.in_favour, against=each.against, neutral=each.neutral)
        for n, each in enumerate(known.last_known, start=1)
    )
    names = {n: each.full_name for n, each in enumerate(known.last_known, start=1)}
    polls = Polls(
        rounds=(Poll(round=0, date="", ballot=PLAIN, figures=ranking(figures)),), names=names, states={}
    )
    title = text("web.selection_history.last_known")
    return grid("last-known", title, polls, state.rules, state.council, one.language)


urlpatterns = [path("selections/<slug:name>/history/", history, name="selection_history")]
