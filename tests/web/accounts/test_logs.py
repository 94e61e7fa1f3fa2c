from __future__ import annotations

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from comity.web.accounts import people, tokens
from comity.web.accounts.logs import Discreet, configuration, discreet

from .conftest import PASSWORD

SECRET = "S3cret-value_42"


@pytest.fixture
def written():
    """What the configured handler writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Discreet())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    "line",
    [
        f"POST /accounts/login/ password={SECRET}&login=x",
        f"<QueryDict: {{'login': ['x'], 'password1': ['{SECRET}'], 'password2': ['{SECRET}']}}>",
        f'{{"password": "{SECRET}", "login": "x"}}',
        f"oldpassword='{SECRET}'",
        f"Cookie: session={SECRET}; csrf={SECRET}",
        f"{{'HTTP_COOKIE': 'session={SECRET}', 'PATH': '/'}}",
        f"Set-Cookie: __Host-session={SECRET}; HttpOnly",
        f"Authorization: Bearer {SECRET}",
        f"'HTTP_AUTHORIZATION': 'Bearer {SECRET}'",
        f"bearer {SECRET}",
        f"csrfmiddlewaretoken={SECRET}",
        f"GET /callback?code={SECRET}&state=x",
        f"client_secret={SECRET}",
        f"session_key={SECRET}",
        f"otpauth://totp/dupont?secret={SECRET}&issuer=x",
        f"postgresql://comity:{SECRET}@db.example:5432/comity",
        f"credential={SECRET}",
        f"SEALING_KEY = {SECRET}",
        f"GET /accounts/invitation/invite_{SECRET * 3}/ 302",
        f"https://comity.example.org/accounts/invitation/invite_{SECRET * 3}/",
        f"used comity_token_{SECRET * 3} twice",
    ],
)
def test_no_secret_reaches_the_log_in_whatever_form(line, written):
    logging.getLogger("anything").warning("%s", line)
    logging.getLogger("anything").warning("request: %r", {"line": line})
    try:
        raise ValueError(line)
    except ValueError:
        logging.getLogger("anything").exception("failed")
    assert "anything" not in written.getvalue()
    assert written.getvalue().count("[hidden]") >= 3
    assert SECRET not in written.getvalue()


def test_a_session_key_alone_is_hidden(written):
    logging.getLogger("x").warning("session 0x9k2jq8zt7v1m4n6p3r5s8w2y4b7c9d gone")
    assert "0x9k2jq8zt7v1m4n6p3r5s8w2y4b7c9d" not in written.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "GET /accounts/sessions/ 200",
        "Entry 42 of stream communications:unsc was heard",
        "S/96/Rev.7 rule 37",
        "The presidential statement was adopted by consensus",
        "commitment 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_what_is_no_secret_stays_readable(line):
    assert discreet(line) == line


@given(st.text(max_size=300))
@example("password=")
@example("cookie:" * 50)
@example("'" * 300)
def test_any_text_goes_through(text):
    discreet(text)


def test_a_long_hostile_text_does_not_hold_the_log_up():
    """The patterns look at each character a bounded number of times: doubling the text is no disaster."""
    for hostile in ("password='" * 20_000, "a" * 200_000, "\\" * 200_000, 'token: "' + "\\" * 200_000):
        discreet(hostile)


@pytest.mark.django_db
def test_signing_in_inviting_and_tokens_leave_no_secret_in_the_log(dupont, written, settings):
    settings.DEBUG = True
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    link = people.invite("x.new", "New", "", "en")
    token = tokens.make(dupont, "calendar", ["read"])
    logging.getLogger("django.request").error(
        "Internal Server Error: %s %s %s",
        link,
        token,
        client.cookies,
        extra={"request": client.get("/nowhere/")},
    )
    logging.getLogger("django.request").warning("session %s", key)
    client.get(link.removeprefix(settings.ADDRESS) + "twisted/")
    text = written.getvalue()
    assert "Not Found" in text
    for secret in (PASSWORD, key, token, link.rsplit("/", 2)[1]):
        assert secret not in text


def test_every_handler_has_the_filter():
    logs = configuration()
    assert all("discreet" in handler["filters"] for handler in logs["handlers"].values())
    assert configuration() == settings.LOGGING
    for name in ("django", "django.server", "django.request", "comity"):
        logger = logging.getLogger(name)
        assert not logger.handlers
        assert logger.propagate
