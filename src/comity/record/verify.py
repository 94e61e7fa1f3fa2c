"""Whether an export of the record is sound: checked line by line, with nothing but the file and a public key."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NoReturn

from comity.record import ed25519
from comity.record.audience import Clearances, may_open, well_formed
from comity.record.canonical import canonical
from comity.record.checkpoint import Checkpoint, SignatureCheck, parse, parse_key
from comity.record.entry import LARGEST_HEADER, LARGEST_PAYLOAD, SALT_BYTES, encode_header, encode_payload
from comity.record.export import FORMAT
from comity.record.tree import Frontier, leaf_hash
from comity.rules.words import Text, text

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
_WITH_ENTRY: Final = (frozenset(), frozenset({"erased"}), frozenset({"payload", "salt"}))
_MANIFEST: Final = {"clearances": list, "format": str, "key": str, "origin": str}
_END: Final = {"entries": int, "sha256": str}
_TIME: Final = re.compile(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9]T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
)
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_LEAVES_AT_ONCE: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first place where a file is not sound: a code for programs, a reason for people."""

    code: str
    line: int
    """Counted from 1; 0 where it is not the file, but what it was compared with."""
    sequence: int = 0
    stream: str = ""
    field: str = ""
    reason: Text

    def plain(self) -> dict[str, Any]:
        """As JSON writes it."""
        return {
            "code": self.code,
            "field": self.field,
            "line": self.line,
            "sequence": self.sequence,
            "stream": self.stream,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a verification found."""

    origin: str
    clearances: tuple[str, ...]
    """For whom the file was made, by its own word: judges what is withheld and what is missing."""
    key: str
    """The key that the signatures were checked with, as signed notes publish keys."""
    key_was_given: bool
    """Whether the verifier brought the key; otherwise the file itself named it, and anyone could have."""
    entries: int
    opened: int
    withheld: int
    erased: int
    missing: int
    missing_at: tuple[int, ...]
    """Sequences of the first missing payloads."""
    checkpoints: int
    root: bytes
    """Root over the entries up to the last checkpoint that was found good."""
    fault: Fault | None

    @property
    def sound(self) -> bool:
        return self.fault is None

    def plain(self) -> dict[str, Any]:
        """As JSON writes it."""
        return {
            "checkpoints": self.checkpoints,
            "clearances": list(self.clearances),
            "entries": self.entries,
            "erased": self.erased,
            "fault": None if self.fault is None else self.fault.plain(),
            "key": self.key,
            "key_was_given": self.key_was_given,
            "missing": self.missing,
            "missing_at": list(self.missing_at),
            "opened": self.opened,
            "origin": self.origin,
            "root": self.root.hex(),
            "sound": self.sound,
            "withheld": self.withheld,
        }


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
        given={"older": older_checkpoint, "newer": newer_checkpoint},
        check_signature=check_signature,
    )
    fault = None
    try:
        try:
            for line in lines:
                walk.line += 1
                _line(walk, line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line)
        except (OSError, EOFError, zlib.error):
            walk.line += 1
            _refuse("unreadable")
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


class _Refused(Exception):  # noqa: N818  (a verdict, not a mishap)
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
    given: Mapping[str, str | None]
    check_signature: SignatureCheck
    known: list[tuple[str, Checkpoint]] = field(default_factory=list)
    """The older and the newer checkpoint, not yet reached."""

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
            _refuse("fields", next(iter(value)))


def _fields(found: dict[str, Any], wanted: Mapping[str, type]) -> None:
    """Refuse a field that is missing, is not known or is of another kind; name the first by alphabet."""
    for name in sorted(found.keys() | wanted.keys()):
        if name not in wanted or type(found.get(name)) is not wanted[name]:
            _refuse("fields", name)


def _manifest(walk: _Walk, manifest: dict[str, Any]) -> None:
    _fields(manifest, _MANIFEST)
    if manifest["format"] != FORMAT:
        _refuse("format", "format", format=FORMAT)
    tokens = manifest["clearances"]
    if not all(isinstance(t, str) and t and " " not in t for t in tokens) or sorted(set(tokens)) != tokens:
        _refuse("fields", "clearances")
    try:
        name, public_key = parse_key(manifest["key"])
    except ValueError:
        _refuse("key", "key")
    if not ed25519.good_key(public_key):
        _refuse("key", "key")
    if name != manifest["origin"] or walk.given_origin not in (None, name):
        _refuse("origin", "origin", origin=manifest["origin"])
    if walk.given_key not in (None, public_key):
        _refuse("other_key", "key")
    walk.origin, walk.key, walk.public_key = name, manifest["key"], public_key
    walk.clearances = frozenset(tokens)
    for which, written in walk.given.items():
        if written is not None:
            known = _signed(walk, written, which, place={"line": 0})
            if known.size:
                walk.known.append((which, known))


def _entry(walk: _Walk, line: bytes, value: dict[str, Any]) -> None:
    walk.sequence = expected = walk.entries + 1
    header = value["entry"]
    if not isinstance(header, dict):
        _refuse("fields", "entry")
    if value.keys() - {"entry"} not in _WITH_ENTRY:
        _refuse("fields", min((value.keys() - {"entry"}) ^ {"payload", "salt"}))
    for name, kind in _HEADER.items():
        if type(header.get(name)) is not kind:
            _refuse("fields", name)
    if len(header) != len(_HEADER):
        _refuse("fields", min(header.keys() - _HEADER.keys()))
    walk.stream = header["stream"]
    payload = _same_bytes(line, value, header)

    if header["sequence"] != expected:
        _refuse("sequence", "sequence", expected=expected, found=header["sequence"])
    version, at = walk.heads.get(walk.stream, (0, ""))
    if header["version"] != version + 1:
        _refuse("version", "version", expected=version + 1, found=header["version"])
    if not _is_time(header["at"]):
        _refuse("time", "at")
    if header["at"] < at:
        _refuse("backwards", "at", at=header["at"], last=at)
    cleared = _cleared(header["audience"], walk.clearances)
    if cleared is None:
        _refuse("audience", "audience")
    if not _HASH.fullmatch(header["commitment"]):
        _refuse("fields", "commitment")
    if payload is not None:
        if not cleared:
            _refuse("not_cleared", "payload", audience=header["audience"])
        if hashlib.sha256(bytes.fromhex(value["salt"]) + payload).hexdigest() != header["commitment"]:
            _refuse("commitment", "payload")
        walk.opened += 1
    elif "erased" in value:
        walk.erased += 1
    elif not cleared:
        walk.withheld += 1
    else:
        _missing(walk)
    walk.heads[walk.stream] = (version + 1, header["at"])
    walk.entries = expected
    if len(walk.leaves) >= _LEAVES_AT_ONCE:
        _root_now(walk)
    if walk.known:
        _compare(walk)


def _same_bytes(line: bytes, value: dict[str, Any], header: dict[str, Any]) -> bytes | None:
    return None
