"""A backup is the whole installation or nothing, and is restored as that or not at all."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import DEMO_ENTRIES, PASSPHRASE, SOURCE, Place, comity
from tests.conftest import ENGINES

SECRET = {"COMITY_PASSPHRASE": PASSPHRASE}
TABLES = (
    "record_entry ORDER BY sequence",
    "record_checkpoint ORDER BY size",
    "record_head",
    "record_clock ORDER BY stream",
    "accounts_account ORDER BY person",
    "record_file ORDER BY sha256",
)


def rows(place: Place, table: str) -> list[tuple[object, ...]]:
    """What a table holds, the same on both databases."""
    query = f"SELECT * FROM {table}"
    if place.database:
        with psycopg.connect(place.database) as connection:
            found = connection.execute(query).fetchall()  # type: ignore[call-overload]
    else:
        with sqlite3.connect(place.data / "comity.sqlite3") as connection:
            found = connection.execute(query).fetchall()
    return [tuple(_same(value) for value in row) for row in found]


def _same(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if hasattr(value, "isoformat"):
        return value.isoformat(" ").removesuffix("+00:00")
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.mark.parametrize("target", ENGINES)
@pytest.mark.parametrize("source", ENGINES)
def test_what_is_restored_is_what_was_there(
    source: str,
    target: str,
    demos: Callable[[str], Place],
    backups: Callable[[str], Path],
    place: Callable[[str], Place],
    tmp_path: Path,
) -> None:
    there, here = demos(source), place(target)
    done = comity("restore", backups(source), *here.options, environment=SECRET)
    assert f"{DEMO_ENTRIES} entries is sound" in done.stderr
    for table in TABLES:
        assert rows(here, table) == rows(there, table), table
    assert (here.data / "bodies" / "mun-council.toml").exists()
    keys = {file.name: file.read_bytes() for file in (there.data / "keys").rglob("*") if file.is_file()}
    assert {f.name: f.read_bytes() for f in (here.data / "keys").rglob("*") if f.is_file()} == keys
    again = comity("backup", tmp_path / "again", *here.options, environment=SECRET)
    assert f"{DEMO_ENTRIES} entries" in again.stderr


@pytest.mark.parametrize("engine", ENGINES)
def test_the_house_goes_on_after_a_restore(
    engine: str, backups: Callable[[str], Path], place: Callable[[str], Place], tmp_path: Path
) -> None:
    """New rows take new numbers, new entries continue the record under the name that it always had."""
    here = place(engine)
    comity("restore", backups(engine), *here.options, environment=SECRET)
    elsewhere = {"COMITY_ADDRESS": "https://another.example"}
    comity("user", "invite", "new-1", "--name", "New", *here.options, environment=elsewhere)
    before = comity("record", "checkpoint", *here.options, environment=elsewhere).stdout
    assert before.startswith(f"localhost/record\n{DEMO_ENTRIES}\n")
    comity("record", "export", tmp_path / "whole.gz", "--whole", *here.options, environment=elsewhere)
    assert str(DEMO_ENTRIES) in comity("record", "verify", tmp_path / "whole.gz").stdout


def test_a_backup_is_readable_by_its_owner_only_and_says_nothing_of_the_keys(
    backups: Callable[[str], Path], demos: Callable[[str], Place]
) -> None:
    file = backups("sqlite")
    assert file.stat().st_mode & 0o777 == 0o600
    everything = b"".join(zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist())
    for key in (demos("sqlite").data / "keys").rglob("*"):
        if key.is_file() and key.stat().st_size and key.name != "origin":
            assert key.read_bytes() not in everything, key.name


def test_a_backup_is_never_written_over(
    backups: Callable[[str], Path], demos: Callable[[str], Place]
) -> None:
    before = backups("sqlite").read_bytes()
    done = comity("backup", backups("sqlite"), *demos("sqlite").options, status=2, environment=SECRET)
    assert "is there already" in done.stderr
    assert backups("sqlite").read_bytes() == before


@pytest.mark.parametrize("engine", ENGINES)
def test_a_backup_of_a_house_that_is_being_written_to_is_of_one_moment(
    engine: str, place: Callable[[str], Place], backups: Callable[[str], Path], tmp_path: Path
) -> None:
    """Its record, which grows meanwhile, verifies when it is restored."""
    busy = place(engine)
    comity("restore", backups(engine), *busy.options, environment=SECRET)
    enough = threading.Event()
    writer = threading.Thread(target=_write_until, args=(busy, enough))
    writer.start()
    try:
        comity("backup", tmp_path / "busy", *busy.options, environment=SECRET)
    finally:
        enough.set()
        writer.join()
    assert int(rows(busy, "record_head")[0][1]) > DEMO_ENTRIES  # type: ignore[call-overload]
    calm = place("sqlite")
    assert "is sound" in comity("restore", tmp_path / "busy", *calm.options, environment=SECRET).stderr


def _write_until(busy: Place, enough: threading.Event) -> None:
    """Letters, one after another, by another process."""
    program = """
