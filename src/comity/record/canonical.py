"""Canonical JSON (RFC 8785): one byte sequence for one value, so that a hash of it means something."""

from __future__ import annotations

import json
from typing import Any, Final

DEEPEST: Final = 64
"""Objects and arrays within each other, at most."""
_LARGEST: Final = 2**53 - 1
_encode: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a value made of objects, arrays, strings, whole numbers, booleans and null."""
    _check(value)
    try:
        return _encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("half of a surrogate pair is not a character and cannot be recorded") from None


def _check(value: Any, depth: int = 0) -> None:
    """Refuse what JSON in different languages reads differently, or may not read at all."""
    if depth > DEEPEST:
        raise ValueError(f"more than {DEEPEST} objects and arrays stand within each other")
    match value:
        case str() | bool() | None:
            return
        case int():
            if not -_LARGEST <= value <= _LARGEST:
                raise ValueError(f"{value} is past what every JSON reader keeps exact; record it as a string")
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str) or not key.isascii():
                    raise ValueError(f"{key!r} is not a plain ASCII key")
                if type(inner) is not str:  # most are, and need no more
                    _check(inner, depth + 1)
        case list() | tuple():
            for inner in value:
                _check(inner, depth + 1)
        case _:
            raise ValueError(f"{type(value).__name__} has no canonical form; record it as a string")
