"""`comity bodies check`: whether a file defines a body."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from comity.web.commands.ground import add_language
from comity.web.commands.speaking import DONE, FOUND_WRONG, LANGUAGE, Refused, say


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("bodies", help=say("bodies"), description=say("bodies"))
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help=say("bodies_check"))
    check.add_argument("file", type=Path, metavar="FILE.toml", help=say("bodies_file"))
    add_language(check)
    check.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Say what the file defines, or everything that is wrong with it."""
    from comity.bodies.body_file import BodyFileErrors, load_body

    try:
        body = load_body(arguments.file)
    except BodyFileErrors as errors:
        raise Refused(errors, FOUND_WRONG) from errors
    language, today = LANGUAGE.get(), datetime.now(UTC).date()
    members = body.members_on(today)
    print(say("bodies_defines", code=body.code, name=body.name, n=len(members)))
    print(", ".join(body.name_of(code, today).say(language) for code in members))
    president = body.president_on(today)
    if president:
        print(say("bodies_presides", name=body.name_of(president, today)))
    return DONE
