from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from comity.web.accounts import people
from comity.web.accounts.models import Account

PASSWORD = "quiet harbour lantern 42"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


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


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of accounts that need one."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser to try the pages with: {CHROMIUM} is missing")
    playwright = pytest.importorskip("playwright.sync_api")
    # The browser's driver runs an event loop in this thread; the database is used from it all the same.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def home(live_server, settings) -> str:
    """The site for a browser: passkeys need a host name, and this server knows files by their plain names."""
    settings.ADDRESS = live_server.url.replace("127.0.0.1", "localhost")
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    return str(settings.ADDRESS)
