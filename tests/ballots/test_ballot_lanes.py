"""The C module gives the powers that Python gives, and is used only where it was built here and computes rightly."""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path

import pytest
from ballot_box import Held, flipped_proof, refuses, sign_again
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ballots import group, lanes, proofs
from comity.ballots.group import G, P, Q
from comity.ballots.lanes import GENERATOR, KEY, Lanes, Power
from comity.ballots.workers import check_submission

HERE = group.lanes()
needs_lanes = pytest.mark.skipif(HERE is None, reason="there is no C compiler, or no AVX2")

EDGES = [0, 1, 2, Q - 1, (1 << 52) - 1, 1 << 52, (1 << 208) - 1, (1 << 256) - 1]
elements = st.one_of(st.sampled_from([0, 1, 2, P - 1, P - 2, G, (1 << 2048) % P]), st.integers(0, P - 1))
exponents = st.one_of(st.sampled_from(EDGES), st.integers(0, Q - 1))


@needs_lanes
@given(
    given_elements=st.lists(elements, min_size=1, max_size=9),
    asked=st.lists(
        st.tuples(
            st.integers(0, 100),
            exponents,
            st.integers(0, 3),
            st.sampled_from([None, GENERATOR, KEY]),
            st.integers(0, Q - 1),
        ),
        max_size=11,
    ),
    start=st.integers(0, 8),
    count=st.integers(1, 9),
)
@settings(max_examples=60, deadline=None)
def test_powers_are_powers(
    given_elements: list[int],
    asked: list[tuple[int, int, int, int | None, int]],
    start: int,
    count: int,
) -> None:
    assert HERE is not None
    key = HERE.table(pow(G, 77, P))
    start = min(start, len(given_elements) - 1)
    sums = [(start, min(count, len(given_elements) - start))]
    product = 1
    for element in given_elements[start : start + sums[0][1]]:
        product = product * element % P
    everything = [*given_elements, product]
    powers, wanted = [], []
    for which, exponent, value, base, response in asked:
        at = which % len(everything)
        powers.append(Power(at if at < len(given_elements) else -1, exponent, value, base, response))
        divided = pow(G, -value * exponent, P) * pow(everything[at], exponent, P)
        bases = {None: 1, GENERATOR: pow(G, response, P), KEY: pow(G, 77 * response, P)}
        wanted.append(divided * bases[base] % P)
    assert HERE.powers(given_elements, sums, powers, key) == wanted


@needs_lanes
@pytest.mark.parametrize("length", [1, 4, 5, 6, 19, 20, 21, 43])
@pytest.mark.parametrize("count", [1, 4, 7])
def test_products_of_subsets(length: int, count: int) -> None:
    assert HERE is not None
    values = [secrets.randbelow(P) for _ in range(length)]
    digits = [secrets.token_bytes(count) for _ in range(0, length, 5)]
    found = HERE.subset_products(values, iter(digits), count)
    for which, product in enumerate(found):
        wanted = 1
        for i, value in enumerate(values):
            if digits[i // 5][which] >> i % 5 & 1:
                wanted = wanted * value % P
        assert product == wanted


@pytest.fixture(params=["lanes", "one by one"])
def means(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "lanes" and HERE is None:
        pytest.skip("there is no C compiler, or no AVX2")
    if request.param != "lanes":
        for module in (group, proofs):
            monkeypatch.setattr(module, "lanes", lambda: None)


@pytest.mark.usefixtures("means")
def test_ballots_are_told_good_from_bad_by_either_means(held: Held) -> None:
    for raw in held.ballots:
        check_submission(held.election, raw)
    with refuses("false_choice_proof", "answers/1/individual_proofs/1"):
        check_submission(held.election, flipped_proof(held.ballots[0], held.voters[0]))
    ballot = json.loads(held.ballots[1])
    choice = ballot["answers"][1]["choices"][2]
    choice["alpha"] = str(P - int(choice["alpha"]))
    with refuses("not_an_element", "answers/2/choices/3/alpha"):
        check_submission(held.election, sign_again(ballot, held.voters[1]))
    totals = json.loads(held.ballots[1])
    proved = totals["answers"][1]["overall_proof"]
    proved[0], proved[1] = proved[1], proved[0]
    with refuses("false_total_proof", "answers/2/overall_proof"):
        check_submission(held.election, sign_again(totals, held.voters[1]))
    blank = json.loads(held.ballots[1])
    blank["answers"][1]["blank_proof"].reverse()
    with refuses("false_blank_proof", "answers/2/blank_proof"):
        check_submission(held.election, sign_again(blank, held.voters[1]))


def found_now() -> Lanes | None:
    return lanes.find.__wrapped__(P, Q, G)


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.delenv("COMITY_COMPILE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "comity"


def test_it_can_be_forbidden(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMITY_COMPILE", "no")
    assert found_now() is None
    assert not cache.exists()


def test_without_a_compiler_there_is_none(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes.shutil, "which", lambda name: None)
    assert found_now() is None


def test_a_compiler_that_fails_is_asked_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes.shutil, "which", lambda name: "/bin/false")
    assert found_now() is None
    (kept,) = cache.glob("lanes-*.so")
    assert kept.stat().st_size == 0
    monkeypatch.setattr(lanes.subprocess, "run", lambda *_, **__: pytest.fail("asked again"))
    assert found_now() is None


def test_a_folder_that_cannot_be_written_stops_nobody(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert found_now() is None


@pytest.fixture
def built(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The module that is in use, in a cache of its own."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    used = lanes._built()
    assert used is not None
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.parent))
    cache.mkdir(mode=0o700)
    shutil.copy(used, cache / used.name)
    return cache / used.name


@needs_lanes
def test_it_is_compiled_when_it_is_not_there(cache: Path) -> None:
    assert found_now() is not None
    assert [path.suffix for path in cache.iterdir()] == [".so"]


@needs_lanes
def test_what_others_can_write_is_not_used(built: Path) -> None:
    assert found_now() is not None
    for path in (built, built.parent):
        before = path.stat().st_mode
        path.chmod(0o777)
        assert found_now() is None
        path.chmod(before)
    assert found_now() is not None


@needs_lanes
def test_what_computes_wrongly_is_not_used(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    computed = Lanes.powers
    monkeypatch.setattr(Lanes, "powers", lambda self, *asked: [n + 1 for n in computed(self, *asked)])
    assert found_now() is None
