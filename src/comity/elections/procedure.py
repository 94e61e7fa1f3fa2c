"""Elections: called, candidates declared, rounds held one after another; what each puts on the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import BY_THE_CLERK, Actor, Capacity
from comity.bodies.clearance import as_delegate
from comity.bodies.offices import PUBLIC, circle, counting_table, delegations, officer
from comity.bodies.procedure import Procedure, ToRecord
from comity.elections import acts, events
from comity.elections.balloting import counted, paper_of
from comity.elections.calling import candidate_in
from comity.elections.eligible import COUNCIL, council_slates, council_term, slate_of
from comity.elections.folding import begin, election_of, fold
from comity.elections.holding import drawn_now, figures_of
from comity.elections.offering import in_order
from comity.elections.rulings import CONTENT, SITUATION
from comity.elections.state import Election, Elections, Round
from comity.record.audience import audience
from comity.rules.acts import By, Event
from comity.rules.guard import OutOfOrder, first_objection
from comity.rules.words import text


def decide(state: Elections, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    kind = type(act)
    objection = first_objection((*SITUATION[kind], *CONTENT.get(kind, ())), state, act, actor, now)
    if objection is not None:
        raise OutOfOrder(objection)
    if isinstance(act, acts.CallElection | acts.CallCouncilElection):
        yield from _called(state, act, actor, now)
        return
    election = state.elections[act.election]
    to = circle(state.body, election.seen_by)
    if isinstance(act, acts.EnterCount):
        yield from _entered(state, election, act, actor)
        return
    by = _by(state, election, act, actor, now)
    for event in _happens(state, election, act, now):
        yield ToRecord(event=event, by=by, audience=to)


def _called(state: Elections, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    number = state.last_election + 1
    by, on = officer(state.body, actor, now), state.body.local(now).date()
    if isinstance(act, acts.CallElection):
        called = events.ElectionCalled(
            election=number,
            title=act.title.strip(),
            of=act.of,
            elects_to=act.elects_to,
            term_since=act.term_since,
            term_until=act.term_until,
            subsidiary=act.subsidiary,
            seen_by=act.seen_by,
        )
        yield ToRecord(event=called, by=by, audience=circle(state.body, act.seen_by))
        return
    since, until = council_term(act.year)
    called = events.ElectionCalled(
        election=number,
        title="",
        year=act.year,
        of=acts.STATES,
        elects_to=COUNCIL,
        term_since=since,
        term_until=until,
        seen_by=PUBLIC,
    )
    to = circle(state.body, PUBLIC)
    yield ToRecord(event=called, by=by, audience=to)
    for slate in council_slates(state, election_of(called, now), on):
        yield ToRecord(event=slate, by=by, audience=to)


def _by(state: Elections, election: Election, act: Any, actor: Actor, now: datetime) -> By:
    """A delegation for its own, an officer for what happens in the room."""
    own = delegations(state.body, actor, now)
    match act:
        case acts.DeclareCandidate() | acts.AskForBallot() if act.of in own:
            return as_delegate(actor, state.body, now, act.of)
        case acts.WithdrawCandidate():
            slate = election.slate_for(act.candidate)
            of = slate.in_the_running.get(act.candidate, "") if slate else ""
            if of in own:
                return as_delegate(actor, state.body, now, of)
        case acts.DeclareCandidate():
            return actor.by(Capacity.SECRETARIAT)
        case _:
            pass
    return officer(state.body, actor, now)


def _entered(state: Elections, election: Election, act: acts.EnterCount, actor: Actor) -> Iterator[ToRecord]:
    """What a teller enters is that teller's alone until the other has entered too; then both are compared."""
    this = _round(election, act.round)
    figures = figures_of(state, act)
    common = {"election": act.election, "round": act.round, "count": this.counting}
    entered = events.CountEntered(**common, figures=figures)
    yield ToRecord(event=entered, by=actor.by(Capacity.TELLER), audience=audience(f"person:{actor.person}"))
    for other in this.entered.values():
        compared = events.CountsCompared(**common, first=other, second=figures)
        yield ToRecord(event=compared, by=BY_THE_CLERK, audience=counting_table(state.body))


def _round(election: Election, number: int) -> Round:
    found = election.round(number)
    assert found is not None, number
    return found


