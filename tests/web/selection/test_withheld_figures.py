"""On no page does anybody read a figure that the disclosure rule of the selection withholds from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from comity.selection import acts as a
from tests.selection.desk import LATVIA
from tests.web.pages import world
from tests.web.selection.round_stage import FIGURES, counting, heard, open_copy, shown
from tests.web.selection.staged import ASSEMBLY, CANDIDATE, DESK, PUBLIC, SOCIETY, Stage, rep

pytestmark = pytest.mark.usefixtures("house")

ALL: Final = frozenset(FIGURES)
NONE: Final[frozenset[tuple[int, int, int]]] = frozenset()
CHAIR, FIRST_TELLER, SECOND_TELLER = rep("LVA"), rep("FRA"), rep("PAN")
MEMBER, NOMINATOR, NOMINATOR_ON_COUNCIL = rep("CHN"), rep("ARG"), rep("DNK")
READERS: Final = (
    PUBLIC, SOCIETY, CANDIDATE, rep("ITA"), NOMINATOR, NOMINATOR_ON_COUNCIL, MEMBER, FIRST_TELLER, SECOND_TELLER,
    CHAIR, ASSEMBLY, DESK,
)  # fmt: skip


def read(stage: Stage, person: str) -> set[tuple[int, int, int]]:
    """Everything that this person reads on all pages of hearings, rounds, copies and the conclusion."""
    client, found = world.client(person), set()
    places = ["hearings/", "hearings/1/", "rounds/", "conclusion/"]
    places += [f"rounds/{number}/" for number in range(1, len(stage.state.rounds) + 2)]
    own = person.removeprefix("rep-")
    places += [f"copies/{one.copy}/" for one in stage.state.copies.values() if one.to in (own, "CHN", "ARG")]
    for place in places:
        answer = client.get(stage.place + place)
        assert answer.status_code in (200, 404), (place, person)
        if answer.status_code == 200:
            found |= shown(answer.content.decode())
    return found


def everyone_reads(stage: Stage, known: Mapping[str, frozenset[tuple[int, int, int]]]) -> None:
    """Whoever is not named reads no figure at all."""
    found = {person: read(stage, person) for person in READERS}
    assert found == {person: known.get(person, NONE) for person in READERS}


def test_while_a_round_is_counted_each_teller_sees_the_own_count_alone() -> None:
    stage = heard()
    counting(stage, "FRA")
    everyone_reads(stage, {FIRST_TELLER: ALL})


def test_what_was_counted_is_for_who_conducts_and_counts_until_it_is_disclosed() -> None:
    stage = heard()
    counting(stage, "FRA", "PAN")
    stage.does(LATVIA, a.CloseRound, round=1)
    everyone_reads(stage, dict.fromkeys((CHAIR, FIRST_TELLER, SECOND_TELLER), ALL))


def test_a_confidential_result_is_read_by_who_opened_a_copy_and_as_far_as_it_goes() -> None:
    stage = heard()
    stage.poll(*FIGURES)
    conducting = dict.fromkeys((CHAIR, FIRST_TELLER, SECOND_TELLER), ALL)
    everyone_reads(stage, conducting)
    open_copy(stage, "ARG", 1)
    open_copy(stage, "DNK", 5)
    everyone_reads(stage, conducting | {NOMINATOR: {FIGURES[0]}, NOMINATOR_ON_COUNCIL: {FIGURES[4]}})
    open_copy(stage, "CHN")
    open_copy(stage, "DNK")
    opened = {NOMINATOR: {FIGURES[0]}, NOMINATOR_ON_COUNCIL: ALL, MEMBER: ALL}
    everyone_reads(stage, conducting | opened)


def test_a_published_result_is_read_by_everyone_and_before_that_by_nobody_else() -> None:
    stage = heard("unsg-2017-proposal")
    stage.counted(*FIGURES)
    everyone_reads(stage, dict.fromkeys((CHAIR, FIRST_TELLER, SECOND_TELLER), ALL))
    stage.does(LATVIA, a.Disclose, round=1, warned=True)
    everyone_reads(stage, dict.fromkeys(READERS, ALL))
