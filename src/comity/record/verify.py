"""Whether an export of the record is sound, line by line, with nothing but the file and a public key."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NoReturn

from comity.record import ed25519
from comity.record.audience import Clearances, may_open, well_formed
from comity.record.canonical import canonical
from comity.record.checkpoint import Checkpoint, SignatureCheck, parse, parse_key
from comity.record.entry import LARGEST_HEADER, LARGEST_PAYLOAD, encode_header, is_stamp
from comity.record.export import FORMAT
from comity.record.report import Fault, Report
from comity.record.tree import Frontier, leaf_hash
from comity.rules.words import text

LONGEST_LINE: Final = LARGEST_PAYLOAD + LARGEST_HEADER + 1024
MISSING_NAMED: Final = 20
"""How many of the missing payloads a report names; it counts them all."""

_HEADER: Final = {
    "at": str,
    "audience": str,
    "commitment": str,
    "kind": str,
    "sequence": int,
    "stream": str,
    "version": int,
}
_OPENED: Final = {"entry": dict, "payload": dict, "salt": str}
_ERASED: Final = {"entry": dict, "erased": bool}
_WITHHELD: Final = {"entry": dict}
_MANIFEST: Final = {"clearances": list, "format": str, "key": str, "origin": str}
_END: Final = {"entries": int, "sha256": str}
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LEAVES_AT_ONCE: Final = 1024


def verify(
    lines: Iterable[str | bytes],
    *,
    older_checkpoint: str | None = None,
    newer_checkpoint: str | None = None,
    public_key: bytes | None = None,
    origin: str | None = None,
    check_signature: SignatureCheck = ed25519.verify,
) -> Report:
    """Check an export; the older and newer checkpoints were kept from elsewhere and must agree with it."""
    walk = _Walk(
        given_key=public_key,
        given_origin=origin,
        given=tuple(text for text in (older_checkpoint, newer_checkpoint) if text is not None),
        check_signature=check_signature,
    )
    fault = None
    try:
        try:
            for line in lines:
                walk.line += 1
                _line(walk, line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line)
        except (OSError, EOFError, zlib.error):
            _refuse("unreadable", place={"line": walk.line + 1, "sequence": 0, "stream": ""})
        _finish(walk)
    except _Refused as refused:
        fault = Fault(
            code=refused.code,
            line=refused.place.get("line", walk.line),
            sequence=refused.place.get("sequence", walk.sequence),
            stream=refused.place.get("stream", walk.stream),
            field=refused.field,
            reason=text(f"record.faults.{refused.code}", **refused.blanks),
        )
    return Report(
        origin=walk.origin,
        clearances=tuple(sorted(walk.clearances)),
        key=walk.key,
        key_was_given=public_key is not None,
        entries=walk.entries,
        opened=walk.opened,
        withheld=walk.withheld,
        erased=walk.erased,
        missing=walk.missing,
        missing_at=tuple(walk.missing_at),
        checkpoints=walk.checkpoints,
        root=walk.root,
        fault=fault,
    )


class _Refused(Exception):
    def __init__(self, code: str, field: str, place: Mapping[str, Any], blanks: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code, self.field, self.place, self.blanks = code, field, place, blanks


def _refuse(code: str, field: str = "", *, place: Mapping[str, Any] | None = None, **blanks: Any) -> NoReturn:
    raise _Refused(code, field, place or {}, blanks)


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where a verification stands in the file: all that it holds in memory."""

    given_key: bytes | None
    given_origin: str | None
    given: tuple[str, ...]
    check_signature: SignatureCheck
    known: list[Checkpoint] = field(default_factory=list)
    """The older and the newer checkpoint that were given."""

    line: int = 0
    sequence: int = 0
    """Of the entry on this line; 0 where it holds none."""
    stream: str = ""
    ended: bool = False
    digest: Any = field(default_factory=hashlib.sha256)

    origin: str = ""
    key: str = ""
    public_key: bytes = b""
    clearances: Clearances = frozenset()

    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    """For each stream the version and time of its last entry."""
    entries: int = 0
    opened: int = 0
    withheld: int = 0
    erased: int = 0
    missing: int = 0
    missing_at: list[int] = field(default_factory=list)
    first_missing: dict[str, Any] = field(default_factory=dict)

    frontier: Frontier = field(default_factory=Frontier)
    leaves: list[bytes] = field(default_factory=list)
    """Leaves that the frontier does not hold yet."""
    checkpoints: int = 0
    signed_size: int = -1
    signed_at: str = ""
    root: bytes = b""


