"""Communications: a member writes to the presidency, which registers, circulates or returns the letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

from comity.bodies.actor import BY_THE_CLERK, CLERK, Actor, Capacity
from comity.bodies.body import Body
from comity.bodies.clearance import is_secretariat, presides
from comity.bodies.procedure import Procedure, ToRecord
from comity.communications import acts, events, issuing
from comity.communications.acts import (
    ACTS,
    CirculateLetter,
    IssueFollowing,
    IssueSymbol,
    IssueSymbolElsewhere,
    NoteOverdue,
    RegisterLetter,
    ReturnLetter,
    SendLetter,
    WithdrawLetter,
)
from comity.communications.state import Communications, Letter, Status, begin, fold
from comity.record.audience import Audience, audience
from comity.rules.acts import Act, By, Due, Possible
from comity.rules.citation import council, house
from comity.rules.guard import Guard, Objection, OutOfOrder, enforces, first_objection
from comity.rules.words import text

OPEN: Final = frozenset({Status.SENT, Status.REGISTERED})


def who_may_send(state: Communications, actor: Actor, now: datetime) -> frozenset[str]:
    """The members and other delegations in whose name this person may write to the body."""
    local = state.body.local(now)
    return actor.speaks_for(local, state.body.code) | frozenset(
        a.of for a in actor.acting(local, state.body.code) if a.capacity is Capacity.OBSERVER and a.of
    )


@enforces(council(6))
def sender_speaks_for_a_delegation(
    state: Communications, act: SendLetter, actor: Actor, now: datetime
) -> Objection | None:
    if act.of in who_may_send(state, actor, now):
        return None
    if not act.of:
        return Objection(text("communications.refusals.no_delegation"), council(6))
    member = state.body.name_of(act.of)
    return Objection(text("communications.refusals.not_your_delegation", member=member), council(6))


@enforces(council(19), council(26))
def presidency_or_secretariat_acts(
    state: Communications, act: Act, actor: Actor, now: datetime
) -> Objection | None:
    if _handles(state, actor, now):
        return None
    return Objection(
        text("communications.refusals.presidency_or_secretariat", body=state.body.name),
        council(26),
        text("communications.refusals.write_to_them"),
    )


def letter_is_there(state: Communications, act: Any, actor: Actor, now: datetime) -> Objection | None:
    if act.letter in state.letters:
        return None
    return Objection(text("communications.refusals.no_such_letter", letter=act.letter), house(3))


def letter_not_yet_registered(
    state: Communications, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    letter = state.letters[act.letter]
    if letter.status is Status.SENT:
        return None
    return Objection(text("communications.refusals.not_waiting", status=_status(letter)), house(3))


@enforces(council(6))
def letter_is_registered(state: Communications, act: Any, actor: Actor, now: datetime) -> Objection | None:
    letter = state.letters[act.letter]
    if letter.status is Status.REGISTERED:
        return None
    if letter.status is Status.CIRCULATED:
        return _may_go_further(letter, act)
    remedy = text("communications.refusals.register_first") if letter.status is Status.SENT else None
    return Objection(
        text("communications.refusals.not_registered", status=_status(letter)), council(6), remedy
    )


def letter_is_still_here(state: Communications, act: Any, actor: Actor, now: datetime) -> Objection | None:
    letter = state.letters[act.letter]
    if letter.status in OPEN:
        return None
    return Objection(text("communications.refusals.already_gone", status=_status(letter)), house(3))


@enforces(council(35))
def only_the_sender_withdraws(
    state: Communications, act: Any, actor: Actor, now: datetime
) -> Objection | None:
    if state.letters[act.letter].of in who_may_send(state, actor, now):
        return None
    return Objection(text("communications.refusals.only_sender_withdraws"), council(35))


def only_the_clerk_notes(state: Communications, act: Act, actor: Actor, now: datetime) -> Objection | None:
    if actor is CLERK:
        return None
    return Objection(text("communications.refusals.clerk_only"), house(4))


def the_clock_has_run_out(state: Communications, act: Any, actor: Actor, now: datetime) -> Objection | None:
    letter = state.letters[act.letter]
    if letter.status is Status.SENT and not letter.overdue and now >= letter.register_by:
        return None
    return Objection(text("communications.refusals.not_overdue", until=letter.register_by), council(6))


GUARDS: Final[dict[type[Act], tuple[Guard, ...]]] = {
    SendLetter: (sender_speaks_for_a_delegation,),
    RegisterLetter: (presidency_or_secretariat_acts, letter_is_there, letter_not_yet_registered),
    CirculateLetter: (presidency_or_secretariat_acts, letter_is_there, letter_is_registered),
    ReturnLetter: (presidency_or_secretariat_acts, letter_is_there, letter_is_still_here),
    WithdrawLetter: (letter_is_there, only_the_sender_withdraws, letter_is_still_here),
    NoteOverdue: (only_the_clerk_notes, letter_is_there, the_clock_has_run_out),
    IssueSymbol: (
        presidency_or_secretariat_acts,
        issuing.document_is_named,
        issuing.document_bears_no_symbol_yet,
    ),
    IssueSymbolElsewhere: (presidency_or_secretariat_acts,),
    IssueFollowing: (presidency_or_secretariat_acts, issuing.symbol_is_there),
}


def decide(state: Communications, act: Any, actor: Actor, now: datetime) -> Iterator[ToRecord]:
    objection = first_objection(GUARDS[type(act)], state, act, actor, now)
    if objection is not None:
        raise OutOfOrder(objection)
    yield _decided(state, act, actor, now)


def _decided(state: Communications, act: Any, actor: Actor, now: datetime) -> ToRecord:
    match act:
        case SendLetter():
            sent = events.LetterSent(
                letter=state.last_letter + 1,
                of=act.of,
                subject=act.subject,
                body=act.body,
                signed=act.signed,
                wish=act.wish,
                attachments=act.attachments,
            )
            return ToRecord(
                event=sent, by=_delegate(state, actor, now, act.of), audience=_parties(state, act.of)
            )
        case RegisterLetter():
            event: Any = _registered(state, act.letter, now)
            by, to = _handler(state, actor, now), _parties(state, state.letters[act.letter].of)
        case CirculateLetter():
            letter = state.letters[act.letter]
            event = events.LetterCirculated(
                letter=act.letter,
                to=act.to,
                symbol=letter.symbol,
                of=letter.of,
                subject=letter.subject,
                body=letter.body,
                signed=letter.signed,
                attachments=letter.attachments,
            )
            by, to = _handler(state, actor, now), _parties(state, letter.of) | _circle(state.body, act.to)
            to = audience(*to)
        case ReturnLetter():
            event = events.LetterReturned(letter=act.letter, reason=act.reason)
            by, to = _handler(state, actor, now), _parties(state, state.letters[act.letter].of)
        case WithdrawLetter():
            of = state.letters[act.letter].of
            event = events.LetterWithdrawn(letter=act.letter)
            by, to = _delegate(state, actor, now, of), _parties(state, of)
        case NoteOverdue():
            event = events.LetterOverdue(letter=act.letter)
            by, to = BY_THE_CLERK, _handlers(state)
        case IssueSymbol() | IssueSymbolElsewhere():
            event = issuing.issued(state, act, now)
            by, to = _handler(state, actor, now), issuing.readers(state, act.distribution)
        case IssueFollowing():
            event = issuing.issued_following(state, act)
            by, to = _handler(state, actor, now), issuing.readers(state, act.distribution)
        case _:
            raise TypeError(type(act))
    return ToRecord(event=event, by=by, audience=to)


def _registered(state: Communications, letter: int, now: datetime) -> events.LetterRegistered:
    series, number, symbol = issuing.next_in_series(state, state.body.local(now).date())
    return events.LetterRegistered(letter=letter, series=series, number=number, symbol=symbol)


def in_order(
    state: Communications, actor: Actor, now: datetime, about: str | None = None
) -> Iterator[Possible]:
    """What this person may do: write a letter; and with each letter that is theirs or that they handle."""
    if not about:
        yield _sending(state, actor, now)
    if about is None:
        for letter in state.letters.values():
            yield from _handling(state, letter, actor, now)
    elif about.isdecimal() and int(about) in state.letters:
        yield from _handling(state, state.letters[int(about)], actor, now)
    if about != "" and _handles(state, actor, now):
        yield from _issuing(state, actor, now, about)


def _issuing(state: Communications, actor: Actor, now: datetime, about: str | None) -> Iterator[Possible]:
    for kind, subject, given in issuing.about_symbols(state, about):
        outline = SimpleNamespace(**dict(given))
        objection = first_objection(GUARDS[kind], state, outline, actor, now)
        yield Possible(act=kind, about=subject, objection=objection, given=given)


def _sending(state: Communications, actor: Actor, now: datetime) -> Possible:
    mine = sorted(who_may_send(state, actor, now))
    members = (("of", tuple((of, state.body.name_of(of)) for of in mine)),)
    sample = SendLetter(
        id="", stream=state.stream, of=mine[0] if mine else "", subject="", body="", signed=""
    )
    return Possible(
        act=SendLetter,
        objection=first_objection(GUARDS[SendLetter], state, sample, actor, now),
        options=members,
    )


def _handling(state: Communications, letter: Letter, actor: Actor, now: datetime) -> Iterator[Possible]:
    kinds: list[type[Act]] = []
    if _handles(state, actor, now):
        kinds += [RegisterLetter, CirculateLetter, ReturnLetter]
    if letter.of in who_may_send(state, actor, now):
        kinds.append(WithdrawLetter)
    for kind in kinds:
        outline = _About(letter.letter, _next_circle(letter) if kind is CirculateLetter else "")
        objection = first_objection(GUARDS[kind], state, outline, actor, now)
        yield Possible(
            act=kind, about=str(letter.letter), objection=objection, given=(("letter", letter.letter),)
        )


def clocks(state: Communications) -> Iterator[Due]:
    for letter, until in state.waiting.items():
        yield Due(at=until, act=NoteOverdue(id=f"overdue-{letter:010d}", stream=state.stream, letter=letter))


class _About:
    """An act in outline, for asking whether it would be in order."""

    def __init__(self, letter: int, to: str) -> None:
        self.letter = letter
        self.to = to


_WIDTH: Final = {acts.MEMBERS: 1, acts.ALL: 2, acts.PUBLIC: 3}


def _next_circle(letter: Letter) -> str:
    """The narrowest circle that a letter has not reached yet."""
    reached = _WIDTH.get(letter.to, 0)
    return next((to for to, width in _WIDTH.items() if width > reached), acts.PUBLIC)


def _may_go_further(letter: Letter, act: CirculateLetter) -> Objection | None:
    """A letter that went to the members may still go to all, and then to everyone; never back."""
    if _WIDTH[act.to] > _WIDTH[letter.to]:
        return None
    circle = text(f"communications.circulation.{letter.to}")
    return Objection(text("communications.refusals.went_so_far", circle=circle), house(3))


def _status(letter: Letter) -> Any:
    return text(f"communications.status.{letter.status.value}")


def _handles(state: Communications, actor: Actor, now: datetime) -> bool:
    return presides(actor, state.body, now) or is_secretariat(actor, now, state.body)


def _handlers(state: Communications) -> Audience:
    return audience(f"presidency:{state.body.code}", "secretariat")


def _parties(state: Communications, of: str) -> Audience:
    return _handlers(state) | audience(f"state:{of}")


def _circle(body: Body, to: str) -> Audience:
    wider = {acts.MEMBERS: (), acts.ALL: ("all",), acts.PUBLIC: ("all", "public")}[to]
    return audience(f"members:{body.code}", *wider)


def _handler(state: Communications, actor: Actor, now: datetime) -> By:
    if is_secretariat(actor, now, state.body):
        return actor.by(Capacity.SECRETARIAT)
    return actor.by(Capacity.PRESIDENT, of=state.body.president_on(state.body.local(now).date()))


def _delegate(state: Communications, actor: Actor, now: datetime, of: str) -> By:
    capacity = next(a.capacity for a in actor.acting(state.body.local(now), state.body.code) if a.of == of)
    return actor.by(capacity, of=of)


COMMUNICATIONS: Final = Procedure(
    name="communications",
    label=text("communications.proceeding.name"),
    acts=ACTS,
    events=events.EVENTS,
    begin=begin,
    fold=fold,
    in_order=in_order,
    decide=decide,
    clocks=clocks,
)
