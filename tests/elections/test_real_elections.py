"""Elections that were really held, played through the proceeding ballot by ballot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from comity.elections import acts
from comity.rules.words import LANGUAGES
from tests.elections.room import REAL, Room, code
from tests.people import SECRETARIAT, representative


def hold(room: Room, one: dict[str, Any]) -> None:
    votes = {code(name): n for name, n in one["votes"].items()}
    this = room.ballot(votes, one["slate"], returned=one["papers"], blank=one.get("blank", 0))
    slate = room.slate(one["slate"])
    standing = slate.standing_after(this)
    assert (standing.required, standing.next) == (one["required"], one["next"])
    assert set(standing.among) == {code(name) for name in one.get("among", ())}
    assert standing.citations


@pytest.mark.parametrize("case", REAL["election"], ids=lambda case: str(case["year"]))
def test_rule_94_as_the_assembly_elected(case: dict[str, Any]) -> None:
    at = datetime.combine(case["on"], datetime.min.time().replace(hour=15), UTC)
    room = Room(now=at)
    room.council(case["year"])
    assert len(room.election().slates) == case["lists"]
    for one in case["ballot"]:
        hold(room, one)
    if "agreement" in case:
        agreed = case["agreement"]
        leaves, stays = code(agreed["withdraws"]), code(agreed["with"])
        room.must(acts.WithdrawCandidate, representative(leaves), election=1, candidate=leaves, statement="")
        given = {"election": 1, "first": stays, "second": leaves, "statement": agreed["statement"]}
        room.must(acts.RecordAgreement, SECRETARIAT, **given, symbol="A/70/974")
        hold(room, case["last"])
        (shown,) = room.slate(case["partial"]).agreements
        assert (shown.first, shown.second, shown.statement) == (stays, leaves, agreed["statement"])
    elected = {code(name) for name in case["elected"]}
    assert set(room.election().elected) == elected
    if "partial" not in case:
        assert room.election().stage.value == "complete"
    for slate in room.election().slates.values():
        assert len({slate.now.explain(language) for language in LANGUAGES}) == 6
