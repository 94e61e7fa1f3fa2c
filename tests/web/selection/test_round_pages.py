"""Rounds as each reader sees them: from the opening to copies, leaks, the shortlist and the conclusion."""

from __future__ import annotations

from typing import Any

import pytest

from comity.selection import acts as a
from tests.people import new_id
from tests.selection.desk import LATVIA, SECRETARIAT, representative
from tests.web.pages import world
from tests.web.selection.round_stage import FIGURES, copy_of, counting, heard, open_copy, shown
from tests.web.selection.staged import ASSEMBLY, DESK, PUBLIC, Stage, page, rep

pytestmark = pytest.mark.usefixtures("house")
ROUNDS, FIRST, END = (f"/selections/test/{name}/" for name in ("rounds", "rounds/1", "conclusion"))
CHAIR = rep("LVA")


def post(person: str, act: type[Any], **given: Any) -> Any:
    address = f"/proceedings/selection:test/acts/{act.name}"
    return world.client(person).post(address, {"id": new_id(), **given})


def sheet(person: str, of: str, rows: dict[int, tuple[Any, Any, Any]], **more: Any) -> Any:
    boxes = {
        f"{number}-{field}": str(value)
        for number, values in rows.items()
        for field, value in zip(("in_favour", "against", "neutral"), values, strict=True)
    }
    return world.client(person).post(f"{FIRST}sheet/", {"id": new_id(), "of": of, **boxes, **more})


def test_rule_20_a_president_with_a_candidate_hands_over_and_the_page_says_so() -> None:
    heard("unsg-2016", "ARG", "LVA")
    said = page(ROUNDS, rep("CHN"))
    assert (
        "Latvia presides and has a candidate of its own, so Liberia conducts." in said and "rule 20" in said
    )
    assert "selection.open_round" in page(ROUNDS, rep("LBR"))
    assert "selection.open_round" not in page(ROUNDS, CHAIR)
    assert "Liberia" not in page(ROUNDS, PUBLIC)


def test_a_coloured_round_needs_its_procedural_decision_first() -> None:
    stage = heard()
    refused = post(CHAIR, a.OpenRound, method="paper", coloured="on")
    assert refused.status_code == 409 and b"procedural decision" in refused.content
    shown_form = page(ROUNDS, CHAIR)
    assert 'name="in_favour" value="CHN"' in shown_form
    votes = {"in_favour": ["CHN", "FRA", "GBR", "USA", "LVA", "PAN", "DNK", "GRC", "SOM"], "against": ["RUS"]}
    assert post(CHAIR, a.DecideColours, **votes).status_code == 303
    assert "decided for the next round" in page(ROUNDS, CHAIR)
    assert post(CHAIR, a.OpenRound, method="paper", coloured="on").status_code == 303
    assert stage.state.rounds[1].coloured
    post(CHAIR, a.AppointTellers, about="1", first="FRA", second="PAN")
    assert 'name="1-against_permanent"' in page(FIRST, rep("FRA"))


def test_a_round_is_not_opened_as_published() -> None:
    heard()
    assert "published" not in page(ROUNDS, CHAIR)
    assert post(CHAIR, a.OpenRound, method="published").status_code == 422


def test_a_row_that_does_not_add_up_is_refused_with_what_is_wrong_and_the_others_are_taken() -> None:
    stage = heard()
    counting(stage)
    answer = sheet(rep("FRA"), "FRA", {1: (11, 3, 1), 2: (8, 6, 2), 3: (7, "x", 3), 4: ("", "", "")})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "This row adds up to 16; there are 15 ballots." in said
    assert "Fill in every box of the row" in said and 'value="x"' in said
    assert set(stage.state.rounds[1].counts["FRA"]) == {1}


def test_a_whole_sheet_goes_in_at_once_and_a_row_can_be_corrected() -> None:
    stage = heard()
    counting(stage, "PAN")
    wrong = dict(enumerate(FIGURES, 1)) | {5: (3, 8, 4)}
    assert sheet(rep("FRA"), "FRA", wrong).status_code == 303
    assert "Differ: count again" in page(FIRST, CHAIR)
    entries = len(stage.state.rounds[1].counts["FRA"])
    assert sheet(rep("FRA"), "FRA", dict(enumerate(FIGURES, 1))).status_code == 303
    assert (entries, stage.state.rounds[1].counts["FRA"][5].in_favour) == (5, 2)
    assert "5 of 5 agree." in page(FIRST, CHAIR)


