"""Files that entries refer to: kept under their hash, encrypted, never executed, only ever downloaded."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from comity.record.attachment import Attachment
from comity.rules.citation import house
from comity.rules.guard import Objection, OutOfOrder
from comity.rules.words import text
from comity.web.store.keys import Keyring
from comity.web.store.models import RecordFile
from comity.web.store.store import available

LARGEST: Final = 20 * 1024 * 1024
AT_ONCE: Final = 64
"""Files read together where many are wanted one after the other."""

TYPES: Final = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (b"PK\x03\x04",),
    "application/vnd.oasis.opendocument.text": (b"PK\x03\x04",),
}
"""What may be attached, and how its first bytes look; plain text besides."""

_ENDINGS: Final = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".txt": "text/plain",
}
_INSIDE: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"word/",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"xl/",
    "application/vnd.oasis.opendocument.text": b"mimetypeapplication/vnd.oasis.opendocument.text",
}
_BIDI: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain_name(name: str) -> str:
    """A file's name as it may be shown and saved: no folders, no control or direction marks, of bearable length."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = _BIDI.sub("", "".join(c for c in last if unicodedata.category(c)[0] != "C")).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:10]}" if dot else clean[:100]


def media_type(name: str, content: bytes) -> str:
    """The type of a file, when its name and its content agree on one that may be attached."""
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    claimed = _ENDINGS.get(ending)
    if claimed is None:
        allowed = ", ".join(sorted(_ENDINGS))
        raise _refused("type_not_allowed", name=name, allowed=allowed)
    if claimed == "text/plain":
        try:
            if "\0" in content.decode("utf-8"):
                raise _refused("not_what_it_says", name=name)
        except UnicodeDecodeError:
            raise _refused("not_what_it_says", name=name) from None
        return claimed
    if not content.startswith(TYPES[claimed]):
        raise _refused("not_what_it_says", name=name)
    if claimed in _INSIDE and _INSIDE[claimed] not in content:
        raise _refused("not_what_it_says", name=name)
    return claimed


class Files:
    """The files of this installation."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def bring(self, stream: str, name: str, content: bytes, person: str, at: datetime) -> Attachment:
        """Keep a file for use in an act of this stream; the same content twice is kept once."""
        shown = plain_name(name)
        if not content:
            raise _refused("empty", name=shown)
        if len(content) > LARGEST:
            raise _refused("too_large", name=shown, limit=LARGEST // (1024 * 1024))
        kind = media_type(shown, content)
        digest = self.keep(stream, content, kind, person, at)
        return Attachment(sha256=digest, name=shown, media_type=kind, size=len(content))

    def keep(self, stream: str, content: bytes, media_type: str, by: str, at: datetime) -> str:
        """Keep what the house itself has examined; its hash. The same content twice is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        kept = RecordFile(
            stream=stream,
            sha256=digest,
            size=len(content),
            media_type=media_type,
            brought_by=by,
            brought_at=at,
            content=self._keyring.close(stream, digest, content),
        )
        with available():
            RecordFile.objects.bulk_create([kept], ignore_conflicts=True)
        return digest

    def brought(self, stream: str, attachment: Attachment, person: str) -> bool:
        """Whether this person brought this file, so that nobody attaches what they have not seen."""
        with available():
            return RecordFile.objects.filter(
                stream=stream,
                sha256=attachment.sha256,
                size=attachment.size,
                media_type=attachment.media_type,
                brought_by=person,
            ).exists()

    def content(self, stream: str, sha256: str) -> bytes | None:
        """The bytes; None where they were never kept or have been erased."""
        with available():
            kept = (
                RecordFile.objects.filter(stream=stream, sha256=sha256)
                .values_list("content", flat=True)
                .first()
            )
        return None if kept is None else self._keyring.open(stream, sha256, bytes(kept))

    def contents(self, stream: str, digests: Sequence[str]) -> Iterator[bytes]:
        """The bytes of many files in this order, read a few at a time; KeyError where one is not there."""
        for start in range(0, len(digests), AT_ONCE):
            some = digests[start : start + AT_ONCE]
            with available():
                rows = RecordFile.objects.filter(stream=stream, sha256__in=some)
                found = {digest: bytes(kept) for digest, kept in rows.values_list("sha256", "content")}
            for digest in some:
                content = self._keyring.open(stream, digest, found[digest])
                if content is None:
                    raise KeyError(digest)
                yield content


def _refused(key: str, **blanks: object) -> OutOfOrder:
    remedy = text("web.files.remedy", limit=LARGEST // (1024 * 1024), allowed=", ".join(sorted(_ENDINGS)))
    return OutOfOrder(Objection(text(f"web.files.{key}", **blanks), house(5), remedy))
