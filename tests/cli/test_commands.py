"""The command line: what each command says, to whom, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comity.cli import COMMANDS
from comity.demo import month
from comity.rules.words import LANGUAGES, text
from tests.cli.conftest import DEMO_ENTRIES, SOURCE, Place, comity
from tests.conftest import ENGINES

MODEL = SOURCE / "comity" / "bodies" / "examples" / "model-un-council.toml"


def test_help_names_every_command_and_what_its_end_means() -> None:
    said = comity("--help").stdout
    assert all(f"    {name} " in said for name in COMMANDS)
    assert "Exit status: 0 done" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_in_the_language_asked_for(language: str) -> None:
    expected = text("web.commands.user").say(language)
    by_option = comity("--language", language, "--help").stdout
    by_terminal = comity("--help", environment={"LANG": f"{language}_XX.UTF-8"}).stdout
    assert expected in by_option and by_option == by_terminal


def test_help_does_not_wait_for_the_house_to_be_imported() -> None:
    """What makes a command slow to start is Django, pydantic and cryptography; help needs none of them."""
    program = (
        "import sys; from comity import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'django', 'pydantic', 'cryptography', 'psycopg', 'granian', 'shtab'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "usage: comity"),
        (("nonsense",), "See: comity --help"),
        (("serve", "--port", "eighty"), "See: comity serve --help"),
        (("serve", "--port", "70000"), "1 to 65535"),
        (("serve", "--processes", "0"), "1 to 256"),
        (("user",), "See: comity user --help"),
        (("user", "invite", "p-1"), "--name"),
        (("record", "export", "x", "--whole", "--reader", "p"), "See: comity record export --help"),
        (("rules", "--book", "Hansard"), "S/96/Rev.7"),
        (("completion", "cmd"), "See: comity completion --help"),
        (("--language", "tlh", "rules"), "See: comity --help"),
    ],
)
def test_bad_arguments_are_answered_in_a_sentence(arguments: tuple[str, ...], said: str) -> None:
    done = comity(*arguments, status=2)
    assert said in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments", [("serve",), ("user", "list"), ("record", "key"), ("backup", "file")], ids=" ".join
)
def test_where_nothing_is_set_up_a_command_says_how_to_begin(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    environment = {"COMITY_DATA": str(tmp_path / "nowhere"), "COMITY_PASSPHRASE": "a lake without a shore"}
    done = comity(*arguments, status=2, environment=environment)
    assert done.stderr.strip().endswith("comity init")
    assert not (tmp_path / "nowhere").exists()


def test_a_database_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    nobody = "postgresql://nobody@127.0.0.1:8149/nothing"
    options = ("--data", tmp_path / "data", "--database", nobody)
    done = comity("init", "--name", "A B", "--username", "ab", *options, status=2)
    assert "See whether it runs" in done.stderr and "8149" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = comity("init", "--name", "A", "--username", "a", "--data", tmp_path / "file" / "data", status=2)
    assert str(tmp_path / "file") in done.stderr and len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_the_first_person_is_of_the_secretariat_and_comes_in_by_a_link(
    engine: str, place: Callable[[str], Place]
) -> None:
    here = place(engine)
    done = comity("init", "--name", "Ada Keïta", "--username", "ada", "--language", "fr", *here.options)
    (link,) = done.stdout.split()
    assert link.startswith("http://localhost:8000/") and "choisit son mot de passe" in done.stderr
    assert (here.data / "keys" / "record").stat().st_mode & 0o077 == 0
    (person,) = json.loads(comity("user", "list", "--json", *here.options).stdout)
    assert (person["username"], person["may_sign_in"], person["sessions"]) == ("ada", True, 0)
    whole = here.data / "whole"
    comity("record", "export", whole, "--reader", person["person"], *here.options)
    assert '"capacity":"secretariat"' in whole.read_text()
    again = comity("init", *here.options)
    assert again.stdout == "" and "was set up before" in again.stderr


def test_nobody_is_guessed_to_be_the_secretariat(place: Callable[[str], Place]) -> None:
    here = place("sqlite")
    assert "--username" in comity("init", *here.options, status=2).stderr
    assert not here.data.exists()


def test_people_are_let_in_and_out(place: Callable[[str], Place]) -> None:
    here = place("sqlite")
    comity("init", "--name", "Ada", "--username", "ada", *here.options)

    def user(*arguments: str, status: int = 0) -> str:
        done = comity("user", *arguments, *here.options, status=status)
        return done.stdout + done.stderr

    link = user("invite", "p-2", "--name", "Bo", "--email", "bo@example.org", "--speaks", "es")
    assert "http://localhost:8000/" in link
    assert "cannot be used" in user("invite", "p-3", "--name", "C", "--email", "not an address", status=2)
    user("disable", "ada")
    assert "may not sign in" in user("list")
    user("enable", "secretariat-1")
    assert "may not sign in" not in user("list")
    assert "0 devices" in user("end-sessions", "ADA")
    assert "comity user list" in user("disable", "nobody", status=2)


def test_the_record_is_exported_for_everyone_for_one_and_whole(
    demos: Callable[[str], Place], tmp_path: Path
) -> None:
    options = demos("sqlite").options
    readers = {"public": [], "press": ["--reader", "demo.press"], "france": ["--reader", "demo.france"]}
    opened = {}
    for name, reader in {**readers, "whole": ["--whole"]}.items():
        comity("record", "export", tmp_path / name, *reader, *options)
        report = json.loads(comity("record", "verify", tmp_path / name, "--json").stdout)
        assert report["entries"] == DEMO_ENTRIES and report["missing"] == 0
        opened[name] = report["opened"]
    assert opened["whole"] == DEMO_ENTRIES > opened["france"] > opened["press"] >= opened["public"] > 0
    assert (tmp_path / "public").stat().st_mode & 0o777 == 0o600
    assert (
        "never accredited"
        in comity("record", "export", tmp_path / "x", "--reader", "stranger", *options, status=2).stderr
    )
    assert "is there already" in comity("record", "export", tmp_path / "public", *options, status=2).stderr


def test_an_export_is_checked_with_the_published_key_and_checkpoint(
    demos: Callable[[str], Place], tmp_path: Path
) -> None:
    options = demos("sqlite").options
    (tmp_path / "key").write_text(comity("record", "key", *options).stdout)
    (tmp_path / "checkpoint").write_text(comity("record", "checkpoint", *options).stdout)
    file = tmp_path / "export.gz"
    comity("record", "export", file, *options)
    given = ("--key", tmp_path / "key", "--newer", tmp_path / "checkpoint")
    comity("record", "verify", file, *given)
    other = tmp_path / "other"
    other.write_text((tmp_path / "key").read_text().replace("localhost", "elsewhere"))
    comity("record", "verify", file, "--key", other, status=2)


def test_what_is_erased_stays_on_the_record_and_cannot_be_read(
    demos: Callable[[str], Place], tmp_path: Path
) -> None:
    here = Place(tmp_path / "data")
    shutil.copytree(demos("sqlite").data, here.data)
    assert "--yes" in comity("record", "erase", "communications:unsc", *here.options, status=2).stderr
    assert (
        "as its entries do" in comity("record", "erase", "Council", "--yes", *here.options, status=2).stderr
    )
    done = comity("record", "erase", "communications:unsc", "--yes", *here.options)
    assert "destroy the backups" in done.stderr
    comity("record", "export", tmp_path / "whole", "--whole", *here.options)
    report = json.loads(comity("record", "verify", tmp_path / "whole", "--json").stdout)
    assert (report["entries"], report["missing"]) == (DEMO_ENTRIES, 0) and report["erased"] > 20
    assert (
        "was erased before"
        in comity("record", "erase", "communications:unsc", "--yes", *here.options, status=2).stderr
    )
    secret = {"COMITY_PASSPHRASE": "a lake without a shore"}
    comity("backup", tmp_path / "backup", *here.options, environment=secret)
    restored = ("--data", tmp_path / "restored")
    assert (
        f"{DEMO_ENTRIES} entries is sound"
        in comity("restore", tmp_path / "backup", *restored, environment=secret).stderr
    )


def test_rules_are_found_by_word_book_and_standing() -> None:
    one = comity("rules", "--book", "S/96/Rev.7", "37").stdout
    assert "  37 " in one and "A/520" not in one
    enforced = comity("rules", "--standing", "enforced").stdout
    assert "informational  " not in enforced


def test_a_body_is_described_or_everything_wrong_with_it_is(tmp_path: Path) -> None:
    said = comity("bodies", "check", MODEL, "--language", "fr").stdout
    assert "mun-council : Conseil de sécurité modèle, 15 membres aujourd'hui." in said
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        MODEL.read_text().replace("Norway", "Narnia").replace('order = "alphabetical"', 'order = "x"')
    )
    done = comity("bodies", "check", wrong, status=1)
    assert "Narnia" in done.stderr and "order" in done.stderr and done.stdout == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_its_options(shell: str, tmp_path: Path) -> None:
    script = comity("completion", shell).stdout
    assert all(name in script for name in COMMANDS)
    assert "end-sessions" in script and "load" in script
    if program := shutil.which(shell):
        file = tmp_path / "completion"
        file.write_text(script)
        subprocess.run([program, "-n", str(file)], check=True, capture_output=True)


def test_the_demo_is_loaded_once_however_often_it_is_run(demos: Callable[[str], Place]) -> None:
    here = demos("sqlite")
    first = comity("record", "checkpoint", *here.options).stdout
    again = comity("demo", "--load-only", *here.options)
    assert comity("record", "checkpoint", *here.options).stdout == first
    assert f"{len(month.people())} people can sign in" in again.stderr
    assert all(person.username in again.stdout for person in month.people())
    assert (here.data / "demo-password").read_text() in again.stdout


def test_the_demo_is_never_loaded_into_a_real_house(place: Callable[[str], Place]) -> None:
    here = place("sqlite")
    comity("init", "--name", "Ada", "--username", "ada", *here.options)
    assert "not a demo" in comity("demo", "--load-only", *here.options, status=2).stderr


def test_the_demos_month_is_whole() -> None:
    """Letters in every state, from members and others, in all six languages; each step by somebody who is there."""
    steps, people = month.steps(), {person.username: person for person in month.people()}
    assert {step.by for step in steps} <= people.keys()
    assert {step.verb for step in steps} == {"send", "register", "circulate", "return", "withdraw"}
    assert {people[step.by].language for step in steps} == set(LANGUAGES)
    waiting = {s.letter.key for s in steps} - {s.letter.key for s in steps if s.verb != "send"}
    assert waiting
    assert {step.letter.stream for step in steps} == {
        "communications:unsc",
        "communications:unga",
        "communications:mun-council",
    }
    first, last = steps[0].at, steps[-1].at
    assert datetime(2026, 11, 1, tzinfo=UTC) <= first <= last < datetime(2026, 12, 1, tzinfo=UTC)
    assert len({step.id for step in steps}) == len(steps)


def test_the_demos_votes_are_given_by_its_people() -> None:
    """Each act by somebody who is there, none twice, and the last vote stays open."""
    sent, people = month.sent(), {person.username for person in month.people()}
    assert {one.by for one in sent} <= people
    assert len({one.id for one in sent}) == len(sent)
    streams = {"votes:unsc", "votes:unga", "votes:mun-council", "secret_votes:mun-council"}
    assert {one.stream for one in sent} == streams
    assert sum(one.act == "cast_vote" and one.stream == "votes:unga" for one in sent) == 12
    opened = [one for one in sent if one.act == "open_vote"]
    closed = [one for one in sent if one.act == "close_vote"]
    assert len(opened) == len(closed) + 1


def test_the_demos_own_body_is_the_example_that_the_manual_shows() -> None:
    assert tomllib.loads(month.model_council().decode()) == tomllib.loads(MODEL.read_text())


def test_commands_of_the_core_are_there_and_speak_the_terminals_language(tmp_path: Path) -> None:
    (tmp_path / "nothing").write_text("")
    for command in (("decide", "--help"), ("ballots", "verify", "--help")):
        assert "usage: comity " + command[0] in comity(*command).stdout
    done = comity("record", "verify", tmp_path / "nothing", status=1, environment={"LANG": "fr_FR.UTF-8"})
    assert "intègre" in done.stdout.lower()
