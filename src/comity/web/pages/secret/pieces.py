"""What a ballot's page and its live frames show: small pieces, each with an id of its own on the page."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comity.bodies.body import Body
from comity.rules.words import Text, say, text
from comity.secret_votes import exposure
from comity.secret_votes.asking import rows
from comity.secret_votes.events import Asked
from comity.secret_votes.state import RUNNING, Ballot, Stage, Step
from comity.secret_votes.who import box_name, seat_name
from comity.web.pages import charts
from comity.web.pages.secret.place import tracker_of

LATEST: Final = 6
"""Trackers on the ballot's own page; the board has all of them."""

BADGES: Final = {
    Stage.CALLED: "waiting",
    Stage.OPEN: "going",
    Stage.CLOSED: "waiting",
    Stage.ANNOUNCED: "done",
    Stage.ABANDONED: "ended",
}
WAY: Final = (Stage.CALLED, Stage.OPEN, Stage.CLOSED, Stage.ANNOUNCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A trustee's line: who it is, how far, and what was reported."""

    owner: int
    seat: str
    name: str
    step: str
    shares: int
    reports: tuple[tuple[int, str], ...]


def pieces(ballot: Ballot) -> Mapping[str, Hashable]:
    """By the id of each piece, all that it is drawn from: as long as that stays the same, so does the piece."""
    boxes = ballot.boxes.values()
    return {
        "standing": (ballot.stage, ballot.abandoned),
        "keys": tuple(_holders(ballot)),
        "registered": tuple((box.box, len(box.registered), len(box.voters)) for box in boxes),
        "ballots-in": tuple((box.box, len(box.cast)) for box in boxes),
        "latest": tuple((box.box, tuple(_latest(box.cast))) for box in boxes),
        "waiting": _waiting(ballot),
        "result": (ballot.results, ballot.opened_paper, tuple(_accepted(ballot))),
    }


def _holders(ballot: Ballot) -> Iterator[Holder]:
    for seat in ballot.seats:
        yield Holder(
            owner=seat.owner,
            seat=seat.seat,
            name=seat.name,
            step=_step(ballot, ballot.step_of(seat)),
            shares=sum(seat.owner in box.shares for box in ballot.boxes.values()),
            reports=seat.reports,
        )


def _step(ballot: Ballot, step: Step) -> str:
    """A key that is made goes on to open its part once the ballot is closed."""
    if step is Step.DONE and ballot.stage is Stage.CLOSED:
        return "opening"
    return step.value


def _latest(cast: Mapping[str, Any]) -> Iterator[str]:
    return islice(reversed(list(cast)), LATEST)


def _waiting(ballot: Ballot) -> tuple[str, int, int]:
    """What the ballot waits for: a word, how much is there, how much is needed."""
    boxes = ballot.boxes.values()
    match ballot.stage:
        case Stage.CALLED if not ballot.ready:
            return ("keys", sum(bool(seat.key) for seat in ballot.seats), len(ballot.seats))
        case Stage.CALLED:
            return ("opening", 0, 0)
        case Stage.OPEN:
            return ("ballots", 0, 0)
        case Stage.CLOSED if not all(ballot.enough_ballots(box) for box in boxes):
            return ("too_few", min(len(box.voted) for box in boxes), ballot.fewest)
        case Stage.CLOSED if not all(ballot.enough_shares(box) for box in boxes):
            return ("shares", min(len(box.shares) for box in boxes), ballot.threshold)
        case Stage.CLOSED if any(box.differs for box in boxes):
            return ("papers_again", 0, 0)
        case Stage.CLOSED:
            return ("papers" if ballot.paper and not ballot.opens else "result", 0, 0)
        case _:
            return ("", 0, 0)


def draw(name: str, ballot: Ballot, body: Body, language: str) -> SafeString:
    """A piece as it stands on the page, in a language."""
    return render_to_string(
        f"pages/secret/piece_{name.replace('-', '_')}.html", CONTEXTS[name](ballot, body, language)
    )


def _standing(ballot: Ballot, body: Body, language: str) -> dict[str, Any]:
    reached = WAY.index(ballot.stage) if ballot.stage in WAY else -1
    return {
        "abandoned": ballot.abandoned,
        "steps": [
            (
                text(f"web.secret_votes.way_{stage.value}"),
                "done"
                if i < reached or ballot.stage is Stage.ANNOUNCED
                else "now"
                if i == reached
                else "ahead",
            )
            for i, stage in enumerate(WAY)
        ],
    }


def _keys(ballot: Ballot, body: Body, language: str) -> dict[str, Any]:
    return {
        "holders": [
            (holder, seat_name(body, holder.seat), text(f"web.secret_votes.step_{holder.step}"))
            for holder in _holders(ballot)
        ],
        "names": {seat.owner: say(seat_name(body, seat.seat), language) for seat in ballot.seats},
        "boxes": len(ballot.boxes),
        "closed": ballot.stage is Stage.CLOSED,
        "needed": text("web.secret_votes.needed_group", n=ballot.threshold, of=len(ballot.seats))
        if ballot.group
        else text("web.secret_votes.needed_all", n=len(ballot.seats)),
    }


def _counted(counts: Iterator[tuple[str, int, int]]) -> dict[str, Any]:
    return {"counts": [(box_name(box), n, of) for box, n, of in counts]}


def _registered(ballot: Ballot, body: Body, language: str) -> dict[str, Any]:
    return _counted((box.box, len(box.registered), len(box.voters)) for box in ballot.boxes.values())


def _in(ballot: Ballot, body: Body, language: str) -> dict[str, Any]:
    return _counted((box.box, len(box.cast), len(box.registered)) for box in ballot.boxes.values()) | {
        "opened": ballot.stage not in (Stage.CALLED,),
    }


def _trackers(ballot: Ballot, body: Body, language: str) -> dict[str, Any]:
    found = [
        (box_name(box.box), box.box, [tracker_of(digest) for digest in _latest(box.cast)])
        for box in ballot.boxes.values()
    ]
    return {"boxes": found, "several": len(found) > 1}


def _waits(ballot: Ballot, body: Body, language: str) -> dict[str, Any]:
    what, n, of = _waiting(ballot)
    return {"waiting": text(f"web.secret_votes.waits_{what}", n=n, of=of) if what else None}


def labels_of(asked: Asked) -> tuple[Any, ...]:
    """The answers of a question as its counts stand: blank first where it is offered."""
    blank = (text("web.secret_votes.blank"),) if asked.blank else ()
    return (*blank, *asked.answers)


def _result(ballot: Ballot, body: Body, language: str) -> dict[str, Any]:
    return {
        "results": ballot.results,
        "figures": list(figures(ballot, language)),
        "boxes": [(box_name(one.box), one.counted, one.ballots) for one in ballot.results],
        "warned": [warned.says for warned in exposure.after(ballot)],
        "paper": list(reconciled(ballot)),
        "tellers": [text("secret_votes.choices.teller_n", n=n) for n in tellers(ballot)],
        "accepted": [(box_name(box), reason) for box, reason in _accepted(ballot)],
        "agrees": agrees(ballot),
    }


def figures(ballot: Ballot, language: str) -> Iterator[charts.Figure]:
    """Each question drawn: bars, or where boxes are told apart a bar in parts for each answer."""
    by_box = [list(rows(one.counts, ballot.questions)) for one in ballot.results]
    if not by_box:
        return
    for i, asked in enumerate(ballot.questions):
        name = f"figure-{ballot.ballot}-{i + 1}"
        head = text("web.secret_votes.answer")
        counts = [found[i][1] for found in by_box]
        labels = labels_of(asked)
        if len(counts) == 1:
            items = [charts.Bar(label=label, value=n) for label, n in zip(labels, counts[0], strict=True)]
            votes = text("web.secret_votes.votes")
            yield charts.bars(name, asked.question, items, head=(head, votes), language=language)
            continue
        stacks = [
            charts.Stack(label=label, values=tuple(values))
            for label, *values in zip(labels, *counts, strict=True)
        ]
        series = [box_name(one.box) for one in ballot.results]
        yield charts.stacks(name, asked.question, series, stacks, head=head, language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One answer, counted electronically and by each teller."""

    box: Any
    question: str
    answer: Any
    electronic: int
    counted: tuple[int | None, ...]
    """By teller; None where that teller did not count this box."""

    @property
    def differs(self) -> bool:
        return any(count not in (None, self.electronic) for count in self.counted)


def reconciled(ballot: Ballot) -> Iterator[Beside]:
    """The result beside both tellers' counts, answer by answer."""
    for result in ballot.results:
        papers = {one.teller: one.counts for one in ballot.opened_paper if one.box == result.box}
        if not papers:
            continue
        at = 0
        for asked, counts in rows(result.counts, ballot.questions):
            for label, n in zip(labels_of(asked), counts, strict=True):
                yield Beside(
                    box=box_name(result.box),
                    question=asked.question,
                    answer=label,
                    electronic=n,
                    counted=tuple(papers[n][at] if n in papers else None for n in tellers(ballot)),
                )
                at += 1


def tellers(ballot: Ballot) -> tuple[str, ...]:
    """The tellers by number, as far as any of them counted a box."""
    return tuple(sorted({one.teller for one in ballot.opened_paper}))


def _accepted(ballot: Ballot) -> Iterator[tuple[str, str]]:
    return ((box.box, box.accepted) for box in ballot.boxes.values() if box.accepted)


def agrees(ballot: Ballot) -> bool:
    return not any(one.differs for one in reconciled(ballot))


def stage_said(ballot: Ballot) -> Text:
    return text(f"secret_votes.stages.{ballot.stage.value}")


def ahead(ballot: Ballot) -> tuple[str, ...]:
    """The stages to which a ballot may still come; for each a page bears a place where it says so."""
    if ballot.stage not in RUNNING:
        return ()
    after = WAY[WAY.index(ballot.stage) + 1 :]
    return (*(stage.value for stage in after), Stage.ABANDONED.value)


CONTEXTS: Final = {
    "standing": _standing,
    "keys": _keys,
    "registered": _registered,
    "ballots-in": _in,
    "latest": _trackers,
    "waiting": _waits,
    "result": _result,
}
