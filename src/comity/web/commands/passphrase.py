"""The passphrase under which a backup's keys are closed."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Final

from comity.web.commands.speaking import refused, say

SHORTEST: Final = 12
"""Characters at least."""


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=say("passphrase_file"))


def read_passphrase(arguments: argparse.Namespace, *, twice: bool = False) -> str:
    """From the file named, from COMITY_PASSPHRASE, or asked for at the terminal."""
    if arguments.passphrase_file is not None:
        given = arguments.passphrase_file.read_text(encoding="utf-8").rstrip("\r\n")
    elif "COMITY_PASSPHRASE" in os.environ:
        given = os.environ["COMITY_PASSPHRASE"]
    elif sys.stdin.isatty():
        given = getpass.getpass(say("passphrase_ask") + " ")
        if twice and getpass.getpass(say("passphrase_again") + " ") != given:
            raise refused("passphrase_differs")
    else:
        raise refused("passphrase_needed")
    if twice and len(given) < SHORTEST:
        raise refused("passphrase_short", limit=SHORTEST)
    return given
