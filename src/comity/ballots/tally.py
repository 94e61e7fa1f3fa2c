"""The encrypted tally: ballots multiplied together, one at a time or many at once, without opening any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from comity.ballots.canonical import (
    array,
    count,
    counted,
    from_canonical_json,
    hex_hash,
    record,
    string,
    to_json,
)
from comity.ballots.elections import Election
from comity.ballots.group import Ciphertext, engine, inverse, read_ciphertext

TALLY_LIMIT: Final = 8 << 20
SIZED_LIMIT: Final = 1 << 10


@dataclass(frozen=True, kw_only=True)
class Tally:
    """The product of the ballots that count, question by question in one row."""

    product: tuple[Ciphertext, ...]
    ballots: int = 0
    weight: int = 0

    def with_ballot(self, choices: Sequence[Ciphertext], weight: int = 1) -> Tally:
        """One more ballot."""
        return self._changed(choices, weight, 1)

    def without_ballot(self, choices: Sequence[Ciphertext], weight: int = 1) -> Tally:
        """One ballot less: that of a voter who votes again."""
        undone = [Ciphertext(inverse(c.alpha), inverse(c.beta)) for c in choices]
        return self._changed(undone, weight, -1)

    def _changed(self, choices: Sequence[Ciphertext], weight: int, ballots: int) -> Tally:
        weighted = weigh(choices, weight)
        return Tally(
            product=multiply([self.product, weighted]),
            ballots=self.ballots + ballots,
            weight=self.weight + ballots * weight,
        )

    def to_bytes(self, election: Election) -> bytes:
        rows, at = [], 0
        for question in election.questions:
            rows.append([c.plain() for c in self.product[at : at + question.ciphertexts]])
            at += question.ciphertexts
        return to_json(rows)

    def sized(self, election: Election) -> bytes:
        """The tally's hash with how many ballots are in it."""
        return to_json(
            {
                "num_tallied": self.ballots,
                "total_weight": counted(self.weight),
                "encrypted_tally": hex_hash(self.to_bytes(election)),
            }
        )


def empty_tally(election: Election) -> Tally:
    return Tally(product=(Ciphertext(1, 1),) * sum(question.ciphertexts for question in election.questions))


def weigh(choices: Sequence[Ciphertext], weight: int) -> Sequence[Ciphertext]:
    if weight == 1:
        return choices
    power = engine().power
    return [Ciphertext(power(c.alpha, weight), power(c.beta, weight)) for c in choices]


def multiply(rows: Sequence[Sequence[Ciphertext]]) -> tuple[Ciphertext, ...]:
    """The product of whole rows, place by place."""
    product = engine().product
    return tuple(
        Ciphertext(product([c.alpha for c in column]), product([c.beta for c in column]))
        for column in zip(*rows, strict=True)
    )


def read_tally(raw: bytes, election: Election) -> tuple[Ciphertext, ...]:
    rows = array(from_canonical_json(raw, limit=TALLY_LIMIT), len(election.questions))
    found: list[Ciphertext] = []
    for i, (row, question) in enumerate(zip(rows, election.questions, strict=True), 1):
        for j, item in enumerate(array(row, question.ciphertexts, place=str(i)), 1):
            found.append(read_ciphertext(item, place=f"{i}/{j}"))
    return tuple(found)


def read_sized(raw: bytes) -> tuple[int, int, str]:
    """How many ballots, of what weight, and the hash of the tally."""
    keys = ("num_tallied", "total_weight", "encrypted_tally")
    found: Mapping[str, Any] = record(from_canonical_json(raw, limit=SIZED_LIMIT), keys)
    return (
        count(found["num_tallied"], place="num_tallied"),
        count(found["total_weight"], place="total_weight"),
        string(found["encrypted_tally"], place="encrypted_tally"),
    )


def counting(credentials: Iterable[int]) -> list[int]:
    """Which ballots count, by position: the last one of each credential."""
    last = {credential: position for position, credential in enumerate(credentials)}
    return sorted(last.values())
