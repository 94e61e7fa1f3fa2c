"""Symbols are issued in sequence, each once, and a circulated letter bears the one that was issued for it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from comity.bodies.actor import Actor
from comity.bodies.clearance import clearances
from comity.communications import acts as c
from comity.communications.state import Communications
from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.selection import acts as a
from tests.people import new_id
from tests.selection.desk import ANYONE, LATVIA, PGA, SECRETARIAT, Desk, refused, representative

FRANCE = representative("FRA")


def issue(desk: Desk, by: Actor, kind: type[Act], code: str = "unsc", **given: Any) -> Ruling:
    desk.now += timedelta(minutes=1)
    return desk.clerk.hear(kind(id=new_id(), stream=f"communications:{code}", **given), by, desk.now)


def register(desk: Desk, code: str = "unsc") -> Communications:
    state: Communications = desk.clerk.folds.whole(f"communications:{code}").state
    return state


def letter_of(number: int) -> str:
    return f"selection:test/letters/{number}"


def elsewhere(desk: Desk, by: Actor = SECRETARIAT, **more: Any) -> Ruling:
    return issue(desk, by, c.IssueSymbolElsewhere, **({"title": "Note"} | more))


def test_symbols_follow_each_other_without_gaps_also_between_letters() -> None:
    desk = Desk()
    assert elsewhere(desk).accepted
    sent = {"of": "FRA", "subject": "S", "body": "B", "signed": "F"}
    assert issue(desk, FRANCE, c.SendLetter, **sent).accepted
    assert issue(desk, LATVIA, c.RegisterLetter, letter=1).accepted
    assert elsewhere(desk).accepted
    state = register(desk)
    assert [*state.issued, state.letters[1].symbol] == ["S/2026/1", "S/2026/3", "S/2026/2"]


def test_each_year_and_each_session_has_a_sequence_of_its_own() -> None:
    desk = Desk(at=datetime(2026, 12, 31, 12, tzinfo=UTC))
    assert elsewhere(desk).accepted
    desk.now = datetime(2027, 1, 1, 15, tzinfo=UTC)
    assert elsewhere(desk).accepted
    assert list(register(desk).issued) == ["S/2026/1", "S/2027/1"]
    for day in (datetime(2026, 12, 31, 12, tzinfo=UTC), datetime(2027, 9, 20, 15, tzinfo=UTC)):
        desk.now = max(desk.now, day)
        assert issue(desk, SECRETARIAT, c.IssueSymbolElsewhere, "unga", title="T").accepted
    assert list(register(desk, "unga").issued) == ["A/81/1", "A/82/1"]


def test_two_that_are_issued_at_once_bear_different_symbols() -> None:
    desk = Desk()
    start = threading.Barrier(8)

    def one() -> None:
        act = c.IssueSymbolElsewhere(id=new_id(), stream="communications:unsc", title="T")
        start.wait()
        assert desk.clerk.hear(act, SECRETARIAT, desk.now).accepted

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(register(desk).issued) == [f"S/2026/{n}" for n in range(1, 9)]


@pytest.mark.parametrize("by", [FRANCE, representative("ARG"), PGA, ANYONE])
def test_rule_26_only_the_presidency_and_the_secretariat_issue_symbols(by: Actor) -> None:
    desk = Desk()
    assert refused(elsewhere(desk, by), "S/96/Rev.7", "26")
    assert refused(issue(desk, by, c.IssueFollowing, symbol="S/2026/1", what="Corr"), "S/96/Rev.7", "26")
    assert elsewhere(desk, LATVIA).accepted
    assert not any(
        possible.act in (c.IssueSymbol, c.IssueSymbolElsewhere, c.IssueFollowing)
        for about in (None, "document", "S/2026/1", letter_of(1))
        for possible in desk.clerk.in_order("communications:unsc", by, desk.now, about)
    )


def test_a_document_gets_one_symbol() -> None:
    desk = Desk().open()
    desk.adopt()
    assert issue(desk, SECRETARIAT, c.IssueSymbol, document=letter_of(1)).accepted
    assert refused(issue(desk, SECRETARIAT, c.IssueSymbol, document=letter_of(1)), "3")
    assert refused(issue(desk, SECRETARIAT, c.IssueSymbol, document="somewhere"), "2")
    assert list(register(desk).issued) == ["S/2026/1"]


def test_addenda_corrections_and_revisions_are_counted_each_on_its_own() -> None:
    desk = Desk()
    assert elsewhere(desk).accepted
    for what in ("Corr", "Add", "Corr", "Rev"):
        assert issue(desk, SECRETARIAT, c.IssueFollowing, symbol="S/2026/1", what=what).accepted
    assert issue(desk, SECRETARIAT, c.IssueFollowing, symbol="S/2026/1/Rev.1", what="Corr").accepted
    assert elsewhere(desk).accepted
    assert list(register(desk).issued) == [
        "S/2026/1", "S/2026/1/Corr.1", "S/2026/1/Add.1", "S/2026/1/Corr.2", "S/2026/1/Rev.1",
        "S/2026/1/Rev.1/Corr.1", "S/2026/2",
    ]  # fmt: skip
    assert refused(issue(desk, SECRETARIAT, c.IssueFollowing, symbol="S/2026/9", what="Add"), "2")


def test_limited_distribution_is_for_the_members_and_those_who_serve_them() -> None:
    desk = Desk()
    assert elsewhere(desk, distribution="limited").accepted

    def known(by: Actor) -> bool:
        held = clearances(by, desk.bodies, desk.now)
        return bool(desk.clerk.seen("communications:unsc", held).state.issued)

    assert [known(by) for by in (FRANCE, SECRETARIAT, LATVIA, representative("DEU"), ANYONE)] == [
        True, True, True, False, False,
    ]  # fmt: skip


def signed() -> Desk:
    """A selection whose two first letters are signed and wait to go out."""
    desk = Desk("unsg-2016").open()
    desk.adopt()
    desk.does(LATVIA, a.SignLetter, letter=1)
    desk.does(LATVIA, a.SignLetter, letter=2)
    desk.does(PGA, a.SignLetter, letter=2)
    return desk


def test_a_joint_letter_bears_a_symbol_of_each_organ() -> None:
    desk = signed()
    assert issue(desk, SECRETARIAT, c.IssueSymbol, "unsc", document=letter_of(2)).accepted
    assert refused(desk.hear(SECRETARIAT, a.CirculateLetter, letter=2), "3")
    assert issue(desk, PGA, c.IssueSymbol, "unga", document=letter_of(2)).accepted
    (possible,) = (
        one
        for one in desk.clerk.in_order(desk.stream, SECRETARIAT, desk.now, "2")
        if one.act is a.CirculateLetter
    )
    assert dict(possible.given) == {"letter": 2, "symbol": "A/81/1-S/2026/1"}
    desk.does(SECRETARIAT, a.CirculateLetter, letter=2)
    assert desk.seen(ANYONE).letters[2].symbol == "A/81/1-S/2026/1"


def test_a_letter_goes_out_under_no_other_symbol_than_the_one_issued_for_it() -> None:
    desk = signed()
    assert issue(desk, SECRETARIAT, c.IssueSymbol, "unsc", document=letter_of(1)).accepted
    assert refused(desk.hear(SECRETARIAT, a.CirculateLetter, letter=1, symbol="S/2026/7"), "3")
    desk.does(SECRETARIAT, a.CirculateLetter, letter=1, symbol="S/2026/1")
    assert desk.state.letters[1].symbol == "S/2026/1"


@pytest.mark.parametrize("typed", ["S", "none", "S//1", "2026/1", "S/2026/1 of today"])
def test_a_typed_symbol_is_a_symbol(typed: str) -> None:
    assert refused(signed().hear(SECRETARIAT, a.CirculateLetter, letter=1, symbol=typed), "3")


def test_a_typed_symbol_goes_out_as_symbols_are_written() -> None:
    desk = signed()
    desk.does(SECRETARIAT, a.CirculateLetter, letter=2, symbol="a/70/623–s/2015/988")
    assert desk.state.letters[2].symbol == "A/70/623-S/2015/988"


def test_nobody_types_a_symbol_of_a_series_that_is_issued_here() -> None:
    desk = signed()
    assert elsewhere(desk).accepted
    for typed in ("S/2026/1", "S/2026/2", "A/81/5-S/2026/3"):
        assert refused(desk.hear(SECRETARIAT, a.CirculateLetter, letter=1, symbol=typed), "3")
    desk.does(SECRETARIAT, a.CirculateLetter, letter=1, symbol="S/2015/988")


def test_a_letter_may_go_out_without_a_symbol() -> None:
    desk = signed()
    desk.does(SECRETARIAT, a.CirculateLetter, letter=1)
    assert desk.state.letters[1].symbol == ""


def test_everyone_learns_who_signed_a_letter_that_went_out() -> None:
    desk = signed()
    desk.does(SECRETARIAT, a.CirculateLetter, letter=2)
    assert set(desk.seen(ANYONE).letters[2].signed) == {"unsc", "unga"}
    assert desk.seen(ANYONE).letters[2].signed == desk.state.letters[2].signed


class Registry(RuleBasedStateMachine):
    """Whoever issues what in whatever order: every series runs from one upwards, and no symbol is borne twice."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.borne: list[str] = []

    @rule(by=st.sampled_from([LATVIA, SECRETARIAT, FRANCE, PGA]), code=st.sampled_from(["unsc", "unga"]))
    def elsewhere(self, by: Actor, code: str) -> None:
        self._note(issue(self.desk, by, c.IssueSymbolElsewhere, code, title="T"), code)

    @rule(number=st.integers(1, 4), code=st.sampled_from(["unsc", "unga"]))
    def letter(self, number: int, code: str) -> None:
        self._note(issue(self.desk, SECRETARIAT, c.IssueSymbol, code, document=letter_of(number)), code)

    @rule(what=st.sampled_from(["Add", "Corr", "Rev"]), data=st.data())
    def following(self, what: str, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from([*self.borne, "S/2026/99"]))
        code = "unga" if of.startswith("A/") else "unsc"
        self._note(issue(self.desk, SECRETARIAT, c.IssueFollowing, code, symbol=of, what=what), code)

    @rule(days=st.integers(1, 120))
    def time_passes(self, days: int) -> None:
        self.desk.now += timedelta(days=days)

    def _note(self, ruling: Ruling, code: str) -> None:
        if ruling.accepted:
            self.borne.append(list(register(self.desk, code).issued)[-1])

    @invariant()
    def no_symbol_twice(self) -> None:
        assert len(set(self.borne)) == len(self.borne)

    @invariant()
    def no_gaps(self) -> None:
        for code in ("unsc", "unga"):
            series: dict[tuple[str, str], list[int]] = {}
            for one in register(self.desk, code).issued.values():
                series.setdefault((one.series, one.follows), []).append(one.number)
            for numbers in series.values():
                assert numbers == list(range(1, len(numbers) + 1))


TestRegistry = Registry.TestCase
TestRegistry.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
