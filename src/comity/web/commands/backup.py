"""`comity backup`."""

from __future__ import annotations

import argparse
from pathlib import Path

from comity.web.commands.ground import add_ground, data_folder, enter
from comity.web.commands.passphrase import add_passphrase, read_passphrase
from comity.web.commands.speaking import DONE, refused, say, tell


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("backup", help=say("backup"), description=say("backup"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("backup_file"))
    parser.add_argument("--without-keys", action="store_true", help=say("without_keys"))
    add_passphrase(parser)
    add_ground(parser)
    parser.set_defaults(run=run_backup)


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


def _keys(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith(".")
    }
