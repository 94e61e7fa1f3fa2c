"""Majorities: the figures of the organs, and properties against exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.rules.majority import (
    ABSOLUTE,
    NINE_OF_FIFTEEN,
    SIMPLE,
    TWO_THIRDS,
    TWO_THIRDS_OF_MEMBERS,
    Concurring,
    Count,
    Majority,
    Share,
)
from comity.rules.words import LANGUAGES

PERMANENT = frozenset({"CN", "FR", "RU", "GB", "US"})
SUBSTANTIVE = Concurring(votes=9, of=15, concurring=PERMANENT)

shares = st.builds(
    lambda parts, exceeded, of: Share(
        numerator=min(parts),
        denominator=max(parts),
        exceeded=exceeded and parts[0] != parts[1],
        of=of,
    ),
    st.tuples(st.integers(1, 30), st.integers(1, 30)),
    st.booleans(),
    st.sampled_from(["voting", "members"]),
)


@pytest.mark.parametrize(
    ("majority", "whole", "needed"),
    [
        (TWO_THIRDS_OF_MEMBERS, 193, 129),
        (ABSOLUTE, 193, 97),
        (ABSOLUTE, 15, 8),
        (TWO_THIRDS, 193, 129),
        (TWO_THIRDS, 191, 128),
        (TWO_THIRDS, 3, 2),
        (TWO_THIRDS, 4, 3),
        (SIMPLE, 100, 51),
        (SIMPLE, 101, 51),
        (SIMPLE, 1, 1),
    ],
)
def test_figures_that_the_organs_announce(majority: Share, whole: int, needed: int) -> None:
    assert majority.needed(voting=whole, members=whole) == needed


@given(share=shares, whole=st.integers(1, 10**30))
def test_the_needed_votes_are_the_fewest_that_reach_the_exact_fraction(share: Share, whole: int) -> None:
    line = Fraction(share.numerator, share.denominator) * whole
    needed = share.needed(voting=whole, members=whole)

    def reaches(votes: int) -> bool:
        return votes > line if share.exceeded else votes >= line

    assert reaches(needed)
    assert needed == 1 or not reaches(needed - 1)
    assert needed <= whole


@given(yes=st.integers(0, 500), no=st.integers(0, 500))
def test_a_simple_majority_is_more_for_than_against(yes: int, no: int) -> None:
    assert SIMPLE.met(yes, no) == (yes > no)


@given(yes=st.integers(0, 500), no=st.integers(0, 500))
def test_two_thirds_is_twice_as_many_for_as_against(yes: int, no: int) -> None:
    assert TWO_THIRDS.met(yes, no) == (yes > 0 and yes >= 2 * no)


@pytest.mark.parametrize("majority", [SIMPLE, TWO_THIRDS])
def test_where_all_abstain_nothing_is_decided(majority: Share) -> None:
    assert not majority.met(0, 0)


@given(abstaining=st.integers(0, 96))
def test_an_absolute_majority_does_not_shrink_with_abstentions(abstaining: int) -> None:
    assert ABSOLUTE.met(97, 96 - abstaining, members=193)
    assert not ABSOLUTE.met(96, 96 - abstaining, members=193)


@pytest.mark.parametrize(("yes", "met"), [(8, False), (9, True), (15, True)])
def test_article_27_2_nine_affirmative_votes(yes: int, met: bool) -> None:
    assert NINE_OF_FIFTEEN.met(yes, 15 - yes) is met


@pytest.mark.parametrize(
    ("yes", "against", "met", "vetoed_by"),
    [
        (15, (), True, ()),
        (9, (), True, ()),
        (8, (), False, ()),
        (14, ("RU",), False, ("RU",)),
        (13, ("RU", "CN"), False, ("CN", "RU")),
        (9, ("BR", "IN"), True, ()),
        (4, ("US", "GB", "FR"), False, ()),
    ],
)
def test_article_27_3_the_number_first_then_the_veto(
    yes: int, against: tuple[str, ...], met: bool, vetoed_by: tuple[str, ...]
) -> None:
    assert SUBSTANTIVE.met(yes, len(against), against=against) is met
    assert SUBSTANTIVE.vetoed_by(yes, against) == vetoed_by


def test_a_concurring_majority_must_know_everyone_who_voted_against() -> None:
    with pytest.raises(ValueError, match="2 voted against and 1"):
        SUBSTANTIVE.met(10, 2, against=("BR",))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Share(numerator=3, denominator=2),
        lambda: Share(numerator=0, denominator=2),
        lambda: Share(numerator=1, denominator=1, exceeded=True),
        lambda: Count(votes=16, of=15),
        lambda: Count(votes=0, of=15),
        lambda: Concurring(votes=16, of=15, concurring=PERMANENT),
        lambda: ABSOLUTE.needed(voting=100),
        lambda: SIMPLE.needed(voting=-1),
    ],
)
def test_a_majority_that_cannot_be_is_refused(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"."):
        wrong()


THREE_QUARTERS = Share(numerator=3, denominator=4)
OVER_A_THIRD = Share(numerator=1, denominator=3, exceeded=True, of="members")


@pytest.mark.parametrize(
    ("majority", "words"),
    [
        (SIMPLE, "more than half of the members present and voting"),
        (ABSOLUTE, "more than half of all the members"),
        (TWO_THIRDS, "two thirds of the members present and voting"),
        (TWO_THIRDS_OF_MEMBERS, "two thirds of all the members"),
        (THREE_QUARTERS, "at least 3/4 of the members present and voting"),
        (OVER_A_THIRD, "more than 1/3 of all the members"),
        (NINE_OF_FIFTEEN, "9 affirmative votes of 15"),
        (SUBSTANTIVE, "9 affirmative votes of 15, with no negative vote of a permanent member"),
    ],
)
def test_a_majority_is_said_in_six_languages(majority: Majority, words: str) -> None:
    assert majority.say("en") == words
    assert len({majority.say(language) for language in LANGUAGES}) == len(LANGUAGES)
