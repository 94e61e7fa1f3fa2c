"""The rounds of a selection: ballots, tellers, results, copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import path, reverse

from comity.rules.acts import Act
from comity.rules.words import text
from comity.selection import acts as a
from comity.selection import people as p
from comity.selection.disclosure import warnings
from comity.selection.exposure import Exposure
from comity.selection.shortlist import Shortlist
from comity.selection.state import Copy, Round, Selection
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import errors, parts
from comity.web.pages.edge import only
from comity.web.pages.parts import Link
from comity.web.pages.reader import Reader, reader
from comity.web.pages.secret import bridges
from comity.web.pages.selection import offers, rounds_drawing, rounds_live, rounds_sheet
from comity.web.pages.selection.place import crumbs, seen, stream_of

CALLED: Final[tuple[type[Act], ...]] = (a.OpenRound, a.DecideColours)
"""What begins a round."""
AFTER: Final[tuple[type[Act], ...]] = (a.ExpressView, a.DecideNext)
"""What follows the latest round and names none."""
OF_ROUND: Final[tuple[type[Act], ...]] = (
    a.AppointTellers,
    a.CloseRound,
    a.ApplyShortlist,
    a.ReportLeak,
)
STANDINGS: Final = {
    "open": "going",
    "closed": "waiting",
    "disclosed": "done",
    "published": "done",
    "told": "done",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A round as far as the reader knows it."""

    round: Round
    standing: str
    badge: str
    told: Any
    """What the reader is told of it, under which rule."""
    mine: tuple[Copy, ...]
    """The copies that are for the reader's delegations."""


def known(state: Selection, number: int, one: Reader) -> Known:
    this = state.rounds.get(number) or Round(round=number, touched=0)
    own = p.mine(state, one.actor, one.now)
    mine = tuple(copy for copy in state.copies.values() if copy.round == number and copy.to in own)
    standing = standing_of(this)
    return Known(
        round=this, standing=standing, badge=STANDINGS[standing], told=_told(state, this, mine), mine=mine
    )


def standing_of(this: Round) -> str:
    """open, closed, disclosed, published, or told: known only from what followed it."""
    if this.published:
        return "published"
    if this.disclosed:
        return "disclosed"
    if this.closed:
        return "closed"
    return "open" if this.method else "told"


def _told(state: Selection, this: Round, mine: tuple[Copy, ...]) -> Any:
    """Why the reader has these figures, or none, with the rule of the rulebook."""
    rules = state.rules
    if this.published:
        return text("web.selection_rounds.told_public", rule=rules.cite("public_told"))
    read = {copy.form for copy in mine if copy.said is not None}
    if "table" in read:
        return text("web.selection_rounds.told_table", rule=rules.cite("members_told"))
    if this.figures and not read:
        return text("web.selection_rounds.told_conducts")
    if read:
        name = "told_extremes" if "own_and_extremes" in read else "told_own"
        return text(f"web.selection_rounds.{name}", rule=rules.cite("nominator_told"))
    if mine:
        return text("web.selection_rounds.told_copy")
    if this.method and this.disclosed is None:
        return text("web.selection_rounds.told_waits")
    if this.notified and not this.method:
        return text("web.selection_rounds.told_fact", rule=rules.cite("assembly_president_told"))
    return text("web.selection_rounds.told_nothing", rule=rules.cite("public_told"))


def numbers(state: Selection) -> list[int]:
    """The rounds that the reader knows of in any way, the latest first."""
    return sorted({*state.rounds, *(copy.round for copy in state.copies.values())}, reverse=True)


def names(state: Selection) -> dict[int, str]:
    return {one.candidate: one.full_name for one in state.candidates.values()}