def _happens(state: Elections, election: Election, act: Any, now: datetime) -> Iterator[Event]:
    number, on = election.election, state.body.local(now).date()
    match act:
        case acts.AddSlate():
            yield slate_of(state, election, act, on)
        case acts.DeclareCandidate() | acts.WithdrawCandidate() | acts.RecordAgreement():
            yield _of_a_candidate(election, act)
        case acts.AskForBallot():
            yield events.BallotAskedFor(election=number, slate=act.slate, of=act.of)
        case acts.DispenseWithBallot():
            elected = tuple(one.candidate for one in election.slates[act.slate].standing)
            yield events.BallotDispensedWith(election=number, slate=act.slate, elected=elected)
        case acts.OpenRound():
            yield from _opened(state, election, act, now)
        case acts.IssuePapers():
            yield events.PapersIssued(election=number, round=act.round, papers=act.papers)
        case acts.CloseRound():
            yield events.RoundClosed(election=number, round=act.round)
        case acts.HandInResult():
            figures = events.Figures(
                returned=act.papers, invalid=0, blank=act.blank, votes=tuple(sorted(act.votes))
            )
            yield events.ResultHandedIn(
                election=number, round=act.round, archive=act.archive, figures=figures
            )
        case acts.AnnounceRound():
            yield _announced(election, _round(election, act.round))
        case acts.AbandonRound():
            yield events.RoundAbandoned(election=number, round=act.round, reason=act.reason)
        case acts.PrepareLot():
            yield events.LotPrepared(election=number, slate=act.slate, fingerprint=act.fingerprint)
        case acts.DrawLot():
            slate = election.slates[act.slate]
            yield events.LotDrawn(
                election=number,
                slate=act.slate,
                seed=act.seed,
                commitment=slate.commitment,
                among=slate.now.among,
                places=slate.now.contested,
                drawn=drawn_now(slate, act.seed),
            )
        case acts.PostponeElection():
            yield events.ElectionPostponed(election=number, until=act.until, reason=act.reason)
        case acts.CancelElection():
            yield events.ElectionCancelled(election=number, reason=act.reason)
        case _:
            raise TypeError(type(act))


def _of_a_candidate(election: Election, act: Any) -> Event:
    number = election.election
    name: str
    match act:
        case acts.DeclareCandidate():
            name = candidate_in(election, act)
        case acts.WithdrawCandidate():
            name = act.candidate
        case _:
            name = act.first
    slate = election.slate_for(name)
    assert slate is not None, name
    match act:
        case acts.DeclareCandidate():
            return events.CandidateDeclared(
                election=number,
                slate=slate.slate,
                candidate=name,
                of=act.of,
                group=act.group,
                spent=act.spent.strip(),
                currency=act.currency.strip(),
                donors=act.donors.strip(),
            )
        case acts.WithdrawCandidate():
            return events.CandidateWithdrawn(
                election=number, slate=slate.slate, candidate=name, statement=act.statement
            )
        case _:
            return events.AgreementRecorded(
                election=number,
                slate=slate.slate,
                first=act.first,
                second=act.second,
                statement=act.statement,
                symbol=act.symbol,
            )


def _opened(state: Elections, election: Election, act: acts.OpenRound, now: datetime) -> Iterator[Event]:
    """A ballot for each list, in their order; each bears a number of its own."""
    on = state.body.local(now).date()
    members = len(state.body.members_on(on))
    for number, which in enumerate(sorted(act.slates), start=election.last_round + 1):
        slate = election.slates[which]
        paper = paper_of(state, election, slate, members)
        yield events.RoundOpened(
            election=election.election,
            round=number,
            slate=which,
            ballot=slate.now.ballots + 1,
            kind=paper.kind,
            method=act.method,
            on=on,
            names=paper.names,
            anyone=paper.anyone,
            places=paper.places,
            members=paper.members,
        )


def _announced(election: Election, this: Round) -> Event:
    figures = this.agreed
    assert figures is not None
    slate = election.slates[this.slate]
    steps = (*slate.steps, counted(figures))
    now = replace(slate, steps=steps, members=max(slate.members, this.members)).now
    return events.RoundAnnounced(
        election=election.election,
        round=this.round,
        figures=figures,
        required=now.required,
        elected=now.elected,
        next=now.next,
    )


ELECTIONS: Final = Procedure(
    name="elections",
    label=text("elections.proceeding.name"),
    acts=acts.ACTS,
    events=events.EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
)
