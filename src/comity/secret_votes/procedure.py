"""Secret ballots: called, keys made, members register, ballots taken, opened together; what goes on the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from comity.bodies.actor import BY_THE_CLERK, CLERK, Actor, Capacity
from comity.bodies.order import alphabetical
from comity.bodies.procedure import Procedure, ToRecord
from comity.record.audience import Audience, audience
from comity.rules.acts import By, Due, Event
from comity.rules.guard import OutOfOrder, first_objection
from comity.rules.words import text
from comity.secret_votes import acts, events
from comity.secret_votes.asking import asked_in, put
from comity.secret_votes.drawing_up import drawn_up, voter_of
from comity.secret_votes.folding import begin, fold
from comity.secret_votes.offering import in_order
from comity.secret_votes.papers import counted, same
from comity.secret_votes.rulings import CONTENT, SITUATION
from comity.secret_votes.state import ELECTED, ONE_BOX, PERMANENT, Ballot, SecretVotes, Stage
from comity.secret_votes.who import by_trustee, circle, delegate, officer

BY_THE_BOX: Final = By(person="ballot-box", name="The ballot box", capacity="clerk")
"""How the record names a ballot that lies in the box: nothing says who brought it."""


def decide(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    kind = type(act)
    objection = first_objection((*SITUATION[kind], *CONTENT.get(kind, ())), state, act, actor, now)
    if objection is not None:
        raise OutOfOrder(objection)
    if isinstance(act, acts.CallBallot):
        yield _called(state, act, actor, now)
        return
    ballot = state.ballots[act.ballot]
    match act:
        case acts.RegisterCredential():
            yield from _registered(state, ballot, act, actor, now)
        case acts.HandInDealing():
            yield from _dealt(state, ballot, act, actor, now)
        case acts.EnterPaperCount():
            yield from _counted(state, ballot, act, actor)
        case acts.HandInCertificate() | acts.HandInKey() | acts.ReportDealing():
            yield _from_a_trustee(state, ballot, act, actor, now)
        case acts.CastBallot() | acts.HandInShare() | acts.AnnounceResult():
            yield _through_the_door(state, ballot, act)
        case _:
            by = BY_THE_CLERK if actor is CLERK else officer(state, actor, now)
            yield ToRecord(event=_held(state, ballot, act), by=by, audience=_circle(state, ballot))


def _circle(state: SecretVotes, ballot: Ballot) -> Audience:
    return circle(state.body, ballot.seen_by)


def _called(state: SecretVotes, act: acts.CallBallot, actor: Actor, now: datetime) -> ToRecord:
    body = state.body
    on = body.local(now).date()
    members = alphabetical(
        (of for of in body.members_on(on) if of not in act.suspended),
        lambda code: body.name_of(code, on).en,
    )
    electorate: tuple[tuple[str, tuple[str, ...]], ...] = ((ONE_BOX, members),)
    if act.coloured:
        permanent = body.permanent_on(on)
        electorate = (
            (PERMANENT, tuple(of for of in members if of in permanent)),
            (ELECTED, tuple(of for of in members if of not in permanent)),
        )
    called = events.BallotCalled(
        ballot=state.last_ballot + 1,
        title=act.title,
        about=act.about,
        on=on,
        questions=put(asked_in(act)),
        electorate=electorate,
        colour_decision=act.colour_decision,
        one_vote_only=act.one_vote_only,
        fewest=act.fewest,
        trustees=act.trustees,
        threshold=act.threshold or len(act.trustees),
        seen_by=act.seen_by,
        closes=act.closes,
        paper=act.paper,
    )
    return ToRecord(event=called, by=officer(state, actor, now), audience=circle(body, act.seen_by))


def _registered(
    state: SecretVotes, ballot: Ballot, act: acts.RegisterCredential, actor: Actor, now: datetime
) -> Iterator[ToRecord]:
    """With which credential is for the delegation alone to read; that it has registered, for all."""
    by = delegate(state, actor, now, act.of)
    own = events.CredentialRegistered(ballot=act.ballot, box=act.box, of=act.of, credential=act.credential)
    yield ToRecord(event=own, by=by, audience=audience(f"state:{act.of}"))
    seen = events.MemberRegistered(ballot=act.ballot, box=act.box, of=act.of)
    yield ToRecord(event=seen, by=by, audience=_circle(state, ballot))


def _dealt(
    state: SecretVotes, ballot: Ballot, act: acts.HandInDealing, actor: Actor, now: datetime
) -> Iterator[ToRecord]:
    """What is dealt to all is for all to read, each letter for its recipient alone."""
    by = by_trustee(state, ballot.seats[act.owner - 1], actor, now)
    dealt = events.Dealt(
        ballot=act.ballot, owner=act.owner, coefficients=act.coefficients, agreement=act.agreement
    )
    yield ToRecord(event=dealt, by=by, audience=_circle(state, ballot))
    for seat, letter in zip(ballot.seats, act.letters, strict=True):
        sent = events.LetterDealt(ballot=act.ballot, dealer=act.owner, owner=seat.owner, letter=letter)
        yield ToRecord(event=sent, by=by, audience=audience(f"person:{seat.person}"))


def _counted(
    state: SecretVotes, ballot: Ballot, act: acts.EnterPaperCount, actor: Actor
) -> Iterator[ToRecord]:
    """What a teller counted is that teller's alone until the result; whether two counts agree is for all to know."""
    by, box = actor.by(Capacity.TELLER), ballot.boxes[act.box]
    found = counted(ballot, act)
    yield ToRecord(event=found, by=by, audience=audience(f"person:{actor.person}"))
    entered = events.PaperCountEntered(
        ballot=act.ballot, box=act.box, person=actor.person, counting=found.counting
    )
    yield ToRecord(event=entered, by=by, audience=_circle(state, ballot))
    if found.counting > box.counting:
        return
    for person, other in box.counted.items():
        if person != actor.person:
            compared = events.PaperCountsCompared(
                ballot=act.ballot, box=act.box, counting=found.counting, agree=same(found, other)
            )
            yield ToRecord(event=compared, by=BY_THE_CLERK, audience=_circle(state, ballot))


