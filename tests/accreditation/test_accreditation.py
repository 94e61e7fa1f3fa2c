"""Accreditation: who may act is itself on the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from comity.accreditation.acts import Accredit, EndAccreditation
from comity.accreditation.state import STREAM
from comity.bodies.actor import CLERK, Actor, Capacity
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.rules.guard import Ruling
from tests.people import FRANCE, LATVIA, NOON, SECRETARIAT, new_id

MINISTER = "minister_for_foreign_affairs"


class Office:
    """The secretariat's office, spoken to in short."""

    def __init__(self) -> None:
        self.clerk = Clerk(MemoryStore(), PROCEDURES, standard_bodies())

    def accredit(self, by: Actor = SECRETARIAT, **given: Any) -> Ruling:
        usual: dict[str, Any] = {
            "person": "ines",
            "full_name": "Ines Alm",
            "capacity": "representative",
            "of": "FRA",
            "issued_by": MINISTER,
        }
        return self.clerk.hear(Accredit(id=new_id(), stream=STREAM, **(usual | given)), by, NOON)

    def end(self, number: int, by: Actor = SECRETARIAT) -> Ruling:
        act = EndAccreditation(id=new_id(), stream=STREAM, number=number, reason="Recalled.")
        return self.clerk.hear(act, by, NOON)

    def actor(self, person: str = "ines") -> Actor:
        actor: Actor = self.clerk.folds.whole(STREAM).state.actor(person)
        return actor


@pytest.fixture
def office() -> Office:
    return Office()


def refused(ruling: Ruling, rule: str) -> bool:
    return ruling.objection is not None and ruling.objection.citation.rule == rule


def test_an_accredited_person_acts_in_that_capacity(office: Office) -> None:
    assert office.accredit().accepted
    actor = office.actor()
    assert actor.name == "Ines Alm"
    assert actor.speaks_for(NOON, "unsc") == {"FRA"}
    assert {"state:FRA", "members:unsc", "all"} <= clearances(actor, standard_bodies(), NOON)


def test_whoever_is_not_accredited_may_do_nothing(office: Office) -> None:
    assert office.actor("stranger").accreditations == ()
    assert clearances(office.actor("stranger"), standard_bodies(), NOON) == {"public", "person:stranger"}


@pytest.mark.parametrize("by", [FRANCE, LATVIA, Actor(person="x", name="X")])
def test_rule_15_only_the_secretariat_accredits(office: Office, by: Actor) -> None:
    assert refused(office.accredit(by), "15")
    office.accredit()
    assert refused(office.end(1, by), "15")


def test_the_clerk_accredits_the_first_of_the_secretariat(office: Office) -> None:
    first = office.accredit(CLERK, person="first", full_name="First", capacity="secretariat", of="")
    assert first.accepted
    assert office.accredit(office.actor("first")).accepted


@pytest.mark.parametrize("issuer", ["permanent_representative", "other"])
def test_rule_13_credentials_come_from_head_of_state_or_government_or_foreign_minister(
    office: Office, issuer: str
) -> None:
    assert refused(office.accredit(body="unsc", issued_by=issuer), "13")
    assert office.accredit(capacity="alternate", body="unsc", issued_by=issuer).accepted


def test_rule_14_a_state_that_is_invited_needs_credentials_too(office: Office) -> None:
    assert refused(office.accredit(of="DEU", body="unsc", issued_by="other"), "14")


def test_assembly_rule_27_credentials(office: Office) -> None:
    ruling = office.accredit(body="unga", issued_by="other")
    assert ruling.objection is not None and ruling.objection.citation.instrument == "A/520/Rev.20"
    assert refused(ruling, "27")


def test_rule_13_credentials_come_a_day_before_the_seat_is_taken(office: Office) -> None:
    tomorrow = NOON.date() + timedelta(days=1)
    assert refused(office.accredit(body="unsc", since=tomorrow), "13")
    assert office.accredit(body="unsc", since=tomorrow + timedelta(days=1)).accepted


def test_rule_16_who_sits_already_is_noted_at_once(office: Office) -> None:
    assert office.accredit(body="unsc", since=date(2026, 1, 1)).accepted


@pytest.mark.parametrize("capacity", ["representative", "alternate"])
def test_assembly_rule_25_no_more_than_five(office: Office, capacity: str) -> None:
    for n in range(5):
        assert office.accredit(person=f"p{n}", capacity=capacity, body="unga").accepted
    assert refused(office.accredit(person="p5", capacity=capacity, body="unga"), "25")
    office.end(1)
    assert office.accredit(person="p5", capacity=capacity, body="unga").accepted


@pytest.mark.parametrize(
    "given",
    [
        {"capacity": "emperor"},
        {"body": "nowhere"},
        {"issued_by": "nobody"},
        {"since": date(2026, 2, 1), "until": date(2026, 1, 1)},
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, given: dict[str, Any]) -> None:
    assert refused(office.accredit(**given), "2")


@pytest.mark.parametrize("of", ["", "XXX", "Atlantis"])
def test_a_representative_represents_somebody_who_takes_part(office: Office, of: str) -> None:
    assert refused(office.accredit(of=of), "13")


def test_the_same_accreditation_is_not_given_twice(office: Office) -> None:
    office.accredit()
    assert refused(office.accredit(), "2")
    office.end(1)
    assert office.accredit().accepted


def test_an_ended_accreditation_gives_nothing_any_more(office: Office) -> None:
    office.accredit()
    assert office.end(1).accepted
    assert office.actor().speaks_for(NOON, "unsc") == frozenset()
    assert refused(office.end(1), "2")


def test_the_last_of_the_secretariat_stays(office: Office) -> None:
    office.accredit(CLERK, person="a", capacity="secretariat", of="")
    assert refused(office.end(1), "2")
    office.accredit(person="b", capacity="secretariat", of="")
    assert office.end(1).accepted


def test_days_are_kept(office: Office) -> None:
    office.accredit(
        capacity="alternate", since=NOON.date() + timedelta(days=3), until=NOON.date() + timedelta(days=4)
    )
    at = [office.actor().speaks_for(NOON + timedelta(days=n), "unsc") for n in range(2, 6)]
    assert at == [frozenset(), {"FRA"}, {"FRA"}, frozenset()]


@pytest.mark.parametrize("capacity", list(Capacity))
def test_every_capacity_can_be_given(office: Office, capacity: Capacity) -> None:
    assert office.accredit(capacity=capacity.value, body="unsc").accepted
    assert office.actor().holds(capacity, NOON, "unsc")
