"""A house whose members elect over HTTP: the people of the secret ballots, and elections in short."""

from __future__ import annotations

from typing import Any

from comity.elections import acts
from comity.elections.state import Election
from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.web.house import house, now
from tests.people import new_id
from tests.web.pages import world
from tests.web.secret import balloted

ASSEMBLY = "unga"
PRESIDENT = "pga"
TELLERS = ("teller.three", "teller.four")
SECRETARIAT = balloted.SECRETARIAT
ESTONIA = "rep-est"


def settle() -> None:
    balloted.settle()
    world.accredit(PRESIDENT, "President of the Assembly", "president", "", "unga")
    world.accredit(ESTONIA, "Representative of EST", "representative", "EST")
    for teller in TELLERS:
        world.accredit(teller, teller, "teller", "", "unga")


def hear(kind: type[Act], person: str, body: str = ASSEMBLY, **given: Any) -> Ruling:
    stream = f"elections:{body}"
    return house().clerk.hear(kind(id=new_id(), stream=stream, **given), world.actor(person), now())


def must(kind: type[Act], person: str, body: str = ASSEMBLY, **given: Any) -> Ruling:
    ruling = hear(kind, person, body, **given)
    assert ruling.accepted, ruling.say()
    return ruling


def known(body: str = ASSEMBLY, number: int = 1) -> Election:
    found: Election = house().clerk.folds.whole(f"elections:{body}").state.elections[number]
    return found


def call(**more: Any) -> None:
    """An election of one Eastern European State."""
    given = {"title": "Election of a member of the committee"}
    must(acts.CallElection, PRESIDENT, **(given | more))
    number = house().clerk.folds.whole("elections:unga").state.last_election
    groups = {"groups": ("eastern-european",), "seats": 1, "majority": "two_thirds"}
    must(acts.AddSlate, SECRETARIAT, election=number, **groups)


def counted(number: int, votes: str, papers: int = 193, *, tellers: tuple[str, ...] = TELLERS) -> None:
    """A ballot whose papers came back and were counted by these tellers."""
    about = {"election": 1, "round": number}
    must(acts.OpenRound, PRESIDENT, election=1, slates=(1,))
    must(acts.IssuePapers, SECRETARIAT, **about, papers=papers)
    must(acts.CloseRound, PRESIDENT, **about)
    for teller in tellers:
        must(acts.EnterCount, teller, **about, returned=papers, votes=votes)


def announced(number: int, votes: str) -> None:
    counted(number, votes)
    must(acts.AnnounceRound, PRESIDENT, election=1, round=number)


def page(person: str, address: str, language: str = "en") -> str:
    answer = world.client(person, language).get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def act(person: str, name: str, body: str = ASSEMBLY, **given: Any) -> Any:
    address = f"/proceedings/elections:{body}/acts/elections.{name}"
    return world.client(person).post(address, {"id": new_id(), **given})