@only("GET")
def rounds(request: HttpRequest, name: str) -> HttpResponse:
    """Every round as far as the reader may know of it, and what comes next."""
    one = reader(request)
    state: Selection = seen(name, one).state
    found = [known(state, number, one) for number in numbers(state)]
    context = {
        "heading": text("web.selection.rounds"),
        "overline": state.title,
        "crumbs": crumbs(name, state),
        "name": name,
        "state": state,
        "rounds": found,
        "nothing": text("web.selection_rounds.none_public", rule=state.rules.cite("public_told"))
        if state.rules.public_told == "nothing"
        else text("web.selection_rounds.none"),
        "across": rounds_drawing.across(
            [each.round for each in reversed(found)], names(state), state.rules, one.language
        ),
        "copies": [copy for each in found for copy in each.mine],
        "presides": _presides(state, one),
        "colours": state.colours,
        "cards": _shown(name, one, state, (*CALLED[:1], *AFTER)),
        "votes": [
            offers.form(name, each, one)
            for each in offers.offered(name, one, (a.DecideColours,), "")
            if each.in_order
        ],
        "members": [(code, participant(code)) for code in p.members(state, one.now)],
    }
    return render(request, "pages/selection/rounds.html", context)


def _presides(state: Selection, one: Reader) -> Any:
    """That the presidency is handed over for the next round, to whoever may know of rounds."""
    if state.recommended is not None or not (p.seats(state, one.actor, one.now) or p.is_public(state.rules)):
        return None
    president = state.council.president_on(p.today(state, one.now))
    chair = p.conductor(state, one.now)
    if not chair or chair == president:
        return None
    return text(
        "web.selection_rounds.handed_over",
        president=participant(president),
        chair=participant(chair),
        rule=state.rules.cite("president_with_candidate"),
    )


def _shown(
    name: str, one: Reader, state: Selection, kinds: tuple[type[Act], ...], about: str = ""
) -> tuple[parts.Card, ...]:
    """Acts that are in order, and those next on the way with the reason why they are not."""
    latest = state.round
    shut: set[type[Act]]
    if latest is None or latest.decision:
        shut = {a.OpenRound}
    elif latest.disclosed is None:
        shut = {a.CloseRound} if latest.closed is None else set()
    else:
        shut = {a.DecideNext}
    found = offers.cards(name, one, kinds, about)
    return tuple(card for card in found if card.possible.in_order or card.possible.act in shut)


