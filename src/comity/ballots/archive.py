"""The archive of an election: a chain of events in a tar file of which every byte is determined."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from comity.ballots.canonical import count, from_canonical_json, hex_hash, is_decimal, record, string, to_json
from comity.ballots.refusals import Refused, at, require


class FileSource:
    """A file read piece by piece, so that an archive of any size takes little memory, and none is mapped:
    what is cut off while it is read is missing, and stops nobody."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._size = path.stat().st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._size)
        self._file.seek(start)
        return self._file.read(max(0, end - start))

    def __enter__(self) -> FileSource:
        return self

    def __exit__(self, *_: Any) -> None:
        self._file.close()


Source: TypeAlias = "bytes | FileSource"

BLOCK: Final = 512
PIECE: Final = 1 << 20
MEMBER_LIMIT: Final = 128 << 20
OBJECT_LIMIT: Final = 8 << 20
"""Of everything but the list of credentials."""
MOST_SHARES: Final = 100
SMALL_LIMIT: Final = 1 << 12

SETUP: Final = "Setup"
BALLOT: Final = "Ballot"
END_BALLOTS: Final = "EndBallots"
TALLY: Final = "EncryptedTally"
SHARE: Final = "PartialDecryption"
RESULT: Final = "Result"

OBJECTS: Final = {SETUP: 4, BALLOT: 1, END_BALLOTS: 0, TALLY: 2, SHARE: 2, RESULT: 1}
"""How many objects stand before each event."""
AFTER: Final = {
    None: (SETUP,),
    SETUP: (BALLOT, END_BALLOTS),
    BALLOT: (BALLOT, END_BALLOTS),
    END_BALLOTS: (TALLY,),
    TALLY: (SHARE,),
    SHARE: (SHARE, RESULT),
    RESULT: (),
}
"""What may follow what."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where the chain stands: what the next event must point at."""

    timestamp: str
    height: int = -1
    last: str = ""
    stage: str | None = None


def _header(name: str, size: int, timestamp: str) -> bytes:
    fields = (
        (0, name.encode("ascii")),
        (100, b"0000644"),
        (108, b"0000000"),
        (116, b"0000000"),
        (124, b"%011o" % size),
        (136, b"%011o" % int(timestamp)),
        (148, b"        "),
        (156, b"0"),
    )
    block = bytearray(BLOCK)
    for start, data in fields:
        block[start : start + len(data)] = data
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def _member(name: str, data: bytes, timestamp: str) -> bytes:
    return _header(name, len(data), timestamp) + data + b"\0" * (-len(data) % BLOCK)


def _opening(timestamp: str) -> bytes:
    return to_json({"version": 1, "timestamp": timestamp})


def _append(head: Head, kind: str, objects: Sequence[bytes]) -> tuple[bytes, Head]:
    """The bytes that an event with its objects adds to the file, and where the chain then stands."""
    require(kind in AFTER[head.stage], "out_of_place", event=kind, after=head.stage or "-")
    event: dict[str, Any] = {"parent": head.last} if head.last else {}
    event |= {"height": head.height + 1, "type": kind}
    if objects:
        event["payload"] = hex_hash(objects[-1])
    raw = to_json(event)
    parts = [_member(f"{hex_hash(item)}.data.json", item, head.timestamp) for item in objects]
    parts.append(_member(f"{hex_hash(raw)}.event.json", raw, head.timestamp))
    following = Head(timestamp=head.timestamp, height=head.height + 1, last=hex_hash(raw), stage=kind)
    return b"".join(parts), following


def open_archive(
    timestamp: int, *, election: bytes, trustees: bytes, credentials: bytes
) -> tuple[bytes, Head]:
    """The beginning of the file: header and setup."""
    setup = to_json(
        {"election": hex_hash(election), "trustees": hex_hash(trustees), "credentials": hex_hash(credentials)}
    )
    head = Head(timestamp=str(timestamp))
    data, head = _append(head, SETUP, (election, trustees, credentials, setup))
    return _member("BELENIOS", _opening(head.timestamp), head.timestamp) + data, head


