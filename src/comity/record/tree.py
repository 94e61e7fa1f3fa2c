"""The Merkle tree over the entries (RFC 6962, RFC 9162): one hash that stands for the whole record so far."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of the tree: enough to append to it and to say its root, whatever its size."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()
    """The roots of the full subtrees, largest first: one for each bit that is set in the size."""

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after these leaves."""
        size, nodes = self.size, list(self.nodes)
        for leaf in leaves:
            full, node = size, leaf
            while full & 1:
                node = node_hash(nodes.pop(), node)
                full >>= 1
            nodes.append(node)
            size += 1
        return Frontier(size, tuple(nodes))

    def root(self) -> bytes:
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root

    def pack(self) -> bytes:
        """As bytes, for keeping beside the stream's head."""
        return self.size.to_bytes(8, "big") + b"".join(self.nodes)

    @classmethod
    def unpack(cls, packed: bytes) -> Frontier:
        size = int.from_bytes(packed[:8], "big")
        nodes = tuple(packed[at : at + 32] for at in range(8, len(packed), 32))
        if len(nodes) != size.bit_count():
            raise ValueError(f"a frontier of {size} leaves has {size.bit_count()} nodes, not {len(nodes)}")
        return cls(size, nodes)
