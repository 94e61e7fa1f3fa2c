"""What browsers bring to a ballot: credentials, ballots, the trustees' messages; answered in JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from comity.ballots.ballot import longest_ballot
from comity.ballots.canonical import array, from_json, record, string, to_json
from comity.ballots.refusals import Refused, require
from comity.clerk.shapes import ACT_ID
from comity.rules.acts import Act
from comity.rules.citation import Citation
from comity.rules.citation import house as house_rule
from comity.rules.guard import OutOfOrder, Ruling
from comity.rules.words import Text, text
from comity.secret_votes import acts, guards
from comity.secret_votes.state import Stage
from comity.web.house import house
from comity.web.pages.edge import AWAY, RETRY_AFTER
from comity.web.pages.reader import Reader, reader
from comity.web.pages.secret.place import ballot_of, box_of, stream_of, tracker_of, whole_of
from comity.web.secret.concluding import conclude
from comity.web.secret.door import cast, hand_in_share
from comity.web.secret.ledger import ledger
from comity.web.secret.pool import Busy

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of any other message."""
COME_AGAIN: Final = 1
"""Seconds after which a ballot that had to wait had better come again."""

Answer = Callable[..., HttpResponse]


class TooLarge(Exception):
    """More bytes than a message of this kind can have."""


class NotAnAct(Exception):
    """The header that names the act is missing or malformed."""


def answered(view: Callable[..., Mapping[str, Any]]) -> Answer:
    """Answer what the view says, or why it was refused, in JSON and in the reader's language."""

    @wraps(view)
    def answer(request: HttpRequest, code: str, number: int, *more: Any, **named: Any) -> HttpResponse:
        if request.method != "POST":
            response = refused(405, "method", text("web.secret_votes.only_post"), "en")
            response["Allow"] = "POST"
            return response
        try:
            one = reader(request)
            if not one.signed_in:
                return refused(403, "signed_out", text("web.secret_votes.signed_out"), one.language)
            try:
                said = view(request, one, code, number, *more, **named)
            except Http404:
                return refused(404, "not_here", text("web.secret_votes.not_here"), one.language)
            except NotAnAct:
                return refused(400, "no_act", text("web.secret_votes.no_act"), one.language)
            except TooLarge:
                return refused(413, "too_large", text("web.secret_votes.too_large"), one.language)
            except Refused as refusal:
                return refused(422, refusal.code, refusal.reason, one.language, place=refusal.place)
            except OutOfOrder as out:
                found = out.objection
                code_of = found.reason.key.rpartition(".")[2]
                return refused(409, code_of, found.reason, one.language, found.citation, found.remedy)
            except Busy:
                return _later(COME_AGAIN, "busy", text("web.secret_votes.busy"), one.language)
            return JsonResponse({"ok": True, **said})
        except AWAY:
            return _later(RETRY_AFTER, "away", text("web.errors.away_happened"), "en")

    return answer


def refused(
    status: int,
    code: str,
    reason: Text,
    language: str,
    citation: Citation | None = None,
    remedy: Text | None = None,
    *,
    place: str = "",
) -> HttpResponse:
    """Why something was not taken."""
    said = {
        "ok": False,
        "code": code,
        "reason": reason.say(language),
        "citation": citation.say(language) if citation is not None else None,
        "remedy": remedy.say(language) if remedy is not None else None,
        "place": place or None,
    }
    return JsonResponse(said, status=status)


def _later(seconds: int, code: str, reason: Text, language: str) -> HttpResponse:
    response = refused(503, code, reason, language)
    response["Retry-After"] = str(seconds)
    return response


def act_id(request: HttpRequest) -> str:
    id = request.headers.get("X-Act", "")
    if not re.fullmatch(ACT_ID, id):
        raise NotAnAct
    return id


def body_within(request: HttpRequest, limit: int) -> bytes:
    """The bytes that were sent, whose length is looked at before they are read."""
    length = request.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and int(length) > limit:
        raise TooLarge
    body = request.read(limit + 1)
    if len(body) > limit:
        raise TooLarge
    return body


def message(request: HttpRequest, *keys: str) -> Mapping[str, Any]:
    """A JSON object with exactly these keys, in any order."""
    value = from_json(body_within(request, LARGEST), limit=LARGEST)
    require(isinstance(value, dict) and set(value) == set(keys), "wrong_keys", keys=", ".join(keys))
    return {key: value[key] for key in keys}


def number_in(found: Mapping[str, Any], key: str) -> int:
    require(type(found[key]) is int and 0 <= found[key] < 1_000_000, "not_a_number", key)
    return int(found[key])


def written(found: Mapping[str, Any], key: str, limit: int = acts.MESSAGE) -> str:
    """A part of the protocol as its own compact bytes."""
    message = to_json(found[key])
    require(len(message) <= limit, "too_long", key, length=len(message), limit=limit)
    return message.decode("utf-8")