import sys, uuid, django
django.setup()
from comity.communications.acts import SendLetter
from comity.web.house import house, now
print("ready", flush=True)
while True:
    person = house().actor("demo.france")
    act = SendLetter(id=uuid.uuid4().hex, stream="communications:unsc", of="FRA", subject="S", body="B", signed="H")
    assert house().clerk.hear(act, person, now()).accepted
"""
    environment = os.environ | {
        "COMITY_DATA": str(busy.data),
        "COMITY_DATABASE": busy.database,
        "DJANGO_SETTINGS_MODULE": "comity.web.settings",
        "PYTHONPATH": str(SOURCE),
    }
    process = subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.DEVNULL)
    enough.wait(120)
    process.kill()
    process.wait()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_place_that_is_not_empty_is_left_as_it_is(
    engine: str, demos: Callable[[str], Place], backups: Callable[[str], Path]
) -> None:
    full = demos(engine)
    before = rows(full, "record_entry ORDER BY sequence")
    done = comity("restore", backups(engine), *full.options, status=2, environment=SECRET)
    assert "empty place only" in done.stderr
    assert rows(full, "record_entry ORDER BY sequence") == before
    assert (full.data / "keys" / "record").exists()


def test_a_database_that_is_not_empty_is_left_as_it_is(
    demos: Callable[[str], Place], backups: Callable[[str], Path], tmp_path: Path
) -> None:
    full = demos("postgresql")
    elsewhere = Place(tmp_path / "elsewhere", full.database)
    done = comity("restore", backups("sqlite"), *elsewhere.options, status=2, environment=SECRET)
    assert "empty place only" in done.stderr
    assert not elsewhere.data.exists()
    assert rows(full, "record_head")[0][1] == DEMO_ENTRIES


def _rewritten(
    file: Path, to: Path, part: str, change: Callable[[bytes], bytes], *, honest: bool = False
) -> None:
    """A copy of the archive with one part changed; an honest one has the digest of the changed part too."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        contents = {name: old.read(name) for name in old.namelist()}
        contents[part] = change(contents[part])
        if honest:
            manifest = json.loads(contents["manifest.json"])
            manifest["parts"][part] = hashlib.sha256(contents[part]).hexdigest()
            contents["manifest.json"] = json.dumps(manifest).encode()
        for name, content in contents.items():
            new.writestr(name, content)


