from datetime import UTC, datetime, timedelta

import pytest

from comity.bodies.actor import Capacity
from comity.bodies.credentials import (
    Credentials,
    Issuer,
    delegation_within_size,
    issued_by_one_who_may,
    issued_for_the_assembly_by_one_who_may,
    late_for_the_assembly,
    received_a_day_before,
    sits_meanwhile,
    sits_without_credentials,
)
from comity.rules.citation import assembly, council
from comity.rules.words import LANGUAGES

SEATED_AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def credentials(
    issuer: Issuer = Issuer.HEAD_OF_STATE, received: datetime = SEATED_AT, member: bool = True
) -> Credentials:
    return Credentials(
        of="FRA",
        person="p1",
        capacity=Capacity.REPRESENTATIVE,
        issuer=issuer,
        received=received,
        member=member,
    )


@pytest.mark.parametrize("issuer", Issuer)
def test_rule_13_who_may_issue_credentials(issuer: Issuer) -> None:
    may = issuer not in (Issuer.PERMANENT_REPRESENTATIVE, Issuer.OTHER)
    assert (issued_by_one_who_may(credentials(issuer)) is None) is may
    assert (issued_for_the_assembly_by_one_who_may(credentials(issuer)) is None) is may


@pytest.mark.parametrize(("hours", "in_time"), [(25, True), (24, True), (23, False), (0, False), (-1, False)])
def test_rule_13_credentials_come_24_hours_before(hours: int, in_time: bool) -> None:
    objection = received_a_day_before(credentials(received=SEATED_AT - timedelta(hours=hours)), SEATED_AT)
    assert (objection is None) is in_time


def test_rule_14_is_cited_for_one_that_is_invited() -> None:
    late = received_a_day_before(credentials(member=False), SEATED_AT)
    assert late is not None
    assert late.citation == council(14)
    assert "21 November 2026, 15:00 UTC" in late.say("en")
    assert len({late.say(language) for language in LANGUAGES}) == 6
    member = received_a_day_before(credentials(), SEATED_AT)
    assert member is not None
    assert member.citation == council(13)


@pytest.mark.parametrize("capacity", [Capacity.REPRESENTATIVE, Capacity.ALTERNATE])
def test_assembly_rule_25_five_representatives_and_five_alternates(capacity: Capacity) -> None:
    assert delegation_within_size([capacity] * 5) is None
    objection = delegation_within_size([capacity] * 6)
    assert objection is not None
    assert objection.citation == assembly(25)
    assert all("6" in objection.say(language) for language in LANGUAGES)


def test_assembly_rule_27_a_week_before_is_asked_only_where_possible() -> None:
    assert not late_for_the_assembly(credentials(received=SEATED_AT - timedelta(days=7)), SEATED_AT)
    assert late_for_the_assembly(credentials(received=SEATED_AT - timedelta(days=6)), SEATED_AT)


def test_rule_13_heads_of_government_and_foreign_ministers_of_members_sit_without() -> None:
    assert sits_without_credentials(Issuer.HEAD_OF_GOVERNMENT, member=True)
    assert sits_without_credentials(Issuer.MINISTER_FOR_FOREIGN_AFFAIRS, member=True)
    assert not sits_without_credentials(Issuer.HEAD_OF_STATE, member=True)
    assert not sits_without_credentials(Issuer.HEAD_OF_GOVERNMENT, member=False)


@pytest.mark.parametrize(("approved", "sits"), [(None, True), (True, True), (False, False)])
def test_rules_16_and_17_a_representative_sits_until_the_council_decides(
    approved: bool | None, sits: bool
) -> None:
    assert sits_meanwhile(approved) is sits
