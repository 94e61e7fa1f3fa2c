"""Every means of computing gives the same numbers, and membership of the group is told rightly."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

import pytest
from ballot_box import VECTORS
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ballots import libcrypto
from comity.ballots.arithmetic import Engine, engines
from comity.ballots.group import TOGETHER, G, P, Q, first_outsider, is_member

HERE = engines(P, Q)
EDGES = [0, 1, 2, Q - 1, Q, (1 << 128) - 1, 1 << 128, 1 << 255]

elements = st.integers(1, P - 1)
exponents = st.one_of(st.sampled_from(EDGES), st.integers(0, Q))


@pytest.fixture(params=list(HERE))
def engine(request: pytest.FixtureRequest) -> Engine:
    return HERE[request.param]


@pytest.mark.parametrize("name", list(HERE))
@given(base=elements, first=exponents, second=exponents)
@settings(max_examples=25, deadline=None)
def test_powers_are_powers(name: str, base: int, first: int, second: int) -> None:
    engine = HERE[name]
    wanted = [pow(base, first, P), pow(base, second, P)]
    assert engine.power(base, first) == wanted[0]
    assert engine.secret_power(pow(base, (P - 1) // Q, P), first) == pow(pow(base, (P - 1) // Q, P), first, P)
    prepared = engine.prepare(base)
    assert [engine.prepared_power(prepared, exponent) for exponent in (first, second)] == wanted


def test_tables_give_every_power(engine: Engine) -> None:
    table = engine.table(G)
    for exponent in [*EDGES, *(secrets.randbelow(Q) for _ in range(10))]:
        assert engine.commitment([(table, exponent)], 7) == 7 * pow(G, exponent, P) % P
    assert engine.commitment([(table, 5), (table, Q - 5)], P - 1) == P - 1


def test_products_of_none_one_and_many(engine: Engine) -> None:
    values = [secrets.randbelow(P) for _ in range(5)]
    assert engine.product([]) == 1
    assert engine.product(values[:1]) == values[0]
    wanted = 1
    for value in values:
        wanted = wanted * value % P
    assert engine.product(values) == wanted


@pytest.mark.parametrize("length", [1, 6, 7, 12, 17])
def test_products_of_subsets(engine: Engine, length: int) -> None:
    values = [secrets.randbelow(P) for _ in range(length)]
    digits = [secrets.token_bytes(4) for _ in range(0, length, libcrypto.BLOCK)]
    found = engine.subset_products(values, iter(digits), 4)
    for which, product in enumerate(found):
        wanted = 1
        for i, value in enumerate(values):
            if digits[i // libcrypto.BLOCK][which] >> i % libcrypto.BLOCK & 1:
                wanted = wanted * value % P
        assert product == wanted


def test_without_libcrypto_the_next_best_means_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libcrypto, "find", lambda: None)
    assert list(engines(P, Q)) == [name for name in HERE if name != "libcrypto"]
    assert "plain" in engines(P, Q)


MEANS = ["lanes", "libcrypto", "gmpy2"]


@pytest.mark.parametrize("missing", [MEANS[:1], MEANS[:2], MEANS], ids=" and ".join)
def test_an_archive_is_verified_whatever_is_missing(missing: list[str]) -> None:
    """In a Python of its own, since the means of computing are chosen once."""
    script = f"""
import sys
from comity.ballots import libcrypto
if "libcrypto" in {missing}:
    libcrypto.find = lambda: None
if "gmpy2" in {missing}:
    sys.modules["gmpy2"] = None
from comity.ballots.commands import main
sys.exit(main(["verify", {str(VECTORS / "threshold-small.bel")!r}]))
"""
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"COMITY_COMPILE": "no"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_a_library_without_the_functions_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libcrypto, "_candidates", lambda: iter([None, "no-such-library.so", "libc.so.6"]))
    assert libcrypto.find.__wrapped__() is None


@pytest.mark.parametrize("value", [0, P, P + 1, -1, P - 1, P - G, 2, 3])
def test_what_is_not_in_the_group(value: int) -> None:
    assert is_member(value) == (0 < value < P and pow(value, Q, P) == 1)
    assert not is_member(value)


@pytest.mark.parametrize("length", [3, TOGETHER, TOGETHER + 50])
def test_one_outsider_among_many_is_found_at_its_place(length: int) -> None:
    members = [pow(G, secrets.randbelow(Q), P) for _ in range(length)]
    assert first_outsider(members) is None
    of_order_three = pow(5, (P - 1) // 3, P)
    for at, factor in ((0, P - 1), (length - 1, of_order_three), (length // 2, 2)):
        spoiled = list(members)
        spoiled[at] = spoiled[at] * factor % P
        assert first_outsider(spoiled) == at


def test_two_outsiders_do_not_hide_each_other() -> None:
    members = [pow(G, secrets.randbelow(Q), P) for _ in range(TOGETHER)]
    members[10], members[11] = P - members[10], P - members[11]
    assert first_outsider(members) == 10
