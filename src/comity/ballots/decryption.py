"""Opening the tally, and never a ballot: shares with their proofs, how they combine, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any, Final

from comity.ballots.canonical import (
    array,
    count,
    counted,
    from_canonical_json,
    from_json,
    hex_hash,
    record,
    string,
    to_json,
)
from comity.ballots.elections import Election
from comity.ballots.group import (
    Ciphertext,
    G,
    P,
    Proof,
    Q,
    base_table,
    challenge,
    engine,
    inverse,
    public,
    random_scalar,
    read_element,
    read_proof,
)
from comity.ballots.refusals import Refused, require
from comity.ballots.trustees import Group, Trustees, lagrange

SHARE_LIMIT: Final = 8 << 20
RESULT_LIMIT: Final = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Share:
    """One trustee's part in opening the tally: a factor for each ciphertext, with its proof."""

    factors: tuple[int, ...]
    proofs: tuple[Proof, ...]

    def to_bytes(self, election: Election) -> bytes:
        return to_json(
            {
                "decryption_factors": [[str(f) for f in row] for row in _rows(self.factors, election)],
                "decryption_proofs": [[p.plain() for p in row] for row in _rows(self.proofs, election)],
            }
        )


def _rows(items: Sequence[Any], election: Election) -> list[Sequence[Any]]:
    rows, at = [], 0
    for question in election.questions:
        rows.append(items[at : at + question.ciphertexts])
        at += question.ciphertexts
    return rows


def make_share(election: Election, tally: Sequence[Ciphertext], secret: int) -> Share:
    """Open one's part; only ever of a tally that one has verified."""
    prefix = f"decrypt|{election.fingerprint}|{public(secret)}|"
    factors = tuple(engine().secret_power(c.alpha, secret) for c in tally)
    return Share(factors=factors, proofs=tuple(_same_exponent(prefix, c.alpha, secret) for c in tally))


def _same_exponent(prefix: str, alpha: int, secret: int) -> Proof:
    w = random_scalar()
    power = engine().secret_power
    c = challenge(prefix, (power(G, w), power(alpha, w)))
    return Proof(c, (w - secret * c) % Q)


def _shown(prefix: str, key: int, alpha: int, factor: int, proof: Proof) -> tuple[bool, bool]:
    """Whether the factor is in the group, and whether the proof holds."""
    prepared = engine().prepare(factor)
    membership = engine().prepared_power(prepared, Q)
    power = engine().prepared_power(prepared, proof.challenge)
    first = engine().commitment([(base_table(), proof.response)], engine().power(key, proof.challenge))
    second = engine().product([engine().power(alpha, proof.response), power])
    return membership == 1, challenge(prefix, (first, second)) == proof.challenge


def own_share(owner: int, share: bytes) -> bytes:
    """Whose share it is."""
    return to_json({"owner": owner, "payload": hex_hash(share)})


def read_owned(raw: bytes) -> tuple[int, str]:
    found = record(from_canonical_json(raw, limit=1 << 10), ("owner", "payload"))
    return count(found["owner"], place="owner"), string(found["payload"], place="payload")


def read_share(raw: bytes, election: Election) -> Share:
    found = record(from_canonical_json(raw, limit=SHARE_LIMIT), ("decryption_factors", "decryption_proofs"))
    factors, proofs = [], []
    for i, j, item in _cells(found["decryption_factors"], election, "decryption_factors"):
        factors.append(read_element(item, place=f"decryption_factors/{i}/{j}"))
    for i, j, item in _cells(found["decryption_proofs"], election, "decryption_proofs"):
        proofs.append(read_proof(item, place=f"decryption_proofs/{i}/{j}"))
    return Share(factors=tuple(factors), proofs=tuple(proofs))


def _cells(value: Any, election: Election, place: str) -> list[tuple[int, int, Any]]:
    rows = array(value, len(election.questions), place=place)
    found: list[tuple[int, int, Any]] = []
    for i, (row, question) in enumerate(zip(rows, election.questions, strict=True), 1):
        items = array(row, question.ciphertexts, place=f"{place}/{i}")
        found.extend((i, j, item) for j, item in enumerate(items, 1))
    return found


def check_share(share: Share, election: Election, tally: Sequence[Ciphertext], key: int) -> None:
    """Refuse a share unless each factor is in the group and its proof holds for this tally and key."""
    prefix = f"decrypt|{election.fingerprint}|{key}|"
    for i, (c, factor, proof) in enumerate(zip(tally, share.factors, share.proofs, strict=True), 1):
        member, holds = _shown(prefix, key, c.alpha, factor, proof)
        require(member, "not_an_element", f"factor {i}")
        require(holds, "false_share_proof", f"factor {i}")