def _from_a_trustee(state: SecretVotes, ballot: Ballot, act: Any, actor: Actor, now: datetime) -> ToRecord:
    event: Event
    match act:
        case acts.HandInCertificate():
            event = events.CertificateHandedIn(
                ballot=act.ballot, owner=act.owner, certificate=act.certificate
            )
        case acts.HandInKey():
            event = events.KeyHandedIn(ballot=act.ballot, owner=act.owner, key=act.key)
        case _:
            event = events.DealingReported(
                ballot=act.ballot, owner=act.owner, dealer=act.dealer, reason=act.reason
            )
    by = by_trustee(state, ballot.seats[act.owner - 1], actor, now)
    return ToRecord(event=event, by=by, audience=_circle(state, ballot))


def _through_the_door(state: SecretVotes, ballot: Ballot, act: Any) -> ToRecord:
    event: Event
    match act:
        case acts.CastBallot():
            event = events.BallotCast(
                ballot=act.ballot,
                box=act.box,
                digest=act.digest,
                voter=voter_of(act.credential),
                size=act.size,
            )
        case acts.HandInShare():
            event = events.ShareHandedIn(
                ballot=act.ballot,
                box=act.box,
                owner=act.owner,
                share=act.share,
                transcript=act.transcript,
            )
        case _:
            event = events.ResultAnnounced(
                ballot=act.ballot, results=act.results, paper=tuple(_papers(ballot))
            )
    return ToRecord(event=event, by=BY_THE_BOX, audience=_circle(state, ballot))


def _papers(ballot: Ballot) -> Iterator[events.Counted]:
    """Both tellers' counts, opened together with the result."""
    for box in ballot.boxes.values():
        for n, one in enumerate(box.standing.values(), 1):
            yield events.Counted(
                box=box.box, teller=str(n), returned=one.returned, invalid=one.invalid, counts=one.counts
            )


def _held(state: SecretVotes, ballot: Ballot, act: Any) -> Event:
    number = ballot.ballot
    match act:
        case acts.ReplaceTrustee():
            return events.TrusteeReplaced(
                ballot=number, owner=int(act.owner), seat=act.seat, reason=act.reason
            )
        case acts.BeginCeremonyAgain():
            return events.CeremonyBegunAgain(ballot=number, reason=act.reason)
        case acts.AskForRenewal():
            return events.RenewalAsked(ballot=number, of=act.member, reason=act.reason)
        case acts.ConfirmRenewal():
            return events.RenewalConfirmed(ballot=number, of=act.member)
        case acts.AcceptDifference():
            return events.PaperDifferenceAccepted(ballot=number, box=act.box, reason=act.reason)
        case acts.OpenBallot():
            boxes = drawn_up(state, ballot, act.booth)
            return events.BallotOpened(ballot=number, boxes=boxes, weighed=act.weighed)
        case acts.CloseBallot() | acts.LetTimeRunOut():
            return events.BallotClosed(ballot=number)
        case acts.AbandonBallot():
            return events.BallotAbandoned(ballot=number, reason=act.reason)
        case _:
            raise TypeError(type(act))


def clocks(state: SecretVotes) -> Iterator[Due]:
    """A ballot whose closing moment comes closes by itself."""
    due = [
        Due(
            at=ballot.closes,
            act=acts.LetTimeRunOut(
                id=f"secret-closes-{ballot.ballot:010d}", stream=state.stream, ballot=ballot.ballot
            ),
        )
        for ballot in state.ballots.values()
        if ballot.stage is Stage.OPEN and ballot.closes is not None
    ]
    return iter(sorted(due, key=lambda one: one.at))


SECRET_VOTES: Final = Procedure(
    name="secret_votes",
    label=text("secret_votes.proceeding.name"),
    acts=acts.ACTS,
    events=events.EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
    clocks=clocks,
)
