"""What came of a question to the laboratory: charts, each with its table, and what repeats it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from babel.numbers import format_decimal, format_percent

from comity.rules.words import Text, text
from comity.selection.comparing import Question
from comity.selection.rulebook import rules
from comity.web.pages import charts, parts
from comity.web.pages.templatetags.parts import LOCALES

Study = dict[str, Any]
SHARES: Final = {
    "deadlocks": "deadlocks",
    "vetoed": "vetoed_favourites",
    "preferred": "most_preferred_wins",
    "exposed": "exposed",
    "moved": "one_moved",
}
"""By the name of a measure, the share of the selections that it tells."""
SPANS: Final = ((1, 1), (2, 3), (4, 7), (8, 16))
"""Rounds told together in the drawing of when selections ended."""


def answered(answer: dict[str, Any], language: str) -> dict[str, Any]:
    """Everything that a page shows of an answer."""
    studies: list[Study] = answer["studies"]
    asked = answer["question"]
    question = Question(**asked | {"rulebooks": tuple(asked["rulebooks"])})
    return {
        "figures": tuple(_figures(studies, answer["constants"], language)),
        "table": _table(studies, answer["constants"], language),
        "command": question.command,
        "made_with": text(
            "web.laboratory.made_with",
            model=question.model,
            seed=str(question.seed),
            version=answer["numpy"],
        ),
    }


def _book(study: Study) -> Any:
    return rules(study["rulebook"]).title


def _decimal(value: float, language: str) -> str:
    return str(format_decimal(round(value, 2), locale=LOCALES[language]))


def _share(value: float, language: str) -> str:
    return str(format_percent(value, format="#,##0.0%", locale=LOCALES[language]))


def _measure(name: str, constants: dict[str, Any]) -> Text:
    if name == "deadlocks":
        return text("web.laboratory.measure_deadlocks", n=constants["longest"])
    return text(f"web.laboratory.measure_{name}")


def _figures(studies: Sequence[Study], constants: dict[str, Any], language: str) -> list[charts.Figure]:
    head = text("web.selection_history.rulebook")
    rounds = text("web.laboratory.measure_rounds")
    drawn = [
        charts.bars(
            "rounds",
            rounds,
            [_bar(each, each["mean_rounds"], _decimal, language) for each in studies],
            head=(head, rounds),
            language=language,
        )
    ]
    for name, key in SHARES.items():
        title = _measure(name, constants)
        bars = [_bar(each, each[key], _share, language) for each in studies]
        figure = charts.bars(name, title, bars, head=(head, title), language=language, most=1.0)
        drawn.append(replace(figure, note=_note(studies[0], language)) if name == "preferred" else figure)
    return [*drawn, _ended(studies, constants, language)]


def _note(study: Study, language: str) -> Text:
    """Preferences are the same under every rulebook, and so is how often there is such a candidate."""
    share = _share(study["has_most_preferred"], language)
    return text("web.laboratory.measure_preferred_note", share=share)


def _bar(study: Study, value: float, write: Callable[[float, str], str], language: str) -> charts.Bar:
    return charts.Bar(label=_book(study), value=value, shown=write(value, language))


def _ended(studies: Sequence[Study], constants: dict[str, Any], language: str) -> charts.Figure:
    """In how many rounds selections ended, and how many did not."""
    series = [f"{first}–{last}" if last > first else str(first) for first, last in SPANS]
    title = text("web.laboratory.ended_after")
    stacks = [
        charts.Stack(
            label=_book(each),
            values=(
                *(sum(each["rounds"][first - 1 : last]) for first, last in SPANS),
                each["simulations"] - sum(each["rounds"]),
            ),
        )
        for each in studies
    ]
    names = (*series, _measure("deadlocks", constants))
    head = text("web.selection_history.rulebook")
    return charts.stacks("ended", title, names, stacks, head=head, language=language)


def _table(studies: Sequence[Study], constants: dict[str, Any], language: str) -> parts.Table:
    names = ("rounds", *SHARES)
    labels = (text("web.selection_history.rulebook"), *(_measure(name, constants) for name in names))
    columns = tuple(parts.Column(label=label, figures=place > 0) for place, label in enumerate(labels))
    rows = [
        (
            _book(each),
            _decimal(each["mean_rounds"], language),
            *(_share(each[key], language) for key in SHARES.values()),
        )
        for each in studies
    ]
    return parts.Table(
        name="in-figures",
        caption=text("web.laboratory.in_figures"),
        columns=columns,
        rows=parts.table_rows(columns, rows),
    )
