"""The group BELENIOS-2048: a subgroup of prime order q of the integers modulo p."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from comity.ballots.arithmetic import Engine, engines
from comity.ballots.canonical import array, is_decimal, record
from comity.ballots.lanes import Lanes, Power
from comity.ballots.lanes import find as find_lanes
from comity.ballots.refusals import Refused

NAME: Final = "BELENIOS-2048"
P: Final = int(
    "2069478569142254640101364365750500806492298929575110409710088478705737421924271740192223725449768433"
    "8129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049"
    "0811670993105358677809800307904916540637771737641986785272734744763418356000356983051931442845617019"
    "1100078673730733356412397173289791324047457883446826065232797464795113767265869358218004631792207366"
    "8860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201"
    "3204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
    "25680162072880719"
)
Q: Final = 78571733251071885079927659812671450121821421258408794611510081919805623223441
G: Final = int(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678"
    "7996946682987493890950838965734256019006010684771644917354741372831046104586813145117816467554005274"
    "0288984613986453266121505579709716201616827031288643245666383486363578210615491841998253431518974065"
    "8186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982"
    "6651036068224066350766977640253462537730851331734951942489677540525736590494924776314759915751987751"
    "7771148149092045660020547812705472823814097251863985833411570056835369555342378147558249189605029668"
    "0037745308460627"
)
ELEMENT_DIGITS: Final = 617
SCALAR_DIGITS: Final = 77
SUBSETS: Final = 80
TOGETHER: Final = 200
"""From so many values on, testing them together is faster than one by one."""


class Proof(NamedTuple):
    """A challenge and the response to it; the commitment is g^response * X^challenge."""

    challenge: int
    response: int

    def plain(self) -> dict[str, str]:
        return {"challenge": str(self.challenge), "response": str(self.response)}


class Ciphertext(NamedTuple):
    """alpha = g^r, beta = y^r g^m."""

    alpha: int
    beta: int

    def plain(self) -> dict[str, str]:
        return {"alpha": str(self.alpha), "beta": str(self.beta)}


@cache
def engine() -> Engine:
    """The fastest arithmetic that this machine has."""
    return next(iter(engines(P, Q).values()))


@cache
def lanes() -> Lanes | None:
    """What makes many public powers at once, where this machine can."""
    return find_lanes(P, Q, G)


@cache
def base_table() -> Any:
    """The powers of g."""
    return engine().table(G)


def random_scalar() -> int:
    return secrets.randbelow(Q)


def public(secret: int) -> int:
    """g to a secret."""
    return engine().secret_power(G, secret)


def is_member(value: int) -> bool:
    return 0 < value < P and engine().power(value, Q) == 1


def first_outsider(values: Sequence[int]) -> int | None:
    """The position of the first value that is not a member of the group.

    Many values are tested together: if one of them is outside, the product of a random subset is outside
    at least every second time, so 80 such products that are all inside leave no more than one chance in
    2^80.  The choice is made here and now by whoever verifies, and nobody can prepare for it.
    """
    if not all(0 < value < P for value in values):
        return next(i for i, value in enumerate(values) if not is_member(value))
    if len(values) >= TOGETHER:
        digits = iter(lambda: secrets.token_bytes(SUBSETS), b"")
        if all(_members((lanes() or engine()).subset_products(values, digits, SUBSETS))):
            return None
    return next((i for i, member in enumerate(_members(values)) if not member), None)


def _members(values: Sequence[int]) -> Iterable[bool]:
    fast = lanes()
    if fast is None:
        return map(is_member, values)
    parts = (values[start : start + TOGETHER] for start in range(0, len(values), TOGETHER))
    return (
        one == 1 for part in parts for one in fast.powers(part, (), [Power(i, Q) for i in range(len(part))])
    )


def inverse(value: int) -> int:
    return pow(value, -1, P)


def challenge(prefix: str, elements: Iterable[int]) -> int:
    """Hash to a scalar; the prefix ends with its own bar."""
    data = prefix + ",".join(map(str, elements))
    return int.from_bytes(hashlib.sha256(data.encode("utf-8")).digest(), "big") % Q


def read_element(value: Any, *, place: str = "") -> int:
    """A number modulo p in its one decimal form; membership is tested where it is used."""
    if not isinstance(value, str) or not is_decimal(value, ELEMENT_DIGITS):
        raise Refused("not_a_number", place)
    number = int(value)
    if not 0 < number < P:
        raise Refused("not_an_element", place)
    return number


def read_member(value: Any, *, place: str = "") -> int:
    """An element of the group."""
    number = read_element(value, place=place)
    if not is_member(number):
        raise Refused("not_an_element", place)
    return number


def read_scalar(value: Any, *, place: str = "") -> int:
    """An exponent in its one decimal form, below q."""
    if not isinstance(value, str) or not is_decimal(value, SCALAR_DIGITS):
        raise Refused("not_a_number", place)
    number = int(value)
    if number >= Q:
        raise Refused("out_of_range", place)
    return number


def read_proof(value: Any, *, place: str = "") -> Proof:
    found = record(value, ("challenge", "response"), place=place)
    return Proof(
        read_scalar(found["challenge"], place=f"{place}/challenge"),
        read_scalar(found["response"], place=f"{place}/response"),
    )


def read_proofs(value: Any, length: int, *, place: str = "") -> list[Proof]:
    items = array(value, length, place=place)
    return [read_proof(item, place=f"{place}/{i}") for i, item in enumerate(items, 1)]


def read_ciphertext(value: Any, *, place: str = "") -> Ciphertext:
    found = record(value, ("alpha", "beta"), place=place)
    return Ciphertext(
        read_element(found["alpha"], place=f"{place}/alpha"),
        read_element(found["beta"], place=f"{place}/beta"),
    )
