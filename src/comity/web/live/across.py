"""How a commit in one process reaches the listeners of another.

PostgreSQL tells by NOTIFY, `first last stream stream...` on one channel.  SQLite tells nobody, but answers
at once
whether its file was changed by another connection, so a process that shares it asks that again and again.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

log = logging.getLogger(__name__)

CHANNEL: Final = "comity_record"
LONGEST: Final = 7_500
"""Bytes of a notification; PostgreSQL takes less than 8,000."""
ASK: Final = 0.05
"""Seconds between two questions to SQLite: a few microseconds of work each."""

OnCommit = Callable[[int, int, tuple[str, ...]], None]


def notification(first: int, last: int, streams: tuple[str, ...]) -> str:
    """What the process that committed says to the others; streams that do not fit are left out, and all
    look."""
    named = " ".join((str(first), str(last), *streams))
    return named if len(named.encode()) <= LONGEST else f"{first} {last}"


def understood(said: str) -> tuple[int, int, tuple[str, ...]]:
    first, last, *streams = said.split(" ")
    return int(first), int(last), tuple(streams)


class Ear:
    """A thread that hears of commits elsewhere until it is told to stop."""

    def __init__(self, listen: Callable[[threading.Event], None]) -> None:
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=listen, args=(self.stopped,), name="ear", daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join(5)


def hear_postgresql(connect: Mapping[str, Any], on_commit: OnCommit, head: Callable[[], int]) -> Ear:
    """Hear of commits by LISTEN; after a lost connection everything since is looked at."""
    import psycopg

    def listen(stopped: threading.Event) -> None:
        wait = 0.1
        while not stopped.is_set():
            try:
                with psycopg.connect(**connect, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    on_commit(0, head(), ())
                    wait = 0.1
                    while not stopped.is_set():
                        for said in connection.notifies(timeout=0.5):
                            on_commit(*understood(said.payload))
            except Exception as error:
                log.warning("not hearing of other processes' commits for %.1f s: %s", wait, error)
                stopped.wait(wait)
                wait = min(wait * 2, 5.0)

    return Ear(listen)


def hear_sqlite(file: Path, on_commit: OnCommit, head: Callable[[], int]) -> Ear:
    """Hear of commits by asking SQLite whether another connection has changed the file."""

    def listen(stopped: threading.Event) -> None:
        version = -1
        connection: sqlite3.Connection | None = None
        while not stopped.wait(ASK):
            try:
                connection = connection or sqlite3.connect(f"file:{file}?mode=ro", uri=True)
                (now,) = connection.execute("PRAGMA data_version").fetchone()
                if now != version:
                    version = now
                    sequence = head()
                    on_commit(sequence, sequence, ())
            except Exception as error:
                log.warning("not hearing of other processes' commits: %s", error)
                if connection is not None:
                    connection.close()
                    connection = None
                stopped.wait(1.0)
        if connection is not None:
            connection.close()

    return Ear(listen)
