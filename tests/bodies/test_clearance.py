from datetime import UTC, date, datetime

import pytest

from comity.bodies.actor import ANYONE, Accreditation, Actor, Capacity
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances, is_secretariat, presides

BODIES = standard_bodies()
NOVEMBER = datetime(2026, 11, 20, 15, 7, tzinfo=UTC)


def person(*accreditations: Accreditation) -> Actor:
    return Actor(person="p1", name="A. Person", accreditations=accreditations)


def delegate(of: str, body: str = "", capacity: Capacity = Capacity.REPRESENTATIVE, **days: date) -> Actor:
    return person(Accreditation(capacity=capacity, of=of, body=body, **days))


@pytest.mark.parametrize(
    ("actor", "held"),
    [
        (ANYONE, {"public"}),
        (person(), {"public", "person:p1"}),
        (
            delegate("FRA"),
            {"public", "person:p1", "all", "state:FRA", "members:unsc", "members:unga"},
        ),
        (
            delegate("LVA", capacity=Capacity.ALTERNATE),
            {"public", "person:p1", "all", "state:LVA", "members:unsc", "members:unga", "presidency:unsc"},
        ),
        (delegate("FRA", "unga"), {"public", "person:p1", "all", "state:FRA", "members:unga"}),
        (
            delegate("AUT"),
            {"public", "person:p1", "all", "state:AUT", "members:unga", "observing:unsc"},
        ),
        (delegate("VAT", capacity=Capacity.OBSERVER), {"public", "person:p1", "all"}),
        (delegate("ICRC", capacity=Capacity.OBSERVER), {"public", "person:p1"}),
        (delegate("FRA", until=date(2026, 11, 19)), {"public", "person:p1"}),
        (
            person(Accreditation(capacity=Capacity.PRESIDENT, body="unga")),
            {"public", "person:p1", "presidency:unga"},
        ),
        (
            person(Accreditation(capacity=Capacity.SECRETARIAT)),
            {"public", "person:p1", "secretariat"},
        ),
        (
            person(
                Accreditation(capacity=Capacity.TELLER, body="unsc"),
                Accreditation(capacity=Capacity.TRUSTEE, body="unsc"),
            ),
            {"public", "person:p1", "office:tellers:unsc", "office:trustees:unsc"},
        ),
    ],
)
def test_what_a_person_may_read_follows_from_the_capacities_held(actor: Actor, held: set[str]) -> None:
    assert clearances(actor, BODIES, NOVEMBER) == held


def test_the_presidency_changes_hands_at_midnight_in_new_york() -> None:
    latvia, liberia = delegate("LVA"), delegate("LBR")
    before, after = datetime(2026, 12, 1, 4, 59, tzinfo=UTC), datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
    for actor, at, held in [
        (latvia, before, True),
        (liberia, before, False),
        (latvia, after, False),
        (liberia, after, True),
    ]:
        assert ("presidency:unsc" in clearances(actor, BODIES, at)) is held
        assert presides(actor, BODIES["unsc"], at) is held


def test_a_new_member_stops_observing_and_sits_on_1_january() -> None:
    austria = delegate("AUT")
    before = clearances(austria, BODIES, datetime(2026, 12, 31, 23, 0, tzinfo=UTC))
    after = clearances(austria, BODIES, datetime(2027, 1, 1, 12, 0, tzinfo=UTC))
    assert ("observing:unsc" in before, "members:unsc" in before) == (True, False)
    assert ("observing:unsc" in after, "members:unsc" in after) == (False, True)


def test_an_observer_of_the_presiding_member_does_not_preside() -> None:
    assert not presides(delegate("LVA", capacity=Capacity.OBSERVER), BODIES["unsc"], NOVEMBER)


def test_the_secretariat_serves_the_bodies_it_is_assigned_to() -> None:
    clerk = person(Accreditation(capacity=Capacity.SECRETARIAT, body="unsc"))
    assert is_secretariat(clerk, NOVEMBER, BODIES["unsc"])
    assert not is_secretariat(clerk, NOVEMBER, BODIES["unga"])
    assert not is_secretariat(delegate("FRA"), NOVEMBER, BODIES["unsc"])


def test_no_token_holds_a_space() -> None:
    assert not [token for token in clearances(delegate("FRA"), BODIES, NOVEMBER) if " " in token]
