"""`comity record verify` as a person at a terminal meets it."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import pytest
from record_files import KEY, Case, edit, make_checkpoint, make_entries, make_file, ours

from comity.record import commands
from comity.record.commands import NOT_SOUND, SOUND, USAGE, add_commands
from comity.rules.words import LANGUAGES, plural, sentences

FILE = make_file()


def run(*arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    parsed = parser.parse_args(["verify", *map(str, arguments)])
    return int(parsed.run(parsed))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "record.jsonl"
    path.write_bytes(FILE)
    return path


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_sound_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file) == SOUND
    said = capsys.readouterr().out
    for sentence in (
        "The file is sound.",
        "withheld, for other readers: 3",
        "erased, no longer readable by anyone: 1",
    ):
        assert sentence in said
    assert f"compare it with the one that was published: {KEY}" in said


def test_with_key_and_checkpoints(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = written(tmp_path / "key", KEY + "\n")
    older = written(tmp_path / "older", make_checkpoint(make_entries(5)))
    newer = written(tmp_path / "newer", make_checkpoint(make_entries(20)))
    assert run(file, "--key", key, "--older", older) == SOUND
    assert "the key that you gave" in capsys.readouterr().out
    assert run(file, "--newer", newer) == NOT_SOUND
    assert "The record had 20 entries when the checkpoint was signed" in capsys.readouterr().out


def test_the_first_fault_is_named_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed = edit(FILE, 5, lambda value: value["payload"].update(type="other"))
    assert run(written(tmp_path / "file", changed)) == NOT_SOUND
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("The file is NOT sound. The content is not what was recorded")
    assert said[1:5] == ["  line: 5", "  entry: 4", "  proceeding: communications:0", "  field: payload"]


def test_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(file, "--json") == SOUND
    assert json.loads(capsys.readouterr().out) == ours(Case(FILE)).plain()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language(language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held_back = edit(FILE, 5, lambda value: [value.pop(name) for name in ("payload", "salt")])
    assert run(written(tmp_path / "file", held_back), "--language", language) == NOT_SOUND
    said = capsys.readouterr().out
    assert "{" not in said
    assert "4" in said


def test_every_sentence_is_there_in_every_language() -> None:
    for key, forms in sentences("record").items():
        assert set(forms) == set(LANGUAGES), key
        for language, form in forms.items():
            needed = {plural(n, language) for n in range(120)}
            assert isinstance(form, str) or "other" in form or needed <= set(form), (key, language)


def test_a_packed_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(written(tmp_path / "file.gz", gzip.compress(FILE))) == SOUND
    assert "entries: 12" in capsys.readouterr().out


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-40], lambda b: b[:300] + bytes(50) + b[350:], lambda b: b[:2] + b"!"]
)
def test_a_damaged_packed_file_is_not_sound(
    spoil, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # type: ignore[no-untyped-def]
    assert run(written(tmp_path / "file.gz", spoil(gzip.compress(FILE))), "--json") == NOT_SOUND
    assert json.loads(capsys.readouterr().out)["fault"]["code"] in {"unreadable", "not_utf8", "not_json"}


def test_what_cannot_be_tried(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nothing") == USAGE
    assert "nothing cannot be read" in capsys.readouterr().err
    assert run(file, "--older", tmp_path / "nowhere") == USAGE
    assert run(tmp_path) == USAGE
    capsys.readouterr()
    assert run(file, "--key", written(tmp_path / "key", "no key")) == USAGE
    assert "does not hold a public key" in capsys.readouterr().err
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == USAGE


def test_long_work_says_how_far_it_is(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "_PROGRESS_EVERY", 10)
    assert run(file, "--json") == SOUND
    caught = capsys.readouterr()
    assert caught.err == "10 lines checked so far\n"
    json.loads(caught.out)


def test_a_hostile_name_cannot_play_tricks_on_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = make_entries(1)
    trick = type(entries[0].header)(
        **(entries[0].header.plain() | {"stream": "\x1b[2Jgood\u202e", "version": 7})
    )
    changed = type(entries[0])(header=trick, payload=entries[0].payload, salt=entries[0].salt)
    assert run(written(tmp_path / "file", make_file([changed], sizes=[1]))) == NOT_SOUND
    said = capsys.readouterr().out
    assert "proceeding: �[2Jgood�" in said
