"""The whole way of a selection, one test per rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.rules.guard import OutOfOrder
from comity.selection import acts as a
from comity.selection.process import Process
from comity.selection.state import Standing
from tests.selection.desk import (
    ANYONE,
    COUNCIL,
    LATVIA,
    PGA,
    SECRETARIAT,
    START,
    STATES,
    Desk,
    figures,
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


# Rounds


def test_rule_20_a_president_with_a_candidate_hands_the_round_over() -> None:
    """In September 2016 New Zealand, whose candidate ran, asked the next President to conduct the polls."""
    desk = Desk().with_candidates("LVA")
    assert refused(desk.hear(LATVIA, a.OpenRound, method="paper"), "20")
    liberia = representative("LBR")
    desk.does(liberia, a.OpenRound, method="paper")
    one = desk.state.rounds[1]
    assert (one.president, one.conducted_by) == ("LVA", "LBR")


def test_two_tellers_count_on_their_own_until_they_agree() -> None:
    desk = Desk().with_candidates("ARG")
    desk.does(LATVIA, a.OpenRound, method="paper")
    assert not desk.hear(LATVIA, a.AppointTellers, round=1, first="FRA", second="FRA").accepted
    desk.does(LATVIA, a.AppointTellers, round=1, first="FRA", second="PAN")
    desk.count("FRA", 1, 1, (10, 3, 2))
    assert not desk.hear(LATVIA, a.CloseRound, round=1).accepted
    desk.count("PAN", 1, 1, (10, 2, 3))
    assert not desk.hear(LATVIA, a.CloseRound, round=1).accepted
    assert desk.seen(FRANCE).rounds[1].counts.keys() == {"FRA"}
    assert desk.seen(LATVIA).rounds[1].counts == {}
    desk.count("PAN", 1, 1, (10, 3, 2))
    desk.does(LATVIA, a.CloseRound, round=1)
    assert desk.state.rounds[1].figures == (figures(1, 10, 3, 2),)


def test_figures_that_do_not_add_up_to_the_ballots_are_refused() -> None:
    desk = Desk().with_candidates("ARG")
    desk.does(LATVIA, a.OpenRound, method="paper")
    desk.does(LATVIA, a.AppointTellers, round=1, first="FRA", second="PAN")
    given = {"round": 1, "candidate": 1, "of": "FRA", "in_favour": 10, "against": 3}
    assert not desk.hear(FRANCE, a.EnterCount, neutral=3, **given).accepted
    assert not desk.hear(FRANCE, a.EnterCount, neutral=2, against_permanent=1, **given).accepted
    assert not desk.hear(CHINA, a.EnterCount, neutral=2, **(given | {"of": "CHN"})).accepted
    assert desk.hear(FRANCE, a.EnterCount, neutral=2, **given).accepted


def test_an_electronic_result_comes_with_the_hash_of_its_archive() -> None:
    desk = Desk().with_candidates("ARG")
    desk.does(LATVIA, a.OpenRound, method="electronic")
    given = {"round": 1, "figures": (figures(1, 10, 3, 2),)}
    assert not desk.hear(SECRETARIAT, a.HandInResult, archive="no", **given).accepted
    assert not desk.hear(LATVIA, a.HandInResult, archive="a" * 64, **given).accepted
    desk.does(SECRETARIAT, a.HandInResult, archive="a" * 64, **given)
    desk.does(LATVIA, a.CloseRound, round=1)
    assert desk.state.rounds[1].archive == "a" * 64


def test_article_27_2_colours_rest_on_a_procedural_decision() -> None:
    desk = Desk().with_candidates("ARG")
    assert refused(desk.hear(LATVIA, a.OpenRound, method="paper", coloured=True), "A/71/774-S/2017/93", "7")
    desk.does(LATVIA, a.DecideColours, in_favour=COUNCIL[:8], against=COUNCIL[8:])
    assert not desk.hear(LATVIA, a.OpenRound, method="paper", coloured=True).accepted
    nine = ("BHR", "COL", "COD", "DNK", "GRC", "LVA", "LBR", "PAK", "PAN")
    desk.does(LATVIA, a.DecideColours, in_favour=nine, against=("CHN", "RUS", "USA", "GBR", "FRA"))
    assert desk.state.colours is not None and desk.state.colours.adopted, "no veto on procedure"
    desk.does(LATVIA, a.OpenRound, method="paper", coloured=True)


def test_the_executive_head_of_any_organisation_knows_no_colours() -> None:
    desk = Desk("executive-head").with_candidates("ARG")
    assert not desk.hear(LATVIA, a.DecideColours, in_favour=COUNCIL[:9]).accepted


# Who is told what


def test_in_2016_each_nominator_is_told_its_own_tally_and_the_extremes() -> None:
    desk = Desk().with_candidates("ARG", "BRA", "CRI")
    desk.poll(*PLAIN)
    copies = desk.seen(BRAZIL).copies
    assert [(one.to, one.form, one.candidate) for one in copies.values()] == [("BRA", "own_and_extremes", 2)]
    assert 1 not in desk.seen(BRAZIL).rounds
    desk.does(BRAZIL, a.ReadCopy, confidential_copy=next(iter(copies)))
    seen = desk.seen(BRAZIL).rounds[1]
    assert seen.figures == (figures(2, 7, 4, 4),)
    assert seen.extremes is not None and (seen.extremes.most_in_favour, seen.extremes.fewest_in_favour) == (
        10,
        4,
    )
    assert not desk.hear(ARGENTINA, a.ReadCopy, confidential_copy=next(iter(copies))).accepted


def test_in_2016_the_public_and_the_assembly_president_are_told_no_figure() -> None:
    desk = Desk().with_candidates("ARG", "BRA", "CRI")
    desk.poll(*PLAIN)
    assert desk.seen(ANYONE).rounds == {}
    told = desk.seen(PGA).rounds[1]
    assert told.notified is not None and told.figures == () and told.extremes is None
    assert any(one.kind == "poll_held" for one in desk.state.letters.values())


def test_paragraph_29_a_a_formal_result_stands_in_the_communique_and_is_announced() -> None:
    desk = Desk("unsg-2017-proposal").with_candidates("ARG", "BRA", "CRI")
    desk.poll(*PLAIN)
    public = desk.seen(ANYONE)
    assert public.rounds[1].figures == (figures(1, *PLAIN[0]), figures(2, *PLAIN[1]), figures(3, *PLAIN[2]))
    assert "round-1" in public.communiques and desk.state.copies == {}


def test_every_copy_bears_a_mark_of_its_reader_and_reading_it_is_an_entry() -> None:
    desk = Desk().with_candidates("ARG", "BRA", "CRI")
    desk.poll(*PLAIN)
    for by in (FRANCE, CHINA):
        copy = next(n for n, one in desk.state.copies.items() if one.to == by.accreditations[0].of)
        desk.does(by, a.ReadCopy, confidential_copy=copy)
    readers = [reader for one in desk.seen(LATVIA).copies.values() for reader in one.readers]
    assert {person for person, *_ in readers} == {"rep-FRA", "rep-CHN"}
    assert len({mark for _, _, mark, _ in readers}) == 2


def test_a_leaked_copy_is_traced_by_its_mark() -> None:
    desk = Desk().with_candidates("ARG", "BRA", "CRI")
    desk.poll(*PLAIN)
    copy = next(n for n, one in desk.state.copies.items() if one.to == "CHN")
    desk.does(CHINA, a.ReadCopy, confidential_copy=copy)
    mark = desk.state.copies[copy].readers[0][2]
    desk.does(LATVIA, a.ReportLeak, round=1, where="A newspaper", mark=mark.lower())
    assert desk.seen(LATVIA).leaks[0][1].person == "rep-CHN"
    desk.does(LATVIA, a.ReportLeak, round=1, where="A newspaper")
    assert desk.seen(LATVIA).leaks[1][1].copy == 0
    assert desk.seen(CHINA).leaks == ()


def test_before_disclosure_it_is_said_whose_ballots_the_figures_give_away() -> None:
    desk = Desk().with_candidates("ARG", "BRA", "CRI")
    number = desk.counted((15, 0, 0), (7, 4, 4), (4, 6, 5))
    ruling = desk.hear(LATVIA, a.Disclose, round=number)
    assert not ruling.accepted and "Candidate of ARG" in ruling.say()
    desk.does(LATVIA, a.Disclose, round=number, warned=True)
    assert desk.seen(LATVIA).rounds[1].accepted == ((1, "unanimity"),)


# After a round


def test_paragraph_29_e_the_lowest_two_drop_out_while_more_than_five_remain() -> None:
    desk = Desk("unsg-2017-proposal").with_candidates(*STATES[:6])
    desk.poll((10, 3, 2), (9, 4, 2), (8, 5, 2), (7, 5, 3), (6, 6, 3), (5, 7, 3))
    assert refused(desk.hear(LATVIA, a.DecideNext, decision="vote_again"), "29", "e")
    desk.again()
    assert [one.candidate for one in desk.seen(ANYONE).listed] == [1, 2, 3, 4]
    desk.poll((10, 3, 2), (9, 4, 2), (8, 5, 2), (7, 5, 3))
    desk.again()
    assert len(desk.state.listed) == 4


def test_a_tie_at_the_cut_is_settled_by_the_stated_rule() -> None:
    desk = Desk("unsg-2017-proposal").with_candidates(*STATES[:6])
    desk.poll((10, 3, 2), (9, 4, 2), (8, 5, 2), (6, 5, 4), (6, 7, 2), (5, 7, 3))
    desk.again()
    one = desk.state.rounds[1]
    assert (set(one.eliminated), set(one.tied), one.tie_rule) == ({5, 6}, {4, 5}, "most_against_goes")


def test_those_wholly_equal_at_the_cut_all_stay() -> None:
    desk = Desk("unsg-2017-proposal").with_candidates(*STATES[:6])
    desk.poll((10, 3, 2), (9, 4, 2), (8, 5, 2), (6, 7, 2), (6, 7, 2), (5, 7, 3))
    desk.again()
    assert desk.state.rounds[1].eliminated == (6,) and desk.state.rounds[1].tie_rule == "all_stay"


def test_lots_need_a_seed_drawn_in_public() -> None:
    desk = Desk("executive-head").with_candidates(*STATES[:3])
    desk.poll((10, 3, 2), (6, 7, 2), (6, 7, 2))
    assert not desk.hear(LATVIA, a.ApplyShortlist, round=1).accepted
    desk.does(LATVIA, a.ApplyShortlist, round=1, seed="beacon 77")
    assert len(desk.state.rounds[1].eliminated) == 1 and desk.state.rounds[1].seed == "beacon 77"


def test_after_a_round_members_give_their_views_and_the_president_decides() -> None:
    desk = Desk().with_candidates("ARG")
    assert not desk.hear(FRANCE, a.ExpressView, of="FRA", wish="proceed").accepted
    desk.poll((10, 3, 2))
    desk.does(FRANCE, a.ExpressView, of="FRA", wish="proceed", view="Now.")
    assert not desk.hear(BRAZIL, a.ExpressView, of="BRA", wish="proceed").accepted
    assert not desk.hear(LATVIA, a.OpenRound, method="paper").accepted
    assert not desk.hear(FRANCE, a.DecideNext, decision="vote_again").accepted
    desk.again()
    desk.does(LATVIA, a.OpenRound, method="paper")
    assert desk.seen(CHINA).rounds[1].views == {"FRA": ("proceed", "Now.")}
    assert desk.seen(BRAZIL).rounds == {}


# Recommendation, appointment, oath


def proceeding(rulebook: str = "unsg-2016") -> Desk:
    desk = Desk(rulebook).with_candidates("ARG", "BRA", "CRI")
    desk.poll(*PLAIN)
    if desk.state.rules.shortlists:
        desk.does(LATVIA, a.ApplyShortlist, round=1)
    desk.does(LATVIA, a.DecideNext, decision="proceed")
    return desk


RECOMMEND = {"candidate": 1, "resolution": "S/RES/9999 (2026)"}


def test_rule_48_the_recommendation_is_decided_in_a_private_meeting() -> None:
    desk = proceeding()
    assert refused(desk.hear(LATVIA, a.Recommend, method="acclamation", in_private=False, **RECOMMEND), "48")
    desk.does(LATVIA, a.Recommend, method="acclamation", **RECOMMEND)
    assert desk.seen(ANYONE).candidates[1].standing is Standing.RECOMMENDED
    assert desk.seen(ANYONE).recommendations == () and len(desk.seen(FRANCE).recommendations) == 1


@pytest.mark.parametrize(
    ("against", "verdict"),
    [((), "adopted"), (("PAK",), "adopted"), (("RUS",), "vetoed"), (COUNCIL[:7], "insufficient")],
)
def test_article_27_3_nine_in_favour_and_no_permanent_member_against(
    against: tuple[str, ...], verdict: str
) -> None:
    desk = proceeding()
    in_favour = tuple(code for code in COUNCIL if code not in against)
    desk.does(LATVIA, a.Recommend, method="vote", in_favour=in_favour, against=against, **RECOMMEND)
    decided = desk.state.recommendations[0][1]
    assert (decided.verdict, decided.adopted) == (verdict, verdict == "adopted")
    assert (desk.state.recommended is not None) is (verdict == "adopted")


def test_after_a_veto_the_members_may_vote_again() -> None:
    desk = proceeding()
    rest = tuple(code for code in COUNCIL if code != "RUS")
    desk.does(LATVIA, a.Recommend, method="vote", in_favour=rest, against=("RUS",), **RECOMMEND)
    desk.does(LATVIA, a.IssueCommunique, meeting="recommendation-1", communique="No candidate recommended.")
    desk.does(LATVIA, a.DecideNext, decision="vote_again")
    desk.does(LATVIA, a.OpenRound, method="paper")


def test_more_than_half_of_the_members_recommend_an_executive_head() -> None:
    desk = proceeding("executive-head")
    desk.does(LATVIA, a.Recommend, method="vote", in_favour=COUNCIL[:8], against=COUNCIL[8:], **RECOMMEND)
    assert desk.state.recommended is not None


def test_rule_55_a_communique_follows_each_private_meeting() -> None:
    desk = proceeding()
    desk.does(LATVIA, a.Recommend, method="acclamation", **RECOMMEND)
    desk.letters()
    given = {
        "method": "acclamation",
        "resolution": "A/RES/81/9",
        "term_since": date(2027, 1, 1),
        "term_until": date(2031, 12, 31),
    }
    assert refused(desk.hear(PGA, a.Appoint, **given), "55")
    desk.does(SECRETARIAT, a.IssueCommunique, meeting="recommendation-1", communique="Recommended.")
    desk.does(PGA, a.Appoint, **given)


def test_article_97_the_appointment_follows_the_recommendation_and_its_letter() -> None:
    desk = proceeding()
    given = {
        "method": "acclamation",
        "resolution": "A/RES/81/9",
        "term_since": date(2027, 1, 1),
        "term_until": date(2031, 12, 31),
    }
    assert refused(desk.hear(PGA, a.Appoint, **given), "Charter", "97")
    desk.does(LATVIA, a.Recommend, method="acclamation", **RECOMMEND)
    desk.does(SECRETARIAT, a.IssueCommunique, meeting="recommendation-1", communique="Recommended.")
    assert refused(desk.hear(PGA, a.Appoint, **given), "Charter", "97")
    desk.letters()
    assert not desk.hear(LATVIA, a.Appoint, **given).accepted
    desk.does(PGA, a.Appoint, **given)


def test_rule_141_a_ballot_asked_for_is_held_and_is_secret() -> None:
    desk = proceeding()
    desk.does(LATVIA, a.Recommend, method="acclamation", **RECOMMEND)
    desk.does(SECRETARIAT, a.IssueCommunique, meeting="recommendation-1", communique="Recommended.")
    desk.letters()
    given = {"resolution": "A/RES/81/9", "term_since": date(2027, 1, 1), "term_until": date(2031, 12, 31)}
    asked = desk.hear(PGA, a.Appoint, method="acclamation", ballot_asked_by=("CUB",), **given)
    assert refused(asked, "141")
    desk.does(PGA, a.Appoint, method="secret_ballot", in_favour=80, against=90, abstaining=3, **given)
    assert desk.state.appointed is None
    desk.does(PGA, a.Appoint, method="secret_ballot", in_favour=150, against=20, abstaining=3, **given)
    assert desk.state.appointed is not None
    desk.does(PGA, a.TakeOath, oath="I solemnly swear.")
    assert not desk.nominate("DEU").accepted
    assert desk.seen(ANYONE).oath is not None


# Deadlines


def test_paragraph_28_rules_not_decided_by_the_end_of_january_are_late() -> None:
    desk = Desk("unsg-2017-proposal", START.replace(year=2025, month=12)).open()
    assert desk.clerk.wake(START.replace(year=2026, month=1, day=31)) == 0
    assert desk.clerk.wake(START.replace(year=2026, month=2, day=1)) == 1
    assert set(desk.seen(ANYONE).missed) == {"rules_by"}
    assert desk.clerk.wake(START.replace(year=2026, month=2, day=2)) == 0


def test_nobody_but_the_clerk_notes_what_is_late() -> None:
    desk = Desk("unsg-2017-proposal").open()
    assert refused(desk.hear(SECRETARIAT, a.NoteLate, deadline="rules_by"), "4")


# On its own


def test_a_process_needs_no_clerk() -> None:
    process = Process.open(rulebook="unsg-2016", by=SECRETARIAT, at=START, term_since=date(2027, 1, 1))
    with pytest.raises(OutOfOrder):
        process.hear(process.act("adopt_rules"), by=FRANCE, at=START)
    put = process.act("put_rules", rulebook="unsg-2016", principles="P", until=START + timedelta(hours=1))
    after = process.hear(put, by=LATVIA, at=START)
    assert process.state.proposal is None and after.state.proposal is not None
    assert after.outcome() is None
