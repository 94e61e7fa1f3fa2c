"""In whatever order the acts come: nobody sees too early, nobody is elected twice, the result can be recounted."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from comity.bodies.actor import ANYONE
from comity.elections import acts
from comity.elections.state import RUNNING, Round, Slate, Status
from comity.voting import Round as Counted
from comity.voting import Withdrawal, draw, elect
from comity.voting.lots import fingerprint, lot_seed
from tests.elections.room import OTHER_TELLER, PRESIDENT, SEED, TELLER, Room
from tests.people import FRANCE, SECRETARIAT, representative

NAMES = ("EST", "GEO", "LVA", "POL", "ROU")
READERS = (FRANCE, PRESIDENT, SECRETARIAT, TELLER, OTHER_TELLER, ANYONE)


class Electing(RuleBasedStateMachine):
    """Rounds are opened, given up, counted alike or not; candidates leave; lots are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self.steps: list[Any] = []
        """What was announced, withdrawn and drawn, kept apart from the code under test."""
        self.seats = 2
        self.room.call(self.seats, majority="simple", named=NAMES)

    @property
    def slate(self) -> Slate:
        return self.room.slate()

    @property
    def running(self) -> Round | None:
        return self.slate.running

    @rule(of=st.sampled_from(NAMES))
    def declare(self, of: str) -> None:
        self.room.hear(acts.DeclareCandidate, representative(of), election=1, of=of)

    @rule(of=st.sampled_from(NAMES))
    def withdraw(self, of: str) -> None:
        given = {"election": 1, "candidate": of}
        if self.room.hear(acts.WithdrawCandidate, representative(of), **given).accepted:
            self.steps.append(Withdrawal(candidates=(of,)))

    @rule(reason=st.sampled_from(["", "", "", "Wrong papers"]))
    def open_and_perhaps_give_up(self, reason: str) -> None:
        given = {"election": 1, "slates": (1,), "method": "paper"}
        if self.room.hear(acts.OpenRound, PRESIDENT, **given).accepted and reason:
            about = {"election": 1, "round": self.room.election().last_round}
            self.room.must(acts.AbandonRound, PRESIDENT, **about, reason=reason)

    @rule(papers=st.integers(90, 193))
    def issue_and_close(self, papers: int) -> None:
        if self.running:
            about = {"election": 1, "round": self.running.round}
            self.room.hear(acts.IssuePapers, SECRETARIAT, **about, papers=papers)
            self.room.hear(acts.CloseRound, PRESIDENT, **about)

    @rule(
        data=st.data(),
        teller=st.sampled_from([TELLER, OTHER_TELLER]),
        blank=st.integers(0, 3),
        level=st.sampled_from([0, 1, 45, 60]),
    )
    def count(self, data: st.DataObject, teller: Any, blank: int, level: int) -> None:
        this = self.running
        if this is None:
            return
        among = data.draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4))
        votes = dict.fromkeys(among, level)
        self.room.count(teller, this.round, votes, blank=blank)

    @rule(data=st.data(), level=st.sampled_from([30, 40, 60]))
    def both_count_alike_and_it_is_announced(self, data: st.DataObject, level: int) -> None:
        this = self.running
        if this is None or this.status is not Status.CLOSED:
            return
        among = data.draw(st.lists(st.sampled_from(this.names), unique=True, min_size=1, max_size=4))
        votes = {name: level + data.draw(st.integers(0, 1)) for name in among}
        for teller in (TELLER, OTHER_TELLER, TELLER):
            self.room.count(teller, this.round, votes, returned=max(votes.values()))
        self.announce()

    @rule()
    def announce(self) -> None:
        this = self.running
        if this is None:
            return
        agreed = this.agreed
        given = {"election": 1, "round": this.round}
        if self.room.hear(acts.AnnounceRound, PRESIDENT, **given).accepted:
            assert agreed is not None
            self.steps.append(
                Counted(
                    votes=dict(agreed.votes),
                    papers=agreed.returned,
                    invalid=agreed.invalid,
                    abstentions=agreed.blank,
                )
            )

    @rule()
    def lots(self) -> None:
        given = {"election": 1, "slate": 1}
        self.room.hear(acts.PrepareLot, SECRETARIAT, **given, fingerprint=fingerprint(SEED))
        before = self.slate
        if self.room.hear(acts.DrawLot, PRESIDENT, **given, seed=SEED).accepted:
            seed = lot_seed(SEED, before.commitment)
            self.steps.append(draw(seed, before.now.among, before.now.contested))

    @invariant()
    def nobody_sees_a_tellers_figures_before_both_are_in(self) -> None:
        for reader in READERS:
            seen = self.room.seen(reader).elections[1].slates[1]
            for one in seen.rounds:
                assert set(one.entered) <= {reader.person}
                if one.status in RUNNING and reader in (FRANCE, ANYONE):
                    assert one.agreed is None and not one.compared

    @invariant()
    def the_state_is_what_the_rounds_come_to_counted_anew(self) -> None:
        again = elect(self.steps, seats=self.seats, majority="simple", eligible=NAMES)
        assert again.standings == self.slate.course.standings
        assert self.room.seen(ANYONE).elections[1].slates[1].course == self.slate.course

    @invariant()
    def nobody_is_elected_twice_and_no_more_than_there_are_places(self) -> None:
        elected = self.slate.elected
        assert len(set(elected)) == len(elected) <= self.seats
        assert not set(elected) & set(self.slate.withdrawn)


TestElecting = Electing.TestCase
TestElecting.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
