"""Signed checkpoints of the record, as transparency logs write them (C2SP tlog-checkpoint and signed-note).

comity.example/record
1234
qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=
time 2026-11-21T01:29:26.123456Z

— comity.example/record 2aZtWp...
"""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from comity.record.entry import is_stamp, stamp

LARGEST_CHECKPOINT: Final = 16 * 1024
_ED25519: Final = b"\x01"
_NAME: Final = re.compile(r"[!-*,-~]+")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_DASH: Final = "\N{EM DASH} "

SignatureCheck = Callable[[bytes, bytes, bytes], bool]
"""Whether, by this public key, this message bears this signature."""


class Signer(Protocol):
    """Whoever signs checkpoints; its name is the record's origin."""

    @property
    def name(self) -> str: ...
    @property
    def public_key(self) -> bytes: ...
    def sign(self, message: bytes, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What the record was when it was signed: this many entries, with this root."""

    origin: str
    size: int
    root: bytes
    at: str = ""
    """When it was signed, as headers write time; empty where the checkpoint does not say."""
    signed: bytes = b""
    """The bytes that the signatures are over."""
    signatures: tuple[tuple[str, bytes], ...] = ()
    """For each signature line the name of the key, and key id with signature."""

    def signatures_of(self, public_key: bytes) -> tuple[bytes, ...]:
        """The signatures said to be by the record's own key."""
        wanted = key_id(self.origin, public_key)
        return tuple(b[4:] for name, b in self.signatures if name == self.origin and b[:4] == wanted)

    def signed_by(self, public_key: bytes, check: SignatureCheck) -> bool:
        """Whether the record's own key signed it, and nothing said to be by that key is forged."""
        found = self.signatures_of(public_key)
        return bool(found) and all(check(public_key, self.signed, signature) for signature in found)


def key_id(name: str, public_key: bytes) -> bytes:
    """The four bytes by which a signed note names an Ed25519 key."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def write_key(name: str, public_key: bytes) -> str:
    """A public key as signed notes publish it: `name+key id+key`."""
    return f"{name}+{key_id(name, public_key).hex()}+{b64encode(_ED25519 + public_key).decode()}"


def parse_key(written: str) -> tuple[str, bytes]:
    """The name and the Ed25519 key that were published."""
    name, _, rest = written.partition("+")
    identity, _, encoded = rest.partition("+")
    decoded = _strict_base64(encoded)
    if decoded[:1] != _ED25519 or len(decoded) != 33:
        raise ValueError("not an Ed25519 key")
    if not good_origin(name) or identity != key_id(name, decoded[1:]).hex():
        raise ValueError("the key does not have this name and id")
    return name, decoded[1:]


def good_origin(name: str) -> bool:
    """Whether this can name a key and a record: visible ASCII without the plus sign, which ends a name."""
    return len(name) <= 200 and _NAME.fullmatch(name) is not None


def write(*, size: int, root: bytes, signer: Signer, at: datetime | None = None) -> str:
    """A signed checkpoint of the record."""
    if not good_origin(signer.name):
        raise ValueError(f"{signer.name!r} cannot be a record's origin: no blanks, no plus signs")
    if size < 0 or len(root) != 32:
        raise ValueError("a checkpoint has a size and a root of 32 bytes")
    body = f"{signer.name}\n{size}\n{b64encode(root).decode()}\n"
    if at is not None:
        body += f"time {stamp(at)}\n"
    signature = key_id(signer.name, signer.public_key) + signer.sign(body.encode())
    return f"{body}\n{_DASH}{signer.name} {b64encode(signature).decode()}\n"


def parse(written: str) -> Checkpoint:
    """The checkpoint in this text; ValueError where it is not one.  Its signatures are not yet checked."""
    if len(written) > LARGEST_CHECKPOINT or not written.endswith("\n"):
        raise ValueError("a checkpoint is a short text that ends with a line")
    body, _, below = written.partition("\n\n")
    origin, size, root, *extensions = [*body.split("\n"), "", ""]
    if not good_origin(origin) or not _is_count(size):
        raise ValueError("a checkpoint begins with its origin and its size")
    decoded = _strict_base64(root)
    if len(decoded) != 32:
        raise ValueError("a root has 32 bytes")
    if _CONTROL.search(written):
        raise ValueError("a checkpoint holds no control characters")
    return Checkpoint(
        origin=origin,
        size=int(size),
        root=decoded,
        at=_time(extensions),
        signed=f"{body}\n".encode(),
        signatures=tuple(_signature(line) for line in below.removesuffix("\n").split("\n")),
    )


def _is_count(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 16 and str(int(written)) == written


def _time(extensions: Iterable[str]) -> str:
    """The time in an extension line; lines that others may add are passed over."""
    for line in extensions:
        if line.startswith("time "):
            at = line.removeprefix("time ")
            if not is_stamp(at):
                raise ValueError("a time is written to the microsecond")
            return at
    return ""


def _signature(line: str) -> tuple[str, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    decoded = _strict_base64(encoded)
    if not line.startswith(_DASH) or not good_origin(name) or len(decoded) < 5:
        raise ValueError("a signature line has a dash, the name of a key, and the signature")
    return name, decoded


def _strict_base64(written: str) -> bytes:
    """Base64 with one way only to write each value."""
    try:
        decoded = b64decode(written, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64") from None
    if b64encode(decoded).decode() != written:
        raise ValueError("not base64 as it should be written")
    return decoded
