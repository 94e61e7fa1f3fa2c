"""Checking in other processes: what they answer, how it is told and stopped, and what is remembered."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from ballot_box import VECTORS, Held, chain, compact, flipped_proof, one_trustee, prepare, refuses, take_apart

from comity.ballots import verify as verifier
from comity.ballots.archive import read_archive
from comity.ballots.commands import UNFINISHED, main
from comity.ballots.elections import choose_one
from comity.ballots.verify import Known, verify, verify_file
from comity.ballots.watching import line
from comity.ballots.workers import Checked, WorkerLost, Workers, check_submission

VOTERS = 20


@pytest.fixture(scope="module")
def crowd() -> Held:
    """So many small ballots that it is worth while to share them out."""
    single, secret = one_trustee()
    held = prepare([choose_one("A", ["yes", "no"])], voters=VOTERS, items=[single], secrets=[secret])
    for voter in range(VOTERS):
        held.vote(voter, [(voter % 2, 1 - voter % 2)])
    return held


@pytest.fixture(scope="module")
def file(crowd: Held, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crowd") / "crowd.bel"
    path.write_bytes(crowd.archive([1]))
    return path


@pytest.fixture(scope="module")
def bad_file(crowd: Held, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with two false proofs, in the fifth ballot and in the eleventh."""
    path = tmp_path_factory.mktemp("bad") / "bad.bel"
    spoiled = Held(crowd.election, crowd.trustees, crowd.secrets, crowd.voters, list(crowd.ballots))
    for at in (4, 10):
        spoiled.ballots[at] = flipped_proof(crowd.ballots[at], crowd.voters[at])
    path.write_bytes(spoiled.archive([1]))
    return path


def digests(held: Held, which: slice = slice(None)) -> frozenset[str]:
    return frozenset(check_submission(held.election, raw).digest for raw in held.ballots[which])


def test_a_process_answers_what_this_one_would(crowd: Held) -> None:
    with Workers(1) as workers:
        found = workers.check(crowd.election.raw, crowd.ballots[0]).result(60)
        assert found == check_submission(crowd.election, crowd.ballots[0])
        assert isinstance(found, Checked)
        bad = workers.check(crowd.election.raw, flipped_proof(crowd.ballots[1], crowd.voters[1]))
        with refuses("false_choice_proof", "answers/1/individual_proofs/1"):
            bad.result(60)


def test_a_lost_process_is_told_and_replaced(crowd: Held) -> None:
    with Workers(1) as workers:
        with pytest.raises(WorkerLost) as lost:
            workers.submit(os._exit, 9).result(60)
        assert "says nothing about the archive" in str(lost.value)
        assert workers.check(crowd.election.raw, crowd.ballots[0]).result(60).credential


