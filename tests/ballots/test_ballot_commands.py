"""What auditors and trustees type, and what they are told."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from ballot_box import VECTORS, Events, Held, chain, one_trustee, prepare, take_apart

from comity.ballots.archive import read_archive
from comity.ballots.commands import main
from comity.ballots.decryption import check_share, read_share
from comity.ballots.elections import Policy, choose_one
from comity.rules.words import LANGUAGES


@pytest.fixture
def file(archive: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "election.bel"
    path.write_bytes(archive)
    return path


def until(archive: bytes, kind: str) -> bytes:
    """The archive as it stood after the last event of this kind."""
    events: Events = take_apart(archive)
    last = max(i for i, (name, _) in enumerate(events) if name == kind)
    return b"".join(chain(events[: last + 1]))


def test_a_complete_and_sound_archive_exits_with_zero(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(file)]) == 0
    assert "Complete and sound" in capsys.readouterr().out


@pytest.mark.parametrize("stage", ["Setup", "Ballot", "EndBallots", "EncryptedTally", "PartialDecryption"])
def test_an_archive_without_a_result_is_incomplete_and_never_verified(
    stage: str, archive: bytes, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_bytes(until(archive, stage))
    assert main(["verify", "--json", str(file)]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["stage"], answer["result"]) == ("incomplete", stage, None)


def test_a_bad_archive_exits_with_one_and_names_the_place(
    archive: bytes, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = take_apart(archive)
    raw = events[2][1][0]
    other = b"7" if raw[-5:-4] != b"7" else b"8"
    events[2][1][0] = raw[:-5] + other + raw[-4:]
    file.write_bytes(b"".join(chain(events)))
    assert main(["verify", "--json", str(file)]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["verdict"] == "refused"
    assert answer["place"].startswith("ballot 2/")
    assert answer["reason"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_is_said_in_every_language(
    language: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", "--language", language, str(file)]) == 0
    said = capsys.readouterr().out
    file.write_bytes(b"x")
    assert main(["verify", "--language", language, str(file)]) == 1
    assert capsys.readouterr().out != said


@pytest.mark.parametrize("command", ["verify", "inspect"])
def test_a_file_that_is_not_there_is_not_a_crash(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(tmp_path / "nothing.bel")]) == 1
    assert "nothing.bel" in capsys.readouterr().out


def test_inspect_shows_trackers(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", "--json", str(file)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(set(answer["trackers"])) == 3


def test_a_secret_key_is_written_for_its_owner_only_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["make-key", "--json", "--folder", str(tmp_path)]) == 0
    names = json.loads(capsys.readouterr().out)
    secret = tmp_path / names["secret"]
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert json.loads((tmp_path / names["public"]).read_text())["pok"]


def closed(held: Held, folder: Path) -> tuple[Path, Path]:
    """An election whose tally waits to be opened, and the first trustee's key file."""
    file, key = folder / "closed.bel", folder / "key"
    file.write_bytes(until(held.archive([1]), "EncryptedTally"))
    key.write_text(f'"{held.secrets[0]}"')
    return file, key


@pytest.fixture
def opened() -> Held:
    single, secret = one_trustee()
    held = prepare(
        [choose_one("A", ["yes", "no"])],
        voters=3,
        items=[single],
        secrets=[secret],
        policy=Policy(fewest=2),
    )
    held.vote(0, [(1, 0)])
    held.vote(1, [(1, 0)])
    return held


def test_a_trustee_opens_a_tally_after_checking_everything(
    opened: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = closed(opened, tmp_path)
    arguments = ["decrypt", str(file), "--key", str(key), "--owner", "1", "--folder", str(tmp_path), "--json"]
    assert main(arguments) == 0
    names = json.loads(capsys.readouterr().out)
    share = read_share((tmp_path / names["share"]).read_bytes(), opened.election)
    check_share(share, opened.election, opened.tally().product, opened.trustees.keys[0].value)
    assert main(arguments) == 1, "a share that is there is not overwritten"
    capsys.readouterr()
    whole = tmp_path / "whole.bel"
    events = take_apart(opened.archive([1]))
    objects = [(tmp_path / names[part]).read_bytes() for part in ("share", "owned")]
    events[-2] = ("PartialDecryption", objects)
    whole.write_bytes(b"".join(chain(events)))
    transcript = str(tmp_path / names["transcript"])
    assert main(["verify", "--json", "--transcript", transcript, str(whole)]) == 0
    assert json.loads(capsys.readouterr().out)["second_proofs"] == 1
    whole.write_bytes(opened.archive([1]))
    assert main(["verify", "--json", "--transcript", transcript, str(whole)]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "other_share"


def test_a_trustee_does_not_open_what_must_stay_closed(
    opened: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = closed(opened, tmp_path)

    def refused(owner: int = 1) -> str:
        arguments = [
            "decrypt",
            str(file),
            "--key",
            str(key),
            "--owner",
            str(owner),
            "--folder",
            str(tmp_path),
        ]
        assert main([*arguments, "--json"]) == 1
        assert not list(tmp_path.glob("*.share.json"))
        return json.loads(capsys.readouterr().out)["code"]

    whole = file.read_bytes()
    assert refused(owner=2) == "unknown_trustee"
    key.write_text('"5"')
    assert refused() == "not_your_key"
    key.write_text("5")
    assert refused() == "not_a_number"
    key.write_text(f'"{opened.secrets[0]}"')
    file.write_bytes(until(whole, "EndBallots"))
    assert refused() == "no_tally"
    events = take_apart(whole)
    del events[1]
    file.write_bytes(b"".join(chain(events)))
    assert refused() == "false_tally"
    opened.ballots.pop()
    file.write_bytes(until(opened.archive([1]), "EncryptedTally"))
    assert refused() == "too_few_ballots"


def test_the_vectors_are_what_they_were(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--json", str(VECTORS / "threshold-small.bel")]) == 0
    assert json.loads(capsys.readouterr().out)["result"] == [[1, 1, 1], [1, 1, 1]]
    assert read_archive((VECTORS / "threshold-small.bel").read_bytes()).closed
