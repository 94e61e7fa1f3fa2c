"""The settings as an installation gets them, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SHOW = """
import json
from comity.web import settings as s
from comity.web.accounts import headers
from django.conf import settings
names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME", "SESSION_COOKIE_SECURE",
         "CSRF_COOKIE_SECURE", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_AGE", "DEBUG", "PROXIES")
shown = {name: getattr(s, name) for name in names}
claims = ("SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT", "USE_X_FORWARDED_HOST", "USE_X_FORWARDED_PORT")
shown["claims_believed_by_django"] = [getattr(settings, name) for name in claims]
shown["headers"] = headers.on_every_response()
print(json.dumps(shown))
"""


def _show(tmp_path, **environment: str) -> dict:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    clean |= {"COMITY_DATA": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "comity.web.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SHOW], env=clean | environment, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_over_https_everything_is_for_this_host_and_https_only(tmp_path):
    shown = _show(
        tmp_path, COMITY_ADDRESS="https://comity.example.org", COMITY_PROXIES="10.0.0.0/8 127.0.0.1"
    )
    assert shown["SESSION_COOKIE_NAME"] == "__Host-session"
    assert shown["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert shown["DEVICE_COOKIE_NAME"] == "__Host-device"
    assert shown["SESSION_COOKIE_SECURE"] and shown["CSRF_COOKIE_SECURE"]
    assert shown["CSRF_TRUSTED_ORIGINS"] == ["https://comity.example.org"]
    assert shown["headers"]["Strict-Transport-Security"].startswith("max-age=63072000")
    assert shown["PROXIES"] == ["10.0.0.0/8", "127.0.0.1"]
    assert shown["claims_believed_by_django"] == [None, 0, False, False]


def test_the_plain_default_believes_no_proxy_and_shows_no_traceback(tmp_path):
    shown = _show(tmp_path)
    assert shown["SESSION_COOKIE_NAME"] == "session"
    assert shown["PROXIES"] == []
    assert shown["claims_believed_by_django"] == [None, 0, False, False]
    assert shown["DEBUG"] is False
    assert "localhost" in shown["ALLOWED_HOSTS"]
    assert "*" not in shown["ALLOWED_HOSTS"]


def test_sign_in_elsewhere_comes_from_the_environment(tmp_path):
    shown = _show(
        tmp_path,
        COMITY_OIDC_SERVER="https://login.example.org/realm/",
        COMITY_OIDC_CLIENT="c",
        COMITY_OIDC_SECRET="s",
        COMITY_OIDC_ORIGINS="https://idp.example.org",
    )
    policy = shown["headers"]["Content-Security-Policy"]
    assert "form-action 'self' https://login.example.org https://idp.example.org" in policy


def test_keys_are_made_once_and_readable_by_their_owner_only(tmp_path):
    _show(tmp_path)
    keys = {file.name: file.read_bytes() for file in (tmp_path / "data" / "keys").iterdir()}
    assert set(keys) == {"django", "accounts"}
    assert len(keys["accounts"]) == 32
    for name in keys:
        assert (tmp_path / "data" / "keys" / name).stat().st_mode & 0o077 == 0
    _show(tmp_path)
    assert {file.name: file.read_bytes() for file in (tmp_path / "data" / "keys").iterdir()} == keys


def test_what_is_sealed_opens_only_with_the_key_and_for_its_use():
    from comity.web.secrets import seal, unseal

    key, other = b"k" * 32, b"o" * 32
    sealed = seal(key, b"clear", "factor")
    assert unseal(key, sealed, "factor") == b"clear"
    assert seal(key, b"clear", "factor") != sealed
    changed = ("A" if sealed[0] != "A" else "B") + sealed[1:]
    for wrong in (
        (other, sealed, "factor"),
        (key, sealed, "session"),
        (key, changed, "factor"),
        (key, "", "factor"),
    ):
        with pytest.raises(ValueError, match="not sealed"):
            unseal(*wrong)
