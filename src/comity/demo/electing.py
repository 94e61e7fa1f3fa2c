"""The elections of the demo: that of Council members in 2019, and one that the model council is in the middle of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.bodies.states import get
from comity.demo.month import Sent, table
from comity.demo.selecting import Diary
from comity.elections import acts
from comity.rules.acts import Act
from comity.selection.past import ASSEMBLY_PRESIDENT, SECRETARIAT, Step

STREAM = "elections:unga"
TELLERS = tuple(
    Actor(
        person=f"history-teller-{n}",
        name=f"Teller {n}",
        accreditations=(Accreditation(capacity=Capacity.TELLER, body="unga"),),
    )
    for n in (1, 2)
)


def held_in_2019() -> tuple[Step, ...]:
    """The whole election, both ballots of the Eastern European States among them."""
    known = table("elections.toml")["council"]
    at = datetime.combine(known["day"], time(14), UTC)
    return tuple(
        Step(at=at + timedelta(minutes=n), by=by, act=kind(id=f"past-2019-{n:012d}", stream=STREAM, **given))
        for n, (by, kind, given) in enumerate(_in_2019(known))
    )


Doing = tuple[Actor, type[Act], dict[str, Any]]


def _in_2019(known: dict[str, Any]) -> Iterator[Doing]:
    yield SECRETARIAT, acts.CallCouncilElection, {"year": known["year"]}
    for of, group in known["endorsed"].items():
        yield SECRETARIAT, acts.DeclareCandidate, {"election": 1, "of": of, "group": group}
    for of in known["standing"]:
        yield _representative(of), acts.DeclareCandidate, {"election": 1, "of": of}
    opened = 0
    for ballot in known["ballot"]:
        slates = tuple(ballot["slates"])
        yield ASSEMBLY_PRESIDENT, acts.OpenRound, {"election": 1, "slates": slates}
        rounds = range(opened + 1, opened + len(slates) + 1)
        for kind, by, more in (
            (acts.IssuePapers, SECRETARIAT, {"papers": ballot["papers"]}),
            (acts.CloseRound, ASSEMBLY_PRESIDENT, {}),
        ):
            for number in rounds:
                yield by, kind, {"election": 1, "round": number} | more
        for number, votes, blank in zip(rounds, ballot["votes"], ballot["blank"], strict=True):
            given = {"election": 1, "round": number, "returned": ballot["papers"], "blank": blank}
            for teller in TELLERS:
                yield teller, acts.EnterCount, given | {"votes": _lines(votes)}
            yield ASSEMBLY_PRESIDENT, acts.AnnounceRound, {"election": 1, "round": number}
        opened += len(slates)


def _representative(of: str) -> Actor:
    held = Accreditation(capacity=Capacity.REPRESENTATIVE, of=of)
    name = f"Permanent Representative of {get(of).short.say('en')}"
    return Actor(person=f"history-2019-{of.lower()}", name=name, accreditations=(held,))


def _lines(votes: dict[str, int]) -> str:
    return "\n".join(f"{name}: {n}" for name, n in votes.items())


def electing() -> tuple[Sent, ...]:
    """The model council has elected one member of its committee; in the second ballot one teller has counted."""
    known = table("elections.toml")["model"]
    diary = Diary(known["stream"])
    diary.on(known["day"], 15)
    return tuple(_of_the_model(diary, known))


def _of_the_model(diary: Diary, known: dict[str, Any]) -> Iterator[Sent]:
    clerk, president, tellers = known["secretariat"], known["president"], known["tellers"]
    term = {"term_since": known["term_since"], "term_until": known["term_until"]}
    yield diary.does(clerk, "call_election", title=known["title"], **term)
    yield diary.does(clerk, "add_slate", election=1, seats=known["seats"], majority="two_thirds")
    for of, by in known["candidates"].items():
        yield diary.does(by, "declare_candidate", election=1, of=of)
    members = 15
    for number, (votes, counting) in enumerate(
        ((known["first"], tellers), (known["second"], tellers[:1])), start=1
    ):
        about = {"election": 1, "round": number}
        yield diary.does(president, "open_round", election=1, slates=(1,))
        yield diary.does(president, "issue_papers", **about, papers=members)
        yield diary.does(president, "close_round", **about)
        for teller in counting:
            yield diary.does(teller, "enter_count", **about, returned=members, votes=_lines(votes))
        if len(counting) == len(tellers):
            yield diary.does(president, "announce_round", **about)
