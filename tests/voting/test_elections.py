"""Rules 92 to 94: who is elected, restricted ballots, ties, lots, withdrawals, deadlock."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.rules.words import LANGUAGES
from comity.voting import Lot, Round, VotingError, Withdrawal, count_papers, draw, elect

CASES = tomllib.loads((Path(__file__).parent / "data" / "elections.toml").read_text(encoding="utf-8"))[
    "election"
]


def ballot(papers: int = 0, **votes: int) -> Round:
    """A ballot in which every paper is valid and bears one name."""
    return Round(votes=votes, papers=papers or sum(votes.values()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_elections_of_the_assembly(case: dict[str, Any]) -> None:
    rounds = [
        Round(votes=one["votes"], papers=one["papers"], abstentions=one.get("abstentions", 0))
        for one in case["round"]
    ]
    election = elect(rounds, seats=case["seats"], members=193)
    assert [standing.required for standing in election.standings[1:]] == [
        one["required"] for one in case["round"]
    ]
    assert list(election.elected) == case["elected"]
    assert election.now.next == case["next"]
    assert set(election.now.among) == set(case.get("among", []))
    assert len({election.explain(language) for language in LANGUAGES}) == 6


def test_rule_93_three_restricted_then_three_unrestricted_ballots_in_turn() -> None:
    even = ballot(A=60, B=60)
    election = elect([ballot(A=50, B=50, C=20)] + [even] * 10, seats=1)
    kinds = [standing.next for standing in election.standings]
    # The first of any names, 2 to 4 restricted, 5 to 7 unrestricted, 8 to 10 restricted, and so on.
    assert (
        kinds
        == ["first"] + ["restricted"] * 3 + ["unrestricted"] * 3 + ["restricted"] * 3 + ["unrestricted"] * 2
    )
    assert election.standings[1].among == ("A", "B")
    assert "rule 93" in election.explain()


def test_rule_93_after_unrestricted_ballots_the_two_highest_of_the_third() -> None:
    even = ballot(A=60, B=60)
    rounds = [even] * 4 + [even, even, ballot(A=10, C=60, D=50)]
    assert elect(rounds, seats=1).now.among == ("C", "D")


def test_a_ballot_that_fills_a_place_is_not_inconclusive() -> None:
    even = Round(votes={"B": 60, "C": 60}, papers=120)
    rounds = [
        Round(votes={"A": 70, "B": 60, "C": 60}, papers=120),
        Round(votes={"A": 90, "B": 60, "C": 60}, papers=120),
    ]
    election = elect([*rounds, even, even, even], seats=2)
    kinds = [standing.next for standing in election.standings]
    assert election.elected == ("A",)
    assert kinds == ["first", "restricted", "restricted", "restricted", "restricted", "unrestricted"]


def test_rule_93_simple_majority_equal_in_the_second_ballot_draws_lots() -> None:
    rounds = [ballot(A=50, B=40, C=30), ballot(A=60, B=60)]
    election = elect(rounds, seats=1, majority="simple")
    assert (election.now.next, set(election.now.among)) == ("lot", {"A", "B"})
    lot = draw("dice 3 1 4 1 5", ["A", "B"])
    drawn = elect([*rounds, lot], seats=1, majority="simple")
    assert drawn.complete
    assert drawn.elected == lot.drawn
    with pytest.raises(VotingError, match="Lots must be drawn"):
        elect([*rounds, ballot(A=61, B=59)], seats=1, majority="simple")


def test_rule_93_simple_majority_elects_in_the_second_ballot() -> None:
    election = elect([ballot(A=50, B=40, C=30), ballot(A=61, B=59)], seats=1, majority="simple")
    assert election.elected == ("A",)
    assert election.standings[1].among == ("A", "B")
    # With an equal first ballot there is a second one before any lot.
    assert elect([ballot(A=60, B=60)], seats=1, majority="simple").now.next == "restricted"


def test_rule_94_those_with_the_majority_are_elected_and_the_next_ballot_is_twice_the_places_left() -> None:
    first = Round(votes={"A": 150, "B": 100, "C": 90, "D": 80, "E": 70, "F": 60}, papers=190)
    election = elect([first], seats=3)
    assert election.elected == ("A",)
    assert election.now.among == ("B", "C", "D", "E")
    second = Round(votes={"B": 130, "C": 100, "D": 90, "E": 60}, papers=190)
    election = elect([first, second], seats=3)
    assert election.elected == ("A", "B")
    assert election.now.among == ("C", "D")
    assert "rule 94" in election.explain()


def test_rule_94_more_with_the_majority_than_places_the_highest_are_elected() -> None:
    first = Round(votes={"A": 80, "B": 70, "C": 60, "D": 30}, papers=120)
    election = elect([first], seats=2, majority="simple")
    assert election.elected == ("A", "B")
    assert election.complete


def test_equal_votes_for_the_last_place_take_a_special_ballot_and_then_a_lot() -> None:
    first = Round(votes={"A": 80, "B": 70, "C": 70}, papers=110)
    election = elect([first], seats=2, majority="simple")
    assert election.elected == ("A",)
    assert (election.now.next, set(election.now.among), election.now.contested) == ("special", {"B", "C"}, 1)
    won = elect([first, ballot(B=56, C=54)], seats=2, majority="simple")
    assert won.elected == ("A", "B")
    again = [first, ballot(B=55, C=55)]
    assert elect(again, seats=2, majority="simple").now.next == "lot"
    lot = draw("beacon 4711", ["B", "C"])
    assert elect([*again, lot], seats=2, majority="simple").elected == ("A", *lot.drawn)


def test_equal_votes_at_the_edge_of_the_restricted_list_take_a_special_ballot_first() -> None:
    first = ballot(A=60, B=30, C=30)
    election = elect([first], seats=1)
    assert (election.now.next, set(election.now.among), election.now.contested) == ("special", {"B", "C"}, 1)
    settled = elect([first, ballot(B=40, C=80)], seats=1)
    assert (settled.now.next, settled.now.among, settled.elected) == ("restricted", ("A", "C"), ())


def test_a_withdrawal_between_rounds() -> None:
    # In 2016 five ballots between Italy and the Netherlands were inconclusive until one of them withdrew;
    # figures of the first, the fifth and the sixth ballot from memory, the others made up.
    first = Round(votes={"Sweden": 134, "Netherlands": 125, "Italy": 113}, papers=190)
    even = ballot(Netherlands=95, Italy=95)
    rounds = [first, even, even, even, even]
    election = elect(rounds, seats=2)
    assert election.elected == ("Sweden",)
    assert election.now.next == "unrestricted"
    after = elect([*rounds, Withdrawal(candidates=("Netherlands",)), ballot(Italy=179, Malta=5)], seats=2)
    assert after.elected == ("Sweden", "Italy")
    with pytest.raises(VotingError, match="Netherlands may not be voted for"):
        elect([*rounds, Withdrawal(candidates=("Netherlands",)), even], seats=2)
    assert elect(rounds, seats=2, longest=5).deadlocked


def test_when_all_on_the_restricted_list_withdraw_any_eligible_may_be_voted_for() -> None:
    election = elect([ballot(A=50, B=40, C=30), Withdrawal(candidates=("A", "B"))], seats=1)
    assert (election.now.next, election.now.among) == ("unrestricted", ())


def test_a_withdrawal_can_make_a_special_ballot_needless() -> None:
    first = Round(votes={"A": 80, "B": 70, "C": 70}, papers=110)
    election = elect([first, Withdrawal(candidates=("B",))], seats=2, majority="simple")
    assert election.elected == ("A", "C")


def test_invalid_and_blank_papers_do_not_count_among_those_voting() -> None:
    papers = [["Estonia"]] * 4 + [["Romania"]] * 2 + [[]] * 2 + [["Estonia", "Romania"]] + [["Chile"]]
    counted = count_papers(papers, places=1, eligible={"Estonia", "Romania"})
    assert counted == Round(votes={"Estonia": 4, "Romania": 2}, papers=10, invalid=2, abstentions=2)
    election = elect([counted], seats=1, members=10)
    assert election.now.required == 4
    assert election.elected == ("Estonia",)


def test_a_name_that_may_not_be_voted_for_is_passed_over_and_a_repeated_one_counts_once() -> None:
    counted = count_papers([["A", "X"], ["A", "A"]], places=2, eligible={"A", "B"})
    assert counted == Round(votes={"A": 2}, papers=2)


def test_absolute_majority_counts_all_members() -> None:
    assert elect([ballot(A=7, B=5)], seats=1, majority="absolute", members=15).elected == ()
    assert elect([ballot(A=8, B=4)], seats=1, majority="absolute", members=15).elected == ("A",)
    with pytest.raises(VotingError, match="absolute majority"):
        elect([ballot(A=8, B=4)], seats=1, majority="absolute")


@pytest.mark.parametrize(
    ("steps", "how", "says"),
    [
        ([Round(votes={"A": 5}, papers=3)], {}, "A has 5 votes of 3"),
        ([Round(votes={"A": 2, "B": 2}, papers=3)], {}, "add up to 4"),
        ([Round(votes={"A": 1}, papers=3)], {}, "add up to 1"),
        ([Round(votes={"A": 3}, papers=3, invalid=4)], {}, "exceed the papers"),
        ([Round(votes={"A": -3}, papers=3)], {}, "not -3"),
        ([ballot(A=200)], {"members": 193}, "exceed members 193"),
        ([ballot(A=3), ballot(A=3)], {}, "was over before ballot 2"),
        ([ballot(A=3, B=3), ballot(A=3, C=3)], {}, "C may not be voted for"),
        ([ballot(A=3, B=3)], {"eligible": {"A"}}, "B may not be voted for"),
        ([draw("x", ["A"])], {}, "nothing is to be drawn"),
        ([Withdrawal(candidates=("A",))] * 2, {}, "already"),
        ([], {"majority": "handsome"}, "no majority handsome"),
        ([], {"seats": 0}, "at least one place"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(steps: list[Any], how: dict[str, Any], says: str) -> None:
    with pytest.raises(VotingError, match=r".") as refused:
        elect(steps, **({"seats": 1} | how))
    assert says in str(refused.value)
    assert len({refused.value.say(language) for language in LANGUAGES}) == 6


def test_lots_are_drawn_again_by_anyone_from_the_seed() -> None:
    lot = draw("seed", ["B", "A", "C"], 2)
    assert lot == draw("seed", ["C", "B", "A"], 2)
    assert lot.holds
    missing = ({"A", "B", "C"} - set(lot.drawn)).pop()
    false = Lot(seed="seed", among=lot.among, places=2, drawn=(lot.drawn[0], missing))
    assert not false.holds
    tied = [ballot(A=50, B=40, C=30), ballot(A=60, B=60)]
    good = draw("seed", ["A", "B"])
    forged = Lot(seed="seed", among=good.among, drawn=tuple({"A", "B"} - set(good.drawn)))
    with pytest.raises(VotingError, match="does not draw these names"):
        elect([*tied, forged], seats=1, majority="simple")
    with pytest.raises(VotingError, match="not the one due"):
        elect([*tied, draw("seed", ["A", "C"])], seats=1, majority="simple")
    for impossible in (("", ["A"], 1), ("seed", ["A"], 2), ("seed", [], 1)):
        with pytest.raises(VotingError, match="at least as many names"):
            draw(*impossible)


@settings(deadline=None)
@given(st.sets(st.text(min_size=1), min_size=1, max_size=6))
def test_every_seed_draws_somebody_among_the_names(names: set[str]) -> None:
    assert set(draw("seed", names).drawn) <= names


def test_lots_favour_nobody() -> None:
    drawn = [draw(str(seed), ["A", "B", "C"]).drawn[0] for seed in range(3000)]
    assert all(900 < drawn.count(name) < 1100 for name in "ABC")


NAMES = ("A", "B", "C", "D", "E")
MAJORITIES = st.sampled_from(["two_thirds", "simple", "absolute"])


@settings(deadline=None)
@given(st.data(), st.integers(1, 3), MAJORITIES, st.integers(1, 12))
def test_elections_always_end_or_are_declared_deadlocked(
    data: st.DataObject, seats: int, majority: str, longest: int
) -> None:
    """Whatever the papers say: no seat too many, nobody elected twice, and it comes to an end."""
    steps: list[Any] = []
    withdrawn: list[str] = []
    for _ in range(2 * longest + 20):
        election = elect(steps, seats=seats, majority=majority, members=20, longest=longest)
        now = election.now
        assert len(set(election.elected)) == len(election.elected) <= seats
        assert election.complete == (len(election.elected) == seats)
        if now.next in ("complete", "deadlocked"):
            break
        if now.next == "lot":
            steps.append(draw("seed", now.among, now.contested))
            continue
        left = [name for name in NAMES if name not in election.elected and name not in withdrawn]
        if left and data.draw(st.integers(0, 9)) == 0:
            withdrawn.append(data.draw(st.sampled_from(left)))
            steps.append(Withdrawal(candidates=(withdrawn[-1],)))
            continue
        open_to = now.among or tuple(left)
        assert set(open_to) <= set(left)
        places = min(now.contested, len(open_to))
        names = st.sets(st.sampled_from(open_to), max_size=places) if places else st.just(set())
        papers = data.draw(st.lists(names, min_size=20, max_size=20))
        steps.append(count_papers(papers, places=now.contested))
    assert elect(steps, seats=seats, majority=majority, members=20, longest=longest).now.next in (
        "complete",
        "deadlocked",
    )


@settings(deadline=None)
@given(st.permutations(NAMES))
def test_the_names_of_the_candidates_change_nothing(names: list[str]) -> None:
    new = dict(zip(NAMES, names, strict=True))
    first = Round(votes={"A": 90, "B": 50, "C": 40, "D": 30, "E": 20}, papers=130)
    renamed = Round(votes={new[name]: votes for name, votes in first.votes.items()}, papers=130)
    assert elect([renamed], seats=2).elected == tuple(new[name] for name in elect([first], seats=2).elected)
    assert set(elect([renamed], seats=2).now.among) == {
        new[name] for name in elect([first], seats=2).now.among
    }
