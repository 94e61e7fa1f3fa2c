"""`comity restore`: an installation out of an archive, into an empty place only, and only when the record is sound."""

from __future__ import annotations

import argparse
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from comity.web.commands import archive as archives
from comity.web.commands import ground
from comity.web.commands.archive import Archive, Damaged
from comity.web.commands.passphrase import add_passphrase, read_passphrase
from comity.web.commands.speaking import DONE, FOUND_WRONG, refused, say, tell
from comity.web.secrets import kept


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("restore", help=say("restore"), description=say("restore"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("restore_file"))
    add_passphrase(parser)
    ground.add_ground(parser)
    parser.set_defaults(run=run_restore)


def run_restore(arguments: argparse.Namespace) -> int:
    """Make an installation out of a backup; all of it or nothing."""
    path: Path = arguments.file
    try:
        with archives.reading(path) as archive:
            passphrase = read_passphrase(arguments) if archive.has_keys else ""
            entries = restore(archive, passphrase, arguments)
    except Damaged as damaged:
        raise refused("archive_damaged", FOUND_WRONG, file=str(path), part=damaged.part) from damaged
    except archives.WrongPassphrase as wrong:
        raise refused("wrong_passphrase", FOUND_WRONG) from wrong
    tell("restore_done", data=str(ground.data_folder(arguments)), n=entries)
    return DONE


def restore(archive: Archive, passphrase: str, arguments: argparse.Namespace) -> int:
    """Load the archive; the number of entries on its record."""
    data = ground.data_folder(arguments)
    keys = archive.keys(passphrase) if archive.has_keys else None
    with _undone_on_failure(data, keys is not None):
        _lay_keys(data / "keys", keys, str(archive.manifest.get("origin")))
        for name, content in archive.bodies().items():
            kept(data / "bodies" / name, content)
        ground.settle(arguments)
        _ready_database(archive)
        return _load(archive)


@contextmanager
def _undone_on_failure(data: Path, brings_keys: bool) -> Iterator[None]:
    """Leave a folder in which nothing was as it was found."""
    database = data / "comity.sqlite3"
    if (brings_keys and (data / "keys").exists()) or (data / "bodies").exists() or database.exists():
        raise refused("not_empty", place=str(data))
    if not brings_keys and not (data / "keys" / "record").exists():
        raise refused("bring_keys", folder=str(data / "keys"))
    there = data.exists()
    try:
        yield
    except BaseException:
        from django.conf import settings
        from django.db import connection

        if settings.configured:
            connection.close()
        for file in data.glob("comity.sqlite3*"):
            file.unlink()
        shutil.rmtree(data / "bodies", ignore_errors=True)
        if brings_keys:
            shutil.rmtree(data / "keys", ignore_errors=True)
        if not there:
            shutil.rmtree(data, ignore_errors=True)
        raise


def _lay_keys(folder: Path, keys: dict[str, bytes] | None, origin: str) -> None:
    if keys is not None:
        for name, key in keys.items():
            kept(folder / name, key)
    if not (folder / "origin").exists() or (folder / "origin").read_text() != origin:
        raise refused("other_keys", FOUND_WRONG)


def _ready_database(archive: Archive) -> None:
    from django.conf import settings

    from comity.web.commands import tables
    from comity.web.house import house

    if not tables.empty():
        raise refused("not_empty", place=str(settings.DATABASES["default"]["NAME"]))
    ground.bring_up_to_date()
    here = {model._meta.db_table: tables.columns(model) for model in tables.kept_tables()}
    manifest = archive.manifest
    if (manifest.get("migrations"), manifest.get("columns")) != (tables.migrations(), here):
        raise refused("other_version", version=str(manifest.get("version")))
    if archive.tables() != here.keys():
        raise Damaged("manifest.json")
    if house().store.signer.public_key.hex() != manifest.get("key"):
        raise refused("other_keys", FOUND_WRONG)


def _load(archive: Archive) -> int:
    from django.db import DataError, IntegrityError, transaction

    from comity.web.commands import tables

    with transaction.atomic(durable=True):
        for model in tables.kept_tables():
            table = model._meta.db_table
            try:
                tables.load(model, archive.rows(table))
            except (ValueError, TypeError, DataError, IntegrityError) as trouble:
                raise Damaged(f"tables/{table}.jsonl") from trouble
        tell("restore_verifying")
        return verify_all()


def verify_all() -> int:
    """Every commitment, root and checkpoint of this installation's record and every file; how many entries."""
    from comity.record.verify import verify
    from comity.web.commands import exporting
    from comity.web.house import house, origin

    store = house().store
    for stream in _closed_streams():
        if not store.keyring.holds(stream) and not store.keyring.destroyed(stream):
            raise refused("keys_missing", FOUND_WRONG, stream=stream)
    head = store.head()
    if head.sequence == 0:
        return 0
    try:
        report = verify(
            (line.encode() for line in exporting.lines(exporting.all_tokens())),
            public_key=store.signer.public_key,
            origin=origin(),
            check_signature=exporting.signed,
        )
    except (ValueError, KeyError) as trouble:
        raise refused("record_unsound", FOUND_WRONG, reason=str(trouble)) from trouble
    if report.fault is not None:
        raise refused("record_unsound", FOUND_WRONG, reason=report.fault.reason)
    if (report.entries, report.root) != (head.sequence, head.frontier.root()) or report.missing:
        raise refused("record_unsound", FOUND_WRONG, reason=f"{report.entries} / {head.sequence}")
    _verify_files()
    return report.entries


def _closed_streams() -> list[str]:
    from comity.web.store.models import RecordEntry, RecordFile

    entries = RecordEntry.objects.filter(sealed=True).values_list("stream", flat=True).distinct()
    files = RecordFile.objects.values_list("stream", flat=True).distinct()
    return sorted({*entries, *files})


def _verify_files() -> None:
    from comity.web.house import house
    from comity.web.store.models import RecordFile

    keyring = house().store.keyring
    for file in RecordFile.objects.order_by("pk").iterator(chunk_size=20):
        try:
            content = keyring.open(file.stream, file.sha256, bytes(file.content))
        except ValueError as trouble:
            raise refused("file_unsound", FOUND_WRONG, digest=file.sha256) from trouble
        if content is not None and hashlib.sha256(content).hexdigest() != file.sha256:
            raise refused("file_unsound", FOUND_WRONG, digest=file.sha256)
