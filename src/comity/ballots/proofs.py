"""Proofs of knowledge: of one exponent; that a ciphertext holds one of some values, not saying which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from comity.ballots.group import G, Proof, Q, base_table, challenge, engine, inverse, random_scalar
from comity.ballots.libcrypto import Prepared

VALUE_BITS: Final = 10
"""No question has more answers than this can count."""


@dataclass(frozen=True)
class Key:
    """The public key of an election, with the powers of it that have been prepared."""

    value: int

    @cached_property
    def table(self) -> Any:
        return engine().table(self.value)


def prove_exponent(prefix: str, secret: int) -> Proof:
    """Knowledge of x in X = g^x."""
    w = random_scalar()
    c = challenge(prefix, (engine().secret_power(G, w),))
    return Proof(c, (w - secret * c) % Q)


def exponent_is_known(prefix: str, public: int, proof: Proof) -> bool:
    commitment = engine().commitment(
        [(base_table(), proof.response)], engine().power(public, proof.challenge)
    )
    return challenge(prefix, (commitment,)) == proof.challenge


class Branch(NamedTuple):
    """The statement that (alpha, beta) holds nothing; any other value has been divided out of beta."""

    alpha: Prepared
    beta: Prepared


def multiply_prepared(factors: Sequence[Prepared]) -> Prepared:
    product = engine().product
    return Prepared(product([f.base for f in factors]), product([f.half for f in factors]))


@cache
def _value_tables() -> tuple[Any, Any]:
    """The small powers of g's inverse, and of its power to 2^128."""
    unit = engine().prepare(inverse(G))
    return engine().table(unit.base, VALUE_BITS), engine().table(unit.half, VALUE_BITS)


def branch(alpha: Prepared, beta: Prepared, value: int) -> Branch:
    """The statement that (alpha, beta) holds the value."""
    if not value:
        return Branch(alpha, beta)
    commitment, (base, half) = engine().commitment, _value_tables()
    rest = Prepared(commitment([(base, value)], beta.base), commitment([(half, value)], beta.half))
    return Branch(alpha, rest)


def one_holds(prefix: str, key: Key, branches: Sequence[Branch], proofs: Sequence[Proof]) -> bool:
    """Whether these proofs show that one of the statements is true: A = g^z alpha^c, B = y^z beta^c."""
    power, commitment, g = engine().prepared_power, engine().commitment, base_table()
    found: list[int] = []
    for (alpha, beta), (c, z) in zip(branches, proofs, strict=True):
        found.append(commitment([(g, z)], power(alpha, c)))
        found.append(commitment([(key.table, z)], power(beta, c)))
    return challenge(prefix, found) == sum(proof.challenge for proof in proofs) % Q


class Statement(NamedTuple):
    """That (alpha, beta) holds the value."""

    alpha: int
    beta: int
    value: int


def prove_one(
    prefix: str, key: Key, statements: Sequence[Statement], true: int, randomness: int
) -> list[Proof]:
    """Show that one statement holds, the true one being made with this randomness, without saying which.

    The true statement takes the same powers as the others (its challenge stands at q, where the power
    is one), so that the time taken does not tell which of them is true.
    """
    secret_power, product = engine().secret_power, engine().product
    w = random_scalar()
    proofs = [Proof(random_scalar(), random_scalar()) for _ in statements]
    found: list[int] = []
    for i, (statement, proof) in enumerate(zip(statements, proofs, strict=True)):
        c, z = (Q, w) if i == true else proof
        plain = engine().commitment([(base_table(), -statement.value % Q)], statement.beta)
        found.append(product((secret_power(G, z), secret_power(statement.alpha, c))))
        found.append(product((secret_power(key.value, z), secret_power(plain, c))))
    others = sum(proof.challenge for i, proof in enumerate(proofs) if i != true)
    c = (challenge(prefix, found) - others) % Q
    proofs[true] = Proof(c, (w - randomness * c) % Q)
    return proofs
