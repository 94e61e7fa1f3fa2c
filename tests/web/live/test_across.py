"""A commit in one process reaches the others, also after the connection was lost."""

from __future__ import annotations

import os
import queue
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from comity.web.live.across import CHANNEL, LONGEST, hear_postgresql, hear_sqlite, notification, understood

Heard = tuple[int, int, tuple[str, ...]]


def test_what_is_said_is_understood() -> None:
    assert understood(notification(4, 6, ("communications:unsc", "selection:sg"))) == (
        4,
        6,
        ("communications:unsc", "selection:sg"),
    )


def test_more_streams_than_fit_become_all() -> None:
    said = notification(1, 9, tuple(f"communications:{n}" for n in range(2000)))
    assert len(said) < LONGEST
    assert understood(said) == (1, 9, ())


def test_another_connections_commit_to_sqlite_is_heard(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite3"
    heard: queue.Queue[Heard] = queue.Queue()
    with sqlite3.connect(file) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("create table entry (id integer primary key)")
    heads: list[int] = [0]
    ear = hear_sqlite(file, lambda *said: heard.put(said), lambda: heads[0])
    assert heard.get(timeout=5) == (0, 0, ())
    heads[0] = 1
    writer.execute("insert into entry default values")
    writer.commit()
    assert heard.get(timeout=5) == (1, 1, ())
    assert heard.empty()
    ear.stop()
    writer.close()


@pytest.fixture
def postgresql() -> Iterator[dict[str, Any]]:
    """A database of its own on the server of the tests."""
    server = os.environ.get("COMITY_TEST_POSTGRESQL", "postgresql://127.0.0.1/postgres")
    try:
        owner = psycopg.connect(server, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL: {error}")
    name = f"live_{secrets.token_hex(6)}"
    with owner:
        owner.execute(f"create database {name}")
        try:
            yield {"conninfo": make_conninfo(server, dbname=name)}
        finally:
            owner.execute(f"drop database {name} with (force)")


def test_a_notification_of_postgresql_is_heard_again_after_the_connection_was_lost(
    postgresql: dict[str, Any],
) -> None:
    heard: queue.Queue[Heard] = queue.Queue()
    ear = hear_postgresql(postgresql, lambda *said: heard.put(said), lambda: 41)
    assert heard.get(timeout=5) == (0, 41, ())
    with psycopg.connect(**postgresql, autocommit=True) as clerk:
        clerk.execute("select pg_notify(%s, %s)", [CHANNEL, notification(42, 43, ("selection:sg",))])
        assert heard.get(timeout=5) == (42, 43, ("selection:sg",))
        clerk.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and query = %s",
            [f"LISTEN {CHANNEL}"],
        )
        assert heard.get(timeout=5) == (0, 41, ())
        clerk.execute("select pg_notify(%s, %s)", [CHANNEL, notification(44, 44, ())])
        assert heard.get(timeout=5) == (44, 44, ())
    ear.stop()
