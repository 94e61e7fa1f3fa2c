from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from comity.web.accounts import limits
from comity.web.accounts.limits import ADDRESS, CODE, Limit
from comity.web.accounts.models import Attempts

from .conftest import PASSWORD

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def _fail(client: Client, name: str = "dupont", times: int = 1, password: str = "wrong") -> str:
    for _ in range(times):
        answer = client.post("/accounts/login/", {"login": name, "password": password})
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (10, 15), (10_000, 15)]
)
def test_each_failure_beyond_the_free_ones_doubles_the_wait_to_its_longest(failures, minutes):
    assert limits.PASSWORD.pause(failures) == timedelta(minutes=minutes)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_failures_never_mean_a_shorter_wait(a, b):
    assert limits.PASSWORD.pause(min(a, b)) <= limits.PASSWORD.pause(max(a, b)) <= limits.PASSWORD.longest


@pytest.mark.django_db
def test_after_five_failures_the_right_password_must_wait_too_and_is_told_how_long(dupont):
    client = Client(headers={"accept-language": "en"})
    _fail(client, times=5)
    said = _fail(client, password=PASSWORD)
    assert "Too many attempts. Try again in 1 minute." in said


@pytest.mark.django_db
def test_a_name_that_nobody_has_is_shut_in_the_same_way(dupont):
    known, unknown = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    for _ in range(7):
        first = _fail(known, "dupont").replace("dupont", "")
        second = _fail(unknown, "nobody").replace("nobody", "")
        assert ("Too many attempts" in first) == ("Too many attempts" in second)


@pytest.mark.django_db
def test_after_the_wait_one_may_try_again():
    for _ in range(5):
        assert not limits.take(limits.PASSWORD, "x", NOW)
    assert limits.take(limits.PASSWORD, "x", NOW + timedelta(seconds=20)) == timedelta(seconds=40)
    assert not limits.take(limits.PASSWORD, "x", NOW + timedelta(seconds=60))
    assert limits.take(limits.PASSWORD, "x", NOW + timedelta(seconds=60)) == timedelta(minutes=2)


@pytest.mark.django_db
def test_an_attempt_that_must_wait_does_not_lengthen_the_wait():
    for _ in range(50):
        limits.take(limits.PASSWORD, "x", NOW)
    assert limits.take(limits.PASSWORD, "x", NOW + timedelta(seconds=59)) == timedelta(seconds=1)


@pytest.mark.django_db
def test_after_a_quiet_day_the_failures_are_forgotten():
    for _ in range(5):
        limits.take(limits.PASSWORD, "x", NOW)
    for _ in range(4):
        assert not limits.take(limits.PASSWORD, "x", NOW + timedelta(hours=25))


@pytest.mark.django_db
def test_signing_in_forgets_the_name_but_only_gives_back_one_attempt_of_the_address(dupont, sign_in):
    _fail(Client(), times=3)
    sign_in(dupont)
    counts = sorted(Attempts.objects.values_list("failures", flat=True))
    assert counts == [3]


@pytest.mark.django_db
def test_one_address_that_tries_many_names_is_shut(dupont, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS", Limit(name="address", free=8))
    client = Client(headers={"accept-language": "en"})
    for number in range(8):
        _fail(client, f"name{number}")
    assert "Too many attempts" in _fail(client, password=PASSWORD)
    elsewhere = Client(REMOTE_ADDR="192.0.2.77")
    assert elsewhere.post("/accounts/login/", {"login": "dupont", "password": PASSWORD}).status_code == 302


@pytest.mark.django_db
def test_ipv6_addresses_of_one_customer_count_as_one(monkeypatch, dupont):
    monkeypatch.setattr(limits, "ADDRESS", Limit(name="address", free=4))
    for number in range(4):
        _fail(Client(REMOTE_ADDR=f"2001:db8:1:1::{number + 1}"), f"name{number}")
    there = Client(REMOTE_ADDR="2001:db8:1:1:ffff::9", headers={"accept-language": "en"})
    assert "Too many attempts" in _fail(there, password=PASSWORD)


@pytest.mark.django_db
def test_a_forged_forwarding_header_does_not_change_the_address(dupont, monkeypatch):
    monkeypatch.setattr(limits, "ADDRESS", Limit(name="address", free=4))
    for number in range(4):
        _fail(Client(headers={"x-forwarded-for": f"198.51.100.{number}"}), f"name{number}")
    client = Client(headers={"x-forwarded-for": "198.51.100.99", "accept-language": "en"})
    assert "Too many attempts" in _fail(client, password=PASSWORD)


@pytest.mark.django_db
def test_strangers_cannot_lock_a_person_out_of_their_own_device(dupont, sign_in):
    own = sign_in(dupont)
    own.post("/accounts/logout/")
    _fail(Client(), times=9)
    assert own.post("/accounts/login/", {"login": "dupont", "password": PASSWORD}).status_code == 302
    elsewhere = Client(headers={"accept-language": "en"})
    assert "Too many attempts" in _fail(elsewhere, password=PASSWORD)


@pytest.mark.django_db
def test_a_known_device_has_its_own_count_and_a_forged_one_has_none(dupont, sign_in):
    own = sign_in(dupont, headers={"accept-language": "en"})
    own.post("/accounts/logout/")
    _fail(own, times=5)
    assert own.post("/accounts/login/", {"login": "dupont", "password": PASSWORD}).status_code == 200
    forged = Client()
    forged.cookies[settings.DEVICE_COOKIE_NAME] = own.cookies[settings.DEVICE_COOKIE_NAME].value[:-2] + "xx"
    _fail(forged, times=5)
    assert Client().post("/accounts/login/", {"login": "dupont", "password": PASSWORD}).status_code == 200


@pytest.mark.django_db
def test_what_is_counted_is_not_readable_in_the_database(dupont):
    _fail(Client(), "a password typed in the wrong field")
    stored = str(list(Attempts.objects.values()))
    assert "password typed" not in stored
    assert "127.0.0.1" not in stored


@pytest.mark.django_db(transaction=True)
def test_two_connections_see_the_same_count_and_let_no_more_through_together():
    """Thirty attempts at once over many connections: exactly the free ones are looked at."""
    start = threading.Barrier(10)
    allowed: list[bool] = []

    def hammer() -> None:
        start.wait()
        allowed.extend([not limits.take(CODE, "one account", NOW) for _ in range(3)])
        connection.close()

    threads = [threading.Thread(target=hammer) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 30
    assert sum(allowed) == CODE.free
    assert limits.take(CODE, "one account", NOW + timedelta(seconds=30)) == timedelta(seconds=30)


@pytest.mark.django_db
def test_old_counts_are_swept():
    limits.take(ADDRESS, "old", NOW)
    limits.take(ADDRESS, "new", NOW + timedelta(days=3))
    assert limits.sweep(NOW + timedelta(days=3)) == 1
