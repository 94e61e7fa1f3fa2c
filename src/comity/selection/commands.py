"""`comity selection`: polls imported, reported and replayed under other rules."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from comity.rules.words import LANGUAGES, Text, text
from comity.selection.laboratory_command import add_laboratory
from comity.selection.polls import PollError, Polls, Replayed, from_record, read_polls, replay, report
from comity.selection.record_of_polls import record_lines
from comity.selection.rulebook import RULEBOOKS, Rules, rules

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

IMPORTED: Final = "imported-polls.jsonl"
"""Where the polls imported last are kept, in the data folder."""
USAGE: Final = 2


def add_commands(subparsers: Subparsers) -> None:
    """Add `selection` with its commands; each sets `run`, which takes the arguments."""
    selection = subparsers.add_parser("selection", help=str(text("selection.commands.selection")))
    commands = selection.add_subparsers(required=True)
    bring = commands.add_parser("import-polls", help=str(text("selection.commands.import_polls")))
    bring.add_argument("file", type=Path, metavar="FILE.csv", help=str(text("selection.commands.file")))
    bring.add_argument("then", nargs="?", choices=("report",), help=str(text("selection.commands.report")))
    bring.add_argument("--out", type=Path, metavar="RECORD", help=str(text("selection.commands.out")))
    _common(bring, run_import)
    told = commands.add_parser("report", help=str(text("selection.commands.report")))
    told.add_argument(
        "file", type=Path, nargs="?", metavar="RECORD|FILE.csv", help=str(text("selection.commands.file"))
    )
    _common(told, run_report)
    again = commands.add_parser("replay", help=str(text("selection.commands.replay")))
    again.add_argument(
        "file", type=Path, metavar="RECORD|FILE.csv", help=str(text("selection.commands.file"))
    )
    again.add_argument(
        "--rulebook", required=True, choices=RULEBOOKS, help=str(text("selection.commands.rulebook"))
    )
    _common(again, run_replay)
    add_laboratory(commands)


def _common(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--json", action="store_true", help=str(text("selection.commands.json")))
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help=str(text("selection.commands.language"))
    )
    parser.set_defaults(run=lambda arguments: _tried(run, arguments))


def _tried(run: Any, arguments: argparse.Namespace) -> int:
    """Run a command; what cannot be read is said in words."""
    try:
        run(arguments)
    except PollError as error:
        print(error.reason.say(arguments.language), file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        raise
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
        why = getattr(error, "strerror", None) or type(error).__name__
        file = str(getattr(error, "filename", None) or arguments.file)
        said = text("selection.commands.no_file", file=file, why=why)
        print(said.say(arguments.language), file=sys.stderr)
        return USAGE
    return 0


def run_import(arguments: argparse.Namespace) -> None:
    """Make a record of the polls; with `report` or --json say at once what they mean."""
    polls = load(arguments.file)
    out: Path = arguments.out or _kept()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(record_lines(polls)), encoding="utf-8")
    if arguments.then or arguments.json:
        _print(polls, arguments)
        return
    said = text(
        "selection.commands.imported", rounds=len(polls.rounds), candidates=len(polls.names), file=str(out)
    )
    print(said.say(arguments.language))


def run_report(arguments: argparse.Namespace) -> None:
    """Say what the polls mean, those imported last where no file is named."""
    file: Path = arguments.file or _kept()
    if arguments.file is None and not file.exists():
        raise PollError(text("selection.commands.nothing_imported"))
    _print(load(file), arguments)


def run_replay(arguments: argparse.Namespace) -> None:
    polls, book = load(arguments.file), rules(arguments.rulebook)
    rounds = list(replay(polls, book))
    if arguments.json:
        print(json.dumps({"rulebook": book.name, "rounds": [_plain(polls, one) for one in rounds]}))
        return
    for one in rounds:
        for line in _replayed(polls, one, book):
            print(line.say(arguments.language))


def load(file: Path) -> Polls:
    """Polls from a table or, where the file holds lines of JSON, from a record."""
    written = file.read_text(encoding="utf-8-sig")
    lines = written.splitlines()
    if lines and lines[0].startswith("{"):
        return from_record(line for line in lines if line.strip())
    return read_polls(lines)


def _kept() -> Path:
    return Path(os.environ.get("COMITY_DATA", "data")) / IMPORTED


def _print(polls: Polls, arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(json.dumps(report(polls), ensure_ascii=False))
        return
    for one in report(polls)["rounds"]:
        for line in _told(one):
            print(line if isinstance(line, str) else line.say(arguments.language))


def _told(one: dict[str, Any]) -> Iterator[Text | str]:
    yield text("selection.commands.round", round=one["round"], date=one["date"])
    for place, row in enumerate(one["figures"], start=1):
        against = "" if row["p5_discourage"] is None else f" (P5 {row['p5_discourage']})"
        counts = f"{row['encourage']}-{row['discourage']}-{row['no_opinion']}"
        yield f"  {place:>2}. {counts:<8}{against} {row['candidate']}"
    yield text("selection.commands.viable", names=_names(one["viable"]))
    for book, after in one["next"].items():
        out, on = _names(after["eliminated"]), _names(after["go_on"])
        yield text("selection.commands.would", rulebook=book, out=out, on=on)


def _replayed(polls: Polls, one: Replayed, book: Rules) -> Iterator[Text]:
    yield text("selection.commands.round", round=one.poll.round, date=one.poll.date)
    for name in polls.name(one.barred):
        yield text("selection.commands.too_late", name=name)
    for candidate, why in one.cut.explain(book):
        yield text("selection.commands.eliminated", name=polls.names[candidate], why=why)
    if one.cut.tied:
        names = _names(polls.name(one.cut.tied))
        yield text("selection.commands.tied", names=names, rule=one.cut.tie_rule)
    yield text("selection.commands.remaining", names=_names(polls.name(one.cut.kept)))
    for what in one.unknown:
        yield text("selection.commands.unknown", what=text(f"selection.commands.unknown_{what}"))


def _plain(polls: Polls, one: Replayed) -> dict[str, Any]:
    return {
        "round": one.poll.round,
        "date": one.poll.date,
        "too_late": list(polls.name(one.barred)),
        "eliminated": list(polls.name(one.cut.eliminated)),
        "tied": list(polls.name(one.cut.tied)),
        "tie_rule": one.cut.tie_rule,
        "remaining": list(polls.name(one.cut.kept)),
        "unknown": list(one.unknown),
    }


def _names(names: Any) -> Any:
    return tuple(names) or text("selection.commands.nobody")
