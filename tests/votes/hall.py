"""A body that votes, spoken to in short."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.bodies.body import standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.memory import MemoryStore
from comity.clerk.procedures import PROCEDURES
from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.votes.acts import (
    AnnounceResult,
    CastVote,
    CloseVote,
    DrawFirstMember,
    OpenVote,
    PrepareLot,
    RecordHands,
)
from comity.votes.proposing import SubmitProposal
from comity.votes.state import Vote, Votes
from comity.voting.lots import fingerprint
from tests.people import LATVIA, NOON, SECRETARIAT, holder, new_id, representative

COUNCIL = tuple(sorted(standard_bodies()["unsc"].members_on(NOON.date())))
PERMANENT = ("CHN", "FRA", "GBR", "RUS", "USA")
PRESIDENT = holder(Capacity.PRESIDENT, "unga")
TELLER = holder(Capacity.TELLER)
OTHER_TELLER = Actor(
    person="teller-2", name="Second teller", accreditations=(Accreditation(capacity=Capacity.TELLER),)
)
SEED = "dice of the secretariat: 4 2 6 1 5 3 2 2 6"


class Hall:
    def __init__(self, body: str = "unsc") -> None:
        self.stream = f"votes:{body}"
        self.store = MemoryStore()
        self.clerk = Clerk(self.store, PROCEDURES, standard_bodies())
        self.now = NOON
        self.chair = LATVIA if body == "unsc" else PRESIDENT
        self.rule = "unsc.substantive" if body == "unsc" else "unga.simple"

    def hear(self, kind: type[Act], by: Actor, **given: Any) -> Ruling:
        self.now += timedelta(seconds=10)
        return self.clerk.hear(kind(id=new_id(), stream=self.stream, **given), by, self.now)

    def must(self, kind: type[Act], by: Actor, **given: Any) -> Ruling:
        ruling = self.hear(kind, by, **given)
        assert ruling.accepted, ruling.say()
        return ruling

    def submit(self, of: str = "FRA", subject: str = "Water", **more: Any) -> int:
        self.must(SubmitProposal, representative(of), **({"of": of, "subject": subject} | more))
        return self.whole.last_proposal

    def open(self, proposal: int = 0, **more: Any) -> int:
        given = {
            "proposal": proposal,
            "subject": "" if proposal else "Water",
            "rule": self.rule,
            "method": "electronic",
        }
        self.must(OpenVote, self.chair, **(given | more))
        return self.whole.last_vote

    def cast(self, of: str, choice: str = "yes", vote: int = 0, **more: Any) -> Ruling:
        vote = vote or self.whole.last_vote
        return self.hear(CastVote, representative(of), vote=vote, of=of, choice=choice, **more)

    def finish(self, vote: int = 0) -> Vote:
        vote = vote or self.whole.last_vote
        self.must(CloseVote, self.chair, vote=vote)
        self.must(AnnounceResult, self.chair, vote=vote)
        return self.vote(vote)

    def hold(self, proposal: int = 0, yes: str = "", no: str = "", **more: Any) -> Vote:
        """A whole vote by show of hands, by the codes of those in favour and against."""
        vote = self.open(proposal, method="show_of_hands", **more)
        hands = {"in_favour": tuple(yes.split()), "against": tuple(no.split())}
        self.must(RecordHands, SECRETARIAT, vote=vote, **hands)
        return self.finish(vote)

    def draw(self, vote: int, seed: str = SEED) -> str:
        self.must(PrepareLot, SECRETARIAT, vote=vote, fingerprint=fingerprint(seed))
        self.must(DrawFirstMember, SECRETARIAT, vote=vote, seed=seed)
        return self.vote(vote).first

    @property
    def whole(self) -> Votes:
        state: Votes = self.clerk.folds.whole(self.stream).state
        return state

    def vote(self, number: int = 0) -> Vote:
        return self.whole.votes[number or self.whole.last_vote]

    def fate(self, proposal: int) -> str:
        return self.whole.proposals[proposal].fate.value

    def seen(self, by: Actor) -> Votes:
        state: Votes = self.clerk.seen(self.stream, clearances(by, standard_bodies(), self.now)).state
        return state


def refused(ruling: Ruling, rule: str, key: str = "") -> bool:
    """Whether it was refused under that rule, and where a key is given for that reason."""
    if ruling.objection is None:
        return False
    return ruling.objection.citation.rule == rule and ruling.objection.reason.key.endswith(
        f".{key}" if key else ""
    )
