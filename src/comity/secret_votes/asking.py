"""Questions as a form writes them, and figures as a teller writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from comity.secret_votes.acts import LONGEST, MOST_ANSWERS, MOST_QUESTIONS, CallBallot, Question
from comity.secret_votes.events import Asked

MOST_COUNTS: Final = 400
"""Counts in one ballot at most: questions times answers."""


_CONTROLS: Final = frozenset(map(chr, (*range(32), 127)))


class NotUnderstood(ValueError):
    """What was written cannot be read; `reason` is the last part of a sentence's key."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with what is asked, and where."""

    reason: str
    """The last part of a sentence's key."""
    question: int = 0
    """Counted from nought."""
    part: str = "question"
    """question, answers, most; or one answer, by its place."""
    answer: int = 0


def asked_in(act: CallBallot) -> tuple[Question, ...]:
    """What a ballot asks, whichever way it was written."""
    return act.asked or read_questions(act.questions, act.most, act.blank)


def put(questions: Sequence[Question]) -> tuple[Asked, ...]:
    """The questions as the record keeps them; NotUnderstood where they cannot be put."""
    fault = next(faults(questions), None)
    if fault is not None:
        raise NotUnderstood(fault.reason)
    return tuple(
        Asked(
            question=one.question,
            answers=one.answers,
            # Where blank is offered, whoever marks nothing votes blank: every abstention is counted as one.
            least=1 if one.most == 1 or one.blank else 0,
            most=one.most,
            blank=one.blank,
        )
        for one in questions
    )


def faults(questions: Sequence[Question]) -> Iterator[Fault]:
    """All that is wrong, question by question."""
    if not questions:
        yield Fault(reason="no_question")
    if len(questions) > MOST_QUESTIONS:
        yield Fault(reason="too_many_questions", question=MOST_QUESTIONS)
    counts, before = 0, set[str]()
    for i, one in enumerate(questions):
        for reason, part, answer in _faults(one):
            yield Fault(reason=reason, question=i, part=part, answer=answer)
        if one.question and one.question in before:
            yield Fault(reason="question_twice", question=i)
        before.add(one.question)
        counts += len(one.answers) + one.blank
        if counts > MOST_COUNTS:
            yield Fault(reason="too_many_answers", question=i, part="answers")
            return


def _faults(one: Question) -> Iterator[tuple[str, str, int]]:
    """Reason, part and place of what is wrong with a question."""
    wrong = _line(one.question)
    if wrong:
        yield wrong, "question", 0
    if len(one.answers) < 1 or (len(one.answers) < 2 and one.most == 1 and not one.blank):
        yield "too_few_answers", "answers", 0
    elif len(one.answers) > MOST_ANSWERS:
        yield "too_many_answers", "answers", 0
    for j, answer in enumerate(one.answers):
        wrong = _line(answer) or ("answer_twice" if answer in one.answers[:j] else "")
        if wrong:
            yield wrong, "answer", j
    if one.answers and not 1 <= one.most <= len(one.answers):
        yield "too_many_marks", "most", 0


def _line(written: str) -> str:
    """What is wrong with a line of a question, or nothing."""
    if not written.strip():
        return "empty_line"
    if len(written) > LONGEST:
        return "too_long"
    bare = written == written.strip() and len(written.splitlines()) == 1
    return "" if bare and not _CONTROLS.intersection(written) else "unprintable"


def read_questions(written: str, most: int, blank: bool) -> tuple[Question, ...]:
    """Blocks with an empty line between them: the question, then each answer on a line of its own."""
    return tuple(
        Question(question=question, answers=tuple(answers), most=most, blank=blank)
        for question, *answers in blocks(written)
    )


def blocks(written: str) -> Iterator[list[str]]:
    """Lines that stand together, each without a dash before it."""
    block: list[str] = []
    for line in [*written.splitlines(), ""]:
        if line.strip():
            block.append(line.strip().removeprefix("- ").strip())
        elif block:
            yield block
            block = []


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
