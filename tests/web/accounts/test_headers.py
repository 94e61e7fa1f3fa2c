from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from comity.web.accounts import headers
from comity.web.urls import urlpatterns as whole_site

from .conftest import code_of

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def cached_for_ever(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", headers={"Cache-Control": "public, max-age=999"})


urlpatterns = [
    path("broken/", broken),
    path("cached/", cached_for_ever),
    *whole_site,
]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "media-src 'self'; manifest-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture(autouse=True)
def fresh():
    headers.on_every_response.cache_clear()
    yield
    headers.on_every_response.cache_clear()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "how", "status"),
    [
        ("/accounts/login/", {}, 200),
        ("/accounts/", {}, 302),
        ("/nowhere/", {}, 404),
        ("/broken/", {}, 500),
        ("/accounts/login/", {"HTTP_HOST": "evil.example"}, 400),
        ("/accounts/login/?x=%ff%fe%00", {}, 200),
        ("/accounts/invitation/nothing/", {}, 410),
        ("/accounts/language/", {}, 405),
    ],
)
def test_every_response_bears_the_headers_errors_too(address, how, status):
    answer = Client(raise_request_exception=False).get(address, **how)
    assert answer.status_code == status
    assert answer["Content-Security-Policy"] == POLICY
    for name, value in headers.on_every_response().items():
        assert answer[name] == value


def test_a_refused_form_bears_the_headers():
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/")
    assert answer.status_code == 403
    assert answer["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(("secure", "there"), [(True, True), (False, False)])
def test_strict_transport_is_promised_only_over_https(settings, secure, there):
    settings.SECURE = secure
    assert ("Strict-Transport-Security" in headers.on_every_response()) is there


def test_forms_may_lead_to_the_sign_in_server_when_there_is_one(settings):
    settings.OIDC_SERVER = "https://login.example.org/realm"
    settings.OIDC_ORIGINS = ["https://idp.example.org"]
    policy = headers.on_every_response()["Content-Security-Policy"]
    assert "form-action 'self' https://login.example.org https://idp.example.org;" in policy


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["/accounts/", "/cached/", "/nowhere/"])
def test_what_a_signed_in_person_sees_is_stored_nowhere(dupont, sign_in, address):
    assert sign_in(dupont).get(address)["Cache-Control"] == "no-store, private"


@pytest.mark.urls(__name__)
def test_what_anybody_may_see_may_be_cached():
    assert Client().get("/cached/")["Cache-Control"] == "public, max-age=999"


def _pages(dupont, sign_in, confirm, steward):
    anonymous = Client()
    yield anonymous.get("/accounts/login/")
    client = sign_in(dupont)
    confirm(client)
    for address in (
        "/accounts/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/sessions/",
        "/accounts/tokens/",
        "/accounts/linked/",
    ):
        yield client.get(address)
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    for address in (
        "/accounts/2fa/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/reauthenticate/",
    ):
        yield client.get(address)
    second = Client()
    second.post("/accounts/login/", {"login": "dupont", "password": "quiet harbour lantern 42"})
    yield second.get("/accounts/2fa/authenticate/")
    looking = sign_in(steward)
    confirm(looking)
    yield looking.get("/accounts/people/")


def test_no_page_has_inline_script_or_style_or_another_sites_files(dupont, sign_in, confirm, steward):
    count = 0
    for answer in _pages(dupont, sign_in, confirm, steward):
        count += 1
        page = answer.content.decode()
        assert answer.status_code == 200, answer.request["PATH_INFO"]
        for script in re.findall(r"<script[^>]*>", page):
            assert 'src="/static/' in script or 'type="application/json"' in script
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
        assert "web.accounts." not in page
    assert count == 19
