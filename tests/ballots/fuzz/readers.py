"""Every reader of what others wrote, with real things to read: for whatever makes bytes to try on them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

from ballot_box import VECTORS, Held, compact, hold_ceremony, one_trustee, prepare, take_apart

from comity.ballots.archive import read_archive
from comity.ballots.ceremony import certify, deal
from comity.ballots.credentials import read_credentials, write_credentials
from comity.ballots.decryption import (
    check_share,
    check_transcript,
    make_transcript,
    own_share,
    read_owned,
    read_result,
    read_share,
)
from comity.ballots.elections import choose_one, choose_up_to, read_election
from comity.ballots.refusals import Refused
from comity.ballots.sealing import Identity, make_seed, unseal
from comity.ballots.tally import read_sized, read_tally
from comity.ballots.trustees import read_certificate, read_trustees
from comity.ballots.verify import verify
from comity.ballots.workers import check_submission


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A function that reads bytes or refuses them, and bytes that it reads."""

    read: Callable[[bytes], object]
    seeds: Sequence[bytes]

    def survives(self, raw: bytes) -> bool:
        """Whether it reads these bytes; whatever it raises but a refusal comes out, as a crash."""
        try:
            self.read(raw)
        except Refused as refusal:
            assert refusal.say("en")
            return False
        return True


def _small_election() -> tuple[Held, bytes]:
    single, secret = one_trustee()
    group, parts = hold_ceremony(3, 2)
    questions = [choose_one("A é", ["yes", "no"]), choose_up_to(2, "Seats", ["B", "C"], blank=True)]
    held = prepare(questions, voters=3, items=[single, group], secrets=[secret, *parts])
    held.weights = [1, 1, 3]
    held.vote(0, [(1, 0), (1, 0, 0)])
    held.vote(2, [(0, 1), (0, 1, 1)])
    return held, held.archive([1, 2, 4])


@cache
def readers() -> dict[str, Reader]:
    """By name."""
    held, archive = _small_election()
    election, trustees = held.election, held.trustees
    events = take_apart(archive)
    tally, sized = events[4][1]
    product = read_tally(tally, election)
    shares = held.shares([1])
    transcript = make_transcript(election, product, shares[1], 1, held.secrets[0])
    people = [Identity(make_seed()) for _ in range(2)]
    certificates = [certify(one, index=i, size=2, threshold=2) for i, one in enumerate(people, 1)]
    letter = deal(people[0], certificates, 2).letters[1]
    of_the_tool = [path.read_bytes() for path in sorted(VECTORS.glob("*small*.bel"))]

    def share(raw: bytes) -> None:
        check_share(read_share(raw, election), election, product, trustees.keys[0].value)

    def the_transcript(raw: bytes) -> None:
        check_transcript(raw, election, product, shares[1], 1, trustees.keys[0].value)

    def certificate(raw: bytes) -> None:
        # A certificate arrives as a parsed value; what cannot be parsed never gets there.
        try:
            value = json.loads(raw)
        except (ValueError, RecursionError):
            return
        read_certificate(value, 1, 2, 2)

    return {
        "archive": Reader(read=lambda raw: verify(read_archive(raw)), seeds=[archive, *of_the_tool]),
        "ballot": Reader(read=lambda raw: check_submission(election, raw), seeds=held.ballots),
        "election": Reader(read=read_election, seeds=[election.raw]),
        "trustees": Reader(read=read_trustees, seeds=[trustees.raw]),
        "credentials": Reader(read=read_credentials, seeds=[write_credentials(held.weight_of()), b"[]"]),
        "tally": Reader(read=lambda raw: read_tally(raw, election), seeds=[tally]),
        "sized": Reader(read=read_sized, seeds=[sized]),
        "share": Reader(read=share, seeds=[shares[1].to_bytes(election)]),
        "owned": Reader(read=read_owned, seeds=[own_share(1, b"share")]),
        "transcript": Reader(read=the_transcript, seeds=[transcript]),
        "result": Reader(read=lambda raw: read_result(raw, election), seeds=[events[-1][1][0]]),
        "letter": Reader(read=lambda raw: unseal(people[1], people[0].verification_key, raw), seeds=[letter]),
        "certificate": Reader(read=certificate, seeds=[compact(certificates[0].plain())]),
    }
