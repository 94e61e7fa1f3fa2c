"""The laboratory's desk with real workers: progress, answers that are kept, what is stopped, what is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from comity.selection.comparing import Question, answer
from comity.web import laboratory_desk
from comity.web.laboratory_desk import Busy, Desk, TooMany, read

pytest.importorskip("numpy")

SMALL = Question(simulations=200, rulebooks=("unsg-2016", "executive-head"))
LARGE = Question(simulations=100_000)
PATIENCE = 120.0
"""Seconds after which a worker that says nothing has failed."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "laboratory")


def until(holds: Callable[[], bool]) -> None:
    """Look again and again until it holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.02)


def stands(desk: Desk, question: Question, *kinds: str) -> Callable[[], bool]:
    return lambda: desk.standing(question).kind in kinds


def test_a_question_is_answered_and_the_answer_is_that_of_the_command_and_is_kept(desk: Desk) -> None:
    assert desk.standing(SMALL).kind == "unknown"
    desk.ask(SMALL, "ada")
    until(stands(desk, SMALL, "answered"))
    found = desk.standing(SMALL).answer
    assert found is not None and found["studies"] == _plain(answer(SMALL))
    before = (desk.folder / SMALL.key / "answer.json").read_bytes()
    desk.ask(SMALL, "somebody else")
    assert desk.standing(SMALL).kind == "answered"
    assert (desk.folder / SMALL.key / "answer.json").read_bytes() == before


def _plain(found: dict[str, object]) -> object:
    """As it is read from a file: lists where there were tuples."""
    import json

    return json.loads(json.dumps(found["studies"]))


def test_another_seed_is_another_question() -> None:
    other = replace(SMALL, seed=7)
    assert other.key != SMALL.key and replace(SMALL).key == SMALL.key
    assert answer(other)["studies"] != answer(SMALL)["studies"]


def test_work_tells_how_far_it_is_and_ends_when_nobody_waits_for_it(desk: Desk) -> None:
    desk.ask(LARGE, "ada")
    desk.ask(LARGE, "grace")
    until(lambda: desk.standing(LARGE).done > 0)
    assert 0 < desk.standing(LARGE).done <= LARGE.total
    desk.stop(LARGE, "ada")
    assert desk.standing(LARGE).kind == "running", "grace still waits"
    desk.stop(LARGE, "mallory")
    assert desk.standing(LARGE).kind == "running", "who did not ask stops nothing"
    desk.stop(LARGE, "grace")
    assert desk.standing(LARGE).kind == "stopped"
    until(lambda: not laboratory_desk.held(desk.folder / LARGE.key / "lock"))
    assert desk.standing(LARGE).kind == "stopped" and desk.standing(LARGE).answer is None


def test_a_worker_killed_in_the_middle_is_said_to_be_lost_and_the_question_can_be_put_again(
    desk: Desk,
) -> None:
    desk.ask(LARGE, "ada")
    until(lambda: desk.standing(LARGE).done > 0)
    os.kill(read(desk.folder / LARGE.key / "progress.json")["worker"], signal.SIGKILL)
    until(stands(desk, LARGE, "lost"))
    desk.ask(LARGE, "ada")
    until(stands(desk, LARGE, "running"))
    desk.stop(LARGE, "ada")
    until(lambda: not laboratory_desk.held(desk.folder / LARGE.key / "lock"))


def test_questions_that_wait_are_answered_in_turn_although_nobody_looks(desk: Desk) -> None:
    questions = [replace(SMALL, seed=seed) for seed in range(4)]
    for number, question in enumerate(questions):
        desk.ask(question, f"asker-{number}")
    until(lambda: all((desk.folder / one.key / "answer.json").exists() for one in questions))


def test_nobody_has_more_than_two_at_work_and_the_queue_has_an_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Desk, "call_worker", lambda self: None)
    for seed in range(2):
        desk.ask(replace(SMALL, seed=seed), "ada")
    with pytest.raises(TooMany):
        desk.ask(replace(SMALL, seed=2), "ada")
    desk.ask(replace(SMALL, seed=0), "grace")
    for seed in range(2, laboratory_desk.MOST_WAITING):
        desk.ask(replace(SMALL, seed=seed), f"asker-{seed}")
    with pytest.raises(Busy):
        desk.ask(replace(SMALL, seed=99), "somebody")
    assert desk.standing(replace(SMALL, seed=1)).before == 1
    desk.stop(replace(SMALL, seed=1), "ada")
    desk.ask(replace(SMALL, seed=99), "somebody")


def test_old_answers_go_when_there_are_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laboratory_desk, "KEPT", 1)
    monkeypatch.setattr(Desk, "call_worker", lambda self: None)
    first, second, third = (replace(SMALL, seed=seed) for seed in range(3))
    for age, one in ((100, first), (50, second)):
        desk.ask(one, "ada")
        own = desk.folder / one.key
        laboratory_desk.write(own / "answer.json", {"studies": []})
        for file in ("answer.json", "question.json"):
            os.utime(own / file, (time.time() - age,) * 2)
    desk.ask(third, "ada")
    assert [desk.standing(one).kind for one in (first, second, third)] == ["unknown", "answered", "waiting"]
