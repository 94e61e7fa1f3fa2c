"""The figures of rounds as drawings: a bar for each candidate of one round, small columns for each over all rounds.

They follow `charts`: positions are shares of the width, letters keep their size, a right-to-left language mirrors
the drawing.  Which ballots are those of permanent members is told by hatching, so that nothing hangs on colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from comity.rules.words import say, text
from comity.selection.figures import Figures, ranking
from comity.selection.rulebook import Rules
from comity.selection.state import Round
from comity.web.pages.charts import LETTERS, Figure

WAYS: Final = ("for", "neutral", "against")
LINE: Final = 60
"""Height of one candidate: the name and the bar under it."""
BAR: Final = 24
FOOT: Final = 26
"""Below the bars: what the line across them means."""
VOTE: Final = 4
"""Height of one vote in the columns over all rounds."""


def options(rules: Rules) -> tuple[Any, Any, Any]:
    """What members say in a round, as the rulebook words it: for, neither, against."""
    encouraging = rules.options[0] == "encourage"
    names = ("encourage", "no_opinion", "discourage") if encouraging else ("in_favour", "abstain", "against")
    return tuple(text(f"web.selection_rounds.{name}") for name in names)  # type: ignore[return-value]


def needed(rules: Rules, voters: int) -> int:
    """How many in favour a recommendation takes, where all members vote."""
    threshold = rules.decision_rule("recommendation_rule").threshold
    return threshold.needed(voting=voters, present=voters, members=voters)


def counts(one: Figures) -> tuple[int, int, int]:
    return one.in_favour, one.neutral, one.against


def permanent(one: Figures) -> tuple[int | None, int | None, int | None]:
    return one.in_favour_permanent, one.neutral_permanent, one.against_permanent


def result(name: str, this: Round, names: Mapping[int, str], rules: Rules, language: str) -> Figure:
    """One bar for each candidate whose figures the reader has, most in favour first."""
    ranked = ranking(this.figures)
    voters = this.voters or max(one.total for one in ranked)
    line = needed(rules, voters)
    drawn = _hatching(name)
    for row, one in enumerate(ranked):
        drawn += _row(name, row, one, names, voters, language)
        drawn += _needed(row, 100 * line / voters, language)
    drawn += _foot(len(ranked), 100 * line / voters, line, language)
    title = text("web.selection_rounds.result_of", n=this.round)
    series = options(rules)
    coloured = any(value is not None for one in ranked for value in permanent(one))
    head: list[Any] = [text("selection.fields.candidate")]
    for label in series:
        head += [label, text("web.selection_rounds.of_permanent")] if coloured else [label]
    rows = tuple((names[one.candidate], *_cells(one, coloured)) for one in ranked)
    said = [(names[one.candidate], " · ".join(map(str, counts(one)))) for one in ranked]
    return Figure(
        name=name,
        title=title,
        drawing=_drawing(name, title, said, drawn, LINE * len(ranked) + FOOT, language),
        head=tuple(head),
        rows=rows,
        series=series,
        note=text("web.selection_rounds.hatched") if coloured else None,
    )


def _cells(one: Figures, coloured: bool) -> list[Any]:
    if not coloured:
        return list(counts(one))
    found: list[Any] = []
    for count, of_permanent in zip(counts(one), permanent(one), strict=True):
        found += [count, "–" if of_permanent is None else of_permanent]
    return found


def _hatching(name: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="7"></line></pattern>'
        '<pattern id="{}-hatch-neutral" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="hatch hatch--neutral" x1="0" y1="0" x2="0" y2="7"></line>'
        "</pattern></defs>",
        name,
        name,
    )


def _row(
    name: str, row: int, one: Figures, names: Mapping[int, str], voters: int, language: str
) -> SafeString:
    drawn = _words(row, names[one.candidate], language)
    start, unit = 0.0, 100 / voters
    for way, count, of_permanent in zip(WAYS, counts(one), permanent(one), strict=True):
        width = count * unit
        # Permanent members stand at the outer ends, so that each class can be compared along one edge.
        hatched = start if way == "for" else start + width - (of_permanent or 0) * unit
        if count:
            drawn += _block(row, start, width, f"part--{way}", language)
        if of_permanent:
            kind = "-neutral" if way == "neutral" else ""
            fill = format_html('fill="url(#{}-hatch{})"', name, kind)
            drawn += _block(row, hatched, of_permanent * unit, "", language, fill)
        if count:
            drawn += _inside(row, start + width / 2, count, way, language)
        start += width
    return drawn


def _side(across: float, language: str, width: float = 0) -> str:
    share = 100 - across - width if language == "ar" else across
    return f"{share:.3f}".rstrip("0").rstrip(".") + "%"


def _words(row: int, label: str, language: str) -> SafeString:
    begin = "100%" if language == "ar" else "0"
    return format_html(
        '<text class="chart__label" x="{}" y="{}" text-anchor="start">{}</text>',
        begin, LINE * row + LETTERS, label,
    )  # fmt: skip


def _block(
    row: int, start: float, width: float, kind: str, language: str, fill: SafeString | str = ""
) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}%" height="{}" {}></rect>',
        kind, _side(start, language, width), LINE * row + LETTERS + 8, f"{width:.3f}", BAR, fill,
    )  # fmt: skip


def _inside(row: int, middle: float, count: int, way: str, language: str) -> SafeString:
    return format_html(
        '<text class="chart__in chart__in--{}" x="{}" y="{}" text-anchor="middle">{}</text>',
        way, _side(middle, language), LINE * row + LETTERS + 8 + BAR - 7, count,
    )  # fmt: skip


def _needed(row: int, at: float, language: str) -> SafeString:
    top = LINE * row + LETTERS + 3
    return format_html(
        '<line class="chart__needed" x1="{}" x2="{}" y1="{}" y2="{}"></line>',
        _side(at, language), _side(at, language), top, top + BAR + 10,
    )  # fmt: skip


def _foot(rows: int, at: float, votes: int, language: str) -> SafeString:
    return format_html(
        '<text class="chart__axis" x="{}" y="{}" text-anchor="middle">{}</text>',
        _side(at, language), LINE * rows + 18, text("web.selection_rounds.needed", n=votes).say(language),
    )  # fmt: skip


def _drawing(
    name: str, title: Any, rows: Sequence[tuple[Any, Any]], drawn: SafeString, height: int, language: str
) -> SafeString:
    described = "; ".join(f"{say(label, language)}: {say(shown, language)}" for label, shown in rows)
    return format_html(
        '<svg class="chart" role="img" width="100%" height="{}" aria-labelledby="{}-title {}-desc">'
        '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
        height, name, name, name, say(title, language), name, described, drawn,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """One small drawing for each candidate over the rounds, and one table of them all."""

    title: Any
    each: tuple[tuple[str, SafeString], ...]
    head: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: Any


def across(rounds: Sequence[Round], names: Mapping[int, str], rules: Rules, language: str) -> Across | None:
    """How each candidate fared from round to round; None where fewer than two rounds are known to the reader."""
    known = [one for one in rounds if one.figures]
    if len(known) < 2:
        return None
    voters = max(one.voters or max(f.total for f in one.figures) for one in known)
    last = {f.candidate: (one.round, f) for one in known for f in one.figures}
    order = sorted(last, key=lambda n: (-last[n][0], -last[n][1].in_favour, last[n][1].against, n))
    each, rows = [], []
    for candidate in order:
        each.append((names[candidate], _columns(candidate, known, names, voters, rules, language)))
        found = [one.of(candidate) for one in known]
        rows.append((names[candidate], *("–".join(map(str, counts(f))) if f else "" for f in found)))
    numbered = tuple(text("web.selection.round_n", n=one.round) for one in known)
    return Across(
        title=text("web.selection_rounds.across"),
        each=tuple(each),
        head=(text("selection.fields.candidate"), *numbered),
        rows=tuple(rows),
        note=text("web.selection_rounds.across_note", options=options(rules), n=needed(rules, voters)),
    )


def _columns(
    candidate: int,
    rounds: Sequence[Round],
    names: Mapping[int, str],
    voters: int,
    rules: Rules,
    language: str,
) -> SafeString:
    """In favour above the line, against below it."""
    every = [figures for one in rounds for figures in one.figures]
    above = max(needed(rules, voters), *(figures.in_favour for figures in every))
    below = max(figures.against for figures in every)
    base = VOTE * above + 18
    unit = 100 / len(rounds)
    line = base - VOTE * needed(rules, voters)
    drawn = format_html(
        '<line class="chart__needed" x1="0" x2="100%" y1="{}" y2="{}"></line>'
        '<line class="chart__base" x1="0" x2="100%" y1="{}" y2="{}"></line>',
        line, line, base, base,
    )  # fmt: skip
    said = []
    for place, one in enumerate(rounds):
        found, middle = one.of(candidate), unit * (place + 0.5)
        if found is None:
            continue
        said.append((text("web.selection.round_n", n=one.round), " · ".join(map(str, counts(found)))))
        up, down = VOTE * found.in_favour, VOTE * found.against
        left = _side(middle - unit * 0.28, language, unit * 0.56)
        drawn += format_html(
            '<rect class="part--for" x="{}" y="{}" width="{}%" height="{}"></rect>'
            '<rect class="part--against" x="{}" y="{}" width="{}%" height="{}"></rect>'
            '<text class="chart__count" x="{}" y="{}" text-anchor="middle">{}</text>'
            '<text class="chart__count" x="{}" y="{}" text-anchor="middle">{}</text>',
            left, base - up, f"{unit * 0.56:.3f}", up, left, base, f"{unit * 0.56:.3f}", down,
            _side(middle, language), base - up - 4, found.in_favour,
            _side(middle, language), base + down + 13, found.against,
        )  # fmt: skip
    title = text("web.selection_rounds.across_of", name=names[candidate])
    return _drawing(f"across-{candidate}", title, said, drawn, base + VOTE * below + 18, language)
