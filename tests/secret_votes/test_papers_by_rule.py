"""The papers beside a secret ballot: counted by two tellers alone, corrected, compared, and opened with the result."""

from __future__ import annotations

from typing import Any

import pytest

from comity.bodies.actor import ANYONE, Accreditation, Actor, Capacity
from comity.rules.guard import Ruling
from comity.secret_votes import acts, events
from comity.secret_votes.folding import begin, fold
from comity.secret_votes.state import Stage
from tests.people import FRANCE, SECRETARIAT, representative
from tests.secret_votes.chamber import HOLDERS, TELLERS, Chamber, close, opened, ready, refused, result, share

THIRD = Actor(person="teller-3", name="Teller 3", accreditations=(Accreditation(capacity=Capacity.TELLER),))
ONE, TWO = "1 1 0\n0 0 2", "2 0 0\n0 0 2"
FIGURES = {ONE: (1, 1, 0, 0, 0, 2), TWO: (2, 0, 0, 0, 0, 2)}


@pytest.fixture
def chamber() -> Chamber:
    return ready(Chamber(), paper=True)


def count(chamber: Chamber, by: Actor, figures: str, **more: Any) -> Ruling:
    given = {"ballot": 1, "box": "all", "returned": 2, "invalid": 0, "figures": figures}
    return chamber.hear(acts.EnterPaperCount, by, **(given | more))


def accept(chamber: Chamber, by: Actor, **more: Any) -> Ruling:
    given = {"ballot": 1, "box": "all", "reason": "One paper cannot be read alike by both."}
    return chamber.hear(acts.AcceptDifference, by, **(given | more))


def opened_papers(chamber: Chamber) -> list[tuple[str, tuple[int, ...]]]:
    """What everybody of the circle reads once the result is announced."""
    assert result(chamber, FIGURES[ONE]).accepted
    return [(paper.teller, paper.counts) for paper in chamber.seen(FRANCE).ballots[1].opened_paper]


def test_only_tellers_count_and_only_what_can_be(chamber: Chamber) -> None:
    assert refused(count(chamber, FRANCE, ONE), "3", "tellers")
    assert refused(count(chamber, TELLERS[0], ONE, box="none"), "3", "no_such_box")
    assert refused(count(chamber, TELLERS[0], "1 1 1\n0 0 2"), "3", "papers_do_not_add_up")
    assert refused(count(chamber, TELLERS[0], "1 1\n0 0 2"), "3", "figures_numbers")
    assert chamber.box().counted_by == ()


def test_the_result_waits_for_both_counts_and_nobody_sees_them_before(chamber: Chamber) -> None:
    assert count(chamber, TELLERS[0], ONE).accepted
    assert refused(result(chamber, FIGURES[ONE]), "7", "not_ready")
    for reader in (TELLERS[1], FRANCE, SECRETARIAT, chamber.chair):
        seen = chamber.seen(reader).ballots[1].boxes["all"]
        assert seen.counted == {} and seen.counted_by == (TELLERS[0].person,)
    assert set(chamber.seen(TELLERS[0]).ballots[1].boxes["all"].counted) == {TELLERS[0].person}
    assert count(chamber, TELLERS[1], ONE).accepted
    assert opened_papers(chamber) == [("1", FIGURES[ONE]), ("2", FIGURES[ONE])]


def test_a_teller_corrects_a_count_and_the_last_one_stands(chamber: Chamber) -> None:
    assert count(chamber, TELLERS[0], TWO).accepted
    assert refused(count(chamber, TELLERS[0], TWO), "3", "same_count")
    assert count(chamber, TELLERS[0], ONE).accepted
    assert chamber.box().counted_by == (TELLERS[0].person,), "one teller, however often"
    kept = [one for one in chamber.store.all_entries() if one.payload["type"] == events.PaperCounted.name]
    assert [one.payload["event"]["counts"] for one in kept] == [list(FIGURES[TWO]), list(FIGURES[ONE])]
    assert {one.header.audience for one in kept} == {f"person:{TELLERS[0].person}"}
    assert count(chamber, TELLERS[1], ONE).accepted
    assert chamber.ballot.opens
    assert opened_papers(chamber) == [("1", FIGURES[ONE]), ("2", FIGURES[ONE])]


def test_after_a_difference_both_count_again_and_learn_nothing_but_that(chamber: Chamber) -> None:
    assert count(chamber, TELLERS[0], ONE).accepted
    assert count(chamber, TELLERS[1], TWO).accepted
    assert refused(result(chamber, FIGURES[ONE]), "7", "not_ready")
    for at, reader in enumerate(TELLERS):
        box = chamber.seen(reader).ballots[1].boxes["all"]
        assert box.differs and not box.settled and set(box.counted) == {TELLERS[at].person}
    assert chamber.seen(FRANCE).ballots[1].boxes["all"].differs
    assert count(chamber, TELLERS[1], ONE).accepted
    box = chamber.box()
    assert box.counting == 2 and not box.differs and not box.settled, "the first teller counts again too"
    assert count(chamber, TELLERS[0], ONE).accepted, "the same figures again are a count here"
    assert chamber.box().settled
    assert opened_papers(chamber) == [("1", FIGURES[ONE]), ("2", FIGURES[ONE])]


