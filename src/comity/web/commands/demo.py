"""`comity demo`: a house with people and letters in it, made by acts that the clerk hears like any others."""

from __future__ import annotations

import argparse
import os
import secrets
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from comity.web.commands.ground import add_ground, bring_up_to_date, data_folder, settle
from comity.web.commands.serve import add_address, open_doors, set_address
from comity.web.commands.speaking import DONE, LANGUAGE, refused, say, tell
from comity.web.secrets import kept

if TYPE_CHECKING:
    from comity.demo.month import Person, Sent, Step
    from comity.rules.acts import Act

FOLDER: Final = Path("data") / "demo"
MARK: Final = "demo-password"
"""The file that tells a demo from any other installation; it holds the password that all its people share."""
OPENED: Final = datetime(2026, 11, 1, 12, tzinfo=UTC)


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("demo", help=say("demo"), description=say("demo"))
    parser.add_argument("--load-only", action="store_true", help=say("demo_load_only"))
    add_address(parser)
    add_ground(parser)
    parser.set_defaults(run=run_demo)


def run_demo(arguments: argparse.Namespace) -> int:
    """Make it, load it, serve it; a second time it is served as it was left."""
    arguments.data = arguments.data or FOLDER
    data = data_folder(arguments)
    if not (data / MARK).exists() and (data / "keys").exists():
        raise refused("demo_not_a_demo", data=str(data))
    os.environ["COMITY_DEMO"] = "1"
    set_address(arguments)
    tell("demo_making", data=str(data))
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = kept(data / MARK, secrets.token_hex(6).encode()).decode()
    from comity.demo import month
    from comity.demo.electing import electing
    from comity.demo.selecting import selecting
    from comity.web.commands.demo_past import live_through_the_past

    kept(data / "bodies" / month.MODEL_COUNCIL, month.model_council())
    settle(arguments)
    bring_up_to_date()
    live_through_the_past()
    tell("demo_loading")
    people = _people(month.people())
    accredit(people)
    proceedings = (*_if_it_can_begin(selecting()), *_if_it_can_begin(electing()))
    live_through((*month.steps(), *month.sent(), *proceedings))
    _let_in(people, password)
    from comity.web.house import house

    tell("demo_loaded", entries=house().store.head().sequence, people=len(people))
    print(say("demo_people", password=password))
    for line in _sign_ins(people):
        print(f"  {line}", flush=True)
    if arguments.load_only:
        return DONE
    tell("demo_starting")
    from django.db import connection

    connection.close()
    return open_doors(arguments.host, arguments.port, 1)


def _if_it_can_begin(steps: tuple[Sent, ...]) -> tuple[Sent, ...]:
    """A proceeding begins at its own time or not at all: a demo made by an earlier version goes on without it."""
    from comity.web.house import house

    store, first = house().store, steps[0]
    begun = first.stream in store.streams(first.stream.partition(":")[0])
    if begun or store.head().at is None or _reached() <= first.at:
        return steps
    tell("demo_of_before")
    return ()


def _people(known: tuple[Person, ...]) -> tuple[Person, ...]:
    """The demo's people, and somebody for the member that presides today if none of them comes from there."""
    from comity.bodies.states import get
    from comity.demo.month import Person

    president = _president_today()
    if not president or any(of == president for one in known for _, of, _ in one.accreditations):
        return known
    member = get(president).name.say("en")
    return (
        *known,
        Person(
            username=f"presidency.{president.lower()}",
            name=f"Representative of {member}",
            language="en",
            accreditations=(("representative", president, ""),),
        ),
    )


def _president_today() -> str:
    from comity.web.house import house, now

    council = house().bodies["unsc"]
    return council.president_on(council.local(now()).date())


def accredit(people: Iterable[Person]) -> None:
    from comity.accreditation.acts import Accredit
    from comity.accreditation.state import STREAM
    from comity.bodies.credentials import Issuer

    for person in people:
        for number, (capacity, of, body) in enumerate(person.accreditations, start=1):
            act = Accredit(
                id=f"demo-accredit-{number}-{person.username}",
                stream=STREAM,
                person=person.person,
                full_name=person.name,
                capacity=capacity,
                body=body,
                of=of,
                issued_by=Issuer.MINISTER_FOR_FOREIGN_AFFAIRS.value,
            )
            hear(act, "", OPENED)


