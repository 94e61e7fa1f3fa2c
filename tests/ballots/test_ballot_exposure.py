"""What is foreseen of figures is what counting every possible vote finds."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import pytest

from comity.ballots.elections import Question, choose_one, choose_up_to
from comity.ballots.exposure import Foreseen, Way, all_alike, all_but_one, foreseen, likely
from comity.rules.words import LANGUAGES, text

Ballot = frozenset[int]
BLANK = -1

QUESTIONS = [
    choose_one("?", ["a", "b"]),
    choose_one("?", ["a", "b", "c"]),
    choose_one("?", ["a", "b"], blank=True),
    choose_one("?", ["a"]),
    choose_up_to(2, "?", ["a", "b", "c"]),
    choose_up_to(3, "?", ["a", "b", "c"], least=1),
    choose_up_to(2, "?", ["a", "b", "c"], least=2, blank=True),
    choose_up_to(1, "?", ["a", "b"], blank=True),
    choose_up_to(2, "?", ["a", "b"], least=2),
]


def ballots(question: Question) -> list[Ballot]:
    """Everything that one voter may answer."""
    answers = range(len(question.answers))
    sizes = range(question.minimum, question.maximum + 1)
    found = [frozenset(marks) for size in sizes for marks in combinations(answers, size)]
    return found + [frozenset([BLANK])] * question.blank


def marks(vote: tuple[Ballot, ...]) -> Ballot:
    """What can be marked, the blank too."""
    return frozenset().union(*vote)


def share(question: Question, voters: int, told: object) -> Fraction:
    votes = list(product(ballots(question), repeat=voters))
    assert callable(told)
    return Fraction(sum(bool(told(vote)) for vote in votes), len(votes))


def everybodys(vote: tuple[Ballot, ...]) -> Ballot:
    return frozenset.intersection(*vote)


def others(vote: tuple[Ballot, ...]) -> bool:
    """Whether somebody who has not made a mark sees that all others have."""
    without = [vote[:i] + vote[i + 1 :] for i in range(len(vote))]
    return not everybodys(vote) and any(everybodys(rest) for rest in without)


@pytest.mark.parametrize(
    "question", QUESTIONS, ids=lambda q: f"{q.minimum}-{q.maximum} of {len(q.answers)}{' blank' * q.blank}"
)
@pytest.mark.parametrize("voters", [1, 2, 3, 4])
def test_chances_are_those_of_counting_every_possible_vote(question: Question, voters: int) -> None:
    assert all_alike(question, voters) == share(question, voters, everybodys)
    if voters > 2:
        assert all_but_one(question, voters) == share(question, voters, others)


def test_what_figures_tell_is_what_every_way_to_fill_the_ballots_agrees_on() -> None:
    """The reckoning's own ground: marks that all have made are those of which the figures leave no doubt."""
    for question in QUESTIONS:
        votes = list(product(ballots(question), repeat=3))
        answers = [*range(len(question.answers)), BLANK]
        by_figures: dict[tuple[int, ...], list[tuple[Ballot, ...]]] = {}
        for vote in votes:
            figures = tuple(sum(answer in ballot for ballot in vote) for answer in answers)
            by_figures.setdefault(figures, []).append(vote)
        for figures, possible in by_figures.items():
            certain = frozenset.intersection(*(everybodys(vote) for vote in possible))
            sure_of_first = frozenset.intersection(*(vote[0] for vote in possible))
            assert certain == sure_of_first == {a for a, n in zip(answers, figures, strict=True) if n == 3}


def ways(classes: dict[str, int], *questions: Question) -> dict[tuple[str, Way], Foreseen]:
    return {(one.group, one.way): one for one in foreseen(classes, questions)}


def test_one_voter_and_two_voters_are_always_given_away() -> None:
    found = ways({"": 1, "two": 2, "none": 0}, choose_one("?", ["a", "b", "c"]))
    assert found["", Way.ONE_VOTER].certain
    assert found["two", Way.TWO_VOTERS].certain
    assert found["two", Way.ALL_ALIKE].chance == Fraction(1, 3)
    assert {group for group, _ in found} == {"", "two"}


def test_five_permanent_members_on_thirteen_candidates_are_worth_a_warning_ten_elected_hardly() -> None:
    questions = [choose_one(f"Candidate {i}", ["encourage", "discourage", "no opinion"]) for i in range(13)]
    found = ways({"permanent": 5, "elected": 10}, *questions)
    assert found["permanent", Way.ALL_ALIKE].chance == 1 - (1 - Fraction(1, 81)) ** 13
    assert int(100 * found["permanent", Way.ALL_ALIKE].chance) == 14
    assert ("elected", Way.ALL_ALIKE) not in found
    assert found["elected", Way.ALL_BUT_ONE].chance < Fraction(2, 100)
    assert ways({"": 193}, *questions) == {}
    assert foreseen({"": 193}, questions, least=Fraction(0))


def test_large_bodies_and_long_questions_are_reckoned_at_once() -> None:
    assert foreseen({"": 193}, [choose_up_to(18, "?", [str(i) for i in range(18)])] * 3) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_warnings_are_said_in_every_language(language: str) -> None:
    name = text("ballots.commands.blank_answer")
    for group, voters in {"one": 1, "two": 2, "few": 4}.items():
        for one in foreseen({group: voters}, [choose_one("?", ["a", "b"])]):
            said = one.says(name).say(language)
            assert name.say(language) in said and "{" not in said


def test_how_likely_it_is_is_never_said_to_be_less_than_it_is_not() -> None:
    assert likely(Fraction(1)).say() == "This always happens."
    assert "about 14 of 100" in likely(Fraction(149, 1000)).say()
    assert "fewer than 1 of 100" in likely(Fraction(9, 1000)).say()
