"""Secrets that an installation makes for itself, kept in its data folder and readable by its own user only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept(path: Path, make: bytes) -> bytes:
    """What the file holds; if there is none yet it is written with these bytes, and of two makers one wins."""
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
