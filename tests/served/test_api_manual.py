"""The session in docs/api.md works as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.serving import Served, person

MANUAL = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_the_session_of_the_manual(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.prepare([person("rep-FRA", of="FRA")])
    (tmp_path / "note.txt").write_text("A note.\n")
    (session,) = re.findall(r"```sh\n(.*?)```", MANUAL.read_text(), re.S)
    served.start()
    try:
        environment = os.environ | {"TOKEN": served.people["rep-FRA"]["token"], "SITE": served.address}
        answers = [
            subprocess.run(
                ["bash", "-c", line],
                env=environment,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for line in session.strip().splitlines()
        ]
    finally:
        served.stop()
    expected = [
        "communications.send_letter",
        '"note.txt"',
        '"accepted": true',
        '"Water"',
        "localhost/record",
        "hashes",
    ]
    for answer, part in zip(answers, expected, strict=True):
        assert part in answer, answer