def test_nobody_finds_the_other_tellers_figures_by_trying(chamber: Chamber) -> None:
    """One comparison for each pair of counts: whoever changes a count alone is told nothing more."""
    assert count(chamber, TELLERS[0], ONE).accepted
    assert count(chamber, TELLERS[1], TWO).accepted
    for figures in ("0 2 0\n0 0 2", "0 0 2\n0 0 2", ONE):
        assert count(chamber, TELLERS[1], figures).accepted
    compared = [
        one.payload["event"]["agree"]
        for one in chamber.store.all_entries()
        if one.payload["type"] == events.PaperCountsCompared.name
    ]
    assert compared == [False]


def test_a_correction_after_both_agreed_has_both_count_again(chamber: Chamber) -> None:
    for teller in TELLERS:
        assert count(chamber, teller, ONE).accepted
    assert chamber.ballot.opens
    assert refused(count(chamber, THIRD, ONE), "3", "counted_already")
    assert refused(count(chamber, TELLERS[0], ONE), "3", "same_count")
    assert count(chamber, TELLERS[0], TWO).accepted
    assert not chamber.ballot.opens
    assert count(chamber, TELLERS[1], TWO).accepted
    assert [counts for _, counts in opened_papers(chamber)] == [FIGURES[TWO]] * 2


def test_another_teller_may_take_part_in_counting_again(chamber: Chamber) -> None:
    assert count(chamber, TELLERS[0], ONE).accepted
    assert count(chamber, TELLERS[1], TWO).accepted
    for teller in (TELLERS[0], THIRD):
        assert count(chamber, teller, ONE).accepted
    assert opened_papers(chamber) == [("1", FIGURES[ONE]), ("2", FIGURES[ONE])]


def test_rule_19_the_presidency_accepts_a_difference_for_a_reason(chamber: Chamber) -> None:
    assert refused(accept(chamber, chamber.chair), "3", "no_difference")
    assert count(chamber, TELLERS[0], ONE).accepted
    assert refused(accept(chamber, chamber.chair), "3", "no_difference"), "one count differs from nothing"
    assert count(chamber, TELLERS[1], TWO).accepted
    for other in (SECRETARIAT, FRANCE, TELLERS[0]):
        assert refused(accept(chamber, other), "19", "presidency_accepts")
    assert refused(accept(chamber, chamber.chair, box="none"), "3", "no_such_box")
    offered = chamber.clerk.in_order(chamber.stream, chamber.chair, chamber.now)
    assert acts.AcceptDifference in [one.act for one in offered]
    assert accept(chamber, chamber.chair).accepted
    assert refused(accept(chamber, chamber.chair), "3", "no_difference")
    assert refused(count(chamber, TELLERS[1], ONE), "3", "difference_accepted")
    assert chamber.seen(FRANCE).ballots[1].boxes["all"].accepted.startswith("One paper")
    assert opened_papers(chamber) == [("1", FIGURES[ONE]), ("2", FIGURES[TWO])]


def test_what_is_accepted_is_each_tellers_last_count(chamber: Chamber) -> None:
    assert count(chamber, TELLERS[0], ONE).accepted
    assert count(chamber, TELLERS[1], TWO).accepted
    other = "0 2 0\n0 0 2"
    assert count(chamber, TELLERS[1], other).accepted
    assert accept(chamber, chamber.chair).accepted
    assert opened_papers(chamber) == [("1", FIGURES[ONE]), ("2", (0, 2, 0, 0, 0, 2))]


def test_house_rule_3_nothing_is_counted_or_accepted_before_the_close_nor_after_the_result() -> None:
    chamber = opened(Chamber(), paper=True)
    assert refused(count(chamber, TELLERS[0], ONE), "7", "not_closed")
    assert refused(accept(chamber, chamber.chair), "7", "not_closed")
    for of, digest in (("FRA", "a"), ("GBR", "b")):
        assert chamber.cast(of, digest * 64).accepted
    close(chamber)
    for owner, holder in enumerate(HOLDERS, 1):
        assert share(chamber, owner, holder).accepted
    for teller in TELLERS:
        assert count(chamber, teller, ONE).accepted
    assert result(chamber, FIGURES[ONE]).accepted
    assert chamber.ballot.stage is Stage.ANNOUNCED
    assert refused(count(chamber, TELLERS[0], TWO), "7", "not_closed")
    assert refused(accept(chamber, chamber.chair), "7", "not_closed")


def test_a_ballot_without_papers_has_no_difference() -> None:
    chamber = ready(Chamber())
    assert refused(count(chamber, TELLERS[0], ONE), "3", "no_papers")
    assert refused(accept(chamber, chamber.chair), "3", "no_papers")


def test_counts_of_records_before_comparing_stand_as_they_did(chamber: Chamber) -> None:
    """Two counts that differ without an entry that compares them: so it was, and such a ballot still opens."""
    assert count(chamber, TELLERS[0], ONE).accepted
    assert count(chamber, TELLERS[1], TWO).accepted
    stream = chamber.clerk.folds.whole(chamber.stream)
    assert not stream.state.ballots[1].opens
    old = [one for one in past(chamber) if not isinstance(one.event, events.PaperCountsCompared)]
    state = fold(begin(chamber.stream, chamber.clerk.bodies), old)
    assert state.ballots[1].opens


def past(chamber: Chamber) -> list[Any]:
    return [chamber.clerk.shapes.happened(one) for one in chamber.store.all_entries()]


def test_whoever_may_not_know_of_the_ballot_learns_nothing_of_its_papers(chamber: Chamber) -> None:
    for reader in (ANYONE, representative("DEU")):
        assert refused(count(chamber, reader, ONE), "3", "no_such_ballot")
        assert chamber.seen(reader).ballots == {}
