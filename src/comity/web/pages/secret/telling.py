"""What programs are told of a ballot: the booth, the ceremony, and whoever else asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from comity.ballots.canonical import from_json
from comity.bodies.actor import Actor
from comity.bodies.body import Body
from comity.rules.guard import Objection, first_objection
from comity.rules.words import say
from comity.secret_votes import acts
from comity.secret_votes.drawing_up import voter_of
from comity.secret_votes.rulings import CONTENT, SITUATION
from comity.secret_votes.state import Ballot, Box, Seat, SecretVotes, Stage
from comity.secret_votes.who import letters_to, may_take, own, seat_name
from comity.web.pages.reader import Reader
from comity.web.secret.booth import booth_hash
from comity.web.secret.ledger import ledger


def status(state: SecretVotes, whole: Ballot, ballot: Ballot, one: Reader, sequence: int) -> dict[str, Any]:
    """All that a booth or a trustee needs to know now; `state` and `whole` are the record's, `ballot` the circle's."""
    return {
        "stream": state.stream,
        "ballot": ballot.ballot,
        "title": ballot.title,
        "stage": ballot.stage.value,
        "abandoned": ballot.abandoned or None,
        "now": _stamp(one.now),
        "sequence": sequence,
        "closes": _stamp(ballot.closes),
        "coloured": ballot.coloured,
        "one_vote_only": ballot.one_vote_only,
        "fewest": ballot.fewest,
        "booth": booth_hash(),
        "questions": [
            {
                "question": asked.question,
                "answers": list(asked.answers),
                "blank": asked.blank,
                "min": asked.least,
                "max": asked.most,
            }
            for asked in ballot.questions
        ],
        "group": ballot.group,
        "threshold": ballot.threshold,
        "size": len(ballot.seats),
        "round": ballot.round,
        "boxes": [_box(state.stream, whole, ballot, box) for box in ballot.boxes.values()],
        "mine": list(voters(state, whole, one)),
        "trustees": list(trustees(state, ballot, one)),
        "letters": [
            {"owner": owner, "dealer": dealer, "letter": letter}
            for owner, dealer, letter in letters_to(whole, one.actor)
        ],
    }


def _stamp(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _box(stream: str, whole: Ballot, ballot: Ballot, box: Box) -> dict[str, Any]:
    found: dict[str, Any] = {
        "box": box.box,
        "uuid": box.uuid or None,
        "fingerprint": box.fingerprint or None,
        "public_key": None,
        "voters": len(box.voters),
        "registered": len(box.registered),
        "ballots": len(box.cast),
        "tally": None,
        "sized": None,
        "shares": sorted(box.shares),
    }
    if box.election:
        found["public_key"] = from_json(box.election.encode("utf-8"), limit=4 << 20)["public_key"]
    if ballot.stage in (Stage.CLOSED, Stage.ANNOUNCED) and ballot.enough_ballots(box):
        kept = ledger(stream, whole, whole.boxes[box.box])
        tally = kept.at_hand(stream, whole.boxes[box.box])
        if tally is not None:
            found["tally"] = tally.to_bytes(kept.election).decode("utf-8")
            found["sized"] = tally.sized(kept.election).decode("utf-8")
    return found


def voters(state: SecretVotes, whole: Ballot, one: Reader) -> Iterator[dict[str, Any]]:
    """The delegations for which the reader may speak here, each with its own credential and nobody else's."""
    open_still = not whole.is_over(one.now)
    for of, box, credential in own(state, whole, one.actor, one.now):
        sample = acts.RegisterCredential(
            id="",
            stream=state.stream,
            ballot=whole.ballot,
            box=box.box,
            of=of,
            credential="",
            challenge="",
            response="",
        )
        before = (*SITUATION[acts.RegisterCredential], *CONTENT[acts.RegisterCredential][:2])
        objection = first_objection(before, state, sample, one.actor, one.now)
        voted_once = whole.one_vote_only and _has_voted(box, credential)
        yield {
            "of": of,
            "name": say(state.body.name_of(of), one.language),
            "box": box.box,
            "credential": credential or None,
            "registered": of in box.registered,
            "anew": of in box.renewals,
            "may_register": objection is None,
            "may_vote": bool(credential) and open_still and not voted_once,
            "why_not": _said(objection, one) if objection is not None and not credential else None,
        }


def _has_voted(box: Box, credential: str) -> bool:
    return bool(credential) and voter_of(credential) in box.voted


def _said(objection: Objection, one: Reader) -> str:
    return objection.reason.say(one.language)


def trustees(state: SecretVotes, ballot: Ballot, one: Reader) -> Iterator[dict[str, Any]]:
    """Who holds the keys, how far each is, and what the ceremony has made public."""
    for seat in ballot.seats:
        yield {
            "owner": seat.owner,
            "seat": seat.seat,
            "label": label_of(state.body, seat, one.language),
            "name": seat.name or None,
            "mine": bool(seat.person) and seat.person == one.person,
            "may_take": not seat.person
            and one.signed_in
            and _may_take(state, seat, ballot, one.actor, one.now),
            "certificate": _parsed(seat.certificate),
            "dealing": {
                "coefficients": _parsed(seat.coefficients),
                "agreement": _parsed(seat.agreement),
            }
            if seat.coefficients
            else None,
            "key": _parsed(seat.key),
            "step": ballot.step_of(seat).value,
            "reports": [{"dealer": dealer, "reason": reason} for dealer, reason in seat.reports],
            "shares": [box.box for box in ballot.boxes.values() if seat.owner in box.shares],
        }


def _may_take(state: SecretVotes, seat: Seat, ballot: Ballot, actor: Actor, at: datetime) -> bool:
    return ballot.stage is Stage.CALLED and may_take(state, seat, ballot, actor, at)


def label_of(body: Body, seat: Seat, language: str) -> str:
    return say(seat_name(body, seat.seat), language)


def _parsed(message: str) -> Any:
    return from_json(message.encode("utf-8"), limit=1 << 16) if message else None
