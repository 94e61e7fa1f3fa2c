"""Proofs of knowledge: of one exponent; that a ciphertext holds one of some values, not saying which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

from comity.ballots.group import G, Proof, Q, base_table, challenge, engine, inverse, lanes, random_scalar
from comity.ballots.lanes import GENERATOR, KEY, Power, Table, place_of
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

    @cached_property
    def lanes_table(self) -> Table:
        """The same for many powers at once."""
        fast = lanes()
        assert fast is not None
        return fast.table(self.value)

    def prepare(self) -> None:
        """Make now what the first ballot would make."""
        _ = self.table if lanes() is None else self.lanes_table


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


def commitments(
    key: Key, elements: Sequence[int], sums: Sequence[tuple[int, int]], powers: Sequence[Power]
) -> list[int]:
    """Many powers of public numbers; their bases are g and the key.

    The element -1 is the first sum, -2 the second; each is the product of a span (start, count) of elements.
    """
    fast = lanes()
    if fast is not None:
        return fast.powers(elements, sums, powers, key.lanes_table)
    own = engine()
    prepared = [own.prepare(element) for element in elements]
    prepared += [multiply_prepared(prepared[start : start + count]) for start, count in sums]
    tables = (base_table(), key.table)
    found = []
    for power in powers:
        raised = own.prepared_power(
            _without(prepared[place_of(power, len(elements))], power.value), power.exponent
        )
        if power.base is not None:
            raised = own.commitment([(tables[power.base], power.response)], raised)
        found.append(raised)
    return found


def multiply_prepared(factors: Sequence[Prepared]) -> Prepared:
    product = engine().product
    return Prepared(product([f.base for f in factors]), product([f.half for f in factors]))


@cache
def _value_tables() -> tuple[Any, Any]:
    """The small powers of g's inverse, and of its power to 2^128."""
    unit = engine().prepare(inverse(G))
    return engine().table(unit.base, VALUE_BITS), engine().table(unit.half, VALUE_BITS)


def _without(prepared: Prepared, value: int) -> Prepared:
    """The element with g^value divided out of it."""
    if not value:
        return prepared
    commitment, (base, half) = engine().commitment, _value_tables()
    return Prepared(commitment([(base, value)], prepared.base), commitment([(half, value)], prepared.half))


class Branch(NamedTuple):
    """The statement that a ciphertext holds the value; its two parts by their position among the elements."""

    alpha: int
    beta: int
    value: int


def powers_of(branches: Sequence[Branch], proofs: Sequence[Proof]) -> list[Power]:
    """What shows that one of the statements is true: A = g^z alpha^c, B = y^z (beta / g^value)^c."""
    found = []
    for (alpha, beta, value), (c, z) in zip(branches, proofs, strict=True):
        found.append(Power(alpha, c, base=GENERATOR, response=z))
        found.append(Power(beta, c, value, KEY, z))
    return found


def one_holds(prefix: str, proofs: Sequence[Proof], found: Sequence[int]) -> bool:
    """Whether these commitments are those that the proofs were made with."""
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
