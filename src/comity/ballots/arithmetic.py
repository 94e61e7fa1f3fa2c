"""Modular arithmetic by the fastest means at hand: libcrypto, else gmpy2, else plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, Final, Protocol

from comity.ballots import libcrypto
from comity.ballots.libcrypto import BLOCK, Prepared

WINDOW: Final = 8


class Engine(Protocol):
    """What the protocol asks of numbers modulo p."""

    name: str

    def power(self, base: int, exponent: int) -> int:
        """Of public numbers."""

    def secret_power(self, base: int, exponent: int) -> int:
        """In constant time where the means at hand can."""

    def prepare(self, base: int) -> Prepared:
        """What makes several powers of one base cheaper."""

    def prepared_power(self, prepared: Prepared, exponent: int) -> int:
        """One of them."""

    def table(self, base: int, bits: int = 0) -> Any:
        """What makes many powers of one base fast, for exponents of so many bits where that is said."""

    def commitment(self, powers: Sequence[tuple[Any, int]], factor: int) -> int:
        """The product of table powers and a factor."""

    def product(self, factors: Sequence[int]) -> int:
        """Of any numbers."""

    def subset_products(self, factors: Sequence[int], digits: Iterator[bytes], count: int) -> list[int]:
        """So many products: each byte of a digit says which of the next five factors are in its product."""


class Written:
    """The same on any numbers that multiply: those of gmpy2, or Python's own (correct, but slow)."""

    def __init__(
        self,
        name: str,
        modulus: int,
        order: int,
        *,
        number: Callable[[int], Any],
        power: Callable[[Any, Any, Any], Any],
        secret_power: Callable[[Any, Any, Any], Any],
    ) -> None:
        self.name = name
        self._number, self._power, self._secret_power = number, power, secret_power
        self._modulus = number(modulus)
        self._bits = order.bit_length()

    def power(self, base: int, exponent: int) -> int:
        return int(self._power(self._number(base), self._number(exponent), self._modulus))

    def secret_power(self, base: int, exponent: int) -> int:
        return int(self._secret_power(self._number(base), self._number(exponent), self._modulus))

    def prepare(self, base: int) -> Prepared:
        """Nothing: these means have no way to share squarings."""
        return Prepared(base, 1)

    def prepared_power(self, prepared: Prepared, exponent: int) -> int:
        return self.power(prepared.base, exponent)

    def table(self, base: int, bits: int = 0) -> list[list[Any]]:
        """Entry d of row i is base^(d * 2^(8 i))."""
        rows, step = [], self._number(base)
        for _ in range(0, bits or self._bits, WINDOW):
            row = [self._number(1)]
            for _ in range(1, 1 << WINDOW):
                row.append(row[-1] * step % self._modulus)
            rows.append(row)
            step = row[-1] * step % self._modulus
        return rows

    def commitment(self, powers: Sequence[tuple[list[list[Any]], int]], factor: int) -> int:
        found = self._number(factor)
        for table, exponent in powers:
            for row, digit in zip(table, exponent.to_bytes(len(table), "little"), strict=True):
                if digit:
                    found = found * row[digit] % self._modulus
        return int(found)

    def product(self, factors: Sequence[int]) -> int:
        found = self._number(1)
        for factor in factors:
            found = found * factor % self._modulus
        return int(found)

    def subset_products(self, factors: Sequence[int], digits: Iterator[bytes], count: int) -> list[int]:
        products = [self._number(1)] * count
        for start in range(0, len(factors), BLOCK):
            table = [self._number(1)]
            for factor in factors[start : start + BLOCK]:
                table.extend([entry * factor % self._modulus for entry in table])
            chosen = zip(products, next(digits), strict=True)
            products = [product * table[digit % len(table)] % self._modulus for product, digit in chosen]
        return [int(product) for product in products]


def engines(modulus: int, order: int) -> dict[str, Engine]:
    """Every means that this machine has, the fastest first."""
    found: dict[str, Engine] = {}
    functions = libcrypto.find()
    if functions is not None:
        found["libcrypto"] = libcrypto.Libcrypto(functions, modulus, order)
    try:
        gmpy2: Any = import_module("gmpy2")
    except ImportError:
        pass
    else:

        def secret(base: Any, exponent: Any, modulus: Any) -> Any:
            # The constant-time power is not defined for a zero exponent; adding the order changes nothing.
            return gmpy2.powmod_sec(base, exponent or gmpy2.mpz(order), modulus)

        found["gmpy2"] = Written(
            "gmpy2", modulus, order, number=gmpy2.mpz, power=gmpy2.powmod, secret_power=secret
        )
    found["plain"] = Written("plain", modulus, order, number=int, power=pow, secret_power=pow)
    return found
