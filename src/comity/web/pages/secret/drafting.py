"""What a form that calls a ballot holds of its questions: read from it, changed by its buttons, shown again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from comity.secret_votes.acts import LONGEST, MOST_ANSWERS, MOST_QUESTIONS, Question
from comity.secret_votes.asking import blocks

ROWS: Final = 3
"""Answers that a new question has room for."""
CALL: Final = "call"
_PRESSED: Final = re.compile(r"(remove-question|add-answer|remove-answer)-(\d{1,3})(?:-(\d{1,3}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A question as it stands in the form, finished or not."""

    question: str = ""
    answers: tuple[str, ...] = ("",) * ROWS
    most: str = "1"
    blank: bool = False

    @property
    def untouched(self) -> bool:
        return not self.question and not any(self.answers)


Draft = tuple[Drafted, ...]
EMPTY: Final[Draft] = (Drafted(),)


def named(question: int, part: str, answer: int = 0) -> str:
    """How the form calls a field, all counted from nought."""
    return f"q{question}-a{answer}" if part == "answer" else f"q{question}-{part}"


def read(post: Mapping[str, str]) -> Draft:
    """The questions of a form as far as it has any; more than a ballot can hold are not looked at."""
    found = []
    for i in range(MOST_QUESTIONS + 1):
        if named(i, "question") not in post:
            break
        rows = (named(i, "answer", j) for j in range(MOST_ANSWERS + 1))
        found.append(
            Drafted(
                question=_line(post.get(named(i, "question"), "")),
                answers=tuple(_line(post.get(row, "")) for row in rows if row in post),
                most=post.get(named(i, "most"), "").strip()[:12],
                blank=post.get(named(i, "blank"), "") == "on",
            )
        )
    return tuple(found) or EMPTY


def _line(written: str) -> str:
    """A little more than is allowed is kept, so that whoever wrote it sees what is too much."""
    return written.strip()[: 2 * LONGEST]


def written_out(draft: Draft) -> tuple[tuple[Question, ...], dict[int, str], tuple[tuple[int, ...], ...]]:
    """The questions, what is no number by question, and by question which row of the form each answer stands in."""
    questions, unread, rows = [], {}, []
    for i, one in enumerate(draft):
        filled = tuple(j for j, answer in enumerate(one.answers) if answer)
        most = one.most or "1"
        if not (most.isdecimal() and len(most) < 4):
            unread[i] = most
            most = "1"
        questions.append(
            Question(
                question=one.question,
                answers=tuple(one.answers[j] for j in filled),
                most=int(most),
                blank=one.blank,
            )
        )
        rows.append(filled)
    return tuple(questions), unread, tuple(rows)


def pressed(draft: Draft, button: str, pasted: str) -> tuple[Draft, str]:
    """The draft after a button, and the field in which its reader goes on; as it was after any other button."""
    match button:
        case "add-question":
            return _and(draft, Drafted())
        case "add-alike":
            last = draft[-1]
            return _and(draft, replace(last, question=""))
        case "paste":
            return _pasted(draft, pasted)
    found = _PRESSED.fullmatch(button)
    if found is None or int(found[2]) >= len(draft):
        return draft, ""
    i, one = int(found[2]), draft[int(found[2])]
    match found[1]:
        case "remove-question":
            left = (*draft[:i], *draft[i + 1 :]) or EMPTY
            return left, named(max(0, i - 1), "question")
        case "add-answer" if len(one.answers) < MOST_ANSWERS:
            one = replace(one, answers=(*one.answers, ""))
            return _with(draft, i, one), named(i, "answer", len(one.answers) - 1)
        case "remove-answer" if found[3] and int(found[3]) < len(one.answers):
            j = int(found[3])
            one = replace(one, answers=(*one.answers[:j], *one.answers[j + 1 :]))
            at = named(i, "answer", min(j, len(one.answers) - 1)) if one.answers else named(i, "question")
            return _with(draft, i, one), at
        case _:
            return draft, ""


def _and(draft: Draft, one: Drafted) -> tuple[Draft, str]:
    if len(draft) >= MOST_QUESTIONS:
        return draft, ""
    return (*draft, one), named(len(draft), "question")


def _with(draft: Draft, i: int, one: Drafted) -> Draft:
    return (*draft[:i], one, *draft[i + 1 :])


def _pasted(draft: Draft, pasted: str) -> tuple[Draft, str]:
    """Each block a question with its answers; one without answers has those of the question before it."""
    kept = tuple(one for one in draft if not one.untouched)
    found = list(kept)
    for question, *answers in blocks(pasted):
        before = found[-1] if found else Drafted()
        given = tuple(answers) if answers else before.answers
        found.append(replace(before, question=question[: 2 * LONGEST], answers=given[:MOST_ANSWERS]))
    if len(found) == len(kept):
        return draft, ""
    return tuple(found[:MOST_QUESTIONS]), named(len(kept), "question")


def drafted(questions: Sequence[Question]) -> Draft:
    """Questions that are there already, as a form begins with them."""
    return tuple(
        Drafted(question=one.question, answers=one.answers, most=str(one.most), blank=one.blank)
        for one in questions
    )
