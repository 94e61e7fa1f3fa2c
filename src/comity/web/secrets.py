"""Secrets that an installation makes for itself, in its data folder and readable by its own user only."""

from __future__ import annotations

import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def kept(path: Path, make: bytes) -> bytes:
    """What the file holds; where there is none it is written with these bytes; of two makers one wins."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(make)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(whole, path)
    except FileExistsError:
        pass
    finally:
        whole.unlink()
    return path.read_bytes()


def secret_key(data: Path) -> str:
    """What Django signs sessions and links with."""
    return kept(data / "keys" / "django", secrets.token_urlsafe(48).encode()).decode()


def sealing_key(data: Path) -> bytes:
    """What the secrets of accounts are encrypted with where they rest in the database."""
    return kept(data / "keys" / "accounts", secrets.token_bytes(32))


def seal(key: bytes, clear: bytes, about: str) -> str:
    """Encrypt; what it is about is bound in, so that no sealed thing can stand in the place of another."""
    nonce = secrets.token_bytes(12)
    return b64encode(nonce + AESGCM(key).encrypt(nonce, clear, about.encode())).decode()


def unseal(key: bytes, sealed: str, about: str) -> bytes:
    """The clear bytes again; `ValueError` when they were not sealed with this key for this use."""
    try:
        whole = b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(whole[:12], whole[12:], about.encode())
    except (InvalidTag, ValueError):
        raise ValueError(f"not sealed by this installation for {about}") from None
