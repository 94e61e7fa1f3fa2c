"""The record's store in a database, through Django's connection of the calling thread.

Whoever sits at the desk holds the one row of the record's head: on SQLite because there is one writer, on PostgreSQL
by a row lock.  What is written is durable when the transaction ends (SQLite synchronous=FULL).
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, connection, transaction
from pydantic_core import from_json

from comity.clerk.store import Answered, Head, RecordUnavailable
from comity.record.canonical import canonical
from comity.record.checkpoint import write as write_checkpoint
from comity.record.entry import SALT_BYTES, Entry, Header, moment, stamp
from comity.record.tree import Frontier
from comity.rules.guard import Ruling
from comity.rules.plain import from_plain, to_plain
from comity.web.live.across import CHANNEL
from comity.web.store.keys import Keyring, RecordSigner

log = logging.getLogger(__name__)

_COLUMNS: Final = "sequence, stream, version, kind, at, audience, commitment, sealed, content"
_KEYS_AT_ONCE: Final = 200


@contextmanager
def available() -> Iterator[None]:
    """Turn the database's troubles into the one that callers know."""
    try:
        yield
    except (DatabaseError, InterfaceError) as trouble:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
            if isinstance(trouble, InterfaceError):
                connection.close()
        log.error("the record's database does not answer as it should: %s", trouble)
        raise RecordUnavailable(str(trouble)) from trouble


class DatabaseDesk:
    """One transaction that holds the head of the record."""

    def __init__(self, store: DatabaseStore, head: Head) -> None:
        self.head = head
        self._store = store

    def answered(self, acts: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], Answered]:
        keys = sorted(set(acts))
        found: dict[tuple[str, str], Answered] = {}
        with connection.cursor() as cursor:
            for start in range(0, len(keys), _KEYS_AT_ONCE):
                some = keys[start : start + _KEYS_AT_ONCE]
                places = ",".join(["(%s,%s)"] * len(some))
                cursor.execute(
                    "SELECT person, act, fingerprint, ruling FROM record_ruling "  # noqa: S608  (places, never values)
                    f"WHERE (person, act) IN (VALUES {places})",
                    [part for key in some for part in key],
                )
                for person, act, fingerprint, ruling in cursor.fetchall():
                    found[person, act] = Answered(
                        person=person, act_id=act, fingerprint=fingerprint, ruling=_ruling(ruling)
                    )
        return found

    def read(self, stream: str, after: int) -> Sequence[Entry]:
        return self._store.read(stream, after)

    def write(
        self,
        entries: Sequence[Entry],
        answers: Sequence[Answered],
        head: Head,
        due: Mapping[str, datetime | None],
    ) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO record_ruling (person, act, fingerprint, ruling) VALUES (%s, %s, %s, %s)",
                [(a.person, a.act_id, a.fingerprint, json.dumps(to_plain(a.ruling))) for a in answers],
            )
            if not entries:
                return
            assert head.at is not None
            cursor.executemany(
                f"INSERT INTO record_entry ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
                [self._store.row(entry) for entry in entries],
            )
            cursor.execute(
                "UPDATE record_head SET sequence = %s, at = %s, frontier = %s WHERE id = 1",
                [head.sequence, stamp(head.at), head.frontier.pack()],
            )
            checkpoint = write_checkpoint(
                size=head.sequence, root=head.frontier.root(), signer=self._store.signer, at=head.at
            )
            cursor.execute(
                "INSERT INTO record_checkpoint (size, text) VALUES (%s, %s)", [head.sequence, checkpoint]
            )
            self._keep_clocks(cursor, due)
            if connection.vendor == "postgresql":
                streams = " ".join(sorted(due))
                told = f"{entries[0].header.sequence} {head.sequence} {streams}"
                cursor.execute(
                    "SELECT pg_notify(%s, %s)", [CHANNEL, told if len(told) < 7_900 else told[:7_900]]
                )

    @staticmethod
    def _keep_clocks(cursor: Any, due: Mapping[str, datetime | None]) -> None:
        for stream, at in due.items():
            if at is None:
                cursor.execute("DELETE FROM record_clock WHERE stream = %s", [stream])
            else:
                cursor.execute(
                    "INSERT INTO record_clock (stream, due) VALUES (%s, %s) "
                    "ON CONFLICT (stream) DO UPDATE SET due = excluded.due",
                    [stream, stamp(at)],
                )


