"""What a ballot's archive begins with, drawn up from what stands on the record and from nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from comity.ballots.canonical import from_json, hex_hash, to_json
from comity.ballots.credentials import without_weight, write_credentials
from comity.ballots.elections import BASE58, Election, Policy, Question, draw_up
from comity.ballots.group import Proof, read_scalar
from comity.ballots.refusals import require
from comity.ballots.trustees import PublicKey, Trustees, read_trustees
from comity.rules.words import text
from comity.secret_votes.events import Asked, DrawnUp
from comity.secret_votes.state import ONE_BOX, Ballot, Box, Seat, SecretVotes
from comity.secret_votes.who import box_name

UUID_LETTERS: Final = 22


def questions_of(asked: Sequence[Asked]) -> tuple[Question, ...]:
    return tuple(
        Question(
            question=one.question, answers=one.answers, minimum=one.least, maximum=one.most, blank=one.blank
        )
        for one in asked
    )


def uuid_of(ballot: Ballot, box: str) -> str:
    """The election's own name: the commitment to the call is random, and was on the record before."""
    number = int.from_bytes(hashlib.sha256(f"{ballot.commitment}|{box}".encode()).digest(), "big")
    letters = []
    for _ in range(UUID_LETTERS):
        number, letter = divmod(number, 58)
        letters.append(BASE58[letter])
    return "".join(letters)


def parsed(message: str) -> Any:
    """A message of the ceremony, strictly read."""
    return from_json(message.encode("utf-8"), limit=1 << 16)


def trustees_bytes(ballot: Ballot) -> bytes:
    """Those who hold the keys, in the archive's form."""
    if not ballot.group:
        items: list[Any] = [["Single", parsed(seat.key)] for seat in ballot.seats]
    else:
        items = [
            [
                "Pedersen",
                {
                    "threshold": ballot.threshold,
                    "certs": [parsed(seat.certificate) for seat in ballot.seats],
                    "coefexps": [parsed(seat.coefficients) for seat in ballot.seats],
                    "signatures": [parsed(seat.agreement) for seat in ballot.seats],
                    "verification_keys": [parsed(seat.key) for seat in ballot.seats],
                },
            ]
        ]
    return to_json(items)


def trustees_of(ballot: Ballot) -> Trustees:
    """The same, checked as any verifier checks them."""
    return read_trustees(trustees_bytes(ballot))


def credentials_of(box: Box) -> bytes:
    """The public list: sorted, without names."""
    return write_credentials(without_weight(int(credential) for credential in box.credentials.values()))


def election_of(state: SecretVotes, ballot: Ballot, box: str, key: int, booth: str) -> Election:
    title = ballot.title
    if box != ONE_BOX:
        title = f"{title} ({box_name(box).say('en')})"
    return draw_up(
        name=title,
        description=ballot.about,
        public_key=key,
        questions=questions_of(ballot.questions),
        uuid=uuid_of(ballot, box),
        administrator=state.body.name.en,
        credential_authority=text("secret_votes.choices.own_browsers").say("en"),
        policy=Policy(
            one_vote_only=ballot.one_vote_only,
            fewest=ballot.fewest,
            closes=ballot.closes.isoformat() if ballot.closes is not None else "",
            booth=booth,
        ),
    )


def drawn_up(state: SecretVotes, ballot: Ballot, booth: str) -> tuple[DrawnUp, ...]:
    """What each box stands on from now on."""
    trustees = trustees_of(ballot)
    found = []
    for box in ballot.boxes.values():
        election = election_of(state, ballot, box.box, trustees.public_key, booth)
        found.append(
            DrawnUp(
                box=box.box,
                uuid=election.uuid,
                election=election.raw.decode("utf-8"),
                fingerprint=election.fingerprint,
                trustees=hex_hash(trustees.raw),
                credentials=hex_hash(credentials_of(box)),
                voters=len(box.credentials),
            )
        )
    return tuple(found)


def registration(stream: str, ballot: int, box: str, of: str, credential: str) -> str:
    """What the proof of knowledge of a credential's secret is about: nobody registers another's."""
    return f"register|{stream}|{ballot}|{box}|{of}|{credential}|"


def read_pair(challenge: str, response: str) -> Proof:
    return Proof(read_scalar(challenge, place="challenge"), read_scalar(response, place="response"))


def voter_of(credential: str) -> str:
    """How the record tells the ballots of one credential, without bearing its six hundred digits each time."""
    return hex_hash(credential.encode("ascii"))


def key_in_form(key: PublicKey) -> str:
    require(key.name is None, "wrong_keys", keys="pok, public_key, signature")
    return to_json(key.plain()).decode("utf-8")


def other_seats(ballot: Ballot, owner: int) -> tuple[Seat, ...]:
    return tuple(seat for seat in ballot.seats if seat.owner != owner)
