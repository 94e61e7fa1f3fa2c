"""The ground that commands stand on: which data folder, which database, and whether they are set up."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from comity.rules.words import LANGUAGES
from comity.web.commands.speaking import refused, say


def add_language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("language_help"))


def add_ground(parser: argparse.ArgumentParser) -> None:
    """The options of every command that needs the house."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help=say("data_help"))
    parser.add_argument("--database", metavar="ADDRESS", help=say("database_help"))
    add_language(parser)


def data_folder(arguments: argparse.Namespace) -> Path:
    named: Path = arguments.data or Path(os.environ.get("COMITY_DATA") or "data")
    return named.resolve()


def settle(arguments: argparse.Namespace) -> None:
    """Point the settings at the folder and the database that were named, and start Django."""
    os.environ["COMITY_DATA"] = str(data_folder(arguments))
    if arguments.database:
        os.environ["COMITY_DATABASE"] = arguments.database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")
    import django

    django.setup()


def enter(arguments: argparse.Namespace) -> None:
    """The same for commands that need a house which is set up and up to date."""
    data = data_folder(arguments)
    if not (data / "keys" / "origin").exists():
        raise refused("not_set_up", data=str(data))
    settle(arguments)
    if behind():
        raise refused("not_up_to_date")


def behind() -> bool:
    """Whether the database lacks tables or columns that this version needs."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bring_up_to_date() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
