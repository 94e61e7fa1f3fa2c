"""One secret ballot: where it stands, what is asked, who holds the keys, what is in the box, what came out."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from comity.bodies.body import Body
from comity.clerk.shapes import ACT_ID
from comity.rules.acts import Possible
from comity.rules.guard import Objection, first_objection
from comity.rules.words import Text, say, text
from comity.secret_votes import acts, exposure
from comity.secret_votes.asking import rows
from comity.secret_votes.events import Asked
from comity.secret_votes.rulings import SITUATION
from comity.secret_votes.state import RUNNING, Ballot, Stage
from comity.secret_votes.who import box_name
from comity.web.house import house
from comity.web.pages import asking, parts
from comity.web.pages.acts import SEE_OTHER
from comity.web.pages.edge import only
from comity.web.pages.reader import Reader, reader
from comity.web.pages.secret import bridges, telling
from comity.web.pages.secret.pieces import ahead, draw, labels_of, pieces
from comity.web.pages.secret.place import ballot_of, stream_of, title_of, way, whole_of
from comity.web.secret.archive import name_of
from comity.web.secret.booth import booth_hash
from comity.web.secret.door import open_ballot, state_of


@only("GET")
def ballot(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page for everybody who may know of the ballot."""
    return _page(request, code, number)


def _page(
    request: HttpRequest,
    code: str,
    number: int,
    *,
    objection: Objection | None = None,
    status: int = 200,
) -> HttpResponse:
    one = reader(request)
    body, folded, this = ballot_of(code, number, one)
    whole, state = whole_of(code, number), state_of(stream_of(code))
    mine = tuple(telling.voters(state, whole, one))
    seats = [seat for seat in telling.trustees(state, this, one) if seat["mine"] or seat["may_take"]]
    stream = stream_of(code)
    offered = house().clerk.in_order(stream, one.actor, one.now, str(number))
    context = {
        "heading": this.title,
        "overline": title_of(number),
        "crumbs": way(code, number)[:-1],
        "body": body,
        "ballot": this,
        "objection": objection,
        "pieces": {name.replace("-", "_"): draw(name, this, body, one.language) for name in pieces(this)},
        "ahead": ahead(this),
        "questions": [(asked, labels_of(asked), _marks(asked.least, asked.most)) for asked in this.questions],
        "mine": mine,
        "to_register": any(voter["may_register"] for voter in mine),
        "to_vote": any(voter["may_vote"] for voter in mine),
        "seats": seats,
        "counts": tuple(_own_counts(whole, one)),
        "may_ceremony": this.stage in RUNNING,
        "warned": [one.says(box_name(one.group)) for one in exposure.before(this)]
        if this.stage is Stage.CALLED
        else [],
        "opening": _opening(state, this, one),
        "facts": tuple(_facts(this, body)),
        "archives": list(_archives(this, code)),
        "countdown": parts.Countdown(until=this.closes, now=one.now, label=text("web.secret_votes.closes_in"))
        if this.closes is not None and this.stage in RUNNING and this.stage is not Stage.CLOSED
        else None,
        "bridge": bridges.offered(this, code, one),
        "cards": tuple(asking.card(possible, stream, returned=one.returned) for possible in offered),
        "live": f"/live?view=secret:{code}/{number}",
        "since": folded.sequence,
        "token": secrets.token_urlsafe(16),
    }
    return render(request, "pages/secret/ballot.html", context, status=status)


def _own_counts(whole: Ballot, one: Reader) -> Iterator[dict[str, Any]]:
    """What the reader has counted as a teller: nobody else is shown it before the result."""
    if whole.stage is not Stage.CLOSED:
        return
    for box in whole.boxes.values():
        mine = box.counted.get(one.actor.person) if one.actor.person else None
        if mine is None:
            continue
        several = len(whole.boxes) > 1
        yield {
            "heading": text("web.secret_votes.your_count_of", box=box_name(box.box))
            if several
            else text("web.secret_votes.your_count"),
            "facts": (
                parts.Fact(term=text("secret_votes.fields.returned"), value=str(mine.returned)),
                parts.Fact(term=text("secret_votes.fields.invalid"), value=str(mine.invalid)),
                *(
                    parts.Fact(term=asked.question, value=_row(asked, found, one.language))
                    for asked, found in rows(mine.counts, whole.questions)
                ),
            ),
            "note": text(f"web.secret_votes.your_count_{'again' if box.differs else 'note'}"),
        }


