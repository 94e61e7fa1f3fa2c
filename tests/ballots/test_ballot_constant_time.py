"""Secrets are raised to powers, and are exponents, in constant time only.

What is secret is marked here where it comes into being, the mark stays on whatever is reckoned from it, and
every power is watched: one of a marked exponent may only be `secret_power`.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from comity.ballots import (
    ballot,
    ceremony,
    credentials,
    decryption,
    group,
    proofs,
    sealing,
    trustees,
)
from comity.ballots.arithmetic import Engine
from comity.ballots.ballot import make_ballot
from comity.ballots.ceremony import certify, deal, receive
from comity.ballots.decryption import make_share, make_transcript
from comity.ballots.elections import choose_one, choose_up_to, draw_up, make_uuid
from comity.ballots.group import Ciphertext, G, P, Proof, Q
from comity.ballots.sealing import Identity, make_seed
from comity.ballots.trustees import Signed, make_key

MODULES = (ballot, ceremony, credentials, decryption, group, proofs, sealing, trustees)


class Marked(int):
    """A number that nobody may learn, or that was reckoned from one."""


def _marking(name: str) -> Callable[..., Any]:
    plain = getattr(int, name)

    def operation(self: int, *others: Any) -> Any:
        found = plain(self, *others)
        return found if found is NotImplemented else Marked(found)

    return operation


for name in ("add", "sub", "mul", "mod", "floordiv", "radd", "rsub", "rmul", "rmod", "pow"):
    setattr(Marked, f"__{name}__", _marking(f"__{name}__"))


class Watched:
    """The means of computing, refusing marked exponents wherever time depends on them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.in_constant_time = 0

    def secret_power(self, base: int, exponent: int) -> int:
        self.in_constant_time += 1
        return self._engine.secret_power(base, int(exponent))

    def power(self, base: int, exponent: int) -> int:
        assert not isinstance(exponent, Marked), "a secret exponent in variable time"
        return self._engine.power(base, exponent)

    def prepared_power(self, prepared: Any, exponent: int) -> int:
        assert not isinstance(exponent, Marked), "a secret exponent in variable time"
        return self._engine.prepared_power(prepared, exponent)

    def commitment(self, powers: Sequence[tuple[Any, int]], factor: int) -> int:
        assert not any(isinstance(exponent, Marked) for _, exponent in powers), "a secret in a look-up"
        return self._engine.commitment(powers, factor)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched(group.engine())

    def no_lanes(*_: Any) -> Any:
        # Nothing that makes is to ask for the quick powers of public numbers at all, but for membership.
        return None

    for module in MODULES:
        for name, other in (
            ("engine", lambda: watched),
            ("random_scalar", lambda: Marked(secrets.randbelow(Q))),
            ("lanes", no_lanes),
        ):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, other)
    monkeypatch.setattr(Identity, "signing", property(lambda self: Marked(_derived("sk", self.seed))))
    monkeypatch.setattr(Identity, "opening", property(lambda self: Marked(_derived("dk", self.seed))))
    return watched


def _derived(purpose: str, seed: str) -> int:
    return int.from_bytes(sealing._derive(purpose, seed), "big") % Q


def test_the_mark_stays_on_what_is_reckoned_from_a_secret() -> None:
    secret = Marked(5)
    for found in (secret + 1, 1 + secret, 2 * secret, (7 - secret * 3) % Q, secret % Q, sum([1, secret])):
        assert isinstance(found, Marked)


def test_a_secret_in_variable_time_would_be_noticed(watched: Watched) -> None:
    for unsafe in (
        lambda: watched.power(G, Marked(5)),
        lambda: watched.prepared_power(watched.prepare(G), Marked(5)),
        lambda: watched.commitment([(group.base_table(), Marked(5))], 1),
    ):
        with pytest.raises(AssertionError):
            unsafe()


def test_ballots_are_made_in_constant_time(watched: Watched) -> None:
    questions = [choose_one("A", ["yes", "no"]), choose_up_to(2, "B", ["b", "c"], blank=True)]
    election = draw_up(
        name="n", description="", public_key=pow(G, 7, P), questions=questions, uuid=make_uuid()
    )
    before = watched.in_constant_time
    marks = [[Marked(1), Marked(0)], [Marked(0), Marked(1), Marked(1)]]
    make_ballot(election, Marked(secrets.randbelow(Q)), marks)
    assert watched.in_constant_time - before > 40


def test_what_a_ballot_costs_does_not_depend_on_the_choice(watched: Watched) -> None:
    questions = [choose_one("A", ["yes", "no"]), choose_up_to(2, "B", ["b", "c"], blank=True)]
    election = draw_up(
        name="n", description="", public_key=pow(G, 7, P), questions=questions, uuid=make_uuid()
    )
    costs = set()
    for marks in ([(1, 0), (0, 0, 0)], [(0, 1), (1, 0, 0)], [(0, 1), (0, 1, 1)]):
        before = watched.in_constant_time
        make_ballot(election, Marked(9), marks)
        costs.add(watched.in_constant_time - before)
    assert len(costs) == 1


def test_shares_are_made_in_constant_time(watched: Watched) -> None:
    secret, _ = make_key()
    assert isinstance(secret, Marked)
    election = draw_up(
        name="n",
        description="",
        public_key=pow(G, 7, P),
        questions=[choose_one("A", ["yes", "no"])],
        uuid=make_uuid(),
    )
    tally = [Ciphertext(pow(G, 3, P), pow(G, 4, P))] * 2
    share = make_share(election, tally, secret)
    make_transcript(election, tally, share, 1, secret)


def public_proof(proof: Proof) -> Proof:
    """As everybody reads it: a proof is made from a secret, but is none."""
    return Proof(int(proof.challenge), int(proof.response))


def published(signed: Signed) -> Signed:
    return replace(signed, signature=public_proof(signed.signature))


def test_the_ceremony_is_held_in_constant_time(watched: Watched) -> None:
    people = [Identity(make_seed()) for _ in range(3)]
    certificates = [published(certify(one, index=i, size=3, threshold=2)) for i, one in enumerate(people, 1)]
    dealt = [
        replace(one, coefficients=published(one.coefficients), agreement=public_proof(one.agreement))
        for one in (deal(person, certificates, 2) for person in people)
    ]
    secret, key = receive(people[0], 1, certificates, dealt, 2)
    assert key.value == pow(G, int(secret), P)


def test_making_needs_no_module_that_is_made_for_public_numbers() -> None:
    """The C module is not even loaded by whoever makes keys and ballots."""
    script = """
from comity.ballots import group
from comity.ballots.ballot import make_ballot
from comity.ballots.trustees import Signed, make_key
from comity.ballots.elections import choose_one, draw_up, make_uuid
def never():
    raise SystemExit("asked for quick powers")
secret, key = make_key()
questions = [choose_one("A", ["y", "n"])]
election = draw_up(name="n", description="", public_key=key.value, questions=questions, uuid=make_uuid())
from comity.ballots import proofs
group.lanes = proofs.lanes = never
make_ballot(election, secret, [(1, 0)])
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
