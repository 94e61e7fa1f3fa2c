"""`comity record verify`: check an export of the record without a database."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final, cast

from comity.record import ed25519
from comity.record.checkpoint import LARGEST_CHECKPOINT, SignatureCheck, parse_key
from comity.record.report import Report
from comity.record.verify import LONGEST_LINE, verify
from comity.rules.words import LANGUAGES, Text, say, text

SOUND: Final = 0
NOT_SOUND: Final = 1
USAGE: Final = 2
_PROGRESS_EVERY: Final = 100_000


def add_commands(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
    *,
    check_signature: SignatureCheck = ed25519.verify,
) -> None:
    """Add the commands of the record that need no database; each sets `run`, which takes the arguments."""
    parser = subparsers.add_parser("verify", help=str(text("record.commands.verify")))
    parser.add_argument("file", type=Path, metavar="FILE", help=str(text("record.commands.file")))
    parser.add_argument("--older", type=Path, metavar="CHECKPOINT", help=str(text("record.commands.older")))
    parser.add_argument("--newer", type=Path, metavar="CHECKPOINT", help=str(text("record.commands.newer")))
    parser.add_argument("--key", type=Path, metavar="FILE", help=str(text("record.commands.key")))
    parser.add_argument("--json", action="store_true", help=str(text("record.commands.json")))
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help=str(text("record.commands.language"))
    )
    parser.set_defaults(run=lambda arguments: run_verify(arguments, check_signature=check_signature))


def run_verify(arguments: argparse.Namespace, *, check_signature: SignatureCheck = ed25519.verify) -> int:
    """Verify the file and say what was found: 0 sound, 1 not sound, 2 when it could not be tried."""
    language = arguments.language
    origin, public_key = None, None
    try:
        if arguments.key is not None:
            try:
                origin, public_key = parse_key(_short(arguments.key).strip())
            except ValueError:
                return _usage(text("record.commands.no_key", file=str(arguments.key)), language)
        older, newer = (None if p is None else _short(p) for p in (arguments.older, arguments.newer))
        with open_lines(arguments.file) as file:
            report = verify(
                _with_progress(bounded_lines(file), language),
                older_checkpoint=older,
                newer_checkpoint=newer,
                public_key=public_key,
                origin=origin,
                check_signature=check_signature,
            )
    except OSError as error:
        return _usage(
            text("record.commands.no_file", file=str(error.filename), why=str(error.strerror)), language
        )
    if arguments.json:
        print(json.dumps(report.plain(), sort_keys=True))
    else:
        print("\n".join(told(report, language)))
    return SOUND if report.sound else NOT_SOUND


def open_lines(path: Path) -> IO[bytes]:
    """The file, unpacked while it is read where it is packed with gzip."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")


def bounded_lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file, none longer than what `verify` refuses anyway."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line


def told(report: Report, language: str) -> Iterator[str]:
    """What was found, in words."""
    fault = report.fault
    if fault is None:
        yield say(text("record.report.sound"), language)
    else:
        yield say(text("record.report.not_sound", reason=fault.reason), language)
        for name, value in (
            ("line", fault.line),
            ("entry", fault.sequence),
            ("stream", fault.stream),
            ("field", fault.field),
        ):
            if value:
                yield "  " + say(text(f"record.report.{name}", value=_visible(value)), language)
    if report.origin:
        clearances = [text("record.report.public"), *map(_visible, report.clearances)]
        yield say(text("record.report.of", origin=report.origin, clearances=clearances), language)
    for name in ("entries", "opened", "withheld", "erased", "missing", "checkpoints"):
        yield "  " + say(text(f"record.report.{name}", n=getattr(report, name)), language)
    if report.missing_at:
        yield "  " + say(text("record.report.missing_at", sequences=report.missing_at), language)
    if report.key:
        sentence = "key_given" if report.key_was_given else "key_from_file"
        yield say(text(f"record.report.{sentence}", public_key=report.key), language)


def _visible(value: Any) -> str:
    """A word out of the file, without what could play tricks on a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))


def _short(path: Path) -> str:
    """A small text file: a checkpoint or a key."""
    with path.open("rb") as file:
        return file.read(LARGEST_CHECKPOINT * 4 + 1).decode("utf-8", "replace")


def _with_progress(lines: Iterable[bytes], language: str) -> Iterator[bytes]:
    """The lines; a long work says on standard error how far it is."""
    for count, line in enumerate(lines, start=1):
        if count % _PROGRESS_EVERY == 0:
            print(text("record.commands.progress", n=count).say(language), file=sys.stderr, flush=True)
        yield line


def _usage(sentence: Text, language: str) -> int:
    print(sentence.say(language), file=sys.stderr)
    return USAGE