def _line(walk: _Walk, line: bytes) -> None:
    walk.sequence, walk.stream = 0, ""
    if walk.ended:
        _refuse("after_end")
    if len(line) > LONGEST_LINE:
        _refuse("too_long", limit=LONGEST_LINE)
    line = line.removesuffix(b"\n")
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        _refuse("not_utf8")
    except (ValueError, RecursionError):
        _refuse("not_json")
    if not isinstance(value, dict):
        _refuse("fields")
    if walk.line == 1 and "manifest" not in value:
        _refuse("manifest")
    if "entry" in value:
        _entry(walk, line, value)
    else:
        _other(walk, line, value)
    walk.digest.update(line)
    walk.digest.update(b"\n")


def _other(walk: _Walk, line: bytes, value: dict[str, Any]) -> None:
    """Any line but an entry's; there are few of them."""
    if len(value) != 1:
        _refuse("fields")
    try:
        same = canonical(value) == line
    except (ValueError, RecursionError):
        same = False
    if not same:
        _refuse("not_canonical")
    match value:
        case {"manifest": dict(manifest)} if walk.line == 1:
            _manifest(walk, manifest)
        case {"checkpoint": str(written)}:
            _checkpoint(walk, written)
        case {"end": dict(end)}:
            _end(walk, end)
        case _:
            _refuse("fields", _named(next(iter(value))))


def _fields(found: dict[str, Any], wanted: Mapping[str, type]) -> None:
    """Refuse a field that is missing, is not known or is of another kind; name the first by alphabet."""
    if found.keys() == wanted.keys() and list(map(type, map(found.__getitem__, wanted))) == list(
        wanted.values()
    ):
        return
    for name in sorted(found.keys() | wanted.keys()):
        if name not in wanted or type(found.get(name)) is not wanted[name]:
            _refuse("fields", _named(name))


def _named(name: str) -> str:
    """A field's name as a report can show it: one that a hostile file made up may be anything."""
    return name if len(name) <= 40 and name.isascii() and name.isidentifier() else "?"


def _manifest(walk: _Walk, manifest: dict[str, Any]) -> None:
    _fields(manifest, _MANIFEST)
    if manifest["format"] != FORMAT:
        _refuse("format", "format")
    tokens = manifest["clearances"]
    if not all(isinstance(t, str) and t and " " not in t for t in tokens) or sorted(set(tokens)) != tokens:
        _refuse("fields", "clearances")
    try:
        name, public_key = parse_key(manifest["key"])
    except ValueError:
        _refuse("key", "key")
    if name != manifest["origin"] or not ed25519.good_key(public_key):
        _refuse("key", "key")
    if walk.given_key not in (None, public_key) or walk.given_origin not in (None, name):
        _refuse("other_key", "key")
    walk.origin, walk.key, walk.public_key = name, manifest["key"], public_key
    walk.clearances = frozenset(tokens)
    walk.known = [_signed(walk, written, place={"line": 0}) for written in walk.given]


def _entry(walk: _Walk, line: bytes, value: dict[str, Any]) -> None:
    walk.sequence = expected = walk.entries + 1
    header = _header(value)
    payload = _same_bytes(walk, line, value, header)
    walk.stream = stream = header["stream"]
    at = header["at"]
    if header["sequence"] != expected:
        _refuse("sequence", "sequence", expected=expected, found=header["sequence"])
    version, last = walk.heads.get(stream, (0, ""))
    if header["version"] != version + 1:
        _refuse("version", "version", expected=version + 1, found=header["version"])
    if not is_stamp(at):
        _refuse("time", "at")
    if at < last:
        _refuse("backwards", "at", at=at, last=last)
    cleared = _cleared(header["audience"], walk.clearances)
    if cleared is None:
        _refuse("audience", "audience")
    if not _HASH.fullmatch(header["commitment"]):
        _refuse("fields", "commitment")
    if payload is not None:
        if not cleared:
            _refuse("not_cleared", "payload")
        if hashlib.sha256(bytes.fromhex(value["salt"]) + payload).hexdigest() != header["commitment"]:
            _refuse("commitment", "payload")
        walk.opened += 1
    elif "erased" in value:
        walk.erased += 1
    elif not cleared:
        walk.withheld += 1
    else:
        _missing(walk)
    walk.heads[stream] = (version + 1, at)
    walk.entries = expected
    for known in walk.known:
        if known.size == expected and known.root != _root_now(walk):
            _refuse("rewritten", "checkpoint")


