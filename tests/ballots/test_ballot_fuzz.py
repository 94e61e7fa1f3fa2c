"""Whatever the bytes, the verifier answers: it does not crash or hang, and never accepts a change."""

from __future__ import annotations

import json
from typing import Any

import pytest
from ballot_box import Events, Held, chain, compact, opening, take_apart
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.ballots.archive import read_archive
from comity.ballots.ballot import check_ballot, read_ballot
from comity.ballots.credentials import read_credentials
from comity.ballots.elections import read_election
from comity.ballots.refusals import Refused
from comity.ballots.sealing import Identity, unseal
from comity.ballots.trustees import read_trustees
from comity.ballots.verify import verify

quiet = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["0", "1", "-1", "01", "1e9", "9" * 618, "9" * 5000, "\ud800", "١"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=6,
)


@given(data=st.binary(max_size=3000))
@settings(quiet, max_examples=150)
def test_any_bytes_are_no_archive(data: bytes) -> None:
    for start in (b"", opening()):
        with pytest.raises(Refused):
            read_archive(start + data)


@given(data=st.data())
@settings(quiet, max_examples=120)
def test_no_byte_of_an_archive_can_be_changed(archive: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(archive) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != archive[at]))
    with pytest.raises(Refused):
        read_archive(archive[:at] + bytes([byte]) + archive[at + 1 :])


@given(data=st.data())
@settings(quiet, max_examples=60)
def test_pieces_of_an_archive_are_never_complete(archive: bytes, data: st.DataObject) -> None:
    blocks = len(archive) // 512
    start, end = sorted((data.draw(st.integers(0, blocks)), data.draw(st.integers(0, blocks))))
    with_gap = archive[: start * 512] + archive[end * 512 :]
    if with_gap == archive:
        return
    try:
        found = read_archive(with_gap)
    except Refused:
        return
    assert found.result is None


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, item in items for deeper in paths(item, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


@given(data=st.data())
@settings(quiet, max_examples=60)
def test_no_value_in_an_archive_can_be_replaced(archive: bytes, data: st.DataObject) -> None:
    events: Events = [(kind, list(objects)) for kind, objects in take_apart(archive)]
    which = data.draw(st.sampled_from([i for i, (_, objects) in enumerate(events) if objects]))
    place = data.draw(st.integers(0, len(events[which][1]) - 1))
    value = json.loads(events[which][1][place])
    path = data.draw(st.sampled_from(paths(value)))
    try:
        changed = compact(replaced(value, path, data.draw(values)))
    except UnicodeEncodeError:
        return
    if changed == events[which][1][place]:
        return
    events[which][1][place] = changed
    with pytest.raises(Refused):
        verify(read_archive(b"".join(chain(events))))


@given(data=st.data())
@settings(quiet, max_examples=150)
def test_readers_refuse_any_value_in_any_place(held: Held, data: st.DataObject) -> None:
    """Each object alone, without the archive around it."""

    def ballot(raw: bytes) -> None:
        check_ballot(read_ballot(raw, held.election), held.election)

    raw, read = data.draw(
        st.sampled_from([(held.ballots[1], ballot), (held.trustees.raw, read_trustees)]), label="object"
    )
    value = json.loads(raw)
    path = data.draw(st.sampled_from(paths(value)))
    try:
        changed = compact(replaced(value, path, data.draw(values)))
    except UnicodeEncodeError:
        return
    if changed == raw or path[-1:] == ("name",):
        return
    if read is read_trustees and not path:
        return
    with pytest.raises(Refused):
        read(changed)


@given(value=values)
@settings(quiet, max_examples=100)
def test_readers_refuse_any_value(value: Any) -> None:
    try:
        raw = compact(value)
    except UnicodeEncodeError:
        return
    for read in (read_election, read_trustees, lambda raw: unseal(Identity("1" * 22), 1, raw)):
        with pytest.raises(Refused):
            read(raw)
    if value != []:
        with pytest.raises(Refused):
            read_credentials(raw)
