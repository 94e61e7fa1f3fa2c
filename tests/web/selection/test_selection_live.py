"""What has changed in a selection reaches the pages that are open, each as its reader may know it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from comity.selection import acts as a
from comity.web.house import house as the_house
from comity.web.live import wiring
from comity.web.pages.selection import live
from tests.selection.desk import LATVIA
from tests.web.selection.staged import CANDIDATE, FIGURES, FIVE, PRESIDENT, Stage, page, rep

MEMBERS = "all members:unga members:unsc public state:FRA"


def frames(stage: Stage, since: int, lens: str = "public", language: str = "en") -> list[dict[str, Any]]:
    view = f"selection:{stage.stream.partition(':')[2]}"
    lens = wiring.narrowed(view, lens)
    folded = the_house().clerk.folds.seen(stage.stream, frozenset(lens.split(" ")))
    found = live.overview(view, lens, folded, since, language)
    assert all(frame.id > since for frame in found)
    return [json.loads(frame.data) for frame in found]


def head() -> int:
    return the_house().store.head().sequence


def test_the_overview_follows_with_what_changed_and_no_more(house: str) -> None:
    stage = Stage().announced()
    frames(stage, 0)
    since = head()
    stage.nominate("ARG")
    (told,) = frames(stage, since)
    assert set(told["set"]) == {"timeline", "sealed", "news"}, (
        "of the letter's candidate the public hears nothing"
    )
    assert "Candidate of ARG" not in json.dumps(told)
    since = head()
    stage.letters()
    (told,) = frames(stage, since)
    assert {"stands", "cards", "timeline"} <= set(told["set"])
    assert "Candidate of ARG" in told["set"]["cards"]
    assert told["say"] == "Candidates may be presented. There is one so far."
    assert frames(stage, head()) == []


def test_a_frame_shows_what_the_page_shows(house: str) -> None:
    stage = Stage("unsg-2017-proposal").with_candidates(*FIVE)
    stage.poll(*FIGURES)
    shown = page(stage.place)
    (told,) = frames(stage, 0)
    for name, drawn in told["set"].items():
        if name != "news":
            assert drawn in shown, name


def test_a_confidential_round_moves_the_pages_of_members_alone(house: str) -> None:
    stage = Stage("unsg-2016").with_candidates(*FIVE)
    frames(stage, 0)
    frames(stage, 0, MEMBERS)
    since = head()
    stage.poll(*FIGURES)
    (told,) = frames(stage, since)
    assert set(told["set"]) == {"timeline", "sealed", "news"}
    (told,) = frames(stage, since, MEMBERS)
    assert "Round 1 is over" in told["set"]["stands"]


def test_everyone_hears_it_in_their_language(house: str) -> None:
    stage = Stage().open()
    (french,) = frames(stage, 0, language="fr")
    (english,) = frames(stage, 0)
    assert french["set"]["stands"] != english["set"]["stands"]
    assert "Les règles" in french["set"]["stands"]


def test_the_public_is_one_channel_and_a_delegation_keeps_what_bears_on_the_selection(house: str) -> None:
    Stage().open()
    view = "selection:test"
    assert wiring.narrowed(view, "public") == "public"
    assert wiring.narrowed(view, MEMBERS) == "members:unsc public state:FRA"
    assert wiring.narrowed(view, "office:press:unsc public") == "public"
    assert wiring.concerns(view, frozenset({"selection:test"}))
    assert not wiring.concerns(view, frozenset({"selection:other", "votes:unsc"}))
    assert wiring.known(view) and not wiring.known("selection:nowhere") and not wiring.known("selection:unsc")


def test_whoever_sees_more_than_their_circle_keeps_it_and_is_told_of_news(house: str) -> None:
    stage = Stage().announced()
    assert stage.nominate("ARG", person=CANDIDATE).accepted
    shown = page(stage.place, CANDIDATE)
    assert "Candidate of ARG" in shown and 'id="news"' in shown
    assert 'id="cards"' not in shown and 'id="timeline"' not in shown, "a frame would take it away"
    assert 'id="cards"' in page(stage.place, rep("ARG")) and 'id="cards"' in page(stage.place)
    assert 'id="news"' not in page(stage.place)


def test_only_the_first_page_of_the_timeline_follows(house: str) -> None:
    stage = Stage().with_candidates(*FIVE)
    assert 'id="timeline"' in page(stage.place)
    assert 'id="timeline"' not in page(f"{stage.place}?page=2")
    assert 'id="timeline"' not in page(f"{stage.place}?q=dialogue")


def test_rules_before_the_members_are_said_to_them(house: str) -> None:
    stage = Stage().open()
    frames(stage, 0, MEMBERS)
    since = head()
    until = stage.now + timedelta(hours=1)
    stage.does(LATVIA, a.PutRules, rulebook="unsg-2016", principles="P", until=until)
    (told,) = frames(stage, since, MEMBERS)
    assert told["say"].startswith("The rules are before the members")
    assert 'class="turned"' in told["set"]["news"]
    assert 'name="until"' in page(f"{stage.place}rules/", PRESIDENT)
