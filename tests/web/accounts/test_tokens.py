from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from comity.web.accounts import last_use, tokens
from comity.web.accounts.models import Token

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_token_opens_what_its_scopes_say(dupont):
    token = tokens.make(dupont, "calendar", ["read", "act:voting"], now=NOW)
    assert tokens.authenticate(f"Bearer {token}", NOW) == (dupont, frozenset({"read", "act:voting"}))
    assert tokens.authenticate(f"bearer  {token} ", NOW) is not None


@pytest.mark.parametrize(
    ("held", "wanted", "allowed"),
    [
        (["read"], "read", True),
        (["read"], "act", False),
        (["read"], "act:voting", False),
        (["act:voting"], "act:voting", True),
        (["act:voting"], "act:drafting", False),
        (["act:voting"], "act", False),
        (["act:voting"], "read", True),
        (["act"], "act:voting", True),
        (["act"], "read", True),
        ([], "read", False),
        (["act"], "anything", False),
    ],
)
def test_scopes_cover_what_they_name_and_nothing_else(held, wanted, allowed):
    assert tokens.allows(held, wanted) is allowed


@pytest.mark.django_db
def test_a_token_expires_and_can_be_revoked(dupont):
    token = tokens.make(dupont, "calendar", ["read"], days=3, now=NOW)
    assert tokens.authenticate(f"Bearer {token}", NOW + timedelta(days=3)) is None
    assert tokens.authenticate(f"Bearer {token}", NOW + timedelta(days=3, seconds=-1))
    assert tokens.revoke(dupont, Token.objects.get().pk) == 1
    assert tokens.authenticate(f"Bearer {token}", NOW) is None


@pytest.mark.django_db
def test_a_stolen_database_opens_nothing(dupont):
    token = tokens.make(dupont, "calendar", ["read"])
    row = Token.objects.values().get()
    assert token not in str(row)
    for value in row.values():
        assert tokens.authenticate(f"Bearer {value}") is None
        assert tokens.authenticate(f"Bearer {tokens.PREFIX}{value}") is None


@pytest.mark.django_db
def test_last_use_is_kept_to_the_minute(dupont, django_assert_num_queries):
    token = tokens.make(dupont, "calendar", ["read"], now=NOW)
    tokens.authenticate(f"Bearer {token}", NOW)
    last_use.write()
    with django_assert_num_queries(1):
        tokens.authenticate(f"Bearer {token}", NOW + timedelta(seconds=50))
    assert last_use.write() == 0
    assert Token.objects.get().used_at == NOW
    tokens.authenticate(f"Bearer {token}", NOW + timedelta(minutes=5))
    last_use.write()
    assert Token.objects.get().used_at == NOW + timedelta(minutes=5)


@pytest.mark.django_db
@given(header=st.text() | st.text().map("Bearer comity_token_{}".format))
def test_no_other_header_opens_anything(header):
    assert tokens.authenticate(header) is None


@pytest.mark.django_db
@pytest.mark.parametrize("scopes", [[], ["write"], ["act:"], ["act:../x"], ["act:Voting"], ["read", "root"]])
def test_other_scopes_are_refused(dupont, scopes):
    with pytest.raises(ValueError, match="scopes"):
        tokens.make(dupont, "x", scopes)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, -1, 367])
def test_no_token_lives_for_ever(dupont, days):
    with pytest.raises(ValueError, match="days"):
        tokens.make(dupont, "x", ["read"], days=days)


@pytest.mark.django_db
def test_a_token_is_made_on_the_page_and_shown_once(dupont, sign_in, confirm):
    client = sign_in(dupont)
    assert "/reauthenticate/" in client.get("/accounts/tokens/")["Location"]
    confirm(client)
    answer = client.post(
        "/accounts/tokens/", {"name": "calendar", "may": "some", "packages": "voting, drafting", "days": "30"}
    )
    token = answer.context["made"]
    assert token in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    account, scopes = tokens.authenticate(f"Bearer {token}")
    assert (account, scopes) == (dupont, frozenset({"act:voting", "act:drafting"}))
    assert token not in client.get("/accounts/tokens/").content.decode()
    client.post(f"/accounts/tokens/{Token.objects.get().pk}/revoke/")
    assert tokens.authenticate(f"Bearer {token}") is None


@pytest.mark.django_db
def test_nobody_revokes_the_token_of_another(dupont, steward, sign_in):
    token = tokens.make(steward, "calendar", ["read"])
    sign_in(dupont).post(f"/accounts/tokens/{Token.objects.get().pk}/revoke/")
    assert tokens.authenticate(f"Bearer {token}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"packages": ""},
        {"packages": "VOTING"},
        {"days": "0"},
        {"days": "9999"},
        {"name": ""},
        {"may": "root"},
    ],
)
def test_a_token_form_that_makes_no_sense_is_shown_again(dupont, sign_in, confirm, wrong):
    client = sign_in(dupont)
    confirm(client)
    good = {"name": "calendar", "may": "some", "packages": "voting", "days": "30"}
    answer = client.post("/accounts/tokens/", good | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Token.objects.exists()


@pytest.mark.django_db
def test_a_token_is_no_session(dupont):
    token = tokens.make(dupont, "calendar", ["act"])
    answer = Client(headers={"authorization": f"Bearer {token}"}).get("/accounts/")
    assert answer.status_code == 302
