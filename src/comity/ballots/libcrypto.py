"""Modular powers on the system's libcrypto: shared squarings, fixed-base tables, constant time for secrets.

The library is called through ctypes, so nothing has to be compiled.  One call costs about half a
multiplication; therefore whole powers are asked for, and only the tables multiply step by step.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import itertools
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

WINDOW: Final = 10
"""Bits that one look-up in a fixed-base table answers for."""
HALF: Final = 128
BLOCK: Final = 5
"""Factors of which all subsets are multiplied at once."""

_POINTER = ctypes.c_void_p
_SIGNATURES: Final[dict[str, tuple[Any, int]]] = {
    "BN_new": (_POINTER, 0),
    "BN_CTX_new": (_POINTER, 0),
    "BN_MONT_CTX_new": (_POINTER, 0),
    "BN_MONT_CTX_set": (ctypes.c_int, 3),
    "BN_clear_free": (None, 1),
    "BN_clear": (None, 1),
    "BN_CTX_free": (None, 1),
    "BN_MONT_CTX_free": (None, 1),
    "BN_set_flags": (None, -1),
    "BN_mod_exp_mont": (ctypes.c_int, 6),
    "BN_mod_exp_mont_consttime": (ctypes.c_int, 6),
    "BN_mod_exp2_mont": (ctypes.c_int, 8),
    "BN_mod_mul_montgomery": (ctypes.c_int, 5),
    "BN_bin2bn": (_POINTER, -1),
    "BN_bn2binpad": (ctypes.c_int, -1),
}
_CONSTANT_TIME_FLAG: Final = 4


def _candidates() -> Iterator[str | None]:
    """Where a libcrypto may be: first the one that this Python's hashlib is linked with."""
    try:
        import _hashlib

        # The symbols that the extension module pulled in are visible through its own handle.
        yield getattr(_hashlib, "__file__", None)
    except ImportError:
        pass
    yield ctypes.util.find_library("crypto")
    yield from (
        "libcrypto.so.3",
        "libcrypto.so.1.1",
        "libcrypto.3.dylib",
        "libcrypto-3-x64.dll",
        "libcrypto-3.dll",
    )
    for folder in (Path(sys.base_prefix) / "DLLs", Path(sys.base_prefix) / "lib"):
        yield from (str(file) for file in sorted(folder.glob("libcrypto[-.]*")))


class _Functions:
    """The functions that are needed: long ones let other threads run, short ones do not pay for that."""

    def __init__(self, path: str) -> None:
        long, short = ctypes.CDLL(path), ctypes.PyDLL(path)
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(long if "exp" in name else short, name)
            function.restype = result
            if arguments >= 0:
                function.argtypes = [_POINTER] * arguments
            setattr(self, name, function)
        self.BN_set_flags.argtypes = [_POINTER, ctypes.c_int]
        self.BN_bin2bn.argtypes = [ctypes.c_char_p, ctypes.c_int, _POINTER]
        self.BN_bn2binpad.argtypes = [_POINTER, ctypes.c_char_p, ctypes.c_int]

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


@cache
def find() -> _Functions | None:
    """The first libcrypto that has all we need, or none."""
    for path in _candidates():
        if path is None:
            continue
        try:
            return _Functions(path)
        except (OSError, AttributeError):
            continue
    return None


class Prepared(NamedTuple):
    """A base with its power to 2^128; products of prepared bases are prepared."""

    base: int
    half: int


class Table:
    """All that is needed to raise one base to exponents of so many bits without a squaring."""

    def __init__(self, engine: Libcrypto, base: int, bits: int) -> None:
        self.rows = engine.rows(base, bits)
        numbers = list(itertools.chain.from_iterable(self.rows))
        weakref.finalize(self, engine.release, numbers)


