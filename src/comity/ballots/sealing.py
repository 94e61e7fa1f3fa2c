"""Sealed letters between trustees: signed by the sender, readable by the recipient only."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from comity.ballots.canonical import from_canonical_json, record, string, to_json
from comity.ballots.elections import BASE58
from comity.ballots.group import Q, engine, inverse, public, random_scalar, read_member
from comity.ballots.refusals import Refused, require
from comity.ballots.trustees import Signed, is_signed, read_signed, sign

LETTER_LIMIT: Final = 1 << 16
_NONCE: Final = 13
_TAG: Final = 8


def make_seed() -> str:
    """22 random letters, about 128 bits: all that a trustee has to keep."""
    return "".join(secrets.choice(BASE58) for _ in range(22))


def _derive(purpose: str, text: str) -> bytes:
    return hashlib.sha256(f"{purpose}|{text}".encode("ascii")).digest()


@dataclass(frozen=True)
class Identity:
    """A trustee among trustees: one key to sign with, one to receive sealed letters with."""

    seed: str = field(repr=False)

    @cached_property
    def signing(self) -> int:
        return int.from_bytes(_derive("sk", self.seed), "big") % Q

    @cached_property
    def opening(self) -> int:
        return int.from_bytes(_derive("dk", self.seed), "big") % Q

    @cached_property
    def verification_key(self) -> int:
        return public(self.signing)

    @cached_property
    def encryption_key(self) -> int:
        return public(self.opening)

    def sign(self, message: str) -> Signed:
        return Signed(message=message, signature=sign(self.signing, message))


def _cipher(shared: int) -> Any:
    # The standard library has no block cipher; this is the one that the whole project already relies on.
    from cryptography.hazmat.primitives.ciphers.aead import AESCCM

    return AESCCM(_derive("key", str(shared)), tag_length=_TAG)


def seal(sender: Identity, recipient: int, message: str) -> bytes:
    """A letter to the holder of this encryption key."""
    inner = to_json({"recipient": str(recipient), "message": message}).decode("utf-8")
    letter = to_json(sender.sign(inner).plain())
    r, k = random_scalar(), random_scalar()
    power = engine().secret_power
    shared = public(k)
    alpha, beta = public(r), engine().product([power(recipient, r), shared])
    data = _cipher(shared).encrypt(_derive("iv", str(alpha))[:_NONCE], letter, None)
    return to_json({"alpha": str(alpha), "beta": str(beta), "data": data.hex()})


def unseal(recipient: Identity, sender: int, raw: bytes) -> str:
    """The message of a letter; refuse it unless it is for this recipient and signed by that sender."""
    found = record(from_canonical_json(raw, limit=LETTER_LIMIT), ("alpha", "beta", "data"))
    alpha, beta = read_member(found["alpha"], place="alpha"), read_member(found["beta"], place="beta")
    shared = engine().product([beta, inverse(engine().secret_power(alpha, recipient.opening))])
    try:
        data = bytes.fromhex(string(found["data"], place="data"))
        letter = _cipher(shared).decrypt(_derive("iv", str(alpha))[:_NONCE], data, None)
    except Exception:
        # The library says no more than that it cannot be opened, and has its own exception for it.
        raise Refused("unreadable_letter") from None
    signed = read_signed(from_canonical_json(letter, limit=LETTER_LIMIT))
    require(is_signed(sender, signed.message, signed.signature), "unreadable_letter", "signature")
    inner = record(
        from_canonical_json(signed.message.encode("utf-8"), limit=LETTER_LIMIT), ("recipient", "message")
    )
    require(inner["recipient"] == str(recipient.encryption_key), "unreadable_letter", "recipient")
    return string(inner["message"], place="message")