def add_ballot(head: Head, ballot: bytes) -> tuple[bytes, Head]:
    return _append(head, BALLOT, (ballot,))


def end_ballots(head: Head) -> tuple[bytes, Head]:
    return _append(head, END_BALLOTS, ())


def add_tally(head: Head, tally: bytes, sized: bytes) -> tuple[bytes, Head]:
    return _append(head, TALLY, (tally, sized))


def add_share(head: Head, share: bytes, owned: bytes) -> tuple[bytes, Head]:
    return _append(head, SHARE, (share, owned))


def add_result(head: Head, result: bytes) -> tuple[bytes, Head]:
    return _append(head, RESULT, (result,))


class Place(NamedTuple):
    """Where an object stands in the file, and its hash."""

    start: int
    size: int
    digest: str

    def of(self, source: Source) -> bytes:
        return source[self.start : self.start + self.size]

    def part(self, source: Source, size: int) -> bytes:
        """Its first bytes, at most so many."""
        return source[self.start : self.start + min(size, self.size)]


@dataclass(frozen=True, kw_only=True)
class Archive:
    """An archive whose file, chain and order of stages are sound; what its objects say is not yet checked."""

    source: Source = field(repr=False)
    head: Head
    election: bytes = field(repr=False)
    trustees: bytes = field(repr=False)
    credentials: bytes = field(repr=False)
    ballots: tuple[Place, ...] = field(repr=False)
    tally: tuple[bytes, bytes] | None = field(repr=False)
    shares: tuple[tuple[bytes, bytes], ...] = field(repr=False)
    result: bytes | None = field(repr=False)

    @property
    def closed(self) -> bool:
        """Whether no more ballots are taken."""
        return self.head.stage not in (SETUP, BALLOT)


def read_archive(source: Source) -> Archive:
    """Read a whole archive; refuse any byte that is not determined by what came before it."""
    members = _members(source)
    head = Head(timestamp=_first(members, source))
    events: dict[str, list[list[Place]]] = {kind: [] for kind in OBJECTS}
    for objects, event in _events(members):
        with at(f"event {head.height + 1}"):
            require(event.size <= SMALL_LIMIT, "too_long", length=event.size, limit=SMALL_LIMIT)
            head = _follow(head, objects, event.of(source))
            _bound(head.stage, objects)
        events[head.stage or ""].append(objects)
        require(len(events[SHARE]) <= MOST_SHARES, "out_of_place", event=SHARE, after=SHARE)
    require(head.stage is not None, "no_setup")
    (setup,) = events[SETUP]
    election, trustees, credentials, _ = (place.of(source) for place in setup)
    _check_setup(setup, source)
    tallies = [(tally.of(source), sized.of(source)) for tally, sized in events[TALLY]]
    results = [result.of(source) for (result,) in events[RESULT]]
    return Archive(
        source=source,
        head=head,
        election=election,
        trustees=trustees,
        credentials=credentials,
        ballots=tuple(ballot for (ballot,) in events[BALLOT]),
        tally=tallies[0] if tallies else None,
        shares=tuple((share.of(source), owned.of(source)) for share, owned in events[SHARE]),
        result=results[0] if results else None,
    )


_Member: TypeAlias = tuple[str, Place]


def _first(members: Iterator[_Member], source: Source) -> str:
    name, place = next(members, ("", Place(0, 0, "")))
    require(name == "BELENIOS", "not_an_archive")
    return str(from_canonical_json(place.of(source), limit=SMALL_LIMIT)["timestamp"])


def _timestamp(source: Source) -> str:
    """The time that every header repeats, from the archive's first member."""
    size = source[124:135]
    require(len(source) >= 2 * BLOCK and source[:9] == b"BELENIOS\0" and size.isdigit(), "not_an_archive")
    require(not set(size) & set(b"89"), "not_an_archive")
    raw = source[BLOCK : BLOCK + min(int(size, 8), BLOCK)]
    with at("BELENIOS"):
        found = record(from_canonical_json(raw, limit=SMALL_LIMIT), ("version", "timestamp"))
        require(count(found["version"], place="version") == 1, "wrong_version")
        timestamp = string(found["timestamp"], place="timestamp")
        require(is_decimal(timestamp, 10) and int(timestamp) < 8**11, "not_a_number", "timestamp")
    return timestamp


