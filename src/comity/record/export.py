"""The record as one reader may see it, as lines of JSON that anyone can verify without a database.

{"manifest":{"clearances":[...],"format":"comity-record-1","key":"...","origin":"..."}}
{"entry":{header},"payload":{...},"salt":"hex"}      opened: this reader may read it
{"entry":{header}}                                   withheld: it is there, for others
{"entry":{header},"erased":true}                     its key was destroyed; nobody can read it again
{"checkpoint":"..."}                                 after the entry that it was signed at
{"end":{"entries":2,"sha256":"hex of the lines above"}}
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import Any, Final

from comity.record.audience import Clearances, may_open
from comity.record.canonical import canonical
from comity.record.checkpoint import good_origin, parse, write_key
from comity.record.entry import Entry, encode_header, encode_payload

FORMAT: Final = "comity-record-1"


def export(
    entries: Iterable[Entry],
    checkpoints: Iterable[str],
    clearances: Clearances,
    *,
    origin: str,
    public_key: bytes,
    erased: Container[int] = (),
) -> Iterator[str]:
    """The lines of an export, made one by one, as far as the last checkpoint; checkpoints come by size.

    `erased` holds the sequences of the entries whose keys were destroyed.
    """
    if not good_origin(origin):
        raise ValueError(f"{origin!r} cannot be a record's origin")
    digest = hashlib.sha256()
    reached = 0
    for line in _lines(entries, checkpoints, clearances, origin, public_key, erased):
        reached += line.startswith(b'{"entry"')
        digest.update(line)
        yield line.decode()
    yield _line({"end": {"entries": reached, "sha256": digest.hexdigest()}}).decode()


def _lines(
    entries: Iterable[Entry],
    checkpoints: Iterable[str],
    clearances: Clearances,
    origin: str,
    public_key: bytes,
    erased: Container[int],
) -> Iterator[bytes]:
    yield _line(
        {
            "manifest": {
                "clearances": sorted(clearances),
                "format": FORMAT,
                "key": write_key(origin, public_key),
                "origin": origin,
            }
        }
    )
    rest = iter(entries)
    reached = 0
    for checkpoint in checkpoints:
        size = parse(checkpoint).size
        if size < reached:
            raise ValueError(f"the checkpoint at {size} entries comes after {reached} entries")
        for entry in islice(rest, size - reached):
            reached += 1
            yield _entry_line(entry, clearances, erased)
        if reached < size:
            raise ValueError(f"there are {reached} entries, but a checkpoint was signed at {size}")
        yield _line({"checkpoint": checkpoint})


def _entry_line(entry: Entry, clearances: Clearances, erased: Container[int]) -> bytes:
    header = entry.header
    line = b'{"entry":' + encode_header(header.plain())
    if header.sequence in erased:
        return line + b',"erased":true}\n'
    if entry.payload is None or entry.salt is None or not may_open(header.audience, clearances):
        return line + b"}\n"
    payload = encode_payload(entry.payload)
    return line + b',"payload":' + payload + b',"salt":"' + entry.salt.hex().encode() + b'"}\n'


def _line(value: Any) -> bytes:
    return canonical(value) + b"\n"
