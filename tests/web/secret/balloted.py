"""A house whose members vote in secret over HTTP: people, transport, and a ballot in short."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.secret_votes import acts
from comity.secret_votes.state import Ballot as Known
from comity.web.house import house, now
from comity.web.secret.booth import booth_hash
from comity.web.secret.concluding import conclude
from comity.web.secret.door import open_ballot
from tests.people import new_id
from tests.secret_votes.hands import Ballot, Trustee, Voter, make_keys
from tests.web.pages import world
from tests.web.votes.assembled import council, president, rep

Closed = tuple[Ballot, tuple[Trustee, ...]]

STREAM = "secret_votes:unsc"
TELLERS = ("teller.one", "teller.two")
SECRETARIAT = "sec.okoro"
SECOND = "sec.second"
QUESTIONS = "Ms Ada\nencourage\ndiscourage\nno opinion\n\nMr Bo\nencourage\ndiscourage\nno opinion"
SEATS = ("teller:1", "teller:2", "secretariat:1")
TRUSTEES = (*TELLERS, SECRETARIAT)


def settle() -> None:
    for code in council():
        world.accredit(rep(code), f"Representative of {code}", "representative", code)
    world.accredit(rep("DEU"), "Representative of DEU", "representative", "DEU")
    world.accredit(SECRETARIAT, "Ada Okoro", "secretariat")
    world.accredit(SECOND, "Second Secretary", "secretariat")
    for teller in TELLERS:
        world.accredit(teller, teller, "teller", "", "unsc")


_clients: dict[tuple[int, str], Any] = {}


def ask(
    person: str, method: str, path: str, body: bytes = b"", act: str = "", **more: Any
) -> tuple[int, bytes]:
    """One request of a person's browser."""
    key = (id(house()), person)
    client = _clients.get(key) or _clients.setdefault(key, world.client(person))
    if method == "GET":
        answer = client.get(path, **more)
    else:
        headers = {"x-act": act} if act else {}
        answer = client.post(path, body, content_type="application/json", headers=headers, **more)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, content


def hear(kind: type[Act], person: str, **given: Any) -> Ruling:
    return house().clerk.hear(kind(id=new_id(), stream=STREAM, **given), world.actor(person), now())


def must(kind: type[Act], person: str, **given: Any) -> Ruling:
    ruling = hear(kind, person, **given)
    assert ruling.accepted, ruling.say()
    return ruling


def chair() -> str:
    return rep(president())


def call(**more: Any) -> Ballot:
    given = {"title": "Straw poll", "questions": QUESTIONS, "trustees": SEATS}
    must(acts.CallBallot, chair(), **(given | more))
    return Ballot(ask=ask, number=house().clerk.folds.whole(STREAM).state.last_ballot)


def known(ballot: Ballot) -> Known:
    found: Known = house().clerk.folds.whole(STREAM).state.ballots[ballot.number]
    return found


def trustees() -> tuple[Trustee, ...]:
    return tuple(Trustee(owner=owner, person=person) for owner, person in enumerate(TRUSTEES, 1))


def voters(codes: Sequence[str]) -> tuple[Voter, ...]:
    return tuple(Voter(of=code, person=rep(code)) for code in codes)


def opened(ballot: Ballot, *, weighed: bool = True) -> Ruling:
    ruling = open_ballot(STREAM, ballot.number, booth_hash(), weighed, new_id(), world.actor(chair()))
    assert ruling.accepted, ruling.say()
    return ruling


def close(ballot: Ballot) -> None:
    must(acts.CloseBallot, chair(), ballot=ballot.number)


def concluded(ballot: Ballot) -> None:
    """What a serving process does by itself."""
    assert conclude(STREAM, ballot.number)


def running(codes: Sequence[str] = ("FRA", "GBR", "LVA"), **more: Any) -> tuple[Ballot, Any, Any]:
    """A ballot that is open, with its voters and its trustees."""
    ballot = call(**more)
    holders, them = trustees(), voters(codes)
    make_keys(ballot, holders)
    for voter in them:
        box = next(one["box"] for one in ballot.status(voter.person)["mine"])
        voter.register(ballot, box)
    opened(ballot)
    return ballot, them, holders
