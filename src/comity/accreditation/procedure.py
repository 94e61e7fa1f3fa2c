"""Accreditation: the secretariat examines credentials and says who may act, in what capacity, for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

from comity.accreditation.acts import ACTS, Accredit, EndAccreditation
from comity.accreditation.events import EVENTS, AccreditationEnded, PersonAccredited
from comity.accreditation.state import STREAM, Credential, Register, begin, fold
from comity.bodies.actor import BY_THE_CLERK, CLERK, SPEAKS_FOR_A_MEMBER, Accreditation, Actor, Capacity
from comity.bodies.credentials import (
    Credentials,
    Issuer,
    delegation_within_size,
    issued_by_one_who_may,
    issued_for_the_assembly_by_one_who_may,
    received_a_day_before,
)
from comity.bodies.procedure import Procedure, ToRecord
from comity.bodies.states import UnknownState
from comity.record.audience import audience
from comity.rules.acts import Act, Possible
from comity.rules.citation import assembly, council, house
from comity.rules.guard import Guard, Objection, OutOfOrder, enforces, first_objection
from comity.rules.words import text

ACT_FOR_SOMEONE: Final = SPEAKS_FOR_A_MEMBER | {Capacity.OBSERVER, Capacity.CIVIL_SOCIETY}
"""Capacities that mean nothing without saying for whom."""


def in_the_secretariat(actor: Actor, on: date) -> bool:
    return any(a.capacity is Capacity.SECRETARIAT and a.holds(on) for a in actor.accreditations)


@enforces(council(15), assembly(27))
def the_secretariat_examines(state: Register, act: Act, actor: Actor, now: datetime) -> Objection | None:
    if actor is CLERK or in_the_secretariat(actor, now.date()):
        return None
    return Objection(
        text("accreditation.refusals.secretariat_only"),
        council(15),
        text("accreditation.refusals.send_credentials"),
    )


def the_issuer_is_known(state: Register, act: Accredit, actor: Actor, now: datetime) -> Objection | None:
    if act.issued_by in set(Issuer):
        return None
    return Objection(text("accreditation.refusals.no_such_issuer", issuer=act.issued_by), house(2))


def the_capacity_is_known(state: Register, act: Accredit, actor: Actor, now: datetime) -> Objection | None:
    if act.capacity in set(Capacity):
        return None
    return Objection(text("accreditation.refusals.no_such_capacity", capacity=act.capacity), house(2))


def the_body_is_known(state: Register, act: Accredit, actor: Actor, now: datetime) -> Objection | None:
    if not act.body or act.body in state.bodies:
        return None
    return Objection(text("accreditation.refusals.no_such_body", body=act.body), house(2))


@enforces(council(13), council(14))
def it_is_said_for_whom(state: Register, act: Accredit, actor: Actor, now: datetime) -> Objection | None:
    """A representative, an alternate or an observer acts for somebody who takes part."""
    if Capacity(act.capacity) not in ACT_FOR_SOMEONE:
        return None
    if not act.of:
        return Objection(text("accreditation.refusals.for_whom"), council(13))
    if Capacity(act.capacity) is Capacity.CIVIL_SOCIETY:
        return None
    for body in [state.bodies[act.body]] if act.body else state.bodies.values():
        try:
            body.name_of(act.of)
        except UnknownState:
            continue
        return None
    return Objection(text("accreditation.refusals.unknown_participant", of=act.of), council(13))


def it_ends_after_it_begins(state: Register, act: Accredit, actor: Actor, now: datetime) -> Objection | None:
    if act.since is None or act.until is None or act.since <= act.until:
        return None
    return Objection(text("accreditation.refusals.ends_before", since=act.since, until=act.until), house(2))


@enforces(council(13), assembly(27))
def credentials_come_from_one_who_may_issue_them(
    state: Register, act: Accredit, actor: Actor, now: datetime
) -> Objection | None:
    """Whoever heads a delegation to the Council or the Assembly needs credentials; alternates do not."""
    if act.body == "unga":
        return issued_for_the_assembly_by_one_who_may(_credentials(state, act, now)) if _heads(act) else None
    return issued_by_one_who_may(_credentials(state, act, now)) if _heads(act) else None


@enforces(council(13), council(14))
def credentials_come_a_day_before_the_seat_is_taken(
    state: Register, act: Accredit, actor: Actor, now: datetime
) -> Objection | None:
    """Checked where the seat is taken on a day ahead; whoever sits already goes on sitting (rule 16)."""
    if not _heads(act) or act.body == "unga" or act.since is None:
        return None
    seated = datetime.combine(act.since, time(), tzinfo=state.bodies[act.body or "unsc"].local(now).tzinfo)
    return received_a_day_before(_credentials(state, act, now), seated) if seated > now else None


def _heads(act: Accredit) -> bool:
    """Whether the person would head a delegation to the Council or the Assembly."""
    return Capacity(act.capacity) is Capacity.REPRESENTATIVE and act.body in ("", "unsc", "unga")


def _credentials(state: Register, act: Accredit, now: datetime) -> Credentials:
    return Credentials(
        of=act.of,
        person=act.person,
        capacity=Capacity.REPRESENTATIVE,
        issuer=Issuer(act.issued_by),
        received=now,
        member=not act.body or state.bodies[act.body].has_member(act.of, now.date()),
    )


@enforces(assembly(25))
def the_delegation_stays_within_its_size(
    state: Register, act: Accredit, actor: Actor, now: datetime
) -> Objection | None:
    if act.body != "unga":
        return None
    capacities = [c.accreditation.capacity for c in state.delegation("unga", act.of, now.date())]
    return delegation_within_size([*capacities, Capacity(act.capacity)])


def not_accredited_twice(state: Register, act: Accredit, actor: Actor, now: datetime) -> Objection | None:
    for number in state.people.get(act.person, ()):
        held = state.credentials[number]
        if held.accreditation == _accreditation(act) and held.ended_at is None:
            return Objection(
                text("accreditation.refusals.already", name=act.full_name, number=number), house(2)
            )
    return None


def it_is_there_and_holds(
    state: Register, act: EndAccreditation, actor: Actor, now: datetime
) -> Objection | None:
    held = state.credentials.get(act.number)
    if held is not None and held.ended_at is None:
        return None
    return Objection(text("accreditation.refusals.no_such_accreditation", number=act.number), house(2))


def somebody_stays_in_the_secretariat(
    state: Register, act: EndAccreditation, actor: Actor, now: datetime
) -> Objection | None:
    """The last member of the secretariat cannot be sent away: nobody could accredit anyone after that."""
    staff = [
        c.number
        for c in state.credentials.values()
        if c.accreditation.capacity is Capacity.SECRETARIAT and c.holds(now.date())
    ]
    if staff != [act.number]:
        return None
    return Objection(text("accreditation.refusals.last_of_the_secretariat"), house(2))


GUARDS: Final[dict[type[Act], tuple[Guard, ...]]] = {
    Accredit: (
        the_secretariat_examines,
        the_capacity_is_known,
        the_issuer_is_known,
        the_body_is_known,
        it_is_said_for_whom,
        it_ends_after_it_begins,
        credentials_come_from_one_who_may_issue_them,
        credentials_come_a_day_before_the_seat_is_taken,
        the_delegation_stays_within_its_size,
        not_accredited_twice,
    ),
    EndAccreditation: (the_secretariat_examines, it_is_there_and_holds, somebody_stays_in_the_secretariat),
}


def decide(state: Register, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    objection = first_objection(GUARDS[type(act)], state, act, actor, now)
    if objection is not None:
        raise OutOfOrder(objection)
    by = BY_THE_CLERK if actor is CLERK else actor.by(Capacity.SECRETARIAT)
    match act:
        case Accredit():
            person = act.person
            event: Any = PersonAccredited(
                number=state.last + 1,
                person=person,
                full_name=act.full_name,
                capacity=act.capacity,
                body=act.body,
                of=act.of,
                since=act.since,
                until=act.until,
                issued_by=act.issued_by,
            )
        case EndAccreditation():
            person = state.credentials[act.number].person
            event = AccreditationEnded(number=act.number, person=person, reason=act.reason)
        case _:
            raise TypeError(type(act))
    yield ToRecord(event=event, by=by, audience=audience("all", "secretariat", f"person:{person}"))


def in_order(state: Register, actor: Actor, now: datetime, about: str | None = None) -> Iterator[Possible]:
    objection = the_secretariat_examines(state, Accredit.__new__(Accredit), actor, now)
    bodies = (("body", tuple((body.code, body.name) for body in state.bodies.values())),)
    if not about:
        yield Possible(act=Accredit, objection=objection, options=bodies)
    if objection is not None or about == "":
        return
    numbers = state.credentials if about is None else [int(about)] if about.isdecimal() else []
    for number in numbers:
        credential = state.credentials.get(number)
        if credential is not None and credential.holds(now.date()):
            yield _ending(state, credential, actor, now)


def _ending(state: Register, credential: Credential, actor: Actor, now: datetime) -> Possible:
    act = EndAccreditation(id="", stream=STREAM, number=credential.number, reason="")
    return Possible(
        act=EndAccreditation,
        about=str(credential.number),
        objection=first_objection(GUARDS[EndAccreditation], state, act, actor, now),
        given=(("number", credential.number),),
    )


def _accreditation(act: Accredit) -> Accreditation:
    return Accreditation(
        capacity=Capacity(act.capacity), body=act.body, of=act.of, since=act.since, until=act.until
    )


ACCREDITATION: Final = Procedure(
    name="accreditation",
    label=text("accreditation.proceeding.name"),
    acts=ACTS,
    events=EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
)