# The archive's own proof hashes neither the ciphertext nor the factor, so a trustee who knows the key could
# make a false factor pass.  This second proof hashes everything, and is kept beside the archive.


def make_transcript(
    election: Election, tally: Sequence[Ciphertext], share: Share, owner: int, secret: int
) -> bytes:
    """The second proof of a share, over all that it is about."""
    key = public(secret)
    proofs = [
        _same_exponent(_transcript(election, owner, key, c, factor), c.alpha, secret).plain()
        for c, factor in zip(tally, share.factors, strict=True)
    ]
    return to_json({"owner": owner, "share": hex_hash(share.to_bytes(election)), "proofs": proofs})


def _transcript(election: Election, owner: int, key: int, c: Ciphertext, factor: int) -> str:
    return f"share|{election.fingerprint}|{owner}|{key}|{c.alpha},{c.beta},{factor}|"


def check_transcript(
    raw: bytes, election: Election, tally: Sequence[Ciphertext], share: Share, owner: int, key: int
) -> None:
    """Refuse a share whose second proof is another's, about something else, or false."""
    found = record(from_canonical_json(raw, limit=SHARE_LIMIT), ("owner", "share", "proofs"))
    about = found["owner"] == owner and found["share"] == hex_hash(share.to_bytes(election))
    require(about, "other_share")
    proofs = array(found["proofs"], len(tally), place="proofs")
    for i, (c, factor, item) in enumerate(zip(tally, share.factors, proofs, strict=True), 1):
        proof = read_proof(item, place=f"proofs/{i}")
        _, holds = _shown(_transcript(election, owner, key, c, factor), key, c.alpha, factor, proof)
        require(holds, "false_share_proof", f"proofs/{i}")


def combine(trustees: Trustees, shares: Mapping[int, Share]) -> tuple[int, ...]:
    """What the shares open together, by trustee number; refuse where too few are there."""
    parts: list[tuple[int, ...]] = []
    owner = 0
    for item in trustees.items:
        owners = range(owner + 1, owner + len(item.keys) + 1)
        owner = owners[-1]
        there = [number for number in owners if number in shares]
        needed = item.threshold if isinstance(item, Group) else 1
        require(len(there) >= needed, "too_few_shares", found=len(there), wanted=needed)
        if not isinstance(item, Group):
            parts.append(shares[there[0]].factors)
            continue
        used = {number - owners[0] + 1: shares[number] for number in there[:needed]}
        for index, share in used.items():
            weight = lagrange(index, list(used))
            parts.append(tuple(engine().power(factor, weight) for factor in share.factors))
    return tuple(engine().product(column) for column in zip(*parts, strict=True))


def is_enough(trustees: Trustees, owners: Sequence[int]) -> bool:
    """Whether the shares of these trustees open the tally."""
    first = 1
    for item in trustees.items:
        there = sum(first <= owner < first + len(item.keys) for owner in owners)
        if there < (item.threshold if isinstance(item, Group) else 1):
            return False
        first += len(item.keys)
    return True


def open_tally(tally: Sequence[Ciphertext], factors: Sequence[int], weight: int) -> tuple[int, ...]:
    """The counts: each is a small logarithm, found by baby steps and giant steps."""
    stride = isqrt(weight) + 1
    steps, value = {}, 1
    for i in range(stride):
        steps[value] = i
        value = value * G % P
    giant = inverse(value)
    found = []
    for c, factor in zip(tally, factors, strict=True):
        target = c.beta * inverse(factor) % P
        for j in range(stride + 1):
            if target in steps:
                found.append(j * stride + steps[target])
                break
            target = target * giant % P
        else:
            raise Refused("no_such_count")
    return tuple(found)


def write_result(counts: Sequence[int], election: Election) -> bytes:
    return to_json({"result": [[counted(n) for n in row] for row in _rows(counts, election)]})


def read_result(raw: bytes, election: Election) -> tuple[int, ...]:
    value = from_json(raw, limit=RESULT_LIMIT)
    require(to_json(value) == raw, "not_canonical")
    found = record(value, ("result",))
    return tuple(count(item, place=f"{i}/{j}") for i, j, item in _cells(found["result"], election, "result"))


def check_result(
    counts: Sequence[int],
    election: Election,
    tally: Sequence[Ciphertext],
    factors: Sequence[int],
    weight: int,
) -> None:
    """Refuse a result unless it is what the shares open."""
    for i, (n, c, factor) in enumerate(zip(counts, tally, factors, strict=True), 1):
        require(n <= weight, "impossible_result", f"count {i}")
        power = engine().commitment([(base_table(), n)], factor)
        require(power == c.beta, "false_result", f"count {i}")
