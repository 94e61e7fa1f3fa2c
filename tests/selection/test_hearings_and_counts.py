"""What hearings and the count of papers ask of those who hold them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from comity.selection import acts as a
from comity.selection import events as e
from comity.selection import outcome
from tests.selection.desk import LATVIA, PGA, SECRETARIAT, Desk, refused, representative


def before_hearings() -> Desk:
    desk = Desk().announced()
    for state in ("ARG", "BRA"):
        assert desk.nominate(state).accepted
    desk.letters()
    return desk


def test_slots_are_agreed_instead_of_drawn_and_name_every_candidate_once() -> None:
    desk = before_hearings()
    for order in ((1,), (1, 1), (1, 2, 3)):
        assert not desk.hear(PGA, a.AgreeSlots, order=order).accepted
    desk.does(PGA, a.DrawSlots, seed="a public seed")
    assert desk.state.slots_seed
    desk.does(PGA, a.AgreeSlots, order=(2, 1))
    assert (desk.state.slots, desk.state.slots_seed) == ((2, 1), "")


def test_a_hearing_is_moved_only_before_it_begins() -> None:
    desk = before_hearings()
    desk.does(PGA, a.ScheduleHearing, kind="dialogue", candidate=1, at=desk.now)
    later = desk.now + timedelta(days=1)
    desk.does(PGA, a.MoveHearing, hearing=1, at=later, webcast="https://example.org/live")
    assert (desk.state.hearings[1].at, desk.state.hearings[1].webcast) == (later, "https://example.org/live")
    assert not desk.hear(LATVIA, a.MoveHearing, hearing=1, at=later).accepted
    desk.does(PGA, a.OpenHearing, hearing=1)
    assert not desk.hear(PGA, a.MoveHearing, hearing=1, at=later).accepted


def test_the_recording_is_linked_after_a_dialogue_is_over() -> None:
    desk = before_hearings()
    desk.does(PGA, a.ScheduleHearing, kind="dialogue", candidate=1, at=desk.now)
    desk.does(PGA, a.OpenHearing, hearing=1)
    assert not desk.hear(PGA, a.FileArchive, hearing=1, archive="https://example.org/a").accepted
    desk.does(PGA, a.CloseHearing, hearing=1)
    desk.does(SECRETARIAT, a.FileArchive, hearing=1, archive="https://example.org/a")
    assert desk.state.hearings[1].archive == "https://example.org/a"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "example.org", "https://", "https://a b", "data:x"])
def test_a_webcast_is_an_address_of_the_web(link: str) -> None:
    desk = before_hearings()
    given = {"kind": "dialogue", "candidate": 1, "at": desk.now}
    assert not desk.hear(PGA, a.ScheduleHearing, webcast=link, **given).accepted


def test_a_question_names_its_language_by_a_code() -> None:
    desk = before_hearings()
    desk.does(PGA, a.ScheduleHearing, kind="dialogue", candidate=1, at=desk.now)
    given = {"hearing": 1, "of": "FRA", "question_text": "Pourquoi ?"}
    assert not desk.hear(representative("FRA"), a.SubmitQuestion, language="français", **given).accepted
    desk.does(representative("FRA"), a.SubmitQuestion, language="fr", **given)


def test_two_counts_are_compared_and_no_figure_is_told() -> None:
    desk = Desk().with_candidates("ARG", "BRA")
    desk.does(LATVIA, a.OpenRound, method="paper")
    desk.does(LATVIA, a.AppointTellers, round=1, first="FRA", second="PAN")
    desk.count("FRA", 1, 1, (10, 3, 2))
    assert desk.seen(LATVIA).rounds[1].compared == {}
    desk.count("PAN", 1, 1, (11, 2, 2))
    for reader in (LATVIA, representative("FRA"), representative("PAN")):
        assert desk.seen(reader).rounds[1].compared == {1: False}
    assert desk.seen(LATVIA).rounds[1].counts == {}
    assert set(desk.seen(representative("FRA")).rounds[1].counts) == {"FRA"}
    desk.count("PAN", 1, 1, (10, 3, 2))
    assert desk.seen(LATVIA).rounds[1].compared == {1: True}
    for reader in (representative("CHN"), SECRETARIAT, PGA):
        seen = desk.seen(reader).rounds.get(1)
        assert seen is None or not seen.compared


def test_the_reader_of_a_copy_sees_it_again_and_nobody_else_does() -> None:
    desk = Desk().with_candidates("ARG", "BRA")
    desk.poll((10, 3, 2), (7, 7, 1))
    argentina = representative("ARG")
    mine = next(copy for copy in desk.state.copies.values() if copy.to == "ARG")
    desk.does(argentina, a.ReadCopy, confidential_copy=mine.copy)
    said = desk.seen(argentina).copies[mine.copy].said
    assert said is not None and [one.candidate for one in said.figures] == [1] and said.mark
    assert desk.seen(LATVIA).copies[mine.copy].said is None


def test_the_appointing_president_is_told_when_a_round_was_held() -> None:
    desk = Desk().with_candidates("ARG", "BRA")
    desk.poll((10, 3, 2), (7, 7, 1))
    told = desk.seen(PGA).rounds[1]
    assert told.opened == desk.state.rounds[1].opened and told.figures == ()


def test_a_round_is_opened_on_paper_or_electronically() -> None:
    desk = Desk().with_candidates("ARG")
    offered = desk.clerk.in_order(desk.stream, LATVIA, desk.now, "")
    options = dict(next(one for one in offered if one.act is a.OpenRound).options)
    assert [value for value, _ in options["method"]] == ["paper", "electronic"]


def test_charter_97_a_recommendation_says_why() -> None:
    desk = Desk().with_candidates("ARG")
    decided = e.RecommendationDecided(
        meeting="recommendation-1", candidate=1, method="vote", adopted=False, verdict="vetoed",
        in_favour=("BHR", "COL", "COD", "DNK", "FRA", "GRC", "LVA", "LBR", "PAK", "GBR"),
        against=("CHN",), abstaining=("RUS",),
    )  # fmt: skip
    said = outcome.recommendation(desk.state, desk.now, decided)
    assert said.verdict == "vetoed" and "China" in said.say() and "27" in said.say()
    assert refused(desk.hear(LATVIA, a.Recommend, candidate=1, method="acclamation", resolution="R"))
