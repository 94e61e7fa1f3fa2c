"""Reading the whole record of this installation, for an export or for a verification."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def lines(tokens: frozenset[str]) -> Iterator[str]:
    """The lines of an export for a reader who holds these tokens, up to the newest checkpoint."""
    from comity.record.export import export
    from comity.web.house import house, origin

    store = house().store
    erased = _Erased()
    return export(
        erased.noting(store.all_entries()),
        checkpoints(),
        tokens,
        origin=origin(),
        public_key=store.signer.public_key,
        erased=erased,
    )


def checkpoints() -> list[str]:
    from comity.web.store.models import RecordCheckpoint

    return list(RecordCheckpoint.objects.order_by("size").values_list("text", flat=True))


def all_tokens() -> frozenset[str]:
    """Every token that any entry's audience names: whoever holds all of them may read everything."""
    from comity.web.store.models import RecordEntry

    names = RecordEntry.objects.values_list("audience", flat=True).distinct()
    return frozenset(token for name in names for token in name.split(" ")) | {"public"}


def people() -> frozenset[str]:
    """Everyone whom the record has ever accredited."""
    from comity.accreditation.state import STREAM
    from comity.web.house import house

    return frozenset(house().clerk.folds.whole(STREAM).state.people)


class _Erased:
    """The entries that nobody can open any more, noted while they are read."""

    def __init__(self) -> None:
        self._sequences: set[int] = set()

    def noting(self, entries: Iterator[Any]) -> Iterator[Any]:
        for entry in entries:
            if entry.payload is None:
                self._sequences.add(entry.header.sequence)
            yield entry

    def __contains__(self, sequence: object) -> bool:
        return sequence in self._sequences


def signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is good; by the library, which is many times faster than our own arithmetic."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
