"""In which language a command speaks, and how it says that it cannot go on."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Final

from comity.rules.words import LANGUAGES, Sayable, text

LANGUAGE: Final[ContextVar[str]] = ContextVar("language", default="en")

DONE: Final = 0
FOUND_WRONG: Final = 1
"""The command looked, and what it looked at is not as it should be."""
NOT_TRIED: Final = 2
"""What was asked for could not be tried; nothing was changed."""


class Refused(Exception):
    """A command cannot go on: one sentence that says why and what to do."""

    def __init__(self, sentence: Sayable | str, status: int = NOT_TRIED) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.status = status


def refused(name: str, /, status: int = NOT_TRIED, **blanks: Any) -> Refused:
    return Refused(text(f"web.commands.{name}", **blanks), status)


def say(name: str, /, **blanks: Any) -> str:
    """A sentence of the commands in the language of this command; a percent sign is safe in argparse's help."""
    return text(f"web.commands.{name}", **blanks).say(LANGUAGE.get())


def tell(name: str, /, **blanks: Any) -> None:
    """Say how far the work is; on standard error, so that output can be piped."""
    print(say(name, **blanks), file=sys.stderr, flush=True)


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """As `--language` says, otherwise as the terminal is set, otherwise English."""
    for place, argument in enumerate(arguments):
        if argument == "--language" and place + 1 < len(arguments) and arguments[place + 1] in LANGUAGES:
            return arguments[place + 1]
        if argument.startswith("--language=") and argument[11:] in LANGUAGES:
            return argument[11:]
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            code = environment[name][:2]
            return code if code in LANGUAGES else "en"
    return "en"
