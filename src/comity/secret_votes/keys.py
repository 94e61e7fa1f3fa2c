"""Guards of those who hold the keys, and of the credentials: each message is what the protocol asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from comity.ballots.canonical import from_canonical_json, record, string, to_json
from comity.ballots.group import Proof, engine, read_member, read_proof
from comity.ballots.proofs import exponent_is_known
from comity.ballots.refusals import Refused, require
from comity.ballots.trustees import (
    Signed,
    agreement,
    at_point,
    is_signed,
    read_certificate,
    read_coefficients,
    read_signed,
    read_trustees,
)
from comity.bodies.actor import Actor
from comity.rules.citation import assembly, charter, house
from comity.rules.guard import Objection, enforces
from comity.secret_votes import acts
from comity.secret_votes.drawing_up import other_seats, parsed, read_pair, registration, voter_of
from comity.secret_votes.guards import refused
from comity.secret_votes.state import Ballot, SecretVotes, Step
from comity.secret_votes.who import (
    KEYS_HELD_TOGETHER,
    ONE_CREDENTIAL,
    may_take,
    mine,
    seats_of,
    serves,
    under,
)

LETTER_KEYS: Final = ("alpha", "beta", "data")
LETTER_LIMIT: Final = 16_000


def the_seat_is_theirs(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    """A trustee acts from the seat of its own office or delegation, and holds one key only."""
    ballot = state.ballots[act.ballot]
    if 0 < act.owner <= len(ballot.seats):
        seat = ballot.seats[act.owner - 1]
        if actor.person and may_take(state, seat, ballot, actor, now):
            return None
    return refused("seat", KEYS_HELD_TOGETHER)


def it_is_of_this_round(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.round == state.ballots[act.ballot].round:
        return None
    return refused("other_round", KEYS_HELD_TOGETHER, "other_round_remedy")


def _step_is(step: Step) -> Any:
    def the_step_is_its_turn(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
        ballot = state.ballots[act.ballot]
        if ballot.step_of(ballot.seats[act.owner - 1]) is step:
            return None
        return refused("other_step", house(3))

    return the_step_is_its_turn


a_certificate_is_due = _step_is(Step.CERTIFICATE)
a_dealing_is_due = _step_is(Step.DEALING)
a_key_is_due = _step_is(Step.KEY)


def not_well_formed(refusal: Refused) -> Objection:
    """The refusal of the protocol as an objection of the house."""
    return Objection(refusal.reason, KEYS_HELD_TOGETHER)


def _certified(ballot: Ballot, certificate: str, index: int) -> tuple[Signed, int, int]:
    return read_certificate(parsed(certificate), index, len(ballot.seats), ballot.threshold)


def the_certificate_holds(
    state: SecretVotes, act: acts.HandInCertificate, actor: Actor, now: datetime
) -> Objection | None:
    ballot = state.ballots[act.ballot]
    try:
        signed, verification, encryption = _certified(ballot, act.certificate, act.owner)
        require("context" in parsed(signed.message), "wrong_certificate", "message/context")
        others = [
            key
            for seat in other_seats(ballot, act.owner)
            if seat.certificate
            for key in _certified(ballot, seat.certificate, seat.owner)[1:]
        ]
        require(len({verification, encryption, *others}) == 2 + len(others), "trustee_key_twice")
    except Refused as refusal:
        return not_well_formed(refusal)
    return None


def the_dealing_holds(
    state: SecretVotes, act: acts.HandInDealing, actor: Actor, now: datetime
) -> Objection | None:
    ballot = state.ballots[act.ballot]
    try:
        certificates = [_certified(ballot, seat.certificate, seat.owner) for seat in ballot.seats]
        verification = certificates[act.owner - 1][1]
        exponents = read_coefficients(read_signed(parsed(act.coefficients)), verification, ballot.threshold)
        agreed = read_proof(parsed(act.agreement), place="agreement")
        message = agreement([signed for signed, _, _ in certificates], exponents)
        require(is_signed(verification, message, agreed), "false_agreement")
        require(
            len(act.letters) == len(ballot.seats),
            "wrong_length",
            "letters",
            found=len(act.letters),
            wanted=len(ballot.seats),
        )
        for letter in act.letters:
            _check_letter(letter)
    except Refused as refusal:
        return not_well_formed(refusal)
    return None


def _check_letter(letter: str) -> None:
    """Its recipient alone can open it; its form is seen by all."""
    found = record(
        from_canonical_json(letter.encode("utf-8"), limit=LETTER_LIMIT), LETTER_KEYS, place="letters"
    )
    for name in ("alpha", "beta"):
        read_member(found[name], place=f"letters/{name}")
    string(found["data"], place="letters/data")


def the_key_holds(state: SecretVotes, act: acts.HandInKey, actor: Actor, now: datetime) -> Objection | None:
    ballot = state.ballots[act.ballot]
    keys = ("pok", "public_key", "signature") if ballot.group else ("pok", "public_key")
    try:
        found = record(parsed(act.key), keys, place="key")
        alone = {name: found[name] for name in ("pok", "public_key")}
        value = read_trustees(to_json([["Single", alone]])).public_key
        if ballot.group:
            _fits_what_was_dealt(ballot, act.owner, value, read_proof(found["signature"], place="signature"))
        taken = [parsed(seat.key)["public_key"] for seat in other_seats(ballot, act.owner) if seat.key]
        require(str(value) not in taken, "trustee_key_twice")
    except Refused as refusal:
        return not_well_formed(refusal)
    return None


def _fits_what_was_dealt(ballot: Ballot, owner: int, value: int, signature: Proof) -> None:
    verification = [_certified(ballot, seat.certificate, seat.owner)[1] for seat in ballot.seats]
    polynomials = [
        read_coefficients(read_signed(parsed(seat.coefficients)), known, ballot.threshold)
        for seat, known in zip(ballot.seats, verification, strict=True)
    ]
    expected = engine().product([at_point(polynomial, owner) for polynomial in polynomials])
    require(value == expected, "inconsistent_key", "public_key")
    require(is_signed(verification[owner - 1], str(value), signature), "false_key_signature", "signature")


def the_dealer_has_dealt(
    state: SecretVotes, act: acts.ReportDealing, actor: Actor, now: datetime
) -> Objection | None:
    ballot = state.ballots[act.ballot]
    known = 0 < act.dealer <= len(ballot.seats) and bool(ballot.seats[act.dealer - 1].coefficients)
    if known and all(dealer != act.dealer for dealer, _ in ballot.seats[act.owner - 1].reports):
        return None
    return refused("no_such_dealing", house(3))


def it_is_a_group(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if state.ballots[act.ballot].group:
        return None
    return refused("no_group", house(3))


def the_new_seat_is_free(
    state: SecretVotes, act: acts.ReplaceTrustee, actor: Actor, now: datetime
) -> Objection | None:
    """The same office may take the seat anew: what matters is that another key comes in the place of the old."""
    ballot = state.ballots[act.ballot]
    there = {seat for seat, _ in seats_of(state.body, state.body.local(now).date())}
    owner = int(act.owner) if act.owner.isdecimal() and len(act.owner) < 3 else 0
    free = there - {seat.seat for seat in other_seats(ballot, owner)}
    if 0 < owner <= len(ballot.seats) and act.seat in free:
        return None
    return refused("seat_taken", KEYS_HELD_TOGETHER)


@enforces(charter(27, 1), charter(18, 1), assembly(82))
def only_members_register(
    state: SecretVotes, act: acts.RegisterCredential, actor: Actor, now: datetime
) -> Objection | None:
    """Each member has one credential, registered by whoever speaks for it."""
    box = state.ballots[act.ballot].boxes.get(act.box)
    if box is not None and act.of in box.voters and act.of in mine(state, actor, now):
        return None
    return refused("not_a_voter", under(state.body, charter(27, 1), charter(18, 1)))


def a_delegation_registers_once(
    state: SecretVotes, act: acts.RegisterCredential, actor: Actor, now: datetime
) -> Objection | None:
    if act.of not in state.ballots[act.ballot].boxes[act.box].registered:
        return None
    return refused("registered_already", ONE_CREDENTIAL, "registered_remedy")


def the_credential_is_new_and_known(
    state: SecretVotes, act: acts.RegisterCredential, actor: Actor, now: datetime
) -> Objection | None:
    """Whoever registers a credential shows that its secret is known there, and nobody else's is taken."""
    ballot = state.ballots[act.ballot]
    if any(act.credential == other for box in ballot.boxes.values() for other in box.credentials.values()):
        return refused("credential_taken", ONE_CREDENTIAL)
    try:
        value = read_member(act.credential, place="credential")
        proof = read_pair(act.challenge, act.response)
        prefix = registration(state.stream, act.ballot, act.box, act.of, act.credential)
        require(exponent_is_known(prefix, value, proof), "false_key_proof", "proof")
    except Refused as refusal:
        return Objection(refusal.reason, ONE_CREDENTIAL)
    return None


