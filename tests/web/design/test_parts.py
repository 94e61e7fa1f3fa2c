"""The pieces that need no browser: fields, pages, drawings, words."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.rules.acts import Ask
from comity.rules.words import LANGUAGES, sentences, text
from comity.web.pages.charts import Bar, Span, Stack, bars, spans, stacks
from comity.web.pages.parts import Choice, Countdown, Field, pages

LABEL = text("web.layout.search")
WHEN = datetime(2026, 11, 21, tzinfo=UTC)


def blanks(form):
    return {name for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize(
    "name", [n for n in sentences("web") if n.split(".")[0] in ("layout", "errors", "design")]
)
def test_every_sentence_is_said_in_six_languages_with_the_same_blanks(name):
    forms = sentences("web")[name]
    assert set(forms) == set(LANGUAGES)
    said = {lang: " ".join(f.values()) if isinstance(f, dict) else f for lang, f in forms.items()}
    assert all(said.values())
    assert len({frozenset(blanks(form)) for form in said.values()}) == 1


@pytest.mark.parametrize(
    ("kind", "choices", "control"),
    [
        ("line", 0, "line"),
        ("choice", 3, "radios"),
        ("choice", 6, "radios"),
        ("choice", 7, "select"),
        ("choices", 9, "choices"),
        ("moment", 0, "moment"),
    ],
)
def test_a_choice_folds_into_a_select_when_its_list_is_long(kind, choices, control):
    offered = tuple(Choice(value=str(n), label=str(n)) for n in range(choices))
    assert Field(name="x", ask=Ask(label=LABEL, kind=kind), choices=offered).control == control


def test_a_field_names_all_that_describes_it():
    field = Field(name="x", form="f", ask=Ask(label=LABEL, hint=LABEL, kind="text"), errors=(LABEL,))
    assert field.described_by == "f-x-hint f-x-error f-x-count"


def test_an_error_leads_to_the_first_of_the_radio_buttons():
    field = Field(name="x", ask=Ask(label=LABEL, kind="choice"), choices=(Choice(value="a", label="a"),))
    assert field.first == "form-x-1"


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (4, 12, [1, 2, 3, 4, 5, None, 12]),
        (6, 12, [1, None, 5, 6, 7, None, 12]),
        (12, 12, [1, None, 11, 12]),
    ],
)
def test_pages_show_the_first_the_last_and_the_neighbours(current, last, shown):
    made = pages(current, last, lambda page: f"?page={page}")
    assert [link and link.label for link in made.links] == shown
    assert (made.before is None, made.after is None) == (current == 1, current == last)


@given(st.integers(1, 400), st.integers(1, 400))
def test_a_gap_never_stands_for_a_single_page(one, other):
    current, last = sorted((one, other))
    labels = [link and link.label for link in pages(current, last, str).links]
    for before, gap, after in zip(labels, labels[1:], labels[2:], strict=False):
        if gap is None:
            assert after - before > 2


def test_time_left_is_never_less_than_none():
    countdown = Countdown(now=WHEN, until=WHEN - timedelta(hours=1))
    assert (countdown.left, countdown.over) == (timedelta(0), True)


def rects(drawing, colour):
    found = re.findall(rf'<rect class="{colour}" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', drawing)
    return [(float(x), float(width)) for x, width in found]


def test_the_greatest_bar_fills_the_width_and_the_others_follow():
    made = bars("x", "t", [Bar(label="a", value=5), Bar(label="b", value=20)], head=("l", "v"), language="en")
    assert rects(made.drawing, "series-1") == [(0, 25), (0, 100)]
    assert made.rows == (("a", "5"), ("b", "20"))


def test_bars_grow_from_the_right_in_arabic():
    made = bars("x", "t", [Bar(label="a", value=5), Bar(label="b", value=20)], head=("l", "v"), language="ar")
    assert rects(made.drawing, "series-1") == [(75, 25), (0, 100)]


@given(
    st.lists(st.tuples(st.integers(0, 193), st.integers(0, 193), st.integers(0, 193)), min_size=1, max_size=8)
)
def test_the_parts_of_a_stack_stand_end_to_end_within_the_drawing(values):
    items = [Stack(label=str(n), values=parts) for n, parts in enumerate(values)]
    made = stacks("x", "t", ("a", "b", "c"), items, head="h", language="en")
    first, second, third = (rects(made.drawing, f"series-{n}") for n in (1, 2, 3))
    for (x1, w1), (x2, w2), (x3, w3) in zip(first, second, third, strict=True):
        assert x2 == pytest.approx(x1 + w1, abs=0.002)
        assert x3 == pytest.approx(x2 + w2, abs=0.002)
        assert x3 + w3 <= 100.002


def test_no_values_at_all_draw_an_empty_figure():
    assert rects(bars("x", "t", [], head=("l", "v"), language="en").drawing, "series-1") == []


def test_a_span_has_its_share_of_the_time_and_a_moment_is_a_point():
    day = timedelta(days=1)
    items = [
        Span(label="a", start=WHEN, end=WHEN + day),
        Span(label="b", start=WHEN + 2 * day, end=WHEN + 4 * day),
        Span(label="c", start=WHEN + 4 * day, end=WHEN + 4 * day),
    ]
    made = spans("x", "t", items, head=("l", "w"), ticks=[(WHEN, "now")], language="en")
    assert rects(made.drawing, "series-1") == [(2.5, 23.75), (50, 47.5)]
    assert '<circle class="series-1" cx="97.5%"' in made.drawing


def test_a_drawing_is_described_and_trusts_no_label():
    made = bars("x", "t<", [Bar(label="<script>", value=1)], head=("l", "v"), language="en")
    assert "<script" not in made.drawing
    assert '<title id="x-title">t&lt;</title><desc id="x-desc">&lt;script&gt;: 1</desc>' in made.drawing
    assert "style=" not in made.drawing
