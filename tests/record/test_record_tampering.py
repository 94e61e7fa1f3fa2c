"""Whatever is done to an exported file, both verifiers refuse it at the same place, or it says the same."""

# ruff: noqa: E501  (a table reads best with one case to a line)

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_files import (
    BEGIN,
    KEY,
    ORIGIN,
    Case,
    TestSigner,
    edit,
    make_checkpoint,
    make_entries,
    make_entry,
    make_file,
    ours,
    place,
    seal,
    theirs,
    theirs_as_program,
)

from comity.record.canonical import canonical
from comity.record.checkpoint import write, write_key
from comity.record.entry import commit, stamp
from comity.record.verify import LONGEST_LINE, verify
from comity.rules.words import LANGUAGES

FILE = make_file()
LINES = FILE.splitlines()
OTHER_KEY = TestSigner(seed=2)
# Line 1 is the manifest, 2-5 entries 1-4, 6 a checkpoint, 7-11 entries 5-9, 12 a checkpoint,
# 13-15 entries 10-12, 16 a checkpoint, 17 the end.  Entry 4 is public, 2, 6 and 10 are withheld, 8 is erased.


def header(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda value: value["entry"].update(changed)


def without(*names: str) -> Callable[[dict[str, Any]], None]:
    return lambda value: [value.pop(name) for name in names] and None


def replaced(number: int, line: bytes) -> bytes:
    return seal([*LINES[: number - 1], line, *LINES[number:]])


def lines(*numbers: int) -> bytes:
    """A file of these lines, sealed."""
    return seal(LINES[number - 1] for number in numbers)


def payload_of(sequence: int) -> tuple[Any, Any]:
    value = json.loads(LINES[sequence if sequence < 5 else sequence + 1])
    return value["payload"], value["salt"]


def swap_payloads(first: int, second: int) -> bytes:
    changed = FILE
    for here, there in ((first, second), (second, first)):
        payload, salt = payload_of(there)
        number = here + 1 if here < 5 else here + 2
        changed = edit(changed, number, lambda v, p=payload, s=salt: v.update(payload=p, salt=s))
    return changed


def rewritten(sequence: int, signer: TestSigner | None = None) -> bytes:
    """A whole record made anew with another content of one entry, signed by its own or another key."""
    entries = make_entries()
    old = entries[sequence - 1].header
    entries[sequence - 1] = make_entry(
        sequence, version=old.version, stream=old.stream, payload={"type": "something.else.v1"}
    )
    return make_file(entries, signer=signer)


def with_entry(index: int, **changed: Any) -> bytes:
    """A file whose record was wrong from the beginning, though signed by the right key."""
    entries = make_entries()
    old = entries[index - 1].header
    entries[index - 1] = make_entry(index, **({"version": old.version, "stream": old.stream} | changed))
    return make_file(entries)


def checkpoint_line(text: str) -> bytes:
    return canonical({"checkpoint": text})


def forged(text: str) -> str:
    """The checkpoint with one bit of its signature changed."""
    *above, last = text.removesuffix("\n").split("\n")
    name, _, encoded = last.rpartition(" ")
    raw = bytearray(base64.b64decode(encoded))
    raw[20] ^= 1
    return "\n".join([*above, f"{name} {base64.b64encode(bytes(raw)).decode()}", ""])


SIGNED_12 = make_checkpoint(make_entries())
LATER = make_checkpoint(make_entries(20))
BORROWED = OTHER_KEY.sign(b"nothing of the kind")

TAMPERED: dict[str, tuple[Case, str, int, int, str]] = {
    # what was done: file and what it is compared with, then code, line, sequence, field
    "payload changed": (
        Case(edit(FILE, 5, lambda v: v["payload"]["event"].update(pages=5))), "commitment", 5, 4, "payload"),
    "payload given a field": (
        Case(edit(FILE, 5, lambda v: v["payload"].update(extra=1))), "commitment", 5, 4, "payload"),
    "salt changed": (Case(edit(FILE, 5, lambda v: v.update(salt="00" * 32))), "commitment", 5, 4, "payload"),
    "salt left out": (Case(edit(FILE, 5, without("salt"))), "fields", 5, 4, "salt"),
    "salt too short": (Case(edit(FILE, 5, lambda v: v.update(salt="00" * 31))), "fields", 5, 4, "salt"),
    "salt in capitals": (Case(edit(FILE, 14, lambda v: v.update(salt=v["salt"].upper()))), "fields", 14, 11, "salt"),
    "payload left out": (Case(edit(FILE, 5, without("payload"))), "fields", 5, 4, "payload"),
    "payload not an object": (Case(edit(FILE, 5, lambda v: v.update(payload=[]))), "fields", 5, 4, "payload"),
    "payloads swapped": (Case(swap_payloads(4, 5)), "commitment", 5, 4, "payload"),
    "public payload held back": (Case(edit(FILE, 5, without("payload", "salt"))), "missing", 5, 4, "payload"),
    "own payload held back": (Case(edit(FILE, 4, without("payload", "salt"))), "missing", 4, 3, "payload"),
    "clearances lowered": (
        Case(edit(FILE, 1, lambda v: v["manifest"].update(clearances=[]))), "not_cleared", 2, 1, "payload"),
    "clearances raised": (
        Case(edit(FILE, 1, lambda v: v["manifest"]["clearances"].append("state:JP"))), "missing", 3, 2, "payload"),
    "clearances out of order": (
        Case(edit(FILE, 1, lambda v: v["manifest"]["clearances"].reverse())), "fields", 1, 0, "clearances"),
    "erased mark taken off": (Case(edit(FILE, 10, without("erased"))), "missing", 10, 8, "payload"),
    "erased mark that says no": (Case(edit(FILE, 10, lambda v: v.update(erased=False))), "not_canonical", 10, 8, ""),
    "erased mark beside a payload": (Case(edit(FILE, 5, lambda v: v.update(erased=True))), "fields", 5, 4, "erased"),
    "header: sequence": (Case(edit(FILE, 5, header(sequence=5))), "sequence", 5, 4, "sequence"),
    "header: stream": (Case(edit(FILE, 5, header(stream="communications:7"))), "version", 5, 4, "version"),
    "header: version": (Case(edit(FILE, 5, header(version=3))), "version", 5, 4, "version"),
    "header: kind": (Case(edit(FILE, 5, header(kind="meetings"))), "root", 6, 0, "checkpoint"),
    "header: time": (
        Case(edit(FILE, 5, header(at=stamp(BEGIN.replace(hour=10))))), "root", 6, 0, "checkpoint"),
    "header: time earlier": (Case(edit(FILE, 5, header(at=stamp(BEGIN)))), "backwards", 5, 4, "at"),
    "header: time not one": (Case(edit(FILE, 5, header(at="2026-11-31T09:34:00.000000Z"))), "time", 5, 4, "at"),
    "header: time without microseconds": (
        Case(edit(FILE, 5, header(at="2026-11-02T09:34:00Z"))), "time", 5, 4, "at"),
    "header: audience narrowed": (
        Case(edit(FILE, 5, lambda v: (header(audience="state:JP")(v), without("payload", "salt")(v)))),
        "root", 6, 0, "checkpoint"),
    "header: audience unsorted": (
        Case(edit(FILE, 5, header(audience="state:JP state:FR"))), "audience", 5, 4, "audience"),
    "header: audience of nobody": (Case(edit(FILE, 5, header(audience=""))), "audience", 5, 4, "audience"),
    "header: public and others": (Case(edit(FILE, 5, header(audience="public state:FR"))), "audience", 5, 4, "audience"),
    "header: commitment": (Case(edit(FILE, 5, header(commitment="0" * 64))), "commitment", 5, 4, "payload"),
    "header: commitment of what is withheld": (
        Case(edit(FILE, 3, header(commitment="0" * 64))), "root", 6, 0, "checkpoint"),
    "header: commitment not a hash": (Case(edit(FILE, 3, header(commitment="x"))), "fields", 3, 2, "commitment"),
    "header: commitment and payload": (
        Case(edit(FILE, 5, lambda v: (
            v.update(payload={"type": "x"}),
            header(commitment=commit({"type": "x"}, bytes.fromhex(v["salt"])))(v)))),
        "root", 6, 0, "checkpoint"),
    "header: a field left out": (Case(edit(FILE, 5, lambda v: v["entry"].pop("kind"))), "fields", 5, 4, "kind"),
    "header: a field more": (Case(edit(FILE, 5, header(note="!"))), "fields", 5, 4, "note"),
    "header: a field with a strange name": (Case(edit(FILE, 5, header(**{"\x1b[2J": 1}))), "fields", 5, 4, "?"),
    "header: true for a number": (Case(edit(FILE, 5, header(version=True))), "fields", 5, 4, "version"),
    "header: a fraction": (Case(edit(FILE, 5, header(version=2.0))), "fields", 5, 4, "version"),
    "header: below zero": (Case(edit(FILE, 5, header(sequence=-4))), "sequence", 5, 4, "sequence"),
    "header: too large a number": (Case(edit(FILE, 5, header(version=2**53))), "not_canonical", 5, 4, "entry"),
    "header: too long a name": (Case(edit(FILE, 5, header(stream="s" * 201))), "not_canonical", 5, 4, "entry"),
    "header: too large": (Case(edit(FILE, 5, header(audience="a" * 17_000))), "not_canonical", 5, 4, "entry"),
    "header: not an object": (Case(edit(FILE, 5, lambda v: v.update(entry=[]))), "fields", 5, 4, "entry"),
    "order changed": (Case(lines(1, 2, 4, 3, *range(5, 17))), "sequence", 3, 2, "sequence"),
    "entry removed": (Case(lines(1, 2, 3, *range(5, 17))), "sequence", 4, 3, "sequence"),
    "first entry removed": (Case(lines(1, *range(3, 17))), "sequence", 2, 1, "sequence"),
    "last entry removed": (Case(lines(*range(1, 15), 16)), "size", 15, 0, "checkpoint"),
    "entry inserted": (Case(seal([*LINES[:5], LINES[4], *LINES[5:]])), "sequence", 6, 5, "sequence"),
    "entry made up and inserted": (
        Case(seal([*LINES[:15], make_file(make_entries(13), sizes=[13]).splitlines()[13], *LINES[15:]])),
        "size", 17, 0, "checkpoint"),
    "entry removed and the rest renumbered": (
        Case(seal([
            *LINES[:13],
            *edit(FILE, 15, lambda v: v["entry"].update(sequence=11)).splitlines()[14:15],
            *LINES[15:]])),
        "size", 15, 0, "checkpoint"),
    "tail cut at a checkpoint": (Case(lines(*range(1, 13)), newer=SIGNED_12), "truncated", 13, 10, "checkpoint"),
    "tail cut, older checkpoint beyond it": (
        Case(lines(*range(1, 13)), older=SIGNED_12), "truncated", 13, 10, "checkpoint"),
    "all of it against a newer checkpoint": (Case(FILE, newer=LATER), "truncated", 17, 13, "checkpoint"),
    "tail without a checkpoint": (Case(lines(*range(1, 16))), "unsigned_tail", 16, 10, ""),
    "no checkpoint at all": (Case(lines(*range(1, 6))), "unsigned_tail", 6, 0, ""),
    "end cut off": (Case(b"\n".join(LINES[:16]) + b"\n"), "cut_off", 17, 0, ""),
    "cut in a line": (Case(FILE[:3000]), "not_json", 9, 0, ""),
    "something after the end": (Case(FILE + LINES[4] + b"\n"), "after_end", 18, 0, ""),
    "an empty line after the end": (Case(FILE + b"\n"), "after_end", 18, 0, ""),
    "an empty line within": (Case(replaced(6, b"")), "not_json", 6, 0, ""),
    "nothing": (Case(b""), "cut_off", 1, 0, ""),
    "no manifest": (Case(lines(*range(2, 17))), "manifest", 1, 0, ""),
    "a second manifest": (Case(replaced(6, LINES[0])), "fields", 6, 0, "manifest"),
    "a manifest of another format": (
        Case(edit(FILE, 1, lambda v: v["manifest"].update(format="comity-record-2"))), "format", 1, 0, "format"),
    "a manifest with a field more": (Case(edit(FILE, 1, lambda v: v["manifest"].update(x=1))), "fields", 1, 0, "x"),
    "a manifest that names no key": (Case(edit(FILE, 1, lambda v: v["manifest"].update(key=""))), "key", 1, 0, "key"),
    "a key of small order": (
        Case(edit(FILE, 1, lambda v: v["manifest"].update(key=write_key(ORIGIN, b"\1" + bytes(31))))),
        "key", 1, 0, "key"),
    "another origin": (
        Case(edit(FILE, 1, lambda v: v["manifest"].update(origin="other.example/record"))), "key", 1, 0, "key"),
    "another origin, and the key named after it": (
        Case(edit(FILE, 1, lambda v: v["manifest"].update(
            origin="other.example", key=write_key("other.example", TestSigner().public_key)))),
        "origin", 6, 0, "checkpoint"),
    "the right key for another record": (
        Case(make_file(signer=TestSigner(name="rehearsal.example")), key=KEY), "other_key", 1, 0, "key"),
    "history rewritten, checkpoints kept": (
        Case(seal([
            (LINES if b'"checkpoint"' in line else rewritten(3).splitlines())[place_of]
            for place_of, line in enumerate(LINES)])),
        "root", 6, 0, "checkpoint"),
    "history rewritten and signed by another key": (
        Case(rewritten(3, OTHER_KEY), key=KEY), "other_key", 1, 0, "key"),
    "history rewritten by another key, older checkpoint": (
        Case(rewritten(3, OTHER_KEY), older=make_checkpoint(make_entries(5))), "unsigned", 0, 0, "checkpoint"),
    "history rewritten by the right key, older checkpoint": (
        Case(rewritten(3), older=make_checkpoint(make_entries(5)), key=KEY), "rewritten", 7, 5, "checkpoint"),
    "history rewritten by the right key, newer checkpoint": (
        Case(rewritten(12), newer=SIGNED_12, key=KEY), "rewritten", 15, 12, "checkpoint"),
    "older checkpoint of another record": (
        Case(FILE, older=make_checkpoint(make_entries(5), TestSigner(name="other.example"))),
        "origin", 0, 0, "checkpoint"),
    "older checkpoint forged": (
        Case(FILE, older=forged(make_checkpoint(make_entries(5)))), "forged", 0, 0, "checkpoint"),
    "older checkpoint not one": (Case(FILE, older="hello\n\n"), "checkpoint", 0, 0, "checkpoint"),
    "signature forged": (Case(replaced(16, checkpoint_line(forged(SIGNED_12)))), "forged", 16, 0, "checkpoint"),
    "an early signature forged": (
        Case(replaced(6, checkpoint_line(forged(make_checkpoint(make_entries(4)))))), "forged", 6, 0, "checkpoint"),
    "checkpoint signed by another key": (
        Case(replaced(16, checkpoint_line(make_checkpoint(make_entries(), OTHER_KEY)))),
        "unsigned", 16, 0, "checkpoint"),
    "checkpoint of another record": (
        Case(replaced(16, checkpoint_line(make_checkpoint(make_entries(), TestSigner(name="other.example"))))),
        "origin", 16, 0, "checkpoint"),
    "checkpoint of another size": (Case(replaced(16, checkpoint_line(LATER))), "size", 16, 0, "checkpoint"),
    "checkpoint of an earlier size": (Case(replaced(16, LINES[11])), "size", 16, 0, "checkpoint"),
    "checkpoint of another root": (
        Case(replaced(16, checkpoint_line(write(size=12, root=bytes(32), at=BEGIN, signer=TestSigner())))),
        "root", 16, 0, "checkpoint"),
    "checkpoint signed before the one before it": (
        Case(replaced(16, checkpoint_line(make_checkpoint(make_entries(), minutes=-50)))),
        "backwards", 16, 0, "checkpoint"),
    "checkpoint without signature": (
        Case(replaced(16, checkpoint_line(SIGNED_12.partition("—")[0]))), "checkpoint", 16, 0, "checkpoint"),
    "checkpoint not a text": (Case(edit(FILE, 16, lambda v: v.update(checkpoint=7))), "fields", 16, 0, "checkpoint"),
    "record signed with a broken version": (Case(with_entry(6, version=2)), "version", 8, 6, "version"),
    "record signed with a time that goes backwards": (
        Case(with_entry(6, at=stamp(BEGIN))), "backwards", 8, 6, "at"),
    "end counts wrongly": (Case(FILE.replace(b'"entries":12', b'"entries":13')), "count", 17, 0, "entries"),
    "end with another digest": (Case(FILE[:-5] + b'f"}}\n'), "digest", 17, 0, "sha256"),
    "not UTF-8": (Case(replaced(5, LINES[4].replace("É".encode(), b"\xc9"))), "not_utf8", 5, 0, ""),
    "UTF-16": (Case(FILE.decode().encode("utf-16")), "not_utf8", 1, 0, ""),
    "byte order mark": (Case(b"\xef\xbb\xbf" + FILE), "not_json", 1, 0, ""),
    "half of a surrogate pair": (
        Case(replaced(5, LINES[4].replace("É".encode(), b"\\ud800"))), "not_canonical", 5, 4, "payload"),
    "half of a surrogate pair as bytes": (
        Case(replaced(5, LINES[4].replace("É".encode(), b"\xed\xa0\x80"))), "not_utf8", 5, 0, ""),
    "duplicate key": (Case(replaced(5, LINES[4].replace(b'"kind"', b'"at":"x","kind"'))), "not_canonical", 5, 4, ""),
    "duplicate key in a payload": (
        Case(replaced(5, LINES[4].replace(b'"pages":4', b'"pages":5,"pages":4'))), "not_canonical", 5, 4, ""),
    "not a number": (Case(replaced(5, LINES[4].replace(b'"pages":4', b'"pages":NaN'))), "not_canonical", 5, 4, "payload"),
    "a fraction": (Case(replaced(5, LINES[4].replace(b'"pages":4', b'"pages":4.0'))), "not_canonical", 5, 4, "payload"),
    "too many digits": (
        Case(replaced(5, LINES[4].replace(b'"pages":4', b'"pages":' + b"9" * 5000))), "not_json", 5, 0, ""),
    "a key that is not ASCII": (
        Case(replaced(5, LINES[4].replace(b'"pages"', '"pagés"'.encode()))), "not_canonical", 5, 4, "payload"),
    "escaped though it need not be": (
        Case(replaced(5, LINES[4].replace("É".encode(), b"\\u00c9"))), "not_canonical", 5, 4, ""),
    "blanks": (Case(replaced(5, LINES[4].replace(b'"pages":4', b'"pages": 4'))), "not_canonical", 5, 4, ""),
    "Windows line ends": (Case(FILE.replace(b"\n", b"\r\n")), "not_canonical", 1, 0, ""),
    "deep nesting": (Case(replaced(5, b"[" * 100_000 + b"]" * 100_000)), "not_json", 5, 0, ""),
    "deep nesting in a payload": (
        Case(replaced(5, LINES[4].replace(b'"pages":4', b'"pages":' + b"[" * 70 + b"]" * 70))),
        "not_canonical", 5, 4, "payload"),
    "a huge line": (Case(replaced(5, b'"' + b"x" * LONGEST_LINE + b'"')), "too_long", 5, 0, ""),
    "a line that is a list": (Case(replaced(5, b"[]")), "fields", 5, 0, ""),
    "a line of another kind": (Case(replaced(5, b'{"remark":1}')), "fields", 5, 0, "remark"),
    "a line of two kinds": (Case(replaced(5, b'{"checkpoint":"","end":{}}')), "fields", 5, 0, ""),
    "an entry with a field more": (Case(edit(FILE, 5, lambda v: v.update(zebra=1))), "fields", 5, 4, "zebra"),
}  # fmt: skip

SOUND: dict[str, Case] = {
    "as it was made": Case(FILE),
    "without the last line end": Case(FILE.removesuffix(b"\n")),
    "with the published key": Case(FILE, key=KEY),
    "with older checkpoints": Case(FILE, older=make_checkpoint(make_entries(5)), key=KEY),
    "with an older checkpoint of nothing": Case(FILE, older=make_checkpoint([])),
    "with a newer checkpoint of the same size": Case(FILE, newer=SIGNED_12),
    "up to an earlier checkpoint": Case(lines(*range(1, 13))),
    "for the public": Case(make_file(clearances=frozenset())),
    "for all who may read anything": Case(
        make_file(clearances=frozenset({"members:unsc", "state:FR", "state:JP"}))
    ),
    "an empty record": Case(make_file([], sizes=[0])),
    "many checkpoints": Case(make_file(make_entries(9), sizes=[0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9])),
    "many streams": Case(make_file(make_entries(7, streams=7), sizes=[7])),
    "a new stream whose clock is behind": Case(
        with_entry(12, stream="rehearsal", version=1, at=stamp(BEGIN))
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    case, code, line, sequence, field = TAMPERED[name]
    report = ours(case)
    assert report.fault is not None
    found = (report.fault.code, report.fault.line, report.fault.sequence, report.fault.field)
    assert found == (code, line, sequence, field)
    assert theirs(case, tmp_path) == (1, place(report))
    for language in LANGUAGES:
        assert report.fault.reason.say(language)


@pytest.mark.parametrize("name", SOUND)
def test_good_files_are_sound(name: str, tmp_path: Path) -> None:
    assert ours(SOUND[name]).fault is None
    assert theirs(SOUND[name], tmp_path) == (0, None)


@pytest.mark.parametrize(
    "case", [Case(FILE, key=KEY, older=SIGNED_12), TAMPERED["payload changed"][0], TAMPERED["nothing"][0]]
)
def test_the_independent_verifier_runs_without_comity(case: Case, tmp_path: Path) -> None:
    report = ours(case)
    assert theirs_as_program(case, tmp_path) == (0 if report.sound else 1, place(report))


def test_withheld_erased_and_missing_are_told_apart() -> None:
    report = ours(Case(FILE))
    assert (report.opened, report.withheld, report.erased, report.missing) == (8, 3, 1, 0)
    held_back = edit(edit(FILE, 5, without("payload", "salt")), 15, without("payload", "salt"))
    report = ours(Case(held_back))
    assert (report.opened, report.withheld, report.erased, report.missing) == (6, 3, 1, 2)
    assert report.missing_at == (4, 12)
    assert report.fault is not None
    assert "2 contents are missing" in str(report.fault.reason)


def test_tampering_is_named_before_what_is_missing() -> None:
    held_back = edit(FILE, 5, without("payload", "salt"))
    report = ours(Case(edit(held_back, 7, header(version=9))))
    assert report.fault is not None
    assert (report.fault.code, report.fault.line, report.missing) == ("version", 7, 1)


def content(case: Case) -> Any:
    """What a sound file says."""
    return [json.loads(line) for line in case.file.splitlines()]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_one_byte_changed_is_refused_or_says_the_same(data: st.DataObject, tmp_path: Path) -> None:
    small = SOUND["an empty record"].file if data.draw(st.booleans()) else FILE
    at = data.draw(st.integers(0, len(small) - 1))
    byte = data.draw(st.integers(0, 255))
    how = data.draw(st.sampled_from(["replace", "remove", "insert"]))
    rest = small[at:] if how == "insert" else small[at + 1 :]
    case = Case(small[:at] + (b"" if how == "remove" else bytes([byte])) + rest)
    report = ours(case)
    assert not report.sound or content(case) == content(Case(small))
    assert theirs(case, tmp_path) == (0 if report.sound else 1, place(report))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_anything_in_place_of_a_value_is_refused_at_the_same_place(
    data: st.DataObject, tmp_path: Path
) -> None:
    number = data.draw(st.integers(1, len(LINES)))
    value = json.loads(LINES[number - 1])
    inner: Any = value
    while True:
        name = data.draw(st.sampled_from(sorted(inner)))
        if not isinstance(inner[name], dict) or data.draw(st.booleans()):
            break
        inner = inner[name]
    inner[name] = data.draw(JSON)
    written = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=data.draw(st.booleans()))
    line = written.encode("utf-8", "surrogatepass")
    case = Case(replaced(number, line) if number < len(LINES) else b"\n".join([*LINES[:-1], line]))
    report = ours(case)
    assert not report.sound or content(case) == content(Case(FILE))
    assert theirs(case, tmp_path) == (0 if report.sound else 1, place(report))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=200)))
def test_rubbish_never_crashes_the_verifier(rubbish: list[bytes]) -> None:
    assert not verify(rubbish).sound
    assert not verify([LINES[0], *rubbish]).sound
