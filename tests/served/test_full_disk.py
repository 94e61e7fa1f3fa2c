"""A disk that takes nothing more: acts are not heard, reading goes on, and afterwards everything is as it was told."""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path

from tests.served.asking import LETTERS, ask, letter
from tests.serving import Served, person


def limit(served: Served, size: int) -> None:
    """Let no process of the server write beyond that many bytes of any file, as if the disk ended there."""
    assert served.process is not None
    for found in Path("/proc").glob("[0-9]*"):
        if found.name.isdigit() and _session(found) == served.process.pid:
            resource.prlimit(int(found.name), resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _session(process: Path) -> int:
    try:
        return os.getsid(int(process.name))
    except OSError:
        return 0


def test_a_full_disk_is_said_and_nothing_is_half_done(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.prepare([person("rep-FRA", of="FRA")])
    served.start()
    try:
        assert ask(served, "POST", LETTERS, letter("FRA"), person="rep-FRA")[0] == 200
        before = ask(served, "GET", "/api/v1/record/checkpoint")[2]
        limit(served, 4096)
        acts = [letter("FRA", body="x" * 19_000) for _ in range(3)]
        for act in acts:
            status, headers, written = ask(served, "POST", LETTERS, act, person="rep-FRA")
            assert (status, headers["Content-Type"]) == (503, "application/problem+json"), written
        assert ask(served, "GET", "/bodies/unsc/communications/", person="rep-FRA")[0] == 200
        assert ask(served, "GET", "/api/v1/record/checkpoint")[2] == before
        limit(served, resource.RLIM_INFINITY)
        for act in acts + acts:
            assert ask(served, "POST", LETTERS, act, person="rep-FRA")[0] == 200
        seen = json.loads(ask(served, "GET", "/api/v1/communications/unsc/letters", person="rep-FRA")[2])
        assert len(seen["letters"]) == 1 + len(acts)
    finally:
        served.stop()
