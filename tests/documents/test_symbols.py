"""Document symbols: read, written as they should be, explained, put in order, linked."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.bodies.symbols import FOLLOWING, Element, Single, Symbol, SymbolError, joined, parse
from comity.rules.words import LANGUAGES

REAL = [
    symbol
    for line in (Path(__file__).parent / "real_symbols.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for symbol in line.split()
]
LIMITED = "Limited distribution, as for drafts of resolutions 1"
WITH_SPACES = (
    "S/RES/229 (1966)", "S/RES/306 (1971)", "S/RES/494 (1981)", "S/RES/720 (1991)", "S/RES/1090 (1996)",
    "S/RES/1358 (2001)", "S/RES/1715 (2006)", "S/RES/1987 (2011)", "S/RES/2311 (2016)", "S/RES/2532 (2020)",
    "A/RES/11 (I)", "A/RES/377 (V)", "S/PV.7857 (Resumption 1)",
)  # fmt: skip


@pytest.mark.parametrize("written", [*REAL, *WITH_SPACES])
def test_a_symbol_is_read_and_written_as_it_stands(written: str) -> None:
    assert str(parse(written)) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("s/pv.7782", "S/PV.7782"),
        (" S / 2017 / 93 ", "S/2017/93"),
        ("S/RES/2311(2016)", "S/RES/2311 (2016)"),
        ("A/RES/11(I)", "A/RES/11 (I)"),
        ("a/71/774–s/2017/93", "A/71/774-S/2017/93"),
        ("A/71/774 - S/2017/93/corr.1", "A/71/774-S/2017/93/Corr.1"),
        ("s/96/REV.7", "S/96/Rev.7"),
        ("a/res/69/321", "A/RES/69/321"),
    ],
)
def test_what_is_typed_otherwise_is_written_as_it_should_be(typed: str, written: str) -> None:
    assert str(parse(typed)) == written


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        ("S", "organ_alone"),
        ("S/", "no_element"),
        ("S//93", "no_element"),
        ("2017/93", "no_organ"),
        ("/S/93", "no_organ"),
        ("S/2017/93?", "no_element"),
        ("S/2017/93 and more", "no_element"),
        ("S/" + "9" * 200, "too_long"),
        ("<b>/1", "no_organ"),
        ("A/71/774-S", "no_element"),
    ],
)
def test_what_is_no_symbol_says_why_in_every_language(typed: str, why: str) -> None:
    with pytest.raises(SymbolError) as refused:
        parse(typed)
    assert refused.value.why.key == f"bodies.symbols.{why}"
    assert len({refused.value.why.say(language) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("S/2017/93", ["Security Council", "Year 2017", "Number 93 of the series"]),
        ("A/71/774", ["General Assembly", "Session 71", "Number 774 of the series"]),
        ("S/RES/2311 (2016)", ["Security Council", "Resolution", "Resolution: number 2311, of 2016"]),
        ("A/RES/69/321", ["General Assembly", "Resolution", "Session 69", "Number 321 of the series"]),
        ("A/RES/11 (I)", ["General Assembly", "Resolution", "Resolution: number 11, session I"]),
        ("S/PV.7782", ["Security Council", "Verbatim record of meeting 7782"]),
        ("A/71/PV.27", ["General Assembly", "Session 71", "Verbatim record of meeting 27"]),
        ("S/96/Rev.7", ["Security Council", "Number 96 of the series", "Revision 7"]),
        ("A/ES-11/L.1", ["General Assembly", "Emergency special session 11", LIMITED]),
        ("ST/SGB/2018/1", ["Secretariat", "Secretary-General's bulletin", "Year 2018", "Number 1 of the series"]),
        ("SC/14896", ["Press release on the Security Council", "Number 14896 of the series"]),
        ("S/471/Add.1", ["Security Council", "Number 471 of the series", "Addendum 1"]),
    ],
)  # fmt: skip
def test_each_part_of_a_symbol_says_something(written: str, parts: list[str]) -> None:
    (single,) = parse(written).singles
    assert [meaning.say("en") for _, meaning in single.meaning()] == parts


@pytest.mark.parametrize("written", [*REAL, *WITH_SPACES])
def test_every_part_is_explained_in_every_language(written: str) -> None:
    for single in parse(written).singles:
        parts = list(single.meaning())
        assert "/".join(part for part, _ in parts) == str(single)
        assert all(meaning.say(language) for _, meaning in parts for language in LANGUAGES)


def test_symbols_stand_in_the_order_of_their_numbers() -> None:
    ordered = [
        "A/9/1", "A/71/774", "A/71/774/Add.1", "A/71/774/Corr.1", "A/71/1000", "S/2016/1000", "S/2017/9",
        "S/2017/93", "S/2017/93/Rev.1", "S/2017/93/Rev.1/Corr.1", "S/2017/100", "S/PV.9", "S/PV.10",
        "S/RES/9 (1946)", "S/RES/2311 (2016)",
    ]  # fmt: skip
    assert [str(one) for one in sorted(map(parse, reversed(ordered)))] == ordered


def test_either_half_of_a_double_symbol_names_the_document() -> None:
    letter = parse("A/71/774-S/2017/93")
    assert letter.organs == ("A", "S")
    assert letter.names(parse("S/2017/93"))
    assert parse("A/71/774").names(letter)
    assert not letter.names(parse("S/2017/94"))
    assert joined(["S/2017/93", "A/71/774"]) == str(letter)


def test_what_follows_a_document_belongs_to_it() -> None:
    (corrected,) = parse("S/2017/93/Rev.1/Corr.2").singles
    assert corrected.follows == "Corr"
    assert str(corrected.stem) == "S/2017/93"
    assert str(corrected.stem.followed_by("Add", 3)) == "S/2017/93/Add.3"
    assert str(parse("A/71/774/Add.1-S/2017/93/Add.1").stem) == "A/71/774-S/2017/93"
    with pytest.raises(ValueError, match="Annex"):
        corrected.followed_by("Annex", 1)


words = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=6)
numbers = st.integers(0, 999_999)
plain = st.builds(Element, number=numbers)
named = st.builds(Element, word=words, join=st.just("."), number=numbers)
bare = st.builds(Element, word=words)
with_year = st.builds(Element, number=numbers, aside=st.integers(1946, 2100).map(str))
singles = st.builds(
    Single,
    organ=st.sampled_from(["A", "S", "E", "ST", "SC", "CEDAW"]),
    elements=st.lists(st.one_of(plain, named, bare, with_year), min_size=1, max_size=5).map(tuple),
)
symbols = st.builds(Symbol, singles=st.lists(singles, min_size=1, max_size=2).map(tuple))


@given(symbols)
def test_whatever_is_written_is_read_back_the_same(symbol: Symbol) -> None:
    once = parse(str(symbol))
    assert parse(str(once)) == once
    assert str(once).casefold() == str(symbol).casefold()


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_symbol_or_is_refused_with_a_reason(typed: str) -> None:
    try:
        read = parse(typed)
    except SymbolError as refused:
        assert refused.why.say("fr")
    else:
        assert parse(str(read)) == read


@given(singles, st.sampled_from(FOLLOWING), st.integers(1, 99))
def test_what_follows_stands_right_after_its_document(single: Single, what: str, n: int) -> None:
    after = single.followed_by(what, n)
    assert single < after
    assert after.stem == single.stem


@given(st.lists(symbols, max_size=8))
def test_the_order_is_one_order(several: list[Symbol]) -> None:
    once, backwards = sorted(several), several[::-1]
    assert once == sorted(backwards)
    assert all(not (b < a) for a, b in pairwise(once))
