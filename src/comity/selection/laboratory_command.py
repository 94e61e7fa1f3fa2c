"""`comity selection laboratory`: rulebooks compared on simulated preferences, printed as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from comity.rules.words import LANGUAGES, text
from comity.selection.comparing import BOUNDS, Question, answer
from comity.selection.laboratory import MODELS, NumpyMissing
from comity.selection.rulebook import RULEBOOKS

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

USAGE: Final = 2


def add_laboratory(commands: Subparsers) -> None:
    """Add the command; it sets `run`, which takes the arguments."""
    usual = Question()
    parser = commands.add_parser("laboratory", help=str(text("selection.laboratory.command")))
    model = str(text("selection.laboratory.model"))
    parser.add_argument("--model", choices=tuple(MODELS), default=usual.model, help=model)
    for name, (least, most) in BOUNDS.items():
        bounds = str(text("selection.laboratory.between", least=str(least), most=str(most)))
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name), metavar="N", help=bounds)
    rulebook = str(text("selection.laboratory.rulebook"))
    parser.add_argument("--rulebook", action="append", choices=RULEBOOKS, help=rulebook)
    language = str(text("selection.commands.language"))
    parser.add_argument("--language", choices=LANGUAGES, default="en", help=language)
    parser.set_defaults(run=run_laboratory)


def run_laboratory(arguments: argparse.Namespace) -> int:
    """Answer one question; what cannot be asked for is said."""
    given = {one.name: getattr(arguments, one.name) for one in fields(Question) if one.name != "rulebooks"}
    question = Question(**given, rulebooks=tuple(dict.fromkeys(arguments.rulebook or RULEBOOKS)))
    for name in question.wrong():
        least, most = BOUNDS[name]
        said = text("selection.laboratory.out_of_bounds", name=f"--{name}", least=str(least), most=str(most))
        print(said.say(arguments.language), file=sys.stderr)
    if question.wrong():
        return USAGE
    try:
        print(json.dumps(answer(question)))
    except NumpyMissing as missing:
        print(missing.reason.say(arguments.language), file=sys.stderr)
        return USAGE
    return 0