def heard(act: Act, one: Reader) -> Ruling:
    ruling = house().clerk.hear(act, one.actor, one.now)
    if ruling.objection is not None:
        raise OutOfOrder(ruling.objection)
    return ruling


@answered
def credential(request: HttpRequest, one: Reader, code: str, number: int, box: str) -> Mapping[str, Any]:
    """A delegation registers the public half of its credential."""
    id = act_id(request)
    box_of(ballot_of(code, number, one)[2], box)
    found = message(request, "of", "credential", "proof")
    proof = record(found["proof"], ("challenge", "response"), place="proof")
    short = {
        "of": string(found["of"], place="of"),
        "credential": string(found["credential"], place="credential"),
        "challenge": string(proof["challenge"], place="proof/challenge"),
        "response": string(proof["response"], place="proof/response"),
    }
    for name, value in short.items():
        require(len(value) <= 617, "too_long", name, length=len(value), limit=617)
    act = acts.RegisterCredential(id=id, stream=stream_of(code), ballot=number, box=box, **short)
    return {"sequence": heard(act, one).first}


@answered
def ballot(request: HttpRequest, one: Reader, code: str, number: int, box: str) -> Mapping[str, Any]:
    """A ballot comes in."""
    id = act_id(request)
    known = ballot_of(code, number, one)[2]
    kept = box_of(known, box)
    if not kept.election:
        raise OutOfOrder(guards.refused("not_open_yet", house_rule(3)))
    raw = body_within(request, longest_ballot(ledger(stream_of(code), known, kept).election))
    taken = cast(stream_of(code), number, box, raw, id, one.actor)
    return {
        "sequence": taken.sequence,
        "tracker": tracker_of(taken.digest),
        "ballots": taken.ballots,
        "again": taken.again,
    }


@answered
def step(request: HttpRequest, one: Reader, code: str, number: int, step: str) -> Mapping[str, Any]:
    """A trustee's message."""
    id = act_id(request)
    ballot_of(code, number, one)
    if step == "share":
        return _share(request, one, code, number, id)
    if step not in STEPS:
        raise Http404
    return {"sequence": heard(STEPS[step](request, id, stream_of(code), number), one).first}


def _certificate(request: HttpRequest, id: str, stream: str, number: int) -> Act:
    found = message(request, "round", "owner", "certificate")
    return acts.HandInCertificate(
        id=id, stream=stream, ballot=number, certificate=written(found, "certificate"), **_from(found)
    )


def _dealing(request: HttpRequest, id: str, stream: str, number: int) -> Act:
    found = message(request, "round", "owner", "coefficients", "agreement", "letters")
    letters = array(found["letters"], place="letters")
    require(len(letters) <= acts.MOST_TRUSTEES, "wrong_length", "letters", found=len(letters), wanted=5)
    return acts.HandInDealing(
        id=id,
        stream=stream,
        ballot=number,
        coefficients=written(found, "coefficients"),
        agreement=written(found, "agreement"),
        letters=tuple(string(letter, place="letters")[: acts.MESSAGE + 1] for letter in letters),
        **_from(found),
    )


def _key(request: HttpRequest, id: str, stream: str, number: int) -> Act:
    found = message(request, "round", "owner", "key")
    return acts.HandInKey(id=id, stream=stream, ballot=number, key=written(found, "key"), **_from(found))


def _report(request: HttpRequest, id: str, stream: str, number: int) -> Act:
    found = message(request, "round", "owner", "dealer", "reason")
    reason = " ".join(string(found["reason"], place="reason").split())
    require(0 < len(reason) <= 300, "too_long", "reason", length=len(reason), limit=300)
    return acts.ReportDealing(
        id=id, stream=stream, ballot=number, dealer=number_in(found, "dealer"), reason=reason, **_from(found)
    )


STEPS: Final[Mapping[str, Callable[[HttpRequest, str, str, int], Act]]] = {
    "certificate": _certificate,
    "dealing": _dealing,
    "key": _key,
    "report": _report,
}


def _from(found: Mapping[str, Any]) -> dict[str, int]:
    return {"owner": number_in(found, "owner"), "round": number_in(found, "round")}


def _share(request: HttpRequest, one: Reader, code: str, number: int, id: str) -> Mapping[str, Any]:
    found = message(request, "owner", "box", "share", "transcript")
    act = acts.HandInShare(
        id=id,
        stream=stream_of(code),
        ballot=number,
        box=string(found["box"], place="box"),
        owner=number_in(found, "owner"),
        share=string(found["share"], place="share"),
        transcript=string(found["transcript"], place="transcript"),
    )
    ruling = hand_in_share(act, one.actor)
    if ruling.objection is not None:
        raise OutOfOrder(ruling.objection)
    announced = whole_of(code, number).stage is Stage.ANNOUNCED or conclude(stream_of(code), number)
    return {"sequence": ruling.first, "announced": announced}