class DatabaseStore:
    """The record in the database of this installation."""

    def __init__(self, keyring: Keyring, signer: RecordSigner) -> None:
        self.keyring = keyring
        self.signer = signer
        self._leaves: list[bytes] = []
        self._leafing = threading.Lock()

    def ready(self) -> None:
        """Have a connection: whoever held a lock and waited for one would wait for those who wait for the lock."""
        with available():
            connection.ensure_connection()

    def rest(self) -> None:
        """Give the connection back to the pool; SQLite's is the thread's own and stays."""
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            connection.close()

    @contextmanager
    def desk(self) -> Iterator[DatabaseDesk]:
        with available(), transaction.atomic(durable=True):
            yield DatabaseDesk(self, self._locked_head())

    def read(self, stream: str, after: int) -> Sequence[Entry]:
        with available(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_COLUMNS} FROM record_entry WHERE stream = %s AND version > %s ORDER BY version",  # noqa: S608
                [stream, after],
            )
            return [self.entry(row) for row in cursor.fetchall()]

    def streams(self, kind: str) -> Sequence[str]:
        """The streams of one kind of proceeding, in the order in which they began."""
        with available(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT stream FROM record_entry WHERE version = 1 AND kind = %s ORDER BY sequence", [kind]
            )
            return [stream for (stream,) in cursor.fetchall()]

    def all_entries(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """The whole record in its order, a piece at a time."""
        at = after
        while True:
            with available(), connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {_COLUMNS} FROM record_entry WHERE sequence > %s ORDER BY sequence LIMIT 2000",  # noqa: S608
                    [at],
                )
                rows = cursor.fetchall()
            for row in rows:
                if upto is not None and row[0] > upto:
                    return
                yield self.entry(row)
            if len(rows) < 2000:
                return
            at = rows[-1][0]

    def head(self) -> Head:
        """The end of the record as it stands."""
        with available(), connection.cursor() as cursor:
            cursor.execute("SELECT sequence, at, frontier FROM record_head WHERE id = 1")
            return _head(cursor.fetchone())

    def leaves(self) -> list[bytes]:
        """The leaves of the whole tree, for proofs; read once and kept."""
        self.ready()
        with self._leafing:
            for header in self._headers(len(self._leaves)):
                self._leaves.append(header.leaf())
            return self._leaves[:]

    def _headers(self, after: int) -> Iterator[Header]:
        with available(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT sequence, stream, version, kind, at, audience, commitment FROM record_entry "
                "WHERE sequence > %s ORDER BY sequence",
                [after],
            )
            for row in cursor.fetchall():
                yield _header(row)

    def checkpoint(self) -> str | None:
        """The newest signed checkpoint."""
        with available(), connection.cursor() as cursor:
            cursor.execute("SELECT text FROM record_checkpoint ORDER BY size DESC LIMIT 1")
            row = cursor.fetchone()
            return row[0] if row else None

    def due(self, now: datetime) -> Sequence[str]:
        with available(), connection.cursor() as cursor:
            cursor.execute("SELECT stream FROM record_clock WHERE due <= %s ORDER BY due", [stamp(now)])
            return [stream for (stream,) in cursor.fetchall()]

    def row(self, entry: Entry) -> tuple[Any, ...]:
        """An entry as its row."""
        header = entry.header
        assert entry.payload is not None and entry.salt is not None
        content = entry.salt + canonical(entry.payload)
        sealed = header.audience != "public"
        if sealed:
            content = self.keyring.close(header.stream, str(header.sequence), content)
        return (
            header.sequence,
            header.stream,
            header.version,
            header.kind,
            header.at,
            header.audience,
            header.commitment,
            sealed,
            content,
        )

    def entry(self, row: Sequence[Any]) -> Entry:
        """A row as its entry; without payload where it was erased."""
        header = _header(row[:7])
        sealed, kept = row[7:]
        content: bytes | None = bytes(kept)
        if sealed:
            content = self.keyring.open(header.stream, str(header.sequence), bytes(kept))
        if content is None:
            return Entry(header=header)
        return Entry(header=header, payload=from_json(content[SALT_BYTES:]), salt=content[:SALT_BYTES])

    @staticmethod
    def _locked_head() -> Head:
        lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT sequence, at, frontier FROM record_head WHERE id = 1{lock}")  # noqa: S608
            return _head(cursor.fetchone())


def _header(row: Sequence[Any]) -> Header:
    sequence, stream, version, kind, at, audience, commitment = row
    return Header(
        sequence=sequence,
        stream=stream,
        version=version,
        kind=kind,
        at=at,
        audience=audience,
        commitment=commitment,
    )


def _head(row: Sequence[Any]) -> Head:
    sequence, at, frontier = row
    return Head(sequence=sequence, at=moment(at) if at else None, frontier=Frontier.unpack(bytes(frontier)))


def _ruling(written: str) -> Ruling:
    ruling = from_plain(json.loads(written))
    assert isinstance(ruling, Ruling)
    return ruling