def _row(asked: Asked, counts: tuple[int, ...], language: str) -> str:
    labels = (say(label, language) for label in labels_of(asked))
    return " · ".join(f"{label}: {n}" for label, n in zip(labels, counts, strict=True))


def _marks(least: int, most: int) -> Any:
    return text("web.secret_votes.choose_one") if most == 1 else text("web.secret_votes.choose_up_to", n=most)


def _foreseen(this: Ballot) -> tuple[Text, ...]:
    """What the figures could give away, by the sizes of the boxes."""
    return tuple(one.says(box_name(one.group)) for one in exposure.before(this))


def _opening(state: Any, this: Ballot, one: Reader) -> parts.Card | None:
    """The officers' form that opens the ballot, or why it cannot be opened yet."""
    if this.stage is not Stage.CALLED:
        return None
    act = acts.OpenBallot(id="", stream=state.stream, ballot=this.ballot, booth="", weighed=False)
    guards = SITUATION[acts.OpenBallot][1:]
    objection = first_objection(guards, state, act, one.actor, one.now)
    if objection is not None and first_objection(guards[:2], state, act, one.actor, one.now) is not None:
        return None
    possible = Possible(act=acts.OpenBallot, about=str(this.ballot), objection=objection)
    address = reverse("secret_vote_open", args=[state.body.code, this.ballot])
    return parts.Card(possible=possible, address=address, token=secrets.token_urlsafe(16))


@only("GET", "POST")
def open_(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Open the ballot; whoever comes here otherwise is led to its page."""
    address = reverse("secret_vote", args=[code, number])
    if request.method != "POST":
        return HttpResponseRedirect(address)
    one = reader(request)
    ballot_of(code, number, one)
    id = request.POST.get("id", "")
    if not re.fullmatch(ACT_ID, id):
        raise SuspiciousOperation("an act needs an id of its own")
    weighed = request.POST.get("weighed") == "on"
    ruling = open_ballot(stream_of(code), number, booth_hash(), weighed, id, one.actor)
    if ruling.objection is not None:
        return _page(request, code, number, objection=ruling.objection, status=409)
    messages.success(request, ruling.say(one.language))
    return HttpResponseRedirect(address, status=SEE_OTHER)


def _facts(this: Ballot, body: Body) -> Iterator[parts.Fact]:
    yield parts.Fact(
        term=text("secret_votes.fields.seen_by"), value=text(f"secret_votes.choices.{this.seen_by}")
    )
    again = "one_vote" if this.one_vote_only else "last_counts"
    yield parts.Fact(term=text("web.secret_votes.again"), value=text(f"web.secret_votes.{again}"))
    yield parts.Fact(term=text("secret_votes.fields.fewest"), value=str(this.fewest))
    if this.colour_decision:
        yield parts.Fact(term=text("secret_votes.fields.colour_decision"), value=this.colour_decision)
    if this.paper:
        yield parts.Fact(term=text("secret_votes.fields.paper"), value=text("web.secret_votes.paper_beside"))


def _archives(this: Ballot, code: str) -> Iterator[dict[str, Any]]:
    """What anyone who may know of the ballot can take along and verify."""
    for box in this.boxes.values():
        if not box.uuid:
            continue
        result = next((one for one in this.results if one.box == box.box), None)
        owners = sorted(box.shares)
        transcripts = " ".join(f"--transcript {box.uuid}.{owner}.transcript.json" for owner in owners)
        yield {
            "box": box,
            "name": box_name(box.box),
            "file": name_of(box),
            "address": reverse("secret_vote_archive", args=[code, this.ballot, box.box]),
            "election": reverse("secret_vote_election", args=[code, this.ballot, box.box]),
            "transcripts": [
                (owner, reverse("secret_vote_transcript", args=[code, this.ballot, box.box, owner]))
                for owner in owners
            ],
            "digest": result.archive if result else "",
            "ours": f"comity ballots verify {transcripts} {name_of(box)}".replace("  ", " "),
            "theirs": "belenios-tool election verify --dir .",
        }


urlpatterns = [
    path("secret-votes/<slug:code>/<int:number>/", ballot, name="secret_vote"),
    path("secret-votes/<slug:code>/<int:number>/open/", open_, name="secret_vote_open"),
]
