"""The independent verifier is short enough to be read, and owes nothing to Comity."""

from __future__ import annotations

import ast
import sys

from record_files import INDEPENDENT

SOURCE = INDEPENDENT.read_text(encoding="utf-8")


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(SOURCE.splitlines()) <= 150


def test_it_imports_the_standard_library_only() -> None:
    imported = set()
    for node in ast.walk(ast.parse(SOURCE)):
        match node:
            case ast.Import(names=names):
                imported |= {name.name.split(".")[0] for name in names}
            case ast.ImportFrom(module=module):
                imported.add((module or "").split(".")[0])
    assert imported <= set(sys.stdlib_module_names)
    assert "__import__" not in SOURCE
    assert "exec(" not in SOURCE
