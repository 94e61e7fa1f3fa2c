"""Hearings and rounds on stage, as far along as a test needs, and what of their figures a page shows."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from comity.selection import acts as a
from tests.selection.desk import LATVIA, PGA, representative
from tests.web.selection import staged
from tests.web.selection.staged import SOCIETY, Stage

FIGURES = ((11, 3, 1), (8, 6, 1), (7, 5, 3), (10, 1, 4), (2, 9, 4))
"""In favour, against and neither of candidates 1 to 5; no two alike, and no date looks like one of them."""
ON_COUNCIL = ("ARG", "BRA", "CRI", "DEU", "DNK")
"""Denmark, a member of the Council, presents candidate 5."""
QUESTIONS = (
    ("FRA", "fr", "Comment comptez-vous réformer le système de développement ?"),
    ("ITA", "en", "How will you protect the independence of the Secretariat?"),
    ("CHN", "zh", "您如何看待多边主义的未来？"),
    ("EGY", "ar", "كيف ستتعاملون مع أزمات المنطقة؟"),
    ("GHA", "en", "How will you work with regional organizations?"),
)


def heard(rulebook: str = "unsg-2016", *states: str) -> Stage:
    stage = Stage(rulebook)
    stage.with_candidates(*(states or ON_COUNCIL))
    return stage


def dialogue(rulebook: str = "unsg-2016", **more: Any) -> Stage:
    """Hearing 1: a dialogue that waits, with five questions of States and one of civil society."""
    stage = Stage(rulebook).announced()
    for state in staged.FIVE:
        assert stage.nominate(state).accepted
    stage.letters()
    given = {"kind": "dialogue", "candidate": 1, "at": stage.now + timedelta(days=1)}
    stage.does(PGA, a.ScheduleHearing, **(given | {"webcast": "https://webtv.un.org/en/asset/k1"} | more))
    for of, language, asked in QUESTIONS:
        stage.does(
            representative(of), a.SubmitQuestion, hearing=1, of=of, question_text=asked, language=language
        )
    stage.does(
        staged.actor(SOCIETY), a.SubmitQuestion, hearing=1, of="CIVIL-VOICES", language="en",
        question_text="What will you do for young people?",
    )  # fmt: skip
    return stage


def running(rulebook: str = "unsg-2016") -> Stage:
    """The dialogue goes on: questions 2 and 5 are merged, chosen and asked, question 1 is chosen."""
    stage = dialogue(rulebook)
    stage.does(PGA, a.OpenHearing, hearing=1)
    stage.does(PGA, a.CallPart, hearing=1, part="groups")
    merged = "How will you work with others and stay independent?"
    stage.does(PGA, a.MergeQuestions, hearing=1, questions=(2, 5), theme="Partners", question_text=merged)
    for question in (7, 1):
        stage.does(PGA, a.ChooseQuestion, question=question)
    stage.does(PGA, a.AskQuestion, question=7)
    return stage


def open_copy(stage: Stage, of: str, candidate: int = 0) -> int:
    """The representative of that State opens its copy, about that candidate or of the whole round."""
    number = copy_of(stage, of, candidate)
    stage.does(representative(of), a.ReadCopy, confidential_copy=number)
    return number


def copy_of(stage: Stage, of: str, candidate: int = 0) -> int:
    found = [c.copy for c in stage.state.copies.values() if c.to == of and c.candidate == candidate]
    return found[-1]


def counting(stage: Stage, *tellers: str, counts: tuple[tuple[int, int, int], ...] = FIGURES) -> int:
    """A round on paper that France and Panama count; these tellers have entered everything."""
    stage.does(LATVIA, a.OpenRound, method="paper")
    one = stage.state.round
    assert one is not None
    stage.does(LATVIA, a.AppointTellers, round=one.round, first="FRA", second="PAN")
    for teller in tellers:
        for candidate, count in zip(one.candidates, counts, strict=True):
            stage.count(teller, one.round, candidate, count)
    return one.round


def shown(html: str) -> set[tuple[int, int, int]]:
    """Whose figures stand on a page, in whatever order and shape: in text, in drawings, in boxes of a form."""
    boxes = re.findall(r'name="\d+-(?:in_favour|neutral|against)" value="(\d+)"', html)
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split()) + " # " + " , ".join(boxes)
    return {
        (in_favour, against, neutral)
        for in_favour, against, neutral in FIGURES
        if _stands(words, in_favour, neutral, against) or _stands(words, in_favour, against, neutral)
    }


def _stands(words: str, *numbers: int) -> bool:
    return re.search(r"(?<!\d)" + r"\D{1,3}".join(map(str, numbers)) + r"(?!\d)", words) is not None
