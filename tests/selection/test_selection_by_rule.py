"""The whole way of a selection, one test per rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.selection import acts as a
from comity.selection.state import Standing
from tests.selection.desk import (
    ANYONE,
    LATVIA,
    PGA,
    SECRETARIAT,
    STATES,
    Desk,
    refused,
    representative,
)

FRANCE, PANAMA, CHINA = representative("FRA"), representative("PAN"), representative("CHN")
ARGENTINA, BRAZIL = representative("ARG"), representative("BRA")
PLAIN = (10, 3, 2), (7, 4, 4), (4, 6, 5)


# The rules and the joint letter


def test_only_a_presidency_or_the_secretariat_opens_a_selection() -> None:
    desk = Desk()
    given = {"rulebook": "unsg-2016", "title": "T", "term_since": date(2027, 1, 1)}
    for by in (FRANCE, ANYONE, ARGENTINA):
        assert refused(desk.hear(by, a.OpenProcess, **given), "6")
    desk.does(LATVIA, a.OpenProcess, **given)
    assert refused(desk.hear(LATVIA, a.OpenProcess, **given), "3")


def test_rules_to_which_a_member_objects_are_not_adopted() -> None:
    desk = Desk().open()
    until = desk.now + timedelta(hours=1)
    desk.does(LATVIA, a.PutRules, rulebook="unsg-2016", principles="P", until=until)
    desk.does(CHINA, a.ObjectToRules, of="CHN", reason="No.")
    desk.now = until
    assert refused(desk.hear(LATVIA, a.AdoptRules), "A/71/774-S/2017/93", "19")


def test_members_have_the_time_they_were_given_to_object() -> None:
    desk = Desk().open()
    until = desk.now + timedelta(hours=1)
    desk.does(LATVIA, a.PutRules, rulebook="unsg-2016", principles="P", until=until)
    assert refused(desk.hear(LATVIA, a.AdoptRules), "19")
    desk.now = until
    assert refused(desk.hear(CHINA, a.ObjectToRules, of="CHN", reason="Late."), "19")
    desk.does(LATVIA, a.AdoptRules)


def test_paragraph_19_once_adopted_only_consensus_changes_the_rules() -> None:
    desk = Desk().announced()
    until = desk.now + timedelta(hours=1)
    desk.does(LATVIA, a.PutRules, rulebook="unsg-2017-proposal", principles="P", until=until)
    desk.does(CHINA, a.ObjectToRules, of="CHN", reason="Not in the same year.")
    desk.now = until
    ruling = desk.hear(LATVIA, a.AdoptRules)
    assert refused(ruling, "19") and "locked" in ruling.say()
    assert desk.state.rulebook == "unsg-2016"
    desk.adopt("unsg-2017-proposal")
    assert desk.state.rulebook == "unsg-2017-proposal"


def test_a_member_objects_in_its_own_name_only() -> None:
    desk = Desk().open()
    desk.does(LATVIA, a.PutRules, rulebook="unsg-2016", principles="P", until=desk.now + timedelta(hours=1))
    assert not desk.hear(FRANCE, a.ObjectToRules, of="CHN", reason="x").accepted
    assert not desk.hear(ARGENTINA, a.ObjectToRules, of="ARG", reason="x").accepted


def test_resolution_69_321_paragraph_35_the_joint_letter_bears_both_signatures_before_it_goes_out() -> None:
    desk = Desk().open()
    desk.adopt()
    letter = next(one.letter for one in desk.state.letters.values() if one.kind == "opening")
    desk.does(LATVIA, a.SignLetter, letter=letter)
    assert refused(desk.hear(SECRETARIAT, a.CirculateLetter, letter=letter), "A/RES/69/321", "35")
    assert not desk.hear(FRANCE, a.SignLetter, letter=letter).accepted
    desk.does(PGA, a.SignLetter, letter=letter)
    assert letter not in desk.seen(ANYONE).letters
    desk.does(SECRETARIAT, a.CirculateLetter, letter=letter, symbol="A/81/1-S/2026/1")
    assert desk.seen(ANYONE).letters[letter].symbol == "A/81/1-S/2026/1"
    assert not desk.hear(PGA, a.SignLetter, letter=letter).accepted


def test_resolution_69_321_paragraph_35_candidates_follow_the_joint_letter() -> None:
    desk = Desk().open()
    desk.adopt()
    assert refused(desk.nominate("ARG"), "A/RES/69/321", "35")
    desk.letters()
    assert desk.nominate("ARG").accepted


def test_letters_are_numbered_without_gaps() -> None:
    desk = Desk().with_candidates("ARG", "BRA", "CRI")
    numbers = [one.number for one in desk.state.letters.values()]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


# Nominations


@pytest.mark.parametrize(
    ("rulebook", "lacking"),
    [
        ("unsg-2016", ()),
        ("executive-head", ("curriculum_vitae", "vision_statement")),
        ("unsg-2026", ("curriculum_vitae", "vision_statement", "funding")),
    ],
)
def test_a_nomination_is_complete_as_its_rulebook_asks(rulebook: str, lacking: tuple[str, ...]) -> None:
    desk = Desk(rulebook).announced()
    without = {"curriculum_vitae": (), "vision_statement": (), "funding": ""}
    ruling = desk.nominate("ARG", **without)
    assert ruling.accepted is (not lacking)
    for name in lacking:
        assert not desk.nominate("ARG", **{name: without[name]}).accepted
    assert lacking == () or desk.nominate("ARG").accepted


def test_a_candidate_is_public_when_the_joint_letter_has_gone_out() -> None:
    desk = Desk().announced()
    desk.nominate("ARG", person="cand")
    assert desk.seen(ANYONE).candidates == {} and 1 in desk.seen(ARGENTINA).candidates
    desk.letters()
    public = desk.seen(ANYONE).candidates[1]
    assert public.standing is Standing.LISTED and public.person == ""


@pytest.mark.parametrize(
    ("rulebook", "accepted", "first"),
    [
        ("unsg-2006", True, Standing.LISTED),
        ("unsg-2016", True, Standing.LISTED),
        ("unsg-2017-proposal", True, Standing.REPLACED),
        ("unsg-2026", False, Standing.LISTED),
        ("executive-head", False, Standing.LISTED),
    ],
)
def test_a_state_that_names_another_candidate(rulebook: str, accepted: bool, first: Standing) -> None:
    desk = Desk(rulebook).with_candidates("ARG")
    ruling = desk.nominate("ARG", full_name="Second")
    assert ruling.accepted is accepted
    assert desk.state.candidates[1].standing is first
    notices = [one.about for one in desk.state.letters.values() if one.kind == "withdrawal"]
    assert notices == ([1] if first is Standing.REPLACED else [])


def test_in_2026_a_state_withdraws_its_candidate_and_presents_another() -> None:
    desk = Desk("unsg-2026").with_candidates("ARG")
    desk.does(ARGENTINA, a.WithdrawNomination, candidate=1, of="ARG", notice="We withdraw.")
    assert desk.state.candidates[1].standing is Standing.WITHDRAWN
    assert desk.nominate("ARG", full_name="Second").accepted


def test_a_joint_candidate_stays_while_one_state_presents_them() -> None:
    """Chile withdrew in 2026; Brazil and Mexico did not."""
    desk = Desk("unsg-2026").with_candidates("ARG")
    desk.does(BRAZIL, a.JoinNomination, candidate=1, of="BRA")
    assert not desk.nominate("BRA").accepted
    desk.does(ARGENTINA, a.WithdrawNomination, candidate=1, of="ARG", notice="N.")
    assert desk.state.candidates[1].runs and desk.state.candidates[1].nominators == ("BRA",)
    desk.does(BRAZIL, a.WithdrawNomination, candidate=1, of="BRA", notice="N.")
    assert desk.state.candidates[1].standing is Standing.WITHDRAWN


def test_in_2016_a_candidate_stays_when_the_state_withdraws() -> None:
    desk = Desk("unsg-2016").with_candidates("ARG")
    desk.does(ARGENTINA, a.WithdrawNomination, candidate=1, of="ARG", notice="N.")
    assert desk.state.candidates[1].runs and desk.state.candidates[1].nominators == ()


def test_a_candidate_withdraws_in_person_and_nobody_else_does() -> None:
    desk = Desk().announced()
    desk.nominate("ARG", person="cand")
    desk.letters()
    themself = Actor(person="cand", name="C", accreditations=(Accreditation(capacity=Capacity.CANDIDATE),))
    assert not desk.hear(BRAZIL, a.WithdrawCandidacy, candidate=1, notice="N.").accepted
    desk.does(themself, a.WithdrawCandidacy, candidate=1, notice="I withdraw.")
    assert desk.seen(ANYONE).candidates[1].standing is Standing.WITHDRAWN
    assert any(one.kind == "withdrawal" for one in desk.state.letters.values())


@pytest.mark.parametrize(("rulebook", "late"), [("unsg-2016", True), ("unsg-2017-proposal", False)])
def test_paragraph_29_c_nominations_come_before_the_first_round(rulebook: str, late: bool) -> None:
    desk = Desk(rulebook).with_candidates("ARG")
    desk.poll((10, 3, 2))
    assert desk.nominate("BRA").accepted is late


# Hearings


def test_paragraph_29_c_only_who_was_heard_in_both_bodies_is_voted_on() -> None:
    desk = Desk("unsg-2017-proposal").announced()
    for state in ("ARG", "BRA"):
        desk.nominate(state)
    desk.letters()
    assert refused(desk.hear(LATVIA, a.OpenRound, method="paper"), "29", "c")
    desk.hold("dialogue", 1, PGA)
    assert refused(desk.hear(LATVIA, a.OpenRound, method="paper"), "29", "c")
    desk.hold("meeting", 1, LATVIA)
    desk.does(LATVIA, a.OpenRound, method="paper")
    assert desk.state.rounds[1].candidates == (1,)


@pytest.mark.parametrize(("rulebook", "minutes"), [("unsg-2016", 120), ("unsg-2026", 180)])
def test_a_dialogue_has_its_parts_and_timers(rulebook: str, minutes: int) -> None:
    desk = Desk(rulebook).announced()
    desk.nominate("ARG")
    desk.letters()
    assert desk.state.rules.dialogue_minutes == minutes
    desk.does(
        PGA, a.ScheduleHearing, kind="dialogue", candidate=1, at=desk.now, webcast="https://example.org"
    )
    assert not desk.hear(PGA, a.CallPart, hearing=1, part="presentation").accepted
    desk.does(PGA, a.OpenHearing, hearing=1)
    desk.does(PGA, a.CallPart, hearing=1, part="presentation")
    hearing = desk.seen(ANYONE).hearings[1]
    assert hearing.part_ends == desk.now + timedelta(minutes=10)
    assert not desk.hear(FRANCE, a.CallPart, hearing=1, part="closing").accepted


def test_questions_are_merged_chosen_asked_and_answered() -> None:
    desk = Desk().announced()
    desk.nominate("ARG")
    desk.letters()
    desk.does(PGA, a.ScheduleHearing, kind="dialogue", candidate=1, at=desk.now)
    society = Actor(
        person="ngo",
        name="N",
        accreditations=(Accreditation(capacity=Capacity.CIVIL_SOCIETY, of="Youth Forum", body="unga"),),
    )
    desk.does(society, a.SubmitQuestion, hearing=1, of="Youth Forum", question_text="Климат?", language="ru")
    desk.does(FRANCE, a.SubmitQuestion, hearing=1, of="FRA", question_text="Le climat ?", language="fr")
    assert not desk.hear(ANYONE, a.SubmitQuestion, hearing=1, of="FRA", question_text="?").accepted
    assert set(desk.seen(FRANCE).questions) == {2} and desk.seen(ANYONE).questions == {}
    desk.does(
        PGA, a.MergeQuestions, hearing=1, questions=(1, 2), theme="Climate", question_text="On climate?"
    )
    assert not desk.hear(PGA, a.ChooseQuestion, question=1).accepted
    desk.does(PGA, a.ChooseQuestion, question=3)
    assert not desk.hear(PGA, a.AskQuestion, question=3).accepted
    desk.does(PGA, a.OpenHearing, hearing=1)
    desk.does(PGA, a.AskQuestion, question=3)
    desk.does(PGA, a.MarkAnswered, question=3)
    asked = desk.seen(ANYONE).questions[3]
    assert (
        asked.of == ("Youth Forum", "FRA") and asked.asked and asked.answered and asked.asked < asked.answered
    )


def test_the_order_of_hearings_is_drawn_so_that_anyone_can_draw_it_again() -> None:
    desk = Desk().announced()
    for state in STATES[:5]:
        desk.nominate(state)
    desk.letters()
    desk.does(PGA, a.DrawSlots, seed="dice 4 2 6")
    assert sorted(desk.seen(ANYONE).slots) == [1, 2, 3, 4, 5]


def test_the_councils_informal_meeting_is_closed_and_its_fact_is_public() -> None:
    desk = Desk().with_candidates("ARG")
    assert [one.kind for one in desk.seen(ANYONE).hearings.values() if one.closed] == ["dialogue", "meeting"]
    assert not desk.hear(PGA, a.ScheduleHearing, kind="meeting", candidate=1, at=desk.now).accepted