def it_has_registered(state: SecretVotes, act: Any, actor: Actor, now: datetime) -> Objection | None:
    box = state.ballots[act.ballot].box_of(act.member)
    if box is not None and act.member in box.registered:
        return None
    return refused("not_registered", ONE_CREDENTIAL)


def nobody_has_asked_yet(
    state: SecretVotes, act: acts.AskForRenewal, actor: Actor, now: datetime
) -> Objection | None:
    box = state.ballots[act.ballot].box_of(act.member)
    if box is not None and act.member not in box.renewals:
        return None
    return refused("asked_already", ONE_CREDENTIAL)


def a_second_officer_confirms(
    state: SecretVotes, act: acts.ConfirmRenewal, actor: Actor, now: datetime
) -> Objection | None:
    """Nobody alone takes a credential from a delegation: one officer asks, another person confirms."""
    box = state.ballots[act.ballot].box_of(act.member)
    asked_by = box.renewals.get(act.member, "") if box is not None else ""
    if asked_by and asked_by != actor.person and serves(state, actor, now):
        return None
    return refused("second_officer" if asked_by else "not_asked", ONE_CREDENTIAL)


def the_credential_is_their_own(
    state: SecretVotes, act: acts.CastBallot, actor: Actor, now: datetime
) -> Objection | None:
    """A ballot is brought by whoever speaks for the delegation that registered its credential."""
    box = state.ballots[act.ballot].boxes.get(act.box)
    if box is not None:
        for of in mine(state, actor, now):
            if box.credentials.get(of) == act.credential:
                return None
    return refused("not_your_credential", ONE_CREDENTIAL)


