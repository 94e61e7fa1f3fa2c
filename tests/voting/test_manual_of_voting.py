"""The examples of the manual run and say what the manual says."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_the_examples_of_the_manual() -> None:
    manual = Path(__file__).parents[2] / "docs" / "voting.md"
    results = doctest.testfile(str(manual), module_relative=False, encoding="utf-8")
    assert results.attempted > 10
    assert results.failed == 0
