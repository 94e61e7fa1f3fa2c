"""The tables of an installation as plain rows: consistent while it serves, and alike on SQLite and PostgreSQL."""

from __future__ import annotations

import base64
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

NOT_KEPT: Final = frozenset({"accounts.session", "accounts.attempts", "accounts.spentcode"})
"""What is over within hours: after a restore everyone signs in again."""
FRAMEWORK: Final = frozenset({"auth", "contenttypes", "sessions", "messages", "staticfiles"})
"""What the framework writes for itself when tables are made."""

_AT_ONCE: Final = 500

Model = type[models.Model]
Row = list[Any]
RowsOf = Callable[[Model], Iterator[Row]]


def kept_tables() -> list[Model]:
    """The models whose rows make up an installation, in the order of their tables."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and model._meta.app_label not in FRAMEWORK
        and model._meta.label_lower not in NOT_KEPT
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def columns(model: Model) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def migrations() -> list[str]:
    """The migrations that made the tables as they are."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def empty() -> bool:
    """Whether nothing has been kept in this database yet."""
    there = set(connection.introspection.table_names())
    for model in kept_tables():
        if model._meta.db_table not in there:
            continue
        rows = model._default_manager.all()
        if model._meta.db_table == "record_head":
            rows = rows.exclude(sequence=0)
        if rows.exists():
            return False
    return True


@contextmanager
def snapshot() -> Iterator[RowsOf]:
    """All tables as they stood at one moment, while others go on writing."""
    with _sqlite_snapshot() if connection.vendor == "sqlite" else _postgresql_snapshot() as rows_of:
        yield rows_of


@contextmanager
def _sqlite_snapshot() -> Iterator[RowsOf]:
    connection.ensure_connection()
    with tempfile.TemporaryDirectory(prefix="comity-backup-") as folder:
        copy = sqlite3.connect(Path(folder) / "copy.sqlite3")
        try:
            connection.connection.backup(copy)

            def rows_of(model: Model) -> Iterator[Row]:
                for row in copy.execute(_select(model)):
                    yield [
                        _plain(f, value) for f, value in zip(model._meta.concrete_fields, row, strict=True)
                    ]

            yield rows_of
        finally:
            copy.close()


@contextmanager
def _postgresql_snapshot() -> Iterator[RowsOf]:
    import psycopg
    from psycopg import sql

    with psycopg.connect(**connection.get_connection_params()) as raw:
        raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        raw.read_only = True

        def rows_of(model: Model) -> Iterator[Row]:
            query = sql.SQL(_select(model))
            with raw.cursor() as cursor:
                cursor.execute(query + sql.SQL(" LIMIT 0"))
                types = [column.type_code for column in cursor.description or ()]
                with cursor.copy(sql.SQL("COPY ({}) TO STDOUT").format(query)) as copy:
                    copy.set_types(types)
                    for row in copy.rows():
                        yield [
                            _plain(f, value)
                            for f, value in zip(model._meta.concrete_fields, row, strict=True)
                        ]

        yield rows_of


def _select(model: Model) -> str:
    quote = connection.ops.quote_name
    listed = ", ".join(quote(column) for column in columns(model))
    key = quote(str(model._meta.pk.column))
    return f"SELECT {listed} FROM {quote(model._meta.db_table)} ORDER BY {key}"  # noqa: S608  (names of tables)


def load(model: Model, rows: Iterable[Row]) -> int:
    """Put rows into a table as they were; how many."""
    fields = model._meta.concrete_fields
    prepared = (
        [_for_database(field, value) for field, value in zip(fields, row, strict=True)] for row in rows
    )
    quote = connection.ops.quote_name
    table, listed = quote(model._meta.db_table), ", ".join(quote(column) for column in columns(model))
    if model._meta.db_table == "record_head":
        model._default_manager.all().delete()
    write = _copy_in if connection.vendor == "postgresql" else _insert
    written = write(table, listed, len(fields), prepared)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
    return written


def _copy_in(table: str, listed: str, width: int, rows: Iterable[Row]) -> int:
    written = 0
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy,
    ):
        for written, row in enumerate(rows, start=1):  # noqa: B007  (how many there were)
            copy.write_row(row)
    return written


def _insert(table: str, listed: str, width: int, rows: Iterable[Row]) -> int:
    statement = f"INSERT INTO {table} ({listed}) VALUES ({', '.join(['%s'] * width)})"  # noqa: S608
    written, waiting = 0, []
    with connection.cursor() as cursor:
        for written, row in enumerate(rows, start=1):  # noqa: B007  (how many there were)
            waiting.append(row)
            if len(waiting) == _AT_ONCE:
                cursor.executemany(statement, waiting)
                waiting.clear()
        cursor.executemany(statement, waiting)
    return written


def _kind(field: models.Field[Any, Any]) -> str:
    return (field.target_field if isinstance(field, models.ForeignKey) else field).get_internal_type()


def _plain(field: models.Field[Any, Any], value: Any) -> Any:
    """A value as JSON can carry it, whichever database it comes from."""
    if value is None:
        return None
    match _kind(field):
        case "BinaryField":
            return base64.b64encode(bytes(value)).decode()
        case "BooleanField":
            return bool(value)
        case "DateTimeField":
            moment = datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
            return moment.astimezone(UTC).isoformat()
        case "JSONField":
            return json.loads(value) if isinstance(value, str) and connection.vendor == "sqlite" else value
        case _:
            return value if isinstance(value, int | float | str) else str(value)


def _for_database(field: models.Field[Any, Any], value: Any) -> Any:
    match _kind(field):
        case "BinaryField" if value is not None:
            value = base64.b64decode(value, validate=True)
        case "DateTimeField" if value is not None:
            value = datetime.fromisoformat(value)
    return field.get_db_prep_save(value, connection)
