"""In any order of acts nobody sees a figure that is withheld from them, and what is in order is what is heard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from comity.bodies.actor import Actor, through_the_door
from comity.rules.acts import Act, Possible
from comity.rules.guard import OutOfOrder
from comity.selection import acts as a
from comity.selection.figures import Figures, extremes
from comity.selection.procedure import decide
from comity.selection.rulebook import RULEBOOKS
from comity.selection.state import Round
from tests.people import new_id
from tests.selection.desk import ANYONE, FILE, PGA, SECRETARIAT, Desk, representative

PEOPLE: dict[str, Actor] = {
    "": ANYONE,
    "PGA": PGA,
    "secretariat": SECRETARIAT,
    **{code: representative(code) for code in ("LVA", "LBR", "FRA", "PAN", "CHN", "ARG", "BRA", "CRI")},
}
"""Latvia presides, Liberia is next, France and Panama count, the last three present candidates; so may Latvia."""
COUNTS = ((10, 3, 2), (15, 0, 0), (7, 7, 1), (14, 1, 0), (5, 5, 5))


def filled(possible: Possible, desk: Desk, person: Actor, choice: int) -> Act:
    """The act with a content that has nothing wrong with it."""
    state, given = desk.state, dict(possible.given)
    own = person.accreditations[0].of or "XXX"
    given |= {
        name: value
        for name, value in (("of", own), ("kind", "dialogue"), ("meeting", "none"))
        if name in possible.act.__dataclass_fields__
    }
    for name, options in possible.options:
        if name in ("of", "meeting", "kind") and options:
            given[name] = options[choice % len(options)][0]
    latest = state.round
    more: dict[type[Act], dict[str, Any]] = {
        a.OpenProcess: {"rulebook": desk.rulebook, "title": "T", "term_since": date(2027, 1, 1)},
        a.PutRules: {
            "rulebook": desk.rulebook,
            "principles": "P",
            "until": desk.now + timedelta(minutes=2 + choice % 9),
        },
        a.ObjectToRules: {"reason": "R"},
        a.Nominate: {
            "full_name": f"Candidate {choice}",
            "letter": "L",
            "curriculum_vitae": FILE,
            "vision_statement": FILE,
            "funding": "F",
        },
        a.WithdrawNomination: {"notice": "N"},
        a.WithdrawCandidacy: {"notice": "N"},
        a.DrawSlots: {"seed": f"seed {choice}"},
        a.AgreeSlots: {"order": tuple(one.candidate for one in state.listed)},
        a.ScheduleHearing: {"at": desk.now},
        a.MoveHearing: {"at": desk.now},
        a.FileArchive: {"archive": "https://example.org/recording"},
        a.CallPart: {"part": "closing"},
        a.SubmitQuestion: {"question_text": "?"},
        a.MergeQuestions: {"theme": "T", "question_text": "?"},
        a.OpenRound: {"method": "paper" if choice % 3 else "electronic"},
        a.Disclose: {"warned": True},
        a.ReportLeak: {"where": "W"},
        a.ApplyShortlist: {"seed": f"seed {choice}"},
        a.ExpressView: {"wish": "proceed"},
        a.DecideNext: {"decision": "proceed" if choice % 4 == 0 else "vote_again"},
        a.Recommend: {"method": "acclamation", "resolution": "R"},
        a.IssueCommunique: {"communique": "C"},
        a.Appoint: {
            "method": "acclamation",
            "resolution": "R",
            "term_since": date(2027, 1, 1),
            "term_until": date(2031, 12, 31),
        },
    }
    given |= more.get(possible.act, {})
    if possible.act is a.AppointTellers:
        offered = [code for code, _ in dict(possible.options).get("first", (("FRA", ""), ("PAN", "")))]
        given |= {"first": offered[0], "second": offered[1]}
    if possible.act is a.MergeQuestions:
        given["questions"] = tuple(
            q.question
            for q in state.questions.values()
            if q.hearing == given["hearing"] and q.chosen is None and not q.merged_into
        )
    if possible.act is a.EnterCount and latest is not None:
        candidate = latest.candidates[choice % len(latest.candidates)]
        given |= {"candidate": candidate, "of": person.accreditations[0].of} | counted(candidate, choice)
    return possible.act(id=new_id(), stream=desk.stream, **given)


def counted(candidate: int, choice: int) -> dict[str, int]:
    """Both tellers enter the same more often than not."""
    in_favour, against, neutral = COUNTS[(candidate + choice // 50) % len(COUNTS)]
    return {"in_favour": in_favour, "against": against, "neutral": neutral}


class AnyOrder(RuleBasedStateMachine):
    """People do what occurs to them; the acts that matter most come a little more often."""

    @initialize(rulebook=st.sampled_from(RULEBOOKS), with_president=st.booleans(), far=st.integers(0, 2))
    def begin(self, rulebook: str, with_president: bool, far: int) -> None:
        self.desk = Desk(rulebook)
        if far:
            states = ("ARG", "BRA", "CRI") + (("LVA",) if with_president else ())
            self.desk.with_candidates(*states)
        if far == 2:
            chair = PEOPLE["LBR" if with_president else "LVA"]
            counts = ((10, 3, 2), (8, 4, 3), (6, 6, 3), (5, 7, 3))[: 4 if with_president else 3]
            self.desk.counted(*counts, chair=chair)

    @rule(who=st.sampled_from(sorted(PEOPLE)), which=st.integers(0, 40), choice=st.integers(0, 99))
    def somebody_does_something(self, who: str, which: int, choice: int) -> None:
        person, desk = PEOPLE[who], self.desk
        possible = [one for one in desk.clerk.in_order(desk.stream, person, desk.now) if one.in_order]
        if possible:
            act = filled(possible[which % len(possible)], desk, person, choice)
            desk.now += timedelta(seconds=1)
            desk.clerk.hear(act, person, desk.now)

    @rule(choice=st.integers(0, 99))
    def an_electronic_ballot_comes_in(self, choice: int) -> None:
        desk, latest = self.desk, self.desk.state.round
        if latest is not None:
            figures = tuple(
                Figures(candidate=candidate, **counted(candidate, choice)) for candidate in latest.candidates
            )
            given = {"round": latest.round, "archive": "a" * 64, "figures": figures}
            act = a.HandInResult(id=new_id(), stream=desk.stream, **given)
            desk.now += timedelta(seconds=1)
            desk.clerk.hear(act, through_the_door(SECRETARIAT), desk.now)

    @rule(choice=st.integers(0, 99))
    def the_round_goes_on(self, choice: int) -> None:
        """Whatever step a round waits for, by whoever may take it."""
        steps = (a.CloseRound, a.Disclose, a.ReadCopy, a.ApplyShortlist, a.DecideNext, a.OpenRound)
        self.desk.now += timedelta(seconds=1)
        for person in PEOPLE.values():
            for one in self.desk.clerk.in_order(self.desk.stream, person, self.desk.now):
                if one.in_order and one.act in steps:
                    self.desk.clerk.hear(filled(one, self.desk, person, choice), person, self.desk.now)
                    return

    @rule(who=st.sampled_from(sorted(PEOPLE)), choice=st.integers(0, 49))
    def in_order_and_decide_agree(self, who: str, choice: int) -> None:
        person, desk = PEOPLE[who], self.desk
        for possible in desk.clerk.in_order(desk.stream, person, desk.now):
            if not possible.in_order and possible.act is a.EnterCount:
                continue  # There is no round whose figures could be filled in.
            act = filled(possible, desk, person, choice)
            try:
                list(decide(desk.state, act, person, desk.now))
            except OutOfOrder as refusal:
                assert not possible.in_order, (who, possible, refusal)
            else:
                assert possible.in_order, (who, possible)

    @invariant()
    def nobody_sees_a_figure_withheld_from_them(self) -> None:
        if not hasattr(self, "desk") or not self.desk.state.rulebook:
            return
        whole = self.desk.state
        for who, person in PEOPLE.items():
            for number, one in self.desk.seen(person).rounds.items():
                self._may_see(who, person, one, whole.rounds[number])

    @invariant()
    def every_step_follows_the_one_before(self) -> None:
        if not hasattr(self, "desk"):
            return
        state = self.desk.state
        for one in state.rounds.values():
            assert one.opened is not None
            assert one.closed is None or (one.opened < one.closed and one.figures)
            assert one.disclosed is None or (one.closed is not None and one.closed <= one.disclosed)
            assert one.shortlisted is None or one.disclosed is not None
            assert one.decision == "" or one.disclosed is not None
        numbers = sorted(one.number for one in state.letters.values() if one.circulated)
        assert numbers == list(range(1, len(numbers) + 1))
        assert state.recommended is None or state.recommendations
        assert state.appointed is None or state.recommended is not None
        assert state.oath is None or state.appointed is not None

    def _may_see(self, who: str, person: Actor, seen: Round, whole: Round) -> None:
        assert set(seen.counts) <= {who}, "a teller sees its own count alone"
        if whole.published is not None:
            assert whole.disclosed is not None and self.desk.state.rules.public_told == "table"
            return
        if who == whole.conducted_by or (who in whole.tellers and who):
            return
        assert seen.handed_in == () and seen.accepted == ()
        copies = [
            copy
            for copy in self.desk.state.copies.values()
            if copy.round == whole.round and any(reader[0] == person.person for reader in copy.readers)
        ]
        assert all(copy.to == who for copy in copies)
        if any(copy.form == "table" for copy in copies):
            assert seen.figures == whole.figures or set(seen.figures) == set(whole.figures)
            return
        own = {copy.candidate for copy in copies}
        assert {one.candidate for one in seen.figures} <= own
        assert whole.disclosed is not None or seen.figures == ()
        assert seen.extremes is None or (own and seen.extremes == extremes(whole.figures))


AnyOrder.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
TestAnyOrder = AnyOrder.TestCase
