"""What is said to give a ballot away does, and what is not said to does not: checked against every possible count."""

from __future__ import annotations

from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.selection.exposure import Way, exposures, given_away
from tests.selection.desk import figures

COUNTS = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6)).filter(lambda c: sum(c) > 0)


def known_for_certain(counts: tuple[int, int, int], known: tuple[int, int, int] = (0, 0, 0)) -> int:
    """By brute force: how many voters of whom nothing else is known vote alike in every way to fill the ballots."""
    rest = tuple(n - k for n, k in zip(counts, known, strict=True))
    if min(rest) < 0:
        return 0
    voters = sum(rest)
    ways = [
        ballots
        for ballots in product(range(3), repeat=voters)
        if tuple(ballots.count(option) for option in range(3)) == rest
    ]
    return sum(1 for voter in range(voters) if len({way[voter] for way in ways}) == 1)


@pytest.mark.parametrize("total", range(1, 7))
def test_ballots_are_given_away_exactly_when_every_possible_count_agrees_on_them(total: int) -> None:
    for where in combinations_with_replacement(range(3), total):
        counts = (where.count(0), where.count(1), where.count(2))
        assert given_away(counts) == known_for_certain(counts)


@given(COUNTS.filter(lambda c: sum(c) <= 7), st.integers(0, 2))
def test_whoever_subtracts_known_ballots_learns_what_brute_force_learns(
    counts: tuple[int, int, int], guessed: int
) -> None:
    known = (min(guessed, counts[0]), 0, 0)
    assert given_away(counts, known) == known_for_certain(counts, known)


@given(COUNTS, st.integers(0, 5))
def test_unanimity_is_found_and_nothing_else_is_called_so(counts: tuple[int, int, int], more: int) -> None:
    found = exposures([figures(1, *counts)], voters=sum(counts), permanent=0, coloured=False)
    assert (Way.UNANIMITY in {one.way for one in found}) is (max(counts) == sum(counts))


def ways(*counts: int, **more: int) -> set[str]:
    found = exposures(
        [figures(1, *counts, **more)],
        voters=sum(counts),
        permanent=5,
        coloured=bool(more),
        known={1: (1, 0, 0)},
    )
    return {one.way.value for one in found}


P5 = ("in_favour_permanent", "against_permanent", "neutral_permanent")


@pytest.mark.parametrize(
    ("counts", "permanent", "expected"),
    [
        ((10, 3, 2), (), set()),
        ((15, 0, 0), (), {"unanimity"}),
        ((14, 1, 0), (), {"all_but_one"}),
        ((1, 14, 0), (), {"all_but_one", "known_ballots"}),
        ((12, 3, 0), (5, 0, 0), {"class_unanimity"}),
        ((12, 1, 2), (3, 1, 1), set()),
        ((12, 1, 2), (2, 1, 2), {"class_unanimity"}),
    ],
)
def test_each_way_in_which_figures_give_ballots_away(
    counts: tuple[int, int, int], permanent: tuple[int, ...], expected: set[str]
) -> None:
    assert ways(*counts, **dict(zip(P5, permanent, strict=False))) == expected


def test_a_class_of_one_is_given_away_by_its_colour() -> None:
    one = figures(1, 3, 2, 0, in_favour_permanent=1, against_permanent=0, neutral_permanent=0)
    found = exposures([one], voters=5, permanent=1, coloured=True)
    assert [(each.way, each.class_of) for each in found] == [(Way.CLASS_OF_ONE, "permanent")]


def test_one_ballot_moved_between_two_rounds_points_at_its_voter() -> None:
    before, after = figures(1, 10, 3, 2), figures(1, 11, 2, 2)
    found = exposures([after], voters=15, permanent=5, coloured=False, before=[before])
    assert [each.way for each in found] == [Way.ONE_MOVED]
    assert exposures([before], voters=15, permanent=5, coloured=False, before=[before]) == ()
