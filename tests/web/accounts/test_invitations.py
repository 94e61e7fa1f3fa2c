from __future__ import annotations

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from comity.web.accounts import people, sessions, tokens
from comity.web.accounts.models import Account, Invitation

from .conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db

ANSWER = {"username": "dupont", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def link(db) -> str:
    return people.invite("fr.dupont", "Jeanne Dupont", "j.dupont@un.example", "fr")


def _open(link: str, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.get(urlsplit(link).path, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return client


def test_whoever_is_invited_chooses_a_password_and_is_signed_in(link):
    client = _open(link)
    answer = client.post("/accounts/invitation/", ANSWER)
    assert answer.status_code == 302
    assert "Jeanne Dupont" in client.get("/accounts/").content.decode()
    account = Account.objects.get()
    assert (account.person, account.email, account.language) == ("fr.dupont", "j.dupont@un.example", "fr")
    assert not account.is_steward


def test_answering_counts_as_having_shown_who_one_is_so_a_passkey_can_follow(link):
    client = _open(link)
    client.post("/accounts/invitation/", ANSWER)
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_an_invitation_works_once(link):
    _open(link).post("/accounts/invitation/", ANSWER)
    answer = Client().get(urlsplit(link).path)
    assert answer.status_code == 410


def test_an_invitation_opened_twice_is_answered_once(link):
    first, second = _open(link), _open(link)
    assert first.post("/accounts/invitation/", ANSWER).status_code == 302
    answer = second.post("/accounts/invitation/", ANSWER | {"username": "thief"})
    assert answer.status_code == 410
    assert Account.objects.count() == 1


def test_looking_at_an_invitation_uses_nothing_up(link):
    for _ in range(3):
        _open(link)
    assert _open(link).post("/accounts/invitation/", ANSWER).status_code == 302


def test_the_code_leaves_the_address_bar_at_once(link):
    answer = Client().get(urlsplit(link).path)
    assert answer["Location"] == "/accounts/invitation/"
    assert answer["Referrer-Policy"] == "same-origin"


def test_the_database_does_not_hold_the_code(link):
    code = urlsplit(link).path.split("/")[-2]
    assert code.startswith("invite_")
    assert code not in str(list(Invitation.objects.values()))


@pytest.mark.parametrize("what", ["expired", "withdrawn", "made up", "longer", "a newer one was made"])
def test_an_invitation_that_is_not_open_is_refused(link, what):
    path = urlsplit(link).path
    match what:
        case "expired":
            Invitation.objects.update(expires_at=timezone.now())
        case "withdrawn":
            Invitation.objects.update(withdrawn_at=timezone.now())
        case "made up":
            path = "/accounts/invitation/invite_" + "A" * 43 + "/"
        case "longer":
            path = path.rstrip("/") + "A/"
        case "a newer one was made":
            people.invite("fr.dupont", "Jeanne Dupont", "", "fr")
    answer = Client(headers={"accept-language": "en"}).get(path)
    assert answer.status_code == 410
    assert "Ask the secretariat" in answer.content.decode()


def test_an_invitation_that_expires_while_the_form_is_open_is_refused(link):
    client = _open(link)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post("/accounts/invitation/", ANSWER).status_code == 410
    assert not Account.objects.exists()


def test_a_renewed_account_keeps_its_username_and_second_factor_and_ends_its_sessions(
    with_app, sign_in, steward
):
    account, secret = with_app
    old = Client()
    old.force_login(account)
    link = people.invite("fr.dupont", "Jeanne Dupont", account.email, "fr", by=steward)
    client = _open(link)
    answer = client.post("/accounts/invitation/", ANSWER | {"username": "other"})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/accounts/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})["Location"] == "/"
    assert Account.objects.get(person="fr.dupont").username == "dupont"
    assert old.get("/accounts/").status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", ""),
        ("username", "with space"),
        ("username", "a@b.example"),
        ("username", "x\x00y"),
        ("username", "x" * 151),
        ("username", "OKORO"),
        ("password2", "something else entirely"),
        ("password1", "short"),
        ("password1", "x" * 1025),
        ("password1", "nul\x00nul nul nul nul"),
    ],
)
def test_a_bad_answer_is_shown_again_and_the_invitation_stays_open(link, steward, field, value):
    client = _open(link)
    answer = client.post("/accounts/invitation/", ANSWER | {field: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert client.post("/accounts/invitation/", ANSWER).status_code == 302


@pytest.mark.parametrize("username", ["dupont", "Дюпон", "杜邦", "دوبون", "jean-marie.le_2"])
def test_usernames_of_any_script_are_welcome(link, username):
    assert _open(link).post("/accounts/invitation/", ANSWER | {"username": username}).status_code == 302
    assert Account.objects.get().username == username


@pytest.mark.parametrize(
    ("person", "email"),
    [
        ("", ""),
        ("x" * 65, ""),
        ("a", "not an address"),
        ("a", "j.dupont@un.example"),
        ("a", "a@b.example\nBcc: c@d.e"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(dupont, person, email):
    with pytest.raises(ValidationError):
        people.invite(person, "Somebody", email, "en")
    assert not Invitation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_makes_the_account():
    people.invite("fr.dupont", "Jeanne Dupont", "", "fr")
    found = Invitation.objects.get()
    start, made, refused = threading.Barrier(4), [], []

    def answer(number: int) -> None:
        start.wait()
        try:
            made.append(people.accept(found, username=f"dupont{number}", password=PASSWORD))
        except people.NotOpen:
            refused.append(number)
        connection.close()

    threads = [threading.Thread(target=answer, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(refused)) == (1, 3)
    assert Account.objects.count() == 1


def test_a_steward_invites_and_the_link_is_shown_once(steward, sign_in, confirm):
    client = sign_in(steward)
    assert "/reauthenticate/" in client.get("/accounts/people/")["Location"]
    confirm(client)
    answer = client.post(
        "/accounts/people/", {"person": "cn.li", "name": "Li Wei", "email": "", "language": "zh"}
    )
    link = answer.context["link"]
    assert link in answer.content.decode()
    assert link not in client.get("/accounts/people/").content.decode()
    page = Client().get(urlsplit(link).path, follow=True)
    assert "Li Wei" in page.content.decode()
    pk = Invitation.objects.get().pk
    client.post(f"/accounts/people/invitations/{pk}/withdraw/")
    assert Client().get(urlsplit(link).path).status_code == 410


@pytest.mark.parametrize(
    "address", ["/accounts/people/", "/accounts/people/1/", "/accounts/people/invitations/1/withdraw/"]
)
def test_only_stewards_invite(dupont, sign_in, confirm, address):
    client = sign_in(dupont)
    confirm(client)
    assert client.post(address, {"what": "close"}).status_code == 403
    assert Client().post(address, {"what": "close"})["Location"].startswith("/accounts/login/")


def test_closing_an_account_ends_every_way_in_at_once(dupont, steward, sign_in, confirm):
    theirs, client = sign_in(dupont), sign_in(steward)
    token = tokens.make(dupont, "script", ["read"])
    people.invite("fr.dupont", "Jeanne Dupont", "", "fr")
    confirm(client)
    client.post(f"/accounts/people/{dupont.pk}/", {"what": "close"})
    assert theirs.get("/accounts/").status_code == 302
    assert tokens.authenticate(f"Bearer {token}") is None
    assert not sessions.of(dupont).exists()
    assert people.open_invitation(digest=Invitation.objects.get().digest) is None
    answer = Client().post("/accounts/login/", {"login": "dupont", "password": PASSWORD})
    assert answer.status_code == 200
    client.post(f"/accounts/people/{dupont.pk}/", {"what": "reopen"})
    assert sign_in(dupont).get("/accounts/").status_code == 200
    assert tokens.authenticate(f"Bearer {token}") is None


def test_a_steward_cannot_close_their_own_account(steward, sign_in, confirm):
    client = sign_in(steward)
    confirm(client)
    assert client.post(f"/accounts/people/{steward.pk}/", {"what": "close"}).status_code == 404


def test_a_lost_second_factor_is_forgotten_by_a_steward(with_app, steward, sign_in, confirm):
    account, _ = with_app
    client = sign_in(steward)
    confirm(client)
    client.post(f"/accounts/people/{account.pk}/", {"what": "forget_factor"})
    assert sign_in(account).get("/accounts/").status_code == 200