def test_in_a_coloured_round_the_permanent_members_ballots_are_checked() -> None:
    stage = heard()
    stage.does(LATVIA, a.DecideColours)
    stage.does(LATVIA, a.OpenRound, method="paper", coloured=True)
    stage.does(LATVIA, a.AppointTellers, round=1, first="FRA", second="PAN")
    colours = {"1-in_favour_permanent": "2", "1-neutral_permanent": "1", "1-against_permanent": "3"}
    answer = sheet(rep("FRA"), "FRA", {1: (11, 3, 1)}, **colours)
    assert answer.status_code == 422 and "do not fit" in answer.content.decode()
    assert (
        sheet(rep("FRA"), "FRA", {1: (11, 3, 1)}, **(colours | {"1-against_permanent": "2"})).status_code
        == 303
    )


def test_nobody_but_a_teller_has_a_sheet() -> None:
    stage = heard()
    counting(stage)
    rows = {1: (11, 3, 1)}
    assert sheet(rep("CHN"), "CHN", rows).status_code == 403
    assert sheet(rep("FRA"), "PAN", rows).status_code == 403
    assert sheet(PUBLIC, "FRA", rows).status_code == 302
    assert sheet(rep("FRA"), "FRA", rows, id="short").status_code == 400
    assert stage.state.rounds[1].counts == {}


def test_an_electronic_round_leads_to_its_secret_ballot_and_nobody_types_figures() -> None:
    stage = heard()
    stage.does(LATVIA, a.OpenRound, method="electronic")
    code = stage.state.recommends
    assert f"/secret-votes/{code}/call/?about=selection%3A" in page(FIRST, DESK)
    assert f"/secret-votes/{code}/call/" not in page(FIRST, rep("CHN"))
    assert sheet(DESK, "", dict(enumerate(FIGURES, 1)), archive="a" * 64).status_code == 403


def test_what_the_figures_give_away_is_said_before_they_are_disclosed() -> None:
    stage = heard("unsg-2016", "ARG", "BRA")
    stage.counted((15, 0, 0), (8, 6, 1))
    said = page(FIRST, CHAIR)
    assert "Candidate of ARG</bdi>: all 15 ballots are alike" in said
    refused = post(CHAIR, a.Disclose, about="1")
    assert refused.status_code == 409 and "15 ballots are alike" in refused.content.decode()
    assert post(CHAIR, a.Disclose, about="1", warned="on").status_code == 303
    assert "all ballots alike" in page(FIRST, CHAIR) and "all ballots alike" not in page(FIRST, rep("CHN"))


def test_where_nothing_is_given_away_that_is_said_too() -> None:
    stage = heard()
    stage.counted(*FIGURES)
    assert "These figures give no ballot away." in page(FIRST, CHAIR)
    assert "give no ballot away" not in page(FIRST, rep("CHN"))


def test_who_conducts_next_is_warned_of_one_ballot_that_moved_though_another_conducted_before() -> None:
    stage = heard("unsg-2016", "ARG", "BRA")
    stage.poll((9, 4, 2), (8, 6, 1))
    stage.again()
    assert stage.nominate("LVA").accepted
    stage.letters()
    liberia = representative("LBR")
    stage.does(liberia, a.OpenRound, method="paper")
    stage.does(liberia, a.AppointTellers, round=2, first="FRA", second="PAN")
    for teller in ("FRA", "PAN"):
        for candidate, count in ((1, (10, 4, 1)), (2, (6, 6, 3)), (3, (7, 4, 4))):
            stage.count(teller, 2, candidate, count)
    stage.does(liberia, a.CloseRound, round=2)
    assert "only 1 ballot moved" in page("/selections/test/rounds/2/", rep("LBR"))


def test_a_copy_is_opened_after_a_warning_and_read_again_without_another_entry() -> None:
    stage = heard()
    stage.poll(*FIGURES)
    number = copy_of(stage, "CHN")
    address = f"/selections/test/copies/{number}/"
    before = page(address, rep("CHN"))
    assert "Before you open it" in before and shown(before) == set()
    assert post(rep("CHN"), a.ReadCopy, about=str(number))["location"] == address
    after = page(address, rep("CHN"))
    mark = stage.state.copies[number].readers[0][2]
    assert shown(after) == set(FIGURES) and mark in after and "Before you open it" not in after
    assert len(stage.state.copies[number].readers) == 1
    assert post(rep("FRA"), a.ReadCopy, about=str(number)).status_code == 403


