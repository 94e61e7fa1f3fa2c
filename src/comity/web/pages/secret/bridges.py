"""Between a secret ballot and what it is held for: a form filled in from there, and figures handed over untyped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.actor import through_the_door
from comity.clerk.shapes import ACT_ID
from comity.rules.acts import Act
from comity.rules.guard import Ruling, first_objection
from comity.rules.words import text
from comity.secret_votes.asking import write_questions
from comity.secret_votes.events import Asked
from comity.secret_votes.state import ELECTED, ONE_BOX, PERMANENT, Ballot, SecretVotes, Stage
from comity.secret_votes.who import serves
from comity.selection.figures import Figures
from comity.selection.procedure import RULES
from comity.selection.round_acts import HandInResult
from comity.selection.state import Round, Selection
from comity.votes.acts import HandInSecretResult
from comity.votes.methods import SECRET_ELECTRONIC
from comity.votes.rulings import SITUATION
from comity.votes.state import Vote, Votes
from comity.web.house import house
from comity.web.pages import asking, parts
from comity.web.pages.acts import SEE_OTHER
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.secret import to_elections
from comity.web.pages.secret.place import ballot_of, seen, title_of, way

WAYS: Final = 3
"""In favour, against, neither."""


def filled_in(about: str, code: str, one: Reader) -> asking.Answered | None:
    """What the form that calls a ballot begins with, where it is called for a round or a vote."""
    kind, _, place = about.partition(":")
    name, _, number = place.partition("/")
    shown: dict[str, Any] | None = None
    if kind == "elections":
        shown = to_elections.filled(place, code, one)
    elif not number.isdecimal() or len(number) > 9:
        return None
    elif kind == "selection":
        shown = _for_a_round(name, int(number), code, one)
    elif kind == "votes" and name == code:
        shown = _for_a_vote(code, int(number), one)
    if shown is None:
        return None
    return asking.Answered(values={}, errors={}, shown=shown | {"about": about}, files={})


def _for_a_round(name: str, number: int, code: str, one: Reader) -> dict[str, Any] | None:
    state: Selection = house().clerk.seen(f"selection:{name}", one.clearances).state
    this = state.rounds.get(number)
    if this is None or not state.rulebook or state.recommends != code:
        return None
    return {
        "title": text("web.secret_votes.for_round", title=state.title or name, n=number).say(one.language),
        "questions": write_questions(asked_in(state, this, one.language)),
        "most": "1",
        "trustees": [],
        "fewest": "2",
        "seen_by": "members",
        "coloured": "on" if this.coloured else "",
        "colour_decision": text("web.secret_votes.colours_of_round", n=number).say(one.language)
        if this.coloured
        else "",
        "one_vote_only": "",
    }


def asked_in(state: Selection, this: Round, language: str) -> tuple[Asked, ...]:
    """One question for each candidate of a round, its answers those of the selection's own rules."""
    answers = tuple(text(f"web.secret_votes.option_{name}").say(language) for name in state.rules.options)
    return tuple(
        Asked(question=state.candidates[number].full_name, answers=answers, least=1, most=1)
        for number in this.candidates
    )


