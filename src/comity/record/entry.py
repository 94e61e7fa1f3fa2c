"""One entry of the record: a public header, and a payload that only its audience may open."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from comity.record.canonical import canonical
from comity.record.tree import leaf_hash

SALT_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What everyone may know of an entry: that it exists, where, when, for whom; and what it commits to."""

    sequence: int
    """Place in the whole record, from 1, without gaps."""
    stream: str
    version: int
    """Place in its own stream, from 1, without gaps."""
    kind: str
    """The procedure that it belongs to; the exact event is in the payload."""
    at: str
    """UTC, to the microsecond: 2026-11-21T01:29:26.123456Z."""
    audience: str
    commitment: str
    """Lowercase hex of the salted hash of the payload."""

    def plain(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "audience": self.audience,
            "commitment": self.commitment,
            "kind": self.kind,
            "sequence": self.sequence,
            "stream": self.stream,
            "version": self.version,
        }

    def leaf(self) -> bytes:
        """The Merkle leaf hash of this header."""
        return leaf_hash(canonical(self.plain()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A header with the payload and salt that open its commitment; both None where they are not to be had."""

    header: Header
    payload: dict[str, Any] | None = None
    """{"type": event name, "by": who, "event": fields}."""
    salt: bytes | None = None

    @property
    def open(self) -> bool:
        return self.payload is not None and self.salt is not None


def commit(payload: dict[str, Any], salt: bytes) -> str:
    """The commitment to a payload: nobody can guess the payload from it, nobody can change the payload under it."""
    return hashlib.sha256(salt + canonical(payload)).hexdigest()


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def stamp(at: datetime) -> str:
    """A moment as headers write it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(written: str) -> datetime:
    """The moment that a header's time says."""
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
