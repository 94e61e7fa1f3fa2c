from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from comity.web.accounts import checks, people
from comity.web.accounts.models import Account, Invitation

pytestmark = pytest.mark.django_db


class Server(ThreadingHTTPServer):
    """A sign-in server that says of everybody what the test wants it to say."""

    claims: dict[str, object]
    tokens_asked: list[dict[str, list[str]]]
    audience = "comity"

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        issuer = self.server.issuer
        if self.path == "/.well-known/openid-configuration":
            self._say(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/authorize",
                    "token_endpoint": f"{issuer}/token",
                    "userinfo_endpoint": f"{issuer}/userinfo",
                    "jwks_uri": f"{issuer}/keys",
                }
            )
        else:
            self._say(self.server.claims)

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.tokens_asked.append(asked)
        now = int(time.time())
        claims = self.server.claims | {
            "iss": self.server.issuer,
            "aud": self.server.audience,
            "iat": now,
            "exp": now + 60,
        }
        self._say(
            {
                "access_token": "at",
                "token_type": "Bearer",
                "id_token": jwt.encode(claims, "k" * 32, algorithm="HS256"),
            }
        )

    def _say(self, what: object) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere(settings):
    server = Server(("127.0.0.1", 0), Answers)
    server.claims = {
        "sub": "j-dupont-1",
        "email": "j.dupont@un.example",
        "email_verified": True,
        "name": "J D",
    }
    server.tokens_asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    settings.OIDC_SERVER, settings.OIDC_NAME = server.issuer, "House login"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "house",
                    "name": "House login",
                    "client_id": "comity",
                    "secret": "client-secret",
                    "settings": {"server_url": server.issuer},
                }
            ],
        }
    }
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _through(client: Client, process: str = ""):
    answer = client.post(f"/accounts/oidc/house/login/{process}")
    assert answer.status_code == 302, answer.content.decode()
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get("/accounts/oidc/house/login/callback/", {"code": "c", "state": asked["state"][0]})


def test_whoever_is_not_known_is_not_let_in_and_nothing_is_made(elsewhere):
    client = Client(headers={"accept-language": "en"})
    answer = _through(client)
    assert "You cannot open an account here" in answer.content.decode()
    assert not Account.objects.exists()
    assert client.get("/accounts/").status_code == 302


def test_a_known_email_address_alone_lets_nobody_in(elsewhere, dupont):
    client = Client()
    _through(client)
    assert client.get("/accounts/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_whoever_is_invited_is_linked_and_the_invitation_used(elsewhere):
    link = people.invite("fr.dupont", "Jeanne Dupont", "j.dupont@un.example", "en")
    client = Client()
    page = client.get(urlsplit(link).path, follow=True)
    assert "Sign in with House login" in page.content.decode()
    assert _through(client)["Location"] == "/"
    account = Account.objects.get()
    assert (account.person, account.name) == ("fr.dupont", "Jeanne Dupont")
    assert not account.has_usable_password()
    assert Invitation.objects.get().used_at is not None
    assert client.get("/accounts/").status_code == 200
    again = Client()
    assert _through(again)["Location"] == "/"
    assert again.get("/accounts/").status_code == 200
    assert Account.objects.count() == 1
    assert elsewhere.tokens_asked[0]["code_verifier"]


def test_a_linked_person_of_a_closed_account_is_not_let_in(elsewhere):
    link = people.invite("fr.dupont", "Jeanne Dupont", "", "en")
    client = Client()
    client.get(urlsplit(link).path)
    _through(client)
    people.close(Account.objects.get())
    again = Client()
    _through(again)
    assert again.get("/accounts/").status_code == 302


def test_a_signed_in_person_links_after_showing_who_they_are(elsewhere, dupont, sign_in, confirm):
    client = sign_in(dupont)
    answer = _through(client, "?process=connect")
    assert "/reauthenticate/" in answer["Location"]
    assert not SocialAccount.objects.exists()
    confirm(client)
    _through(client, "?process=connect")
    assert SocialAccount.objects.get().user == dupont
    assert "j-dupont" not in client.get("/accounts/").content.decode()


def test_a_token_that_was_made_for_another_client_is_refused(elsewhere):
    link = people.invite("fr.dupont", "Jeanne Dupont", "", "en")
    client = Client()
    client.get(urlsplit(link).path)
    elsewhere.audience = "somebody-else"
    assert _through(client).status_code == 401
    assert not Account.objects.exists()


def test_an_answer_that_was_not_asked_for_is_refused(elsewhere):
    people.invite("fr.dupont", "Jeanne Dupont", "", "en")
    answer = Client().get("/accounts/oidc/house/login/callback/", {"code": "c", "state": "planted"})
    assert answer.status_code == 401
    assert not elsewhere.tokens_asked


def test_looking_at_the_address_begins_nothing(elsewhere):
    answer = Client().get("/accounts/oidc/house/login/")
    assert answer.status_code == 200
    assert "House login" in answer.content.decode()


def test_without_configuration_there_is_no_such_sign_in():
    assert Client().post("/accounts/oidc/house/login/").status_code == 404
    assert "oidc" not in Client().get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("server", "client", "secret", "errors"),
    [
        ("", "", "", []),
        ("https://login.example.org", "c", "s", []),
        ("https://login.example.org", "", "s", ["accounts.E003"]),
        ("http://login.example.org", "c", "s", ["accounts.E004"]),
    ],
)
def test_half_a_configuration_is_refused_at_start(settings, server, client, secret, errors):
    settings.OIDC_SERVER, settings.OIDC_CLIENT, settings.OIDC_SECRET = server, client, secret
    assert [error.id for error in checks.openid_connect_is_whole_and_encrypted()] == errors
