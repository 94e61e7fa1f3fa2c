"""`comity user`: who can sign in."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from comity.rules.words import LANGUAGES
from comity.web.commands.ground import add_ground, enter
from comity.web.commands.speaking import DONE, LANGUAGE, refused, say, tell

if TYPE_CHECKING:
    from comity.web.accounts.models import Account


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("user", help=say("user"), description=say("user"))
    actions = parser.add_subparsers(metavar="ACTION", required=True)

    invite = actions.add_parser("invite", help=say("user_invite"))
    invite.add_argument("person", metavar="ID", help=say("person_help"))
    invite.add_argument("--name", required=True, help=say("user_name"))
    invite.add_argument("--email", default="", help=say("init_email"))
    invite.add_argument("--speaks", choices=LANGUAGES, help=say("user_speaks"))
    invite.set_defaults(run=run_invite)

    listing = actions.add_parser("list", help=say("user_list"))
    listing.add_argument("--json", action="store_true", help=say("json_help"))
    listing.set_defaults(run=run_list)

    for name, sentence, run in (
        ("disable", "user_disable", run_disable),
        ("enable", "user_enable", run_enable),
        ("end-sessions", "user_end_sessions", run_end_sessions),
    ):
        action = actions.add_parser(name, help=say(sentence))
        action.add_argument("who", metavar="WHO", help=say("user_who"))
        action.set_defaults(run=run)
    for action in actions.choices.values():
        add_ground(action)


def run_invite(arguments: argparse.Namespace) -> int:
    """A link for a new person, or one to set a new password for a known one."""
    enter(arguments)
    from django.core.exceptions import ValidationError

    from comity.web.accounts.people import invite

    language = arguments.speaks or LANGUAGE.get()
    try:
        link = invite(arguments.person, arguments.name, arguments.email, language)
    except ValidationError as wrong:
        raise refused("not_valid", why=" ".join(wrong.messages)) from wrong
    tell("user_link", name=arguments.name)
    print(link)
    return DONE


def run_list(arguments: argparse.Namespace) -> int:
    """Everyone with an account."""
    enter(arguments)
    from comity.web.accounts import sessions
    from comity.web.accounts.models import Account

    rows: list[dict[str, Any]] = [
        {
            "person": account.person,
            "username": account.username,
            "name": account.name,
            "may_sign_in": account.is_active,
            "sessions": sessions.of(account).count(),
        }
        for account in Account.objects.order_by("username")
    ]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return DONE
    width = {key: max((len(str(row[key])) for row in rows), default=0) for key in ("username", "person")}
    for row in rows:
        state = say("user_sessions", n=row["sessions"]) if row["may_sign_in"] else say("user_is_disabled")
        print(
            f"{row['username']:<{width['username']}}  {row['person']:<{width['person']}}  {row['name']}  {state}"
        )
    return DONE


def run_disable(arguments: argparse.Namespace) -> int:
    """End every way in."""
    account = _account(arguments)
    from comity.web.accounts import people

    people.close(account)
    tell("user_disabled", name=account.name)
    return DONE


def run_enable(arguments: argparse.Namespace) -> int:
    """Let the person sign in again."""
    account = _account(arguments)
    from comity.web.accounts import people

    people.reopen(account)
    tell("user_enabled", name=account.name)
    return DONE


def run_end_sessions(arguments: argparse.Namespace) -> int:
    """Sign the person out everywhere."""
    account = _account(arguments)
    from comity.web.accounts import sessions

    tell("user_ended", name=account.name, n=sessions.revoke(account))
    return DONE


def _account(arguments: argparse.Namespace) -> Account:
    enter(arguments)
    from comity.web.accounts.models import Account

    found = Account.objects.called(arguments.who) or Account.objects.filter(person=arguments.who).first()
    if found is None:
        raise refused("user_unknown", who=arguments.who)
    return found
