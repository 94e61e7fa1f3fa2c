"""Bytes with one form only: compact JSON, its hashes, and strict reading of what others wrote."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from comity.ballots.refusals import Refused, require

PARTS: Final = 64
DENSITY: Final = 12
"""Bytes for each array or object that canonical data has on average at least; they take far more once read."""
SMALL_NUMBER: Final = 2**30 - 1
"""The largest count that the protocol writes as a JSON number; larger ones are decimal strings."""


def hex_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def short_hash(data: bytes) -> str:
    """SHA-256 in base64 without padding: fingerprints and trackers."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode("ascii").rstrip("=")


def to_json(value: Any) -> bytes:
    """Compact, in the order given, UTF-8 as it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def from_json(data: bytes, *, limit: int) -> Any:
    """Parse, refusing what is too long, malformed, too deep, ambiguous or unsayable."""
    require(len(data) <= limit, "too_long", length=len(data), limit=limit)
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_no_such_number, object_pairs_hook=_no_twins)
        if b"\\u" in data:
            to_json(value)  # half a pair of surrogates can be written so, but never be said
        return value
    except (ValueError, RecursionError):
        raise Refused("not_json") from None


def from_canonical_json(data: bytes, *, limit: int) -> Any:
    """Parse, and require that the bytes are the compact form of what they mean."""
    require(len(data) <= limit, "too_long", length=len(data), limit=limit)
    parts, most = data.count(b"[") + data.count(b"{"), PARTS + len(data) // DENSITY
    require(parts <= most, "too_many_parts", found=parts, wanted=most)
    value = from_json(data, limit=limit)
    try:
        same = to_json(value) == data
    except (ValueError, RecursionError):
        same = False
    require(same, "not_canonical")
    return value


def _no_such_number(name: str) -> Any:
    raise ValueError(name)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def record(
    value: Any, keys: Sequence[str], optional: Sequence[str] = (), *, place: str = ""
) -> Mapping[str, Any]:
    """An object with exactly these keys in this order; those in `optional` may be missing."""
    require(isinstance(value, dict), "wrong_shape", place)
    wanted = [key for key in keys if key not in optional or key in value]
    require(list(value) == wanted, "wrong_keys", place, keys=", ".join(keys))
    return value  # type: ignore[no-any-return]


def array(value: Any, length: int | None = None, *, place: str = "") -> list[Any]:
    """A JSON array, of that many items where a number is given."""
    require(isinstance(value, list), "wrong_shape", place)
    if length is not None:
        require(len(value) == length, "wrong_length", place, found=len(value), wanted=length)
    return value  # type: ignore[no-any-return]


def string(value: Any, *, place: str = "") -> str:
    require(isinstance(value, str), "wrong_shape", place)
    return value  # type: ignore[no-any-return]


def count(value: Any, *, place: str = "") -> int:
    """A number from zero, as the protocol writes counts."""
    if isinstance(value, str):
        require(is_decimal(value, 20) and int(value) > SMALL_NUMBER, "not_a_number", place)
        return int(value)
    require(type(value) is int and 0 <= value <= SMALL_NUMBER, "not_a_number", place)
    return value  # type: ignore[no-any-return]


def counted(value: int) -> int | str:
    """A count as the protocol writes it."""
    return value if value <= SMALL_NUMBER else str(value)


def is_decimal(value: str, digits: int) -> bool:
    """Whether it is a canonical decimal number of at most so many digits."""
    return (
        0 < len(value) <= digits
        and value.isascii()
        and value.isdigit()
        and (value[0] != "0" or len(value) == 1)
    )