def _header(value: dict[str, Any]) -> dict[str, Any]:
    """The entry's header, its fields and those beside it being there and of their kind."""
    _fields(
        value,
        _OPENED if "payload" in value or "salt" in value else _ERASED if "erased" in value else _WITHHELD,
    )
    header: dict[str, Any] = value["entry"]
    _fields(header, _HEADER)
    return header


def _same_bytes(walk: _Walk, line: bytes, value: dict[str, Any], header: dict[str, Any]) -> bytes | None:
    """The canonical payload where the line has one; the line being canonical, its leaf joins the tree."""
    try:
        encoded = encode_header(header)
    except ValueError:
        _refuse("not_canonical", "entry")
    payload, rest = None, b"}"
    if "payload" in value:
        if not _HASH.fullmatch(value["salt"]):
            _refuse("fields", "salt")
        try:
            payload = canonical(value["payload"])
        except (ValueError, RecursionError):
            _refuse("not_canonical", "payload")
        rest = b',"payload":' + payload + b',"salt":"' + value["salt"].encode() + b'"}'
    elif "erased" in value:
        rest = b',"erased":true}'
    if line != b'{"entry":' + encoded + rest:
        _refuse("not_canonical")
    walk.leaves.append(leaf_hash(encoded))
    if len(walk.leaves) == _LEAVES_AT_ONCE:
        _root_now(walk)
    return payload


def _missing(walk: _Walk) -> None:
    """Go on, so that all are counted; a file that lacks payloads it should have is refused in the end."""
    if not walk.missing:
        walk.first_missing = {"line": walk.line, "sequence": walk.sequence, "stream": walk.stream}
    walk.missing += 1
    if walk.missing <= MISSING_NAMED:
        walk.missing_at.append(walk.sequence)


@lru_cache(maxsize=1024)
def _cleared(name: str, clearances: Clearances) -> bool | None:
    """Whether the reader may open an entry for this audience; None where no audience is named so."""
    return may_open(name, clearances) if well_formed(name) else None


def _root_now(walk: _Walk) -> bytes:
    walk.frontier = walk.frontier.extend(walk.leaves)
    walk.leaves.clear()
    return walk.frontier.root()


def _signed(walk: _Walk, written: str, *, place: Mapping[str, Any] | None = None) -> Checkpoint:
    """The checkpoint in this text, of this record and signed by its key."""
    try:
        checkpoint = parse(written)
    except ValueError:
        _refuse("checkpoint", "checkpoint", place=place)
    if checkpoint.origin != walk.origin:
        _refuse("origin", "checkpoint", place=place)
    if not checkpoint.signatures_of(walk.public_key):
        _refuse("unsigned", "checkpoint", place=place)
    if not checkpoint.signed_by(walk.public_key, walk.check_signature):
        _refuse("forged", "checkpoint", place=place)
    return checkpoint


def _checkpoint(walk: _Walk, written: str) -> None:
    checkpoint = _signed(walk, written)
    if checkpoint.size != walk.entries:
        _refuse("size", "checkpoint", size=checkpoint.size, entries=walk.entries)
    if checkpoint.root != _root_now(walk):
        _refuse("root", "checkpoint")
    if checkpoint.at < walk.signed_at:
        _refuse("backwards", "checkpoint", at=checkpoint.at, last=walk.signed_at)
    walk.signed_at = checkpoint.at
    walk.checkpoints += 1
    walk.signed_size, walk.root = checkpoint.size, checkpoint.root


def _end(walk: _Walk, end: dict[str, Any]) -> None:
    _fields(end, _END)
    if end["entries"] != walk.entries:
        _refuse("count", "entries", said=end["entries"], entries=walk.entries)
    if walk.signed_size != walk.entries:
        _refuse("unsigned_tail", place={"sequence": walk.signed_size + 1})
    if end["sha256"] != walk.digest.hexdigest():
        _refuse("digest", "sha256")
    walk.ended = True


def _finish(walk: _Walk) -> None:
    walk.sequence, walk.stream = 0, ""
    if not walk.ended:
        _refuse("cut_off", place={"line": walk.line + 1})
    for known in walk.known:
        if known.size > walk.entries:
            place = {"sequence": walk.entries + 1}
            _refuse("truncated", "checkpoint", place=place, size=known.size, entries=walk.entries)
    if walk.missing:
        _refuse("missing", "payload", place=walk.first_missing, n=walk.missing)
