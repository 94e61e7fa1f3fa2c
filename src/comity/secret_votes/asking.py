"""Questions as a form writes them, and figures as a teller writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from comity.secret_votes.events import Asked

MOST_COUNTS: Final = 400
"""Counts in one ballot at most: questions times answers."""
LONGEST: Final = 400
"""Characters of a question or an answer."""


class NotUnderstood(ValueError):
    """What was written cannot be read; `reason` is the last part of a sentence's key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_questions(written: str, most: int, blank: bool) -> tuple[Asked, ...]:
    """Blocks with an empty line between them: the question, then each answer on a line of its own."""
    found = tuple(_question(block, most, blank) for block in _blocks(written))
    if not found:
        raise NotUnderstood("no_question")
    if len({one.question for one in found}) < len(found):
        raise NotUnderstood("question_twice")
    if sum(len(one.answers) + one.blank for one in found) > MOST_COUNTS:
        raise NotUnderstood("too_many_answers")
    return found


def _blocks(written: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*written.splitlines(), ""]:
        if line.strip():
            block.append(line.strip().removeprefix("- ").strip())
        elif block:
            yield block
            block = []


def _question(block: Sequence[str], most: int, blank: bool) -> Asked:
    question, *answers = block
    if len(answers) < 1 or (len(answers) < 2 and most == 1 and not blank):
        raise NotUnderstood("too_few_answers")
    if len(set(answers)) < len(answers):
        raise NotUnderstood("answer_twice")
    if max(map(len, block)) > LONGEST:
        raise NotUnderstood("too_long")
    if not 1 <= most <= len(answers):
        raise NotUnderstood("too_many_marks")
    return Asked(
        question=question,
        answers=tuple(answers),
        # Where blank is offered, whoever marks nothing votes blank: so every abstention is counted as one.
        least=1 if most == 1 or blank else 0,
        most=most,
        blank=blank,
    )


def write_questions(questions: Sequence[Asked]) -> str:
    """The same as a form would write them."""
    return "\n\n".join("\n".join((one.question, *one.answers)) for one in questions)


def read_figures(written: str, questions: Sequence[Asked]) -> tuple[int, ...]:
    """A line of numbers for each question, blank first where it is offered."""
    lines = [line for line in written.splitlines() if line.strip()]
    if len(lines) != len(questions):
        raise NotUnderstood("figures_lines")
    found: list[int] = []
    for line, asked in zip(lines, questions, strict=True):
        numbers = line.replace(",", " ").replace(";", " ").split()
        good = all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers)
        if not good or len(numbers) != len(asked.answers) + asked.blank:
            raise NotUnderstood("figures_numbers")
        found.extend(map(int, numbers))
    return tuple(found)


def rows(counts: Sequence[int], questions: Sequence[Asked]) -> Iterator[tuple[Asked, tuple[int, ...]]]:
    """Each question with its counts."""
    at = 0
    for asked in questions:
        size = len(asked.answers) + asked.blank
        yield asked, tuple(counts[at : at + size])
        at += size


def possible(counts: Sequence[int], questions: Sequence[Asked], ballots: int) -> bool:
    """Whether so many ballots can have come to these counts."""
    for asked, found in rows(counts, questions):
        if any(not 0 <= count <= ballots for count in found):
            return False
        blank, marks = (found[0], sum(found[1:])) if asked.blank else (0, sum(found))
        valid = ballots - blank
        if not asked.least * valid <= marks <= asked.most * valid:
            return False
    return True
