"""The rulebooks leave no rule out and claim no guard that does not exist."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from pathlib import Path

import pytest

import comity
from comity.rules import coverage
from comity.rules.citation import Citation, assembly, charter, council
from comity.rules.coverage import coverage_table, matching, page
from comity.rules.guard import GUARDS
from comity.rules.rulebook import NAMES, Rulebook, Standing, rulebooks, unaccounted
from comity.rules.words import LANGUAGES

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"
SHELL = frozenset({"web", "cli"})

SMALL = """
instrument = "S/96/Rev.7"
unit = "rule"
title = "Small"
about = "Two rules."
accounts_for = ["27-28"]
[chapters]
VI = "Conduct of business"
[[rule]]
number = "27"
chapter = "VI"
says = "Speakers in order."
source = "FOUND"
standing = "enforced"
guards = ["meetings.in_the_order_of_asking"]
[[rule]]
number = "28"
chapter = "VI"
says = "Committees."
source = "MEMORY-h"
standing = "supported"
capability = "Bodies have parents."
"""
SMALL_GUARDS = {"meetings.in_the_order_of_asking": (council(27),)}


def every_guard() -> Mapping[str, tuple[Citation, ...]]:
    """All guards of all packages of the core, and none that a test made."""
    packages = {found.name for found in pkgutil.iter_modules(comity.__path__)} - SHELL
    for package in packages:
        path = getattr(importlib.import_module(f"comity.{package}"), "__path__", ())
        for found in pkgutil.walk_packages(path, f"comity.{package}."):
            if not found.name.endswith("__main__"):
                importlib.import_module(found.name)
    return {name: cited for name, cited in GUARDS.items() if name.split(".")[0] in packages}


@pytest.mark.parametrize("book", rulebooks(), ids=NAMES)
def test_every_rule_is_accounted_for_and_every_claim_is_true(book: Rulebook) -> None:
    assert unaccounted(book, every_guard()) == []


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("council", {*range(1, 62)}),
        (
            "charter",
            {4, 5, 6, 10, 11, 12, 15, *range(17, 43), 51, 52, 53, 54, 97, 98, 99, 100, 101, 106, 108, 109},
        ),
        (
            "assembly",
            {1, 2, 3, 8, *range(12, 26), *range(27, 45), 51, 60, 61, 63, 65, *range(67, 96)}
            | {98, 108, *range(134, 145), 162},
        ),
    ],
)
def test_these_rules_and_articles_are_in_the_rulebooks(name: str, numbers: set[int]) -> None:
    book = Rulebook.load(name)
    unit = book.unit
    for number in numbers:
        assert any(rule.covers(Citation(book.instrument, str(number), unit=unit)) for rule in book.rules), (
            number
        )


@pytest.mark.parametrize(
    ("article", "paragraphs"),
    [(12, 2), (18, 3), (23, 3), (24, 3), (27, 3), (28, 3), (33, 2), (35, 3), (52, 4), (109, 3)],
)
def test_articles_stand_with_their_paragraphs(article: int, paragraphs: int) -> None:
    book = Rulebook.load("charter")
    numbers = [rule.number for rule in book.rules if rule.covers(charter(article))]
    assert numbers == [f"{article}({n})" for n in range(1, paragraphs + 1)]


def test_the_deleted_rule_and_the_appendix_are_not_forgotten() -> None:
    book = Rulebook.load("council")
    assert book.rule("43").because == "The rule was deleted."
    assert book.rule("appendix").chapter == "appendix"


def test_rule_33_has_six_motions_in_order() -> None:
    order = Rulebook.load("council").rule("33").params["order"]
    assert (len(order), order[0], order[1]) == (6, "suspend_meeting", "adjourn_meeting")


def test_a_rule_is_cited_as_the_organs_write_it() -> None:
    for name, number, cited in [
        ("council", "37", "S/96/Rev.7 rule 37"),
        ("charter", "27(3)", "Charter Art. 27(3)"),
        ("assembly", "141", "A/520/Rev.20 rule 141"),
    ]:
        book = Rulebook.load(name)
        assert book.citation(book.rule(number)).say("en") == cited
        assert all(book.citation(book.rule(number)).say(language) for language in LANGUAGES)


def test_coverage_counts_every_rule_once() -> None:
    for book in rulebooks():
        assert sum(book.coverage().values()) == len(book.rules)
    assert Rulebook.read("small", SMALL).coverage() == {"enforced": 1, "supported": 1, "informational": 0}


def test_a_rulebook_or_rule_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="council, charter, assembly"):
        Rulebook.load("senate")
    with pytest.raises(KeyError, match="'62'"):
        Rulebook.load("council").rule("62")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["27-28"]', '["27-29"]', "rule 29 is not accounted for"),
        ('["27-28"]', '["27"]', "rule 28 is not among those accounted for"),
        ('number = "28"', 'number = "27"', "rule 27 stands 2 times"),
        (
            "in_the_order_of_asking",
            "by_seniority",
            "claims the guard meetings.by_seniority, which does not exist",
        ),
        ('guards = ["meetings.in_the_order_of_asking"]', "", "rule 27 is enforced by nothing"),
        ('"Bodies have parents."', '" "', "rule 28 is supported by nothing"),
        ('standing = "supported"', 'standing = "informational"', "rule 28 is informational by nothing"),
        ('capability = "B', 'because = "No."\ncapability = "B', "rule 28 is supported and claims another"),
        ('"Committees."', '""', "rule 28 says nothing"),
        ('"MEMORY-h"', '"hearsay"', "rule 28 has the source 'hearsay'"),
        ('chapter = "VI"', 'chapter = "VII"', "rule 27 is in chapter 'VII', which does not exist"),
    ],
)
def test_a_rulebook_with_a_false_claim_is_found_out(old: str, new: str, said: str) -> None:
    assert unaccounted(Rulebook.read("small", SMALL), SMALL_GUARDS) == []
    assert old in SMALL
    found = unaccounted(Rulebook.read("small", SMALL.replace(old, new, 1)), SMALL_GUARDS)
    assert any(said in problem for problem in found), found


def test_a_guard_must_enforce_the_rule_that_claims_it() -> None:
    found = unaccounted(Rulebook.read("small", SMALL), {"meetings.in_the_order_of_asking": (assembly(27),)})
    assert found == [
        "small: rule 27 claims the guard meetings.in_the_order_of_asking, which does not enforce it"
    ]


def test_a_rule_must_claim_the_guard_that_enforces_it() -> None:
    found = unaccounted(
        Rulebook.read("small", SMALL), SMALL_GUARDS | {"voting.late": (council(28), charter(4))}
    )
    assert found == ["small: guard voting.late enforces S/96/Rev.7 rule 28, and no rule claims it"]


@pytest.mark.parametrize(
    ("number", "citation", "meant"),
    [
        ("27(3)", charter(27, 3), True),
        ("27(3)", charter(27, 2), False),
        ("27(3)", charter(27), True),
        ("11", charter(11, 2), True),
        ("11", charter(1), False),
    ],
)
def test_a_citation_means_a_rule_with_or_without_its_paragraph(
    number: str, citation: Citation, meant: bool
) -> None:
    assert Rulebook.load("charter").rule(number).covers(citation) is meant


@pytest.mark.parametrize(
    ("number", "meant"), [(133, False), (134, True), (136, True), (138, True), (139, False)]
)
def test_a_span_of_rules_covers_each_of_them(number: int, meant: bool) -> None:
    assert Rulebook.load("assembly").rule("134-138").covers(assembly(number)) is meant


def test_the_page_of_rules_is_the_one_made_from_the_rulebooks() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(rulebooks())


def test_the_page_is_written_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rules.md"
    assert coverage.main([str(file)]) == 0
    assert file.read_text(encoding="utf-8") == page(rulebooks())
    assert coverage.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_comity_rules_prints_counts_and_every_rule() -> None:
    shown = coverage_table([Rulebook.read("small", SMALL)], width=200)
    assert shown.splitlines() == [
        "Small (S/96/Rev.7)",
        "  2 rules: 1 enforced, 1 supported, 0 informational",
        "  27        enforced      Speakers in order. [meetings.in_the_order_of_asking]",
        "  28        supported     Committees. [Bodies have parents.]",
    ]


def test_rules_are_found_by_standing_and_by_word() -> None:
    book = Rulebook.read("small", SMALL)
    assert [rule.number for rule in matching(book, standing=Standing.SUPPORTED)] == ["28"]
    assert [rule.number for rule in matching(book, word="ORDER_OF_asking")] == ["27"]
    assert matching(book, standing=Standing.SUPPORTED, word="speakers") == ()
    assert "No rule fits." in coverage_table([book], word="nowhere")


def test_a_row_is_no_wider_than_the_screen() -> None:
    assert max(map(len, coverage_table(rulebooks(), width=80).splitlines())) <= 80


def test_a_bar_in_a_rule_does_not_break_the_table() -> None:
    made = page([Rulebook.read("small", SMALL.replace("Committees.", "This | that."))])
    assert "This \\| that." in made
