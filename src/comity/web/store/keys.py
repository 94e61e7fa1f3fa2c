"""Keys, all outside the database: one to sign the record's checkpoints, one per stream to encrypt what is closed."""

from __future__ import annotations

import hashlib
import os
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from comity.web.secrets import kept

_NONCE = 12


class KeyDestroyed(Exception):
    """What is closed in this stream was erased: its key was destroyed."""


class RecordSigner:
    """Signs checkpoints with the record's Ed25519 key."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.name = name

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(kept(self._folder / "record", os.urandom(32)))

    @cached_property
    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes, /) -> bytes:
        return self._key.sign(message)


class Keyring:
    """The streams' keys: a file each, so that one can be destroyed without touching another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "streams"
        self._ciphers: dict[str, AESGCM] = {}

    def _path(self, stream: str) -> Path:
        return self._folder / hashlib.sha256(stream.encode()).hexdigest()

    def _cipher(self, stream: str) -> AESGCM:
        cipher = self._ciphers.get(stream)
        if cipher is None:
            path = self._path(stream)
            if path.with_suffix(".destroyed").exists():
                raise KeyDestroyed(stream)
            cipher = self._ciphers[stream] = AESGCM(kept(path, os.urandom(32)))
        return cipher

    def close(self, stream: str, place: str, content: bytes) -> bytes:
        """Encrypt; `place` binds the content to where it stands, so that two cannot be swapped."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher(stream).encrypt(nonce, content, place.encode())

    def open(self, stream: str, place: str, closed: bytes) -> bytes | None:
        """Decrypt; None where the key was destroyed."""
        try:
            return self._cipher(stream).decrypt(closed[:_NONCE], closed[_NONCE:], place.encode())
        except KeyDestroyed:
            return None
        except InvalidTag:
            raise ValueError(
                f"{place}: what is kept is not what was written, or the key is another one"
            ) from None

    def holds(self, stream: str) -> bool:
        """Whether the stream's key is here."""
        return self._path(stream).exists()

    def destroyed(self, stream: str) -> bool:
        """Whether the stream's key was here and was destroyed."""
        return self._path(stream).with_suffix(".destroyed").exists()

    def destroy(self, stream: str) -> None:
        """Erase all that is closed in a stream; the commitments stay on the record."""
        path = self._path(stream)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.with_suffix(".destroyed").touch(mode=0o600)
        if path.exists():
            path.write_bytes(b"\0" * 32)
            path.unlink()
        self._ciphers.pop(stream, None)
