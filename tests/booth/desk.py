"""The booth's own modules under Node, asked one question at a time."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NODE = shutil.which("node")
DESK = Path(__file__).with_name("desk.mjs")


class RefusedByBooth(Exception):
    """What the booth's code refused, with the same codes and places as the Python code."""

    def __init__(self, code: str, place: str) -> None:
        super().__init__(f"{place}: {code}")
        self.code = code
        self.place = place


class Booth:
    """One Node process that answers until it is closed."""

    def __init__(self) -> None:
        assert NODE is not None
        self._process = subprocess.Popen(
            [NODE, str(DESK)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, question: str, **given: Any) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ask": question, "given": given}) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline() or '{"broken": "the desk has closed"}')
        if "refused" in said:
            raise RefusedByBooth(said["refused"], said["place"])
        assert "broken" not in said, said["broken"]
        return said["answer"]

    def close(self) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@contextmanager
def booth_refuses(code: str, place: str | None = None) -> Iterator[None]:
    """What is asked inside is refused for this reason, and in this place where one is given."""
    with pytest.raises(RefusedByBooth) as refused:
        yield
    assert refused.value.code == code, refused.value
    assert place is None or refused.value.place == place, refused.value
