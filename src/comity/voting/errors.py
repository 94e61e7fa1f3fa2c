"""A vote that cannot be decided, said in a sentence: what is wrong with it and what to do."""

from __future__ import annotations

from typing import Any

from comity.rules.words import Text, text


class VotingError(ValueError):
    """What is no vote under the rule: an unknown member, a double vote, counts that do not add up."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.say("en"))
        self.problem = problem

    def say(self, language: str = "en") -> str:
        return self.problem.say(language)


def mistake(sentence: str, **blanks: Any) -> VotingError:
    """The error of that sentence in `voting/words/errors.toml`."""
    return VotingError(text(f"voting.errors.{sentence}", **blanks))
