from __future__ import annotations

from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client

from comity.web.accounts import people
from comity.web.accounts.models import Account

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["dupont", "DUPONT", " dupont ", "j.dupont@un.example", "J.Dupont@UN.example"]
)
def test_a_person_signs_in_with_username_or_email(dupont, name):
    client = Client()
    answer = client.post("/accounts/login/", {"login": name, "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert client.get("/accounts/").status_code == 200


def test_passwords_are_kept_with_argon2(settings):
    from comity.web import settings as real

    settings.PASSWORD_HASHERS = real.PASSWORD_HASHERS
    assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


def _answer(name: str, password: str = "not the password") -> str:
    answer = Client().post("/accounts/login/", {"login": name, "password": password})
    assert answer.status_code == 200
    return answer.content.decode().replace(name, "NAME").partition("<form")[2].partition("csrfmiddleware")[
        0
    ] + (answer.context["form"].errors.as_json())


def test_an_unknown_name_gets_the_same_answer_as_a_known_one(dupont):
    assert _answer("dupont") == _answer("nobody")
    assert _answer("j.dupont@un.example") == _answer("nobody@un.example")


def test_a_closed_account_gets_the_same_answer_as_an_unknown_one_even_with_its_password(dupont):
    people.close(dupont)
    assert _answer("dupont", PASSWORD) == _answer("nobody", PASSWORD)


@pytest.mark.parametrize("name", ["dupont", "nobody", "j.dupont@un.example", "nobody@un.example", "keyless"])
def test_the_same_work_is_done_for_known_and_unknown_names(dupont, name):
    people.make_account("keyless", "Only a passkey", "keyless")
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    with mock.patch(hasher, autospec=True, return_value="md5$salt$0") as hashed:
        Client().post("/accounts/login/", {"login": name, "password": "not the password"})
    assert hashed.call_count == 1


def test_the_session_key_changes_at_sign_in(dupont):
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    before = session.session_key
    client.post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != before
    stranger = Client()
    stranger.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stranger.get("/accounts/").status_code == 302


def test_a_session_key_that_the_server_did_not_make_is_not_taken_up(dupont):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "a" * 32


def test_the_csrf_token_changes_at_sign_in(dupont):
    client = Client()
    client.get("/accounts/login/")
    before = client.cookies[settings.CSRF_COOKIE_NAME].value
    client.post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    assert client.cookies[settings.CSRF_COOKIE_NAME].value != before


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/language/",
        "/accounts/sessions/end/",
        "/accounts/tokens/",
        "/accounts/people/",
        "/accounts/2fa/totp/activate/",
        "/accounts/password/change/",
        "/accounts/invitation/",
        "/accounts/2fa/webauthn/login/",
    ],
)
def test_a_form_without_its_csrf_token_is_refused_in_plain_words(dupont, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dupont)
    answer = client.post(address, {"login": "dupont", "password": PASSWORD})
    assert answer.status_code == 403
    assert "rien n’a donc été fait" in answer.content.decode()


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "http://localhost:9/",
        "http://testserver/accounts/",
        "/accounts/\r\nSet-Cookie: planted=1",
        " https://evil.example",
        "https:evil.example",
    ],
)
@pytest.mark.parametrize("way", ["sign in", "sign out", "language", "reauthenticate"])
def test_nobody_is_sent_on_to_another_site(dupont, sign_in, onward, way):
    match way:
        case "sign in":
            answer = Client().post(
                "/accounts/login/", {"login": "dupont", "password": PASSWORD, "next": onward}
            )
        case "sign out":
            answer = sign_in(dupont).post("/accounts/logout/", {"next": onward})
        case "language":
            answer = Client().post("/accounts/language/", {"language": "es", "next": onward})
        case "reauthenticate":
            answer = sign_in(dupont).post("/accounts/reauthenticate/", {"password": PASSWORD, "next": onward})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith(("//", "/\\"))
    assert "\n" not in answer["Location"]
    assert "planted" not in answer.cookies


def test_after_signing_in_people_go_on_where_they_wanted(dupont):
    answer = Client().post(
        "/accounts/login/?next=/accounts/sessions/", {"login": "dupont", "password": PASSWORD}
    )
    assert answer["Location"] == "/accounts/sessions/"


@pytest.mark.parametrize(
    "address", ["/accounts/signup/", "/accounts/password/reset/", "/accounts/3rdparty/signup/"]
)
def test_there_is_no_page_to_sign_up_or_to_reset_a_password_by_mail(db, address):
    assert Client().get(address).status_code == 404


def test_a_new_password_needs_the_present_one_and_is_counted_like_signing_in(dupont, sign_in):
    client = sign_in(dupont)
    new = {"password1": "another fine lantern 7", "password2": "another fine lantern 7"}
    for _ in range(5):
        answer = client.post("/accounts/password/change/", {"oldpassword": "guess"} | new)
        assert "Le mot de passe est incorrect" in answer.content.decode()
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD} | new)
    assert "Trop de tentatives" in answer.content.decode()
    assert Account.objects.get().check_password(PASSWORD)


def test_a_new_password_is_set(dupont, sign_in):
    new = {"password1": "another fine lantern 7", "password2": "another fine lantern 7"}
    answer = sign_in(dupont).post("/accounts/password/change/", {"oldpassword": PASSWORD} | new)
    assert answer.status_code == 302
    assert Account.objects.get().check_password("another fine lantern 7")


@pytest.mark.parametrize(
    "password", ["short", "passwordpassword"[:8], "dupont.jeanne", "j.dupont@un.example"]
)
def test_a_weak_password_is_refused(dupont, sign_in, password):
    answer = sign_in(dupont).post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]


def test_whoever_has_only_a_passkey_cannot_be_given_a_password_without_showing_it(dupont):
    client = Client()
    client.force_login(dupont)
    Account.objects.update(password="!")
    Account.objects.get().authenticator_set.create(type="totp", data={"secret": "x"})
    dupont.refresh_from_db()
    client.force_login(dupont)
    answer = client.get("/accounts/password/set/")
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
