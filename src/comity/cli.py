"""The `comity` command: one parser over the groups of commands, each of which is imported only when it is named.

Exit status: 0 done; 1 what was looked at is not as it should be; 2 it could not be tried; 130 interrupted.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Container, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NoReturn

from comity.rules import words
from comity.web.commands.ground import add_language
from comity.web.commands.speaking import LANGUAGE, NOT_TRIED, Refused, chosen_language, say

OWN: Final = "comity.web.commands."
COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "demo": OWN + "demo",
        "init": OWN + "init",
        "serve": OWN + "serve",
        "user": OWN + "user",
        "record": OWN + "record",
        "decide": "comity.voting.commands",
        "ballots": OWN + "ballots",
        "selection": "comity.selection.commands",
        "rules": OWN + "rules",
        "bodies": OWN + "bodies",
        "backup": OWN + "backup",
        "restore": OWN + "restore",
        "openapi": OWN + "openapi",
        "completion": OWN + "completion",
    }
)
"""The commands in the order of the help, each with the module that adds it."""
HELP: Final = {
    "decide": "voting.commands.decide",
    "ballots": "ballots.commands.help_ballots",
    "selection": "selection.commands.selection",
}
"""Where a command's one line stands; otherwise it is `web.commands.NAME`."""

INTERRUPTED: Final = 130


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and where help is."""

    def error(self, message: str) -> NoReturn:
        self.exit(NOT_TRIED, f"{self.prog}: {message}. {say('see_help', command=self.prog)}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    given = list(sys.argv[1:] if argv is None else argv)
    LANGUAGE.set(chosen_language(given, os.environ))
    named = next((argument for argument in given if argument in COMMANDS), None)
    parser = make_parser({named} if named else ())
    arguments = parser.parse_args(given)
    arguments.language = LANGUAGE.get()
    if not hasattr(arguments, "run"):
        parser.print_help(sys.stderr)
        return NOT_TRIED
    try:
        status: int = arguments.run(arguments)
    except Refused as refused:
        print(words.say(refused.sentence, LANGUAGE.get()), file=sys.stderr)
        return refused.status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_TRIED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as trouble:
        from comity.web.commands.troubles import explained

        sentence = explained(trouble)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
        return NOT_TRIED
    return status


def make_parser(wanted: Container[str]) -> Parser:
    """The parser; of commands that are not wanted it knows no more than the name and one line."""
    from comity import __version__

    parser = Parser(prog="comity", description=say("comity"), epilog=say("exit_status"))
    parser.add_argument("--version", action="version", version=f"comity {__version__}")
    add_language(parser)
    commands = parser.add_subparsers(metavar="COMMAND", parser_class=Parser)
    for name, module in COMMANDS.items():
        if name in wanted:
            importlib.import_module(module).add_commands(commands)
            commands.choices[name].set_defaults(whole_parser=whole_parser)
        else:
            line = words.text(HELP[name]).say(LANGUAGE.get()) if name in HELP else say(name)
            commands.add_parser(name, help=line, add_help=False)
    return parser


def whole_parser() -> Parser:
    """The parser with every option of every command, for completion scripts."""
    return make_parser(COMMANDS)


if __name__ == "__main__":
    sys.exit(main())
