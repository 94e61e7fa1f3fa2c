"""Every decision rule by cases, the Assembly by properties, consent, and rules of other bodies."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.rules.words import LANGUAGES
from comity.voting import VotingError, catalogue, decide, rule_from, rules_from_toml
from comity.voting.matters import assembly_rule_for, important_questions

CASES = tomllib.loads((Path(__file__).parent / "data" / "decisions.toml").read_text(encoding="utf-8"))["vote"]
DAY = date(2020, 1, 1)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_votes_that_show_one_rule_each(case: dict[str, Any]) -> None:
    more = {
        name: case[name] for name in ("on", "against", "members", "present", "second_vote") if name in case
    }
    decision = decide(case["rule"], case["votes"], **more)
    assert decision.reason == case["reason"]
    assert decision.adopted is (case["reason"] == "adopted")
    said = {decision.explain(language) for language in LANGUAGES}
    assert len(said) == 6
    assert all(sentence.endswith("]") and "{" not in sentence for sentence in said)


COUNTS = st.tuples(st.integers(0, 64), st.integers(0, 64), st.integers(0, 64))
ASSEMBLY = st.sampled_from(
    ["unga.simple", "unga.two_thirds", "unga.all_members_two_thirds", "unga.committee"]
)


@settings(deadline=None)
@given(COUNTS, ASSEMBLY)
def test_the_arithmetic_of_the_assembly(counts: tuple[int, int, int], rule: str) -> None:
    yes, no, abstain = counts
    reason = decide(rule, {"yes": yes, "no": no, "abstain": abstain}, on=DAY).reason
    match rule:
        case "unga.simple":
            assert (reason == "adopted") == (yes > no)
            assert (reason == "tied") == (yes == no > 0)
        case "unga.committee":
            assert (reason == "adopted") == (yes > no)
            assert (reason == "rejected") == (yes <= no and no > 0)
        case "unga.two_thirds":
            assert (reason == "adopted") == (yes > 0 and yes >= 2 * no)
        case _:
            assert (reason == "adopted") == (yes >= 129)


@settings(deadline=None)
@given(COUNTS, ASSEMBLY)
def test_turning_a_no_into_a_yes_never_unadopts(counts: tuple[int, int, int], rule: str) -> None:
    yes, no, abstain = counts
    if no and decide(rule, {"yes": yes, "no": no, "abstain": abstain}, on=DAY).adopted:
        assert decide(rule, {"yes": yes + 1, "no": no - 1, "abstain": abstain}, on=DAY).adopted


@settings(deadline=None)
@given(COUNTS, st.integers(0, 60))
def test_abstentions_are_not_voting(counts: tuple[int, int, int], others: int) -> None:
    yes, no, abstain = counts
    for rule in ("unga.simple", "unga.two_thirds"):
        one = decide(rule, {"yes": yes, "no": no, "abstain": abstain}, on=DAY)
        other = decide(rule, {"yes": yes, "no": no, "abstain": others}, on=DAY)
        assert one.reason == other.reason


def test_rule_84_amendments_and_parts_need_two_thirds_too() -> None:
    votes = {"yes": 60, "no": 40}
    assert "rule 84" in decide("unga.two_thirds", votes, on=DAY, part=True).explain()
    assert "rule 84" not in decide("unga.two_thirds", votes, on=DAY).explain()


def test_rule_95_is_cited_when_votes_are_equally_divided() -> None:
    assert "rule 95" in decide("unga.simple", {"yes": 60, "no": 60}, on=DAY).explain()
    assert "rule 95" not in decide("unga.simple", {"yes": 61, "no": 60}, on=DAY).explain()


def test_important_questions_take_two_thirds() -> None:
    assert (
        len(
            [one for one in important_questions().values() if "Charter Art. 18(2)" in map(str, one.citations)]
        )
        == 9
    )
    assert assembly_rule_for("budget") == "unga.two_thirds"
    assert assembly_rule_for("the colour of the chairs") == "unga.simple"
    assert all(one.name.say(language) for one in important_questions().values() for language in LANGUAGES)


def test_the_members_of_the_day_are_counted() -> None:
    counts = {"yes": 76, "no": 11}
    assert decide("unga.all_members_two_thirds", counts, on=date(1963, 12, 17)).adopted
    assert not decide("unga.all_members_two_thirds", counts, on=date(1965, 12, 31)).adopted
    assert not decide("unga.all_members_two_thirds", counts).adopted


def test_votes_of_the_assembly_by_member() -> None:
    votes = {"Japan": "yes", "BRA": "yes", "Kenya": "no", "Malta": "abstain", "Fiji": "absent"}
    assert decide("unga.two_thirds", votes, on=DAY).adopted
    assert decide("unga.two_thirds", votes | {"Chad": "no"}, on=DAY).reason == "insufficient"


@pytest.mark.parametrize("rule", ["consensus", "acclamation", "without_a_vote", "silence"])
def test_consent_is_adopted_unless_somebody_objects(rule: str) -> None:
    assert decide(rule).adopted
    objected = decide(rule, objections=["Kenya"])
    assert not objected.adopted
    assert objected.reason == ("silence_broken" if rule == "silence" else "objected")
    for language in LANGUAGES:
        assert "Kenya" in objected.explain(language)
    with pytest.raises(VotingError, match="no voting"):
        decide(rule, {"yes": 3, "no": 0})
    with pytest.raises(VotingError, match="twice"):
        decide(rule, objections=["Kenya", "Kenya"])


@pytest.mark.parametrize(
    ("votes", "adopted"),
    [
        ({"yes": 15, "no": 0}, True),
        ({"yes": 14, "no": 0, "absent": 1}, True),
        ({"yes": 14, "no": 0, "abstain": 1}, False),
        ({"yes": 14, "no": 1}, False),
        ({"yes": 0, "no": 0}, False),
    ],
)
def test_unanimity_is_all_who_take_part(votes: dict[str, int], adopted: bool) -> None:
    assert decide("unanimity", votes).adopted is adopted


CLUB = """
["club.statutes"]
share = "3/4"
of = "members"
voters = ["Ada", "Ben", "Cleo", "Dan"]
veto = ["Ada"]
citations = [{ instrument = "Statutes", rule = "12" }]

