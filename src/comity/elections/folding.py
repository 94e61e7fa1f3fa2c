"""How each event changes what is known of the elections of a body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from comity.bodies.body import Bodies
from comity.elections import events
from comity.elections.balloting import counted
from comity.elections.state import (
    Agreement,
    Candidate,
    Election,
    Elections,
    Round,
    Slate,
    Status,
    Withdrawn,
)
from comity.rules.acts import Happened, Sealed
from comity.voting import Withdrawal, draw
from comity.voting.lots import lot_seed


def begin(stream: str, bodies: Bodies) -> Elections:
    return Elections(stream=stream, body=bodies[stream.partition(":")[2]], bodies=bodies)


def fold(state: Elections, happened: Iterable[Happened | Sealed]) -> Elections:
    elections = dict(state.elections)
    sealed: list[Sealed] = []
    for one in happened:
        if isinstance(one, Sealed):
            sealed.append(one)
            continue
        event = one.event
        if isinstance(event, events.ElectionCalled):
            elections[event.election] = election_of(event, one.at, one.sequence)
            continue
        election = elections.get(getattr(event, "election", 0))
        if election is not None:
            elections[election.election] = replace(_after(election, one), touched=one.at)
    return replace(
        state,
        elections=elections,
        last_election=max(elections, default=0),
        sealed=(*state.sealed, *sealed) if sealed else state.sealed,
    )


def election_of(event: events.ElectionCalled, at: datetime, entry: int = 0) -> Election:
    """The election as it stands when it has just been called."""
    return Election(
        election=event.election,
        title=event.title,
        year=event.year,
        of=event.of,
        elects_to=event.elects_to,
        term_since=event.term_since,
        term_until=event.term_until,
        subsidiary=event.subsidiary,
        seen_by=event.seen_by,
        at=at,
        entry=entry,
        touched=at,
    )


def _after(election: Election, one: Happened) -> Election:
    event = one.event
    match event:
        case events.SlateAdded():
            return _with(election, _slate(event))
        case events.ElectionPostponed():
            return replace(election, postponed=event.reason, postponed_until=event.until)
        case events.ElectionCancelled():
            return replace(election, cancelled=event.reason)
        case events.RoundOpened():
            opened = replace(
                election,
                postponed="",
                postponed_until=None,
                last_round=max(election.last_round, event.round),
            )
            slate = election.slates[event.slate]
            return _with(opened, replace(slate, rounds=(*slate.rounds, _opened(event, one))))
        case _ if hasattr(event, "slate"):
            return _with(election, _on_slate(election.slates[event.slate], one))
        case _:
            round_of = election.round(getattr(event, "round", 0))
            if round_of is None:
                return election
            return _with(election, _on_round(election.slates[round_of.slate], round_of, one))


def _with(election: Election, slate: Slate) -> Election:
    return replace(election, slates={**election.slates, slate.slate: slate})


def _slate(event: events.SlateAdded) -> Slate:
    return Slate(
        slate=event.slate,
        title=event.title,
        seats=event.seats,
        majority=event.majority,
        groups=event.groups,
        eligible=event.eligible,
        anyone=event.anyone,
        barred=event.barred,
    )


def _opened(event: events.RoundOpened, one: Happened) -> Round:
    return Round(
        round=event.round,
        slate=event.slate,
        ballot=event.ballot,
        kind=event.kind,
        method=event.method,
        on=event.on,
        names=event.names,
        anyone=event.anyone,
        places=event.places,
        members=event.members,
        at=one.at,
        entry=one.sequence,
    )


def _on_slate(slate: Slate, one: Happened) -> Slate:
    event = one.event
    match event:
        case events.CandidateDeclared():
            declared = Candidate(
                candidate=event.candidate,
                of=event.of,
                group=event.group,
                spent=event.spent,
                currency=event.currency,
                donors=event.donors,
                by_secretariat=one.by.capacity == "secretariat",
                at=one.at,
                entry=one.sequence,
            )
            return replace(slate, candidates={**slate.candidates, event.candidate: declared})
        case events.CandidateWithdrawn():
            withdrawn = Withdrawn(
                candidate=event.candidate,
                statement=event.statement,
                after=slate.now.ballots,
                at=one.at,
                entry=one.sequence,
            )
            # A seed that was fixed for a lot among others is no seed any more.
            return replace(
                slate,
                withdrawn={**slate.withdrawn, event.candidate: withdrawn},
                steps=(*slate.steps, Withdrawal(candidates=(event.candidate,))),
                fingerprint="",
                commitment="",
            )
        case events.AgreementRecorded():
            agreed = Agreement(
                first=event.first,
                second=event.second,
                statement=event.statement,
                symbol=event.symbol,
                at=one.at,
                entry=one.sequence,
            )
            return replace(slate, agreements=(*slate.agreements, agreed))
        case events.BallotAskedFor():
            return replace(slate, asked_for=(*slate.asked_for, event.of))
        case events.BallotDispensedWith():
            return replace(slate, dispensed=event.elected)
        case events.LotPrepared():
            return replace(slate, fingerprint=event.fingerprint, commitment=one.commitment)
        case events.LotDrawn():
            lot = draw(lot_seed(event.seed, event.commitment), event.among, event.places)
            return replace(
                slate,
                steps=(*slate.steps, lot),
                lots=(*slate.lots, lot),
                fingerprint="",
                commitment="",
            )
        case _:
            return slate


def _on_round(slate: Slate, this: Round, one: Happened) -> Slate:
    event = one.event
    match event:
        case events.PapersIssued():
            return _replaced(slate, replace(this, papers=event.papers))
        case events.RoundClosed():
            return _replaced(slate, replace(this, status=Status.CLOSED, closed_at=one.at))
        case events.CountEntered():
            entered = {**this.entered, one.by.person: event.figures}
            return _replaced(slate, replace(this, entered=entered))
        case events.CountsCompared():
            compared = (*this.compared, event)
            return _replaced(slate, replace(this, entered={}, counting=event.count + 1, compared=compared))
        case events.ResultHandedIn():
            handed_in = replace(
                this,
                status=Status.CLOSED,
                closed_at=one.at,
                archive=event.archive,
                handed_in=event.figures,
            )
            return _replaced(slate, handed_in)
        case events.RoundAnnounced():
            announced = replace(
                this,
                status=Status.ANNOUNCED,
                closed_at=this.closed_at or one.at,
                announced=event.figures,
                announced_at=one.at,
                announcement=one.sequence,
                entered={},
                after=len(slate.steps) + 1,
            )
            steps = (*slate.steps, counted(event.figures))
            members = max(slate.members, this.members)
            return replace(_replaced(slate, announced), steps=steps, members=members)
        case events.RoundAbandoned():
            gone = replace(this, status=Status.ABANDONED, closed_at=one.at, abandoned=event.reason)
            return _replaced(slate, gone)
        case _:
            return slate


def _replaced(slate: Slate, this: Round) -> Slate:
    rounds = tuple(this if one.round == this.round else one for one in slate.rounds)
    return replace(slate, rounds=rounds)
