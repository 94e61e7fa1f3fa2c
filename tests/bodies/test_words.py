from string import Formatter

import pytest

from comity.rules.words import LANGUAGES, sentences


def forms(said: object) -> list[str]:
    return [said] if isinstance(said, str) else list(said.values())  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", sorted(sentences("bodies")))
def test_every_sentence_is_said_in_six_languages_with_the_same_blanks(key: str) -> None:
    said = sentences("bodies")[key]
    assert set(said) == set(LANGUAGES)
    blanks = {
        language: {
            blank for form in forms(said[language]) for _, blank, _, _ in Formatter().parse(form) if blank
        }
        for language in LANGUAGES
    }
    assert all(found == blanks["en"] for found in blanks.values()), blanks
    assert all(form.strip() for language in LANGUAGES for form in forms(said[language]))
