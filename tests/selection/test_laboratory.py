"""The laboratory: the same seed gives the same figures, and the figures follow from the rules."""

from __future__ import annotations

import argparse
import builtins
import json
from typing import Any

import pytest

from comity.selection import laboratory
from comity.selection.commands import add_commands
from comity.selection.comparing import Question, answer
from comity.selection.laboratory import LONGEST, MODELS, NumpyMissing, study
from comity.selection.rulebook import RULEBOOKS

pytest.importorskip("numpy")


@pytest.mark.parametrize("model", sorted(MODELS))
@pytest.mark.parametrize("rulebook", RULEBOOKS)
def test_a_study_is_whole_and_can_be_repeated(rulebook: str, model: str) -> None:
    found = study(rulebook, model, simulations=300, seed=7)
    assert found == study(rulebook, model, simulations=300, seed=7)
    assert len(found.rounds) == LONGEST
    assert round(sum(found.rounds) / 300 + found.deadlocks, 9) == 1
    shares = (found.vetoed_favourites, found.most_preferred_wins, found.exposed, found.one_moved)
    assert all(0 <= share <= 1 for share in shares)


def test_without_permanent_members_nobody_is_vetoed() -> None:
    with_veto = study("unsg-2016", "spatial", simulations=500, seed=3)
    without = study("unsg-2016", "spatial", simulations=500, seed=3, permanent=0)
    assert without.vetoed_favourites == 0 < with_veto.vetoed_favourites
    assert without.mean_rounds < with_veto.mean_rounds


def test_when_all_ballots_are_alike_they_are_exposed_and_the_first_round_ends_it() -> None:
    found = study("unsg-2016", "impartial", simulations=50, seed=1, members=1, permanent=0)
    assert found.exposed == 1 and found.deadlocks == 1, "one member is fewer than the nine that are needed"
    alone = study("executive-head", "impartial", simulations=200, seed=1, members=1, permanent=0)
    assert alone.rounds[0] > 190 and alone.has_most_preferred == 1


def test_without_numpy_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **more: Any) -> Any:
        if name == "numpy":
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(NumpyMissing, match="numpy"):
        laboratory.study("unsg-2016", "impartial", simulations=1)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True))
    given = parser.parse_args(["selection", "laboratory", *arguments])
    return int(given.run(given))


def test_the_command_that_an_answer_names_gives_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    question = Question(
        simulations=150, seed=5, members=9, permanent=2, rulebooks=("unsg-2026", "executive-head")
    )
    assert question.command.startswith("comity selection laboratory ")
    assert run(*question.command.split()[3:]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(answer(question)))


def test_progress_is_told_after_each_batch_and_what_it_raises_ends_the_work() -> None:
    told: list[int] = []
    question = Question(simulations=laboratory.AT_ONCE + 1, rulebooks=("executive-head", "unsg-2016"))
    answer(question, told.append)
    assert told == sorted(told) and len(told) == 4 and told[-1] == question.total

    def enough(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer(question, enough)


@pytest.mark.parametrize("given", [("--simulations", "1000000"), ("--members", "4"), ("--seed", "-1")])
def test_the_command_refuses_what_is_out_of_bounds(
    given: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*given) == 2 and given[0].removeprefix("--members") in capsys.readouterr().err
