"""What is refused is said in words, in every language."""

from __future__ import annotations

import ast
from pathlib import Path

from comity.rules.words import LANGUAGES, sentences


def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal() -> None:
    package = Path(__file__).parents[2] / "src" / "comity" / "ballots"
    used, named = set(), set()
    for file in package.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                at = {"Refused": 0, "require": 1}.get(node.func.id)
                if at is not None and isinstance(node.args[at], ast.Constant):
                    used.add(node.args[at].value)
    written = sentences("ballots")
    assert used <= {key.removeprefix("refusals.") for key in written if key.startswith("refusals.")} <= named
    assert all(set(forms) == set(LANGUAGES) for forms in written.values())