class Libcrypto:
    """Arithmetic modulo one odd prime; numbers outside are plain integers."""

    name = "libcrypto"

    def __init__(self, functions: _Functions, modulus: int, order: int) -> None:
        self._do = functions
        self._size = (modulus.bit_length() + 7) // 8
        self._bits = order.bit_length()
        self._modulus = modulus
        self._shift = 1 << (64 * ((modulus.bit_length() + 63) // 64))
        self._local = threading.local()

    def _scratch(self) -> _Scratch:
        """Numbers to work with, of this thread's own."""
        try:
            return self._local.scratch  # type: ignore[no-any-return]
        except AttributeError:
            self._local.scratch = _Scratch(self._do, self._modulus, self._size)
            return self._local.scratch  # type: ignore[no-any-return]

    def _put(self, value: int, into: int | None) -> int:
        size = (value.bit_length() + 7) // 8
        return self._do.BN_bin2bn(value.to_bytes(size, "big"), size, into)  # type: ignore[no-any-return]

    def _get(self, number: int, s: _Scratch) -> int:
        self._do.BN_bn2binpad(number, s.buffer, self._size)
        return int.from_bytes(s.buffer.raw, "big")

    def power(self, base: int, exponent: int) -> int:
        """Of public numbers."""
        s = self._scratch()
        self._put(base, s.a)
        self._put(exponent, s.e)
        _done(self._do.BN_mod_exp_mont(s.r, s.a, s.e, s.p, s.context, s.montgomery))
        return self._get(s.r, s)

    def secret_power(self, base: int, exponent: int) -> int:
        """In a time that says nothing about the exponent, which is wiped after use."""
        s = self._scratch()
        self._put(base, s.a)
        self._put(exponent, s.secret)
        _done(self._do.BN_mod_exp_mont_consttime(s.r, s.a, s.secret, s.p, s.context, s.montgomery))
        found = self._get(s.r, s)
        self._do.BN_clear(s.secret)
        self._do.BN_clear(s.r)
        return found

    def prepare(self, base: int) -> Prepared:
        """What halves the squarings of every power of this base."""
        s = self._scratch()
        self._put(base, s.a)
        _done(self._do.BN_mod_exp_mont(s.r, s.a, s.half, s.p, s.context, s.montgomery))
        return Prepared(base, self._get(s.r, s))

    def prepared_power(self, prepared: Prepared, exponent: int) -> int:
        s = self._scratch()
        self._put(prepared.base, s.a)
        self._put(prepared.half, s.b)
        self._put(exponent & (1 << HALF) - 1, s.e)
        self._put(exponent >> HALF, s.f)
        exp2 = self._do.BN_mod_exp2_mont
        _done(exp2(s.r, s.a, s.e, s.b, s.f, s.p, s.context, s.montgomery))
        return self._get(s.r, s)

    def table(self, base: int, bits: int = 0) -> Table:
        return Table(self, base, bits or self._bits)

    def commitment(self, powers: Sequence[tuple[Table, int]], factor: int) -> int:
        """The product of table powers and a factor."""
        s = self._scratch()
        mul, context, montgomery = self._do.BN_mod_mul_montgomery, s.context, s.montgomery
        digit, result = (1 << WINDOW) - 1, s.r
        # Table entries are in Montgomery form; the factor is not, so each product with it is a plain number.
        at = self._put(factor, s.a)
        for table, exponent in powers:
            for row in table.rows:
                if exponent & digit:
                    mul(result, at, row[exponent & digit], montgomery, context)
                    at = result
                exponent >>= WINDOW
        return self._get(at, s)

    def product(self, factors: Sequence[int]) -> int:
        """Of any numbers; every step divides by the Montgomery shift, and the last gives all of them back."""
        if not factors:
            return 1
        s = self._scratch()
        mul = self._do.BN_mod_mul_montgomery
        self._put(factors[0], s.r)
        for factor in factors[1:]:
            self._put(factor, s.a)
            mul(s.r, s.r, s.a, s.montgomery, s.context)
        self._put(self._correction(len(factors)), s.a)
        mul(s.r, s.r, s.a, s.montgomery, s.context)
        return self._get(s.r, s)

    def subset_products(self, factors: Sequence[int], digits: Iterator[bytes], count: int) -> list[int]:
        """Products of subsets: for each block of factors, one digit for each product says which are in it."""
        s = self._scratch()
        mul, new, montgomery, context = (
            self._do.BN_mod_mul_montgomery,
            self._do.BN_new,
            s.montgomery,
            s.context,
        )
        one = self._shift % self._modulus
        products = [self._put(one, None) for _ in range(count)]
        table = [self._put(one, None), *(new() for _ in range((1 << BLOCK) - 1))]
        self._put(self._shift**2 % self._modulus, s.b)
        for start in range(0, len(factors), BLOCK):
            block = factors[start : start + BLOCK]
            for i, factor in enumerate(block):
                self._put(factor, s.a)
                mul(table[1 << i], s.a, s.b, montgomery, context)
                for j in range(1, 1 << i):
                    mul(table[(1 << i) + j], table[j], table[1 << i], montgomery, context)
            mask = (1 << len(block)) - 1
            for product, digit in zip(products, next(digits), strict=True):
                if digit & mask:
                    mul(product, product, table[digit & mask], montgomery, context)
        self._put(1, s.a)
        found = []
        for product in products:
            mul(product, product, s.a, montgomery, context)
            found.append(self._get(product, s))
        self.release([*products, *table])
        return found

    def _correction(self, length: int) -> int:
        kept = self._scratch().corrections
        if length not in kept:
            kept[length] = pow(self._shift, length, self._modulus)
        return kept[length]

    def rows(self, base: int, bits: int) -> list[list[int]]:
        """Entry d of row i is base^(d * 2^(10 i)), in Montgomery form."""
        s = self._scratch()
        mul = self._do.BN_mod_mul_montgomery
        one = self._put(self._shift % self._modulus, None)
        step = self._put(base * self._shift % self._modulus, None)
        rows = []
        for _ in range(0, bits, WINDOW):
            row = [one, step]
            for _ in range(2, 1 << WINDOW):
                entry = self._do.BN_new()
                mul(entry, row[-1], step, s.montgomery, s.context)
                row.append(entry)
            rows.append(row)
            following = self._do.BN_new()
            mul(following, row[-1], step, s.montgomery, s.context)
            step = following
        self.release([step])
        return rows

    def release(self, numbers: list[int]) -> None:
        for number in set(numbers):
            self._do.BN_clear_free(number)


class _Scratch:
    """One thread's numbers, freed with it."""

    def __init__(self, do: _Functions, modulus: int, size: int) -> None:
        self.context = do.BN_CTX_new()
        self.montgomery = do.BN_MONT_CTX_new()
        self.buffer = ctypes.create_string_buffer(size)
        self.corrections: dict[int, int] = {}
        self.p, self.a, self.b, self.e, self.f, self.r, self.half, self.secret = (
            do.BN_new() for _ in range(8)
        )
        do.BN_bin2bn(modulus.to_bytes(size, "big"), size, self.p)
        half = (1 << HALF).to_bytes(HALF // 8 + 1, "big")
        do.BN_bin2bn(half, len(half), self.half)
        do.BN_set_flags(self.secret, _CONSTANT_TIME_FLAG)
        _done(do.BN_MONT_CTX_set(self.montgomery, self.p, self.context))
        numbers = (self.p, self.a, self.b, self.e, self.f, self.r, self.half, self.secret)
        weakref.finalize(self, _free, do, self.context, self.montgomery, numbers)


def _free(do: _Functions, context: int, montgomery: int, numbers: Sequence[int]) -> None:
    for number in numbers:
        do.BN_clear_free(number)
    do.BN_MONT_CTX_free(montgomery)
    do.BN_CTX_free(context)


def _done(answer: int) -> None:
    if answer != 1:
        raise MemoryError("libcrypto could not compute a power")
