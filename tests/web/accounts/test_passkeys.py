"""Passkeys in a real browser with a virtual authenticator, under the real content security policy."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as configured
from django.test import Client

from comity.web.accounts import people, sessions
from comity.web.accounts.models import Account, Invitation

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


class Person:
    """A browser of one person, with an authenticator that says yes."""

    def __init__(self, browser, home: str) -> None:
        self.context = browser.new_context(locale="en")
        self.page = self.context.new_page()
        self.home = home
        self.complaints: list[str] = []
        self.page.on(
            "console", lambda line: self.complaints.append(line.text) if line.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tools = self.context.new_cdp_session(self.page)
        self.tools.send("WebAuthn.enable")
        self.authenticator = self.tools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]

    def go(self, address: str) -> None:
        self.page.goto(self.home + address)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def at(self, address: str) -> None:
        self.page.wait_for_url(lambda url: urlsplit(url).path == address)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def keys(self) -> list[dict]:
        found = self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        return list(found["credentials"])

    def sign_in(self) -> None:
        self.go("/accounts/login/")
        self.fill(login="dupont", password=PASSWORD)
        self.press("Sign in")

    def sign_out(self) -> None:
        self.go("/accounts/logout/")
        self.press("Sign out")

    def add_passkey(self, alone: bool) -> None:
        self.go("/accounts/2fa/webauthn/add/")
        if "/reauthenticate/" in self.page.url:
            self.fill(password=PASSWORD)
            self.press("Continue")
        self.fill(name="My <phone>")
        self.page.locator("[name=passwordless]").set_checked(alone)
        self.press("Add a passkey")
        self.at("/accounts/2fa/recovery-codes/")


@pytest.fixture
def person(browser, home):
    someone = Person(browser, home)
    yield someone
    someone.context.close()


@pytest.fixture
def english(dupont) -> Account:
    Account.objects.update(language="en")
    return dupont


def test_a_passkey_alone_signs_in_and_counts_as_second_factor(english, person):
    person.sign_in()
    person.add_passkey(alone=True)
    assert len(person.keys()) == 1
    person.sign_out()
    person.go("/accounts/login/?next=/accounts/sessions/")
    person.press("Sign in with a passkey")
    person.at("/accounts/sessions/")
    assert person.page.get_by_text("This session").count() == 1
    assert not [line for line in person.complaints if "Content Security Policy" in line or "Refused" in line]


def test_a_passkey_is_the_second_step_after_a_password(english, person):
    person.sign_in()
    person.add_passkey(alone=False)
    person.sign_out()
    person.sign_in()
    person.at("/accounts/2fa/authenticate/")
    person.go("/accounts/")
    person.at("/accounts/2fa/authenticate/")
    person.press("Use a passkey")
    person.page.wait_for_url(lambda url: urlsplit(url).path == "/")
    person.go("/accounts/")
    person.at("/accounts/")


def test_whoever_is_invited_answers_with_a_passkey_alone(person, home):
    link = people.invite("fr.dupont", "Jeanne Dupont", "", "en")
    person.page.goto(link)
    person.fill(username="jeanne")
    person.press("Accept with a passkey instead")
    person.at("/accounts/invitation/passkey/")
    assert Invitation.objects.get().used_at is None
    person.press("Add a passkey")
    person.page.wait_for_url(lambda url: urlsplit(url).path == "/")
    account = Account.objects.get()
    assert (account.username, account.has_usable_password()) == ("jeanne", False)
    assert Invitation.objects.get().used_at is not None
    assert sessions.of(account).count() == 1

    person.page.goto(link)
    assert "not open" in person.page.content()

    person.sign_out()
    person.go("/accounts/login/")
    person.press("Sign in with a passkey")
    person.page.wait_for_url(lambda url: urlsplit(url).path == "/")

    passkey = account.authenticator_set.get(type="webauthn")
    person.go(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/")
    if "/reauthenticate/" in person.page.url:
        person.press("Use a passkey")
    person.page.get_by_text("This is your only way to sign in.").wait_for()
    assert account.authenticator_set.filter(pk=passkey.pk).exists()


def test_an_invitation_begun_with_a_passkey_can_be_ended_with_a_password(person):
    link = people.invite("fr.dupont", "Jeanne Dupont", "", "en")
    person.page.goto(link)
    person.fill(username="jeanne")
    person.press("Accept with a passkey instead")
    person.page.get_by_role("link", name="Use a password instead").click()
    person.fill(password1=PASSWORD, password2=PASSWORD)
    person.press("Accept with a password")
    person.page.wait_for_url(lambda url: urlsplit(url).path == "/")
    assert Account.objects.get().username == "jeanne"


def test_an_answer_is_good_only_for_the_session_that_was_asked(english, person, browser, home):
    """Take the answer that one browser was about to send and send it from another."""
    person.sign_in()
    person.add_passkey(alone=True)
    person.sign_out()
    person.go("/accounts/login/")
    caught: list[str] = []
    person.page.route(
        "**/accounts/2fa/webauthn/login/",
        lambda route: (
            (caught.append(route.request.post_data), route.abort())
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    with person.page.expect_event("requestfailed"):
        person.press("Sign in with a passkey")
    credential = parse_qs(caught[0])["credential"][0]
    thief = Client(SERVER_NAME="localhost")
    thief.get("/accounts/2fa/webauthn/login/", headers={"accept": "application/json"})
    answer = thief.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert answer["Location"] == "/accounts/login/"
    assert thief.get("/accounts/").status_code == 302

    own = Client(SERVER_NAME="localhost", SERVER_PORT=str(urlsplit(home).port))
    own.cookies[configured.SESSION_COOKIE_NAME] = next(
        cookie["value"]
        for cookie in person.context.cookies()
        if cookie["name"] == configured.SESSION_COOKIE_NAME
    )
    assert own.post("/accounts/2fa/webauthn/login/", {"credential": credential})["Location"] == "/"
    assert own.post("/accounts/logout/").status_code == 302
    assert (
        own.post("/accounts/2fa/webauthn/login/", {"credential": credential})["Location"]
        == "/accounts/login/"
    )


def test_a_passkey_of_a_closed_account_opens_nothing(english, person):
    person.sign_in()
    person.add_passkey(alone=True)
    person.sign_out()
    people.close(english)
    person.go("/accounts/login/")
    person.press("Sign in with a passkey")
    person.page.get_by_text("This passkey was not accepted.").wait_for()
    person.go("/accounts/")
    person.at("/accounts/login/")


def test_inline_script_does_not_run(english, person):
    person.sign_in()
    person.add_passkey(alone=True)
    person.go("/accounts/2fa/")
    ran = person.page.evaluate(
        """() => { const s = document.createElement("script"); s.textContent = "window.ran = 1";
                   document.body.append(s); return window.ran ?? 0; }"""
    )
    assert ran == 0
    assert "My &lt;phone&gt;" in person.page.content()
