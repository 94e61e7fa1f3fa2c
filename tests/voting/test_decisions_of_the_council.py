"""Article 27: nine affirmative votes, and what a permanent member's vote against means."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.rules.plain import from_plain, to_plain
from comity.rules.words import LANGUAGES
from comity.voting import VotingError, decide
from comity.voting.matters import procedural_matters
from comity.voting.membership import council_members_on, council_permanent_on

DATA = Path(__file__).parent / "data"
DAY = date(2023, 10, 18)
MEMBERS = council_members_on(DAY)
PERMANENT = council_permanent_on(DAY)


def rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def votes_of(day: date, against: set[str], instead: str) -> dict[str, str]:
    return {member: instead if member in against else "yes" for member in council_members_on(day)}


def test_every_vetoed_vote_is_in_the_data() -> None:
    assert len(rows("vetoes_1946_2022.csv")) == 214
    assert len(rows("vetoes_since_2022.csv")) == 23


@pytest.mark.parametrize("row", rows("vetoes_1946_2022.csv"), ids=lambda row: f"{row['on']} {row['id']}")
def test_every_veto_since_1946_is_a_veto(row: dict[str, str]) -> None:
    day, against = date.fromisoformat(row["on"]), set(row["vetoed_by"].split("|"))
    rule = "unsc.preliminary" if row["preliminary"] == "yes" else "unsc.substantive"
    assert against <= set(council_permanent_on(day))
    vetoed = decide(rule, votes_of(day, against, "no"), on=day)
    assert (vetoed.adopted, vetoed.reason, set(vetoed.vetoed_by)) == (False, "vetoed", against)
    # An abstention or an absence of the same members would have let it pass.
    for instead in ("abstain", "absent", "not participating"):
        assert decide(rule, votes_of(day, against, instead), on=day).reason == "adopted"
    assert decide("unsc.procedural", votes_of(day, against, "no"), on=day).reason == "adopted"


@pytest.mark.parametrize("row", rows("vetoes_since_2022.csv"), ids=lambda row: row["id"])
def test_every_veto_since_2022_by_its_tally(row: dict[str, str]) -> None:
    counts = {name: int(row[name]) for name in ("yes", "no", "abstain")}
    assert sum(counts.values()) == 15
    against = row["against"].split("|")
    day = date.fromisoformat(row["on"])
    vetoed = decide("unsc.substantive", counts, on=day, against=against)
    assert (vetoed.reason, set(vetoed.vetoed_by)) == ("vetoed", set(against))
    assert decide("unsc.substantive", counts, on=day, against=[]).reason == "adopted"


def test_the_example_of_the_manual() -> None:
    votes = dict.fromkeys(MEMBERS, "yes") | {"GBR": "abstain", "RUS": "abstain", "USA": "no"}
    del votes["CHN"]
    decision = decide("unsc.substantive", votes | {"China": "yes"}, on=DAY)
    assert not decision.adopted
    assert decision.reason == "vetoed"
    assert "Charter Art. 27(3)" in decision.explain()
    assert "否决" not in decision.explain("en")
    assert "美利坚合众国" in decision.explain("zh")


@pytest.mark.parametrize(("yes", "reason"), [(9, "vetoed"), (8, "insufficient")])
def test_fewer_than_nine_is_insufficient_never_a_veto(yes: int, reason: str) -> None:
    in_favour = [member for member in MEMBERS if member != "FRA"][:yes]
    votes = dict.fromkeys(MEMBERS, "abstain") | dict.fromkeys(in_favour, "yes") | {"FRA": "no"}
    decision = decide("unsc.substantive", votes, on=DAY)
    assert decision.reason == reason
    assert decision.vetoed_by == (("FRA",) if reason == "vetoed" else ())


def test_fewer_than_nine_says_that_the_vote_against_is_no_veto() -> None:
    votes = dict.fromkeys(MEMBERS, "abstain") | {"FRA": "no"}
    assert "is not a veto" in decide("unsc.substantive", votes, on=DAY).explain()


def test_a_party_to_a_dispute_abstains_under_chapter_vi_and_article_52() -> None:
    votes = dict.fromkeys(MEMBERS, "yes") | {"RUS": "no"}
    for basis in ("VI", "52(3)"):
        decision = decide("unsc.substantive", votes, on=DAY, parties=["Russian Federation"], basis=basis)
        assert decision.reason == "adopted"
        assert decision.tally is not None
        assert (decision.tally.yes, decision.tally.abstain, decision.tally.obliged) == (14, 1, ("RUS",))
        assert "Russian Federation" in decision.explain()
    assert decide("unsc.substantive", votes, on=DAY, parties=["RUS"], basis="VII").reason == "vetoed"
    # The abstention that it owes cannot be one of the nine either.
    nine = dict.fromkeys(MEMBERS, "abstain") | dict.fromkeys(MEMBERS[:9], "yes")
    bound = decide("unsc.substantive", nine, on=DAY, parties=[MEMBERS[0]], basis="VI")
    assert bound.reason == "insufficient"


def test_a_party_not_on_the_council_changes_nothing() -> None:
    votes = dict.fromkeys(MEMBERS, "yes")
    decision = decide("unsc.substantive", votes, on=DAY, parties=["India"], basis="VI")
    assert decision.reason == "adopted"
    assert "India" not in decision.explain()


@pytest.mark.parametrize("matter", sorted(procedural_matters()))
def test_no_preliminary_vote_on_a_matter_that_is_procedural_anyway(matter: str) -> None:
    decision = decide("unsc.preliminary", matter=matter)
    assert decision.adopted
    assert decision.reason == "settled"
    assert procedural_matters()[matter].citations == decision.citations != ()
    assert len({decision.explain(language) for language in LANGUAGES}) == 6


def test_the_preliminary_question_is_itself_subject_to_veto() -> None:
    votes = dict.fromkeys(MEMBERS, "yes")
    assert decide("unsc.preliminary", votes, on=DAY).explain().startswith("The matter is procedural")
    double = decide("unsc.preliminary", votes | {"CHN": "no"}, on=DAY)
    assert double.reason == "vetoed"
    assert double.explain().startswith("The matter is not procedural")


WAYS = st.sampled_from(["yes", "no", "abstain", "absent", "not participating"])
BALLOTS = st.fixed_dictionaries(dict.fromkeys(MEMBERS, WAYS))
COUNCIL_RULES = st.sampled_from(["unsc.substantive", "unsc.procedural", "unsc.preliminary"])


@settings(deadline=None)
@given(BALLOTS)
def test_a_veto_exists_only_if_nine_were_in_favour(votes: dict[str, str]) -> None:
    decision = decide("unsc.substantive", votes, on=DAY)
    yes = list(votes.values()).count("yes")
    against = {member for member in PERMANENT if votes[member] == "no"}
    expected = "insufficient" if yes < 9 else "vetoed" if against else "adopted"
    assert decision.reason == expected
    assert set(decision.vetoed_by) == (against if expected == "vetoed" else set())


@settings(deadline=None)
@given(BALLOTS, st.permutations(MEMBERS), COUNCIL_RULES)
def test_the_order_of_the_members_changes_nothing(votes: dict[str, str], order: list[str], rule: str) -> None:
    shuffled = {member: votes[member] for member in order}
    assert decide(rule, shuffled, on=DAY) == decide(rule, votes, on=DAY)


@settings(deadline=None)
@given(BALLOTS, st.data(), COUNCIL_RULES)
def test_elected_members_are_alike(votes: dict[str, str], data: st.DataObject, rule: str) -> None:
    elected = [member for member in MEMBERS if member not in PERMANENT]
    other = data.draw(st.permutations(elected))
    exchanged = votes | {member: votes[instead] for member, instead in zip(elected, other, strict=True)}
    assert decide(rule, exchanged, on=DAY).reason == decide(rule, votes, on=DAY).reason


@settings(deadline=None)
@given(BALLOTS, st.sampled_from(MEMBERS), COUNCIL_RULES)
def test_turning_a_vote_into_a_yes_never_unadopts(votes: dict[str, str], member: str, rule: str) -> None:
    if decide(rule, votes, on=DAY).adopted:
        assert decide(rule, votes | {member: "yes"}, on=DAY).adopted


@pytest.mark.parametrize(
    ("votes", "more", "says"),
    [
        (dict.fromkeys(MEMBERS[1:], "yes"), {}, "write absent"),
        (dict.fromkeys(MEMBERS, "yes") | {"Germany": "yes"}, {}, "Germany was not a member at the time"),
        (dict.fromkeys(MEMBERS, "yes") | {"China": "yes"}, {}, "China appears twice"),
        (dict.fromkeys(MEMBERS, "yes") | {"Atlantis": "yes"}, {}, "No State is known as Atlantis"),
        (dict.fromkeys(MEMBERS, "yes") | {"CHN": "maybe"}, {}, "The vote of CHN cannot be read: maybe"),
        (dict.fromkeys(MEMBERS, "yes"), {"on": None}, "on which day"),
        (dict.fromkeys(MEMBERS, "yes"), {"against": []}, "leave it out"),
        (dict.fromkeys(MEMBERS, "yes"), {"parties": ["IND"]}, "only under VI, 52(3)"),
        (dict.fromkeys(MEMBERS, "yes"), {"on": date(2040, 1, 1)}, "on 1 January 2040 are known"),
        (dict.fromkeys(MEMBERS, "yes"), {"on": date(1940, 1, 1)}, "Not all members"),
        ({"yes": 9, "no": 4, "abstain": 3}, {"against": []}, "Votes counted 16"),
        ({"yes": 9, "no": -1}, {}, "not -1"),
        ({"yes": 9, "no": True}, {}, "not True"),
        ({"yes": 9}, {}, "at least"),
        ({"yes": 9, "no": 0, "maybe": 1}, {}, "maybe"),
        ({"yes": 9, "no": "no"}, {}, "not both"),
        ({"yes": 10, "no": 1}, {}, "name those cast by members whose vote can prevent adoption"),
        ({"yes": 10, "no": 1}, {"against": ["CHN", "USA"]}, "voting against: 2"),
        ({"yes": 10, "no": 0}, {"against": ["CHN"]}, "voting against: 1"),
        ({"yes": 10, "no": 1}, {"parties": ["IND"], "basis": "VI"}, "given by member"),
        ({"yes": 10, "no": 1}, {"members": 11, "against": []}, "15 members, not 11"),
        ({}, {}, "No votes"),
    ],
)
def test_what_is_no_vote_is_refused_in_a_sentence(
    votes: dict[str, object], more: dict[str, object], says: str
) -> None:
    with pytest.raises(VotingError, match=r".") as refused:
        decide("unsc.substantive", votes, **({"on": DAY} | more))  # type: ignore[arg-type]
    assert says in str(refused.value)
    assert len({refused.value.say(language) for language in LANGUAGES}) == 6


@pytest.mark.parametrize(
    ("rule", "more", "says"),
    [
        ("unsc.procedural", {"parties": ["IND"], "basis": "VI"}, "obliges no party"),
        ("unsc.substantive", {"matter": "agenda"}, "Only the preliminary question"),
        ("unsc.preliminary", {"matter": "sanctions"}, "not on the list"),
        ("unsc.nothing", {}, "There is no decision rule unsc.nothing"),
    ],
)
def test_questions_that_a_rule_does_not_ask(rule: str, more: dict[str, object], says: str) -> None:
    with pytest.raises(VotingError, match=r".") as refused:
        decide(rule, dict.fromkeys(MEMBERS, "yes"), on=DAY, **more)  # type: ignore[arg-type]
    assert says in str(refused.value)


def test_an_outcome_can_be_kept_on_the_record() -> None:
    outcome = decide("unsc.substantive", dict.fromkeys(MEMBERS, "yes") | {"USA": "no"}, on=DAY).outcome
    kept = from_plain(json.loads(json.dumps(to_plain(outcome))))
    assert [kept.say(language) for language in LANGUAGES] == [outcome.say(language) for language in LANGUAGES]
    assert hash(outcome)
