"""Hearings, rounds and the conclusion in a browser: assistive technology, languages, small screens, keyboard, paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from comity.selection import acts as a
from tests.selection.desk import LATVIA, PGA, SECRETARIAT, representative
from tests.web.selection.round_stage import FIGURES, copy_of, dialogue, heard, open_copy, running
from tests.web.selection.staged import ASSEMBLY, FIVE, PUBLIC, READ_AT, Stage, rep

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => (one.open = true))"
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CHAIR = rep("LVA")


def hearing_stage() -> list[tuple[str, str]]:
    """A dialogue that goes on, and the readers of its pages."""
    stage = running()
    stage.now = READ_AT - timedelta(minutes=10)
    stage.does(PGA, a.CallPart, hearing=1, part="states")
    return [(ASSEMBLY, "hearings/"), (ASSEMBLY, "hearings/1/"), (rep("FRA"), "hearings/1/")]


def round_stage() -> list[tuple[str, str]]:
    """A coloured round before its disclosure, after a round that was disclosed, and who looks at what."""
    stage = heard()
    stage.poll(*FIGURES)
    open_copy(stage, "CHN")
    stage.again()
    stage.does(LATVIA, a.DecideColours)
    stage.does(LATVIA, a.OpenRound, method="paper", coloured=True)
    stage.does(LATVIA, a.AppointTellers, round=2, first="FRA", second="PAN")
    for teller in ("FRA", "PAN"):
        for candidate, (yes, no, neither) in enumerate(FIGURES, 1):
            given = {"in_favour": yes, "against": no, "neutral": neither, "in_favour_permanent": min(yes, 3)}
            given |= {"neutral_permanent": 1, "against_permanent": 4 - min(yes, 3)}
            stage.does(representative(teller), a.EnterCount, round=2, candidate=candidate, of=teller, **given)
    return [
        (rep("FRA"), "rounds/2/"), (CHAIR, "rounds/2/"), (CHAIR, "rounds/"),
        (rep("CHN"), "rounds/"), (rep("CHN"), f"copies/{copy_of(stage, 'CHN')}/"),
        (rep("GBR"), f"copies/{copy_of(stage, 'GBR')}/"),
    ]  # fmt: skip


def conclusion_stage() -> list[tuple[str, str]]:
    stage = heard("unsg-2017-proposal")
    stage.poll(*FIGURES)
    stage.does(LATVIA, a.ApplyShortlist, round=1)
    stage.does(LATVIA, a.DecideNext, decision="proceed")
    stage.does(LATVIA, a.Recommend, candidate=1, method="acclamation", resolution="2300 (2026)")
    return [(CHAIR, "conclusion/"), (PUBLIC, "conclusion/"), (PUBLIC, "rounds/1/")]


STAGES: dict[str, Callable[[], list[tuple[str, str]]]] = {
    "hearings": hearing_stage, "rounds": round_stage, "conclusion": conclusion_stage,
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_page_in_every_language_is_without_fault_and_no_wider_than_a_phone(
    visit: Callable[..., Any], audit: Callable[[Any], list[str]], stage: str, language: str
) -> None:
    faults = {}
    for who, place in STAGES[stage]():
        page = visit(f"/selections/test/{place}", who, language, width=360)
        page.evaluate(OPEN_ALL)
        found, over = audit(page), page.evaluate(WIDER)
        if found or over > 0:
            faults[who, place] = (found, over)
    assert faults == {}


def press(page: Any, selector: str, key: str = "Enter", most: int = 120) -> None:
    """Reach something with the tabulator alone, and press it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            page.keyboard.press(key)
            return
    raise AssertionError(f"{selector} was not reached")


def test_the_moderator_works_the_desk_with_the_keyboard_alone(visit: Callable[..., Any]) -> None:
    stage = dialogue()
    page = visit("/selections/test/hearings/1/", ASSEMBLY)
    press(page, "#desk-open")
    wait(lambda: stage.state.hearings[1].opened)
    page.reload()
    press(page, "#desk-call")
    wait(lambda: stage.state.hearings[1].part == "presentation")
    page.reload()
    press(page, "#tick-2", "Space")
    press(page, "#tick-5", "Space")
    press(page, "#merge-theme", "End")
    page.keyboard.type("Partners")
    press(page, "#merge-text", "End")
    page.keyboard.type("With whom will you work?")
    press(page, ".merge button")
    wait(lambda: 7 in stage.state.questions)
    assert stage.state.questions[7].theme == "Partners" and stage.state.questions[7].merged == (2, 5)
    page.reload()
    press(page, "#incoming-7 button")
    wait(lambda: stage.state.questions[7].chosen)
    page.reload()
    press(page, "#desk-q-7")
    wait(lambda: stage.state.questions[7].asked)
    page.reload()
    press(page, "#desk-q-7")
    wait(lambda: stage.state.questions[7].answered)


