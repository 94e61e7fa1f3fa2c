"""One value has one sequence of bytes, and what could be read in two ways has none (RFC 8785)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_files import independent_module

from comity.record.canonical import DEEPEST, canonical
from comity.record.entry import LARGEST_HEADER, LONGEST_NAME, Header, encode_header

# Characters and literals of the example in RFC 8785, 3.2.2; its numbers are not whole, so not for the record.
RFC_STRING = "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"
EXAMPLES = [
    ({"string": RFC_STRING}, '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'),
    ({"literals": [None, True, False]}, '{"literals":[null,true,false]}'),
    ("\u0000\b\t\n\f\r\u001f\u007f\u2028", '"\\u0000\\b\\t\\n\\f\\r\\u001f\u007f\u2028"'),
    ({"\r": "Carriage Return", "1": "One"}, '{"\\r":"Carriage Return","1":"One"}'),
    (
        {"b": 1, "a": {"d": [], "c": {}}, "A": 2, "10": 0, "9": 0},
        '{"10":0,"9":0,"A":2,"a":{"c":{},"d":[]},"b":1}',
    ),
    (9007199254740991, "9007199254740991"),
    (-9007199254740991, "-9007199254740991"),
    (0, "0"),
    ("\U0001f600 דּ ö", '"\U0001f600 דּ ö"'),
]


@pytest.mark.parametrize(("value", "written"), EXAMPLES)
def test_examples_of_rfc_8785(value: Any, written: str) -> None:
    assert canonical(value) == written.encode()
    assert independent_module().canonical(value) == written.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        b"x",
        {1: 2},
        {"é": 1},
        {"a": [0.5]},
        "\ud800",
        {1, 2},
    ],
)
def test_what_readers_would_read_differently_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)


@pytest.mark.parametrize("depth", [DEEPEST, DEEPEST + 1, 100_000])
def test_nesting_has_a_limit(depth: int) -> None:
    value: Any = 0
    for _ in range(depth):
        value = [value]
    if depth == DEEPEST:
        assert json.loads(canonical(value)) == value
    else:
        with pytest.raises(ValueError, match="within each other"):
            canonical(value)


KEYS = st.text(st.characters(max_codepoint=127), max_size=5)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_canonical_is_read_back_and_does_not_depend_on_order(value: Any) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written, object_pairs_hook=lambda pairs: dict(reversed(pairs)))) == written
    assert independent_module().canonical(value) == written


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLACES = st.integers(1, 2**53 - 1)


@settings(max_examples=300)
@given(WORDS, WORDS, WORDS, WORDS, WORDS, PLACES, PLACES)
def test_the_fast_form_of_a_header_is_the_canonical_one(
    at: str, audience: str, commitment: str, kind: str, stream: str, sequence: int, version: int
) -> None:
    header = Header(
        at=at,
        audience=audience,
        commitment=commitment,
        kind=kind,
        stream=stream,
        sequence=sequence,
        version=version,
    )
    assert encode_header(header.plain()) == canonical(header.plain())


HEADER = {
    "at": "", "audience": "", "commitment": "", "kind": "k", "sequence": 1, "stream": "s", "version": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"stream": "s" * (LONGEST_NAME + 1)},
        {"kind": "k" * (LONGEST_NAME + 1)},
        {"sequence": 2**53},
        {"version": -(2**53)},
        {"at": "\udfff"},
        {"audience": "a" * LARGEST_HEADER},
    ],
)
def test_a_header_that_verifiers_would_refuse_cannot_be_made(changed: dict[str, Any]) -> None:
    encode_header(HEADER)
    with pytest.raises(ValueError):
        encode_header(HEADER | changed)
