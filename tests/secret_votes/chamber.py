"""A body that votes in secret, spoken to in short: real keys, real ballots, small numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from comity.ballots.ballot import make_ballot
from comity.ballots.canonical import hex_hash, to_json
from comity.ballots.ceremony import Dealt, certify, deal, receive
from comity.ballots.elections import Election, read_election
from comity.ballots.group import public, random_scalar, read_proof
from comity.ballots.proofs import prove_exponent
from comity.ballots.sealing import Identity, make_seed
from comity.ballots.trustees import make_key, read_signed
from comity.bodies.actor import ANYONE, Accreditation, Actor, Capacity, by_the_box, through_the_door
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.secret_votes import acts
from comity.secret_votes.drawing_up import parsed, registration
from comity.secret_votes.events import BoxResult
from comity.secret_votes.state import ONE_BOX, Ballot, Box, SecretVotes
from tests.people import LATVIA, NOON, SECRETARIAT, new_id, representative

TELLERS = tuple(
    Actor(person=f"teller-{n}", name=f"Teller {n}", accreditations=(Accreditation(capacity=Capacity.TELLER),))
    for n in (1, 2)
)
SECOND_SECRETARY = Actor(
    person="secretary-2", name="Second secretary", accreditations=SECRETARIAT.accreditations
)
TRUSTEES = ("teller:1", "teller:2", "secretariat:1")
HOLDERS = (*TELLERS, SECRETARIAT)
QUESTIONS = "Ms Ada\nencourage\ndiscourage\nno opinion\n\nMr Bo\nencourage\ndiscourage\nno opinion"
MEMBERS = ("FRA", "GBR", "LVA")
DIGEST = "a" * 64


@cache
def credential(name: str) -> tuple[int, str]:
    """A secret and its public half, made once for all tests."""
    secret = random_scalar()
    return secret, str(public(secret))


@dataclass
class Chamber:
    """The clerk of a house in memory, and what its people keep in their own browsers."""

    body: str = "unsc"

    def __post_init__(self) -> None:
        self.stream = f"secret_votes:{self.body}"
        self.store = MemoryStore()
        self.clerk = Clerk(self.store, PROCEDURES, standard_bodies())
        self.now = NOON
        self.chair = LATVIA
        self.secrets: dict[int, int] = {}
        """By trustee, its part of the key."""
        self.identities: dict[int, Identity] = {}

    def hear(self, kind: type[Act], by: Actor, **given: Any) -> Ruling:
        self.now += timedelta(seconds=1)
        return self.clerk.hear(kind(id=new_id(), stream=self.stream, **given), by, self.now)

    def must(self, kind: type[Act], by: Actor, **given: Any) -> Ruling:
        ruling = self.hear(kind, by, **given)
        assert ruling.accepted, ruling.say()
        return ruling

    def call(self, **more: Any) -> Ballot:
        given = {"title": "Straw poll", "questions": QUESTIONS, "trustees": TRUSTEES}
        self.must(acts.CallBallot, self.chair, **(given | more))
        return self.ballot

    def register(self, of: str, *, box: str = ONE_BOX, by: Actor | None = None, name: str = "") -> Ruling:
        secret, known = credential(name or of)
        prefix = registration(self.stream, self.ballot.ballot, box, of, known)
        proof = prove_exponent(prefix, secret)
        return self.hear(
            acts.RegisterCredential,
            by or representative(of),
            ballot=self.ballot.ballot,
            box=box,
            of=of,
            credential=known,
            challenge=str(proof.challenge),
            response=str(proof.response),
        )

    def make_keys(self, holders: Sequence[Actor] = HOLDERS) -> None:
        """Every trustee through its steps."""
        if not self.ballot.group:
            for owner, holder in enumerate(holders, 1):
                if not self.ballot.seats[owner - 1].key:
                    assert self.hand_in_key(owner, holder).accepted
            return
        for owner, holder in enumerate(holders, 1):
            assert self.certify(owner, holder).accepted
        for owner, holder in enumerate(holders, 1):
            assert self.deal(owner, holder).accepted
        for owner, holder in enumerate(holders, 1):
            assert self.hand_in_key(owner, holder).accepted

    def certify(self, owner: int, by: Actor) -> Ruling:
        ballot = self.ballot
        identity = Identity(make_seed())
        self.identities[owner] = identity
        signed = certify(identity, index=owner, size=len(ballot.seats), threshold=ballot.threshold)
        return self._step(acts.HandInCertificate, owner, by, certificate=_written(signed.plain()))

    def deal(self, owner: int, by: Actor) -> Ruling:
        ballot = self.ballot
        certificates = [read_signed(parsed(seat.certificate)) for seat in ballot.seats]
        dealt = deal(self.identities[owner], certificates, ballot.threshold)
        return self._step(
            acts.HandInDealing,
            owner,
            by,
            coefficients=_written(dealt.coefficients.plain()),
            agreement=_written(dealt.agreement.plain()),
            letters=tuple(letter.decode() for letter in dealt.letters),
        )

    def hand_in_key(self, owner: int, by: Actor) -> Ruling:
        ballot = self.ballot
        if not ballot.group:
            self.secrets[owner], key = make_key()
        else:
            certificates = [read_signed(parsed(seat.certificate)) for seat in ballot.seats]
            self.secrets[owner], key = receive(
                self.identities[owner], owner, certificates, self._dealt(ballot, owner), ballot.threshold
            )
        return self._step(acts.HandInKey, owner, by, key=_written(key.plain()))

    def _dealt(self, ballot: Ballot, owner: int) -> list[Dealt]:
        """What was dealt, with the letters that this trustee has and no others."""
        return [
            Dealt(
                coefficients=read_signed(parsed(seat.coefficients)),
                agreement=read_proof(parsed(seat.agreement)),
                letters=tuple(
                    ballot.letters[owner, seat.owner].encode() if to == owner else b""
                    for to in range(1, len(ballot.seats) + 1)
                ),
            )
            for seat in ballot.seats
        ]

    def _step(self, kind: type[Act], owner: int, by: Actor, **given: Any) -> Ruling:
        ballot = self.ballot
        return self.hear(kind, by, ballot=ballot.ballot, owner=owner, round=ballot.round, **given)

    def open(self, *, weighed: bool = True) -> Ruling:
        door = through_the_door(self.chair)
        return self.hear(acts.OpenBallot, door, ballot=self.ballot.ballot, booth="0" * 64, weighed=weighed)

    def vote(self, of: str, choices: Sequence[Sequence[int]], *, box: str = ONE_BOX) -> bytes:
        """The bytes of a ballot."""
        return make_ballot(self.election(box), credential(of)[0], choices)

    def put_in(self, raw: bytes, of: str, *, box: str = ONE_BOX, by: Actor | None = None) -> Ruling:
        return self.cast(of, hex_hash(raw), size=len(raw), box=box, by=by)

    def cast(
        self, of: str, digest: str, *, size: int = 1, box: str = ONE_BOX, by: Actor | None = None
    ) -> Ruling:
        """What the door brings once it has examined the bytes."""
        return self.hear(
            acts.CastBallot,
            by_the_box(by or representative(of)),
            ballot=self.ballot.ballot,
            box=box,
            credential=credential(of)[1],
            digest=digest,
            size=size,
        )

    def election(self, box: str = ONE_BOX) -> Election:
        return read_election(self.ballot.boxes[box].election.encode())

    @property
    def whole(self) -> SecretVotes:
        state: SecretVotes = self.clerk.folds.whole(self.stream).state
        return state

    @property
    def ballot(self) -> Ballot:
        return self.whole.ballots[self.whole.last_ballot]

    def box(self, name: str = ONE_BOX) -> Box:
        return self.ballot.boxes[name]

    def seen(self, by: Actor) -> SecretVotes:
        state: SecretVotes = self.clerk.seen(self.stream, clearances(by, standard_bodies(), self.now)).state
        return state


def _written(plain: Mapping[str, Any]) -> str:
    return to_json(plain).decode()


def refused(ruling: Ruling, rule: str, key: str = "") -> bool:
    """Whether it was refused under that rule, and where a key is given for that reason."""
    if ruling.objection is None:
        return False
    return ruling.objection.citation.rule == rule and ruling.objection.reason.key.endswith(
        f".{key}" if key else ""
    )


def opened(chamber: Chamber, **more: Any) -> Chamber:
    chamber.call(**more)
    chamber.make_keys()
    for of in MEMBERS:
        assert chamber.register(of).accepted
    assert chamber.open().accepted
    return chamber


def close(chamber: Chamber) -> None:
    chamber.must(acts.CloseBallot, chamber.chair, ballot=chamber.ballot.ballot)


def share(chamber: Chamber, owner: int, by: Actor) -> Any:
    given = {"box": "all", "owner": owner, "share": "{}", "transcript": "{}"}
    return chamber.hear(acts.HandInShare, through_the_door(by), ballot=chamber.ballot.ballot, **given)


def result(chamber: Chamber, counts: tuple[int, ...], **more: Any) -> Any:
    box = chamber.box()
    made = {
        "box": "all",
        "counts": counts,
        "ballots": len(box.cast),
        "counted": len(box.voted),
        "archive": "0",
    }
    given = {"ballot": chamber.ballot.ballot, "results": (BoxResult(**(made | more)),)}
    return chamber.hear(acts.AnnounceResult, by_the_box(ANYONE), **given)


def ready(chamber: Chamber, **more: Any) -> Chamber:
    opened(chamber, **more)
    for of, digest in (("FRA", "a"), ("GBR", "b"), ("GBR", "c")):
        assert chamber.cast(of, digest * 64).accepted
    close(chamber)
    for owner, holder in enumerate(HOLDERS, 1):
        assert share(chamber, owner, holder).accepted
    return chamber
