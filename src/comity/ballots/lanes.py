"""Powers of public numbers, four at a time, by a small C module built where there is a compiler and AVX2.

Nothing depends on it: without it the same numbers come out of libcrypto, more slowly.  It is compiled once
for each user and kept in the user's cache; `COMITY_COMPILE=no` forbids that.  Its time depends on what it is
given, so no secret may come here: what takes secrets is `Engine.secret_power`.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

SOURCE: Final = Path(__file__).with_name("lanes.c")
SIZE: Final = 264
EXPONENT: Final = 32
LIMB: Final = 28
SHIFT: Final = 2100
FLAGS: Final = ("-O3", "-mavx2", "-shared", "-fPIC", "-std=gnu11")
PATIENCE: Final = 120.0
"""Seconds that the compiler may take."""


GENERATOR: Final = 0
KEY: Final = 1


class Power(NamedTuple):
    """(element / g^value)^exponent * base^response, as the commitment of a proof is recomputed."""

    element: int
    """Its position among the elements; -1 is the first sum, -2 the second."""
    exponent: int
    value: int = 0
    base: int | None = None
    """GENERATOR, KEY or none."""
    response: int = 0


def place_of(power: Power, elements: int) -> int:
    """Where its element stands when sums come after elements."""
    return power.element if power.element >= 0 else elements - 1 - power.element


class Table:
    """All that is needed to raise one base without a squaring."""

    def __init__(self, words: int) -> None:
        self.words = (ctypes.c_uint32 * words)()


class Lanes:
    """Arithmetic modulo one odd prime of 2048 bits, and a table of this generator of a group of this order."""

    def __init__(self, library: Any, modulus: int, order: int, generator: int) -> None:
        self._do = library
        self._modulus, self._order = modulus, order
        whole = modulus * (-pow(modulus, -1, 1 << LIMB) % (1 << LIMB))
        library.comity_modulus.restype = None
        library.comity_table.restype = None
        library.comity_table_words.restype = ctypes.c_size_t
        library.comity_modulus(
            _bytes(whole + 1), _bytes(pow(2, 2 * SHIFT, whole)), _bytes(pow(2, SHIFT, whole))
        )
        self.base = self.table(generator)

    def table(self, base: int) -> Table:
        found = Table(self._do.comity_table_words())
        self._do.comity_table(found.words, _bytes(base))
        return found

    def powers(
        self,
        elements: Sequence[int],
        sums: Sequence[tuple[int, int]],
        powers: Sequence[Power],
        key: Table | None = None,
    ) -> list[int]:
        """Each of these powers; a sum is the product of a span (start, count) of the elements."""
        # Four powers that need the same tables are made together.
        order = sorted(range(len(powers)), key=lambda i: (powers[i].base is not None) + bool(powers[i].value))
        which: list[int] = []
        exponents: list[int] = []
        pointers: list[int | None] = []
        base = ctypes.addressof(self.base.words)
        other = ctypes.addressof(key.words) if key is not None else None
        for i in order:
            power = powers[i]
            which.append(place_of(power, len(elements)))
            divided = -power.value * power.exponent % self._order
            response = power.response
            if power.base == GENERATOR:
                divided, response = (divided + response) % self._order, 0
            exponents += (power.exponent, divided, response)
            pointers.append(base if power.value or power.base == GENERATOR else None)
            pointers.append(other if power.base == KEY else None)
        results = ctypes.create_string_buffer(SIZE * len(powers))
        spans = [n for span in sums for n in span]
        done = self._do.comity_powers(
            len(elements),
            _joined(elements),
            len(sums),
            (ctypes.c_int32 * len(spans))(*spans),
            len(powers),
            (ctypes.c_int32 * len(which))(*which),
            b"".join([exponent.to_bytes(EXPONENT, "little") for exponent in exponents]),
            (ctypes.c_void_p * len(pointers))(*pointers),
            results,
        )
        found = [0] * len(powers)
        for i, value in zip(order, self._results(done, results), strict=True):
            found[i] = value
        return found

    def subset_products(self, factors: Sequence[int], digits: Iterator[bytes], count: int) -> list[int]:
        """So many products: each byte of a digit says which of the next five factors are in its product."""
        results = ctypes.create_string_buffer(SIZE * count)
        blocks = -(-len(factors) // 5)
        drawn = b"".join([next(digits) for _ in range(blocks)])
        done = self._do.comity_subsets(len(factors), _joined(factors), count, drawn, results)
        return list(self._results(done, results))

    def _results(self, done: int, results: Any) -> Iterator[int]:
        if done:
            raise MemoryError
        raw = results.raw
        for at in range(0, len(raw), SIZE):
            yield int.from_bytes(raw[at : at + SIZE], "little") % self._modulus


def _bytes(value: int) -> bytes:
    return value.to_bytes(SIZE, "little")


def _joined(values: Sequence[int]) -> bytes:
    return b"".join([value.to_bytes(SIZE, "little") for value in values])


@cache
def find(modulus: int, order: int, generator: int) -> Lanes | None:
    """The module, built now if need be; nothing where it cannot be built or does not compute rightly."""
    if os.environ.get("COMITY_COMPILE") == "no" or platform.machine() not in ("x86_64", "AMD64"):
        return None
    with suppress(OSError, AttributeError, subprocess.SubprocessError):
        path = _built()
        if path is None:
            return None
        library = ctypes.CDLL(str(path))
        if not library.comity_supported():
            return None
        found = Lanes(library, modulus, order, generator)
        return found if _computes(found, modulus, order, generator) else None
    return None


def _computes(lanes: Lanes, modulus: int, order: int, generator: int) -> bool:
    """A trial: a compiler that makes mistakes must not make results of votes."""
    elements = [generator, *(pow(3, 2**70 + i, modulus) for i in range(4)), modulus - 1]
    bases = (None, GENERATOR, KEY)
    asked = [Power(i, order - 1 - i, i % 2, bases[i % 3], order - i) for i in range(6)]
    found = lanes.powers(elements, [(1, 3)], [*asked, Power(-1, order - 2)], lanes.base)
    inverse, product = pow(generator, -1, modulus), elements[1] * elements[2] * elements[3]
    wanted = [
        pow(elements[power.element] * inverse**power.value, power.exponent, modulus)
        * (1 if power.base is None else pow(generator, power.response, modulus))
        % modulus
        for power in asked
    ]
    subsets = lanes.subset_products(elements, iter([b"\x0e\x01", b"\x00\x01"]), 2)
    return (
        found == [*wanted, pow(product, order - 2, modulus)]
        and subsets[0] == product % modulus
        and subsets[1] == elements[0] * elements[5] % modulus
    )


def _built() -> Path | None:
    """The compiled module in the user's cache, compiled now if it is not there."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    source = SOURCE.read_bytes()
    name = hashlib.sha256(source + " ".join(FLAGS).encode()).hexdigest()[:16]
    folder = _cache()
    path = folder / f"lanes-{name}.so"
    if not path.exists():
        if compiler is None:
            return None
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as place:
            made = Path(place) / "lanes.so"
            command = [compiler, *FLAGS, "-o", str(made), str(SOURCE)]
            ran = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
            if ran.returncode:
                made.write_bytes(b"")  # so that nobody tries again
            made.chmod(0o500)
            made.replace(path)
    return path if path.stat().st_size and _is_ours(folder) and _is_ours(path) else None


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("CACHE_DIRECTORY")
    return (Path(base) if base else Path.home() / ".cache") / "comity"


def _is_ours(path: Path) -> bool:
    """Whether nobody else can have put it there."""
    found = path.stat()
    return found.st_uid in (0, os.getuid()) and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
