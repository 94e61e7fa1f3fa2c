"""`comity completion SHELL`: a script that lets the shell complete commands and options."""

from __future__ import annotations

import argparse
from typing import Final

from comity.web.commands.speaking import DONE, say

SHELLS: Final = ("bash", "zsh", "fish")


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("completion", help=say("completion"), description=say("completion"))
    parser.add_argument("shell", choices=SHELLS, help=say("completion_shell"))
    parser.set_defaults(run=run_completion)


def run_completion(arguments: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    print(shtab.complete(arguments.whole_parser(), arguments.shell))
    return DONE
