"""The selection, rule by rule: its later steps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from comity.bodies.actor import through_the_door
from comity.bodies.clearance import clearances
from comity.rules.acts import Sealed
from comity.rules.guard import OutOfOrder
from comity.selection import RULEBOOKS
from comity.selection import acts as a
from comity.selection import events as e
from comity.selection.deadlines import deadlines
from comity.selection.folding import fold
from comity.selection.process import Process
from comity.selection.state import Round, Standing, begin
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
    ballot = through_the_door(SECRETARIAT)
    assert not desk.hear(SECRETARIAT, a.HandInResult, archive="a" * 64, **given).accepted, (
        "nobody types figures"
    )
    assert not desk.hear(ballot, a.HandInResult, archive="no", **given).accepted
    assert not desk.hear(through_the_door(LATVIA), a.HandInResult, archive="a" * 64, **given).accepted
    desk.does(ballot, a.HandInResult, archive="a" * 64, **given)
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


@pytest.mark.parametrize("rulebook", RULEBOOKS)
def test_nobody_outside_can_tell_from_the_record_whether_a_warning_was_due(rulebook: str) -> None:
    def outside(*counts: tuple[int, int, int]) -> tuple[Desk, list[dict[str, Any]]]:
        desk = Desk(rulebook).with_candidates("ARG", "BRA", "CRI")
        desk.poll(*counts)
        headers = [one.header.plain() for one in desk.clerk.store.all_entries()]  # type: ignore[attr-defined]
        return desk, [{name: value for name, value in one.items() if name != "commitment"} for one in headers]

    silent, without = outside((8, 4, 3), (6, 7, 2), (5, 8, 2))
    warned, with_warning = outside((15, 0, 0), (6, 7, 2), (5, 8, 2))
    assert without == with_warning
    assert silent.state.rounds[1].accepted == ()
    assert warned.state.rounds[1].accepted == ((1, "unanimity"),)
    for by in (ANYONE, PGA, representative("GHA")):
        assert silent.seen(by).sealed and len(silent.seen(by).sealed) == len(warned.seen(by).sealed)
        assert not warned.seen(by).rounds.get(1, Round(round=1, touched=0)).accepted


def test_a_record_in_which_nothing_was_weighed_is_read_as_before() -> None:
    desk = Desk("unsg-2016").with_candidates("ARG")
    desk.poll((8, 4, 3))
    journal = desk.clerk.folds.journal(desk.stream, clearances(LATVIA, desk.bodies, desk.now))
    before = [
        one for one in journal if isinstance(one, Sealed) or not isinstance(one.event, e.ExposureAccepted)
    ]
    assert len(before) == len(journal) - 1
    read = fold(begin(desk.stream, desk.bodies), before)
    assert read.rounds[1].disclosed and read.rounds[1].accepted == ()


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


def hearing_due(desk: Desk) -> dict[str, str]:
    """Who was to be heard before the first round, and how that stands for everyone."""
    found = deadlines(desk.seen(ANYONE))
    return {one.name: one.standing(desk.now) for one in found if one.name.startswith("hearings_first")}


def test_paragraph_29_c_whoever_was_presented_before_the_first_round_is_heard_before_it() -> None:
    desk = Desk("unsg-2017-proposal", term_from=2028).with_candidates("ARG")
    assert hearing_due(desk) == {"hearings_first:1": "met"}
    assert desk.nominate("BRA").accepted
    desk.letters()
    assert hearing_due(desk) == {"hearings_first:1": "met", "hearings_first:2": "due"}
    desk.now = START.replace(year=2027, month=8)
    assert hearing_due(desk)["hearings_first:2"] == "not_told"
    desk.clerk.wake(desk.now)
    assert hearing_due(desk)["hearings_first:2"] == "late"
    desk.hold("dialogue", 2, PGA)
    assert hearing_due(desk)["hearings_first:2"] == "late"
    desk.hold("meeting", 2, SECRETARIAT)
    assert hearing_due(desk)["hearings_first:2"] == "met_late"


def test_where_nobody_must_be_heard_no_hearing_is_late() -> None:
    desk = Desk("unsg-2016", term_from=2028).announced()
    assert desk.nominate("BRA").accepted
    desk.letters()
    desk.now = START.replace(year=2027, month=8)
    desk.clerk.wake(desk.now)
    assert hearing_due(desk) == {}


def test_whoever_may_not_know_of_a_round_is_not_told_that_it_is_late() -> None:
    desk = Desk("unsg-2016", term_from=2028).with_candidates("ARG")
    desk.poll((9, 3, 3))
    desk.now = START.replace(year=2027, month=8)
    desk.clerk.wake(desk.now)
    standing = {
        by: {one.name: one.standing(desk.now) for one in deadlines(desk.seen(by))} for by in (ANYONE, FRANCE)
    }
    assert standing[ANYONE]["first_round_by"] == "not_told"
    assert standing[FRANCE]["first_round_by"] == "met"


def test_whoever_withdrew_unheard_is_waited_for_no_more() -> None:
    desk = Desk("unsg-2017-proposal", term_from=2028).announced()
    assert desk.nominate("BRA").accepted
    desk.letters()
    assert hearing_due(desk) == {"hearings_first:1": "due"}
    desk.does(representative("BRA"), a.WithdrawCandidacy, candidate=1, notice="I withdraw.")
    assert hearing_due(desk) == {}


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