def wait(met: Callable[[], Any]) -> None:
    """Until the record has it; the browser's press and the server's answer take their time."""
    import time

    until = time.monotonic() + 20
    while not met():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_what_cannot_be_taken_is_said_at_the_desk_and_nothing_typed_is_lost(
    visit: Callable[..., Any],
) -> None:
    dialogue()
    page = visit("/selections/test/hearings/1/", ASSEMBLY)
    page.fill("#merge-text", "With whom?")
    page.click(".merge button")
    page.wait_for_selector("#desk-answer .summary")
    assert page.input_value("#merge-text") == "With whom?"


def test_a_desk_without_scripts_comes_back_to_the_page(house: str, visit: Callable[..., Any]) -> None:
    stage = dialogue()
    page = visit("/selections/test/hearings/1/", ASSEMBLY, java_script_enabled=False)
    page.click("#desk-open")
    page.wait_for_selector("#desk-call")
    page.select_option("#desk-part", "groups")
    page.click("#desk-call")
    page.wait_for_selector(".part-clock")
    assert stage.state.hearings[1].part == "groups"


def test_a_result_is_printed_with_its_drawing_and_its_table(visit: Callable[..., Any]) -> None:
    conclusion_stage()
    page = visit("/selections/test/rounds/1/", CHAIR)
    page.emulate_media(media="print")
    for wanted in (".results .chart", ".results table", "#short-title"):
        assert page.locator(wanted).first.is_visible(), wanted
    for unwanted in (".masthead", ".act >> nth=0"):
        assert page.locator(unwanted).is_hidden(), unwanted
    bars = page.locator(".part--for").all()
    assert [bar.evaluate("bar => getComputedStyle(bar).fill") != "none" for bar in bars]


def test_the_tellers_sheet_is_filled_in_on_a_phone(visit: Callable[..., Any]) -> None:
    stage = heard()
    stage.does(LATVIA, a.OpenRound, method="paper")
    stage.does(LATVIA, a.AppointTellers, round=1, first="FRA", second="PAN")
    page = visit("/selections/test/rounds/1/", rep("FRA"), width=360)
    for number, (yes, no, neither) in enumerate(FIGURES, 1):
        for field, value in (("in_favour", yes), ("neutral", neither), ("against", no)):
            page.fill(f'[name="{number}-{field}"]', str(value))
    page.click(".sheet button")
    page.wait_for_selector(".notice--done")
    page.wait_for_load_state("load")
    assert [stage.state.rounds[1].counts["FRA"][n].counts for n in range(1, 6)] == list(FIGURES)
    assert page.evaluate(WIDER) <= 0


def test_a_clock_warns_in_words_before_the_time_is_up(visit: Callable[..., Any]) -> None:
    stage = running()
    stage.now = READ_AT - timedelta(minutes=29)
    stage.does(PGA, a.CallPart, hearing=1, part="groups")
    page = visit("/selections/test/hearings/1/")
    assert page.locator(".countdown__near").is_visible() and page.locator(".countdown__over").is_hidden()
    page.evaluate("document.querySelector('[data-countdown]').dataset.left = 0")
    page.wait_for_selector(".countdown__over", state="visible")
    assert page.locator(".countdown__near").is_hidden()


def test_the_oath_closes_the_way(visit: Callable[..., Any]) -> None:
    conclusion_stage()
    stage = Stage("unsg-2017-proposal")
    stage.does(SECRETARIAT, a.IssueCommunique, meeting="recommendation-1", communique="C")
    stage.letters()
    term = {"term_since": date(2027, 1, 1), "term_until": date(2031, 12, 31)}
    stage.does(PGA, a.Appoint, method="acclamation", resolution="81/3", **term)
    stage.does(PGA, a.TakeOath, oath="I solemnly declare and promise.")
    page = visit("/selections/test/conclusion/", language="ar")
    assert page.locator(".timeline__step--done").count() == 4
    assert page.locator(".oath").is_visible() and len(FIVE) == 5
