"""The account pages as people meet them: the parts of the house, errors that lead to their fields, the frame."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from comity.rules.words import LANGUAGES, text
from comity.web.accounts import people, sessions, tokens

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def _in(language: str) -> Client:
    return Client(headers={"accept-language": language})


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_said_in_the_title_in_the_summary_and_beside_its_field(language):
    page = _in(language).post("/accounts/login/", {"login": "", "password": "x"}).content.decode()
    wrong = text("web.accounts.username_needed").say(language)
    assert f"<title>{text('web.layout.error').say(language)}: " in page
    assert f'<a href="#id_login">{text("web.accounts.username_or_email").say(language)} – {wrong}</a>' in page
    field = re.search(r'<input[^>]*name="login"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_login_error"' in field
    beside = re.search(r'<p class="field__error" id="id_login_error">.*?</p>', page)[0]
    assert wrong in beside
    assert "autofocus" in re.search(r'<div class="summary"[^>]*>', page)[0]


def test_an_error_of_the_whole_form_is_in_the_summary(db):
    page = _in("en").post("/accounts/login/", {"login": "nobody", "password": "x"}).content.decode()
    summary = re.search(r'<div class="summary".*?</div>', page, re.S)[0]
    assert "The username or the password is not right." in summary


def test_a_choice_that_is_missing_leads_to_its_first_radio_button(dupont, sign_in, confirm):
    client = sign_in(dupont)
    confirm(client)
    page = client.post("/accounts/tokens/", {"name": "x", "days": "1"}).content.decode()
    assert 'href="#id_may_0"' in page
    assert re.search(r'<input class="choice__input" type="radio" id="id_may_0"', page)


def test_hidden_fields_are_sent_along(dupont, sign_in, confirm):
    client = sign_in(dupont)
    confirm(client)
    page = client.get("/accounts/2fa/webauthn/add/").content.decode()
    assert re.search(r'<input type="hidden" name="credential"', page)


@pytest.mark.parametrize("days", ["", "0", "367", "many"])
def test_wrong_days_of_a_token_are_refused_in_our_own_words(steward, sign_in, confirm, days):
    client = sign_in(steward)
    confirm(client)
    answer = client.post("/accounts/tokens/", {"name": "x", "may": "read", "days": days})
    assert answer.context["form"].errors["days"] == ["Enter a number of days from 1 to 366"]
    assert not tokens.held(steward).exists()


def test_the_overview_tells_what_is_on_and_how_much_there_is(steward, sign_in):
    sign_in(steward)
    client = sign_in(steward)
    tokens.make(steward, "Calendar", ["read"])
    page = client.get("/accounts/").content.decode()
    badges = re.findall(r'<span class="badge[^>]*>([^<]*)</span>', page)
    assert badges == ["Off", "2 sessions", "1 token"]


def test_a_new_token_can_be_copied_and_is_shown_once(steward, sign_in, confirm):
    client = sign_in(steward)
    confirm(client)
    made = client.post("/accounts/tokens/", {"name": "x", "may": "read", "days": "1"}).content.decode()
    assert re.search(r'<code class="code__text" id="token" dir="ltr">comity_token_', made)
    assert 'data-copy="token"' in made
    assert "comity_token_" not in client.get("/accounts/tokens/").content.decode()


def test_each_button_in_a_table_says_what_it_is_about(steward, dupont, sign_in, confirm):
    tokens.make(steward, "Calendar", ["read"])
    people.invite("de.muster", "Max Muster", "", "en")
    client = sign_in(steward, headers={"user-agent": "Laptop"})
    confirm(client)
    for address, names in {
        "sessions/": ["End – Laptop"],
        "tokens/": ["Revoke – Calendar"],
        "people/": [
            "Forget the second factor – Jeanne Dupont",
            "Close the account – Jeanne Dupont",
            "Withdraw – Max Muster",
        ],
    }.items():
        page = client.get(f"/accounts/{address}").content.decode()
        body = "".join(re.findall(r"<tbody.*?</tbody>", page, re.S))
        buttons = [re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<button[^>]*>(.*?)</button>", body)]
        assert buttons == names


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
            "Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
            "Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_device_is_called_as_people_call_it(agent, name):
    assert sessions.known_as(agent) == name


@pytest.mark.parametrize("address", ["/accounts/login/", "/", "/nowhere/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_demonstration_says_so_on_screen_and_on_paper(settings, language, address):
    settings.DEMO = True
    page = _in(language).get(address).content.decode()
    assert page.count(text("web.layout.demo_says").say(language)) == 2
    settings.DEMO = False
    assert text("web.layout.demo_says").say(language) not in _in(language).get(address).content.decode()


def test_the_pages_of_signing_in_have_the_whole_frame(with_app):
    client = Client(headers={"cookie": "theme=dark"})
    for page in (
        client.get("/accounts/login/").content.decode(),
        client.post(
            "/accounts/login/", {"login": "dupont", "password": PASSWORD}, follow=True
        ).content.decode(),
    ):
        assert 'class="places"' in page
        assert 'data-theme="dark"' in page


def test_the_second_step_offers_a_passkey_only_to_whoever_has_one(with_app):
    client = Client()
    client.post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    page = client.get("/accounts/2fa/authenticate/").content.decode()
    assert 'name="code"' in page
    assert "data-passkey=" not in page
