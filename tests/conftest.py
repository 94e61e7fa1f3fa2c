"""What every test may stand on: a house of its own, on SQLite and, where it runs, on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_DATA = tempfile.mkdtemp(prefix="comity-tests-")
os.environ["COMITY_DATA"] = _DATA
os.environ["COMITY_DATABASE"] = os.environ.get("COMITY_TEST_DATABASE", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "comity.web.settings"

import django  # noqa: E402  (its settings read the environment above)

django.setup()

from hypothesis import settings as hypothesis_settings  # noqa: E402

# No test is timed: a busy machine is no defect.  CI tries the same examples each time; at a desk they are new ones.
hypothesis_settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis_settings.load_profile("house")

POSTGRESQL = os.environ.get("COMITY_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")
ENGINES = ("sqlite", "postgresql")


def pytest_sessionfinish() -> None:
    shutil.rmtree(_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """For tests marked django_db: a file instead of memory, so that threads and servers see the same database."""
    from django.conf import settings

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    database = settings.DATABASES["default"]
    postgresql = database["ENGINE"].endswith("postgresql")
    name = f"{database['NAME']}_test{worker}" if postgresql else f"{_DATA}/test{worker}.sqlite3"
    database["TEST"]["NAME"] = name


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, templates: Any, tmp_path: Path) -> Iterator[str]:
    """A new migrated database, Django's default one for the length of a test; its address."""
    yield from templates.fresh(request.param, tmp_path)


@pytest.fixture
def sqlite(templates: Any, tmp_path: Path) -> Iterator[str]:
    """The same on SQLite only, for what does not depend on the database."""
    yield from templates.fresh("sqlite", tmp_path)


class Templates:
    """Databases migrated once and copied for each test, for the record cannot be emptied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, str] = {}

    def fresh(self, engine: str, data: Path) -> Iterator[str]:
        from django.conf import settings
        from django.db import connections

        before, default = settings.DATA, dict(connections.settings["default"])
        name = f"comity_test_{uuid.uuid4().hex[:12]}"
        try:
            address = self._copied(engine, name, data)
            settings.DATA = data
            _use(address, data)
            yield address
        finally:
            settings.DATA = before
            _point(default)
            if engine == "postgresql":
                _postgresql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _copied(self, engine: str, name: str, data: Path) -> str:
        if engine == "sqlite":
            if engine not in self._made:
                _use("", self._folder)
                _migrate()
                self._made[engine] = str(self._folder / "comity.sqlite3")
            shutil.copy(self._made[engine], data / "comity.sqlite3")
            return ""
        server = POSTGRESQL.rsplit("/", 1)[0]
        if engine not in self._made:
            template = f"{name}_template"
            _postgresql(f'CREATE DATABASE "{template}"')
            _use(f"{server}/{template}", self._folder)
            _migrate()
            _use("", self._folder)
            self._made[engine] = template
        _postgresql(f'CREATE DATABASE "{name}" TEMPLATE "{self._made[engine]}"')
        return f"{server}/{name}"

    def drop(self) -> None:
        if "postgresql" in self._made:
            _postgresql(f'DROP DATABASE IF EXISTS "{self._made["postgresql"]}" WITH (FORCE)')


@pytest.fixture(scope="session", autouse=True)
def _drop_templates(templates: Any) -> Iterator[None]:
    yield
    templates.drop()


def _use(address: str, data: Path) -> None:
    """Point Django's default connection, in this thread and in those to come, at a database."""
    from comity.web import settings as comity_settings

    database = comity_settings.database(address, data)
    database["OPTIONS"].pop("pool", None)  # type: ignore[attr-defined]  (a pool would outlive its database)
    _point({"USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "CONN_MAX_AGE": None} | database)


def _point(database: dict[str, Any]) -> None:
    from django.db import connections

    from comity.web.house import house

    if hasattr(connections._connections, "default"):
        connections["default"].close()
        del connections["default"]
    connections.settings["default"].update(database)
    house.cache_clear()


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _postgresql(statement: str) -> None:
    import psycopg

    try:
        with psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=3) as server:
            server.execute(statement)  # type: ignore[call-overload]
    except psycopg.OperationalError as away:
        pytest.skip(f"no PostgreSQL at {POSTGRESQL}: {away}".splitlines()[0])


@pytest.fixture(autouse=True)
def _databases_allowed(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
