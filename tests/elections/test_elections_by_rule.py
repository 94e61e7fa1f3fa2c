"""Rules 67, 88, 92-94, 139-144 of the Assembly and decision 34/401, each in order and out of order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from comity.bodies.actor import ANYONE, through_the_door
from comity.bodies.body import bodies, standard_bodies
from comity.bodies.body_file import load_body
from comity.bodies.council import members_on
from comity.elections import acts
from comity.elections.events import CountEntered
from comity.elections.state import Stage, Status, slate_title, title_of
from comity.record.audience import PUBLIC
from comity.rules.words import LANGUAGES, say
from comity.voting.lots import fingerprint
from tests.elections.room import OTHER_TELLER, PRESIDENT, SEED, TELLER, Room, refused
from tests.people import FRANCE, NOON, SECRETARIAT, representative


@pytest.fixture
def room() -> Room:
    return Room()


def declare(room: Room, of: str, **more: Any) -> Any:
    by = more.pop("by", representative(of))
    return room.hear(acts.DeclareCandidate, by, **({"election": 1, "of": of} | more))


# Calling


def test_rule_142_five_members_are_elected_each_year_from_the_groups_of_the_pattern(room: Room) -> None:
    room.council(2027)
    election = room.election()
    said = [(slate.groups, slate.seats) for slate in election.slates.values()]
    assert said == [
        (("african", "asia-pacific"), 3),
        (("eastern-european",), 1),
        (("latin-american-and-caribbean",), 1),
    ]
    even = Room(now=datetime(2026, 6, 3, 15, tzinfo=UTC))
    even.council(2026)
    assert [slate.seats for slate in even.election().slates.values()] == [2, 1, 2]
    assert {slate.majority for slate in election.slates.values()} == {"two_thirds"}
    assert len({say(title_of(election), language) for language in LANGUAGES}) == 6
    assert say(slate_title(election.slates[1]), "en") == "African and Asia-Pacific States"


def test_rule_142_once_a_year_by_the_assembly_and_nobody_else(room: Room) -> None:
    room.council(2026)
    assert refused(room.hear(acts.CallCouncilElection, SECRETARIAT, year=2026), "142", "called_already")
    assert refused(room.hear(acts.CallCouncilElection, SECRETARIAT, year=1950), "142", "year")
    assert refused(room.hear(acts.CallCouncilElection, FRANCE, year=2027), "35")
    council = Room("unsc")
    assert refused(council.hear(acts.CallCouncilElection, SECRETARIAT, year=2027), "142", "not_the_assembly")
    room.must(acts.CancelElection, PRESIDENT, election=1, reason="Called by mistake")
    room.must(acts.CallCouncilElection, SECRETARIAT, year=2026)


def test_rule_139_the_term_is_two_calendar_years(room: Room) -> None:
    room.council(2026)
    assert (room.election().term_since, room.election().term_until) == (date(2027, 1, 1), date(2028, 12, 31))


def test_rule_144_a_member_that_retires_or_stays_is_not_eligible() -> None:
    room = Room(now=datetime(2019, 6, 1, 15, tzinfo=UTC))
    room.council(2019)
    sitting = set(members_on(date(2019, 12, 31)))
    assert {"FRA", "POL", "DEU"} <= sitting
    for slate in room.election().slates.values():
        assert not sitting.intersection(slate.eligible) and sitting.issuperset(slate.barred)
    assert refused(declare(room, "POL"), "144", "retiring")
    assert declare(room, "EST").accepted
    (number,) = room.open(2)
    room.box(number)
    assert refused(room.count(TELLER, number, {"Poland": 193}), "94", "not_a_name_there")


def test_rule_140_a_place_that_falls_empty_is_filled_for_the_rest_of_the_term(room: Room) -> None:
    given = {"elects_to": "unsc", "term_since": date(2027, 3, 1), "term_until": date(2027, 12, 31)}
    room.call(groups=("african",), **given)
    sitting = standard_bodies()["unsc"].members_on(date(2027, 2, 28))
    assert room.slate().barred and not set(sitting).intersection(room.slate().eligible)
    asked = room.hear(acts.CallElection, PRESIDENT, title="Another", elects_to="unsc")
    assert refused(asked, "144", "term_needed")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"seats": 0}, "seats"),
        ({"groups": ("arab",)}, "no_such_group"),
        ({"named": ("PSE",)}, "not_members"),
        ({"groups": ("african",), "named": ("FRA",)}, "groups_or_names"),
        ({"named": ("FRA",), "seats": 2}, "too_few_eligible"),
        ({"groups": ("african",)}, "on_two_lists"),
        ({"persons": "Somebody"}, "not_members"),
    ],
)
def test_a_list_is_made_of_what_the_body_has(room: Room, given: dict[str, Any], key: str) -> None:
    room.call(groups=("african",))
    asked = {"election": 1, "seats": 1, "majority": "simple"} | given
    ruling = room.hear(acts.AddSlate, SECRETARIAT, **asked)
    assert ruling.objection is not None and ruling.objection.reason.key.endswith(f".{key}")


def test_lists_stay_as_they_are_once_voting_has_begun(room: Room) -> None:
    room.call(groups=("african",))
    room.open()
    added = room.hear(
        acts.AddSlate, SECRETARIAT, election=1, seats=1, majority="simple", groups=("asia-pacific",)
    )
    assert refused(added, "88", "begun")


# Candidates


def test_rule_92_a_member_stands_itself_and_a_group_puts_forward_its_own(room: Room) -> None:
    room.call(groups=("eastern-european",))
    assert declare(room, "EST", group="eastern-european").accepted
    assert refused(declare(room, "ROU", by=FRANCE), "92", "not_your_delegation")
    assert refused(declare(room, "ROU", by=SECRETARIAT), "92", "for_a_group")
    assert declare(room, "ROU", by=SECRETARIAT, group="eastern-european").accepted
    assert refused(declare(room, "LVA", group="african"), "2", "other_group")
    assert refused(declare(room, "FRA"), "92", "not_eligible")
    assert refused(declare(room, "EST"), "3", "declared")
    assert [one.by_secretariat for one in room.slate().standing] == [False, True]


def test_rule_92_a_name_needs_no_nomination_to_be_voted_for(room: Room) -> None:
    room.call(groups=("eastern-european",))
    declare(room, "EST")
    this = room.ballot({"EST": 60, "Latvia": 130})
    assert room.slate().elected == ("LVA",) and this.names[0] == "EST" and "LVA" in this.names


def test_what_a_campaign_cost_is_public_and_bears_its_currency(room: Room) -> None:
    room.call(groups=("eastern-european",))
    assert refused(declare(room, "EST", spent="1 200 000"), "2", "currency")
    assert declare(room, "EST", spent="1 200 000", currency="EUR", donors="The State budget").accepted
    shown = room.seen(ANYONE).elections[1].slates[1].candidates["EST"]
    assert (shown.spent, shown.currency, shown.donors) == ("1 200 000", "EUR", "The State budget")


def test_rule_88_candidates_withdraw_between_rounds_and_for_good(room: Room) -> None:
    room.call(groups=("eastern-european",))
    for of in ("EST", "ROU"):
        declare(room, of)
    (number,) = room.open()
    withdraw = {"election": 1, "candidate": "ROU", "statement": "For the sake of the group"}
    assert refused(room.hear(acts.WithdrawCandidate, representative("ROU"), **withdraw), "88", "round_runs")
    room.box(number)
    room.both_count(number, {"EST": 100, "ROU": 93})
    room.announce(number)
    assert refused(room.hear(acts.WithdrawCandidate, FRANCE, **withdraw), "3", "not_your_candidate")
    room.must(acts.WithdrawCandidate, representative("ROU"), **withdraw)
    assert room.slate().now.among == ("EST",)
    assert refused(declare(room, "ROU"), "3", "has_withdrawn")
    assert refused(room.hear(acts.WithdrawCandidate, representative("ROU"), **withdraw), "3")
    (number,) = room.open()
    room.box(number)
    assert refused(room.count(TELLER, number, {"EST": 100, "ROU": 93}), "94", "not_a_name_there")


def test_two_candidates_that_share_a_term_are_shown_with_the_result(room: Room) -> None:
    room.call(groups=("eastern-european",))
    for of in ("EST", "ROU"):
        declare(room, of)
    agreed = {"election": 1, "first": "EST", "second": "ROU", "statement": "We share the term."}
    assert refused(room.hear(acts.RecordAgreement, SECRETARIAT, **agreed), "2", "agreement")
    room.must(acts.WithdrawCandidate, SECRETARIAT, election=1, candidate="ROU")
    assert refused(room.hear(acts.RecordAgreement, FRANCE, **agreed), "35")
    room.must(acts.RecordAgreement, SECRETARIAT, **agreed)
    assert room.slate().agreements[0].statement == "We share the term." and room.slate().elected == ()


# Without a ballot


def test_decision_34_401_a_ballot_is_dispensed_with_for_a_subsidiary_organ_only(room: Room) -> None:
    room.call(groups=("eastern-european",))
    declare(room, "EST")
    assert room.slate().clean
    dispense = {"election": 1, "slate": 1}
    assert refused(room.hear(acts.DispenseWithBallot, PRESIDENT, **dispense), "92", "ballot_is_held")
    room.call(groups=("eastern-european",), subsidiary=True)
    dispense["election"] = 2
    refusal = room.hear(acts.DispenseWithBallot, PRESIDENT, **dispense)
    assert refused(refusal, "16", "not_as_many") and "34/401" in refusal.say()
    declare(room, "EST", election=2)
    assert refused(room.hear(acts.DispenseWithBallot, SECRETARIAT, **dispense), "35")
    room.must(acts.DispenseWithBallot, PRESIDENT, **dispense)
    assert room.slate(election=2).elected == ("EST",) and room.election(2).stage is Stage.COMPLETE


def test_decision_34_401_a_ballot_that_a_member_asks_for_is_held(room: Room) -> None:
    room.call(groups=("eastern-european",), subsidiary=True)
    declare(room, "EST")
    ask = {"election": 1, "slate": 1, "of": "FRA"}
    assert refused(room.hear(acts.AskForBallot, SECRETARIAT, **ask), "16", "not_your_delegation")
    room.must(acts.AskForBallot, FRANCE, **ask)
    assert refused(room.hear(acts.AskForBallot, FRANCE, **ask), "16", "asked_already")
    refusal = room.hear(acts.DispenseWithBallot, PRESIDENT, election=1, slate=1)
    assert refused(refusal, "16", "asked_for") and "France" in refusal.say()
    room.ballot({"EST": 193})
    assert room.election().stage is Stage.COMPLETE


# Rounds


def test_rule_92_elections_are_by_secret_ballot(room: Room) -> None:
    room.call(groups=("african",))
    asked = {"election": 1, "slates": (1,), "method": "show_of_hands"}
    assert refused(room.hear(acts.OpenRound, PRESIDENT, **asked), "92", "secret_ballot")
    assert refused(room.hear(acts.OpenRound, SECRETARIAT, **(asked | {"method": "paper"})), "35")


def test_rule_94_the_presidency_opens_only_the_ballot_that_follows(room: Room) -> None:
    room.call(2, groups=("eastern-european",))
    first = room.ballot({"EST": 100, "ROU": 90, "LVA": 80, "GEO": 70, "POL": 20, "SVK": 1}, returned=193)
    assert first.kind == "first" and room.slate().now.next == "restricted"
    (number,) = room.open()
    this = room.election().round(number)
    assert this is not None and (this.kind, this.places, this.anyone) == ("restricted", 2, False)
    assert set(this.names) == {"EST", "ROU", "LVA", "GEO"}
    opened = {"election": 1, "slates": (1,), "method": "paper"}
    assert refused(room.hear(acts.OpenRound, PRESIDENT, **opened), "88", "round_runs")
    room.box(number)
    assert refused(room.count(TELLER, number, {"EST": 100, "POL": 90}), "94", "not_a_name_there")
    room.both_count(number, {"EST": 150, "ROU": 150}, returned=193)
    room.announce(number)
    assert refused(room.hear(acts.OpenRound, PRESIDENT, **opened), "3", "over")


def test_rule_94_several_lists_are_voted_on_together_and_only_what_is_left_goes_on() -> None:
    room = Room(now=datetime(2019, 6, 7, 15, tzinfo=UTC))
    room.council(2019)
    rounds = room.open(1, 2, 3)
    counts = (
        {"Viet Nam": 192, "Niger": 191, "Tunisia": 191},
        {"Estonia": 111, "Romania": 80},
        {"SLV": 6, "VCT": 185},
    )
    for number, votes in zip(rounds, counts, strict=True):
        room.box(number)
        room.both_count(number, votes, returned=193, blank=0 if number == 1 else 2)
        room.announce(number)
    assert room.election().stage is Stage.BETWEEN
    opened = room.hear(acts.OpenRound, PRESIDENT, election=1, slates=(1, 2), method="paper")
    assert refused(opened, "94", "list_over")
    room.open(2)


def test_rule_94_a_paper_bears_no_more_names_than_places(room: Room) -> None:
    room.call(groups=("eastern-european",))
    (number,) = room.open()
    room.box(number)
    assert refused(room.count(TELLER, number, {"EST": 100, "ROU": 100}, returned=193), "94", "round_total")
    assert refused(room.count(TELLER, number, {"EST": 1, "ROU": 1}, returned=193), "94", "round_total")


def test_rule_93_equal_votes_in_the_second_ballot_are_decided_by_lot(room: Room) -> None:
    room.call(majority="simple", groups=("eastern-european",))
    room.ballot({"EST": 90, "ROU": 90})
    prepare = {"election": 1, "slate": 1, "fingerprint": fingerprint(SEED)}
    assert refused(room.hear(acts.PrepareLot, SECRETARIAT, **prepare), "93", "no_lot_due")
    room.ballot({"EST": 90, "ROU": 90})
    assert room.slate().next == "lot"
    opened = room.hear(acts.OpenRound, PRESIDENT, election=1, slates=(1,), method="paper")
    assert refused(opened, "93", "lot_due")
    draw = {"election": 1, "slate": 1, "seed": SEED}
    assert refused(room.hear(acts.DrawLot, PRESIDENT, **draw), "93", "lot_not_prepared")
    assert refused(room.hear(acts.PrepareLot, SECRETARIAT, **(prepare | {"fingerprint": "abc"})), "3")
    room.must(acts.PrepareLot, SECRETARIAT, **prepare)
    assert refused(room.hear(acts.PrepareLot, SECRETARIAT, **prepare), "93", "lot_prepared")
    assert refused(room.hear(acts.DrawLot, PRESIDENT, **(draw | {"seed": SEED + "!"})), "93", "other_seed")
    assert refused(room.hear(acts.DrawLot, SECRETARIAT, **draw), "35")
    room.must(acts.DrawLot, PRESIDENT, **draw)
    (lot,) = room.slate().lots
    assert lot.holds and lot.drawn == room.slate().elected and lot.seed != SEED


def test_rule_93_a_seed_fixed_among_others_is_no_seed_any_more(room: Room) -> None:
    room.call(majority="simple", groups=("eastern-european",))
    room.ballot({"EST": 60, "ROU": 60, "LVA": 60})
    assert room.slate().next == "special"
    room.ballot({"EST": 60, "ROU": 60, "LVA": 60})
    assert (room.slate().next, room.slate().now.contested) == ("lot", 2)
    room.must(acts.PrepareLot, SECRETARIAT, election=1, slate=1, fingerprint=fingerprint(SEED))
    room.must(acts.WithdrawCandidate, representative("LVA"), election=1, candidate="LVA")
    assert room.slate().fingerprint == "" and room.slate().next == "restricted"


def test_rule_67_the_assembly_elects_in_the_presence_of_a_majority(room: Room) -> None:
    room.call(groups=("african",))
    (number,) = room.open()
    issue = {"election": 1, "round": number}
    assert refused(room.hear(acts.IssuePapers, SECRETARIAT, **issue, papers=96), "67", "no_quorum")
    assert refused(room.hear(acts.IssuePapers, SECRETARIAT, **issue, papers=194), "3", "more_than_members")
    assert refused(room.hear(acts.CloseRound, PRESIDENT, **issue), "3", "papers_missing")
    room.must(acts.IssuePapers, SECRETARIAT, **issue, papers=97)
    assert refused(room.hear(acts.IssuePapers, SECRETARIAT, **issue, papers=98), "3", "papers_issued")


def test_rule_88_a_round_is_given_up_before_its_close_only(room: Room) -> None:
    room.call(groups=("african",))
    (number,) = room.open()
    give_up = {"election": 1, "round": number, "reason": "The wrong papers were handed out"}
    assert refused(room.hear(acts.AbandonRound, SECRETARIAT, **give_up), "35")
    room.must(acts.AbandonRound, PRESIDENT, **give_up)
    assert room.slate().rounds[0].status is Status.ABANDONED and room.slate().now.next == "first"
    (number,) = room.open()
    room.box(number)
    refusal = room.hear(acts.AbandonRound, PRESIDENT, **(give_up | {"round": number}))
    assert refused(refusal, "88", "not_abandoned")


def test_an_election_is_postponed_and_taken_up_again_by_the_next_round(room: Room) -> None:
    room.call(groups=("african",))
    put_off = {"election": 1, "until": date(2026, 12, 7), "reason": "The group asked for time"}
    refusal = room.hear(acts.PostponeElection, PRESIDENT, **(put_off | {"until": date(2026, 11, 1)}))
    assert refused(refusal, "3", "day_is_past")
    room.must(acts.PostponeElection, PRESIDENT, **put_off)
    assert room.election().stage is Stage.POSTPONED
    room.open()
    assert room.election().stage is Stage.VOTING
    assert refused(room.hear(acts.PostponeElection, PRESIDENT, **put_off), "88", "round_runs")


def test_an_election_of_which_something_was_announced_is_not_called_off(room: Room) -> None:
    room.call(groups=("african",))
    room.ballot({"KEN": 90, "GHA": 90})
    refusal = room.hear(acts.CancelElection, PRESIDENT, election=1, reason="No")
    assert refused(refusal, "3", "announced_stands")


# Tellers


def test_a_tellers_figures_are_that_tellers_alone_until_both_are_in(room: Room) -> None:
    room.call(groups=("african",))
    (number,) = room.open()
    assert refused(room.count(TELLER, number, {"KEN": 193}), "3", "not_closed")
    room.box(number)
    assert refused(room.count(FRANCE, number, {"KEN": 193}), "3", "tellers")
    assert room.count(TELLER, number, {"Kenya": 100, "GHA": 90, "Gambia": 0}, blank=2, invalid=1).accepted
    assert refused(room.count(TELLER, number, {"KEN": 193}), "3", "counted_already")
    for reader in (PRESIDENT, SECRETARIAT, OTHER_TELLER, FRANCE, ANYONE):
        assert not room.seen(reader).elections[1].slates[1].rounds[0].entered
    (mine,) = room.seen(TELLER).elections[1].slates[1].rounds[0].entered.values()
    assert mine.votes == (("GHA", 90), ("KEN", 100))
    assert room.count(OTHER_TELLER, number, {"GHA": 91, "KEN": 99}, blank=2, invalid=1).accepted
    announce = {"election": 1, "round": number}
    assert refused(room.hear(acts.AnnounceRound, PRESIDENT, **announce), "3", "recount")
    assert room.seen(PRESIDENT).elections[1].slates[1].rounds[0].differs
    assert not room.seen(FRANCE).elections[1].slates[1].rounds[0].compared
    assert room.count(OTHER_TELLER, number, {"GHA": 90, "KEN": 100}, blank=2, invalid=1).accepted
    assert refused(room.hear(acts.AnnounceRound, PRESIDENT, **announce), "3", "recount")
    assert room.count(TELLER, number, {"GHA": 90, "KEN": 100}, blank=2, invalid=1).accepted
    assert refused(room.count(TELLER, number, {"KEN": 193}), "3", "counted")
    this = room.announce(number)
    shown = room.seen(ANYONE).elections[1].slates[1].rounds[0].announced
    assert shown == this.announced and (shown.returned, shown.blank, shown.invalid) == (193, 2, 1)


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        ("Kenya 100", "votes_line"),
        ("Kenya: many", "votes_line"),
        ("Atlantis: 3", "not_a_name_there"),
        ("Kenya: 3\nKEN: 4", "votes_twice"),
    ],
)
def test_a_count_that_cannot_be_read_says_which_line(room: Room, lines: str, key: str) -> None:
    room.call(groups=("african",))
    (number,) = room.open()
    room.box(number)
    ruling = room.hear(acts.EnterCount, TELLER, election=1, round=number, returned=7, votes=lines)
    assert ruling.objection is not None and ruling.objection.reason.key.endswith(f".{key}")
    assert lines.splitlines()[-1].split(":")[0][:3] in ruling.say()


def test_no_more_papers_come_back_than_were_issued(room: Room) -> None:
    room.call(groups=("african",))
    (number,) = room.open()
    room.box(number, papers=150)
    assert refused(room.count(TELLER, number, {"KEN": 151}), "3", "more_than_issued")


# A secret ballot


def test_the_figures_of_a_secret_ballot_come_through_the_door_alone(room: Room) -> None:
    room.call(2, groups=("african",))
    (number,) = room.open(method="secret_electronic")
    assert refused(room.hand_in(number, {"KEN": 190, "GHA": 180}, by=SECRETARIAT), "7", "secret_figures")
    assert refused(room.hand_in(number, {"KEN": 1}, by=through_the_door(FRANCE)), "35")
    assert refused(room.hand_in(number, {"FRA": 193}), "2", "not_a_name_there")
    assert refused(room.hand_in(number, {"KEN": 200}, papers=193), "94")
    announce = {"election": 1, "round": number}
    assert refused(room.hear(acts.AnnounceRound, PRESIDENT, **announce), "3", "ballot_missing")
    assert refused(room.hear(acts.CloseRound, PRESIDENT, **announce), "7", "not_on_paper")
    assert room.hand_in(number, {"KEN": 190, "GHA": 180}, papers=193, blank=2).accepted
    assert refused(room.hand_in(number, {"KEN": 190}), "3", "no_ballot_awaited")
    room.announce(number)
    assert set(room.slate().elected) == {"KEN", "GHA"} and room.slate().rounds[0].archive == "a" * 64


# Persons, other bodies, other circles


def test_persons_are_elected_by_name_and_anyone_may_be_written(room: Room) -> None:
    room.call(majority="simple", of="persons")
    missing = room.hear(acts.DeclareCandidate, FRANCE, election=1, of="FRA")
    assert refused(missing, "2", "person_missing")
    given = {"election": 1, "of": "FRA", "person": "Ada  Example"}
    room.must(acts.DeclareCandidate, FRANCE, **given)
    (number,) = room.open()
    room.box(number)
    room.both_count(number, {"Ada Example": 90, "Written In": 100}, blank=3)
    this = room.announce(number)
    assert this.names == ("Ada Example",) and room.slate().elected == ("Written In",)


def test_a_body_of_ones_own_elects_its_officers_by_all_its_members() -> None:
    from importlib import resources

    file = resources.files("comity.bodies") / "examples" / "board-of-40.toml"
    body = load_body(file.read_text(encoding="utf-8"))
    room = Room(body.code, bodies(body))
    members = body.members_on(NOON.date())
    room.call(majority="absolute", named=members[:3])
    half = len(members) // 2
    room.ballot({members[0]: half, members[1]: 3})
    assert room.slate().next == "restricted"
    room.ballot({members[0]: half + 1, members[1]: 3})
    assert room.slate().elected == (members[0],)


def test_an_election_among_members_is_closed_to_others(room: Room) -> None:
    room.call(groups=("african",), seen_by="members")
    room.ballot({"KEN": 193})
    assert not room.seen(ANYONE).elections and 1 in room.seen(FRANCE).elections
    names = {entry.header.audience for entry in room.clerk.store.read(room.stream, 0)}
    assert "public" not in names and not any(name in names for name in PUBLIC)
    assert CountEntered.name not in str(room.seen(ANYONE))
