"""The hearings of a selection: slots, the moderator's desk, questions, timers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from babel import Locale, UnknownLocaleError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.order import fold
from comity.rules.words import LANGUAGES, text
from comity.selection import acts as a
from comity.selection import people as p
from comity.selection.rulebook import HEARINGS
from comity.selection.state import Candidate, Hearing, Question, Selection
from comity.selection.who import holds_hearing
from comity.web.naming import participant
from comity.web.pages import lists, parts
from comity.web.pages.edge import only
from comity.web.pages.parts import Link
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.selection import hearings_pieces as drawn
from comity.web.pages.selection import offers
from comity.web.pages.selection.place import crumbs, seen

SPOKEN: Final = (
    *LANGUAGES, "am", "bn", "de", "el", "fa", "ha", "he", "hi", "id", "it", "ja", "km", "ko", "ky", "mn", "ms",
    "my", "ne", "nl", "pl", "ps", "pt", "ro", "si", "so", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi",
)  # fmt: skip
"""Languages that a list offers; a question may come in any other by its code."""
_ABOUT: Final = (a.MoveHearing, a.FileArchive)
AHEAD: Final = {"waiting": ("under_way", "over"), "under_way": ("over",), "over": ()}
"""What a hearing may still come to; for each a page bears a place where it says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One hearing in a list."""

    hearing: Hearing
    candidate: Candidate | None
    kind: Any
    standing: str
    badge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Where a candidate was heard, and so whether the rulebook lets the candidate be voted on."""

    candidate: Candidate
    where: tuple[tuple[Any, Hearing | None, bool], ...]
    """Kind of hearing, the last one held or still to come, and whether it was held."""
    eligible: bool


@only("GET")
def hearings(request: HttpRequest, name: str) -> HttpResponse:
    """The programme: what is heard now, what comes, what was, and who has not been heard."""
    one = reader(request)
    state: Selection = seen(name, one).state
    now, coming, past = _sorted(state)
    context = {
        "heading": text("web.selection.hearings"),
        "overline": state.title,
        "crumbs": crumbs(name, state),
        "name": name,
        "state": state,
        "now": now,
        "next": coming[0] if coming and not now else None,
        "coming": coming if now else coming[1:],
        "past": past,
        "slots": [
            (state.candidates[n], _of_candidate(state, n)) for n in state.slots if n in state.candidates
        ],
        "heard": [_heard(state, each) for each in state.listed],
        "kinds": [_kind(kind) for kind in _kinds(state)],
        "asked_for": [_kind(kind) for kind in state.rules.eligibility],
        "eligibility": state.rules.cite("eligibility"),
        "cards": offers.cards(name, one, (a.DrawSlots,), ""),
        "agree": _agree(name, one, state),
        "schedule": _schedule(name, one, state),
    }
    return render(request, "pages/selection/hearings.html", context)


def _kinds(state: Selection) -> tuple[str, ...]:
    return HEARINGS if state.rules.dialogue_parts else (a.MEETING,)


def _kind(kind: str) -> Any:
    return text(f"selection.choices.{kind}_hearing")


def _line(state: Selection, hearing: Hearing) -> Line:
    standing = drawn.standing_of(hearing)
    return Line(
        hearing=hearing,
        candidate=state.candidates.get(hearing.candidate),
        kind=_kind(hearing.kind),
        standing=standing,
        badge=drawn.STANDINGS[standing],
    )


def _sorted(state: Selection) -> tuple[list[Line], list[Line], list[Line]]:
    """Under way, still to come with the soonest first, over with the latest first."""
    found: dict[str, list[Line]] = {"under_way": [], "waiting": [], "over": []}
    for hearing in sorted(state.hearings.values(), key=lambda each: (each.at, each.hearing)):
        line = _line(state, hearing)
        if line.standing != "waiting" or (line.candidate is not None and line.candidate.runs):
            found[line.standing].append(line)
    return found["under_way"], found["waiting"], found["over"][::-1]


def _of_candidate(state: Selection, number: int, kind: str = a.DIALOGUE) -> Hearing | None:
    held = [h for h in state.hearings.values() if h.candidate == number and h.kind == kind]
    return max(held, key=lambda h: (h.closed is not None, h.hearing), default=None)


def _heard(state: Selection, candidate: Candidate) -> Heard:
    return Heard(
        candidate=candidate,
        where=tuple(
            (_kind(kind), _of_candidate(state, candidate.candidate, kind), kind in candidate.heard)
            for kind in _kinds(state)
        ),
        eligible=frozenset(state.rules.eligibility) <= candidate.heard,
    )


def _agree(name: str, one: Reader, state: Selection) -> tuple[offers.Form, list[tuple[int, str]]] | None:
    """The form in which each place of the order gets its candidate."""
    found = next((each for each in offers.offered(name, one, (a.AgreeSlots,), "") if each.in_order), None)
    if found is None:
        return None
    form = offers.form(name, found, one)
    order = form.shown.get("order") or [choice.value for choice in form.fields["order"].choices]
    return form, list(enumerate(order, 1))


def _schedule(name: str, one: Reader, state: Selection) -> offers.Form | None:
    """One form for all candidates who may be heard."""
    open_ones = [each for each in offers.offered(name, one, (a.ScheduleHearing,)) if each.in_order]
    if not open_ones:
        return None
    order = {str(number): place for place, number in enumerate(state.slots)}
    subjects = tuple(
        parts.Choice(value=each.about, label=state.candidates[int(each.about)].full_name)
        for each in sorted(open_ones, key=lambda each: (order.get(each.about, 999), int(each.about)))
    )
    return offers.form(name, open_ones[0], one, subjects)


