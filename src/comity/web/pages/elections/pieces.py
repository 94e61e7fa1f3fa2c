"""What an election's page and its live frames show: where it stands, and each of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comity.bodies.groups import all_groups
from comity.elections.balloting import BALLOTS, cited
from comity.elections.state import (
    RUNNING,
    Candidate,
    Election,
    Elections,
    Round,
    Slate,
    Stage,
    Status,
    said,
    slate_title,
)
from comity.rules.words import Text, text
from comity.web.naming import participant
from comity.web.pages.elections import drawing

BADGES: Final = {
    Stage.CALLED: "waiting",
    Stage.VOTING: "going",
    Stage.BETWEEN: "waiting",
    Stage.POSTPONED: "waiting",
    Stage.COMPLETE: "done",
    Stage.DEADLOCKED: "ended",
    Stage.CANCELLED: "ended",
}


def pieces(election: Election) -> Mapping[str, Any]:
    """By the id of each piece, all that it is drawn from: as long as that stays the same, so does the piece."""
    standing = (election.stage, election.postponed, election.cancelled, election.elected)
    return {"standing": standing} | {f"slate-{one.slate}": one for one in election.slates.values()}


def draw(name: str, state: Elections, election: Election, language: str) -> SafeString:
    """A piece as it stands on the page, in a language."""
    if name == "standing":
        return render_to_string("pages/elections/piece_standing.html", _standing(state, election))
    slate = election.slates[int(name.removeprefix("slate-"))]
    return render_to_string("pages/elections/piece_slate.html", _slate(state, election, slate, language))


def stage_said(stage: Stage) -> Text:
    return text(f"elections.stages.{stage.value}")


def _standing(state: Elections, election: Election) -> dict[str, Any]:
    slates = election.slates.values()
    return {
        "stage": stage_said(election.stage),
        "badge": BADGES[election.stage],
        "election": election,
        "elected": [state.name_of(election, name) for name in election.elected],
        "seats": sum(slate.seats for slate in slates),
        "postponed": _postponed(election),
    }


def _postponed(election: Election) -> Text | None:
    if election.stage is not Stage.POSTPONED:
        return None
    if election.postponed_until is None:
        return text("web.elections.postponed", reason=election.postponed)
    return text("web.elections.postponed_until", until=election.postponed_until, reason=election.postponed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One ballot of a list, in its table."""

    this: Round
    kind: Text
    status: Text


def _slate(state: Elections, election: Election, slate: Slate, language: str) -> dict[str, Any]:
    announced = [one for one in slate.rounds if one.status is Status.ANNOUNCED]
    return {
        "slate": slate,
        "title": slate_title(slate),
        "majority": text(f"elections.choices.{slate.majority}"),
        "citations": cited(state.body, slate.majority),
        "elected": [state.name_of(election, name) for name in slate.elected],
        "next": tuple(_next(state, election, slate)),
        "next_cited": slate.now.citations,
        "running": [_running(one) for one in slate.rounds if one.status in RUNNING],
        "abandoned": [one for one in slate.rounds if one.status is Status.ABANDONED],
        "candidates": [_candidate(state, election, slate, one) for one in slate.candidates.values()],
        "left": [
            (state.name_of(election, one.candidate), one.statement)
            for one in slate.withdrawn.values()
            if one.candidate not in slate.candidates
        ],
        "table": _table(state, election, slate, announced) if announced else None,
        "figure": drawing.ballot(state, election, slate, announced[-1], language) if announced else None,
        "earlier": [drawing.ballot(state, election, slate, one, language) for one in announced[:-1]],
        "lots": [([state.name_of(election, name) for name in lot.drawn], lot.seed) for lot in slate.lots],
        "agreements": [
            ([state.name_of(election, one.first), state.name_of(election, one.second)], one)
            for one in slate.agreements
        ],
        "eligible": [state.name_of(election, name) for name in slate.eligible],
        "barred": [state.name_of(election, name) for name in slate.barred],
        "clean": slate.clean,
        "asked_for": [participant(of, state.body) for of in slate.asked_for],
        "subsidiary": election.subsidiary,
    }


def _next(state: Elections, election: Election, slate: Slate) -> Iterator[Text]:
    """Why the election of this list goes on as it does, or that it is over."""
    if slate.dispensed:
        yield text("web.elections.dispensed")
    elif not slate.steps and slate.next in BALLOTS:
        yield text("web.elections.first", n=slate.seats)
    else:
        yield from (said(reason, state, election) for reason in slate.now.reasons)


def _running(one: Round) -> tuple[Text, Round, Text]:
    kind = text(f"web.elections.kind_{one.kind}")
    return text("web.elections.ballot_n", n=one.ballot), one, kind


def _candidate(state: Elections, election: Election, slate: Slate, one: Candidate) -> dict[str, Any]:
    withdrawn = slate.withdrawn.get(one.candidate)
    return {
        "name": state.name_of(election, one.candidate),
        "by": participant(one.of, state.body) if not election.states else None,
        "group": all_groups().get(one.group),
        "candidate": one,
        "elected": one.candidate in slate.elected,
        "withdrawn": withdrawn,
    }


def _table(state: Elections, election: Election, slate: Slate, announced: list[Round]) -> dict[str, Any]:
    """Every name that got votes, ballot by ballot, and what each ballot came to."""
    votes = [dict(one.announced.votes) if one.announced else {} for one in announced]
    names = sorted(
        {name for found in votes for name in found},
        key=lambda name: [(-found.get(name, -1)) for found in reversed(votes)],
    )
    figures = [one.announced for one in announced if one.announced]
    standings = [slate.standing_after(one) for one in announced]
    return {
        "heads": [
            (one, text("web.elections.ballot_n", n=one.ballot), text(f"web.elections.kind_{one.kind}"))
            for one in announced
        ],
        "rows": [
            (
                state.name_of(election, name),
                [
                    (found.get(name), name in standing.elected)
                    for found, standing in zip(votes, standings, strict=True)
                ],
                name in slate.elected,
            )
            for name in names
        ],
        "sums": [
            (text("elections.fields.returned"), [one.returned for one in figures]),
            (text("elections.fields.invalid"), [one.invalid for one in figures]),
            (text("elections.fields.blank"), [one.blank for one in figures]),
            (
                text("web.elections.voting"),
                [one.returned - one.invalid - one.blank for one in figures],
            ),
            (text("web.elections.required"), [standing.required for standing in standings]),
        ],
    }
