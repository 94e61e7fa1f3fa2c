"""A house with people in it and letters on its table, and a server that shows it."""

from __future__ import annotations

import re
import socketserver
import threading
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.contrib.staticfiles import views
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import Client

from comity.accreditation.acts import Accredit
from comity.accreditation.state import STREAM
from comity.bodies.actor import CLERK, Actor
from comity.communications.acts import CirculateLetter, RegisterLetter, ReturnLetter, SendLetter
from comity.rules.guard import Ruling
from comity.web.accounts.models import Account
from comity.web.accounts.people import make_account
from comity.web.house import house, now
from tests.people import new_id

LETTERS = "communications:unsc"

PEOPLE = {
    "fr.dupont": ("Jeanne Dupont", "representative", "FRA"),
    "de.weber": ("Lukas Weber", "representative", "DEU"),
    "lv.berzina": ("Ilze Bērziņa", "representative", "LVA"),
    "sec.okoro": ("Ada Okoro", "secretariat", ""),
}


def accredit(person: str, name: str, capacity: str, of: str = "", body: str = "") -> Ruling:
    act = Accredit(
        id=new_id(), stream=STREAM, person=person, full_name=name, capacity=capacity, of=of, body=body,
        since=None, until=None, issued_by="minister_for_foreign_affairs",
    )  # fmt: skip
    ruling = house().clerk.hear(act, CLERK, now())
    assert ruling.accepted, ruling.say()
    return ruling


def settle() -> None:
    """Accredit those whom the tests know."""
    for person, (name, capacity, of) in PEOPLE.items():
        accredit(person, name, capacity, of)


def actor(person: str) -> Actor:
    return house().actor(person)


def hear(act: Any, person: str) -> Ruling:
    ruling = house().clerk.hear(act, actor(person), now())
    assert ruling.accepted, ruling.say()
    return ruling


def letter(
    person: str = "fr.dupont", of: str = "FRA", subject: str = "Request for an urgent meeting", **more: Any
) -> int:
    """Send a letter; its number."""
    given = {"body": "Madam President,\n\nI ask for a meeting.", "signed": "Jeanne Dupont", **more}
    hear(SendLetter(id=new_id(), stream=LETTERS, of=of, subject=subject, **given), person)
    state: Any = house().clerk.folds.whole(LETTERS).state
    return int(state.last_letter)


def register(number: int) -> None:
    hear(RegisterLetter(id=new_id(), stream=LETTERS, letter=number), "sec.okoro")


def circulate(number: int, to: str = "public") -> None:
    hear(CirculateLetter(id=new_id(), stream=LETTERS, letter=number, to=to), "sec.okoro")


def give_back(number: int, reason: str = "It bears no signature.") -> None:
    hear(ReturnLetter(id=new_id(), stream=LETTERS, letter=number, reason=reason), "sec.okoro")


def account(person: str, language: str = "") -> Account:
    """The person's account, made when first asked for; a language that is named is the account's from then on."""
    known = Account.objects.filter(person=person).first()
    if known is None:
        name = PEOPLE[person][0] if person in PEOPLE else person
        return make_account(person, name, person.replace(".", "-"), language=language or "en")
    if language and known.language != language:
        known.language = language
        known.save(update_fields=["language"])
    return known


def client(person: str = "", language: str = "") -> Client:
    """A browser's stand-in, signed in as this person; in the language of the account unless another is named."""
    one = Client(headers={"accept-language": language or "en", "host": "localhost"})
    if person:
        one.force_login(account(person, language))
    return one


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Static(StaticFilesHandler):
    """Static files by the names with and without their digest."""

    def serve(self, request: Any) -> Any:
        plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", self.file_path(request.path))
        return views.serve(request, plain, insecure=True)


def serve(port: int = 0) -> _Server:
    """The site in a thread of this process, on the database of the running test."""
    server = _Server(("127.0.0.1", port), _Quiet)
    server.set_app(_Static(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