@only("GET")
def hearing(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One hearing: its parts and their clock, the questions, and for who holds it the desk."""
    one = reader(request)
    folded = seen(name, one)
    state: Selection = folded.state
    this = state.hearings.get(number)
    if this is None:
        raise Http404
    candidate = state.candidates[this.candidate]
    dialogue = this.kind == a.DIALOGUE
    holds = holds_hearing(state, this.kind, one.actor, one.now)
    moderates = dialogue and (
        p.presides_over_assembly(state, one.actor, one.now) or p.in_secretariat(state, one.actor, one.now)
    )
    shown = [*drawn.pieces(state, this), *(("controls", "queue") if holds else ())]
    context = {
        "heading": candidate.full_name,
        "overline": text("web.selection_hearings.hearing_of", kind=_kind(this.kind), n=number),
        "crumbs": _way(name, state),
        "name": name,
        "state": state,
        "hearing": this,
        "dialogue": dialogue,
        "candidate": candidate,
        "nominators": [participant(of) for of in candidate.nominators],
        "pieces": {piece: drawn.draw(piece, state, this, one.now) for piece in shown},
        "marks": drawn.marks(state, this) if dialogue and this.closed else (),
        "over": this.closed is not None,
        "ahead": AHEAD[drawn.standing_of(this)],
        "live": f"/live?view=hearing:{name}/{number}",
        "since": folded.sequence,
        "holds": holds,
        "own": [] if moderates else [q for q in drawn.waiting(state, number) if not q.merged],
        "ask": _ask(name, one, number) if dialogue else None,
        "spoken": [(code, _spoken(code)) for code in SPOKEN],
        "cards": [
            card
            for card in offers.cards(name, one, _ABOUT, str(number), filled=_links(this))
            if card.possible.in_order
        ],
        "desk": _desk(request, state, name, one, number) if moderates and this.closed is None else None,
        "token": offers.token(),
        "site_language": one.language,
    }
    return render(request, "pages/selection/hearing.html", context)


def _way(name: str, state: Selection) -> tuple[Link, ...]:
    here = Link(label=text("web.selection.hearings"), href=reverse("selection_hearings", args=[name]))
    return (*crumbs(name, state), here)


def _links(this: Hearing) -> dict[Any, dict[str, Any]]:
    """What the forms about a hearing begin with."""
    return {
        a.MoveHearing: {"at": f"{this.at:%Y-%m-%dT%H:%M}", "webcast": this.webcast},
        a.FileArchive: {"archive": this.archive},
    }


def _ask(name: str, one: Reader, number: int) -> offers.Form | None:
    found = next(iter(offers.offered(name, one, (a.SubmitQuestion,), str(number))), None)
    return offers.form(name, found, one) if found is not None and found.in_order else None


def _spoken(code: str) -> str:
    """A language by its own name."""
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return code
    return locale.get_display_name(locale) or code


def _desk(request: HttpRequest, state: Selection, name: str, one: Reader, number: int) -> dict[str, Any]:
    """What waits at the desk, searched and narrowed."""
    everything = drawn.waiting(state, number)
    groups = sorted({g for q in everything for g in map(drawn.group_of, q.of) if g})
    themes = sorted({q.theme for q in everything if q.theme})
    tongues = sorted({q.language for q in everything if q.language})
    words = asked_for(request)
    group = lists.chosen(request, "group", groups)
    theme = lists.chosen(request, "theme", themes)
    tongue = lists.chosen(request, "tongue", tongues)
    fitting = [q for q in everything if _fits(q, words, group, theme, tongue)]
    page = lists.paged(request, len(fitting))
    narrow = (
        ("group", "any_group", group, [(g, drawn.group_said(g)) for g in groups]),
        ("theme", "any_theme", theme, [(t, offers.Plain(t)) for t in themes]),
        ("tongue", "any_language", tongue, [(t, offers.Plain(_spoken(t))) for t in tongues]),
    )
    merging = next(iter(offers.offered(name, one, (a.MergeQuestions,), str(number))), None)
    return {
        "finder": lists.Finder(
            name="incoming",
            label=text("web.selection_hearings.search"),
            value=words,
            narrow=tuple(
                lists.Narrow(
                    name=field,
                    label=text(f"web.selection_hearings.{field}"),
                    value=value,
                    choices=lists.choices(text(f"web.selection_hearings.{every}"), each),
                )
                for field, every, value, each in narrow
                if each
            ),
            found=page.found if words or group or theme or tongue else None,
        ),
        "rows": [
            (q, drawn.draw(f"incoming-{q.question}", state, state.hearings[number], one.now))
            for q in page.of(fitting)
        ],
        "pages": page.pages,
        "total": len(everything),
        "merge": offers.form(name, merging, one) if merging is not None and merging.in_order else None,
        "merge_address": offers.act_address(name, a.MergeQuestions),
    }


def _fits(one: Question, words: str, group: str, theme: str, tongue: str) -> bool:
    if group and group not in map(drawn.group_of, one.of):
        return False
    if (theme and one.theme != theme) or (tongue and one.language != tongue):
        return False
    return all(word in _found_by(one) for word in fold(words).split())


def _found_by(one: Question) -> str:
    """What a search looks at: the text, the theme, and the askers' names in every language."""
    return fold(" ".join((one.question_text, one.theme, *_names(one))))


def _names(one: Question) -> Iterator[str]:
    for of in one.of:
        name = drawn.asker(of)
        yield from [of] if isinstance(name, str) else (name.say(language) for language in LANGUAGES)


urlpatterns = [
    path("selections/<slug:name>/hearings/", hearings, name="selection_hearings"),
    path("selections/<slug:name>/hearings/<int:number>/", hearing, name="selection_hearing"),
]
