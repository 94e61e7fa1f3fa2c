"""An export holds what its reader may see, and is made line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from record_files import (
    CLEARANCES,
    ERASED,
    ORIGIN,
    TestSigner,
    make_checkpoint,
    make_entries,
    make_entry,
    make_file,
)

from comity.record.audience import may_open, well_formed
from comity.record.entry import LARGEST_PAYLOAD, Entry, is_stamp
from comity.record.export import export
from comity.record.verify import verify

KEY = TestSigner().public_key


def test_the_reader_sees_what_is_open_and_that_the_rest_is_there() -> None:
    lines = [json.loads(line) for line in make_file().splitlines()]
    found = [line for line in lines if "entry" in line]
    assert [line["entry"]["sequence"] for line in found] == list(range(1, 13))
    for line in found:
        sequence, audience = line["entry"]["sequence"], line["entry"]["audience"]
        beside = set(line) - {"entry"}
        if sequence in ERASED:
            assert beside == {"erased"}
        else:
            assert beside == ({"payload", "salt"} if may_open(audience, CLEARANCES) else set())


def test_nothing_withheld_leaks() -> None:
    public = make_file(clearances=frozenset(), erased=frozenset()).decode()
    for entry in make_entries():
        assert entry.salt is not None
        assert (entry.salt.hex() in public) == (entry.header.audience == "public")


def test_a_payload_that_cannot_be_had_is_exported_as_missing() -> None:
    entries = make_entries(4)
    entries[3] = Entry(header=entries[3].header)
    report = verify(make_file(entries, sizes=[4]).splitlines())
    assert (report.missing_at, report.withheld) == ((4,), 1)


def test_an_export_is_made_line_by_line_as_far_as_the_last_checkpoint() -> None:
    taken = []

    def entries() -> Iterator[Entry]:
        for number in range(1, 1_000_000):
            taken.append(number)
            yield make_entry(number % 250 + 1, version=number, stream="s")

    checkpoint = make_checkpoint([make_entry(n % 250 + 1, version=n, stream="s") for n in range(1, 6)])
    made = export(entries(), [checkpoint], frozenset(), origin=ORIGIN, public_key=KEY)
    next(made)
    assert taken == []
    next(made)
    assert taken == [1]
    assert len(list(made)) == 6
    assert taken == [1, 2, 3, 4, 5]


def test_a_record_shorter_than_what_was_signed_is_not_exported() -> None:
    with pytest.raises(ValueError, match="there are 4 entries, but a checkpoint was signed at 12"):
        list(
            export(
                make_entries(4), [make_checkpoint(make_entries())], frozenset(), origin=ORIGIN, public_key=KEY
            )
        )


def test_the_lines_of_an_export_are_verified_as_they_are() -> None:
    checkpoints = [make_checkpoint(make_entries())]
    report = verify(export(make_entries(), checkpoints, CLEARANCES, origin=ORIGIN, public_key=KEY))
    assert (report.sound, report.opened, report.withheld, report.entries) == (True, 9, 3, 12)


def test_checkpoints_come_in_order_of_size() -> None:
    checkpoints = [make_checkpoint(make_entries()), make_checkpoint(make_entries(4))]
    with pytest.raises(ValueError, match="comes after 12 entries"):
        list(export(make_entries(), checkpoints, frozenset(), origin=ORIGIN, public_key=KEY))


def test_the_origin_must_be_one() -> None:
    with pytest.raises(ValueError, match="origin"):
        list(export([], [], frozenset(), origin="two words", public_key=KEY))


def test_a_payload_too_large_for_verifiers_is_never_committed_to() -> None:
    with pytest.raises(ValueError, match="attach what is larger"):
        make_entry(1, version=1, stream="s", payload={"x": "y" * LARGEST_PAYLOAD})


def test_the_largest_payload_is_verified() -> None:
    largest = make_entry(
        1, version=1, stream="s", payload={"x": "y" * (LARGEST_PAYLOAD - 8)}, audience="public"
    )
    assert verify(make_file([largest], sizes=[1]).splitlines()).opened == 1


@pytest.mark.parametrize(
    ("name", "good"),
    [("public", True), ("a b", True), ("a", True)]
    + [(bad, False) for bad in ("", "b a", "a a", "a  b", " a", "a public")],
)
def test_an_audience_has_one_name(name: str, good: bool) -> None:
    assert well_formed(name) is good


@pytest.mark.parametrize(
    ("written", "good"),
    [
        ("2026-11-21T01:29:26.123456Z", True),
        ("2024-02-29T00:00:00.000000Z", True),
        ("2026-02-29T00:00:00.000000Z", False),
        ("2026-11-21T24:00:00.000000Z", False),
        ("2026-11-21T23:59:60.000000Z", False),
        ("0000-01-01T00:00:00.000000Z", False),
        ("2026-11-21T01:29:26.123456+00:00", False),
        ("2026-11-21 01:29:26.123456Z", False),
        ("2026-11-21T01:29:26.123456Z\n", False),
    ],
)
def test_a_time_is_written_in_one_way(written: str, good: bool) -> None:
    assert is_stamp(written) is good
