"""Every sentence stands in six languages with the same blanks, and every sentence that is said is written."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import comity.voting
from comity.rules.words import LANGUAGES, sentences

SOURCES = sorted(Path(comity.voting.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("key", sorted(sentences("voting")))
def test_a_sentence_has_six_languages_and_the_same_blanks(key: str) -> None:
    forms = sentences("voting")[key]
    assert set(forms) == set(LANGUAGES)
    blanks = {
        language: {field for _, field, _, _ in Formatter().parse(forms[language]) if field}
        for language in forms
    }
    assert len({frozenset(names) for names in blanks.values()}) == 1, blanks
    assert len(set(forms.values())) > 4


def test_every_sentence_that_is_said_is_written_and_no_other_error_is_kept() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    mistakes = set(re.findall(r'mistake\(\s*"(\w+)"', source))
    written = {key.removeprefix("errors.") for key in sentences("voting") if key.startswith("errors.")}
    assert mistakes == written
    for key in re.findall(r'"voting\.(\w+\.\w+)"', source):
        assert key in sentences("voting")