def test_a_copy_of_another_is_known_to_who_conducts_but_not_what_it_says() -> None:
    stage = heard()
    stage.poll(*FIGURES)
    number = open_copy(stage, "ARG", 1)
    address = f"/selections/test/copies/{number}/"
    assert "This copy is for another delegation" in page(address, CHAIR)
    for person in (rep("CHN"), rep("BRA"), DESK, PUBLIC):
        page(address, person, status=404)


def test_an_own_copy_stays_an_own_copy_after_the_table_was_read() -> None:
    stage = heard()
    stage.poll(*FIGURES)
    own = open_copy(stage, "DNK", 5)
    open_copy(stage, "DNK")
    assert shown(page(f"/selections/test/copies/{own}/", rep("DNK"))) == {FIGURES[4]}


def test_a_leak_is_traced_by_the_mark_of_the_copy() -> None:
    stage = heard()
    stage.poll(*FIGURES)
    number = open_copy(stage, "CHN")
    mark = stage.state.copies[number].readers[0][2]
    assert post(CHAIR, a.ReportLeak, about="1", where="A newspaper", mark=mark.lower()).status_code == 303
    assert post(DESK, a.ReportLeak, about="1", where="A website", mark="XXXX").status_code == 303
    said = page(FIRST, CHAIR)
    assert f"Mark {mark}: copy {number}, opened by Representative of CHN" in said
    assert "No copy bears that mark." in said
    assert "A newspaper" not in page(FIRST, rep("CHN"))


def test_who_drops_out_is_explained_and_a_tie_says_its_rule() -> None:
    states = ("ARG", "BRA", "CRI", "DEU", "EGY", "FIN", "GHA")
    stage = heard("unsg-2017-proposal", *states)
    stage.poll((11, 3, 1), (10, 4, 1), (9, 5, 1), (8, 6, 1), (7, 7, 1), (5, 6, 4), (5, 6, 4))
    assert post(CHAIR, a.ApplyShortlist, about="1", seed="").status_code == 303
    said = page(FIRST)
    assert said.count("Among the lowest 2 of the round. [A/71/774-S/2017/93 para. 29(e)]") == 2
    assert "Nobody drops out." not in said


def test_equals_at_the_cut_are_named_with_the_rule_that_settled_it() -> None:
    states = ("ARG", "BRA", "CRI", "DEU", "EGY", "FIN", "GHA")
    stage = heard("unsg-2017-proposal", *states)
    stage.poll((11, 3, 1), (10, 4, 1), (9, 5, 1), (8, 6, 1), (6, 6, 3), (6, 6, 3), (6, 6, 3))
    stage.does(LATVIA, a.ApplyShortlist, round=1)
    said = page(FIRST)
    assert "Equal at the cut: Candidate of EGY, Candidate of FIN, Candidate of GHA." in said
    assert "Those still equal at the cut all stay." in said and "Nobody drops out." in said


def test_views_are_the_members_and_the_decision_goes_where_the_round_goes() -> None:
    stage = heard()
    stage.poll(*FIGURES)
    given = {"of": "CHN", "wish": "vote_again", "view": "Once more, please."}
    assert post(rep("CHN"), a.ExpressView, **given).status_code == 303
    assert post(rep("ARG"), a.ExpressView, **(given | {"of": "ARG"})).status_code == 422
    assert stage.state.rounds[1].views.keys() == {"CHN"}
    assert "Once more, please." in page(FIRST, rep("FRA")) and "Why not now?" not in page(FIRST, rep("FRA"))
    assert post(CHAIR, a.DecideNext, decision="vote_again").status_code == 303
    assert "Vote again" in page(FIRST, rep("FRA"))
    assert stage.state.rounds[1].decision == "vote_again"


def test_a_round_that_the_reader_may_not_know_of_is_not_there() -> None:
    stage = heard()
    counting(stage)
    for person in (PUBLIC, rep("ITA"), rep("ARG"), ASSEMBLY):
        page(FIRST, person, status=404)
        assert "confidential here" in page(ROUNDS, person)
    page(FIRST, DESK)


# The conclusion


def concluded(rulebook: str = "unsg-2017-proposal") -> Stage:
    stage = heard(rulebook)
    stage.poll(*FIGURES)
    if stage.state.rules.shortlists:
        stage.does(LATVIA, a.ApplyShortlist, round=1)
    stage.does(LATVIA, a.DecideNext, decision="proceed")
    return stage


