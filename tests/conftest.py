"""Where tests keep their data: a folder that is thrown away, and SQLite in it or a given PostgreSQL."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
import pytest

_data = Path(tempfile.mkdtemp(prefix="comity-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["COMITY_DATA"] = str(_data)
os.environ["COMITY_DATABASE"] = os.environ.get("COMITY_TEST_DATABASE", "")
os.environ["DJANGO_SETTINGS_MODULE"] = "comity.web.settings"
django.setup()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A file instead of memory, so that threads and live servers see the same database."""
    from django.conf import settings

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    database = settings.DATABASES["default"]
    postgresql = database["ENGINE"].endswith("postgresql")
    name = f"{database['NAME']}_test{worker}" if postgresql else str(_data / f"test{worker}.sqlite3")
    database["TEST"]["NAME"] = name
