from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from comity.web.accounts import people
from comity.web.accounts.models import Account

PASSWORD = "quiet harbour lantern 42"


@pytest.fixture(autouse=True)
def quick(settings):
    """Hash passwords fast, and begin each test with empty counts."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def dupont(db) -> Account:
    return people.make_account(
        "fr.dupont", "Jeanne Dupont", "dupont", password=PASSWORD, email="j.dupont@un.example", language="fr"
    )


@pytest.fixture
def steward(db) -> Account:
    return people.make_account("sec.okoro", "Ada Okoro", "okoro", password=PASSWORD, steward=True)


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """Sign in through the page, as a person does."""

    def signed_in(account: Account, client: Client | None = None, **how: Any) -> Client:
        client = client or Client(**how)
        answer = client.post("/accounts/login/", {"login": account.username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return signed_in


@pytest.fixture
def confirm() -> Callable[[Client], None]:
    """Show again who one is, as sensitive pages ask."""

    def confirmed(client: Client) -> None:
        answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()

    return confirmed


@pytest.fixture
def with_app(dupont: Account) -> tuple[Account, str]:
    """An account with an authenticator app, and the app's secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(dupont, secret)
    return dupont, secret


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or so many steps later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))
