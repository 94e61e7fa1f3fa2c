"""The votes of a body: the questions put to it, each vote as it is held, the board for the chamber."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.bodies.body import Body
from comity.bodies.order import fold
from comity.clerk.folds import Folded
from comity.rules.acts import Possible
from comity.rules.words import LANGUAGES, text
from comity.votes.acts import PASS, CastVote
from comity.votes.methods import ROLL_CALL, SECRET_ELECTRONIC, WRITTEN
from comity.votes.state import RUNNING, Fate, Proposal, Status, Vote, Votes
from comity.web.house import house
from comity.web.naming import participant
from comity.web.pages import asking, lists, parts
from comity.web.pages.communications import body_of
from comity.web.pages.edge import only
from comity.web.pages.proceedings import ABOUT_QUESTIONS, votes_crumbs
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.pages.secret.bridges import held_for
from comity.web.pages.votes_live import circle_of
from comity.web.pages.votes_pieces import choice_said, draw, pieces, plate, rule_citations, rule_said
from comity.web.pages.votes_rows import FATES, line, own, question_row, vote_line

AHEAD: Final = {
    Status.PUT: (Status.OPEN, Status.CLOSED, Status.ANNOUNCED, Status.DROPPED),
    Status.OPEN: (Status.CLOSED, Status.ANNOUNCED, Status.DROPPED),
    Status.CLOSED: (Status.ANNOUNCED, Status.DROPPED),
}
"""What a vote may still come to; for each a page bears a place where it says so."""


def seen(body: Body, one: Reader) -> Folded:
    """The votes as this reader may see them."""
    return house().clerk.seen(f"votes:{body.code}", one.clearances)


def seen_by_all(body: Body, one: Reader) -> Folded:
    """The votes as everybody of the reader's circle may see them: what is shown to many at once."""
    lens = circle_of(" ".join(one.clearances), body.code)
    return house().clerk.seen(f"votes:{body.code}", frozenset(lens.split(" ")))


@only("GET")
def votes(request: HttpRequest, code: str) -> HttpResponse:
    """The votes under way, then every question with its votes, the latest first."""
    body, one = body_of(code), reader(request)
    folded = seen_by_all(body, one)
    state: Votes = folded.state
    words, fate = asked_for(request), lists.chosen(request, "outcome", [f.value for f in Fate])
    found = _matching(state, words, fate)
    page = lists.paged(request, len(found))
    crumbs = votes_crumbs(code)
    context = {
        "heading": crumbs[-1].label,
        "overline": body.name,
        "crumbs": crumbs[:-1],
        "running": line(state),
        "finder": lists.Finder(
            name="questions",
            label=text("web.votes.search"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="outcome",
                    label=text("web.votes.fate"),
                    value=fate,
                    choices=lists.choices(
                        text("web.votes.any_fate"), [(f.value, text(f"votes.fates.{f.value}")) for f in Fate]
                    ),
                ),
            ),
            found=page.found if words or fate else None,
        ),
        "rows": [(p.proposal, question_row(p, state)) for p in page.of(found)],
        "pages": page.pages,
        "sealed": len(seen(body, one).state.sealed),
        "live": f"/live?view=votes:{code}",
        "since": folded.sequence,
        "cards": tuple(_cards(body, one, "", questions=True)),
    }
    return render(request, "pages/votes.html", context)


def _matching(state: Votes, words: str, fate: str) -> Sequence[Proposal]:
    sought = fold(words).split()

    def fits(one: Proposal) -> bool:
        if fate and one.fate != fate:
            return False
        if not sought:
            return True
        movers = (participant(of, state.body) for of in one.movers)
        names = " ".join(fold(name.say(each)) for name in movers for each in LANGUAGES)
        found = f"{fold(one.subject)} {fold(one.symbol)} {names}"
        return all(word in found for word in sought)

    return [one for one in lists.latest_first(state.proposals) if fits(one)]


def _cards(body: Body, one: Reader, about: str, *, questions: bool) -> Iterator[parts.Card]:
    """What this reader may do about a question or about a vote, or why not; a vote is given in its own form."""
    stream = f"votes:{body.code}"
    for possible in house().clerk.in_order(stream, one.actor, one.now, about):
        if (possible.act.name in ABOUT_QUESTIONS) is questions and not _is_ballot(possible):
            yield asking.card(possible, stream, returned=one.returned)


def _is_ballot(possible: Possible) -> bool:
    return possible.act is CastVote and possible.in_order


