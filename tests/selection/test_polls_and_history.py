"""Polls imported, reported and replayed; the whole of 2016 as a record."""

from __future__ import annotations

import argparse
import csv
import doctest
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import comity.selection.process
from comity.bodies.body import standard_bodies
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.record.entry import commit
from comity.selection import Process, history
from comity.selection.commands import add_commands
from comity.selection.polls import PollError, read_polls, replay, report, viable
from comity.selection.rulebook import RULEBOOKS, rules
from comity.selection.state import Standing, begin

HISTORY = Path(history.__file__).parent / "history"
TABLE = HISTORY / "polls_2016.csv"


@pytest.fixture(scope="module")
def record() -> Clerk:
    """The whole of 2016 heard by the clerk, the clocks running."""
    clerk = Clerk(MemoryStore(), PROCEDURES, standard_bodies())
    for step in history.steps_2016():
        clerk.wake(step.at)
        ruling = clerk.hear(step.act, step.by, step.at)
        assert ruling.accepted, (step, ruling.say())
    return clerk


def test_every_figure_of_2016_stands_in_the_record(record: Clerk) -> None:
    state = record.folds.whole(history.STREAM).state
    rows = list(csv.DictReader(history.read_lines("polls_2016.csv")))
    assert len(rows) == 62
    for row in rows:
        one = state.rounds[int(row["round"])]
        number = next(c.candidate for c in state.candidates.values() if c.full_name == row["candidate"])
        found = one.of(number)
        assert found.counts == tuple(int(row[name]) for name in ("encourage", "discourage", "no_opinion"))
        assert (
            str(found.against_permanent if found.against_permanent is not None else "")
            == row["p5_discourage"]
        )
        assert one.opened.date() == date.fromisoformat(row["date"])
        assert one.coloured is (row["ballot"] == "colour-coded")
        names = {code: state.council.name_of(code).en for code in (one.president, one.conducted_by)}
        assert (names[one.president], names[one.conducted_by]) == (row["president"], row["conducted_by"])
    assert sum(len(one.figures) for one in state.rounds.values()) == 62


def test_2016_ends_as_it_did(record: Clerk) -> None:
    state = record.folds.whole(history.STREAM).state
    standing = {one.full_name: one.standing for one in state.candidates.values()}
    gone = {name for name, how in standing.items() if how is Standing.WITHDRAWN}
    assert gone == {"Vesna Pusić", "Igor Lukšić", "Christiana Figueres"}
    assert standing["António Guterres"] is Standing.APPOINTED
    assert standing["Irina Bokova"] is standing["Kristalina Georgieva"] is Standing.LISTED
    assert state.recommended.resolution == "S/RES/2311 (2016)" and state.appointed.resolution == "A/RES/71/4"
    assert state.oath_at.date() == date(2016, 12, 12) and state.missed == {}
    assert [len(one.candidates) for one in state.rounds.values()] == [12, 11, 10, 10, 9, 10]


def test_the_public_of_2016_reads_no_figure(record: Clerk) -> None:
    public = record.seen(history.STREAM, frozenset({"public"})).state
    assert public.rounds == {} and public.copies == {} and len(public.candidates) == 13


def test_2016_plays_without_a_clerk_and_its_outcome_is_cited() -> None:
    process = Process(state=begin(history.STREAM, standard_bodies()))
    for step in history.steps_2016():
        assert process.outcome() is None or type(step.act).name == "selection.take_oath"
        process = process.hear(step.act, by=step.by, at=step.at)
    outcome = process.outcome()
    assert outcome is not None and outcome.verdict == "appointed"
    assert "António Guterres" in outcome.say("zh") and "《宪章》第 97 条" in outcome.say("zh")
    assert process.seen(frozenset({"public"})).rounds == {}
    member = process.seen(frozenset({"members:unsc", "state:FRA"}))
    assert len(member.rounds) == 6 and all(one.figures == () for one in member.rounds.values())


def test_the_notes_of_the_timeline_are_said_in_every_language() -> None:
    assert [note.says.say("fr") for note in history.notes()]


# The polls


def test_the_facts_of_2016_hold() -> None:
    polls = history.polls(2016)
    assert all(one.total == 15 for poll in polls.rounds for one in poll.figures)
    assert {polls.names[poll.figures[0].candidate] for poll in polls.rounds} == {"António Guterres"}
    jeremic = [
        one.in_favour for p in polls.rounds for one in p.figures if "Jeremi" in polls.names[one.candidate]
    ]
    assert sum(jeremic) == 48
    assert [polls.names[one.candidate] for one in polls.rounds[5].figures if viable(one)] == [
        "António Guterres"
    ]


