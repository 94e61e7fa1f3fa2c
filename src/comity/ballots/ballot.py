"""One ballot: made, read and checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from comity.ballots.archive import OBJECT_LIMIT
from comity.ballots.canonical import array, from_canonical_json, record, short_hash, string, to_json
from comity.ballots.elections import Election, Question
from comity.ballots.group import (
    ELEMENT_DIGITS,
    SCALAR_DIGITS,
    Ciphertext,
    G,
    Proof,
    Q,
    engine,
    first_outsider,
    public,
    random_scalar,
    read_ciphertext,
    read_element,
    read_proof,
    read_proofs,
)
from comity.ballots.lanes import GENERATOR, Power
from comity.ballots.proofs import (
    Branch,
    Key,
    Statement,
    commitments,
    one_holds,
    powers_of,
    prove_exponent,
    prove_one,
)
from comity.ballots.refusals import Refused, require

BITS: Final = (0, 1)
TOGETHER: Final = 256
"""Elements from which on no further question is taken along: it bounds the memory that a ballot can ask for."""

_OPENING = re.compile(rb'\{"election_uuid":"[^"]*","election_hash":"[^"]*","credential":"([0-9]{1,617})"')


class Answer(NamedTuple):
    """The encrypted marks of one question with the proofs that they are allowed."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[list[Proof], ...]
    overall_proof: list[Proof]
    blank_proof: list[Proof] | None

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "choices": [choice.plain() for choice in self.choices],
            "individual_proofs": [[proof.plain() for proof in proofs] for proofs in self.individual_proofs],
            "overall_proof": [proof.plain() for proof in self.overall_proof],
        }
        if self.blank_proof is not None:
            found["blank_proof"] = [proof.plain() for proof in self.blank_proof]
        return found


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot as it was read; `signed` is the hash that its signature covers."""

    raw: bytes
    uuid: str
    fingerprint: str
    credential: int
    answers: tuple[Answer, ...]
    signed: str
    proof: Proof

    @property
    def tracker(self) -> str:
        return short_hash(self.raw)


def ciphertexts_of(ballot: Ballot) -> list[Ciphertext]:
    return [choice for answer in ballot.answers for choice in answer.choices]


def opening_of(election: Election) -> int:
    """How many bytes of a ballot of this election tell the credential that it claims."""
    return (
        len(f'{{"election_uuid":"{election.uuid}","election_hash":"","credential":""') + 44 + ELEMENT_DIGITS
    )


def claimed_credential(raw: bytes) -> int:
    """The credential that a ballot claims, without reading the rest of it."""
    opening = _OPENING.match(raw)
    if opening is None:
        raise Refused("not_canonical")
    return int(opening[1])


def longest_ballot(election: Election) -> int:
    """How many bytes a ballot of this election can have."""
    proof = len(',{"challenge":"","response":""}') + 2 * SCALAR_DIGITS
    choice = len(',{"alpha":"","beta":""}') + 2 * ELEMENT_DIGITS + len(",[]") + len(BITS) * proof
    frame = len(',{"choices":[],"individual_proofs":[],"overall_proof":[],"blank_proof":[]}')
    whole = opening_of(election) + len(',"answers":[],"signature":{"hash":"","proof":}}') + 44 + proof
    for question in election.questions:
        whole += frame + choice * question.ciphertexts + proof * sum(_expected_proofs(question))
    return min(whole, OBJECT_LIMIT)


def _expected_proofs(question: Question) -> tuple[int, int]:
    """How many branches the overall proof and the blank proof have."""
    span = question.maximum - question.minimum + 1
    return (span + 1, 2) if question.blank else (span, 0)


def read_ballot(raw: bytes, election: Election) -> Ballot:
    """A ballot of this election in its one form, every number in range; nothing is proved yet."""
    keys = ("election_uuid", "election_hash", "credential", "answers", "signature")
    found = record(from_canonical_json(raw, limit=longest_ballot(election)), keys)
    uuid = string(found["election_uuid"], place="election_uuid")
    require(uuid == election.uuid, "other_election", "election_uuid")
    fingerprint = string(found["election_hash"], place="election_hash")
    require(fingerprint == election.fingerprint, "other_election", "election_hash")
    credential = read_element(found["credential"], place="credential")
    answers = array(found["answers"], len(election.questions), place="answers")
    read = tuple(
        _read_answer(answer, question, f"answers/{i}")
        for i, (answer, question) in enumerate(zip(answers, election.questions, strict=True), 1)
    )
    signature = record(found["signature"], ("hash", "proof"), place="signature")
    # The bytes are canonical and the signature stands last, so what it signs is a slice of them.
    signed = short_hash(raw[: raw.rindex(b',"signature":{')] + b"}")
    require(signature["hash"] == signed, "signed_something_else", "signature/hash")
    proof = read_proof(signature["proof"], place="signature/proof")
    return Ballot(raw, uuid, fingerprint, credential, read, signed, proof)


def _read_answer(value: Any, question: Question, place: str) -> Answer:
    overall, blank = _expected_proofs(question)
    keys = ("choices", "individual_proofs", "overall_proof") + (("blank_proof",) if question.blank else ())
    found = record(value, keys, place=place)
    choices = array(found["choices"], question.ciphertexts, place=f"{place}/choices")
    proofs = array(found["individual_proofs"], question.ciphertexts, place=f"{place}/individual_proofs")
    return Answer(
        tuple(read_ciphertext(choice, place=f"{place}/choices/{i}") for i, choice in enumerate(choices, 1)),
        tuple(
            read_proofs(proof, len(BITS), place=f"{place}/individual_proofs/{i}")
            for i, proof in enumerate(proofs, 1)
        ),
        read_proofs(found["overall_proof"], overall, place=f"{place}/overall_proof"),
        read_proofs(found["blank_proof"], blank, place=f"{place}/blank_proof") if question.blank else None,
    )


def check_ballot(ballot: Ballot, election: Election) -> None:
    """Refuse the ballot unless every element is in the group, and its signature and every proof hold."""
    check_proofs(ballot, election, members=True)


def check_members(ballots: Sequence[tuple[int, Ballot]]) -> None:
    """Refuse these numbered ballots unless every element of each is in the group."""
    outsider = first_outsider([value for _, ballot in ballots for value in _elements(ballot)])
    if outsider is None:
        return
    for number, ballot in ballots:
        places = ["credential", *_places(ballot)]
        if outsider < len(places):
            raise Refused("not_an_element", f"ballot {number}/{places[outsider]}")
        outsider -= len(places)


def _elements(ballot: Ballot) -> list[int]:
    return [ballot.credential, *(value for choice in ciphertexts_of(ballot) for value in choice)]


def _places(ballot: Ballot) -> list[str]:
    return [
        f"answers/{i}/choices/{j}/{part}"
        for i, answer in enumerate(ballot.answers, 1)
        for j, _ in enumerate(answer.choices, 1)
        for part in Ciphertext._fields
    ]


def check_proofs(ballot: Ballot, election: Election, *, members: bool = False) -> None:
    """Refuse the ballot unless its signature and every proof hold, and its elements are in the group if asked."""
    context = f"{election.fingerprint}|{ballot.credential}"
    claims = _Claims([ballot.credential])
    signature = [Power(0, ballot.proof.challenge, base=GENERATOR, response=ballot.proof.response)]
    claims.add(f"sig|{ballot.signed}|", [ballot.proof], signature, "false_signature", "signature")
    for i, (answer, question) in enumerate(zip(ballot.answers, election.questions, strict=True), 1):
        _claim_answer(claims, answer, question, context, f"answers/{i}")
        if len(claims.elements) > TOGETHER or i == len(election.questions):
            if not claims.settle(election.public_key, members=members):
                outsider = first_outsider(_elements(ballot))
                assert outsider is not None
                raise Refused("not_an_element", ["credential", *_places(ballot)][outsider])
            claims = _Claims()


class _Claim(NamedTuple):
    """One proof: what its commitments are hashed with, and which of the powers they are."""

    prefix: str
    proofs: Sequence[Proof]
    start: int
    end: int
    code: str
    place: str


@dataclass
class _Claims:
    """All that one ballot claims, so that all powers are made together."""

    elements: list[int] = field(default_factory=list)
    sums: list[tuple[int, int]] = field(default_factory=list)
    powers: list[Power] = field(default_factory=list)
    claims: list[_Claim] = field(default_factory=list)

    def add(
        self, prefix: str, proofs: Sequence[Proof], powers: Sequence[Power], code: str, place: str
    ) -> None:
        start = len(self.powers)
        self.powers += powers
        self.claims.append(_Claim(prefix, proofs, start, len(self.powers), code, place))

    def sum(self, start: int, count: int) -> int:
        """The product of some elements, as an element."""
        self.sums.append((start, count))
        return -len(self.sums)

    def settle(self, key: Key, *, members: bool) -> bool:
        """Refuse the first claim that does not hold; whether all elements are in the group, if that is asked."""
        asked = [Power(i, Q) for i in range(len(self.elements))] if members else []
        found = commitments(key, self.elements, self.sums, [*self.powers, *asked])
        if any(power != 1 for power in found[len(self.powers) :]):
            return False
        for claim in self.claims:
            holds = one_holds(claim.prefix, claim.proofs, found[claim.start : claim.end])
            require(holds, claim.code, claim.place)
        return True


def _claim_answer(claims: _Claims, answer: Answer, question: Question, context: str, place: str) -> None:
    start, count = len(claims.elements), len(answer.choices)
    claims.elements += [choice.alpha for choice in answer.choices]
    claims.elements += [choice.beta for choice in answer.choices]
    names = [f"{choice.alpha},{choice.beta}" for choice in answer.choices]
    for i, proofs in enumerate(answer.individual_proofs):
        branches = [Branch(start + i, start + count + i, bit) for bit in BITS]
        where = f"{place}/individual_proofs/{i + 1}"
        prefix = f"prove|{context}|{names[i]}|"
        claims.add(prefix, proofs, powers_of(branches, proofs), "false_choice_proof", where)
    _claim_totals(claims, answer, question, start, f"{context}|{','.join(names)}", place)


def _claim_totals(
    claims: _Claims, answer: Answer, question: Question, start: int, context: str, place: str
) -> None:
    """That as many answers are marked as the question allows, or that the vote is blank."""
    count, skipped = len(answer.choices), int(question.blank)
    alpha, beta = (
        claims.sum(start + skipped, count - skipped),
        claims.sum(start + count + skipped, count - skipped),
    )
    branches = [Branch(alpha, beta, value) for value in range(question.minimum, question.maximum + 1)]
    if question.blank:
        assert answer.blank_proof is not None
        zeros = powers_of([Branch(start, start + count, 0), Branch(alpha, beta, 0)], answer.blank_proof)
        claims.add(
            f"bproof0|{context}|", answer.blank_proof, zeros, "false_blank_proof", f"{place}/blank_proof"
        )
        branches = [Branch(start, start + count, 1), *branches]
        prefix = f"bproof1|{context}|"
    else:
        summed = _sum(answer.choices)
        prefix = f"prove|{context}|{summed.alpha},{summed.beta}|"
    powers = powers_of(branches, answer.overall_proof)
    claims.add(prefix, answer.overall_proof, powers, "false_total_proof", f"{place}/overall_proof")


def _sum(choices: Sequence[Ciphertext]) -> Ciphertext:
    product = engine().product
    return Ciphertext(product([c.alpha for c in choices]), product([c.beta for c in choices]))


def make_ballot(election: Election, secret: int, choices: Sequence[Sequence[int]]) -> bytes:
    """The ballot of whoever holds this secret: one row of marks for each question."""
    require(election.allows(choices), "not_allowed_by_question")
    credential = public(secret)
    context = f"{election.fingerprint}|{credential}"
    found: dict[str, Any] = {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": str(credential),
        "answers": [
            _make_answer(question, marks, election.public_key, context).plain()
            for question, marks in zip(election.questions, choices, strict=True)
        ],
    }
    signed = short_hash(to_json(found))
    proof = prove_exponent(f"sig|{signed}|", secret)
    return to_json(found | {"signature": {"hash": signed, "proof": proof.plain()}})


def _encrypt(key: Key, mark: int, randomness: int) -> Ciphertext:
    power = engine().secret_power
    # q is added to the mark: g^q is one, and the exponent's length no longer tells a mark from none.
    beta = engine().product((power(key.value, randomness), power(G, Q + mark)))
    return Ciphertext(power(G, randomness), beta)


def _make_answer(question: Question, marks: Sequence[int], key: Key, context: str) -> Answer:
    randomness = [random_scalar() for _ in marks]
    choices = tuple(_encrypt(key, mark, r) for mark, r in zip(marks, randomness, strict=True))
    names = [f"{choice.alpha},{choice.beta}" for choice in choices]
    individual = tuple(
        prove_one(f"prove|{context}|{name}|", key, [Statement(*choice, bit) for bit in BITS], mark, r)
        for choice, name, mark, r in zip(choices, names, marks, randomness, strict=True)
    )
    context = f"{context}|{','.join(names)}"
    start = int(question.blank)
    summed, total, r = _sum(choices[start:]), sum(marks[start:]), sum(randomness[start:]) % Q
    values = range(question.minimum, question.maximum + 1)
    counts = [Statement(*summed, value) for value in values]
    if not question.blank:
        prefix = f"prove|{context}|{summed.alpha},{summed.beta}|"
        return Answer(choices, individual, prove_one(prefix, key, counts, total - question.minimum, r), None)
    is_blank = bool(marks[0])
    zeros = [Statement(*choices[0], 0), Statement(*summed, 0)]
    blank = prove_one(f"bproof0|{context}|", key, zeros, int(is_blank), r if is_blank else randomness[0])
    statements = [Statement(*choices[0], 1), *counts]
    true, known = (0, randomness[0]) if is_blank else (1 + total - question.minimum, r)
    return Answer(choices, individual, prove_one(f"bproof1|{context}|", key, statements, true, known), blank)
