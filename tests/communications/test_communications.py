"""Communications: from the sender to the presidency, the register, and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.bodies.actor import ANYONE, Accreditation, Actor, Capacity
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.communications.acts import (
    ALL,
    MEMBERS,
    PUBLIC,
    CirculateLetter,
    IssueSymbolElsewhere,
    NoteOverdue,
    RegisterLetter,
    ReturnLetter,
    SendLetter,
    WithdrawLetter,
)
from comity.communications.state import Status
from comity.rules.acts import Act
from comity.rules.guard import Ruling
from tests.people import FRANCE, GERMANY, LATVIA, NOON, SECRETARIAT, new_id, representative

UNITED_KINGDOM = representative("GBR")


class Desk:
    """A body's communications, spoken to in short."""

    def __init__(self, body: str = "unsc") -> None:
        self.stream = f"communications:{body}"
        self.store = MemoryStore()
        self.clerk = Clerk(self.store, PROCEDURES, standard_bodies())
        self.now = NOON

    def hear(self, kind: type[Act], by: Actor, **given: Any) -> Ruling:
        self.now += timedelta(minutes=1)
        return self.clerk.hear(kind(id=new_id(), stream=self.stream, **given), by, self.now)

    def send(self, by: Actor = FRANCE, of: str = "FRA", **more: Any) -> Ruling:
        return self.hear(
            SendLetter, by, **({"of": of, "subject": "Water", "body": "Text.", "signed": "A. P."} | more)
        )

    def seen(self, by: Actor) -> Any:
        return self.clerk.seen(self.stream, clearances(by, standard_bodies(), self.now)).state

    def status(self, letter: int = 1) -> Status:
        status: Status = self.clerk.folds.whole(self.stream).state.letters[letter].status
        return status


@pytest.fixture
def desk() -> Desk:
    return Desk()


def refused(ruling: Ruling, rule: str) -> bool:
    return ruling.objection is not None and ruling.objection.citation.rule == rule


def test_rule_6_only_a_delegation_sends_in_its_own_name(desk: Desk) -> None:
    assert desk.send(FRANCE, "FRA").accepted
    assert refused(desk.send(FRANCE, "GBR"), "6")
    assert refused(desk.send(ANYONE, "FRA"), "6")
    assert refused(desk.send(SECRETARIAT, ""), "6")


def test_a_state_outside_the_council_may_send(desk: Desk) -> None:
    assert desk.send(GERMANY, "DEU").accepted


def test_an_observer_may_send_in_its_own_name(desk: Desk) -> None:
    see = Accreditation(capacity=Capacity.OBSERVER, of="VAT")
    assert desk.send(Actor(person="o", name="O", accreditations=(see,)), "VAT").accepted


def test_an_accreditation_that_has_ended_lets_nobody_send(desk: Desk) -> None:
    past = Accreditation(capacity=Capacity.REPRESENTATIVE, of="FRA", until=NOON.date() - timedelta(days=1))
    assert refused(desk.send(Actor(person="x", name="X", accreditations=(past,)), "FRA"), "6")


@pytest.mark.parametrize("kind", [RegisterLetter, CirculateLetter, ReturnLetter])
def test_rule_26_only_the_presidency_or_the_secretariat_handles_letters(desk: Desk, kind: type[Act]) -> None:
    desk.send()
    more = {CirculateLetter: {"to": MEMBERS}, ReturnLetter: {"reason": "No."}}.get(kind, {})
    assert refused(desk.hear(kind, FRANCE, letter=1, **more), "26")
    assert refused(desk.hear(kind, UNITED_KINGDOM, letter=1, **more), "26")


@pytest.mark.parametrize("by", [LATVIA, SECRETARIAT])
def test_a_letter_goes_its_whole_way(desk: Desk, by: Actor) -> None:
    desk.send()
    assert desk.hear(RegisterLetter, by, letter=1).accepted
    assert desk.hear(CirculateLetter, by, letter=1, to=MEMBERS).accepted
    assert desk.status() is Status.CIRCULATED
    assert desk.seen(UNITED_KINGDOM).letters[1].symbol == "S/2026/1"


def test_the_presidency_passes_at_midnight_in_new_york(desk: Desk) -> None:
    """Latvia presides in November 2026, Liberia in December; at 04:00 UTC on the first it is still November there."""
    desk.send()
    liberia = representative("LBR")
    desk.now = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    assert refused(desk.hear(RegisterLetter, liberia, letter=1), "26")
    desk.now = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
    assert desk.hear(RegisterLetter, liberia, letter=1).accepted