def test_a_recommendation_that_meets_a_veto_says_so_to_members_alone() -> None:
    stage = concluded()
    yes = ["BHR", "COL", "COD", "DNK", "FRA", "GRC", "LVA", "LBR", "PAK", "GBR"]
    given = {"about": "1", "method": "vote", "in_private": "on", "resolution": "2300 (2026)"}
    assert post(CHAIR, a.Recommend, **given, in_favour=yes, against=["CHN"]).status_code == 303
    said = page(END, rep("FRA"))
    assert "China" in said and "27(3)" in said
    for person in (PUBLIC, ASSEMBLY, rep("ARG")):
        public = page(END, person)
        assert "China" not in public and "Private meeting on the recommendation (1)" in public
        assert "Communiqué due" in public
    assert stage.state.recommended is None


def test_a_recommendation_is_refused_outside_a_private_meeting() -> None:
    concluded()
    given = {"about": "1", "method": "acclamation", "resolution": "2300 (2026)"}
    refused = post(CHAIR, a.Recommend, **given)
    assert refused.status_code == 409 and b"rule 48" in refused.content


@pytest.mark.parametrize(
    ("language", "begins"),
    [("en", "The appointment of Candidate of ARG is recommended."), ("fr", "La nomination de"),
     ("zh", "推荐任命"), ("ar", "أوصي بتعيين")],
)  # fmt: skip
def test_rule_55_the_communique_begins_in_the_readers_language(language: str, begins: str) -> None:
    stage = concluded()
    stage.does(LATVIA, a.Recommend, candidate=1, method="acclamation", resolution="2300 (2026)")
    form = page(END, CHAIR, language)
    assert begins in form and "Candidate of ARG" in form and "2300 (2026)" in form
    given = {"meeting": "recommendation-1", "communique": "What the Council did."}
    assert post(DESK, a.IssueCommunique, **given).status_code == 303
    assert "What the Council did." in page(END)


def test_rule_141_the_assembly_appoints_and_a_member_may_ask_for_a_ballot() -> None:
    stage = concluded()
    stage.does(LATVIA, a.Recommend, candidate=1, method="acclamation", resolution="2300 (2026)")
    stage.does(SECRETARIAT, a.IssueCommunique, meeting="recommendation-1", communique="C")
    assert "Why not now?" in page(END, ASSEMBLY)
    stage.letters()
    form = page(END, ASSEMBLY)
    assert 'value="2027-01-01"' in form and 'value="2031-12-31"' in form
    given = {
        "method": "acclamation",
        "resolution": "81/3",
        "term_since": "2027-01-01",
        "term_until": "2031-12-31",
    }
    refused = post(ASSEMBLY, a.Appoint, **given, ballot_asked_by=["NOR"])
    assert refused.status_code == 409 and b"141" in refused.content
    ballot = given | {"method": "secret_ballot", "in_favour": "150", "against": "20", "abstaining": "10"}
    assert post(ASSEMBLY, a.Appoint, **ballot).status_code == 303
    said = page(END)
    assert "Candidate of ARG is appointed from 1 January 2027 to 31 December 2031 (81/3)." in said
    assert "150 in favour" in said and "Charter Art. 97" in said
    assert post(ASSEMBLY, a.TakeOath, oath="I solemnly declare").status_code == 303
    assert "I solemnly declare" in page(END)
    assert stage.state.oath is not None


def test_the_public_sees_who_is_recommended_and_how() -> None:
    stage = concluded()
    assert "Nobody has been recommended yet." in page(END)
    stage.does(LATVIA, a.Recommend, candidate=4, method="acclamation", resolution="2300 (2026)")
    said = page(END)
    assert "Recommended: Candidate of DEU" in said and "By acclamation" in said
    assert 'name="in_private"' not in said


def test_what_was_published_is_drawn_with_its_table_for_everyone() -> None:
    stage = heard("unsg-2017-proposal")
    stage.poll(*FIGURES)
    said = page(FIRST)
    assert shown(said) == set(FIGURES)
    assert "9 votes" in said and said.count("chart__needed") == 5
    stage.does(LATVIA, a.ApplyShortlist, round=1)
    stage.again()
    stage.poll(*FIGURES)
    assert "11–1–3" in page(ROUNDS)