def no_ballot_comes_twice(
    state: SecretVotes, act: acts.CastBallot, actor: Actor, now: datetime
) -> Objection | None:
    """Also not one that was replaced: a replay would bring an old vote back over a new one."""
    if act.digest not in state.ballots[act.ballot].boxes[act.box].cast:
        return None
    return refused("ballot_twice", ONE_CREDENTIAL)


def one_vote_where_that_is_the_rule(
    state: SecretVotes, act: acts.CastBallot, actor: Actor, now: datetime
) -> Objection | None:
    ballot = state.ballots[act.ballot]
    if not ballot.one_vote_only or voter_of(act.credential) not in ballot.boxes[act.box].voted:
        return None
    return refused("voted_already", ONE_CREDENTIAL)


def the_share_is_the_trustees_own(
    state: SecretVotes, act: acts.HandInShare, actor: Actor, now: datetime
) -> Objection | None:
    ballot = state.ballots[act.ballot]
    taken = {seat.owner: seat.person for seat in ballot.seats}
    if act.box in ballot.boxes and actor.person and taken.get(act.owner) == actor.person:
        return None
    return refused("seat", KEYS_HELD_TOGETHER)


def enough_ballots_hide_each_vote(
    state: SecretVotes, act: acts.HandInShare, actor: Actor, now: datetime
) -> Objection | None:
    ballot = state.ballots[act.ballot]
    small = next((box for box in ballot.boxes.values() if not ballot.enough_ballots(box)), None)
    if small is None:
        return None
    return refused(
        "ballots_too_few", KEYS_HELD_TOGETHER, "abandon_remedy", n=len(small.voted), least=ballot.fewest
    )


def the_share_is_still_needed(
    state: SecretVotes, act: acts.HandInShare, actor: Actor, now: datetime
) -> Objection | None:
    ballot = state.ballots[act.ballot]
    box = ballot.boxes[act.box]
    if act.owner in box.shares:
        return refused("share_there", house(3))
    if ballot.enough_shares(box):
        return refused("shares_enough", house(3))
    return None
