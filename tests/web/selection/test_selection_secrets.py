"""No page of a reader depends on a figure that is kept from them.

Two selections are played with the same acts and with different figures.  Whoever may not know the figures reads the
same of both, but for names, numbers of entries and times: then no page, in whatever form, gives a figure away.
"""

from __future__ import annotations

import re
from itertools import count

from django.test import Client
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from comity.selection import acts as a
from comity.web.house import house as the_house
from tests.people import representative
from tests.selection.desk import LATVIA
from tests.web.pages import world
from tests.web.selection.staged import ASSEMBLY, DESK, PUBLIC, Stage, rep
from tests.web.selection.test_selection_on_record import bearer

READERS = (PUBLIC, rep("ITA"), rep("ARG"), rep("CHN"), ASSEMBLY, DESK)
"""Of the figures of a confidential round none of them knows anything before opening a copy."""
PAGES = ("", "rules/", "letters/", "candidates/1/", "candidates/2/", "candidates/3/")
CHANGING = (
    (r"/record/\d+/", "/record/n/"),
    (r"(?i)entry(-|\s|</span>)*\d+", "entry"),
    (r'"(as_of|entry)": ?\d+', '"of": 0'),
    (r'data-since="\d+"', "data-since"),
    (r'name="(csrfmiddlewaretoken|id)" value="[^"]*"', "token"),
    (r"<time[^>]*>.*?</time>", "time"),
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z?", "time"),
    (r"\d\d:\d\d UTC", "time"),
    (r"\d+ November 2026", "day"),
    (r"[0-9a-f]{12}…", "digest"),
)

_numbers = count(1)

figures = st.integers(0, 15).flatmap(
    lambda against: st.integers(0, 15 - against).map(lambda yes: (yes, against, 15 - against - yes))
)
"""In favour, against and neither, of fifteen ballots."""


def played(counts: tuple[tuple[int, int, int], ...]) -> Stage:
    stage = Stage("unsg-2016", f"played-{next(_numbers)}").with_candidates("ARG", "BRA", "CRI")
    stage.poll(*counts)
    stage.does(representative("CHN"), a.ExpressView, of="CHN", wish="vote_again", view="Once more.")
    stage.does(LATVIA, a.DecideNext, decision="vote_again")
    return stage


def sealed(stage: Stage) -> int:
    """To whoever knows least, how much there is that they may not know: an accepted warning is an entry too."""
    return len(the_house().clerk.seen(stage.stream, frozenset({"public"})).state.sealed)


def read(stage: Stage, reader: str) -> dict[str, str]:
    client = world.client(reader)
    name = stage.stream.partition(":")[2]
    found = {path: client.get(f"{stage.place}{path}") for path in PAGES}
    api = Client(SERVER_NAME="localhost", headers=bearer(reader) if reader else {})
    for path in ("", "/candidates", "/rounds"):
        found[f"api{path}"] = api.get(f"/api/v1/selections/{name}{path}")
    shown = {path: answer.content.decode().replace(name, "name") for path, answer in found.items()}
    for pattern, instead in CHANGING:
        shown = {path: re.sub(pattern, instead, each) for path, each in shown.items()}
    return shown


@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    one=st.tuples(figures, figures, figures),
    other=st.tuples(figures, figures, figures),
    reader=st.sampled_from(READERS),
)
def test_no_page_tells_a_figure_to_whoever_may_not_know_it(
    house: str, one: tuple[tuple[int, int, int], ...], other: tuple[tuple[int, int, int], ...], reader: str
) -> None:
    first, second = played(one), played(other)
    assume(sealed(first) == sealed(second))
    assert read(first, reader) == read(second, reader)


def test_no_reader_of_any_kind_is_told_a_figure(house: str) -> None:
    first, second = played(((9, 4, 2), (8, 5, 2), (7, 6, 2))), played(((6, 7, 2), (8, 5, 2), (7, 5, 3)))
    for reader in READERS:
        mine, theirs = read(first, reader), read(second, reader)
        for path in mine:
            assert mine[path] == theirs[path], (reader, path)


def test_the_comparison_would_see_a_figure(house: str) -> None:
    """The chair may know the figures: what the chair reads does differ."""
    first, second = played(((9, 4, 2), (8, 5, 2), (7, 6, 2))), played(((6, 7, 2), (8, 5, 2), (7, 6, 2)))
    assert read(first, LATVIA.person)["api/rounds"] != read(second, LATVIA.person)["api/rounds"]


def test_a_copy_that_was_opened_changes_nothing_for_anybody_else(house: str) -> None:
    stage = played(((9, 4, 2), (8, 5, 2), (7, 6, 2)))
    before = {reader: read(stage, reader)["api/rounds"] for reader in READERS}
    copy = next(number for number, one in stage.state.copies.items() if one.to == "CHN")
    stage.does(representative("CHN"), a.ReadCopy, confidential_copy=copy)
    for reader in READERS:
        after = read(stage, reader)["api/rounds"]
        without = [re.sub(r'"sealed": ?\d+', "", each) for each in (before[reader], after)]
        assert (without[0] == without[1]) is (reader != rep("CHN")), reader
