"""Hears of what other processes put on the record: from PostgreSQL by its notices, from SQLite by looking."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, connection

from comity.web.store.store import CHANNEL

log = logging.getLogger(__name__)

OnCommit = Callable[[int, int, frozenset[str]], None]

LOOK_EVERY: Final = 0.05
"""Seconds between two looks at a SQLite file; one costs some microseconds."""
AGAIN: Final = 1.0
"""Seconds until a lost connection is tried again."""


class Watch:
    """Tells `on_commit` of every batch of this and of other processes, each at least once."""

    def __init__(self, on_commit: OnCommit) -> None:
        self._on_commit = on_commit
        self._end = threading.Event()
        self._told = 0
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._end.is_set():
            try:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT sequence FROM record_head WHERE id = 1")
                    self._told = self._told or cursor.fetchone()[0]
                if connection.vendor == "postgresql":
                    self._listen()
                else:
                    self._look()
            except DatabaseError as trouble:
                log.warning("the record's database does not answer: %s", str(trouble).strip())
            except Exception:
                log.exception("watching the record failed")
            finally:
                connection.close()
            self._end.wait(AGAIN)

    def _listen(self) -> None:
        connection.ensure_connection()
        server = connection.connection
        server.execute(f"LISTEN {CHANNEL}")
        self._catch_up()
        while not self._end.is_set():
            for notice in server.notifies(timeout=0.5, stop_after=1):
                first, last, *streams = notice.payload.split(" ")
                if int(first) > self._told + 1:
                    self._catch_up()
                elif int(last) > self._told:
                    self._tell(int(first), int(last), frozenset(streams))

    def _look(self) -> None:
        with connection.cursor() as cursor:
            seen = None
            while not self._end.wait(LOOK_EVERY):
                cursor.execute("PRAGMA data_version")
                version = cursor.fetchone()[0]
                if version != seen:
                    seen = version
                    self._catch_up()

    def _catch_up(self) -> None:
        """Tell of all that came after what was told of last."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT stream, MAX(sequence) FROM record_entry WHERE sequence > %s GROUP BY stream", [self._told]
            )
            rows = cursor.fetchall()
        if rows:
            self._tell(self._told + 1, max(last for _, last in rows), frozenset(stream for stream, _ in rows))

    def _tell(self, first: int, last: int, streams: frozenset[str]) -> None:
        self._on_commit(first, last, streams)
        self._told = last
