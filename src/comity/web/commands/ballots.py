"""`comity ballots`: the commands of the secret ballots, and those about the voting booth that this house serves."""

from __future__ import annotations

import argparse
from pathlib import Path

from comity.ballots.commands import add_own_commands
from comity.ballots.opened import Opened, read_opened
from comity.ballots.refusals import Refused
from comity.rules.words import text
from comity.web.booth_hash import BOOTH, hash_of
from comity.web.commands.ground import add_language
from comity.web.commands.speaking import DONE, LANGUAGE

DOES_NOT_HOLD = 1


def _say(key: str, **blanks: object) -> str:
    return text(key, **blanks).say(LANGUAGE.get())


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ballots = subparsers.add_parser("ballots", help=_say("ballots.commands.help_ballots"))
    commands = ballots.add_subparsers(dest="ballots_command", required=True)
    add_own_commands(commands)
    digest = commands.add_parser("booth-hash", help=_say("web.booth.help_booth_hash"))
    digest.add_argument("folder", type=Path, nargs="?", help=_say("web.booth.help_folder"))
    add_language(digest)
    digest.set_defaults(run=print_booth_hash)
    opened = commands.add_parser("opened", help=_say("web.booth.help_opened"))
    opened.add_argument("file", type=Path, help=_say("web.booth.help_file"))
    add_language(opened)
    opened.set_defaults(run=check_opened)


def print_booth_hash(arguments: argparse.Namespace) -> int:
    """The digest of the booth in a folder, or of the one that comes with this copy."""
    print(hash_of(arguments.folder or BOOTH))
    return DONE


def check_opened(arguments: argparse.Namespace) -> int:
    """Exit 0 only where the ballot holds the choice that its voter was shown."""
    language = LANGUAGE.get()
    try:
        found = read_opened(arguments.file.read_bytes())
    except Refused as refusal:
        print(refusal.say(language))
        return DOES_NOT_HOLD
    if not found.holds:
        print(_say("web.booth.opened_does_not"))
        return DOES_NOT_HOLD
    print(_say("web.booth.opened_holds", tracker=found.tracker))
    print(*_in_words(found), sep="\n")
    return DONE


def _in_words(found: Opened) -> list[str]:
    lines = []
    for question, marks in zip(found.election.questions, found.choices, strict=True):
        blank = [_say("web.booth.blank")] if question.blank else []
        chosen = [a for a, mark in zip([*blank, *question.answers], marks, strict=True) if mark]
        lines.append(f"{question.question}: {', '.join(chosen) or _say('web.booth.nothing_chosen')}")
    return lines
