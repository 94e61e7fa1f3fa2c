"""The `comity` command as people run it: a process of its own, on folders and databases of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import POSTGRESQL, _postgresql

PASSPHRASE = "a lake without a shore"
DEMO_ENTRIES = 830
"""What the record of a demo holds when it is loaded."""
SOURCE = Path(__file__).parent.parent.parent / "src"


@dataclass(frozen=True)
class Place:
    """A data folder, with a database of its own where it does not use SQLite."""

    data: Path
    database: str = ""

    @property
    def options(self) -> list[str]:
        named = ["--database", self.database] if self.database else []
        return ["--data", str(self.data), *named]


def comity(
    *arguments: str | Path, status: int = 0, environment: Mapping[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the command; it must end with this status, and never with a traceback."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COMITY_", "DJANGO_", "LC_"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "comity.cli", *map(str, arguments)],
        env=clean
        | {"PYTHONPATH": str(SOURCE), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
        | dict(environment or {}),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == status, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Place]]:
    """Makes new places, and takes away the databases it made."""
    made: list[str] = []

    def make(engine: str) -> Place:
        data = tmp_path_factory.mktemp("place") / "data"
        if engine == "sqlite":
            return Place(data)
        name = f"cli_{uuid.uuid4().hex[:12]}"
        _postgresql(f'CREATE DATABASE "{name}"')
        made.append(name)
        return Place(data, f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}")

    yield make
    for name in made:
        _postgresql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def demos(place: Callable[[str], Place]) -> Callable[[str], Place]:
    """The loaded demo on either database, loaded once."""
    loaded: dict[str, Place] = {}

    def demo(engine: str) -> Place:
        if engine not in loaded:
            loaded[engine] = place(engine)
            comity("demo", "--load-only", *loaded[engine].options)
        return loaded[engine]

    return demo


@pytest.fixture(scope="session")
def backups(demos: Callable[[str], Place], tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A backup of either demo, made once."""
    made: dict[str, Path] = {}

    def backup(engine: str) -> Path:
        if engine not in made:
            file = tmp_path_factory.mktemp("backup") / "house.comity"
            environment = {"COMITY_PASSPHRASE": PASSPHRASE}
            comity("backup", file, *demos(engine).options, environment=environment)
            made[engine] = file
        return made[engine]

    return backup
