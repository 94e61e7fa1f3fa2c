"""In whatever order the acts come: nobody sees too early, nothing is lost or doubled, the result can be recounted."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from comity.bodies.actor import ANYONE, Actor
from comity.clerk.clerk import Clerk
from comity.clerk.procedures import PROCEDURES
from comity.rules.acts import Act
from comity.rules.guard import OutOfOrder
from comity.votes import acts, proposing
from comity.votes.state import Status, Votes
from comity.voting.lots import fingerprint
from tests.people import FRANCE, GERMANY, LATVIA, SECRETARIAT, new_id, representative
from tests.votes.hall import COUNCIL, OTHER_TELLER, PRESIDENT, SEED, TELLER, Hall

READERS = (FRANCE, LATVIA, GERMANY, representative("GBR"), SECRETARIAT, TELLER, ANYONE)
CLOSED_AT_THE_CLOSE = ("electronic", "written")


class Voting(RuleBasedStateMachine):
    """Members vote, change, come late; the chair closes and announces; the clock runs; a server restarts."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Hall()
        self.last: dict[int, dict[str, str]] = {}
        """What each member was last told is its vote, kept apart from the code under test."""

    @rule(
        method=st.sampled_from(["electronic", "electronic", "written", "roll_call", "show_of_hands"]),
        rule_=st.sampled_from(["unsc.substantive", "unsc.procedural"]),
    )
    def open(self, method: str, rule_: str) -> None:
        given = {"subject": "Water", "rule": rule_, "method": method}
        if self.hall.hear(acts.OpenVote, LATVIA, **given).accepted:
            number = self.hall.whole.last_vote
            self.last[number] = {}
            if method == "roll_call":
                self.hall.draw(number)

    @rule(data=st.data(), choice=st.sampled_from(["yes", "no", "abstain", "pass", "absent"]))
    def cast(self, data: st.DataObject, choice: str) -> None:
        if not self.last:
            return
        number = data.draw(st.sampled_from(sorted(self.last)))
        member = data.draw(st.sampled_from([*COUNCIL, "DEU"]))
        if self.hall.cast(member, choice, vote=number, signed="Signed").accepted:
            assert member in COUNCIL
            self.last[number][member] = choice

    @rule(data=st.data())
    def everybody_votes(self, data: st.DataObject) -> None:
        for number in self.last:
            for member in [self.hall.vote(number).called] if self.hall.vote(number).roll else COUNCIL:
                choice = data.draw(st.sampled_from(["yes", "yes", "yes", "no", "abstain"]))
                if member and self.hall.cast(member, choice, vote=number, signed="Signed").accepted:
                    self.last[number][member] = choice

    @rule(data=st.data(), hands=st.lists(st.sampled_from(COUNCIL), unique=True, min_size=1))
    def raise_hands(self, data: st.DataObject, hands: list[str]) -> None:
        if not self.last:
            return
        number = data.draw(st.sampled_from(sorted(self.last)))
        given = {"in_favour": tuple(hands[1:]), "against": tuple(hands[:1])}
        if self.hall.hear(acts.RecordHands, SECRETARIAT, vote=number, **given).accepted:
            self.last[number] = dict.fromkeys(hands[1:], "yes") | {hands[0]: "no"}

    @rule(data=st.data(), kind=st.sampled_from([acts.CloseVote, acts.AnnounceResult]))
    def close_or_announce(self, data: st.DataObject, kind: type[Act]) -> None:
        if self.last:
            self.hall.hear(kind, LATVIA, vote=data.draw(st.sampled_from(sorted(self.last))))

    @rule(hours=st.sampled_from([1, 12, 25]))
    def time_passes(self, hours: int) -> None:
        self.hall.now += timedelta(hours=hours)
        self.hall.clerk.wake(self.hall.now)

    @rule()
    def the_server_restarts(self) -> None:
        """A new process knows only the record, and folds the same state from it."""
        before = self.hall.whole
        self.hall.clerk = Clerk(self.hall.store, PROCEDURES, self.hall.clerk.bodies)
        assert self.hall.whole == before

    @invariant()
    def no_reader_sees_anothers_vote_before_it_is_opened(self) -> None:
        for reader in READERS:
            own = {a.of for a in reader.accreditations}
            for number, seen in self.hall.seen(reader).votes.items():
                status = self.hall.vote(number).status
                opened = {
                    "electronic": status in (Status.CLOSED, Status.ANNOUNCED),
                    "written": status is Status.ANNOUNCED
                    or reader is SECRETARIAT
                    or (reader is LATVIA and status is Status.CLOSED),
                }.get(seen.method, True)
                if not opened:
                    assert set(seen.cast) <= own, (reader.name, seen)

    @invariant()
    def no_vote_is_lost_or_doubled(self) -> None:
        for number, told in self.last.items():
            cast = self.hall.vote(number).cast
            assert {of: one.choice for of, one in cast.items()} == told

    @invariant()
    def the_result_is_that_of_an_independent_recount(self) -> None:
        for number, told in self.last.items():
            vote = self.hall.vote(number)
            if vote.result is None:
                continue
            count = Counter(told.values())
            assert (vote.result.yes, vote.result.no, vote.result.abstain) == (
                count["yes"],
                count["no"],
                count["abstain"],
            )
            permanent_against = any(told.get(of) == "no" for of in ("CHN", "FRA", "GBR", "RUS", "USA"))
            if count["yes"] < 9:
                assert vote.result.verdict == "insufficient"
            elif permanent_against and vote.rule == "unsc.substantive":
                assert vote.result.verdict == "vetoed"
            else:
                assert vote.result.verdict == "adopted"


Voting.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestVoting = Voting.TestCase


def busy_council() -> Hall:
    hall = Hall()
    text = hall.submit(item="7", sponsors=("GBR",))
    hall.submit("COL", item="7")
    hall.submit("GBR", amends=text)
    hall.must(proposing.MoveDivision, representative("USA"), proposal=text, of="USA", operative="1\n2")
    secret = hall.submit("COL", seen_by="members")
    hall.open(secret, method="written", seen_by="members")
    hall.cast("FRA", signed="A. P.")
    hall.open(hall.submit("USA"), rule="silence", method="silence", until=hall.now + timedelta(hours=24))
    withdrawn = hall.submit(sponsors=("GBR",))
    hall.must(proposing.WithdrawProposal, FRANCE, proposal=withdrawn)
    hall.hold(hall.submit("USA"), yes=" ".join(COUNCIL))
    hall.open(explanations_first=True)
    return hall


def busy_assembly(method: str) -> Hall:
    hall = Hall("unga")
    text = hall.submit()
    hall.must(proposing.MoveDivision, representative("USA"), proposal=text, of="USA", operative="1\n2")
    hall.hold(hall.submit("GBR"), yes="FRA", no="GBR")
    rule_ = method if method == "consensus" else "unga.simple"
    vote = hall.open(method=method, rule=rule_)
    match method:
        case "roll_call":
            hall.must(acts.PrepareLot, SECRETARIAT, vote=vote, fingerprint=fingerprint(SEED))
        case "secret_paper":
            hall.must(acts.IssuePapers, SECRETARIAT, vote=vote, papers=3)
            hall.must(acts.CloseVote, PRESIDENT, vote=vote)
            hall.must(acts.EnterCounts, TELLER, vote=vote, returned=3, yes=1, no=1, blank=1, invalid=0)
        case "electronic":
            hall.cast("FRA")
    return hall


def good_content(
    hall: Hall, kind: type[Act], given: dict[str, Any], options: dict[str, Any]
) -> dict[str, Any]:
    """What a person would write into the card."""
    state: Votes = hall.whole
    of = next(iter(options.get("of", ())), ("", None))[0]
    vote = state.votes.get(given.get("vote", 0))
    fitting = {
        proposing.SubmitProposal: {"of": of, "subject": "S"},
        proposing.MoveDivision: {"of": of, "operative": "Paragraph 1"},
        proposing.PlaceInOrder: {"place": 1},
        proposing.NoteExclusion: {"falls_with": 0},
        acts.OpenVote: {
            "subject": "S",
            "rule": "silence",
            "method": "silence",
            "until": hall.now + timedelta(hours=100),
        },
        acts.CastVote: {"of": of, "choice": "yes", "signed": "A. P."},
        acts.AcknowledgeLetter: {"member": "FRA"},
        acts.RecordAnswer: {"member": "", "choice": "yes"},
        acts.RecordHands: {"in_favour": ("FRA",)},
        acts.RecordCounts: {"yes": 1, "no": 0, "abstain": 0},
        acts.PrepareLot: {"fingerprint": fingerprint(SEED)},
        acts.DrawFirstMember: {"seed": SEED},
        acts.IssuePapers: {"papers": 3},
        acts.EnterCounts: {"returned": 3, "yes": 1, "no": 1, "blank": 1, "invalid": 0},
        acts.ExtendSilence: {"until": hall.now + timedelta(hours=200)},
        acts.ExplainVote: {"of": of, "statement": "S"},
        acts.StateIntention: {"of": of, "choice": "no" if vote and of == "FRA" else "abstain"},
        acts.AbandonVote: {"reason": "R"},
        acts.CorrectAnnouncement: {"member": "FRA", "choice": "abstain", "reason": "R"},
    }
    wanted = fitting.get(kind, {"of": of} if "of" in kind.__dataclass_fields__ else {})
    return wanted | given


def agree(hall: Hall, people: tuple[Actor, ...]) -> int:
    tried = 0
    procedure = hall.clerk.shapes.procedure_of(hall.stream)
    for person in people:
        for possible in hall.clerk.in_order(hall.stream, person, hall.now):
            if possible.act is proposing.NoteExclusion:
                continue
            given = good_content(hall, possible.act, dict(possible.given), dict(possible.options))
            act = possible.act(id=new_id(), stream=hall.stream, **given)
            try:
                list(procedure.decide(hall.whole, act, person, hall.now))
            except OutOfOrder as refusal:
                assert not possible.in_order, (person.name, possible, refusal)
                assert possible.objection == refusal.objection
            else:
                assert possible.in_order, (person.name, possible)
            tried += 1
    return tried


def test_what_is_in_order_is_heard_and_what_is_not_is_refused_in_the_council() -> None:
    assert agree(busy_council(), (FRANCE, LATVIA, SECRETARIAT, GERMANY, TELLER, ANYONE)) > 60


def test_what_is_in_order_is_heard_and_what_is_not_is_refused_in_the_assembly() -> None:
    for method in ("roll_call", "secret_paper", "electronic", "show_of_hands", "consensus"):
        people = (FRANCE, PRESIDENT, SECRETARIAT, representative("NPL"), TELLER, OTHER_TELLER, ANYONE)
        assert agree(busy_assembly(method), people) > 30


def test_no_card_is_about_what_its_reader_may_not_know() -> None:
    hall = busy_council()
    for person in (FRANCE, LATVIA, SECRETARIAT, GERMANY, TELLER, ANYONE):
        seen = hall.seen(person)
        for possible in hall.clerk.in_order(hall.stream, person, hall.now):
            given = dict(possible.given)
            assert given.get("vote", next(iter(seen.votes))) in seen.votes, (person.name, possible)
            assert given.get("proposal", next(iter(seen.proposals))) in seen.proposals, (
                person.name,
                possible,
            )


def test_folding_in_pieces_is_folding_at_once() -> None:
    hall = busy_council()
    procedure = hall.clerk.shapes.procedure_of(hall.stream)
    happened = [hall.clerk.shapes.happened(entry) for entry in hall.store.all_entries()]
    at_once = procedure.fold(procedure.begin(hall.stream, hall.clerk.bodies), happened)
    in_pieces = procedure.begin(hall.stream, hall.clerk.bodies)
    for one in happened:
        in_pieces = procedure.fold(in_pieces, [one])
    assert at_once == in_pieces == hall.whole