def test_numbers_follow_each_other_without_gaps_and_begin_anew_each_year(desk: Desk) -> None:
    for _ in range(4):
        desk.send()
    desk.hear(ReturnLetter, SECRETARIAT, letter=2, reason="Unsigned.")
    for letter in (3, 1):
        desk.hear(RegisterLetter, SECRETARIAT, letter=letter)
    desk.now = datetime(2027, 1, 4, 12, tzinfo=UTC)
    desk.hear(RegisterLetter, SECRETARIAT, letter=4)
    letters = desk.seen(SECRETARIAT).letters
    assert {n: letters[n].symbol for n in letters} == {2: "", 3: "S/2026/1", 1: "S/2026/2", 4: "S/2027/1"}


def test_the_assembly_numbers_by_session() -> None:
    desk = Desk("unga")
    desk.send()
    desk.hear(RegisterLetter, SECRETARIAT, letter=1)
    assert desk.seen(SECRETARIAT).letters[1].symbol == "A/81/1"


def test_a_letter_is_registered_before_it_is_circulated(desk: Desk) -> None:
    desk.send()
    ruling = desk.hear(CirculateLetter, LATVIA, letter=1, to=MEMBERS)
    assert refused(ruling, "6") and ruling.objection is not None and ruling.objection.remedy is not None


def test_a_letter_is_registered_once(desk: Desk) -> None:
    desk.send()
    desk.hear(RegisterLetter, LATVIA, letter=1)
    assert refused(desk.hear(RegisterLetter, SECRETARIAT, letter=1), "3")


def test_a_letter_may_go_further_and_never_back(desk: Desk) -> None:
    desk.send()
    desk.hear(RegisterLetter, LATVIA, letter=1)
    assert desk.hear(CirculateLetter, LATVIA, letter=1, to=MEMBERS).accepted
    assert refused(desk.hear(CirculateLetter, LATVIA, letter=1, to=MEMBERS), "3")
    assert desk.hear(CirculateLetter, LATVIA, letter=1, to=PUBLIC).accepted
    assert refused(desk.hear(CirculateLetter, LATVIA, letter=1, to=ALL), "3")


def test_a_returned_letter_says_why_and_is_out_of_the_way(desk: Desk) -> None:
    desk.send()
    assert desk.hear(ReturnLetter, LATVIA, letter=1, reason="The annex is missing.").accepted
    assert desk.seen(FRANCE).letters[1].reason == "The annex is missing."
    assert refused(desk.hear(RegisterLetter, LATVIA, letter=1), "3")


def test_rule_35_the_sender_may_withdraw_before_circulation(desk: Desk) -> None:
    desk.send()
    assert refused(desk.hear(WithdrawLetter, GERMANY, letter=1), "35")
    assert desk.hear(WithdrawLetter, FRANCE, letter=1).accepted
    assert refused(desk.hear(WithdrawLetter, FRANCE, letter=1), "3")


def test_rule_35_what_has_gone_out_cannot_be_withdrawn(desk: Desk) -> None:
    desk.send()
    desk.hear(RegisterLetter, LATVIA, letter=1)
    desk.hear(CirculateLetter, LATVIA, letter=1, to=MEMBERS)
    assert refused(desk.hear(WithdrawLetter, FRANCE, letter=1), "3")


@pytest.mark.parametrize("letter", [0, -1, 2, 10**15])
def test_a_letter_that_is_not_there(desk: Desk, letter: int) -> None:
    desk.send()
    for kind, more in ((RegisterLetter, {}), (WithdrawLetter, {}), (ReturnLetter, {"reason": "x"})):
        by = FRANCE if kind is WithdrawLetter else LATVIA
        assert refused(desk.hear(kind, by, letter=letter, **more), "3")


def test_a_letter_unregistered_after_a_day_is_noted_by_the_clerk_alone(desk: Desk) -> None:
    desk.send()
    assert refused(desk.hear(NoteOverdue, SECRETARIAT, letter=1), "4")
    assert desk.clerk.wake(desk.now + timedelta(hours=24)) == 1
    assert desk.seen(LATVIA).letters[1].overdue
    assert not desk.seen(FRANCE).letters[1].overdue