def _members(source: Source) -> Iterator[_Member]:
    """Every member in order, its header and padding compared byte by byte with the only right ones."""
    timestamp, start = _timestamp(source), 0
    while start < len(source):
        place = f"byte {start}"
        header = source[start : start + BLOCK]
        require(len(header) == BLOCK, "cut_short", place)
        name = header[:100].rstrip(b"\0").decode("ascii", "replace")
        octal = header[124:135]
        require(octal.isdigit() and not set(octal) & set(b"89"), "altered_header", place)
        size = int(octal, 8)
        require(size <= MEMBER_LIMIT, "too_long", place, length=size, limit=MEMBER_LIMIT)
        require(name.isascii() and _header(name, size, timestamp) == header, "altered_header", place)
        data = start + BLOCK
        end = data + size + -size % BLOCK
        require(end <= len(source), "cut_short", place)
        require(not any(source[data + size : end]), "altered_padding", place)
        yield name, Place(data, size, _hash_of(source, data, data + size))
        start = end


def _hash_of(source: Source, start: int, end: int) -> str:
    """Of a member, which may be far larger than anything that is read whole."""
    found = hashlib.sha256()
    for at_byte in range(start, end, PIECE):
        found.update(source[at_byte : min(end, at_byte + PIECE)])
    return found.hexdigest()


def _events(members: Iterator[_Member]) -> Iterator[tuple[list[Place], Place]]:
    """Events, each with the objects that stand before it."""
    objects: list[Place] = []
    for name, place in members:
        digest, _, kind = name.partition(".")
        require(kind in ("data.json", "event.json"), "unknown_member", name=name)
        require(digest == place.digest, "wrong_name", f"byte {place.start}", name=name)
        if kind == "data.json":
            objects.append(place)
            continue
        yield objects, place
        objects = []
    require(not objects, "unreferenced_object", number=len(objects))


def _follow(head: Head, objects: Sequence[Place], raw: bytes) -> Head:
    """The head after this event, which must be the one that the chain asks for."""
    keys = ("parent", "height", "type", "payload")
    event = record(from_canonical_json(raw, limit=SMALL_LIMIT), keys, ("parent", "payload"))
    kind = string(event["type"], place="type")
    require(kind in OBJECTS, "unknown_event", "type", event=kind)
    require(kind in AFTER[head.stage], "out_of_place", "type", event=kind, after=head.stage or "-")
    require(count(event["height"], place="height") == head.height + 1, "wrong_height", "height")
    require(event.get("parent", "") == head.last, "broken_chain", "parent")
    wanted = OBJECTS[kind]
    require(len(objects) >= wanted, "missing_object", event=kind)
    require(len(objects) <= wanted, "unreferenced_object", number=len(objects) - wanted)
    payload = objects[-1].digest if objects else ""
    require(event.get("payload", "") == payload, "other_object", "payload")
    return Head(timestamp=head.timestamp, height=head.height + 1, last=hex_hash(raw), stage=kind)


def _bound(kind: str | None, objects: Sequence[Place]) -> None:
    """No object but the list of credentials, the third of the setup, is large."""
    for i, place in enumerate(objects):
        if (kind, i) != (SETUP, 2):
            require(place.size <= OBJECT_LIMIT, "too_long", length=place.size, limit=OBJECT_LIMIT)


def _check_setup(objects: Sequence[Place], source: Source) -> None:
    """That the setup names the election, the trustees and the credentials that stand before it."""
    names = ("election", "trustees", "credentials")
    with at("setup"):
        found = record(from_canonical_json(objects[3].of(source), limit=SMALL_LIMIT), names)
        for name, place in zip(names, objects, strict=False):
            require(found[name] == place.digest, "other_object", name)


def payload_of(raw: bytes, digest: str, place: str) -> None:
    """That an object is the one that another object names."""
    if hex_hash(raw) != digest:
        raise Refused("other_object", place)
