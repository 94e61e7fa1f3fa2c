from __future__ import annotations

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.web.accounts import people
from comity.web.accounts.models import Invitation
from comity.web.accounts.passkey_forms import made, used

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

NASTY = [
    "\x00",
    "dup\x00ont",
    "\r\nX-Injected: 1",
    "\ud800",
    "x" * 100_000,
    "' or 1=1 --",
    "<script>alert(1)</script>",
    "{{ request }}{% load x %}",
    "\u202edupont",
    "%00%ff",
    "𝕯upont",
    "İ" * 300,
]


@pytest.mark.parametrize("value", NASTY, ids=repr)
@pytest.mark.parametrize("field", ["login", "password"])
def test_signing_in_with_nasty_values_is_refused_plainly(dupont, field, value):
    data = {"login": "dupont", "password": "wrong"} | {field: value}
    body = "&".join(f"{k}={_quote(v)}" for k, v in data.items())
    answer = Client().post("/accounts/login/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "<script>alert" not in answer.content.decode()
    assert "X-Injected" not in answer.headers


def _quote(value: str) -> str:
    return "".join(f"%{byte:02x}" for byte in value.encode(errors="surrogatepass"))


@pytest.mark.parametrize(
    "body", [b"login=%ff%fe&password=%c3%28", b"\xff\xfe\x00", b"=&&==&%", b"login[]=a&login=b"]
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/json"])
def test_bodies_that_are_no_form_are_refused_plainly(dupont, body, kind):
    answer = Client().post("/accounts/login/", body, content_type=kind)
    assert answer.status_code in (200, 400)


def test_a_password_of_great_length_is_refused_before_it_is_hashed(dupont, monkeypatch):
    def never(*_args):
        raise AssertionError

    monkeypatch.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", never)
    answer = Client().post("/accounts/login/", {"login": "dupont", "password": "x" * 1_000_000})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password"]


def test_a_password_of_a_thousand_letters_works(db):
    password = "lantern " * 128
    people.make_account("a", "A", "a", password=password)
    assert Client().post("/accounts/login/", {"login": "a", "password": password}).status_code == 302


def test_letters_written_in_two_ways_are_one_name(db):
    people.make_account("a", "A", "Zoë", password=PASSWORD)
    assert Client().post("/accounts/login/", {"login": "Zoe\u0308", "password": PASSWORD}).status_code == 302


def test_a_body_beyond_all_measure_is_refused(dupont):
    answer = Client().post("/accounts/login/", {"login": "dupont", "password": "x" * 3_000_000})
    assert answer.status_code in (200, 400, 413)
    answer = Client().post(
        "/accounts/login/",
        "&".join(f"a{n}=1" for n in range(2000)),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "\x00\r\nX: 1" * 200},
        {"cookie": "session=" + "x" * 5000},
        {"cookie": "session=%00; language=../../etc; device=!!!; =;;"},
        {"cookie": "device=WzEsMl0:1:x"},
        {"accept-language": ",;q=" * 500},
        {"authorization": "Bearer \x00"},
        {"x-forwarded-for": "not an address, \r\n"},
    ],
)
def test_nasty_headers_do_no_harm(dupont, headers):
    answer = Client(headers=headers).post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    assert answer.status_code == 302


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
encoded = st.binary(max_size=120).map(lambda raw: raw.hex()) | st.text(max_size=40)
credential = st.fixed_dictionaries(
    {
        "id": encoded,
        "rawId": encoded,
        "type": st.just("public-key"),
        "response": st.fixed_dictionaries(
            {
                "clientDataJSON": encoded,
                "attestationObject": encoded,
                "authenticatorData": encoded,
                "signature": encoded,
                "userHandle": encoded,
            }
        ),
        "clientExtensionResults": anything,
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_=anything | credential)
@pytest.mark.parametrize("look", [made, used])
def test_whatever_stands_for_a_passkey_is_refused_and_never_breaks_the_server(look, given_):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        look(given_)


@pytest.mark.parametrize(
    "value", ["", "null", "[]", "{", '"x"', "[" * 5000, json.dumps({"response": {}}), "\x00"]
)
@pytest.mark.parametrize("address", ["/accounts/2fa/webauthn/login/", "/accounts/2fa/webauthn/add/"])
def test_a_passkey_form_with_nonsense_is_answered(dupont, sign_in, confirm, address, value):
    client = Client() if "login" in address else sign_in(dupont)
    if "add" in address:
        confirm(client)
        client.get(address)
    else:
        client.get(address, headers={"accept": "application/json"})
    answer = client.post(address, {"credential": value, "name": "x"})
    assert answer.status_code in (200, 302)
    assert not dupont.authenticator_set.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/tokens/99999999999999999999999999/revoke/",
        "/accounts/people/99999999999999999999999999/",
        "/accounts/people/invitations/99999999999999999999999999/withdraw/",
        "/accounts/2fa/webauthn/keys/99999999999999999999999999/remove/",
        "/accounts/2fa/webauthn/keys/99999999999999999999999999/edit/",
        "/accounts/invitation/%00%ff/",
        "/accounts/invitation/" + "x" * 5000 + "/",
        "/accounts/oidc/%00/login/",
    ],
)
def test_addresses_that_nobody_made_are_answered(steward, sign_in, confirm, address):
    client = sign_in(steward)
    confirm(client)
    for answer in (client.get(address), client.post(address, {"what": "close"})):
        assert answer.status_code in (302, 400, 404, 405, 410)


@pytest.mark.parametrize("value", ["\x00", "", "x" * 10_000, "\u202e", "all\x00", "' or 1=1"])
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/accounts/sessions/end/", "which"),
        ("/accounts/people/1/", "what"),
        ("/accounts/linked/", "account"),
        ("/accounts/tokens/", "name"),
        ("/accounts/tokens/", "packages"),
        ("/accounts/people/", "person"),
        ("/accounts/people/", "name"),
        ("/accounts/people/", "email"),
        ("/accounts/2fa/totp/activate/", "code"),
        ("/accounts/reauthenticate/", "password"),
        ("/accounts/password/change/", "oldpassword"),
    ],
)
def test_nasty_values_in_any_field_change_nothing(steward, sign_in, confirm, address, field, value):
    client = sign_in(steward)
    confirm(client)
    good = {"may": "some", "packages": "", "days": "5", "language": "en"}
    answer = client.post(address, good | {field: value})
    assert answer.status_code in (200, 302, 404)
    assert client.get("/accounts/").status_code == 200
    assert not steward.tokens.exists()
    assert not Invitation.objects.exists()
