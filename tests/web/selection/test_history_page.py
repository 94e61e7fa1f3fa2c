"""A selection played day by day: a day shows what had happened by its end, and of it what the reader may see."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.record.audience import may_open
from comity.rules.acts import Happened, Sealed
from comity.rules.words import LANGUAGES
from comity.selection import history
from comity.selection.published import published_of
from comity.web.house import house as the_house
from tests.web.pages import world
from tests.web.selection.demo_house import MODEL, NOW, PAST, demo

__all__ = ["demo"]

PUBLIC = frozenset({"public"})
MEMBER = frozenset({"public", "all", "state:JPN", "members:unsc"})
SECRETARIAT = frozenset({"public", "secretariat", "presidency:unsc", "presidency:unga"})


def page(path: str, person: str = "", language: str = "en", status: int = 200) -> str:
    answer = world.client(person, language).get(path)
    assert answer.status_code == status, path
    return str(answer.content.decode())


def day(on: str, person: str = "", place: str = PAST) -> str:
    """The part of the page that is about one day."""
    whole = page(f"{place}history/?day={on}", person)
    return whole[whole.index('id="player-day"') : whole.index("player__all")]


def beside_the_facts(html: str) -> str:
    """The page without what it labels as known from published sources."""
    html = re.sub(r'<section aria-labelledby="known-title".*?</section>', "", html, flags=re.DOTALL)
    return re.sub(r'<div class="known .*?</div>', "", html, flags=re.DOTALL)


def standing(html: str) -> tuple[set[str], set[str]]:
    """Who stands and who does no more, as the page lists them."""
    found = re.findall(r'<li class="standings__one([^"]*)">.*?standings__name">([^<]*)<', html, re.DOTALL)
    return {n for how, n in found if "--out" not in how}, {n for how, n in found if "--out" in how}


def test_the_figures_of_2016_in_the_demo_are_those_of_the_facts(demo: None) -> None:
    state = the_house().clerk.folds.whole(history.STREAM).state
    rows = list(csv.DictReader(history.read_lines("polls_2016.csv")))
    names = {one.candidate: one.full_name for one in state.candidates.values()}
    found = {
        (n, names[f.candidate]): (*f.counts, f.against_permanent)
        for n, one in state.rounds.items()
        for f in one.figures
    }
    known = {
        (int(row["round"]), row["candidate"]): (
            *(int(row[name]) for name in ("encourage", "discourage", "no_opinion")),
            int(row["p5_discourage"]) if row["p5_discourage"] else None,
        )
        for row in rows
    }
    assert len(known) == 62 and found == known
    letters = {letter.symbol for letter in state.letters.values()}
    assert {"A/70/623-S/2015/988", "A/70/768-S/2016/206"} <= letters


def test_those_who_acted_in_2016_were_accredited_then_and_are_no_more(demo: None) -> None:
    accredited = the_house().actor("history-jpn").accreditations
    assert [(a.since, a.until) for a in accredited] == [(date(2015, 9, 11), date(2016, 12, 12))]
    assert the_house().clearances(the_house().actor("history-jpn"), datetime(2026, 11, 20, tzinfo=UTC)) == {
        "public",
        "person:history-jpn",
    }


@pytest.mark.parametrize(
    ("on", "stands", "gone"),
    [
        ("2015-12-17", set(), set()),
        ("2015-12-18", {"Srgjan Kerim"}, set()),
        ("2016-08-03", {"Vesna Pusić"}, set()),
        ("2016-08-04", {"Igor Lukšić"}, {"Vesna Pusić"}),
        ("2016-09-27", {"Irina Bokova"}, {"Christiana Figueres"}),
        ("2016-09-28", {"Irina Bokova", "Kristalina Georgieva"}, {"Vesna Pusić", "Igor Lukšić"}),
    ],
)
def test_a_day_shows_who_stood_at_its_end(demo: None, on: str, stands: set[str], gone: set[str]) -> None:
    running, left = standing(day(on))
    assert stands <= running and gone <= left and not running & left
    assert stands or not running


def test_the_days_of_2016_tell_what_happened(demo: None) -> None:
    assert "Round 2 was held" in day("2016-08-05") and "António Guterres" in day("2016-08-05")
    assert "Round 2 was held" not in day("2016-08-04")
    assert "colour of their own" in day("2016-10-05")
    recommended = day("2016-10-06")
    assert "S/RES/2311 (2016)" in recommended and "is recommended" in recommended
    assert "A/RES/71/4" in day("2016-10-13") and "taken the oath" in day("2016-12-12")
    assert "no agreement to make the results public" in day("2016-07-25")
    assert "First straw poll" in day("2026-07-30", place=NOW)


def test_every_sentence_of_a_day_leads_to_its_entry(demo: None) -> None:
    found = re.findall(r"/record/(\d+)", day("2016-10-06"))
    assert found
    for sequence in found:
        page(f"/record/{sequence}/")


def days() -> list[str]:
    return re.findall(r'<th scope="row"><a href="\?day=([0-9-]+)"', page(f"{PAST}history/"))


def test_nobody_finds_a_confidential_figure_but_in_what_is_labelled_as_published(demo: None) -> None:
    on = days()
    assert len(on) > 35 and "2016-07-25" in on
    for each in on:
        for person in ("", "demo.portugal"):
            assert "pollgrid__counts" not in beside_the_facts(day(each, person)), (each, person)
    replayed = page(f"{PAST}what-if/?figures=record")
    assert 'value="record"' not in replayed and "Known from published sources" in replayed


def test_the_delegation_that_counted_reads_its_own_round_and_no_other(demo: None) -> None:
    shown = beside_the_facts(day("2016-10-05", "demo.japan"))
    assert set(re.findall(r"Round (\d)</span>", shown)) == {"1"} and "pollgrid__counts" in shown


def test_a_day_before_or_after_the_selection_is_answered_with_the_nearest(demo: None) -> None:
    early = page(f"{PAST}history/?day=1999-01-01")
    assert "lies outside this selection" in early and 'data-day="2015-09-11"' in early
    assert 'data-day="2016-12-12"' in page(f"{PAST}history/?day=2030-01-01")
    for wrong in ("yesterday", "2016-13-40", "0", "<b>"):
        refused = page(f"{PAST}history/?day={wrong}", status=400)
        assert "is not a day" in refused and "<b>” is" not in refused


def test_the_first_and_the_last_day_lead_no_further(demo: None) -> None:
    first, last = page(f"{PAST}history/?day=2015-09-11"), page(f"{PAST}history/?day=2016-12-12")
    ways = r'<(a|span)[^>]*data-way="(\w+)"'
    assert {way for tag, way in re.findall(ways, first) if tag == "span"} == {
        "first",
        "event_before",
        "day_before",
    }
    assert {way for tag, way in re.findall(ways, last) if tag == "span"} == {
        "last",
        "event_after",
        "day_after",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [PAST, NOW, MODEL])
def test_every_language_has_every_day_page(demo: None, place: str, language: str) -> None:
    for path in (f"{place}history/", f"{place}what-if/?rulebook=executive-head&figures=2016"):
        assert f'lang="{language}' in page(path, language=language)


def test_a_selection_that_one_may_not_know_of_has_no_history(demo: None) -> None:
    page("/selections/nothing/history/", status=404)
    page("/selections/nothing/what-if/", status=404)


# What had happened by the end of a day


@cache
def journal() -> tuple[Happened | Sealed, ...]:
    everything = the_house().clerk.folds.whole(history.STREAM).version
    folds = the_house().clerk.folds
    found = folds.journal(history.STREAM, SECRETARIAT | {"state:JPN", "members:unsc"})
    assert len(found) == everything
    return found


@given(
    on=st.dates(date(2015, 9, 1), date(2017, 1, 1)),
    clearances=st.sampled_from([PUBLIC, MEMBER, SECRETARIAT, frozenset({"public", "state:PRT"})]),
)
def test_the_state_of_a_day_is_the_fold_of_what_happened_by_its_end(
    demo: None, on: date, clearances: frozenset[str]
) -> None:
    folds, council = the_house().clerk.folds, the_house().bodies["unsc"]
    seen = folds.journal(history.STREAM, clearances)
    by_then = [one for one in seen if council.local(one.at).date() <= on]
    procedure = the_house().clerk.shapes.procedure_of(history.STREAM)
    begin = procedure.begin(history.STREAM, the_house().bodies)
    then = folds.as_of(history.STREAM, clearances, len(by_then))
    assert then == procedure.fold(begin, by_then)
    assert all(may_open(one.audience, clearances) for one in seen if isinstance(one, Happened))
    now = folds.seen(history.STREAM, clearances).state
    for number, one in then.rounds.items():
        assert set(one.figures) <= set(now.rounds[number].figures)


def test_what_is_published_of_a_year_is_the_same_as_its_tables() -> None:
    known = published_of(2016)
    assert known is not None and known.polls == history.polls(2016)
    assert known.polls_until(date(2016, 7, 20)) is None
    until = known.polls_until(date(2016, 8, 5))
    assert until is not None and [poll.round for poll in until.rounds] == [1, 2]
    assert published_of(1996) is None
