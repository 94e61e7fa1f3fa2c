"""`comity decide`: decide a table of votes."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from comity.rules.words import LANGUAGES, text
from comity.voting.errors import VotingError, mistake
from comity.voting.rules import DecisionRule, find_rule, rules_from_toml
from comity.voting.tables import Refused, decide_table

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("decide", help=str(text("voting.commands.decide")))
    parser.add_argument("rule", metavar="RULE", help=str(text("voting.commands.rule")))
    parser.add_argument("file", metavar="FILE.csv", help=str(text("voting.commands.file")))
    parser.add_argument("--rules", type=Path, metavar="FILE.toml", help=str(text("voting.commands.rules")))
    parser.add_argument("--members", type=int, metavar="N", help=str(text("voting.commands.members")))
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help=str(text("voting.commands.language"))
    )
    parser.set_defaults(run=run_decide)


def run_decide(arguments: argparse.Namespace) -> int:
    """Write id, adopted and reason of each vote; 1 if a row was refused, 2 if nothing could be decided."""
    language: str = arguments.language
    try:
        rule = _rule(arguments.rule, arguments.rules)
        with _opened(arguments.file) as lines:
            refused = write_decisions(
                decide_table(rule, lines, members=arguments.members), sys.stdout, sys.stderr, language
            )
    except VotingError as error:
        print(error.say(language), file=sys.stderr)
        return 2
    if refused:
        print(text("voting.commands.refused", rows=refused).say(language), file=sys.stderr)
    return 1 if refused else 0


def write_decisions(
    decided: Iterable[tuple[str, str] | Refused], out: TextIO, problems: TextIO, language: str
) -> int:
    """Write decisions as they come and say what is wrong with each refused row; how many were refused."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "adopted", "reason"))
    refused = 0
    for one in decided:
        if isinstance(one, Refused):
            refused += 1
            writer.writerow((one.id, "", "refused"))
            said = text("voting.commands.row", row=one.row, problem=one.error.problem).say(language)
            print(said, file=problems)
        else:
            writer.writerow((one[0], "true" if one[1] == "adopted" else "false", one[1]))
    return refused


def _rule(name: str, file: Path | None) -> DecisionRule:
    if file is None:
        return find_rule(name)
    try:
        rules = rules_from_toml(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if isinstance(error, VotingError):
            raise
        raise mistake("file_unreadable", file=str(file), problem=str(error)) from None
    return rules[name] if name in rules else find_rule(name)


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    """The table as text; "-" is standard input."""
    if file == "-":
        yield sys.stdin
        return
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as lines:
            yield lines
    except (FileNotFoundError, IsADirectoryError, PermissionError, UnicodeDecodeError) as error:
        raise mistake("file_unreadable", file=file, problem=str(error)) from None
