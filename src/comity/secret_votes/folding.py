"""The secret ballots of a body: the fold of what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from comity.bodies.body import Body
from comity.rules.acts import Happened, Sealed
from comity.secret_votes import events
from comity.secret_votes.state import Ballot, Box, Cast, Seat, SecretVotes, Share, Stage


def begin(stream: str, bodies: Mapping[str, Body]) -> SecretVotes:
    return SecretVotes(stream=stream, body=bodies[stream.partition(":")[2]])


def fold(state: SecretVotes, happened: Iterable[Happened | Sealed]) -> SecretVotes:
    ballots, last = dict(state.ballots), state.last_ballot
    sealed: list[Sealed] = []
    boxed = _Boxed()
    for one in happened:
        if isinstance(one, Sealed):
            sealed.append(one)
            continue
        event: Any = one.event
        number = event.ballot
        if isinstance(event, events.BallotCalled):
            ballots[number] = _called(event, one)
            last = max(last, number)
        elif number in ballots:
            ballots[number] = _after(ballots[number], one, boxed)
    return replace(
        state,
        ballots=ballots,
        last_ballot=last,
        sealed=(*state.sealed, *sealed) if sealed else state.sealed,
    )


class _Boxed:
    """Copies that belong to this fold alone: a cold fold of many ballots does not copy them at each."""

    def __init__(self) -> None:
        self._own: dict[int, Any] = {}

    def own(self, kept: Mapping[Any, Any]) -> dict[Any, Any]:
        mine: dict[Any, Any] | None = self._own.get(id(kept))
        if mine is None:
            mine = dict(kept)
            self._own[id(mine)] = mine
        return mine


def _called(event: events.BallotCalled, one: Happened) -> Ballot:
    return Ballot(
        ballot=event.ballot,
        title=event.title,
        about=event.about,
        on=event.on,
        questions=event.questions,
        boxes={box: Box(box=box, voters=voters) for box, voters in event.electorate},
        colour_decision=event.colour_decision,
        one_vote_only=event.one_vote_only,
        fewest=event.fewest,
        threshold=event.threshold,
        seats=tuple(Seat(owner=i, seat=seat) for i, seat in enumerate(event.trustees, 1)),
        seen_by=event.seen_by,
        closes=event.closes,
        paper=event.paper,
        at=one.at,
        entry=one.sequence,
        commitment=one.commitment,
        touched=one.at,
    )


def _after(ballot: Ballot, one: Happened, boxed: _Boxed) -> Ballot:
    event = one.event
    match event:
        case events.BallotCast():
            return _in_box(ballot, event.box, _with_ballot(ballot.boxes[event.box], event, one, boxed))
        case events.CredentialRegistered():
            box = ballot.boxes[event.box]
            own = boxed.own(box.credentials)
            own[event.of] = event.credential
            return _in_box(ballot, event.box, replace(box, credentials=own))
        case events.MemberRegistered():
            box = ballot.boxes[event.box]
            return _in_box(ballot, event.box, replace(box, registered=box.registered | {event.of}))
        case events.RenewalAsked() | events.RenewalConfirmed():
            return _renewed(ballot, event, one)
        case events.ShareHandedIn():
            box = ballot.boxes[event.box]
            shares = {**box.shares, event.owner: Share(share=event.share, transcript=event.transcript)}
            return replace(_in_box(ballot, event.box, replace(box, shares=shares)), touched=one.at)
        case events.PaperCounted():
            box = _in_counting(ballot.boxes[event.box], event.counting)
            return _in_box(ballot, event.box, replace(box, counted={**box.counted, one.by.person: event}))
        case events.PaperCountEntered():
            box = _in_counting(ballot.boxes[event.box], event.counting)
            by = dict.fromkeys((*box.counted_by, event.person))
            return replace(_in_box(ballot, event.box, replace(box, counted_by=tuple(by))), touched=one.at)
        case events.PaperCountsCompared():
            box = replace(ballot.boxes[event.box], compared=event)
            return replace(_in_box(ballot, event.box, box), touched=one.at)
        case events.PaperDifferenceAccepted():
            box = replace(ballot.boxes[event.box], accepted=event.reason)
            return replace(_in_box(ballot, event.box, box), touched=one.at)
        case _:
            return _moved(_of_the_ceremony(ballot, one), one)


def _in_box(ballot: Ballot, name: str, box: Box) -> Ballot:
    return replace(ballot, boxes={**ballot.boxes, name: box})


def _in_counting(box: Box, counting: int) -> Box:
    """The box as it is once a count of that counting comes: with the first of a new one the old ones step back."""
    if counting <= box.counting:
        return box
    return replace(box, counting=counting, before=box.counted, counted={}, counted_by=())


def _with_ballot(box: Box, event: events.BallotCast, one: Happened, boxed: _Boxed) -> Box:
    cast, voted = boxed.own(box.cast), boxed.own(box.voted)
    cast[event.digest] = Cast(
        digest=event.digest, voter=event.voter, size=event.size, at=one.at, entry=one.sequence
    )
    voted[event.voter] = event.digest
    return replace(box, cast=cast, voted=voted)


def _renewed(ballot: Ballot, event: events.RenewalAsked | events.RenewalConfirmed, one: Happened) -> Ballot:
    box = ballot.box_of(event.of)
    if box is None:
        return ballot
    if isinstance(event, events.RenewalAsked):
        return _in_box(ballot, box.box, replace(box, renewals={**box.renewals, event.of: one.by.person}))
    free = replace(
        box,
        registered=box.registered - {event.of},
        credentials={of: kept for of, kept in box.credentials.items() if of != event.of},
        renewals={of: by for of, by in box.renewals.items() if of != event.of},
    )
    return _in_box(ballot, box.box, free)


def _of_the_ceremony(ballot: Ballot, one: Happened) -> Ballot:
    event = one.event
    match event:
        case events.TrusteeReplaced():
            fresh = Seat(owner=event.owner, seat=event.seat)
            if ballot.group:
                return _again(_seated(ballot, fresh))
            return replace(_seated(ballot, fresh), round=ballot.round + 1)
        case events.CeremonyBegunAgain():
            return _again(ballot)
        case events.CertificateHandedIn():
            taken = {"person": one.by.person, "name": one.by.name, "certificate": event.certificate}
            return _changed_seat(ballot, event.owner, **taken)
        case events.Dealt():
            dealt = {"coefficients": event.coefficients, "agreement": event.agreement}
            return _changed_seat(ballot, event.owner, **dealt)
        case events.LetterDealt():
            letters = {**ballot.letters, (event.owner, event.dealer): event.letter}
            return replace(ballot, letters=letters)
        case events.KeyHandedIn():
            taken = {"person": one.by.person, "name": one.by.name, "key": event.key}
            return _changed_seat(ballot, event.owner, **taken)
        case events.DealingReported():
            reports = (*ballot.seats[event.owner - 1].reports, (event.dealer, event.reason))
            return _changed_seat(ballot, event.owner, reports=reports)
        case _:
            return ballot


def _again(ballot: Ballot) -> Ballot:
    """The ceremony begins again: nothing of the one before counts, not even its certificates."""
    seats = tuple(Seat(owner=seat.owner, seat=seat.seat) for seat in ballot.seats)
    return replace(ballot, seats=seats, letters={}, round=ballot.round + 1)


def _seated(ballot: Ballot, fresh: Seat) -> Ballot:
    seats = tuple(fresh if seat.owner == fresh.owner else seat for seat in ballot.seats)
    return replace(ballot, seats=seats)


def _changed_seat(ballot: Ballot, owner: int, **changes: Any) -> Ballot:
    return _seated(ballot, replace(ballot.seats[owner - 1], **changes))


def _moved(ballot: Ballot, one: Happened) -> Ballot:
    """From one stage to the next."""
    event = one.event
    match event:
        case events.BallotOpened():
            boxes = {
                drawn.box: replace(
                    ballot.boxes[drawn.box],
                    uuid=drawn.uuid,
                    election=drawn.election,
                    fingerprint=drawn.fingerprint,
                    trustees=drawn.trustees,
                    listed=drawn.credentials,
                )
                for drawn in event.boxes
            }
            return replace(
                ballot,
                boxes={**ballot.boxes, **boxes},
                stage=Stage.OPEN,
                opened_at=one.at,
                opening=one.sequence,
                touched=one.at,
            )
        case events.BallotClosed():
            return replace(ballot, stage=Stage.CLOSED, closed_at=one.at, touched=one.at)
        case events.ResultAnnounced():
            return replace(
                ballot,
                stage=Stage.ANNOUNCED,
                results=event.results,
                opened_paper=event.paper,
                announced_at=one.at,
                announcement=one.sequence,
                touched=one.at,
            )
        case events.BallotAbandoned():
            return replace(ballot, stage=Stage.ABANDONED, abandoned=event.reason, touched=one.at)
        case _:
            return replace(ballot, touched=one.at)