def test_the_facts_of_2006_hold() -> None:
    polls = history.polls(2006)
    assert [len(poll.figures) for poll in polls.rounds] == [4, 5, 7, 6]
    assert [polls.names[one.candidate] for one in polls.rounds[3].figures if viable(one)] == ["Ban Ki-moon"]
    assert len(history.candidates_2026()) == 8


def test_the_2017_proposal_would_have_eliminated_two_after_each_round_of_2016() -> None:
    polls = history.polls(2016)
    rounds = list(replay(polls, rules("unsg-2017-proposal")))
    names = [set(polls.name(one.cut.eliminated)) for one in rounds]
    assert names[:2] == [{"Igor Lukšić", "Vesna Pusić"}, {"Natalia Gherman", "Miroslav Lajčák"}]
    assert [len(one.cut.kept) for one in rounds] == [10, 8, 6, 4, 4, 4]
    assert polls.name(rounds[5].barred) == ("Kristalina Georgieva",)
    assert "transfers" in rounds[1].unknown and "transfers" not in rounds[0].unknown
    assert "permanent" in rounds[4].unknown and "permanent" not in rounds[5].unknown


def test_a_report_names_ranking_and_viable_of_each_round() -> None:
    rounds = report(history.polls(2016))["rounds"]
    assert [one["round"] for one in rounds] == [1, 2, 3, 4, 5, 6]
    assert rounds[0]["ranking"][0] == "António Guterres" and rounds[5]["viable"] == ["António Guterres"]
    assert rounds[3]["viable"] == ["António Guterres", "Miroslav Lajčák", "Vuk Jeremić"]
    assert set(rounds[0]["next"]) == set(RULEBOOKS)


HEADER = "round,date,candidate,encourage,discourage,no_opinion,extra"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["round,date"], "candidate"),
        ([HEADER], "no poll"),
        ([HEADER, "1,2020-01-01,A,x,1,1,"], "Line 2"),
        ([HEADER, "1,2020-01-01,A,1,1,1,", "1,2020-01-01,A,1,1,1,"], "twice"),
        ([HEADER, "1,2020-01-01,A,1,1,1,", "1,2020-01-01,B,2,1,1,"], "add up"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_line(lines: list[str], said: str) -> None:
    with pytest.raises(PollError, match=said):
        read_polls(lines)


# The commands


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True))
    given = parser.parse_args(["selection", *arguments])
    return int(given.run(given))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))
    return tmp_path


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_polls_are_imported_and_reported(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", "--json") == 2
    assert run("import-polls", str(TABLE)) == 0
    capsys.readouterr()
    assert run("report", "--json") == 0
    told = answer(capsys)
    assert told == json.loads(json.dumps(report(history.polls(2016))))
    assert run("import-polls", str(TABLE), "report", "--json") == 0
    assert answer(capsys) == told


def test_the_record_of_polls_holds_entries_whose_commitments_open(data: Path) -> None:
    assert run("import-polls", str(TABLE), "--out", str(data / "r.jsonl")) == 0
    lines = [json.loads(line) for line in (data / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["entry"]["sequence"] for one in lines] == list(range(1, len(lines) + 1))
    for one in lines:
        assert commit(one["payload"], bytes.fromhex(one["salt"])) == one["entry"]["commitment"]


@pytest.mark.parametrize("from_record", [False, True])
def test_a_replay_says_what_is_unknown(
    data: Path, from_record: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    file = TABLE
    if from_record:
        file = data / "r.jsonl"
        assert run("import-polls", str(TABLE), "--out", str(file)) == 0
        capsys.readouterr()
    assert run("replay", str(file), "--rulebook", "unsg-2017-proposal", "--json") == 0
    rounds = answer(capsys)["rounds"]
    assert set(rounds[0]["eliminated"]) == {"Igor Lukšić", "Vesna Pusić"}
    assert run("replay", str(file), "--rulebook", "unsg-2017-proposal", "--language", "ru") == 0
    assert "Неизвестно" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("report", str(data / "none.csv")) == 2
    assert "none.csv" in capsys.readouterr().err


def test_the_example_of_the_process_runs() -> None:
    assert doctest.testmod(comity.selection.process).failed == 0


def test_the_examples_of_the_manual_run() -> None:
    manual = Path(__file__).parents[2] / "docs" / "selection.md"
    results = doctest.testfile(str(manual), module_relative=False, encoding="utf-8")
    assert results.attempted > 5 and results.failed == 0
