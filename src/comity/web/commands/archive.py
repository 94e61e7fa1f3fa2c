"""The archive of a backup: one zip file, checked in every part before anything of it is used.

manifest.json         what is in it, with a digest of each part
tables/NAME.jsonl     the rows of a table, a line each
bodies/NAME.toml      the installation's own bodies
keys                  the keys, encrypted under a passphrase and bound to this manifest; or not there
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

FORMAT: Final = "comity-backup-1"
_MANIFEST: Final = "manifest.json"
_KEYS: Final = "keys"
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes at most of a manifest, of a body's file or of the keys."""
_MAGIC: Final = b"comity-keys-1\n"
_NAME: Final = re.compile(r"(tables/\w+\.jsonl|bodies/\w[\w.-]*\.toml)")
_KEY_NAME: Final = re.compile(r"(?!\.)[\w.-]+(/(?!\.)[\w.-]+)?")
_TROUBLES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    TypeError,
)
"""What reading a zip file that somebody damaged or made up may raise."""


class Damaged(Exception):
    """A part of the archive is not what was written."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class WrongPassphrase(Exception):
    """The keys do not open with this passphrase, or the manifest is not the one that they belong to."""


class Writer:
    """Writes the parts one by one, then the manifest, then the keys."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._digests: dict[str, str] = {}

    def rows(self, table: str, rows: Iterable[list[Any]]) -> int:
        count, digest, name = 0, hashlib.sha256(), f"tables/{table}.jsonl"
        with self._archive.open(name, "w", force_zip64=True) as part:
            for row in rows:
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                part.write(line)
                count += 1
        self._digests[name] = digest.hexdigest()
        return count

    def body(self, name: str, content: bytes) -> None:
        self._archive.writestr(f"bodies/{name}", content)
        self._digests[f"bodies/{name}"] = hashlib.sha256(content).hexdigest()

    def finish(self, about: Mapping[str, Any], keys: Mapping[str, bytes] | None, passphrase: str) -> None:
        manifest = {"format": FORMAT, "parts": self._digests, "keys": keys is not None, **about}
        written = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        self._archive.writestr(_MANIFEST, written)
        if keys is not None:
            self._archive.writestr(_KEYS, _closed(keys, passphrase, written))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new archive that appears under its name only when it is whole, readable by its owner only."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class Archive:
    """An archive whose every part has been compared with the manifest's digests."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        part = _MANIFEST
        try:
            self._written = self._small(_MANIFEST)
            self.manifest: dict[str, Any] = json.loads(self._written)
            if self.manifest["format"] != FORMAT:
                raise Damaged(_MANIFEST)
            parts: dict[str, str] = self.manifest["parts"]
            there = {*parts, _MANIFEST, *([_KEYS] if self.manifest["keys"] else [])}
            names = archive.namelist()
            if set(names) != there or len(names) != len(there):
                raise Damaged(_MANIFEST)
            for part, digest in parts.items():
                if not _NAME.fullmatch(part) or self._digest(part) != digest:
                    raise Damaged(part)
        except _TROUBLES as trouble:
            raise Damaged(part) from trouble

    @property
    def has_keys(self) -> bool:
        return bool(self.manifest["keys"])

    def rows(self, table: str) -> Iterator[list[Any]]:
        name = f"tables/{table}.jsonl"
        try:
            with self._archive.open(name) as part:
                for line in part:
                    yield json.loads(line)
        except _TROUBLES as trouble:
            raise Damaged(name) from trouble

    def tables(self) -> set[str]:
        return {part[7:-6] for part in self.manifest["parts"] if part.startswith("tables/")}

    def bodies(self) -> dict[str, bytes]:
        return {p[7:]: self._small(p) for p in self.manifest["parts"] if p.startswith("bodies/")}

    def keys(self, passphrase: str) -> dict[str, bytes]:
        """The keys by their place in the folder of keys."""
        try:
            return _opened(self._small(_KEYS), passphrase, self._written)
        except _TROUBLES as trouble:
            raise Damaged(_KEYS) from trouble

    def _small(self, name: str) -> bytes:
        with self._archive.open(name) as part:
            content = part.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise Damaged(name)
        return content

    def _digest(self, name: str) -> str:
        with self._archive.open(name) as part:
            return hashlib.file_digest(part, "sha256").hexdigest()  # type: ignore[arg-type]


@contextmanager
def reading(path: Path) -> Iterator[Archive]:
    """An archive, checked; `Damaged` where a part is not what was written."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError) as trouble:
        raise Damaged(path.name) from trouble
    with archive:
        yield Archive(archive)


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode()))


def _closed(keys: Mapping[str, bytes], passphrase: str, manifest: bytes) -> bytes:
    plain = json.dumps({name: base64.b64encode(key).decode() for name, key in keys.items()}).encode()
    salt, nonce = os.urandom(16), os.urandom(12)
    return _MAGIC + salt + nonce + _cipher(passphrase, salt).encrypt(nonce, plain, manifest)


def _opened(closed: bytes, passphrase: str, manifest: bytes) -> dict[str, bytes]:
    if not closed.startswith(_MAGIC) or len(closed) < len(_MAGIC) + 44:
        raise Damaged(_KEYS)
    body = closed[len(_MAGIC) :]
    salt, nonce, sealed = body[:16], body[16:28], body[28:]
    try:
        plain = _cipher(passphrase, salt).decrypt(nonce, sealed, manifest)
    except InvalidTag:
        raise WrongPassphrase from None
    keys = {name: base64.b64decode(key) for name, key in json.loads(plain).items()}
    if not all(_KEY_NAME.fullmatch(name) for name in keys):
        raise Damaged(_KEYS)
    return keys
