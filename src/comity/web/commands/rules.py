"""`comity rules`: every rule, and what the house does about it."""

from __future__ import annotations

import argparse
import shutil

from comity.rules.coverage import coverage_table
from comity.rules.rulebook import Standing, rulebooks
from comity.web.commands.ground import add_language
from comity.web.commands.speaking import DONE, refused, say


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("rules", help=say("rules"), description=say("rules"))
    parser.add_argument("word", nargs="?", default="", metavar="WORD", help=say("rules_word"))
    parser.add_argument("--book", metavar="NAME", help=say("rules_book"))
    parser.add_argument("--standing", choices=[s.value for s in Standing], help=say("rules_standing"))
    add_language(parser)
    parser.set_defaults(run=run_rules)


def run_rules(arguments: argparse.Namespace) -> int:
    """Print the coverage, the rules one by one."""
    books = tuple(rulebooks())
    if arguments.book:
        sought = arguments.book.casefold()
        books = tuple(b for b in books if sought in f"{b.title} {b.instrument}".casefold())
        if not books:
            known = [b.instrument for b in rulebooks()]
            raise refused("rules_no_book", book=arguments.book, known=known)
    standing = Standing(arguments.standing) if arguments.standing else None
    width = shutil.get_terminal_size((100, 24)).columns
    print(coverage_table(books, standing=standing, word=arguments.word, width=width))
    return DONE
