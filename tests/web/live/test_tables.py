"""Before serving, the database's tables are brought up to date, or it is said what to do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"
ASK = """
import sys
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1]}},
)
from comity.web.serve import tables
print(tables(apply=sys.argv[2] == "apply"))
"""


def ask(file: Path, apply: bool) -> str:
    given = [sys.executable, "-c", ASK, str(file), "apply" if apply else "look"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.run(given, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def test_missing_tables_are_made_or_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite3"
    assert ask(file, apply=False).startswith("The database lacks 2 changes")
    assert ask(file, apply=True) == "None"
    assert ask(file, apply=False) == "None"


def test_the_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "record.sqlite3"
    ask(file, apply=True)
    with sqlite3.connect(file) as connection:
        connection.execute(
            "insert into django_migrations (app, name, applied) "
            "values ('contenttypes', '0099_later', '2030-01-01')"
        )
    connection.close()
    assert "newer version of Comity (contenttypes.0099_later)" in ask(file, apply=True)


def test_a_database_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    assert ask(tmp_path / "no" / "such" / "folder.sqlite3", apply=True).startswith(
        "The database does not answer"
    )
