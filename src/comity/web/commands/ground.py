"""The ground that commands stand on: which data folder, which database, and whether they are set up."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from comity.rules.words import LANGUAGES
from comity.web.commands.speaking import LANGUAGE, Refused, refused, say


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
    _tables(apply=False)


def bring_up_to_date() -> None:
    """Make the tables, or change them into what this version needs."""
    _tables(apply=True)


def _tables(*, apply: bool) -> None:
    from django.db import connection

    from comity.web.serve import tables

    _reach(connection)
    refusal = tables(apply=apply, language=LANGUAGE.get())
    if refusal:
        raise Refused(refusal)


def _reach(connection: Any) -> None:
    """Connect once past the pool, which would try for a while and then not say what was wrong."""
    if connection.vendor == "postgresql":
        import psycopg

        known = connection.get_connection_params()
        where = {
            name: known[name] for name in ("host", "port", "dbname", "user", "password") if name in known
        }
        with connection.wrap_database_errors:
            psycopg.connect(**where, connect_timeout=5).close()
    connection.ensure_connection()
