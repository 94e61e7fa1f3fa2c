"""What follows the rounds: recommendation, communiqués, appointment, oath."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.rules.acts import Act
from comity.rules.guard import Outcome
from comity.rules.words import text
from comity.selection import acts as a
from comity.selection import outcome
from comity.selection import people as p
from comity.selection.state import Selection
from comity.web.naming import participant
from comity.web.pages import parts
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.selection import offers
from comity.web.pages.selection.place import crumbs, seen

ACTS: Final[tuple[type[Act], ...]] = (a.IssueCommunique, a.Appoint, a.TakeOath)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A private meeting: when it was held, and what was made public of it."""

    name: str
    label: Any
    held: datetime
    communique: str | None
    """None while it is due; empty where the result itself is what was announced."""
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a private meeting decided on a recommendation, for those who may know."""

    candidate: str
    at: datetime
    method: Any
    outcome: Outcome
    votes: tuple[tuple[Any, tuple[Any, ...]], ...]


@only("GET")
def conclusion(request: HttpRequest, name: str) -> HttpResponse:
    """Where the recommendation and the appointment stand, and what this reader may do about them."""
    one = reader(request)
    state: Selection = seen(name, one).state
    recommended = state.recommended
    context = {
        "heading": text("web.selection.conclusion"),
        "overline": state.title,
        "crumbs": crumbs(name, state),
        "name": name,
        "state": state,
        "steps": tuple(_steps(state)),
        "recommended": state.candidates.get(recommended.candidate) if recommended else None,
        "method": text(f"selection.choices.{recommended.method}_decision") if recommended else None,
        "decisions": tuple(_decisions(state)),
        "meetings": tuple(_meetings(state, name)),
        "letter": _letter(state, name),
        "appointments": [
            (at, decided, state.candidates.get(decided.candidate), outcome.appointment(state, decided))
            for at, decided in state.appointments
        ],
        "outcome": outcome.term(state),
        "announcement": reverse("selection_announcement", args=[name]) if state.appointed else "",
        "oath": state.oath,
        "recommend": _recommend(name, one, state),
        "appoint": _appoint(name, one),
        "members": [(code, participant(code)) for code in p.members(state, one.now)],
        "term": _term(state),
        "cards": _cards(name, one, state),
    }
    return render(request, "pages/selection/conclusion.html", context)


def _steps(state: Selection) -> Iterator[parts.Step]:
    """The way from the last round to the oath, as far as the reader knows it."""
    letter = next((one for one in state.letters.values() if one.kind == "recommendation"), None)
    appointed = next((at for at, one in state.appointments if one.adopted), None)
    moments = (
        ("recommended", state.recommended_at),
        ("conveyed", letter.circulated if letter else None),
        ("appointed", appointed),
        ("sworn", state.oath_at),
    )
    reached = True
    for step, at in moments:
        standing = "done" if at else "now" if reached else "ahead"
        reached = at is not None
        yield parts.Step(label=text(f"web.selection_rounds.step_{step}"), standing=standing, at=at)


def _decisions(state: Selection) -> Iterator[Decided]:
    for at, one in state.recommendations:
        voted = (("yes", one.in_favour), ("no", one.against), ("abstain", one.abstaining))
        yield Decided(
            candidate=state.candidates[one.candidate].full_name,
            at=at,
            method=text(f"selection.choices.{one.method}_decision"),
            outcome=outcome.recommendation(state, at, one),
            votes=tuple(
                (text(f"votes.choices.{way}"), tuple(map(participant, of))) for way, of in voted if of
            ),
        )


def _meetings(state: Selection, name: str) -> Iterator[Meeting]:
    for meeting, held in state.meetings.items():
        kind, _, number = meeting.partition("-")
        issued = meeting in state.communiques
        yield Meeting(
            name=meeting,
            label=text(f"selection.choices.{kind}_meeting", n=number),
            held=held,
            communique=state.communiques.get(meeting),
            href=reverse("selection_communique", args=[name, meeting]) if issued else "",
        )


def _letter(state: Selection, name: str) -> dict[str, Any] | None:
    """The letter that conveys the recommendation, where the reader may know of it."""
    found = next((one for one in state.letters.values() if one.kind == "recommendation"), None)
    if found is None:
        return None
    return {"letter": found, "href": reverse("selection_letter", args=[name, found.letter])}


def _recommend(name: str, one: Reader, state: Selection) -> offers.Form | None:
    """One form for all candidates who may be recommended."""
    open_ones = [each for each in offers.offered(name, one, (a.Recommend,)) if each.in_order]
    if not open_ones:
        return None
    subjects = tuple(
        parts.Choice(value=each.about, label=state.candidates[int(each.about)].full_name)
        for each in open_ones
    )
    return offers.form(name, open_ones[0], subjects)


def _appoint(name: str, one: Reader) -> offers.Form | None:
    found = next((each for each in offers.offered(name, one, (a.Appoint,), "") if each.in_order), None)
    return offers.form(name, found) if found else None


def _term(state: Selection) -> tuple[date, date] | None:
    """The term as the rulebook measures it, to be confirmed."""
    if state.term_since is None:
        return None
    years = state.rules.term_years or 1
    after = state.term_since.replace(year=state.term_since.year + years)
    return state.term_since, date.fromordinal(after.toordinal() - 1)


def _cards(name: str, one: Reader, state: Selection) -> tuple[parts.Card, ...]:
    """What is in order, and what would come next with the reason why it is not yet."""
    filled: dict[type[Act], dict[str, Any]] = {a.IssueCommunique: {"communique": _communique(state, one)}}
    found = offers.cards(name, one, ACTS, "", filled=filled, opened=(a.IssueCommunique, a.TakeOath))
    shut = {a.Appoint} if state.appointed is None else set()
    return tuple(
        card
        for card in found
        if (card.possible.in_order and card.possible.act is not a.Appoint)
        or (not card.possible.in_order and card.possible.act in shut)
    )


def _communique(state: Selection, one: Reader) -> str:
    """What is said of the meeting that waits for its communiqué beside what the document says of itself."""
    waiting = next((each for each in state.meetings if each not in state.communiques), "")
    chosen = state.recommended
    if chosen is None or state.meetings.get(waiting) != state.recommended_at:
        return text("web.selection_rounds.communique_goes_on").say(one.language)
    candidate = state.candidates[chosen.candidate].full_name
    return text("web.selection_rounds.communique_recommends", name=candidate).say(one.language)


urlpatterns = [path("selections/<slug:name>/conclusion/", conclusion, name="selection_conclusion")]