def _for_a_vote(code: str, number: int, one: Reader) -> dict[str, Any] | None:
    state: Votes = house().clerk.seen(f"votes:{code}", one.clearances).state
    this = state.votes.get(number)
    if this is None or this.method != SECRET_ELECTRONIC.name:
        return None
    subject = state.proposals[this.proposal].subject
    answers = [text(f"votes.choices.{choice}").say(one.language) for choice in ("yes", "no", "abstain")]
    return {
        "title": subject[:160],
        "questions": "\n".join((subject, *answers)),
        "most": "1",
        "trustees": [],
        "fewest": "2",
        "seen_by": this.seen_by,
        "suspended": list(this.suspended),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Where the figures of a ballot belong, and how they are handed over."""

    label: Any
    address: str
    """The page of what it is held for."""
    act: Act | None = None
    """What would be heard; None where it is done already or cannot be."""
    note: Any = None


def offered(this: Ballot, code: str, one: Reader) -> Bridge | None:
    """Whoever may hand the figures over does it with one press; nothing is typed."""
    kind, _, place = this.about.partition(":")
    name, _, number = place.partition("/")
    if kind == "elections":
        back = to_elections.to_a_round(this, place, code, one, archives)
        if back is None:
            return None
        return Bridge(label=back.label, address=back.address, act=back.act, note=back.note)
    if not number.isdecimal() or len(number) > 9:
        return None
    if kind == "selection":
        return _to_a_round(this, name, int(number), one)
    if kind == "votes" and name == code:
        return _to_a_vote(this, code, int(number), one)
    return None


def _to_a_round(this: Ballot, name: str, number: int, one: Reader) -> Bridge | None:
    stream = f"selection:{name}"
    state: Selection = house().clerk.seen(stream, one.clearances).state
    round_of = state.rounds.get(number)
    if round_of is None:
        return None
    label = text("web.selection.round_n", n=number)
    address = reverse("selection_round", args=[name, number])
    if this.stage is not Stage.ANNOUNCED:
        return Bridge(label=label, address=address)
    figures = tuple(figures_for(this, state, round_of))
    if not figures:
        return Bridge(label=label, address=address, note=text("web.secret_votes.other_questions"))
    whole: Selection = house().clerk.folds.whole(stream).state
    rule = RULES[HandInResult]
    about = SimpleNamespace(round=number)
    if first_objection((rule.who, *rule.when), whole, about, one.actor, one.now) or round_of.handed_in:
        return Bridge(label=label, address=address)
    act = HandInResult(id="", stream=stream, round=number, archive=archives(this), figures=figures)
    silent = round_of.voters - sum(result.counted for result in this.results)
    note = text("web.secret_votes.silent_are_neither", n=silent) if silent else None
    return Bridge(label=label, address=address, act=act, note=note)


def archives(this: Ballot) -> str:
    """The hash of the archive; of two boxes, that of both hashes one after the other."""
    digests = [result.archive for result in this.results]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def figures_for(this: Ballot, state: Selection, round_of: Round) -> Iterator[Figures]:
    """The figures of a round from the boxes of its ballot; none where something else was asked.

    A member that cast no ballot has said neither yes nor no, and is counted so.
    """
    names = [state.candidates[number].full_name for number in round_of.candidates]
    fits = [asked.question for asked in this.questions] == names and all(
        len(asked.answers) == WAYS and asked.most == 1 and not asked.blank for asked in this.questions
    )
    if not fits or this.coloured is not round_of.coloured:
        return
    counts = {result.box: _with_the_silent(result.counts, result.counted, this) for result in this.results}
    for i, number in enumerate(round_of.candidates):
        at = slice(i * WAYS, (i + 1) * WAYS)
        if not this.coloured:
            in_favour, against, neutral = counts[ONE_BOX](ONE_BOX)[at]
            yield Figures(candidate=number, in_favour=in_favour, against=against, neutral=neutral)
            continue
        permanent, elected = counts[PERMANENT](PERMANENT)[at], counts[ELECTED](ELECTED)[at]
        both = [p + e for p, e in zip(permanent, elected, strict=True)]
        yield Figures(
            candidate=number,
            in_favour=both[0],
            against=both[1],
            neutral=both[2],
            in_favour_permanent=permanent[0],
            against_permanent=permanent[1],
            neutral_permanent=permanent[2],
        )


def _with_the_silent(counts: tuple[int, ...], counted: int, this: Ballot) -> Any:
    def of(box: str) -> tuple[int, ...]:
        silent = len(this.boxes[box].voters) - counted
        return tuple(n + silent if i % WAYS == WAYS - 1 else n for i, n in enumerate(counts))

    return of


def _to_a_vote(this: Ballot, code: str, number: int, one: Reader) -> Bridge | None:
    stream = f"votes:{code}"
    state: Votes = house().clerk.seen(stream, one.clearances).state
    vote: Vote | None = state.votes.get(number)
    if vote is None or vote.method != SECRET_ELECTRONIC.name:
        return None
    label, address = text("web.votes.vote_n", n=number), reverse("vote", args=[code, number])
    asked = this.questions
    fits = len(asked) == 1 and len(asked[0].answers) == WAYS and asked[0].most == 1 and not this.coloured
    whole: Votes = house().clerk.folds.whole(stream).state
    guards = SITUATION[HandInSecretResult][1:]
    about = SimpleNamespace(vote=number)
    if this.stage is not Stage.ANNOUNCED or first_objection(guards, whole, about, one.actor, one.now):
        return Bridge(label=label, address=address)
    if not fits:
        return Bridge(label=label, address=address, note=text("web.secret_votes.other_questions"))
    (result,) = this.results
    blank = result.counts[0] if asked[0].blank else 0
    yes, no, abstain = result.counts[-WAYS:]
    act = HandInSecretResult(
        id="", stream=stream, vote=number, archive=archives(this), yes=yes, no=no, abstain=abstain + blank
    )
    return Bridge(label=label, address=address, act=act)


@only("GET", "POST")
def hand_over(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand the figures over to what the ballot was held for."""
    one = reader(request)
    _, _, this = ballot_of(code, number, one)
    page = reverse("secret_vote", args=[code, number])
    if request.method != "POST":
        return HttpResponseRedirect(page)
    id = request.POST.get("id", "")
    if not re.fullmatch(ACT_ID, id):
        raise SuspiciousOperation("an act needs an id of its own")
    bridge = offered(this, code, one)
    if bridge is None:
        raise Http404
    if bridge.act is None:
        return HttpResponseRedirect(page, status=SEE_OTHER)
    ruling = _heard(bridge.act, id, one)
    if ruling.objection is not None:
        context = {
            "heading": bridge.act.label,
            "crumbs": way(code, number),
            "objection": ruling.objection,
            "back": page,
            "card": None,
            "problems": (),
        }
        return render(request, "pages/secret/refused.html", context, status=409)
    messages.success(request, ruling.say(one.language))
    return HttpResponseRedirect(bridge.address, status=SEE_OTHER)


def _heard(act: Act, id: str, one: Reader) -> Ruling:
    given = {name: value for name, value in vars(act).items() if name != "id"}
    return house().clerk.hear(type(act)(id=id, **given), through_the_door(one.actor), one.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The ballots that were called for a round or a vote, and for whoever may the way to call one."""

    ballots: tuple[parts.Link, ...]
    call: str


def held_for(code: str, about: str, one: Reader) -> Held | None:
    """What the page of a round or a vote shows; nothing where there is nothing to see or to do."""
    state: SecretVotes = seen(code, one).state
    found = tuple(
        parts.Link(label=title_of(ballot.ballot), href=reverse("secret_vote", args=[code, ballot.ballot]))
        for ballot in state.ballots.values()
        if ballot.about == about
    )
    may = serves(state, one.actor, one.now)
    call = f"{reverse('secret_vote_call', args=[code])}?about={quote(about)}" if may else ""
    return Held(ballots=found, call=call) if found or call else None


urlpatterns = [
    path("secret-votes/<slug:code>/<int:number>/hand-over/", hand_over, name="secret_vote_hand_over"),
]
