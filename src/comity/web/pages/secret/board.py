"""The board of trackers of a ballot, and what may be taken along of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path

from comity.rules.words import text
from comity.secret_votes.state import Box, Cast, Stage
from comity.secret_votes.who import box_name
from comity.web.pages import lists
from comity.web.pages.edge import only
from comity.web.pages.reader import asked_for, reader
from comity.web.pages.secret.pieces import draw, stage_said
from comity.web.pages.secret.place import ballot_of, box_of, stream_of, title_of, tracker_of, way, whole_of
from comity.web.secret import archive
from comity.web.secret.ledger import ledger


@only("GET")
def board(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Every ballot that lies in the box, by its tracker; whoever voted finds their own."""
    one = reader(request)
    body, folded, this = ballot_of(code, number, one)
    words = asked_for(request)
    name = lists.chosen(request, "box", list(this.boxes))
    shown = [box for box in this.boxes.values() if name in ("", box.box)]
    found = [(place, cast, box) for box in shown for place, cast in _matching(box, words)]
    found.reverse()
    page = lists.paged(request, len(found))
    narrow = (
        lists.Narrow(
            name="box",
            label=text("secret_votes.fields.box"),
            value=name,
            choices=lists.choices(
                text("web.secret_votes.any_box"), [(box, box_name(box)) for box in this.boxes]
            ),
        ),
    )
    context = {
        "heading": text("web.secret_votes.board"),
        "overline": this.title,
        "crumbs": way(code, number),
        "body": body,
        "ballot": this,
        "stage": stage_said(this),
        "number": title_of(number),
        "finder": lists.Finder(
            name="board",
            label=text("web.secret_votes.find"),
            hint=text("web.secret_votes.find_hint"),
            value=words,
            narrow=narrow if len(this.boxes) > 1 else (),
            found=page.found if words else None,
        ),
        "rows": [_row(place, cast, box) for place, cast, box in page.of(found)],
        "pages": page.pages,
        "ballots_in": draw("ballots-in", this, body, one.language),
        "latest": draw("latest", this, body, one.language),
        "several": len(this.boxes) > 1,
        "live": f"/live?view=secret:{code}/{number}",
        "since": folded.sequence,
    }
    return render(request, "pages/secret/board.html", context)


def _matching(box: Box, words: str) -> Sequence[tuple[int, Cast]]:
    """Trackers are searched as they are written: capitals and small letters differ in them."""
    sought = words.strip().rstrip("=")
    return [
        (place, cast)
        for place, cast in enumerate(box.cast.values(), 1)
        if not sought or sought in tracker_of(cast.digest)
    ]


def _row(place: int, cast: Cast, box: Box) -> dict[str, Any]:
    counts = box.voted.get(cast.voter) == cast.digest
    return {
        "place": place,
        "tracker": tracker_of(cast.digest),
        "entry": cast.entry,
        "counts": counts,
        "box": box_name(box.box),
        "size": cast.size,
    }


@only("GET")
def trackers(request: HttpRequest, code: str, number: int, box: str) -> HttpResponse:
    _, _, this = ballot_of(code, number, reader(request))
    kept = box_of(this, box)
    return JsonResponse(
        {
            "box": kept.box,
            "closed": this.stage is not Stage.OPEN,
            "trackers": [tracker_of(digest) for digest in kept.cast],
        }
    )


@only("GET")
def election(request: HttpRequest, code: str, number: int, box: str) -> HttpResponse:
    """The exact bytes of the election."""
    _, _, this = ballot_of(code, number, reader(request))
    return _bytes(box_of(this, box).election.encode("utf-8"), f"{box}.election.json")


@only("GET")
def trustees(request: HttpRequest, code: str, number: int, box: str) -> HttpResponse:
    """The exact bytes of the archive's trustees."""
    _, _, this = ballot_of(code, number, reader(request))
    kept = box_of(this, box)
    if not kept.election:
        raise Http404
    return _bytes(
        archive.setup(whole_of(code, number), whole_of(code, number).boxes[box])[1], "trustees.json"
    )


@only("GET")
def transcript(request: HttpRequest, code: str, number: int, box: str, owner: int) -> HttpResponse:
    """The second proof of one trustee's share, to be kept beside the archive."""
    _, _, this = ballot_of(code, number, reader(request))
    kept = box_of(this, box)
    share = kept.shares.get(owner)
    if share is None:
        raise Http404
    return _bytes(share.transcript.encode("utf-8"), f"{kept.uuid}.{owner}.transcript.json")


def _bytes(content: bytes, name: str) -> HttpResponse:
    if not content:
        raise Http404
    response = HttpResponse(content, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@only("GET")
def archive_(request: HttpRequest, code: str, number: int, box: str) -> HttpResponseBase:
    """The archive as far as the ballot has come, streamed as it is read."""
    ballot_of(code, number, reader(request))
    whole = whole_of(code, number)
    kept = box_of(whole, box)
    if not kept.election:
        raise Http404
    stream = stream_of(code)
    given: dict[str, Any] = {}
    if whole.stage in (Stage.CLOSED, Stage.ANNOUNCED):
        held = ledger(stream, whole, kept)
        counts = next((one.counts for one in whole.results if one.box == box), None)
        given = {"election": held.election, "tally": held.complete(stream, kept), "counts": counts}
    response = StreamingHttpResponse(
        archive.pieces(stream, whole, kept, **given), content_type="application/octet-stream"
    )
    response["Content-Disposition"] = f'attachment; filename="{archive.name_of(kept)}"'
    return response


urlpatterns = [
    path("secret-votes/<slug:code>/<int:number>/board/", board, name="secret_vote_board"),
    path(
        "secret-votes/<slug:code>/<int:number>/<slug:box>/trackers.json", trackers, name="secret_vote_ballots"
    ),
    path(
        "secret-votes/<slug:code>/<int:number>/<slug:box>/election.json",
        election,
        name="secret_vote_election",
    ),
    path(
        "secret-votes/<slug:code>/<int:number>/<slug:box>/trustees.json",
        trustees,
        name="secret_vote_trustees",
    ),
    path(
        "secret-votes/<slug:code>/<int:number>/<slug:box>/<int:owner>.transcript.json",
        transcript,
        name="secret_vote_transcript",
    ),
    path(
        "secret-votes/<slug:code>/<int:number>/<slug:box>/archive.bel", archive_, name="secret_vote_archive"
    ),
]
