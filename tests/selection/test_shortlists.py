"""Shortlist rules on the figures of a round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.rules.words import LANGUAGES
from comity.selection.rulebook import RULEBOOKS, RulebookError, Rules, Setting, read_rules, rules
from comity.selection.shortlist import shortlist
from tests.selection.desk import figures


def book(**changes: Any) -> Rules:
    base = rules("unsg-2016")
    settings: Mapping[str, Setting] = dict(base.settings) | {
        name: Setting(value=value, source="HOUSE") for name, value in changes.items()
    }
    return replace(base, settings=settings)


@pytest.mark.parametrize(
    ("changes", "out"),
    [
        ({}, set()),
        ({"minimum_support": 6}, {4, 5}),
        ({"maximum_opposition": 8}, {4, 5}),
        ({"most_that_go_on": 2}, {3, 4, 5}),
        ({"eliminated_per_round": 2, "eliminated_while_more_than": 4}, {4, 5}),
        ({"eliminated_per_round": 2, "eliminated_while_more_than": 5}, set()),
        ({"minimum_support": 6, "eliminated_per_round": 3, "eliminated_while_more_than": 4}, {3, 4, 5}),
        ({"minimum_support": 15}, set()),
    ],
)
def test_who_drops_out(changes: dict[str, Any], out: set[int]) -> None:
    ranked = [
        figures(1, 12, 2, 1),
        figures(2, 9, 4, 2),
        figures(3, 7, 5, 3),
        figures(4, 5, 8, 2),
        figures(5, 3, 11, 1),
    ]
    assert set(shortlist(ranked, book(**changes)).eliminated) == out


@pytest.mark.parametrize(
    ("ties", "out"),
    [
        (("all_stay",), set()),
        (("all_go",), {2, 3}),
        (("most_against_goes", "all_stay"), {3}),
    ],
)
def test_ties_at_the_cut(ties: tuple[str, ...], out: set[int]) -> None:
    equal = [figures(1, 12, 2, 1), figures(2, 6, 6, 3), figures(3, 6, 7, 2)]
    rule = book(eliminated_per_round=1, eliminated_while_more_than=2, ties=ties)
    cut = shortlist(equal, rule)
    assert set(cut.eliminated) == out and set(cut.tied) == {2, 3}


ONE = st.tuples(st.integers(0, 15), st.integers(0, 15)).filter(lambda c: sum(c) <= 15)


@given(st.lists(ONE, min_size=1, max_size=12), st.sampled_from(RULEBOOKS), st.booleans())
def test_in_every_rulebook_nobody_drops_out_before_somebody_with_less(
    counts: list[tuple[int, int]], rulebook: str, seeded: bool
) -> None:
    all_of_them = [figures(n, yes, no, 15 - yes - no) for n, (yes, no) in enumerate(counts, 1)]
    cut = shortlist(all_of_them, rules(rulebook), "seed" if seeded else "")
    support = {one.candidate: one.in_favour for one in all_of_them}
    assert sorted((*cut.kept, *cut.eliminated)) == sorted(support)
    assert cut.kept
    for gone in cut.eliminated:
        assert all(support[gone] <= support[kept] for kept in cut.kept)
    if rules(rulebook).shortlists and seeded and cut.tie_rule != "all_stay":
        book_ = rules(rulebook)
        expected = book_.eliminated_per_round if len(counts) > book_.eliminated_while_more_than else 0
        assert len(cut.eliminated) == expected


def test_each_elimination_is_explained_with_its_citation_in_every_language() -> None:
    ranked = [figures(n, 15 - n, n, 0) for n in range(1, 8)]
    book_ = rules("unsg-2017-proposal")
    explained = shortlist(ranked, book_).explain(book_)
    assert [candidate for candidate, _ in explained] == [6, 7]
    for language in LANGUAGES:
        assert "A/71/774-S/2017/93" in explained[0][1].say(language)


# The rulebooks


@pytest.mark.parametrize("name", RULEBOOKS)
def test_every_setting_of_a_rulebook_has_a_source_and_a_citation_or_is_our_own(name: str) -> None:
    found = rules(name)
    for setting in found.settings.values():
        assert setting.citation.unit == "house" or setting.source != "HOUSE"
        assert setting.citation.say("ar")
    assert found.decision_rule("recommendation_rule") and found.decision_rule("appointment_rule")
    for language in LANGUAGES:
        assert found.title.say(language) and found.about.say(language)


@pytest.mark.parametrize(
    "written",
    [
        'ballot_form = { value = "post", source = "FOUND" }',
        'ballot_form = { value = "one_sheet", source = "HEARSAY" }',
        'eligibility = { value = ["interview"], source = "HOUSE" }',
        'term_years = { value = -1, source = "HOUSE" }',
        'letter_opens = { value = 1, source = "HOUSE" }',
        'no_such_setting = { value = 1, source = "HOUSE" }',
    ],
)
def test_a_rulebook_that_cannot_be_used_is_refused(written: str) -> None:
    head = 'based_on = "unsg-2016"\ntitle = { en = "T" }\nabout = { en = "A" }\n'
    assert read_rules("mine", head).ballot_form == "one_paper_per_candidate"
    with pytest.raises(RulebookError):
        read_rules("mine", head + written)


def test_a_rulebook_lacks_nothing() -> None:
    with pytest.raises(RulebookError, match="not set"):
        read_rules("mine", 'title = { en = "T" }\nabout = { en = "A" }\n')
