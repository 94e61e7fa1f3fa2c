"""`comity backup` and `comity restore`."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Final

from comity.web.commands.ground import add_ground, data_folder, enter
from comity.web.commands.speaking import DONE, refused, say, tell

SHORTEST: Final = 12
"""Characters at least of a passphrase."""


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("backup", help=say("backup"), description=say("backup"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("backup_file"))
    parser.add_argument("--without-keys", action="store_true", help=say("without_keys"))
    _add_passphrase(parser)
    add_ground(parser)
    parser.set_defaults(run=run_backup)

    parser = subparsers.add_parser("restore", help=say("restore"), description=say("restore"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("restore_file"))
    _add_passphrase(parser)
    add_ground(parser)
    parser.set_defaults(run=run_restore)


def _add_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help=say("passphrase_file"))


def run_backup(arguments: argparse.Namespace) -> int:
    """Write everything that the installation is made of into one file."""
    path: Path = arguments.file
    if path.exists():
        raise refused("backup_exists", file=str(path))
    enter(arguments)
    passphrase = "" if arguments.without_keys else read_passphrase(arguments, twice=True)
    from comity import __version__
    from comity.web.commands import archive, tables
    from comity.web.house import house, origin

    data = data_folder(arguments)
    own = house()
    counts = {}
    with archive.writing(path) as writer, tables.snapshot() as rows_of:
        for model in tables.kept_tables():
            table = model._meta.db_table
            counts[table] = writer.rows(table, rows_of(model))
        for file in sorted((data / "bodies").glob("*.toml")):
            writer.body(file.name, file.read_bytes())
        about = {
            "version": __version__,
            "origin": origin(),
            "key": own.store.signer.public_key.hex(),
            "migrations": tables.migrations(),
            "columns": {m._meta.db_table: tables.columns(m) for m in tables.kept_tables()},
            "rows": counts,
        }
        # The keys come last: a key destroyed meanwhile stays destroyed, and none is missing that a row needs.
        keys = None if arguments.without_keys else _keys(data / "keys")
        writer.finish(about, keys, passphrase)
    tell("backup_done", file=str(path), n=counts["record_entry"])
    if arguments.without_keys:
        tell("backup_keep_keys", folder=str(data / "keys"))
    return DONE


def run_restore(arguments: argparse.Namespace) -> int:
    """Make an installation out of a backup; all of it or nothing."""
    from comity.web.commands import archive
    from comity.web.commands.restore import restore

    path: Path = arguments.file
    try:
        with archive.reading(path) as opened:
            passphrase = read_passphrase(arguments) if opened.has_keys else ""
            entries = restore(opened, passphrase, arguments)
    except archive.Damaged as damaged:
        raise refused("archive_damaged", 1, file=str(path), part=damaged.part) from damaged
    except archive.WrongPassphrase as wrong:
        raise refused("wrong_passphrase", 1) from wrong
    tell("restore_done", data=str(data_folder(arguments)), n=entries)
    return DONE


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


def _keys(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }
