"""In whatever order the acts come: no vote lost, none doubled, nothing after the close, nothing opened too early."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from comity.bodies.actor import ANYONE, by_the_box, through_the_door
from comity.clerk.clerk import Clerk
from comity.clerk.procedures import PROCEDURES
from comity.secret_votes import acts
from comity.secret_votes.events import BoxResult
from comity.secret_votes.state import ONE_BOX, Stage
from tests.people import FRANCE, NOON, SECRETARIAT, representative
from tests.secret_votes.chamber import HOLDERS, SECOND_SECRETARY, TELLERS, Chamber, credential

MEMBERS = ("FRA", "GBR", "LVA", "CHN")
READERS = (FRANCE, representative("GBR"), SECRETARIAT, TELLERS[0], ANYONE)
CLOSES = NOON + timedelta(minutes=40)


class Balloting(RuleBasedStateMachine):
    """Members register and vote, lose devices, come late; trustees come and go; the clock runs; a server restarts."""

    def __init__(self) -> None:
        super().__init__()
        self.chamber = Chamber()
        self.registered: dict[str, str] = {}
        """Which credential each member was last told is registered, kept apart from the code under test."""
        self.last: dict[str, str] = {}
        self.taken: list[str] = []
        self.asked: dict[str, str] = {}
        self.made = 0
        self.shares: set[int] = set()

    @initialize(
        one_vote_only=st.booleans(), threshold=st.sampled_from([0, 2]), closes=st.sampled_from([None, CLOSES])
    )
    def call(self, one_vote_only: bool, threshold: int, closes: object) -> None:
        self.chamber.call(one_vote_only=one_vote_only, threshold=threshold, closes=closes, fewest=2)
        self.one_vote_only = one_vote_only

    @property
    def stage(self) -> Stage:
        return self.chamber.ballot.stage

    @rule(of=st.sampled_from((*MEMBERS, "DEU")), device=st.sampled_from(["", " again"]))
    def register(self, of: str, device: str) -> None:
        before = self.stage
        if self.chamber.register(of, name=of + device).accepted:
            assert before is Stage.CALLED and of in MEMBERS and of not in self.registered
            self.registered[of] = of + device

    @rule(of=st.sampled_from(MEMBERS), by=st.sampled_from([SECRETARIAT, SECOND_SECRETARY, FRANCE]))
    def ask_for_renewal(self, of: str, by: object) -> None:
        given = {"ballot": 1, "member": of, "reason": "Lost."}
        if self.chamber.hear(acts.AskForRenewal, by, **given).accepted:  # type: ignore[arg-type]
            assert self.stage is Stage.CALLED and of in self.registered and by is not FRANCE
            self.asked[of] = by.person  # type: ignore[attr-defined]

    @rule(of=st.sampled_from(MEMBERS), by=st.sampled_from([SECRETARIAT, SECOND_SECRETARY]))
    def confirm_renewal(self, of: str, by: object) -> None:
        if self.chamber.hear(acts.ConfirmRenewal, by, ballot=1, member=of).accepted:  # type: ignore[arg-type]
            assert self.stage is Stage.CALLED and self.asked.pop(of) != by.person  # type: ignore[attr-defined]
            del self.registered[of]

    @rule()
    def make_keys(self) -> None:
        if self.stage is Stage.CALLED and not any(seat.certificate for seat in self.chamber.ballot.seats):
            self.chamber.make_keys()

    @rule()
    def replace_a_trustee(self) -> None:
        before = self.chamber.ballot
        given = {"ballot": 1, "owner": "1", "seat": "teller:1", "reason": "Away."}
        if self.chamber.hear(acts.ReplaceTrustee, SECRETARIAT, **given).accepted:
            after = self.chamber.ballot
            assert before.stage is Stage.CALLED and after.round == before.round + 1
            kept = [bool(seat.key) for seat in after.seats[1:]]
            assert kept == ([False, False] if after.group else [bool(s.key) for s in before.seats[1:]])
            assert not after.seats[0].key

    @rule(weighed=st.booleans())
    def open(self, weighed: bool) -> None:
        ready = self.chamber.ballot.ready and len(self.registered) >= 2
        if self.chamber.open(weighed=weighed).accepted:
            assert ready and weighed, "four members are few: it must be weighed"

    @rule(of=st.sampled_from(MEMBERS), new=st.booleans(), by=st.sampled_from(MEMBERS))
    def cast(self, of: str, new: bool, by: str) -> None:
        name = self.registered.get(of, of)
        if new or not self.taken:
            self.made += 1
            digest = f"{self.made:064x}"
        else:
            digest = self.taken[0]
        given = {"box": ONE_BOX, "credential": credential(name)[1], "digest": digest, "size": 1}
        before = self.stage
        voter = by_the_box(representative(by))
        if self.chamber.hear(acts.CastBallot, voter, ballot=1, **given).accepted:
            assert before is Stage.OPEN and by == of and of in self.registered and digest not in self.taken
            assert not (self.one_vote_only and of in self.last)
            assert self.chamber.ballot.closes is None or self.chamber.now < CLOSES
            self.taken.append(digest)
            self.last[of] = digest

    @rule()
    def close(self) -> None:
        before = self.stage
        if self.chamber.hear(acts.CloseBallot, self.chamber.chair, ballot=1).accepted:
            assert before is Stage.OPEN

    @rule(minutes=st.sampled_from([1, 30]))
    def time_passes(self, minutes: int) -> None:
        self.chamber.now += timedelta(minutes=minutes)
        self.chamber.clerk.wake(self.chamber.now)

    @rule(owner=st.sampled_from([1, 2, 3]), by=st.sampled_from([1, 2, 3]))
    def share(self, owner: int, by: int) -> None:
        before = self.chamber.ballot
        given = {"box": ONE_BOX, "owner": owner, "share": "{}", "transcript": "{}"}
        trustee = through_the_door(HOLDERS[by - 1])
        if self.chamber.hear(acts.HandInShare, trustee, ballot=1, **given).accepted:
            assert before.stage is Stage.CLOSED and owner == by and owner not in self.shares
            assert len(self.last) >= before.fewest and len(self.shares) < before.threshold
            self.shares.add(owner)

    @rule()
    def announce(self) -> None:
        counted = len(self.last)
        result = BoxResult(
            box=ONE_BOX,
            counts=(counted, 0, 0, 0, 0, counted),
            ballots=len(self.taken),
            counted=counted,
            archive="0" * 64,
        )
        before = self.chamber.ballot
        ruling = self.chamber.hear(acts.AnnounceResult, by_the_box(ANYONE), ballot=1, results=(result,))
        if ruling.accepted:
            assert before.stage is Stage.CLOSED and counted >= before.fewest
            assert len(self.shares) == before.threshold

    @rule(really=st.sampled_from([False, False, False, True]))
    def abandon(self, really: bool) -> None:
        if really:
            before = self.stage
            ruling = self.chamber.hear(acts.AbandonBallot, SECRETARIAT, ballot=1, reason="Given up.")
            assert ruling.accepted == (before not in (Stage.ANNOUNCED, Stage.ABANDONED))

    @rule()
    def restart(self) -> None:
        self.chamber.clerk = Clerk(self.chamber.store, PROCEDURES, self.chamber.clerk.bodies)

    @invariant()
    def the_box_holds_what_was_taken(self) -> None:
        if not self.chamber.whole.ballots:
            return
        box = self.chamber.box()
        assert list(box.cast) == self.taken
        assert sorted(box.voted.values()) == sorted(self.last.values())
        assert box.registered == set(self.registered)
        assert box.credentials == {of: credential(name)[1] for of, name in self.registered.items()}

    @invariant()
    def an_end_stays_an_end(self) -> None:
        if self.chamber.whole.ballots and getattr(self, "ended", None):
            assert self.stage is self.ended
        if self.chamber.whole.ballots and self.stage in (Stage.ANNOUNCED, Stage.ABANDONED):
            self.ended = self.stage

    @invariant()
    def no_reader_learns_whose_credential_is_which(self) -> None:
        for reader in READERS:
            state = self.chamber.seen(reader)
            mine = set(reader.speaks_for(self.chamber.now, "unsc"))
            for ballot in state.ballots.values():
                for box in ballot.boxes.values():
                    assert set(box.credentials) <= mine
                assert {ballot.seats[to - 1].person for to, _ in ballot.letters} <= {reader.person}
        assert not self.chamber.seen(ANYONE).ballots


TestBalloting = Balloting.TestCase
TestBalloting.settings = settings(max_examples=15, stateful_step_count=40, deadline=None)
