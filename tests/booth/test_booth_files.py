"""The booth's files: their digest, what they say, and the ballots that they open."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from comity.ballots.elections import choose_one, choose_up_to
from comity.ballots.group import random_scalar
from comity.cli import main
from comity.rules.words import sentence, sentences
from comity.web.booth_hash import BOOTH, hash_of
from tests.ballots.ballot_box import one_trustee, prepare
from tests.booth.desk import Booth

SAYS = re.compile(r'say\(\s*(?:\w+ \? )?"([\w.]+)"(?:,\s*\{([^}]*)\})?')


def test_the_digest_is_what_the_documented_command_prints() -> None:
    command = "find . -type f | sed 's|^./||' | LC_ALL=C sort | xargs sha256sum | sha256sum"
    ran = subprocess.run(["sh", "-c", command], cwd=BOOTH, capture_output=True, text=True, check=True)
    assert ran.stdout.split()[0] == hash_of(BOOTH)


def test_the_command_prints_the_digest_of_this_copy_and_of_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ballots", "booth-hash"]) == 0
    assert capsys.readouterr().out.strip() == hash_of(BOOTH)
    (tmp_path / "b.js").write_text("two")
    (tmp_path / "a.js").write_text("one")
    assert main(["ballots", "booth-hash", str(tmp_path)]) == 0
    lines = [
        f"{hashlib.sha256(text).hexdigest()}  {name}\n" for name, text in (("a.js", b"one"), ("b.js", b"two"))
    ]
    assert capsys.readouterr().out.strip() == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_one_altered_letter_is_another_booth(tmp_path: Path) -> None:
    for file in BOOTH.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert hash_of(tmp_path) == hash_of(BOOTH)
    (tmp_path / "ballot.js").write_bytes((BOOTH / "ballot.js").read_bytes() + b" ")
    assert hash_of(tmp_path) != hash_of(BOOTH)


def test_the_booth_knows_all_its_files() -> None:
    listed = re.search(r"FILES = \[(.*?)\]", (BOOTH / "seal.js").read_text(), re.DOTALL)
    assert listed is not None
    assert re.findall(r'"([^"]+)"', listed[1]) == sorted(file.name for file in BOOTH.iterdir())


def test_the_booth_imports_its_own_files_only() -> None:
    for file in BOOTH.iterdir():
        for named in re.findall(r'from "([^"]+)"', file.read_text()):
            assert re.fullmatch(r"\./\w+\.js", named), f"{file.name}: {named}"
            assert (BOOTH / named).is_file(), f"{file.name}: {named}"


def blanks_of(key: str) -> set[str]:
    forms = sentence(key)["en"]
    texts = [forms] if isinstance(forms, str) else list(forms.values())
    found = {name for one in texts for _, name, _, _ in Formatter().parse(one) if name}
    return found | (set() if isinstance(forms, str) else {"n"})


@pytest.mark.parametrize("file", sorted(BOOTH.iterdir()), ids=lambda file: file.name)
def test_every_sentence_that_a_module_says_is_written_and_its_blanks_are_filled(file: Path) -> None:
    content = file.read_text()
    for key, given in SAYS.findall(content):
        filled = {part.split(":")[0].strip() for part in given.split(",") if part.strip()}
        assert blanks_of(key) == filled, f"{key} is given {filled}"
    for key in re.findall(r'"(web\.booth\.\w+)"', content):
        assert sentence(key)


def test_every_sentence_of_the_booth_is_said() -> None:
    root = BOOTH.parents[2]
    places = [*BOOTH.iterdir(), *(root / "templates").rglob("*.html"), root / "commands" / "ballots.py"]
    source = "\n".join(place.read_text() for place in places)
    made = [re.escape(one).replace(r"\$\{", "${") for one in re.findall(r"`(web\.booth\.\w+_)\$\{", source)]
    for name in sentences("web"):
        if name.startswith("booth."):
            key = f"web.{name}"
            known = f'"{key}"' in source or any(re.match(one, key) for one in made)
            assert known or f'"{key.rsplit(".", 1)[1]}"' in source, key


@pytest.fixture(scope="module")
def opened(booth: Booth) -> dict[str, Any]:
    """What a booth gives out when a ballot is opened, with the election and the choice."""
    single, secret = one_trustee()
    questions = [
        choose_one("Candidate é", ["for", "against"]),
        choose_up_to(2, "Seats", ["B", "C"], blank=True),
    ]
    election = prepare(questions, voters=1, items=[single], secrets=[secret]).election
    choices = [[0, 1], [0, 1, 1]]
    voter = str(random_scalar())
    sealed = booth.ask("seal", election=election.raw.decode(), secret=voter, choices=choices)
    return {
        "election": election.raw.decode(),
        "ballot": sealed["raw"],
        "tracker": sealed["tracker"],
        "choices": choices,
        "randomness": sealed["randomness"],
    }


def check(tmp_path: Path, value: dict[str, Any]) -> int:
    file = tmp_path / "opened.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return main(["ballots", "opened", str(file)])


def test_an_opened_ballot_is_checked_on_another_machine(
    opened: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, opened) == 0
    said = capsys.readouterr().out
    assert opened["tracker"] in said
    assert "Candidate é: against" in said and "Seats: B, C" in said


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"choices": [[1, 0], [0, 1, 1]]}, "does not hold the choice"),
        ({"choices": [[1, 1], [0, 1, 1]]}, "not"),
        ({"choices": [[True, False], [0, 1, 1]]}, "choices"),
        ({"randomness": [["1", "2"], ["3", "4", "5"]]}, "does not hold the choice"),
        ({"randomness": [["1", "2"], ["3", "4"]]}, "randomness"),
        ({"tracker": "A" * 43}, "tracker"),
        ({"ballot": "{}"}, "ballot"),
    ],
)
def test_a_device_that_lies_about_a_ballot_is_found_out(
    opened: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, Any],
    says: str,
) -> None:
    assert check(tmp_path, opened | changed) == 1
    assert says in capsys.readouterr().out
