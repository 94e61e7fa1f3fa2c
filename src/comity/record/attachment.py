"""A file that an entry refers to by its content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """What the record says of a file; the bytes are kept beside it under their hash."""

    sha256: str
    name: str
    media_type: str
    size: int