@only("GET")
def question(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One question: what it is, what is about it, the votes on it, what may be done with it."""
    body, one = body_of(code), reader(request)
    state: Votes = seen(body, one).state
    if number not in state.proposals:
        raise Http404
    this = state.proposals[number]
    context = {
        "heading": this.subject,
        "overline": text("web.votes.question_n", n=number),
        "crumbs": votes_crumbs(code),
        "proposal": this,
        "fate": text(f"votes.fates.{this.fate.value}"),
        "badge": FATES[this.fate],
        "facts": tuple(_facts_of_question(this, state)),
        "votes": [vote_line(state.votes[n], state) for n in this.votes],
        "beside": [(p.proposal, question_row(p, state)) for p in state.about(number)],
        "cards": tuple(_cards(body, one, str(number), questions=True)),
    }
    return render(request, "pages/vote_question.html", context)


def _facts_of_question(this: Proposal, state: Votes) -> Iterator[parts.Fact]:
    yield parts.Fact(term=text("web.votes.question"), value=text(f"web.votes.kind_{this.kind.value}"))
    movers = [participant(of, state.body) for of in this.movers]
    term = text("web.votes.movers")
    yield parts.Fact(term=term, value=movers or text("web.votes.by_presidency"))
    if this.symbol:
        value = format_html('<bdi dir="ltr">{}</bdi>', this.symbol)
        yield parts.Fact(term=text("web.pages.symbol"), value=value)
    if this.item:
        yield parts.Fact(term=text("votes.fields.item"), value=this.item)
    if this.about in state.proposals:
        about = state.proposals[this.about]
        href = reverse("vote_question", args=[state.body.code, about.proposal])
        value = format_html('<a href="{}" dir="auto">{}</a>', href, about.subject)
        yield parts.Fact(term=text("web.votes.about_question"), value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A delegation's own vote in one vote: what the record has, and the form to give it."""

    of: str
    name: Any
    own: SafeString
    given: str
    choices: tuple[tuple[str, Any], ...]
    """Empty where it cannot vote now."""
    address: str
    token: str
    signed: bool
    changeable: bool


@only("GET")
def vote(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One vote: the question, the rule, who has voted, the reader's own vote, the result and why."""
    body, one = body_of(code), reader(request)
    public, mine = seen_by_all(body, one), seen(body, one)
    if number not in public.state.votes:
        raise Http404
    this: Vote = public.state.votes[number]
    asked: Proposal = public.state.proposals[this.proposal]
    ballots = tuple(_ballots(body, one, mine.state.votes[number]))
    context = {
        "heading": asked.subject,
        "overline": text("web.votes.vote_n", n=number),
        "crumbs": votes_crumbs(code),
        "body": body,
        "vote": this,
        "proposal": asked,
        "pieces": _pieces(this, body, one),
        "roll": _roll(this, body, one, participant),
        "listed": not this.how.secret and not this.how.consent,
        "facts": tuple(_facts(this, asked, body)),
        "citations": rule_citations(this, body),
        "rule": rule_said(this.rule),
        "countdown": parts.Countdown(until=this.until, now=one.now, label=text("votes.fields.until"))
        if this.until is not None and this.status in RUNNING
        else None,
        "ballots": ballots,
        "open": this.status is Status.OPEN and any(ballot.choices for ballot in ballots),
        "abandoned": text("web.votes_events.vote_abandoned", vote=number, reason=this.abandoned)
        if this.abandoned
        else None,
        "held": held_for(code, f"votes:{code}/{number}", one) if this.how is SECRET_ELECTRONIC else None,
        "explanations": [(participant(e.of, body), e) for e in this.explanations],
        "intentions": [
            (e, text("web.votes.intended", of=participant(e.of, body), choice=choice_said(e.choice)))
            for e in this.intentions
        ],
        "ahead": [status.value for status in AHEAD.get(this.status, ())],
        "live": f"/live?view=board:{code}/{number}",
        "since": public.sequence,
        "own_live": f"/live?view=vote:{code}/{number}" if ballots else "",
        "own_since": mine.sequence,
        "cards": tuple(_cards(body, one, str(number), questions=False)),
    }
    return render(request, "pages/vote.html", context)


def _pieces(this: Vote, body: Body, one: Reader) -> dict[str, SafeString]:
    """Everything but the lights, which stand in the roll."""
    return {
        name: draw(name, value, this, body, one.language)
        for name, value in ({"drawing": ()} | dict(pieces(this, body))).items()
        if not name.startswith("seat-")
    }


def _roll(this: Vote, body: Body, one: Reader, name: Any) -> list[tuple[str, Any, SafeString]]:
    """Every member in the order of the vote: its code, its name, its light."""
    known = pieces(this, body)
    return [
        (
            code,
            name(code, body),
            draw(f"seat-{code}", known[f"seat-{code}"], this, body, one.language),
        )
        for code in this.roll or this.electorate
    ]


def _facts(this: Vote, asked: Proposal, body: Body) -> Iterator[parts.Fact]:
    href = reverse("vote_question", args=[body.code, asked.proposal])
    label = asked.symbol or text("web.votes.question_n", n=asked.proposal)
    yield parts.Fact(term=text("web.votes.question"), value=_link(href, label))
    movers = [participant(of, body) for of in asked.movers]
    by = movers or text("web.votes.by_presidency")
    yield parts.Fact(term=text("web.votes.movers"), value=by)
    yield parts.Fact(term=text("votes.fields.method"), value=text(f"votes.methods.{this.method}"))
    if asked.recorded_for:
        asked_for = text("web.votes.recorded_for")
        yield parts.Fact(term=asked_for, value=participant(asked.recorded_for, body))
    if this.basis:
        basis = text("votes.fields.basis_of", place=this.basis)
        yield parts.Fact(term=text("votes.fields.basis"), value=basis)
    for term, members in ((text("votes.fields.parties"), this.parties), (_SUSPENDED, this.suspended)):
        if members:
            yield parts.Fact(term=term, value=[participant(of, body) for of in members])
    yield parts.Fact(term=text("web.votes.opened"), value=_at(this.at, this.entry))
    if this.closed_at is not None:
        yield parts.Fact(term=text("web.votes.closed_at"), value=_at(this.closed_at, 0))
    if this.result is not None:
        value = _at(this.result.at, this.result.entry)
        yield parts.Fact(term=text("web.votes.announced_at"), value=value)


_SUSPENDED: Final = text("votes.fields.suspended")


def _link(href: str, label: Any) -> SafeString:
    from comity.web.pages.templatetags.say import said

    return format_html('<a href="{}"><bdi>{}</bdi></a>', href, said(label))


def _at(at: Any, entry: int) -> SafeString:
    from comity.web.pages.templatetags.parts import moment

    if not entry:
        return moment(at)
    href = reverse("record_entry", args=[entry])
    return format_html("{} · {}", moment(at), _link(href, text("web.pages.entry", n=entry)))


def _ballots(body: Body, one: Reader, this: Vote) -> Iterator[Ballot]:
    """One for each delegation in whose name the reader may vote."""
    if this.how.given_by != "members":
        return
    stream = f"votes:{body.code}"
    offered = house().clerk.in_order(stream, one.actor, one.now, str(this.vote))
    possible = next((p for p in offered if p.act is CastVote), None)
    if possible is None:
        return
    for of, name in dict(possible.options).get("of", ()):
        if of not in this.electorate:
            continue
        cast = this.cast.get(of)
        may = possible.in_order and (cast is None or this.how.changeable or cast.choice == PASS)
        if this.how is ROLL_CALL:
            may = may and this.called == of
        choices = ["yes", "no", "abstain", "not participating"]
        if this.how is ROLL_CALL and of not in this.passed:
            choices.append(PASS)
        yield Ballot(
            of=of,
            name=name,
            own=own(this, of),
            given=cast.choice if cast else "",
            choices=tuple((choice, choice_said(choice)) for choice in choices) if may else (),
            address=reverse("act", args=[stream, CastVote.name]),
            token=secrets.token_urlsafe(16),
            signed=this.how is WRITTEN,
            changeable=this.how.changeable,
        )


@only("GET")
def board(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The board for the screen of the chamber: every light, the figures, the result, and nothing else."""
    body, one = body_of(code), reader(request)
    folded = seen_by_all(body, one)
    if number not in folded.state.votes:
        raise Http404
    this: Vote = folded.state.votes[number]
    asked: Proposal = folded.state.proposals[this.proposal]
    size = len(this.electorate)
    context = {
        "heading": asked.subject,
        "body": body,
        "vote": this,
        "proposal": asked,
        "pieces": _pieces(this, body, one),
        "roll": _roll(this, body, one, lambda code, body: plate(code, body, one.language)),
        "listed": not this.how.secret and not this.how.consent,
        "size": "few" if size <= 20 else "some" if size <= 70 else "many",
        "live": f"/live?view=board:{code}/{number}",
        "since": folded.sequence,
    }
    return render(request, "pages/vote_board.html", context)


urlpatterns = [
    path("bodies/<slug:code>/votes/", votes, name="votes"),
    path("bodies/<slug:code>/votes/questions/<int:number>/", question, name="vote_question"),
    path("bodies/<slug:code>/votes/<int:number>/", vote, name="vote"),
    path("bodies/<slug:code>/votes/<int:number>/board/", board, name="vote_board"),
]
