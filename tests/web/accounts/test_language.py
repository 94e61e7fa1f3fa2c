from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import comity.web
from comity.rules.words import LANGUAGES, sentences, text
from comity.web.accounts.models import Account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browsers_language_is_spoken(language):
    page = Client(headers={"accept-language": f"{language};q=0.9"}).get("/accounts/login/").content.decode()
    assert f"<h1>{text('web.accounts.sign_in').say(language)}</h1>" in page
    assert ('dir="rtl"' in page) is (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cookie_goes_before_the_browser_and_the_account_before_both(dupont, sign_in, language):
    client = Client(headers={"accept-language": "en"})
    answer = client.post("/accounts/language/", {"language": language, "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    assert text("web.accounts.sign_in").say(language) in client.get("/accounts/login/").content.decode()
    signed = sign_in(dupont, client)
    assert text("web.accounts.your_account").say("fr") in signed.get("/accounts/").content.decode()
    signed.post("/accounts/language/", {"language": language})
    assert Account.objects.get().language == language
    assert text("web.accounts.your_account").say(language) in signed.get("/accounts/").content.decode()


@pytest.mark.parametrize("wrong", ["", "de", "en\r\nSet-Cookie: x=1", "xx" * 500, "../en", "\x00"])
def test_another_language_changes_nothing(dupont, sign_in, wrong):
    client = sign_in(dupont)
    client.post("/accounts/language/", {"language": wrong})
    assert Account.objects.get().language == "fr"
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_looking_at_the_address_changes_no_language():
    assert Client().get("/accounts/language/").status_code == 405


def test_every_sentence_of_accounts_is_there_in_six_languages():
    for key, forms in sentences("web").items():
        if key.startswith("accounts."):
            assert set(forms) == set(LANGUAGES), key
            assert all(forms.values()), key


def test_every_sentence_that_a_page_or_form_says_exists_and_none_is_left_over():
    home = Path(comity.web.__file__).parent
    said: set[str] = set()
    for file in home.rglob("*"):
        if file.suffix in (".html", ".txt"):
            said |= set(re.findall(r"""["']web\.accounts\.(\w+)["']""", file.read_text()))
        elif file.suffix == ".py" and file.parent.name == "accounts":
            said |= set(re.findall(r'"web\.accounts\.([a-z_]+)"', file.read_text()))
    written = {key.removeprefix("accounts.") for key in sentences("web") if key.startswith("accounts.")}
    assert written == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 11, 21, 100])
def test_the_wait_is_said_in_good_grammar(language, n):
    said = text("web.accounts.too_many_attempts", n=n).say(language)
    assert "{" not in said
