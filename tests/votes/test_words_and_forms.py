"""Every sentence of votes and motions is whole, every act makes a form, and the manual's example runs."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from comity.clerk.shapes import act_model
from comity.motions.procedure import MOTIONS
from comity.rules.words import LANGUAGES
from comity.rules.words_check import problems
from comity.votes.procedure import VOTES
from comity.votes.rulings import CONTENT, SITUATION

MANUAL = Path(__file__).parents[2] / "docs" / "votes.md"


def test_every_sentence_is_written_in_six_languages_and_said() -> None:
    assert [one for one in problems() if "votes." in one or "motions." in one or "votes/" in one] == []


@pytest.mark.parametrize(
    "kind", [k for k in (*VOTES.acts, *MOTIONS.acts) if not k.by_door], ids=lambda kind: kind.name
)
def test_every_act_makes_a_form_in_six_languages(kind) -> None:  # type: ignore[no-untyped-def]
    for field in act_model(kind).model_fields:
        asked = kind.__dataclass_fields__[field].metadata["ask"]
        assert all(asked.label.say(language) for language in LANGUAGES)
    assert all(kind.label.say(language) for language in LANGUAGES)


def test_every_act_has_its_guards_and_no_other_has() -> None:
    assert set(SITUATION) == set(VOTES.acts)
    assert set(CONTENT) <= set(VOTES.acts)


def test_the_examples_of_the_manual() -> None:
    results = doctest.testfile(str(MANUAL), module_relative=False, encoding="utf-8")
    assert results.attempted > 5 and results.failed == 0
