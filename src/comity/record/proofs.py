"""Proofs that an entry is on the record, and that a record continues an older one (RFC 9162, section 2.1)."""

from __future__ import annotations

from collections.abc import Sequence

from comity.record.tree import Frontier, node_hash


def inclusion_proof(leaves: Sequence[bytes], sequence: int) -> tuple[bytes, ...]:
    """What joins the leaf of the entry with this sequence to the root over all leaves."""
    if not 1 <= sequence <= len(leaves):
        raise ValueError(f"entry {sequence} is not among the {len(leaves)} entries of this tree")
    proof = []
    position, start, stop = sequence - 1, 0, len(leaves)
    while stop - start > 1:
        middle = start + _split(stop - start)
        if position < middle:
            proof.append(_root(leaves, middle, stop))
            stop = middle
        else:
            proof.append(_root(leaves, start, middle))
            start = middle
    return tuple(reversed(proof))


def consistency_proof(leaves: Sequence[bytes], older_size: int) -> tuple[bytes, ...]:
    """What shows that the tree over all leaves continues the tree over the first of them."""
    if not 0 <= older_size <= len(leaves):
        raise ValueError(f"a record of {len(leaves)} entries does not continue one of {older_size}")
    if older_size in (0, len(leaves)):
        return ()
    proof = []
    start, stop = 0, len(leaves)
    while older_size < stop:
        middle = start + _split(stop - start)
        if older_size <= middle:
            proof.append(_root(leaves, middle, stop))
            stop = middle
        else:
            proof.append(_root(leaves, start, middle))
            start = middle
    if start:
        proof.append(_root(leaves, start, stop))
    return tuple(reversed(proof))


def verify_inclusion(*, leaf: bytes, sequence: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the leaf stands at that place of the tree with that size and root (RFC 9162, 2.1.3.2)."""
    if not 1 <= sequence <= size:
        return False
    place, last, node = sequence - 1, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            node = node_hash(beside, node)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and node == root


def verify_consistency(
    *, older_size: int, older_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree with that size and root continues the older one (RFC 9162, 2.1.4.2)."""
    if older_size == size:
        return not proof and older_root == root
    if older_size == 0:
        return not proof and older_root == Frontier().root() and size > 0
    if not 0 < older_size < size:
        return False
    # A tree whose size is a power of two is itself a node of the larger tree: the proof leaves it out.
    path = [older_root, *proof] if older_size & (older_size - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = older_size - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = path[0]
    for beside in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(beside, older), node_hash(beside, newer)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and older == older_root and newer == root


def _split(size: int) -> int:
    """How many leaves stand on the left: the largest power of two that is smaller than the size."""
    return int(1 << (size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes], start: int, stop: int) -> bytes:
    return Frontier().extend(leaves[place] for place in range(start, stop)).root()
