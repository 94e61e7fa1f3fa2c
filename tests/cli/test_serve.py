"""A house that serves: it says when it is open, closes when told to, and does not share its port."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import SOURCE, Place, comity
from tests.conftest import ENGINES


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.mark.parametrize("engine", ENGINES)
def test_the_demo_is_served_until_it_is_interrupted(
    engine: str, demos: Callable[[str], Place], tmp_path: Path
) -> None:
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
    log = (tmp_path / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "comity.cli", "demo", *demos(engine).options, "--port", str(port)],
        env=clean | {"PYTHONPATH": str(SOURCE), "LANG": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    try:
        for line in process.stderr:
            log.write(line)
            if line.startswith("Open at "):
                break
        else:
            pytest.fail((tmp_path / "log").read_text())
        assert line == f"Open at http://localhost:{port}\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=30) as answer:
            page = answer.read().decode()
        assert answer.status == 200 and re.search('name="password"', page)
        second = comity("serve", *demos(engine).options, "--port", str(port), status=2)
        assert "--port" in second.stderr
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.stderr.read()
        assert process.wait(30) in (0, 130)


def test_many_processes_need_a_database_that_many_can_write_to(demos: Callable[[str], Place]) -> None:
    done = comity("serve", "--processes", "2", *demos("sqlite").options, status=2)
    assert "PostgreSQL" in done.stderr


def test_what_programs_may_ask_is_described(demos: Callable[[str], Place]) -> None:
    import json

    described = json.loads(comity("openapi", *demos("sqlite").options).stdout)
    assert described["openapi"].startswith("3.1") and described["paths"]
