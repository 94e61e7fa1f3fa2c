from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from comity.web.accounts import last_use, people, sessions
from comity.web.accounts.models import Session
from comity.web.accounts.session_store import SessionStore, mark

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def _key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def revoked():
    seen: list[str] = []

    def receive(marks, **_):
        seen.extend(marks)

    sessions.session_revoked.connect(receive)
    yield seen
    sessions.session_revoked.disconnect(receive)


def test_sessions_are_listed_with_device_and_address_and_this_one_marked(dupont, sign_in):
    sign_in(dupont, Client(REMOTE_ADDR="192.0.2.7", headers={"user-agent": "Phone <b>1</b>"}))
    here = sign_in(dupont, headers={"user-agent": "Laptop"})
    page = here.get("/accounts/sessions/").content.decode()
    assert "192.0.2.7" in page
    assert "Phone &lt;b&gt;1&lt;/b&gt;" in page
    assert page.count("Cette session") == 1
    assert page.index("Laptop") < page.index("Cette session")


def test_one_session_is_ended(dupont, sign_in, revoked):
    there, here = sign_in(dupont), sign_in(dupont)
    key = _key(there)
    revoked.clear()
    here.post("/accounts/sessions/end/", {"which": mark(key)})
    assert revoked == [mark(key)]
    assert not sessions.is_live(key)
    assert there.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200


@pytest.mark.parametrize(("which", "here_lives"), [("others", True), ("all", False)])
def test_all_sessions_are_ended(dupont, sign_in, which, here_lives):
    there, here = sign_in(dupont), sign_in(dupont)
    key = _key(here)
    here.post("/accounts/sessions/end/", {"which": which})
    assert not sessions.is_live(_key(there))
    assert sessions.is_live(key) is here_lives


def test_nobody_ends_the_session_of_another(dupont, steward, sign_in):
    there, here = sign_in(steward), sign_in(dupont)
    here.post("/accounts/sessions/end/", {"which": mark(_key(there))})
    assert sessions.is_live(_key(there))


def test_a_live_stream_ends_with_sign_out_password_change_closing_and_expiry(dupont, sign_in, revoked):
    out = sign_in(dupont)
    key = _key(out)
    assert sessions.is_live(key)
    out.post("/accounts/logout/")
    assert not sessions.is_live(key)
    assert mark(key) in revoked

    other, changing = sign_in(dupont), sign_in(dupont)
    new = {"password1": "another fine lantern 7", "password2": "another fine lantern 7"}
    changing.post("/accounts/password/change/", {"oldpassword": PASSWORD} | new)
    assert not sessions.is_live(_key(other))
    assert sessions.is_live(_key(changing))

    Session.objects.update(expire_date=timezone.now())
    assert not sessions.is_live(_key(changing))
    assert changing.get("/accounts/").status_code == 302


def test_a_session_of_a_closed_account_is_not_live(dupont, sign_in):
    key = _key(sign_in(dupont))
    type(dupont).objects.update(is_active=False)
    assert not sessions.is_live(key)


def test_many_streams_are_asked_about_at_once(dupont, sign_in, django_assert_num_queries):
    key = _key(sign_in(dupont))
    wanted = {mark(key), *(mark(str(number)) for number in range(499))}
    with django_assert_num_queries(1):
        assert sessions.live_among(wanted) == {mark(key)}
    assert sessions.live_among([mark(str(n)) for n in range(1200)] + [mark(key)]) == {mark(key)}


def test_a_session_of_nobody_is_not_live():
    store = SessionStore()
    store["x"] = 1
    store.save()
    assert not sessions.is_live(store.session_key)


def test_the_database_lets_nobody_take_a_session_over(dupont, sign_in):
    client = sign_in(dupont)
    client.session["secret"] = "kept"
    with connection.cursor() as cursor:
        cursor.execute("select * from accounts_session")
        stored = str(cursor.fetchall())
    assert _key(client) not in stored
    assert "auth_user" not in stored
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = mark(_key(client))
    assert thief.get("/accounts/").status_code == 302


def test_contents_of_one_session_that_were_changed_are_not_believed(dupont, sign_in):
    client = sign_in(dupont)
    row = Session.objects.get(session_key=mark(_key(client)))
    row.session_data = row.session_data[:-4] + "AAA="
    row.save()
    assert client.get("/accounts/").status_code == 302


def test_a_request_under_way_does_not_bring_a_revoked_session_back(dupont, sign_in):
    client = sign_in(dupont)
    store = SessionStore(_key(client))
    store["late"] = True
    sessions.revoke(dupont)
    with pytest.raises(Exception, match=r"^$"):
        store.save()
    assert not sessions.is_live(_key(client))


def test_last_use_is_kept_to_the_grain_of_minutes(dupont, sign_in, django_assert_num_queries):
    client = sign_in(dupont)
    long_ago = timezone.now() - timedelta(hours=1)
    Session.objects.update(seen_at=long_ago)
    client.get("/accounts/")
    last_use.write()
    seen = Session.objects.get().seen_at
    assert seen > long_ago + timedelta(minutes=50)
    client.get("/accounts/")
    assert last_use.write() == 0
    assert Session.objects.get().seen_at == seen


def test_sessions_expire_after_the_hours_that_were_set(dupont, sign_in):
    sign_in(dupont)
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(hours=13, minutes=59) < left <= timedelta(hours=14)


def test_expired_sessions_are_swept(dupont, sign_in):
    sign_in(dupont)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert sessions.sweep() == 1


def test_the_cookie_is_kept_from_scripts_and_other_sites(dupont, sign_in):
    cookie = sign_in(dupont).cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_account_of_tells_who_is_signed_in(dupont, rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/")
    request.user = dupont
    assert people.account_of(request) == dupont
    request.user = AnonymousUser()
    assert people.account_of(request) is None
