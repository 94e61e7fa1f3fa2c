"""`comity record`: verify, export, checkpoint, erase, key."""

from __future__ import annotations

import argparse
import gzip
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comity.record.commands import add_commands as add_verify
from comity.web.commands.ground import add_ground, enter
from comity.web.commands.speaking import DONE, refused, say, tell


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("record", help=say("record"), description=say("record"))
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add_verify(actions, check_signature=_signed)

    export = actions.add_parser("export", help=say("record_export"))
    export.add_argument("file", type=Path, metavar="FILE", help=say("record_file"))
    reader = export.add_mutually_exclusive_group()
    reader.add_argument("--reader", default="", metavar="ID", help=say("record_reader"))
    reader.add_argument("--whole", action="store_true", help=say("record_whole"))
    export.set_defaults(run=run_export)

    checkpoint = actions.add_parser("checkpoint", help=say("record_checkpoint"))
    checkpoint.set_defaults(run=run_checkpoint)

    key = actions.add_parser("key", help=say("record_key"))
    key.set_defaults(run=run_key)

    erase = actions.add_parser("erase", help=say("record_erase"))
    erase.add_argument("stream", metavar="STREAM", help=say("record_stream"))
    erase.add_argument("--yes", action="store_true", help=say("record_yes"))
    erase.set_defaults(run=run_erase)
    for action in (export, checkpoint, key, erase):
        add_ground(action)


def run_export(arguments: argparse.Namespace) -> int:
    """The record as one reader may see it; everyone, unless a person is named."""
    path: Path = arguments.file
    if path.exists():
        raise refused("backup_exists", file=str(path))
    enter(arguments)
    from comity.web.commands import exporting
    from comity.web.house import house

    if arguments.reader and arguments.reader not in exporting.people():
        raise refused("record_no_reader", person=arguments.reader)
    tokens = (
        exporting.all_tokens() if arguments.whole else house().clearances(house().actor(arguments.reader))
    )
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            entries = _write(file, exporting.lines(tokens), packed=path.suffix == ".gz")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    tell("record_exported", file=str(path), n=entries)
    return DONE


def _write(file: Any, lines: Iterator[str], *, packed: bool) -> int:
    entries = 0
    out = gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=0) if packed else file
    for line in lines:
        entries += line.startswith('{"entry"')
        out.write(line.encode())
    if packed:
        out.close()
    return entries


def run_checkpoint(arguments: argparse.Namespace) -> int:
    """The newest signed checkpoint, for whoever keeps watch."""
    enter(arguments)
    from comity.web.house import house

    newest = house().store.checkpoint()
    if newest is None:
        raise refused("record_empty")
    sys.stdout.write(newest)
    return DONE


def run_key(arguments: argparse.Namespace) -> int:
    """The public key as it is to be published."""
    enter(arguments)
    from comity.record.checkpoint import write_key
    from comity.web.house import house, origin

    print(write_key(origin(), house().store.signer.public_key))
    return DONE


def run_erase(arguments: argparse.Namespace) -> int:
    """Destroy the key of a stream; what is closed in it can never be read again."""
    enter(arguments)
    from comity.web.house import house
    from comity.web.store.models import RecordEntry

    stream: str = arguments.stream
    sealed = RecordEntry.objects.filter(stream=stream, sealed=True).count()
    if not sealed:
        raise refused("record_nothing_closed", stream=stream)
    if house().store.keyring.destroyed(stream):
        raise refused("record_erased_before", stream=stream)
    if not arguments.yes:
        if not sys.stdin.isatty():
            raise refused("record_say_yes")
        if input(say("record_erase_ask", stream=stream, n=sealed) + " ").strip() != stream:
            raise refused("record_not_erased")
    house().store.keyring.destroy(stream)
    tell("record_erased", n=sealed)
    tell("record_erased_next")
    return DONE


def _signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    from comity.web.commands.exporting import signed

    return signed(public_key, message, signature)
