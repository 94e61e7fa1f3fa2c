"""`comity init`."""

from __future__ import annotations

import argparse
import sys

from comity.web.commands.ground import add_ground, bring_up_to_date, data_folder, settle
from comity.web.commands.speaking import DONE, LANGUAGE, Refused, refused, say, tell

FIRST: str = "secretariat-1"
"""The name under which the record knows the first person, unless another is given."""


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("init", help=say("init"), description=say("init"))
    parser.add_argument("--name", help=say("init_name"))
    parser.add_argument("--email", default="", help=say("init_email"))
    parser.add_argument("--username", help=say("init_username"))
    parser.add_argument("--person", default=FIRST, metavar="ID", help=say("person_help"))
    add_ground(parser)
    parser.set_defaults(run=run_init)


def run_init(arguments: argparse.Namespace) -> int:
    """Folder, tables, keys and the first member of the secretariat; a second time it brings the tables up to date."""
    data = data_folder(arguments)
    new = not (data / "keys" / "origin").exists()
    name, username = arguments.name, arguments.username
    if new:
        name = name or _asked("init_name_ask")
        username = username or _asked("init_username_ask")
    lay_ground(arguments)
    from comity.web.accounts.models import Account

    if Account.objects.exists():
        tell("init_again", data=str(data))
        return DONE
    if not name or not username:
        raise refused("init_needs")
    link = _first_person(arguments, name, username)
    tell("init_done", data=str(data))
    tell("init_link", name=name)
    print(link)
    return DONE


def lay_ground(arguments: argparse.Namespace) -> None:
    """The folder, the keys and the tables."""
    data = data_folder(arguments)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / "bodies").mkdir(exist_ok=True)
    settle(arguments)
    bring_up_to_date()
    from comity.web.house import house, origin

    origin()
    assert house().store.signer.public_key


def _first_person(arguments: argparse.Namespace, name: str, username: str) -> str:
    """Accredited by the clerk, as nobody else can yet; allowed to invite others; let in by a link."""
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from comity.accreditation.acts import Accredit
    from comity.accreditation.state import STREAM
    from comity.bodies.actor import CLERK, Capacity
    from comity.web.accounts.people import invite, make_account
    from comity.web.house import house, now

    language = LANGUAGE.get()
    try:
        with transaction.atomic():
            make_account(
                arguments.person, name, username, email=arguments.email, language=language, steward=True
            )
            link = invite(arguments.person, name, arguments.email, language)
    except ValidationError as wrong:
        raise refused("not_valid", why=" ".join(wrong.messages)) from wrong
    act = Accredit(
        id=f"init-accredit-{arguments.person}"[:64],
        stream=STREAM,
        person=arguments.person,
        full_name=name,
        capacity=Capacity.SECRETARIAT.value,
    )
    ruling = house().clerk.hear(act, CLERK, now())
    if ruling.objection is not None:
        raise Refused(ruling.objection)
    return link


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise refused("init_needs")
    answer = input(say(question) + " ").strip()
    if not answer:
        raise refused("init_needs")
    return answer
