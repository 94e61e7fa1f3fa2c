"""The selection that the model council is in the middle of, made from its data as acts of the demo's people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from comity.demo.month import Sent, table


class Diary:
    """Writes down who did what, minute after minute of a day of November 2026."""

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.at = datetime(2026, 11, 2, 14, tzinfo=UTC)
        self.number = 0

    def on(self, day: int, hour: int = 14) -> None:
        self.at = max(self.at, datetime(2026, 11, day, hour, tzinfo=UTC))

    def does(self, by: str, act: str, /, **given: Any) -> Sent:
        self.number += 1
        key = f"{self.number:03d}"
        sent = Sent(by=by, at=self.at, stream=self.stream, act=act, given=given, key=key)
        self.at += timedelta(minutes=1)
        return sent


def selecting() -> tuple[Sent, ...]:
    """Everything that was done in the model council's selection, in order of time."""
    known = table("selection.toml")
    diary = Diary(known["stream"])
    return (
        *_opening(diary, known),
        *_candidates(diary, known),
        *_dialogues(diary, known),
        *(
            act
            for number, one in enumerate(known["rounds"], start=1)
            for act in _round(diary, known, number, one)
        ),
    )


def _opening(diary: Diary, known: dict[str, Any]) -> Iterator[Sent]:
    clerk, president = known["secretariat"], known["president"]
    bodies = {"recommends": "mun-council", "appoints": "mun-council"}
    opened = {"title": known["title"], "term_since": known["term_since"]}
    yield diary.does(clerk, "open_process", rulebook="executive-head", **opened, **bodies)
    until = diary.at + timedelta(hours=20)
    principles = known["principles"].strip()
    yield diary.does(president, "put_rules", rulebook="executive-head", principles=principles, until=until)
    diary.on(3)
    yield diary.does(president, "adopt_rules")
    for letter in (1, 2):
        yield from _letter(diary, known, letter)


def _letter(diary: Diary, known: dict[str, Any], letter: int) -> Iterator[Sent]:
    yield diary.does(known["president"], "sign_letter", letter=letter)
    symbol = known["symbol"].format(number=letter)
    yield diary.does(known["secretariat"], "circulate_letter", letter=letter, symbol=symbol)


def _candidates(diary: Diary, known: dict[str, Any]) -> Iterator[Sent]:
    for number, one in enumerate(known["candidates"], start=1):
        diary.on(one["day"])
        yield diary.does(
            one["by"],
            "nominate",
            of=one["of"],
            full_name=one["name"],
            letter=one["letter"].strip(),
            curriculum_vitae=("curriculum-vitae.pdf",),
            vision_statement=("vision-statement.pdf",),
        )
        yield from _letter(diary, known, number + 2)


def _dialogues(diary: Diary, known: dict[str, Any]) -> Iterator[Sent]:
    """Two candidates a day; the questions are put to each."""
    president, size = known["president"], len(known["candidates"])
    diary.on(9)
    yield diary.does(president, "draw_slots", seed=known["seed"])
    asked = 0
    for number in range(1, size + 1):
        diary.on(10 + (number - 1) // 2, 15 + 2 * ((number - 1) % 2))
        at = diary.at + timedelta(minutes=5)
        yield diary.does(president, "schedule_hearing", kind="dialogue", candidate=number, at=at)
        yield diary.does(president, "open_hearing", hearing=number)
        yield diary.does(president, "call_part", hearing=number, part="presentation")
        for one in known["questions"]:
            given = {"of": one["of"], "question_text": one["text"], "language": "en"}
            yield diary.does(one["by"], "submit_question", hearing=number, **given)
        diary.at += timedelta(minutes=8)
        yield diary.does(president, "call_part", hearing=number, part="states")
        for _ in known["questions"]:
            asked += 1
            for act in ("choose_question", "ask_question", "mark_answered"):
                yield diary.does(president, act, question=asked)
                diary.at += timedelta(minutes=4)
        yield diary.does(president, "call_part", hearing=number, part="closing")
        diary.at += timedelta(minutes=9)
        yield diary.does(president, "close_hearing", hearing=number)


def _round(diary: Diary, known: dict[str, Any], number: int, one: dict[str, Any]) -> Iterator[Sent]:
    """A round on paper; where the second teller has not entered every count yet, it stands there."""
    president, tellers = known["president"], known["tellers"]
    diary.on(one["day"], 15)
    first, second = tellers
    yield diary.does(president, "open_round", method="paper")
    yield diary.does(president, "appoint_tellers", round=number, first=first, second=second)
    for of, done in ((first, len(one["counts"])), (second, one["both"])):
        for candidate, (in_favour, against, neutral) in enumerate(one["counts"][:done], start=1):
            counted = {"in_favour": in_favour, "against": against, "neutral": neutral}
            yield diary.does(tellers[of], "enter_count", round=number, of=of, candidate=candidate, **counted)
    if one["both"] < len(one["counts"]):
        return
    yield diary.does(president, "close_round", round=number)
    yield diary.does(president, "disclose", round=number, warned=True)
    yield diary.does(president, "apply_shortlist", round=number, seed=known["seed"])
    for by, of in one["views"].items():
        yield diary.does(by, "express_view", of=of, wish="vote_again")
    yield diary.does(president, "decide_next", decision="vote_again")
