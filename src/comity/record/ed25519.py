"""Whether an Ed25519 signature is good (RFC 8032), in plain Python: for verifiers that have nothing else.

It only verifies, so it handles no secret and need not take the same time for every input.  It is stricter
than RFC 8032 asks: it refuses keys that are not canonical or are of small order.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

_P: Final = 2**255 - 19
_L: Final = 2**252 + 27742317777372353535851937790883648493
_D: Final = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_ONE: Final = pow(2, (_P - 1) // 4, _P)

Point = tuple[int, int, int, int]
"""Extended coordinates: x/z, y/z, and t = xy/z."""

_ZERO: Final[Point] = (0, 1, 1, 0)
_BASE: Final = b"\x58" + b"\x66" * 31


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of this key signed this message."""
    if len(signature) != 64 or not good_key(public_key):
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= _L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public_key + message).digest(), "little") % _L
    x, y, z, t = _times(k, public_key)
    # R must be [S]B - [k]A; comparing how it is written also refuses an R that is not canonical.
    return _encode(_add(_times(s, _BASE), (-x, y, z, -t))) == signature[:32]


def good_key(public_key: bytes) -> bool:
    """Whether this is a point that can be a key: on the curve, canonically written, not of small order."""
    try:
        point = _decode(public_key)
    except ValueError:
        return False
    for _ in range(3):
        point = _add(point, point)
    return _encode(point) != _encode(_ZERO)


def _add(a: Point, b: Point) -> Point:
    """The sum of two points; the formula holds for any two, equal ones too (RFC 8032, 5.1.4)."""
    ax, ay, az, at = a
    bx, by, bz, bt = b
    e = (ay - ax) * (by - bx) % _P
    f = (ay + ax) * (by + bx) % _P
    g = 2 * at * bt * _D % _P
    h = 2 * az * bz % _P
    p, q, r, s = f - e, h - g, h + g, f + e
    return p * q % _P, r * s % _P, q * r % _P, p * s % _P


def _times(factor: int, encoded: bytes) -> Point:
    """A multiple of a point, four bits of the factor at a time."""
    total = _ZERO
    for multiples in _multiples(encoded):
        digit = factor & 15
        if digit:
            total = _add(total, multiples[digit])
        factor >>= 4
    return total


@lru_cache(maxsize=8)
def _multiples(encoded: bytes) -> tuple[tuple[Point, ...], ...]:
    """For each of 64 places, 0 to 15 times 16 to that place times the point; one key is used often."""
    step = _decode(encoded)
    places = []
    for _ in range(64):
        row = [_ZERO, step]
        for _ in range(14):
            row.append(_add(row[-1], step))
        places.append(tuple(row))
        step = _add(row[-1], step)
    return tuple(places)


def _encode(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(32, "little")


def _decode(encoded: bytes) -> Point:
    """The point that is written so (RFC 8032, 5.1.3); ValueError where none is."""
    if len(encoded) != 32:
        raise ValueError("a point has 32 bytes")
    whole = int.from_bytes(encoded, "little")
    y, odd = whole & ((1 << 255) - 1), whole >> 255
    if y >= _P:
        raise ValueError("not canonical")
    u, v = (y * y - 1) % _P, (_D * y * y + 1) % _P
    x = u * pow(v, 3, _P) * pow(u * pow(v, 7, _P), (_P - 5) // 8, _P) % _P
    if (v * x * x - u) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (v * x * x - u) % _P or (not x and odd):
        raise ValueError("not on the curve")
    if x & 1 != odd:
        x = _P - x
    return x, y, 1, x * y % _P
