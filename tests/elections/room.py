"""A body that elects, spoken to in short."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from comity.bodies import states
from comity.bodies.actor import Accreditation, Actor, Capacity, through_the_door
from comity.bodies.body import Bodies, standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.elections import acts
from comity.elections.state import Election, Elections, Round, Slate
from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.voting.lots import fingerprint
from tests.people import NOON, SECRETARIAT, holder, new_id

PRESIDENT: Final = holder(Capacity.PRESIDENT, "unga")
TELLER: Final = holder(Capacity.TELLER)
OTHER_TELLER: Final = Actor(
    person="teller-2", name="Second teller", accreditations=(Accreditation(capacity=Capacity.TELLER),)
)
SEED: Final = "dice of the secretariat: 4 2 6 1 5 3 2 2 6"
REAL: Final = tomllib.loads((Path(__file__).parent / "data" / "real.toml").read_text(encoding="utf-8"))


def code(name: str) -> str:
    return states.find(name).code


class Room:
    """The Assembly, unless another body is named."""

    def __init__(self, body: str = "unga", bodies: Bodies | None = None, now: datetime = NOON) -> None:
        self.body = body
        self.bodies = bodies or standard_bodies()
        self.stream = f"elections:{body}"
        self.clerk = Clerk(MemoryStore(), PROCEDURES, self.bodies)
        self.now = now
        self.chair = PRESIDENT if body == "unga" else holder(Capacity.PRESIDENT, body)

    def hear(self, kind: type[Act], by: Actor, /, **given: Any) -> Ruling:
        self.now += timedelta(seconds=10)
        return self.clerk.hear(kind(id=new_id(), stream=self.stream, **given), by, self.now)

    def must(self, kind: type[Act], by: Actor, /, **given: Any) -> Ruling:
        ruling = self.hear(kind, by, **given)
        assert ruling.accepted, ruling.say()
        return ruling

    def call(self, seats: int = 1, majority: str = "two_thirds", **more: Any) -> int:
        """An election of members with one list; `slate` fields and `election` fields are told apart by name."""
        of_slate = {
            name: more.pop(name) for name in ("groups", "named", "excluded", "persons") if name in more
        }
        self.must(acts.CallElection, self.chair, **({"title": "Election of a committee"} | more))
        number = self.whole.last_election
        self.must(acts.AddSlate, SECRETARIAT, election=number, seats=seats, majority=majority, **of_slate)
        return number

    def council(self, year: int) -> int:
        self.must(acts.CallCouncilElection, SECRETARIAT, year=year)
        return self.whole.last_election

    def open(self, *slates: int, election: int = 1, method: str = "paper") -> tuple[int, ...]:
        before = self.election(election).last_round
        self.must(acts.OpenRound, self.chair, election=election, slates=slates or (1,), method=method)
        return tuple(range(before + 1, self.election(election).last_round + 1))

    def box(self, number: int, papers: int = 0, election: int = 1) -> None:
        """Papers are issued and come back."""
        members = len(self.whole.body.members_on(self.now.date()))
        about = {"election": election, "round": number}
        self.must(acts.IssuePapers, SECRETARIAT, **about, papers=papers or members)
        self.must(acts.CloseRound, self.chair, **about)

    def count(self, by: Actor, number: int, votes: dict[str, int], **more: int) -> Ruling:
        election, invalid, blank = more.pop("election", 1), more.get("invalid", 0), more.get("blank", 0)
        returned = more.get("returned") or sum(votes.values()) + invalid + blank
        lines = "\n".join(f"{name}: {n}" for name, n in votes.items())
        return self.hear(
            acts.EnterCount,
            by,
            election=election,
            round=number,
            returned=returned,
            invalid=invalid,
            blank=blank,
            votes=lines,
        )

    def both_count(self, number: int, votes: dict[str, int], **more: int) -> None:
        for teller in (TELLER, OTHER_TELLER):
            ruling = self.count(teller, number, votes, **more)
            assert ruling.accepted, ruling.say()

    def ballot(self, votes: dict[str, int], slate: int = 1, election: int = 1, **more: int) -> Round:
        """A whole ballot of one list on paper."""
        (number,) = self.open(slate, election=election)
        self.box(number, election=election)
        self.both_count(number, votes, election=election, **more)
        return self.announce(number, election)

    def announce(self, number: int, election: int = 1) -> Round:
        self.must(acts.AnnounceRound, self.chair, election=election, round=number)
        found = self.election(election).round(number)
        assert found is not None
        return found

    def hand_in(self, number: int, votes: dict[str, int], blank: int = 0, **more: Any) -> Ruling:
        papers = more.pop("papers", sum(votes.values()) + blank)
        by = more.pop("by", through_the_door(SECRETARIAT))
        return self.hear(
            acts.HandInResult,
            by,
            election=1,
            round=number,
            archive="a" * 64,
            papers=papers,
            blank=blank,
            votes=tuple(votes.items()),
        )

    def draw(self, slate: int = 1, election: int = 1, seed: str = SEED) -> None:
        about = {"election": election, "slate": slate}
        self.must(acts.PrepareLot, SECRETARIAT, **about, fingerprint=fingerprint(seed))
        self.must(acts.DrawLot, self.chair, **about, seed=seed)

    @property
    def whole(self) -> Elections:
        state: Elections = self.clerk.folds.whole(self.stream).state
        return state

    def election(self, number: int = 1) -> Election:
        return self.whole.elections[number]

    def slate(self, number: int = 1, election: int = 1) -> Slate:
        return self.election(election).slates[number]

    def seen(self, by: Actor) -> Elections:
        state: Elections = self.clerk.seen(self.stream, clearances(by, self.bodies, self.now)).state
        return state


def refused(ruling: Ruling, rule: str, key: str = "") -> bool:
    """Whether it was refused under that rule, and where a key is given for that reason."""
    if ruling.objection is None:
        return False
    right = ruling.objection.reason.key.endswith(f".{key}") if key else True
    return ruling.objection.citation.rule == rule and right
