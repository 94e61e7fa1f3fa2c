"""The house's own door for secret ballots: what needs long arithmetic is examined before it is heard."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from comity.ballots.ballot import claimed_credential
from comity.ballots.canonical import hex_hash
from comity.ballots.workers import Checked
from comity.bodies.actor import Actor, by_the_box, through_the_door
from comity.rules.guard import OutOfOrder, Ruling, first_objection
from comity.secret_votes import acts
from comity.secret_votes.drawing_up import parsed
from comity.secret_votes.rulings import CONTENT, SITUATION
from comity.secret_votes.state import Ballot, Box, SecretVotes
from comity.secret_votes.who import mine
from comity.web.house import house, now
from comity.web.secret import archive, examining
from comity.web.secret.ledger import ledger
from comity.web.secret.pool import Busy, pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A ballot that lies in the box."""

    digest: str
    sequence: int
    ballots: int
    again: bool


def state_of(stream: str) -> SecretVotes:
    """The whole proceeding, on which the clerk decides."""
    state: SecretVotes = house().clerk.folds.whole(stream).state
    return state


_examined: set[str] = set()
"""Credentials of which a ballot is being examined: nobody has two at once in hand."""
_lock = threading.Lock()


def cast(stream: str, number: int, name: str, raw: bytes, act_id: str, actor: Actor) -> Taken:
    """Examine a ballot, keep its bytes, and put it into the box; sent again it gets the same answer.

    Refused where its proofs do not hold, OutOfOrder where the rules do not allow it, Busy where too many wait.
    """
    credential = str(claimed_credential(raw))
    digest = hex_hash(raw)
    act = acts.CastBallot(
        id=act_id,
        stream=stream,
        ballot=number,
        box=name,
        credential=credential,
        digest=digest,
        size=len(raw),
    )
    voter = by_the_box(actor)
    state = state_of(stream)
    guards = (*SITUATION[acts.CastBallot], *CONTENT[acts.CastBallot])
    objection = first_objection(guards, state, act, voter, now())
    if objection is not None:
        return _in_the_box(state, act, voter, OutOfOrder(objection))
    ballot = state.ballots[number]
    box = ballot.boxes[name]
    known = _examine_once(credential, stream, ballot, box, raw)
    house().files.keep(stream, raw, archive.MEDIA_TYPE, voter.person, now())
    ledger(stream, ballot, box).note(digest, known)
    ruling = house().clerk.hear(act, voter, now())
    state = state_of(stream)
    if ruling.objection is not None:
        return _in_the_box(state, act, voter, OutOfOrder(ruling.objection))
    box = state.ballots[number].boxes[name]
    ledger(stream, ballot, box).multiply(box)
    return Taken(digest=digest, sequence=ruling.first, ballots=len(box.cast), again=False)


def _in_the_box(state: SecretVotes, act: acts.CastBallot, voter: Actor, refused: OutOfOrder) -> Taken:
    """The same ballot sent again lies in the box already; whoever did not bring it is told what was refused."""
    ballot = state.ballots.get(act.ballot)
    box = ballot.boxes.get(act.box) if ballot else None
    there = box.cast.get(act.digest) if box else None
    if box is None or there is None or not _own(state, box, act.credential, voter, now()):
        raise refused
    return Taken(digest=act.digest, sequence=there.entry, ballots=len(box.cast), again=True)


def _own(state: SecretVotes, box: Box, credential: str, voter: Actor, at: datetime) -> bool:
    return any(box.credentials.get(of) == credential for of in mine(state, voter, at))


def _examine_once(credential: str, stream: str, ballot: Ballot, box: Box, raw: bytes) -> Checked:
    """One ballot of a credential at a time: whoever sends many waits for their own."""
    kept = ledger(stream, ballot, box)
    known = kept.known.get(hex_hash(raw))
    if known is not None:
        return known
    place = f"{stream} {ballot.ballot} {credential}"
    with _lock:
        if place in _examined:
            raise Busy
        _examined.add(place)
    try:
        return pool().run(examining.ballot, kept.raw, raw)
    finally:
        with _lock:
            _examined.discard(place)


def open_ballot(stream: str, number: int, booth: str, weighed: bool, act_id: str, actor: Actor) -> Ruling:
    """Draw up and open: the door knows the booth that people are given."""
    act = acts.OpenBallot(id=act_id, stream=stream, ballot=number, booth=booth, weighed=weighed)
    return house().clerk.hear(act, through_the_door(actor), now())


def hand_in_share(act: acts.HandInShare, actor: Actor) -> Ruling:
    """Examine a trustee's share, both its proofs, and hear it."""
    trustee = through_the_door(actor)
    state = state_of(act.stream)
    guards = (*SITUATION[acts.HandInShare], *CONTENT[acts.HandInShare])
    objection = first_objection(guards, state, act, trustee, now())
    if objection is not None:
        # The same act heard before gets its first answer; another is refused by the desk as it is here.
        return house().clerk.hear(act, trustee, now())
    ballot = state.ballots[act.ballot]
    box = ballot.boxes[act.box]
    kept = ledger(act.stream, ballot, box)
    tally = kept.complete(act.stream, box).to_bytes(kept.election)
    key = int(parsed(ballot.seats[act.owner - 1].key)["public_key"])
    share, transcript = act.share.encode("utf-8"), act.transcript.encode("utf-8")
    pool().run(examining.share, kept.raw, tally, share, transcript, act.owner, key)
    return house().clerk.hear(act, trustee, now())