["club.outing"]
share = "1/2"
above = true
of = "present"
tie = "rejected"

["club.chair"]
kind = "consent"
objections_allowed = 1
"""


def test_other_bodies_define_their_rules_as_data() -> None:
    rules = rules_from_toml(CLUB)
    votes = {"Ada": "yes", "Ben": "yes", "Cleo": "yes", "Dan": "no"}
    decision = decide(rules["club.statutes"], votes)
    assert decision.adopted
    assert "Statutes rule 12" in decision.explain()
    assert decide(rules["club.statutes"], votes | {"Ada": "no", "Dan": "yes"}).vetoed_by == ("Ada",)
    assert decide(rules["club.statutes"], votes | {"Cleo": "absent"}).reason == "insufficient"
    assert decide(rules["club.outing"], {"yes": 5, "no": 2, "abstain": 3}).reason == "insufficient"
    assert decide(rules["club.outing"], {"yes": 6, "no": 2, "abstain": 3}).adopted
    assert decide(rules["club.chair"], objections=["Ben"]).adopted
    assert "Ben" in decide(rules["club.chair"], objections=["Ben"]).explain("ru")
    assert not decide(rules["club.chair"], objections=["Ben", "Dan"]).adopted
    assert decide({"name": "band.song", "share": "2/3"}, {"yes": 2, "no": 1}).adopted
    with pytest.raises(VotingError, match="not among the members"):
        decide(rules["club.statutes"], votes | {"Eve": "yes"})
    with pytest.raises(VotingError, match="No vote is given for Dan"):
        decide(rules["club.statutes"], {"Ada": "yes", "Ben": "yes", "Cleo": "yes"})


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"votes": 0},
        {"votes": 9, "share": "1/2"},
        {"share": "3/2"},
        {"share": "1/1", "above": True},
        {"share": "half"},
        {"share": "1/2", "of": "chairs"},
        {"share": "1/2", "tie": "coin"},
        {"kind": "vote by shouting"},
        {"share": "1/2", "shares": 2},
        {"share": "1/2", "citations": [{"law": "12"}]},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(VotingError, match="rule club"):
        rule_from("club", data)


def test_every_built_in_rule_of_the_organs_cites() -> None:
    for name, rule in catalogue().items():
        assert rule.citations or not name.startswith("un") or name == "unanimity"