def test_a_verification_survives_no_lost_process_silently(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifier, "_check_job_of_file", _die)
    with pytest.raises(WorkerLost):
        verify_file(file, processes=2)


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_shared_work_finds_what_one_process_finds(file: Path) -> None:
    alone = verify_file(file)
    with Workers(2) as workers:
        assert verify_file(file, workers=workers) == alone
    assert verify_file(file, processes=2) == alone
    assert alone.result == (VOTERS // 2, VOTERS // 2)


@pytest.mark.parametrize("processes", [1, 2])
def test_the_first_fault_is_the_one_that_is_named(bad_file: Path, processes: int) -> None:
    with refuses("false_choice_proof", "ballot 5/answers/1/individual_proofs/1"):
        verify_file(bad_file, processes=processes)


@pytest.mark.parametrize("processes", [1, 2])
def test_progress_never_goes_back_and_ends_at_the_end(file: Path, processes: int) -> None:
    told: list[tuple[int, int]] = []
    verify_file(file, processes=processes, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (VOTERS, VOTERS)


class Enough(Exception):
    """What a caller raises to stop."""


@pytest.mark.parametrize("processes", [1, 2])
def test_what_progress_raises_ends_the_verification(file: Path, processes: int) -> None:
    def stop(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        verify_file(file, processes=processes, progress=stop)


def test_known_ballots_are_counted_but_not_proved_again(
    crowd: Held, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Known(fingerprint=crowd.election.fingerprint, digests=digests(crowd))
    monkeypatch.setattr(verifier, "check_proofs", lambda *_: pytest.fail("proved again"))
    found = verify_file(file, known=known, processes=2)
    assert (found.known, found.ballots, found.result) == (VOTERS, VOTERS, (10, 10))


def test_what_is_not_known_is_proved(crowd: Held, bad_file: Path) -> None:
    known = Known(fingerprint=crowd.election.fingerprint, digests=digests(crowd))
    with refuses("false_choice_proof", "ballot 5/answers/1/individual_proofs/1"):
        verify_file(bad_file, known=known)


def test_what_was_known_of_another_election_is_nothing(crowd: Held, file: Path) -> None:
    other = Known(fingerprint="A" * 43, digests=digests(crowd))
    assert verify_file(file, known=other).known == 0
    assert verify_file(file, known=None).known == 0


def test_known_ballots_must_still_be_listed_new_and_counted_rightly(crowd: Held) -> None:
    known = Known(fingerprint=crowd.election.fingerprint, digests=digests(crowd))
    twice = Held(crowd.election, crowd.trustees, crowd.secrets, crowd.voters, crowd.ballots[:3])
    raw = twice.archive([1])
    twice.ballots.append(twice.ballots[0])
    with refuses("ballot_twice", "ballot 4"):
        verify(read_archive(twice.archive([1])), known=known)
    assert verify(read_archive(raw), known=known).known == 3
    events = take_apart(raw)
    tally = json.loads(events[5][1][1])
    events[5][1][1] = compact(tally | {"num_tallied": 2})
    with refuses("false_count", "tally/num_tallied"):
        verify(read_archive(b"".join(chain(events))), known=known)


def test_processes_end_with_the_one_that_asked(file: Path) -> None:
    """Even when that one is killed and can tell nobody."""
    script = """
import os, sys, time
from comity.ballots.workers import Workers
if __name__ == "__main__":
    workers = Workers(2)
    print(workers.submit(os.getpid).result(), flush=True)
    time.sleep(600)
"""
    asking = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    worker = int(asking.stdout.readline())
    watcher = os.pidfd_open(worker)
    asking.kill()
    asking.wait()
    assert select.select([watcher], [], [], 60)[0], "the process is still there"
    os.close(watcher)


def test_a_stopped_check_has_a_status_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = VECTORS / "threshold-small.bel"
    for error, said in (
        (WorkerLost(), "ended before its work"),
        (KeyboardInterrupt(), "Stopped before the end"),
    ):

        def stop(*_: object, error: BaseException = error, **__: object) -> None:
            raise error

        monkeypatch.setattr("comity.ballots.commands.verify_file", stop)
        assert main(["verify", str(path)]) == UNFINISHED
        assert said in capsys.readouterr().out


def test_progress_is_told_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("comity.ballots.watching.AFTER", 0.0)
    monkeypatch.setattr("comity.ballots.watching.EVERY", 0.0)
    path = str(VECTORS / "threshold-small.bel")
    assert main(["verify", path]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert main(["verify", path]) == 0
    said = capsys.readouterr()
    assert re.search(r"3 of 3 ballots checked, about 0:00 left", said.err)
    assert said.err.endswith("\r\x1b[2K"), "the line is wiped at the end"
    assert "ballots checked" not in said.out


def test_the_time_left_is_told_once_there_is_a_pace() -> None:
    assert line(0, 2000, 1.0, "en") == "0 of 2000 ballots checked"
    assert line(500, 2000, 30.0, "en") == "500 of 2000 ballots checked, about 1:30 left"