@only("GET")
def one_round(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One round: how it is held, what it came to as far as the reader may know, what follows."""
    return _page(request, name, number)


@only("POST")
def count(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """The sheet of a teller comes in."""
    one = reader(request)
    if not one.signed_in:
        place = reverse("selection_round", args=[name, number])
        return redirect_to_login(place, resolve_url(settings.LOGIN_URL))
    state: Selection = seen(name, one).state
    this = state.rounds.get(number)
    of = request.POST.get("of", "")
    offered = rounds_sheet.sheets(name, one, state, this) if this is not None else ()
    sheet = next((each for each in offered if each.of == of), None)
    if sheet is None or this is None:
        return errors.answer(request, 403)
    heard = rounds_sheet.entered(sheet, request.POST, name, one, state, this)
    if heard.faulty:
        return _page(request, name, number, heard, status=422)
    messages.success(request, text("web.selection_rounds.sheet_heard").say(one.language))
    return HttpResponseRedirect(reverse("selection_round", args=[name, number]), status=303)


def _page(
    request: HttpRequest, name: str, number: int, sheet: rounds_sheet.Sheet | None = None, status: int = 200
) -> HttpResponse:
    one = reader(request)
    folded = seen(name, one)
    state: Selection = folded.state
    if number not in numbers(state):
        raise Http404
    this = known(state, number, one)
    latest = number == max(numbers(state))
    sheets = rounds_sheet.sheets(name, one, state, this.round) if this.round.method else ()
    conducts = bool(this.round.tellers) and _conducts(state, this.round, one)
    disclose = offers.cards(name, one, (a.Disclose,), str(number), opened=(a.Disclose,))
    cards = _shown(name, one, state, OF_ROUND, str(number))
    context = {
        "heading": text("web.selection.round_n", n=number),
        "overline": state.title,
        "crumbs": _way(name, state),
        "name": name,
        "state": state,
        "known": this,
        "round": this.round,
        "facts": tuple(_facts(state, this.round)),
        "sheets": tuple(sheet if sheet and sheet.of == each.of else each for each in sheets),
        "ballots": bridges.held_for(state.recommends, f"selection:{name}/{number}", one)
        if this.round.method == a.ELECTRONIC
        else None,
        "counts": rounds_live.counts(state, this.round) if conducts and not this.round.closed else None,
        "live": f"/live?view=round:{name}/{number}",
        "since": folded.sequence,
        "exposures": _exposures(name, this.round, one) if _open(disclose) else (),
        "disclose": disclose if _open(disclose) else (),
        "accepted": _accepted(state, this.round),
        "figure": rounds_drawing.result("result", this.round, names(state), state.rules, one.language)
        if this.round.figures
        else None,
        "copies": tuple(_copies(state, number, this, one)),
        "shortlist": _shortlist(state, this.round),
        "views": [
            (participant(of), text(f"selection.choices.{wish}_next"), view)
            for of, (wish, view) in this.round.views.items()
        ],
        "decision": text(f"selection.choices.{this.round.decision}_next") if this.round.decision else None,
        "leaks": [
            (at, leak, house().actor(leak.person).name if leak.copy else "")
            for at, leak in state.leaks
            if leak.round == number
        ],
        "cards": (*cards, *(_shown(name, one, state, AFTER) if latest else ())),
    }
    return render(request, "pages/selection/round.html", context, status=status)


def _way(name: str, state: Selection) -> tuple[Link, ...]:
    here = Link(label=text("web.selection.rounds"), href=reverse("selection_rounds", args=[name]))
    return (*crumbs(name, state), here)


def _open(found: tuple[parts.Card, ...]) -> bool:
    return any(card.possible.in_order for card in found)


def _conducts(state: Selection, this: Round, one: Reader) -> bool:
    """Whether the reader conducts the round or counts it."""
    return p.conducts(state, one.actor, one.now, this.conducted_by) or bool(
        set(this.tellers) & set(p.seats(state, one.actor, one.now))
    )


def _facts(state: Selection, this: Round) -> Iterator[parts.Fact]:
    from comity.web.pages.templatetags.parts import moment

    if this.method:
        method = text(f"selection.choices.{this.method}_method")
        value = [method, text("web.selection_rounds.coloured")] if this.coloured else method
        yield parts.Fact(term=text("selection.fields.method"), value=value)
        yield parts.Fact(term=text("web.selection_rounds.ballots"), value=this.voters)
    if this.conducted_by and this.conducted_by != this.president:
        value = text(
            "web.selection_rounds.handed_over",
            president=participant(this.president),
            chair=participant(this.conducted_by),
            rule=state.rules.cite("president_with_candidate"),
        )
        yield parts.Fact(term=text("web.selection_rounds.presides"), value=value)
    elif this.conducted_by:
        yield parts.Fact(term=text("web.selection_rounds.presides"), value=participant(this.conducted_by))
    if this.tellers:
        yield parts.Fact(
            term=text("web.selection_rounds.tellers"), value=[participant(of) for of in this.tellers]
        )
    for name in ("opened", "closed", "disclosed", "published", "notified"):
        at = getattr(this, name)
        if at is not None and not (name == "disclosed" and this.published):
            yield parts.Fact(term=text(f"web.selection_rounds.at_{name}"), value=moment(at))
    if this.archive:
        yield parts.Fact(term=text("selection.fields.archive_hash"), value=this.archive)


def _exposures(name: str, this: Round, one: Reader) -> tuple[tuple[str, Exposure], ...]:
    """Whose ballots the figures would give away.

    Asked of the whole record, as the clerk does before anything is disclosed: whoever conducts must be warned even
    where the round before was conducted by somebody else.
    """
    whole: Selection = house().clerk.folds.whole(stream_of(name)).state
    found = warnings(whole, whole.rounds[this.round], p.members(whole, one.now))
    return tuple((whole.candidates[each.candidate].full_name, each) for each in found)


def _accepted(state: Selection, this: Round) -> tuple[Any, ...]:
    """What was known to be given away when the result was disclosed all the same."""
    return tuple(
        text("web.selection_rounds.accepted_one", name=state.candidates[number].full_name,
             way=text(f"web.selection_rounds.way_{way}"))
        for number, way in this.accepted
    )  # fmt: skip


def copy_said(state: Selection, copy: Copy) -> Any:
    """What a copy holds."""
    if copy.form == "table":
        return text("web.selection_rounds.copy_table")
    candidate = state.candidates.get(copy.candidate)
    name = candidate.full_name if candidate else copy.candidate
    return text(f"web.selection_rounds.copy_{copy.form}", name=name)


def _copies(state: Selection, number: int, this: Known, one: Reader) -> Iterator[tuple[Copy, Any, Any, bool]]:
    """The copies that the reader may know of: copy, for whom, what it holds, whether it is the reader's."""
    for copy in state.copies.values():
        if copy.round == number:
            yield copy, participant(copy.to), copy_said(state, copy), copy in this.mine


def _shortlist(state: Selection, this: Round) -> dict[str, Any] | None:
    """Who dropped out and why, and how equal votes at the cut were settled."""
    if this.shortlisted is None:
        return None
    cut = Shortlist(kept=(), reasons=this.reasons)
    shown = names(state)
    return {
        "out": [(shown.get(n, n), said) for n, said in cut.explain(state.rules)],
        "tied": [shown.get(n, n) for n in this.tied],
        "tie": text(f"web.selection_rounds.tie_{this.tie_rule}", rule=state.rules.cite("ties"))
        if this.tied and this.tie_rule
        else None,
        "seed": this.seed,
        "at": this.shortlisted,
    }


@only("GET")
def copy(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """A confidential copy: first the warning that opening it is an entry, then the copy with its mark."""
    one = reader(request)
    state: Selection = seen(name, one).state
    this = state.copies.get(number)
    if this is None:
        raise Http404
    said = this.said
    figures = state.rounds.get(this.round) or Round(round=this.round, touched=0)
    own = Round(
        round=this.round,
        touched=0,
        figures=said.figures if said else (),
        voters=figures.voters,
        permanent=figures.permanent,
    )
    opened = [each for each in offers.offered(name, one, (a.ReadCopy,), str(number)) if each.in_order]
    context = {
        "heading": text("web.selection.copy_n", n=number),
        "overline": state.title,
        "crumbs": (*_way(name, state), *_round_link(name, this.round)),
        "name": name,
        "state": state,
        "copy": this,
        "to": participant(this.to),
        "holds": copy_said(state, this),
        "said": said,
        "figure": rounds_drawing.result("copy", own, names(state), state.rules, one.language)
        if said
        else None,
        "read": next((at for person, _, mark, at in this.readers if said and mark == said.mark), None),
        "open": offers.form(name, opened[0], one) if opened and said is None else None,
        "document": reverse("selection_copy_document", args=[name, number]) if said else "",
    }
    return render(request, "pages/selection/copy.html", context)


def _round_link(name: str, number: int) -> tuple[Link, ...]:
    label = text("web.selection.round_n", n=number)
    return (Link(label=label, href=reverse("selection_round", args=[name, number])),)


urlpatterns = [
    path("selections/<slug:name>/rounds/", rounds, name="selection_rounds"),
    path("selections/<slug:name>/rounds/<int:number>/", one_round, name="selection_round"),
    path("selections/<slug:name>/rounds/<int:number>/sheet/", count, name="selection_sheet"),
    path("selections/<slug:name>/copies/<int:number>/", copy, name="selection_copy"),
]
