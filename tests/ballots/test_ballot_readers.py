"""Whatever the bytes, every reader reads or refuses: it does not crash, does not hang, and takes no more memory
than such bytes deserve."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from ballot_box import Held, compact, member, one_trustee, opening, prepare, refuses
from fuzz.readers import readers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_ballot_fuzz import paths, replaced, values

from comity.ballots import credentials as lists
from comity.ballots.archive import read_archive
from comity.ballots.canonical import from_canonical_json
from comity.ballots.commands import main
from comity.ballots.credentials import read_credentials
from comity.ballots.elections import choose_one, read_election
from comity.ballots.group import P
from comity.ballots.refusals import Refused
from comity.ballots.trustees import read_trustees
from comity.ballots.workers import check_submission

NAMES = list(readers())
MEGABYTE = 1 << 20

quiet = settings(deadline=None, suppress_health_check=list(HealthCheck))

tokens = st.sampled_from(
    [
        b'"',
        b"\\",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b":",
        b"0",
        b"-1",
        b"1e9",
        b"null",
        b"\\ud800",
        b"\xff",
        b"\0" * 512,
    ]
)
pieces = st.one_of(tokens, st.binary(max_size=8), st.integers(0, 10**80).map(lambda n: str(n).encode()))


@st.composite
def spoiled(draw: st.DrawFn, raw: bytes) -> bytes:
    """The bytes with a few pieces cut out, put in, doubled or brought from elsewhere."""
    for _ in range(draw(st.integers(1, 4))):
        start, end = sorted((draw(st.integers(0, len(raw))), draw(st.integers(0, len(raw)))))
        near = min(end, start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["cut", "put", "double", "replace", "end", "bring"])):
            case "cut":
                raw = raw[:start] + raw[near:]
            case "put":
                raw = raw[:start] + draw(pieces) + raw[start:]
            case "double":
                raw = raw[:end] + raw[start:end] + raw[end:]
            case "replace":
                raw = raw[:start] + draw(pieces) + raw[near:]
            case "end":
                raw = raw[:end]
            case "bring":
                other = draw(st.sampled_from(draw(st.sampled_from(list(readers().values()))).seeds))
                raw = raw[:start] + other[start:end] + raw[near:]
    return raw


@pytest.mark.parametrize("name", NAMES)
def test_readers_read_real_ones(name: str) -> None:
    for seed in readers()[name].seeds:
        assert readers()[name].survives(seed)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
@settings(quiet, max_examples=60)
def test_readers_survive_spoiled_bytes(name: str, data: st.DataObject) -> None:
    reader = readers()[name]
    reader.survives(data.draw(spoiled(data.draw(st.sampled_from(reader.seeds)))))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "archive"])
@given(data=st.data())
@settings(quiet, max_examples=30)
def test_readers_survive_other_values_in_any_place(name: str, data: st.DataObject) -> None:
    value = json.loads(data.draw(st.sampled_from(readers()[name].seeds)))
    try:
        raw = compact(replaced(value, data.draw(st.sampled_from(paths(value))), data.draw(values)))
    except UnicodeEncodeError:
        return
    readers()[name].survives(raw)


def peak(read: Any, raw: bytes) -> int:
    """Bytes that Python takes at most while it refuses this."""
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            read(raw)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.fixture(scope="module")
def wide() -> Held:
    """An election whose ballots may be long."""
    single, secret = one_trustee()
    questions = [choose_one("?", [str(i) for i in range(100)])] * 10
    return prepare(questions, voters=1, items=[single], secrets=[secret])


FILLINGS = {
    "empty arrays": b"[],",
    "empty objects": b"{},",
    "small objects": b'{"a":0},',
    "zeros": b"0,",
    "numbers": b"1000,",
    "strings": b'"ab",',
    "depth": b"[",
    "objects in objects": b'{"a":',
}


@pytest.mark.parametrize("filling", FILLINGS)
def test_memory_is_bounded_by_the_length_of_what_is_read(filling: str, wide: Held) -> None:
    piece = FILLINGS[filling]
    raw = b"[" + piece * (MEGABYTE // len(piece)) + b"0]"
    for read in (read_trustees, read_credentials, lambda raw: check_submission(wide.election, raw)):
        assert peak(read, raw) < 40 * len(raw), filling


def test_a_ballot_longer_than_its_election_allows_is_not_even_parsed(held: Held) -> None:
    raw = held.ballots[0]
    with refuses("too_long"):
        check_submission(held.election, raw[:-1] + b'"' * 20_000 + b"}")


def test_numbers_and_depth_without_end_are_refused() -> None:
    for raw in (b"[" + b"9" * 100_000 + b"]", b"[1e99999]", b"[-Infinity]", b"[" * 60 + b"]" * 60 + b"]"):
        with pytest.raises(Refused):
            from_canonical_json(raw, limit=MEGABYTE)
    with refuses("too_many_parts"):
        from_canonical_json(b"[" * 5000 + b"]" * 5000, limit=MEGABYTE)


def test_credentials_that_fall_into_one_place_of_a_dictionary_are_refused_before_they_are_keys() -> None:
    """Numbers with one hash make a dictionary as slow as a list; members of the group cannot be chosen so."""
    step = (1 << 61) - 1
    numbers = [1 + step * (i + 2) for i in range(20_000)]
    assert len({hash(number) for number in numbers}) == 1
    with refuses("not_an_element", "1"):
        read_credentials(compact([str(number) for number in numbers]))


def test_more_voters_than_an_election_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_CREDENTIALS", 3)
    with refuses("too_many_voters", "4"):
        read_credentials(compact([str(number) for number in range(1, 6)]))


def test_a_list_of_credentials_has_one_form() -> None:
    for raw in (b"", b"[", b'["1",]', b'[ "1"]', b'["1" ]', b'["1"]\n', b"[1]", b'{"1":1}', b'["x"]'):
        with refuses("not_canonical"):
            read_credentials(raw)
    for raw in (b'[""]', b'["01"]', b'[","]', b'["1,"]', b'["1,0"]', b'["1,01"]', b'["1,1,1"]'):
        with refuses("not_a_number", "1"):
            read_credentials(raw)
    with refuses("not_an_element", "1"):
        read_credentials(compact([str(P)]))


def test_an_event_or_an_object_too_large_is_refused_before_it_is_read(archive: bytes) -> None:
    big = b'"' + b"x" * (9 * MEGABYTE) + b'"'
    for kind in ("data", "event"):
        raw = opening() + member(f"{lists.hashlib.sha256(big).hexdigest()}.{kind}.json", big)
        assert peak(read_archive, raw) < 4 * MEGABYTE


def test_half_a_character_is_no_name(held: Held) -> None:
    value = json.loads(held.election.raw)
    raw = json.dumps(value | {"name": "\ud800"}).encode()
    with refuses("not_json"):
        read_election(raw)


def test_names_cannot_command_the_terminal(
    held: Held, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    election = read_election(
        json.dumps(json.loads(held.election.raw) | {"name": "\x1b[2Jclean\x07"}).encode()
    )
    other = Held(election, held.trustees, held.secrets, held.voters)
    (tmp_path / "a.bel").write_bytes(other.archive([1, 2, 3]))
    assert main(["inspect", str(tmp_path / "a.bel")]) == 0
    said = capsys.readouterr().out
    assert "clean" in said and "\x1b" not in said and "\x07" not in said
