"""A ballot that its voter has opened instead of casting it: whether it holds the choice that the device showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from comity.ballots.ballot import check_ballot, ciphertexts_of, read_ballot
from comity.ballots.canonical import array, count, from_json, record, string
from comity.ballots.elections import Election, read_election
from comity.ballots.group import base_table, engine, read_scalar
from comity.ballots.refusals import at, require

OPENED_LIMIT: Final = 16 << 20


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What an opened ballot says of itself, and whether that is so."""

    election: Election
    tracker: str
    choices: tuple[tuple[int, ...], ...]
    holds: bool


def read_opened(raw: bytes) -> Opened:
    """Check the file that a booth gives out: the ballot is a good one, and its randomness opens it to the choice."""
    keys = ("election", "ballot", "tracker", "choices", "randomness")
    found = record(from_json(raw, limit=OPENED_LIMIT), keys)
    with at("election"):
        election = read_election(string(found["election"]).encode("utf-8"))
    with at("ballot"):
        ballot = read_ballot(string(found["ballot"]).encode("utf-8"), election)
        check_ballot(ballot, election)
    require(found["tracker"] == ballot.tracker, "other_object", "tracker")
    rows = array(found["choices"], place="choices")
    choices = tuple(tuple(count(m, place="choices") for m in array(row, place="choices")) for row in rows)
    require(election.allows(choices), "not_allowed_by_question", "choices")
    rows = array(found["randomness"], len(election.questions), place="randomness")
    randomness = [
        read_scalar(one, place="randomness") for row in rows for one in array(row, place="randomness")
    ]
    marks = [mark for row in choices for mark in row]
    require(
        len(randomness) == len(marks), "wrong_length", "randomness", found=len(randomness), wanted=len(marks)
    )
    holds = [(c.alpha, c.beta) for c in ciphertexts_of(ballot)] == _encrypted(election, marks, randomness)
    return Opened(election=election, tracker=ballot.tracker, choices=choices, holds=holds)


def _encrypted(election: Election, marks: Sequence[int], randomness: Sequence[int]) -> list[tuple[int, int]]:
    """What these marks are under this randomness: g^r and y^r g^m."""
    power, g, y = engine().commitment, base_table(), election.public_key.table
    return [
        (power([(g, r)], 1), power([(y, r), (g, mark)], 1)) for mark, r in zip(marks, randomness, strict=True)
    ]
