"""The tree and its proofs are those of RFC 9162; another library's tree says so for every size."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from comity.record.proofs import consistency_proof, inclusion_proof, verify_consistency, verify_inclusion
from comity.record.tree import EMPTY_ROOT, Frontier, leaf_hash, node_hash

MOST = 300
DATA = [f"entry {n}".encode() for n in range(MOST)]
LEAVES = [leaf_hash(data) for data in DATA]


@pytest.fixture(scope="module")
def oracle() -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for data in DATA:
        tree.append_entry(data)
    return tree


def root(leaves: Sequence[bytes]) -> bytes:
    """The root by the words of RFC 9162, 2.1.1."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_hash(root(leaves[:k]), root(leaves[k:]))


def subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """The consistency proof by the words of RFC 9162, 2.1.4.1."""
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*subproof(m, leaves[:k], whole), root(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), root(leaves[:k])]


# The inputs and roots that implementations of RFC 6962 have long tested themselves against.
KNOWN_INPUTS = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
KNOWN_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_known_roots() -> None:
    leaves = [leaf_hash(bytes.fromhex(data)) for data in KNOWN_INPUTS]
    for size, known in enumerate(KNOWN_ROOTS):
        assert Frontier().extend(leaves[:size]).root().hex() == known


def test_the_frontier_has_the_oracles_root_at_every_size(oracle: InmemoryTree) -> None:
    frontier = Frontier()
    assert frontier.root() == hashlib.sha256(b"").digest()
    for size, leaf in enumerate(LEAVES, start=1):
        frontier = frontier.extend([leaf])
        assert frontier.root() == oracle.get_root(size)
        assert Frontier.unpack(frontier.pack()) == frontier


@given(st.lists(st.integers(0, 40), max_size=8))
def test_a_frontier_grows_alike_in_any_steps(steps: list[int]) -> None:
    frontier, size = Frontier(), 0
    for step in steps:
        frontier, size = frontier.extend(LEAVES[size : size + step]), min(size + step, MOST)
    assert frontier == Frontier().extend(LEAVES[:size])


def test_inclusion_proofs_are_the_oracles(oracle: InmemoryTree) -> None:
    for size in [*range(1, 34), 63, 64, 65, 255, 256, 257, MOST]:
        for sequence in {1, 2, 3, size // 2, size - 1, size} & set(range(1, size + 1)):
            proof = inclusion_proof(LEAVES[:size], sequence)
            assert list(proof) == oracle.prove_inclusion(sequence, size).path[1:]
            assert verify_inclusion(
                leaf=LEAVES[sequence - 1],
                sequence=sequence,
                size=size,
                proof=proof,
                root=oracle.get_root(size),
            )


def test_consistency_proofs_are_those_of_the_rfc_and_lead_to_the_oracles_roots(oracle: InmemoryTree) -> None:
    for size in [*range(1, 18), 31, 32, 33, MOST]:
        for older in range(1, size + 1, 1 + size // 40):
            proof = consistency_proof(LEAVES[:size], older)
            assert list(proof) == subproof(older, LEAVES[:size], True)
            assert verify_consistency(
                older_size=older,
                older_root=oracle.get_root(older),
                size=size,
                root=oracle.get_root(size),
                proof=proof,
            )


def test_a_record_continues_the_empty_one() -> None:
    now = root(LEAVES[:5])
    assert consistency_proof(LEAVES[:5], 0) == ()
    assert verify_consistency(older_size=0, older_root=EMPTY_ROOT, size=5, root=now, proof=())
    assert not verify_consistency(older_size=0, older_root=now, size=5, root=now, proof=())
    assert verify_consistency(older_size=0, older_root=EMPTY_ROOT, size=0, root=EMPTY_ROOT, proof=())
    assert not verify_consistency(older_size=5, older_root=now, size=5, root=EMPTY_ROOT, proof=())
    assert not verify_consistency(older_size=6, older_root=now, size=5, root=now, proof=())


@settings(deadline=None)
@given(data=st.data(), size=st.integers(1, 70))
def test_a_false_inclusion_proof_proves_nothing(data: st.DataObject, size: int) -> None:
    sequence = data.draw(st.integers(1, size))
    proof = list(inclusion_proof(LEAVES[:size], sequence))
    true = {
        "leaf": LEAVES[sequence - 1],
        "sequence": sequence,
        "size": size,
        "proof": proof,
        "root": root(LEAVES[:size]),
    }
    assert verify_inclusion(**true)
    assert not verify_inclusion(**true | {"leaf": LEAVES[sequence % MOST]})
    assert not verify_inclusion(**true | {"root": bytes(32)})
    assert not verify_inclusion(**true | {"proof": [*proof, bytes(32)]})
    assert not verify_inclusion(**true | {"sequence": size + 1})
    assert not verify_inclusion(**true | {"sequence": 0})
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        assert not verify_inclusion(**true | {"proof": [*proof[:at], *proof[at + 1 :]]})
        assert not verify_inclusion(**true | {"proof": [*proof[:at], bytes(32), *proof[at + 1 :]]})


@settings(deadline=None)
@given(data=st.data(), size=st.integers(2, 70))
def test_a_false_consistency_proof_proves_nothing(data: st.DataObject, size: int) -> None:
    older = data.draw(st.integers(1, size - 1))
    proof = list(consistency_proof(LEAVES[:size], older))
    true = {
        "older_size": older, "older_root": root(LEAVES[:older]),
        "size": size, "root": root(LEAVES[:size]), "proof": proof,
    }  # fmt: skip
    assert verify_consistency(**true)
    assert not verify_consistency(**true | {"older_root": bytes(32)})
    assert not verify_consistency(**true | {"root": bytes(32)})
    assert not verify_consistency(**true | {"proof": [*proof, bytes(32)]})
    at = data.draw(st.integers(0, len(proof) - 1))
    assert not verify_consistency(**true | {"proof": [*proof[:at], *proof[at + 1 :]]})
    assert not verify_consistency(**true | {"proof": [*proof[:at], bytes(32), *proof[at + 1 :]]})


@pytest.mark.parametrize("sequence", [-1, 0, 6])
def test_there_is_no_proof_for_what_is_not_there(sequence: int) -> None:
    with pytest.raises(ValueError, match="not among"):
        inclusion_proof(LEAVES[:5], sequence)
    if sequence:
        with pytest.raises(ValueError, match="does not continue"):
            consistency_proof(LEAVES[:5], sequence)
