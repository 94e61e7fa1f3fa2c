"""`comity decide`: a table of votes is decided row by row, exactly as each vote by itself."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.rules.words import LANGUAGES
from comity.voting import VotingError, decide, rule_from
from comity.voting.commands import add_commands
from comity.voting.membership import council_members_on
from comity.voting.rules import find_rule
from comity.voting.tables import Refused, decide_table

DATA = Path(__file__).parent / "data"
DAY = date(2023, 10, 18)
MEMBERS = council_members_on(DAY)


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers())
    parsed = parser.parse_args(["decide", *arguments])
    return int(parsed.run(parsed))


def table(*rows: str) -> list[tuple[str, str] | Refused]:
    return list(decide_table(find_rule("unsc.substantive"), list(rows)))


def council_table(tmp_path: Path, *rows: list[str]) -> str:
    file = tmp_path / "votes.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([["id", "on", *MEMBERS], *rows])
    return str(file)


def test_every_veto_of_the_table_by_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with (DATA / "vetoes_since_2022.csv").open(encoding="utf-8", newline="") as lines:
        rows = [{name: row[name] for name in row if name != "source"} for row in csv.DictReader(lines)]
    file = tmp_path / "vetoes.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert run("unsc.substantive", str(file)) == 0
    out = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert out[0] == ["id", "adopted", "reason"]
    assert out[1:] == [[row["id"], "false", "vetoed"] for row in rows]


def test_columns_may_be_names_and_rows_may_be_of_many_years() -> None:
    names = ["Russia", "China", "France", "GBR", "United States"]
    members = sorted({*council_members_on(DAY), *council_members_on(date(1980, 1, 1))})
    columns = [member for member in members if member not in ("RUS", "CHN", "FRA", "GBR", "USA")]
    header = ",".join(["id", "on", *names, *columns])
    then, now = set(council_members_on(date(1980, 1, 1))), set(MEMBERS)
    old = ",".join(["no", "yes", "yes", "yes", "yes", *("yes" if one in then else "" for one in columns)])
    new = ",".join(["yes", "yes", "yes", "yes", "yes", *("yes" if one in now else "" for one in columns)])
    decided = table(header, f"old,1980-01-01,{old}", f"new,2023-10-18,{new}")
    assert decided == [("old", "vetoed"), ("new", "adopted")]


WAYS = st.sampled_from(["yes", "no", "abstain", "absent", "not participating", "Y", "For", " no ", "A"])
RULES = st.sampled_from(
    ["unsc.substantive", "unsc.procedural", "unsc.preliminary", "unga.two_thirds", "unga.simple"]
)


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries(dict.fromkeys(MEMBERS, WAYS)), max_size=5), RULES)
def test_a_row_means_what_the_vote_alone_means(ballots: list[dict[str, str]], rule: str) -> None:
    header = ",".join(["id", "on", *MEMBERS])
    rows = [
        ",".join([str(i), str(DAY), *(votes[member] for member in MEMBERS)])
        for i, votes in enumerate(ballots)
    ]
    expected = [(str(i), decide(rule, votes, on=DAY).reason) for i, votes in enumerate(ballots)]
    assert list(decide_table(find_rule(rule), [header, *rows])) == expected


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (["1", "18 October", *["yes"] * 15], "write it as 2023-10-18"),
        (["1", "", *["yes"] * 15], "on which day"),
        (["1", "2023-10-18", *["yes"] * 14], "16 cells where the header has 17"),
        (["1", "2023-10-18", *["yes"] * 14, "perhaps"], "write yes, no, abstain"),
        (["1", "2023-10-18", *["yes"] * 14, ""], "write absent"),
        (["1", "2010-10-18", *["yes"] * 15], "On that day these members sat too"),
    ],
)
def test_a_bad_row_says_which_and_what_to_do_and_the_others_are_decided(
    row: list[str], says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good = ["good", "2023-10-18", *["yes"] * 15]
    assert run("unsc.substantive", council_table(tmp_path, good, row, good)) == 1
    out, problems = capsys.readouterr()
    assert out.splitlines()[1:] == ["good,true,adopted", "1,,refused", "good,true,adopted"]
    assert problems.startswith("Line 3: ")
    assert says in problems
    assert "could not be decided: 1" in problems


def test_problems_are_said_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = council_table(tmp_path, ["1", "", *["yes"] * 15])
    said = set()
    for language in LANGUAGES:
        assert run("unsc.substantive", file, "--language", language) == 1
        said.add(capsys.readouterr().err)
    assert len(said) == 6


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("", "column id is missing"),
        ("on,CHN", "column id is missing"),
        ("id,on,China,CHN", "China appears twice"),
        ("id,on,on", "on appears twice"),
        ("id,on,Atlantis", "No State is known as Atlantis"),
        ("id,on,yes,no,CHN", "CHN; remove"),
        ("id,on", "no votes in the table"),
        ('id,"on', "cannot be read as CSV"),
    ],
)
def test_a_bad_header_is_refused_at_once(header: str, says: str) -> None:
    with pytest.raises(VotingError, match=r".") as refused:
        table(header, "1,2023-10-18,yes")
    assert says in str(refused.value)


def test_rows_are_decided_as_they_arrive() -> None:
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in ["id,on,yes,no,abstain\n", "1,2023-10-18,9,0,6\n", "2,2023-10-18,8,0,7\n"]:
            taken.append(line)
            yield line

    decided = decide_table(find_rule("unsc.substantive"), lines())
    assert next(decided) == ("1", "adopted")
    assert len(taken) == 2
    assert next(decided) == ("2", "insufficient")


def test_counts_may_come_with_parties_members_present_and_a_second_vote() -> None:
    simple = decide_table(
        find_rule("unga.simple"),
        [
            "id,yes,no,present,second_vote",
            "1,50,50,,",
            "2,50,50,,yes",
            "3,50,10,90,",
            "4,x,1,,",
            "",
            "5,,1,,",
        ],
    )
    found = list(simple)
    assert found[:3] == [("1", "tied"), ("2", "rejected"), ("3", "no_quorum")]
    assert [one.row for one in found if isinstance(one, Refused)] == [5, 7]
    all_members = find_rule("unga.all_members_two_thirds")
    rows = ["id,on,yes,no,members", "1,1963-12-17,76,0,", "2,1963-12-17,76,0,120", "3,2020-01-01,76,0,"]
    decided = list(decide_table(all_members, rows))
    assert decided == [("1", "adopted"), ("2", "insufficient"), ("3", "insufficient")]
    assert list(decide_table(all_members, rows, members=100))[2] == ("3", "adopted")
    against = [
        "id,on,yes,no,abstain,against",
        "1,2023-10-18,10,1,4,none",
        "2,2023-10-18,10,2,3,United States|Malta",
    ]
    assert table(*against) == [("1", "adopted"), ("2", "vetoed")]


def test_the_vote_of_a_member_that_did_not_sit_is_refused() -> None:
    header = ",".join(["id", "on", *MEMBERS, "Germany"])
    votes = ",".join(["yes"] * 15)
    decided = table(header, f"1,2023-10-18,{votes},no", f"2,2023-10-18,{votes},")
    assert isinstance(decided[0], Refused)
    assert "Germany was not a member" in str(decided[0].error)
    assert decided[1] == ("2", "adopted")


def test_a_party_to_the_dispute_in_a_table() -> None:
    header = ",".join(["id", "on", "parties", "basis", *MEMBERS])
    votes = ",".join("no" if member == "RUS" else "yes" for member in MEMBERS)
    rows = [f"1,2023-10-18,RUS,VI,{votes}", f"2,2023-10-18,RUS,VII,{votes}", f"3,2023-10-18,,,{votes}"]
    assert table(header, *rows) == [("1", "adopted"), ("2", "vetoed"), ("3", "vetoed")]


def test_consent_in_a_table() -> None:
    rows = ["id,objections", "1,", "2,Kenya|Malta"]
    assert list(decide_table(find_rule("silence"), rows)) == [("1", "adopted"), ("2", "silence_broken")]
    with pytest.raises(VotingError, match="column objections is missing"):
        list(decide_table(find_rule("silence"), ["id,CHN", "1,yes"]))


def test_the_members_of_another_body_in_a_table() -> None:
    rule = rule_from(
        "club", {"share": "2/3", "of": "members", "voters": ["Ada", "Ben", "Cleo"], "veto": ["Ada"]}
    )
    rows = ["id,Ada,Ben,Cleo", "1,yes,yes,no", "2,no,yes,yes", "3,yes,no,absent"]
    assert list(decide_table(rule, rows)) == [("1", "adopted"), ("2", "vetoed"), ("3", "insufficient")]
    with pytest.raises(VotingError, match="Dan is not among the members"):
        list(decide_table(rule, ["id,Ada,Ben,Cleo,Dan"]))
    missing = list(decide_table(rule, ["id,Ada,Ben", "1,yes,yes"]))
    assert isinstance(missing[0], Refused)


def test_rules_of_other_bodies_from_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rules = tmp_path / "club.toml"
    rules.write_text('["club.outing"]\nshare = "3/5"\n', encoding="utf-8")
    votes = tmp_path / "votes.csv"
    votes.write_text("id,yes,no\nsea,3,2\nhills,2,3\n", encoding="utf-8")
    assert run("club.outing", str(votes), "--rules", str(rules)) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["sea,true,adopted", "hills,false,insufficient"]
    assert run("club.meal", str(votes), "--rules", str(rules)) == 2
    assert "no decision rule club.meal" in capsys.readouterr().err
    rules.write_text("[", encoding="utf-8")
    assert run("club.outing", str(votes), "--rules", str(rules)) == 2
    assert "club.toml cannot be read" in capsys.readouterr().err


def test_files_that_cannot_be_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("unsc.substantive", str(tmp_path / "none.csv")) == 2
    assert "none.csv cannot be read" in capsys.readouterr().err
    latin = tmp_path / "latin.csv"
    latin.write_bytes("id,yes,no\nélu,9,0\n".encode("latin-1"))
    assert run("unsc.substantive", str(latin)) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_standard_input_and_the_mark_that_spreadsheets_write(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("id,yes,no\n1,9,0\n"))
    assert run("unsc.procedural", "-") == 0
    assert capsys.readouterr().out.endswith("1,true,adopted\n")
    marked = tmp_path / "marked.csv"
    marked.write_bytes(b"\xef\xbb\xbfid,yes,no\n1,9,0\n")
    assert run("unsc.procedural", str(marked)) == 0
