"""What can be read: each operation is a view of the state that the caller may see."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from comity.bodies import states
from comity.communications.state import Letter
from comity.record.audience import may_open
from comity.record.proofs import consistency_proof, inclusion_proof
from comity.rules.rulebook import Rulebook, rulebooks
from comity.rules.words import text
from comity.web.api.acts import PROBLEMS, FileOut, Place
from comity.web.api.callers import caller
from comity.web.api.problems import Refused
from comity.web.house import house, now
from comity.web.language import spoken

router = Router(tags=["views"])
Limit = Annotated[int, Field(ge=1, le=500)]
Sequence = Annotated[int, Field(ge=0, le=2**53 - 1)]


class LetterOut(BaseModel):
    """A letter as far as the caller may know it."""

    letter: int
    of: str
    subject: str
    body: str
    signed: str
    status: str
    symbol: str
    to: str
    reason: str
    overdue: bool
    at: datetime
    entry: int
    touched: int
    attachments: list[FileOut]


class LettersOut(BaseModel):
    """Letters, the one touched last first, and how many entries stay closed to the caller."""

    as_of: int
    sealed: int
    letters: list[LetterOut]


class EntryOut(BaseModel):
    """An entry of the record; payload and salt only where the caller may open it."""

    sequence: int
    stream: str
    version: int
    kind: str
    at: str
    audience: str
    commitment: str
    payload: dict[str, Any] | None = None
    salt: str | None = None


class ProofOut(BaseModel):
    """Hashes, in hexadecimal, from the leaf upwards (RFC 9162)."""

    size: int
    hashes: list[str]


class BodyOut(BaseModel):
    code: str
    name: str
    members: list[str]
    permanent: list[str]
    president: str


class StateOut(BaseModel):
    code: str
    name: str
    formal: str
    group: str


class RuleOut(BaseModel):
    number: str
    says: str
    standing: str
    guards: list[str]


@router.get("/communications/{place}/letters", response={200: LettersOut, **PROBLEMS}, summary="Letters")
def letters(request: HttpRequest, place: Path[Place], since: Sequence = 0, limit: Limit = 100) -> Any:
    """The letters of a body that changed after an entry of the record."""
    who = caller(request)
    who.need("read")
    folded = _communications(place, who.clearances)
    found: list[LetterOut] = []
    for letter in reversed(folded.state.letters.values()):
        if letter.touched <= since or len(found) == limit:
            break
        found.append(_letter(letter))
    return LettersOut(as_of=folded.sequence, sealed=len(folded.state.sealed), letters=found)


@router.get(
    "/communications/{place}/letters/{number}", response={200: LetterOut, **PROBLEMS}, summary="A letter"
)
def letter(request: HttpRequest, place: Path[Place], number: Path[Sequence]) -> Any:
    who = caller(request)
    who.need("read")
    found = _communications(place, who.clearances).state.letters.get(number)
    if found is None:
        raise Refused(404, text("web.api.nothing_there"))
    return _letter(found)


def _communications(place: str, clearances: frozenset[str]) -> Any:
    if place not in house().bodies:
        raise Refused(404, text("web.api.nothing_there"))
    return house().clerk.seen(f"communications:{place}", clearances)


def _letter(one: Letter) -> LetterOut:
    return LetterOut(
        letter=one.letter,
        of=one.of,
        subject=one.subject,
        body=one.body,
        signed=one.signed,
        status=one.status.value,
        symbol=one.symbol,
        to=one.to,
        reason=one.reason,
        overdue=one.overdue,
        at=one.at,
        entry=one.entry,
        touched=one.touched,
        attachments=[
            FileOut(sha256=f.sha256, name=f.name, media_type=f.media_type, size=f.size)
            for f in one.attachments
        ],
    )


@router.get("/record/entries", response={200: list[EntryOut], **PROBLEMS}, summary="Entries of the record")
def entries(request: HttpRequest, after: Sequence = 0, limit: Limit = 100) -> Any:
    """The record in its order: every header, and the payloads that the caller may open."""
    who = caller(request)
    who.need("read")
    found: list[EntryOut] = []
    for entry in house().store.all_entries(after, after + limit):
        header = entry.header
        opened = entry.payload is not None and may_open(header.audience, who.clearances)
        found.append(
            EntryOut(
                **header.plain(),
                payload=entry.payload if opened else None,
                salt=entry.salt.hex() if opened and entry.salt else None,
            )
        )
    return found


@router.get("/record/checkpoint", response={200: None, **PROBLEMS}, summary="The newest signed checkpoint")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """As text in the form of transparency logs."""
    written = house().store.checkpoint()
    if written is None:
        raise Refused(404, text("web.api.nothing_there"))
    return HttpResponse(written, content_type="text/plain; charset=utf-8")


@router.get(
    "/record/proofs/inclusion", response={200: ProofOut, **PROBLEMS}, summary="An entry is in the record"
)
def inclusion(request: HttpRequest, sequence: Query[Annotated[int, Field(ge=1, le=2**53 - 1)]]) -> Any:
    leaves = house().store.leaves()
    if sequence > len(leaves):
        raise Refused(404, text("web.api.nothing_there"))
    return ProofOut(size=len(leaves), hashes=[h.hex() for h in inclusion_proof(leaves, sequence)])


@router.get(
    "/record/proofs/consistency", response={200: ProofOut, **PROBLEMS}, summary="The record only grew"
)
def consistency(request: HttpRequest, older: Query[Annotated[int, Field(ge=1, le=2**53 - 1)]]) -> Any:
    leaves = house().store.leaves()
    if older > len(leaves):
        raise Refused(404, text("web.api.nothing_there"))
    return ProofOut(size=len(leaves), hashes=[h.hex() for h in consistency_proof(leaves, older)])


@router.get("/bodies", response={200: list[BodyOut], **PROBLEMS}, summary="Bodies")
def bodies(request: HttpRequest, on: Query[date | None] = None) -> Any:
    """The bodies of the house as they are on a day."""
    return [_body(code, on) for code in house().bodies]


@router.get("/bodies/{place}", response={200: BodyOut, **PROBLEMS}, summary="A body")
def body(request: HttpRequest, place: Path[Place], on: Query[date | None] = None) -> Any:
    if place not in house().bodies:
        raise Refused(404, text("web.api.nothing_there"))
    return _body(place, on)


def _body(code: str, on: date | None) -> BodyOut:
    found = house().bodies[code]
    day = on or found.local(now()).date()
    return BodyOut(
        code=code,
        name=found.name.say(spoken()),
        members=list(found.members_on(day)),
        permanent=list(found.permanent_on(day)),
        president=found.president_on(day),
    )


@router.get("/states", response={200: list[StateOut], **PROBLEMS}, summary="Member States")
def member_states(request: HttpRequest, q: Annotated[str, Field(max_length=100)] = "") -> Any:
    """The Member States, or those that a search finds in the caller's language."""
    language = spoken()
    found = states.search(q, language) if q.strip() else states.all_states()
    return [
        StateOut(code=s.code, name=s.short.say(language), formal=s.formal.say(language), group=str(s.group))
        for s in found
    ]


@router.get("/rules/{book}", response={200: list[RuleOut], **PROBLEMS}, summary="A rulebook")
def rules(request: HttpRequest, book: Path[Annotated[str, Field(pattern="^[a-z]{1,40}$")]]) -> Any:
    """What each rule asks, in our own words, and what the system does about it."""
    found: Rulebook | None = next((b for b in rulebooks() if b.name == book), None)
    if found is None:
        raise Refused(404, text("web.api.nothing_there"))
    return [
        RuleOut(number=rule.number, says=rule.says, standing=str(rule.standing), guards=list(rule.guards))
        for rule in found.rules
    ]