def live_through(steps: Iterable[Step | Sent]) -> None:
    """Each step at its moment, after the clocks that ran out before it; what was done before stays done once."""
    from comity.demo import month
    from comity.web.house import house

    letters: dict[str, int] = {}
    for step in sorted(steps, key=lambda one: one.at):
        if not house().store.head().at or step.at > _reached():
            house().clerk.wake(step.at)
        person = f"demo.{step.by}"
        if isinstance(step, month.Sent):
            hear(_sent(step, person), person, step.at)
            continue
        ruling = hear(_act(step, letters, person), person, step.at)
        if step.verb == "send":
            known = house().clerk.folds.whole(step.letter.stream).state.letters
            letters[step.letter.key] = next(one.letter for one in known.values() if one.entry == ruling.first)


def _reached() -> datetime:
    from comity.web.house import house

    at = house().store.head().at
    assert at is not None
    return at


def _act(step: Step, letters: dict[str, int], person: str) -> Act:
    from comity.communications.acts import (
        CirculateLetter,
        RegisterLetter,
        ReturnLetter,
        SendLetter,
        WithdrawLetter,
    )

    letter = step.letter
    if step.verb == "send":
        return SendLetter(
            id=step.id,
            stream=letter.stream,
            of=letter.of,
            subject=letter.subject,
            body=letter.body,
            signed=_name(person),
            wish=letter.wish,
            attachments=tuple(_attached(step, name, person) for name in letter.attach),
        )
    common: dict[str, Any] = {"id": step.id, "stream": letter.stream, "letter": letters[letter.key]}
    match step.verb:
        case "register":
            return RegisterLetter(**common)
        case "circulate":
            return CirculateLetter(**common, to=step.more)
        case "return":
            return ReturnLetter(**common, reason=step.more)
        case "withdraw":
            return WithdrawLetter(**common)
        case _:
            raise ValueError(step.verb)


def _sent(step: Sent, person: str) -> Act:
    from comity.demo.papers import paper
    from comity.web.house import house

    procedure = house().clerk.shapes.procedure_of(step.stream)
    kind = next(kind for kind in procedure.acts if kind.name == f"{procedure.name}.{step.act}")
    given = dict(step.given)
    for field in fields(kind):
        if field.name in given and field.metadata["ask"].kind == "files":
            heading = given.get("full_name", "")
            given[field.name] = tuple(
                house().files.bring(step.stream, name, paper(name, heading), person, step.at)
                for name in given[field.name]
            )
    return kind(id=step.id, stream=step.stream, **given)


def _name(person: str) -> str:
    from comity.web.house import house

    return house().actor(person).name


def _attached(step: Step, name: str, person: str) -> Any:
    from comity.demo.papers import paper
    from comity.web.house import house

    return house().files.bring(step.letter.stream, name, paper(name, step.letter.subject), person, step.at)


def hear(act: Act, person: str, at: datetime) -> Any:
    """The clerk's ruling; the clerk's own name where no person is given."""
    from comity.bodies.actor import CLERK
    from comity.web.house import house

    ruling = house().clerk.hear(act, house().actor(person) if person else CLERK, at)
    if ruling.objection is not None:
        raise refused("demo_refused", why=ruling.objection)
    return ruling


def _let_in(people: Iterable[Person], password: str) -> None:
    """Accounts, all with the one password, which is hashed once; those that are there stay as they are."""
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from comity.web.accounts.models import Account
    from comity.web.accounts.people import make_account

    there = set(Account.objects.values_list("person", flat=True))
    new = [person for person in people if person.person not in there]
    hashed = make_password(password) if new else ""
    with transaction.atomic():
        for person in new:
            account = make_account(
                person.person, person.name, person.username, language=person.language, steward=person.steward
            )
            account.password = hashed
            account.save(update_fields=["password"])


def _sign_ins(people: Iterable[Person]) -> Iterable[str]:
    """Each username with what its person is, and who presides today."""
    from comity.rules.words import text
    from comity.web.house import house, now

    language, bodies = LANGUAGE.get(), house().bodies
    presides = {code: body.president_on(body.local(now()).date()) for code, body in bodies.items()}
    for person in people:
        parts = []
        for capacity, of, body in person.accreditations:
            said = [text(f"bodies.capacities.{capacity}").say(language)]
            if of:
                said.append(bodies[body or "unsc"].name_of(of).say(language))
            if body:
                said.append(bodies[body].name.say(language))
            parts.append(", ".join(said))
        if any(of and of == presides.get(body or "unsc") for _, of, body in person.accreditations):
            parts.append(say("demo_presides"))
        yield f"{person.username:<20} {'; '.join(parts)}"