DAMAGE: dict[str, Callable[[Path, Path], object]] = {
    "cut off": lambda old, new: new.write_bytes(old.read_bytes()[:-400]),
    "empty": lambda old, new: new.write_bytes(b""),
    "not an archive": lambda old, new: new.write_text("Dear President,"),
    "a byte flipped": lambda old, new: new.write_bytes(
        (content := bytearray(old.read_bytes())).__setitem__(2000, content[2000] ^ 1) or bytes(content)
    ),
    "a row changed": lambda old, new: _rewritten(
        old, new, "tables/accounts_account.jsonl", lambda rows: rows.replace(b"demo.press", b"demo.presz")
    ),
    "a row lost": lambda old, new: _rewritten(
        old, new, "tables/record_entry.jsonl", lambda rows: b"".join(rows.splitlines(keepends=True)[:-1])
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_archive_is_refused_and_leaves_nothing(
    damage: str, backups: Callable[[str], Path], place: Callable[[str], Place], tmp_path: Path
) -> None:
    here, bad = place("sqlite"), tmp_path / "bad"
    DAMAGE[damage](backups("sqlite"), bad)
    done = comity("restore", bad, *here.options, status=1, environment=SECRET)
    assert "nothing was restored" in done.stderr
    assert not here.data.exists()


def test_an_archive_changed_by_someone_without_the_passphrase_is_refused(
    backups: Callable[[str], Path], place: Callable[[str], Place], tmp_path: Path
) -> None:
    here = place("sqlite")
    _rewritten(
        backups("sqlite"),
        tmp_path / "forged",
        "tables/accounts_account.jsonl",
        lambda rows: rows.replace(b"demo.press", b"demo.presz"),
        honest=True,
    )
    done = comity("restore", tmp_path / "forged", *here.options, status=1, environment=SECRET)
    assert "the backup was changed" in done.stderr
    assert not here.data.exists()


def test_another_passphrase_opens_nothing(
    backups: Callable[[str], Path], place: Callable[[str], Place], tmp_path: Path
) -> None:
    here = place("sqlite")
    (tmp_path / "phrase").write_text("a shore without a lake\n")
    options = [*here.options, "--passphrase-file", str(tmp_path / "phrase")]
    assert "do not open" in comity("restore", backups("sqlite"), *options, status=1).stderr
    assert not here.data.exists()


@pytest.fixture(scope="session")
def without_keys(demos: Callable[[str], Place], tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "without"
    done = comity("backup", file, "--without-keys", *demos("sqlite").options)
    assert str(demos("sqlite").data / "keys") in done.stderr
    assert "keys" not in zipfile.ZipFile(file).namelist()
    return file


@pytest.mark.parametrize("engine", ENGINES)
def test_without_keys_it_is_restored_where_the_keys_were_put_first(
    engine: str, without_keys: Path, demos: Callable[[str], Place], place: Callable[[str], Place]
) -> None:
    here = place(engine)
    assert "First copy the folder of keys" in comity("restore", without_keys, *here.options, status=2).stderr
    shutil.copytree(demos("sqlite").data / "keys", here.data / "keys")
    assert f"{DEMO_ENTRIES} entries is sound" in comity("restore", without_keys, *here.options).stderr


def test_the_keys_of_another_house_are_refused(
    without_keys: Path, place: Callable[[str], Place], tmp_path: Path
) -> None:
    other, here = place("sqlite"), place("sqlite")
    comity("init", "--name", "A", "--username", "a", *other.options)
    shutil.copytree(other.data / "keys", here.data / "keys")
    done = comity("restore", without_keys, *here.options, status=1)
    assert "belong to another installation" in done.stderr
    assert not (here.data / "comity.sqlite3").exists()


def _changed_commitment(rows: bytes) -> bytes:
    first, rest = rows.split(b"\n", 1)
    row = json.loads(first)
    row[6] = "0" * 64
    return json.dumps(row).encode() + b"\n" + rest


def _changed_content(rows: bytes) -> bytes:
    lines = rows.splitlines()
    row = json.loads(lines[3])
    row[8] = json.loads(lines[4])[8]
    lines[3] = json.dumps(row).encode()
    return b"\n".join(lines) + b"\n"


def _changed_file(rows: bytes) -> bytes:
    first, rest = rows.split(b"\n", 1)
    row = json.loads(first)
    closed = bytearray(base64.b64decode(row[-1]))
    closed[40] ^= 1
    row[-1] = base64.b64encode(closed).decode()
    return json.dumps(row).encode() + b"\n" + rest


def _all_but_last(rows: bytes) -> bytes:
    return b"".join(rows.splitlines(keepends=True)[:-1])


UNSOUND = "The record in this backup is not sound"
FORGERIES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "a commitment": ("record_entry", _changed_commitment, UNSOUND),
    "a payload": ("record_entry", _changed_content, UNSOUND),
    "the last entry": ("record_entry", _all_but_last, UNSOUND),
    "the checkpoints": ("record_checkpoint", lambda rows: b"", UNSOUND),
    "the last checkpoint": ("record_checkpoint", _all_but_last, UNSOUND),
    "a file": ("record_file", _changed_file, "is not what was attached"),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_record_that_does_not_verify_is_not_restored(
    forgery: str,
    engine: str,
    without_keys: Path,
    demos: Callable[[str], Place],
    place: Callable[[str], Place],
    tmp_path: Path,
) -> None:
    """Even with every digest of the archive in order."""
    here = place(engine)
    table, change, said = FORGERIES[forgery]
    _rewritten(without_keys, tmp_path / "forged", f"tables/{table}.jsonl", change, honest=True)
    shutil.copytree(demos("sqlite").data / "keys", here.data / "keys")
    done = comity("restore", tmp_path / "forged", *here.options, status=1)
    assert said in done.stderr and "nothing was restored" in done.stderr
    if here.database:
        assert rows(here, "record_entry") == [] and rows(here, "accounts_account") == []
    else:
        assert not (here.data / "comity.sqlite3").exists()


def test_an_archive_of_another_version_is_refused(
    without_keys: Path, demos: Callable[[str], Place], place: Callable[[str], Place], tmp_path: Path
) -> None:
    def older(manifest: bytes) -> bytes:
        told = json.loads(manifest)
        told["version"], told["migrations"] = "0.0.9", told["migrations"][:-1]
        return json.dumps(told).encode()

    here = place("sqlite")
    _rewritten(without_keys, tmp_path / "older", "manifest.json", older)
    shutil.copytree(demos("sqlite").data / "keys", here.data / "keys")
    assert "version 0.0.9" in comity("restore", tmp_path / "older", *here.options, status=2).stderr


def test_a_short_passphrase_or_none_writes_nothing(demos: Callable[[str], Place], tmp_path: Path) -> None:
    options = demos("sqlite").options
    short = {"COMITY_PASSPHRASE": "lake"}
    assert "at least 12" in comity("backup", tmp_path / "b", *options, status=2, environment=short).stderr
    assert "--passphrase-file" in comity("backup", tmp_path / "b", *options, status=2).stderr
    assert list(tmp_path.iterdir()) == []
