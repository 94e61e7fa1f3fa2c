from __future__ import annotations

import threading

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from comity.web.accounts import checks, second_factor
from comity.web.accounts.forms import spend
from comity.web.accounts.models import Session

from .conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db


def _first_step(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"


def test_an_app_is_set_up_and_asked_for_from_then_on(dupont, sign_in, confirm):
    client = sign_in(dupont)
    assert "/reauthenticate/" in client.get("/accounts/2fa/totp/activate/")["Location"]
    confirm(client)
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert len(client.get("/accounts/2fa/recovery-codes/").context["unused_codes"]) == 10

    elsewhere = Client()
    _first_step(elsewhere)
    assert elsewhere.get("/accounts/").status_code == 302
    assert (
        elsewhere.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=1)})["Location"] == "/"
    )
    assert elsewhere.get("/accounts/").status_code == 200


def test_the_code_that_set_the_app_up_does_not_sign_in(dupont, sign_in, confirm):
    client = sign_in(dupont)
    confirm(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = code_of(secret)
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    elsewhere = Client()
    _first_step(elsewhere)
    assert elsewhere.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_a_code_is_accepted_once_in_all_the_time_that_it_would_be_good(with_app, step):
    _account, secret = with_app
    code = code_of(secret, steps=step)
    first, second = Client(), Client(headers={"accept-language": "en"})
    _first_step(first)
    _first_step(second)
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    for again in (code, f"{code[:3]} {code[3:]}", f" {code}"):
        answer = second.post("/accounts/2fa/authenticate/", {"code": again})
        assert "was used before" in answer.content.decode()


@pytest.mark.parametrize("step", [-3, 3])
def test_a_code_of_another_time_is_refused(with_app, step):
    _, secret = with_app
    client = Client()
    _first_step(client)
    assert (
        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret, steps=step)}).status_code == 200
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_with_one_code_one_is_refused(dupont):
    start, spent = threading.Barrier(5), []

    def one() -> None:
        start.wait()
        spent.append(spend(dupont, "123456"))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(spent) == [False, False, False, False, True]


def test_codes_cannot_be_guessed_at_will_not_even_over_many_sessions(with_app):
    _, secret = with_app
    for _ in range(5):
        client = Client(headers={"accept-language": "en"})
        _first_step(client)
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client = Client(headers={"accept-language": "en"})
    _first_step(client)
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert "Too many attempts. Try again in 1 minute." in answer.content.decode()


def test_a_recovery_code_works_once(dupont, sign_in, confirm):
    client = sign_in(dupont)
    confirm(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    code = client.get("/accounts/2fa/recovery-codes/").context["unused_codes"][0]
    first, second = Client(), Client()
    _first_step(first)
    _first_step(second)
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


def test_the_database_holds_no_secret_of_the_app_in_clear(with_app, dupont, sign_in, confirm):
    _, secret = with_app
    assert secret not in str(list(Authenticator.objects.values()))


def test_a_secret_that_is_being_set_up_is_not_in_the_database_in_clear(dupont, sign_in, confirm):
    client = sign_in(dupont)
    confirm(client)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert secret not in str(list(Session.objects.values()))


def test_the_first_step_alone_opens_nothing(with_app):
    client = Client()
    _first_step(client)
    for address in ("/accounts/", "/accounts/2fa/", "/accounts/tokens/", "/accounts/2fa/totp/deactivate/"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "login" in answer["Location"]


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/tokens/",
    ],
)
def test_sensitive_pages_ask_again_who_one_is_and_only_for_five_minutes(
    dupont, sign_in, confirm, address, settings, monkeypatch
):
    client = sign_in(dupont)
    assert "/accounts/reauthenticate/" in client.get(address)["Location"]
    confirm(client)
    assert client.get(address).status_code == 200
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    assert "/accounts/reauthenticate/" in client.get(address)["Location"]


class TestRequired:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.SECOND_FACTOR = "required"

    @pytest.mark.parametrize("address", ["/accounts/", "/accounts/tokens/", "/accounts/people/"])
    def test_whoever_has_none_sets_one_up_before_anything_else(self, steward, sign_in, address):
        client = sign_in(steward)
        answer = client.get(address, headers={"accept-language": "en"})
        assert answer["Location"] == "/accounts/2fa/"
        assert "Your role needs a second factor" in client.get("/accounts/2fa/").content.decode()

    def test_signing_out_and_changing_language_stay_possible(self, dupont, sign_in):
        client = sign_in(dupont)
        assert client.post("/accounts/language/", {"language": "es"})["Location"] == "/"
        assert client.get("/accounts/sessions/").status_code == 200
        assert client.post("/accounts/logout/")["Location"] == "/"

    def test_whoever_has_one_goes_on(self, with_app):
        _account, secret = with_app
        client = Client()
        _first_step(client)
        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert client.get("/accounts/").status_code == 200

    def test_the_only_one_cannot_be_turned_off(self, with_app, confirm):
        account, secret = with_app
        client = Client()
        _first_step(client)
        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        confirm(client)
        answer = client.post("/accounts/2fa/totp/deactivate/")
        assert answer.status_code == 200
        assert "votre rôle en exige un" in answer.content.decode()
        assert second_factor.has_one(account)


def capacities_of(account):
    return {"president"} if account.username == "okoro" else {"press"}


def test_it_can_be_required_for_capacities(settings, dupont, steward):
    settings.SECOND_FACTOR = "president,secretariat"
    settings.CAPACITIES_OF = f"{__name__}.capacities_of"
    assert second_factor.missing(steward)
    assert not second_factor.missing(dupont)


@pytest.mark.parametrize(
    ("given", "function", "errors"),
    [
        ("offered", "", []),
        ("required", "", []),
        ("president", "some.function", []),
        ("president", "", ["accounts.E002"]),
        ("presidnet", "some.function", ["accounts.E001"]),
        ("", "", ["accounts.E001"]),
    ],
)
def test_a_setting_that_would_ask_nobody_by_mistake_is_refused_at_start(settings, given, function, errors):
    settings.SECOND_FACTOR, settings.CAPACITIES_OF = given, function
    assert [error.id for error in checks.second_factor_is_understood()] == errors