@pytest.mark.parametrize(
    ("to", "readers"),
    [
        ("", {"FRA", "LVA", "secretariat"}),
        (MEMBERS, {"FRA", "LVA", "secretariat", "GBR"}),
        (ALL, {"FRA", "LVA", "secretariat", "GBR", "DEU"}),
        (PUBLIC, {"FRA", "LVA", "secretariat", "GBR", "DEU", "public"}),
    ],
)
def test_who_reads_a_letter_follows_from_how_far_it_has_gone(desk: Desk, to: str, readers: set[str]) -> None:
    desk.send(subject="Water")
    desk.hear(RegisterLetter, LATVIA, letter=1)
    if to:
        desk.hear(CirculateLetter, LATVIA, letter=1, to=to)
    people = {
        "FRA": FRANCE,
        "LVA": LATVIA,
        "secretariat": SECRETARIAT,
        "GBR": UNITED_KINGDOM,
        "DEU": GERMANY,
        "public": ANYONE,
    }
    assert {name for name, one in people.items() if 1 in desk.seen(one).letters} == readers


def test_what_is_in_order_is_heard_and_what_is_not_is_refused(desk: Desk) -> None:
    """`in_order` and `decide` never disagree."""
    for _ in range(4):
        desk.send()
    desk.hear(RegisterLetter, LATVIA, letter=2)
    desk.hear(RegisterLetter, LATVIA, letter=3)
    desk.hear(CirculateLetter, LATVIA, letter=3, to=MEMBERS)
    desk.hear(ReturnLetter, LATVIA, letter=4, reason="No.")
    tried = 0
    for person in (FRANCE, LATVIA, SECRETARIAT, GERMANY, ANYONE):
        for possible in desk.clerk.in_order(desk.stream, person, desk.now):
            fresh = Desk()
            fresh.store, fresh.clerk = desk.store, desk.clerk
            given = dict(possible.given)
            if possible.act is SendLetter:
                of = next(iter(dict(possible.options)["of"]), ("", None))[0]
                given = {"of": of, "subject": "S", "body": "B", "signed": "A"}
            given |= {
                CirculateLetter: {"to": PUBLIC},
                ReturnLetter: {"reason": "R"},
                IssueSymbolElsewhere: {"title": "T"},
            }.get(possible.act, {})
            act = possible.act(id=new_id(), stream=desk.stream, **given)
            state = desk.clerk.folds.whole(desk.stream).state
            procedure = desk.clerk.shapes.procedure_of(desk.stream)
            try:
                list(procedure.decide(state, act, person, desk.now))
            except Exception as refusal:
                assert not possible.in_order, (person.name, possible, refusal)
            else:
                assert possible.in_order, (person.name, possible)
            tried += 1
    assert tried > 30


def test_nobody_is_asked_about_letters_they_may_not_know_of(desk: Desk) -> None:
    desk.send()
    for person in (GERMANY, UNITED_KINGDOM, ANYONE):
        assert [p.about for p in desk.clerk.in_order(desk.stream, person, desk.now)] == [""]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["send", "register", "circulate", "return", "withdraw", "wake"]),
        st.sampled_from([FRANCE, GERMANY, LATVIA, SECRETARIAT, ANYONE]),
        st.integers(1, 4),
        st.sampled_from([MEMBERS, ALL, PUBLIC]),
    ),
    max_size=25,
)


@given(STEPS)
def test_in_any_order_of_acts_nobody_reads_what_was_not_meant_for_them(
    steps: list[tuple[str, Actor, int, str]],
) -> None:
    desk = Desk()
    for verb, person, letter, to in steps:
        match verb:
            case "send":
                of = person.accreditations[0].of if person.accreditations else ""
                desk.send(person, of or "FRA", subject=f"for {to}")
            case "register":
                desk.hear(RegisterLetter, person, letter=letter)
            case "circulate":
                desk.hear(CirculateLetter, person, letter=letter, to=to)
            case "return":
                desk.hear(ReturnLetter, person, letter=letter, reason="R")
            case "withdraw":
                desk.hear(WithdrawLetter, person, letter=letter)
            case _:
                desk.now += timedelta(hours=13)
                desk.clerk.wake(desk.now)
    whole = desk.clerk.folds.whole(desk.stream).state.letters
    for number, letter_seen in desk.seen(ANYONE).letters.items():
        assert whole[number].to == PUBLIC and letter_seen.status is Status.CIRCULATED
    for number in desk.seen(GERMANY).letters:
        assert whole[number].of == "DEU" or whole[number].to in (ALL, PUBLIC)
    for number in desk.seen(UNITED_KINGDOM).letters:
        assert whole[number].to in (MEMBERS, ALL, PUBLIC)
    assert desk.seen(LATVIA).letters == whole
    symbols = [one.symbol for one in whole.values() if one.symbol]
    assert sorted(symbols) == sorted(f"S/2026/{n}" for n in range(1, len(symbols) + 1))
