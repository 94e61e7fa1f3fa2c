"""The player, the replay and the laboratory in a browser: keyboard, motion, assistive technology, phones, paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from comity.selection.comparing import Question
from comity.web.pages.selection import laboratory
from tests.web.pages.conftest import audit, visit
from tests.web.selection.demo_house import MODEL, PAST, demo
from tests.web.selection.test_laboratory_page import answer_it

__all__ = ["audit", "demo", "visit"]

SMALL = Question(simulations=100, rulebooks=("unsg-2016", "unsg-2017-proposal"))
DAY = f"{PAST}history/?day=2016-10-06"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@pytest.fixture
def house(demo: None) -> Iterator[None]:
    """What `visit` opens."""
    yield


def addresses() -> tuple[str, ...]:
    answer_it(SMALL)
    return (
        DAY,
        f"{MODEL}history/",
        f"{PAST}what-if/",
        "/laboratory/",
        laboratory.address_of(SMALL),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_a_fault_for_assistive_technology(
    visit: Callable[..., Any], language: str, audit: Callable[[Any], list[str]]
) -> None:
    faults = {}
    page = visit("/laboratory/", "", language, width=1280)
    for address in (
        addresses() if language == "en" else (DAY, f"{PAST}what-if/", laboratory.address_of(SMALL))
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        faults[address] = audit(page)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_no_page_is_wider_than_a_phone(visit: Callable[..., Any], language: str) -> None:
    page = visit("/laboratory/", "", language, width=360)
    wide = {}
    for address in addresses():
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
        wide[address] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    assert {name: over for name, over in wide.items() if over > 0} == {}


def shown(page: Any, day: str) -> None:
    """Wait until that day is shown."""
    page.wait_for_selector(f'#player-day[data-day="{day}"]')


def test_days_are_played_with_the_keyboard(visit: Callable[..., Any]) -> None:
    page = visit(DAY)
    page.keyboard.press("ArrowRight")
    shown(page, "2016-10-07")
    page.keyboard.press("Shift+ArrowRight")
    shown(page, "2016-10-13")
    assert "A/RES/71/4" in page.inner_text("#player-day") and "day=2016-10-13" in page.url
    page.keyboard.press("Home")
    shown(page, "2015-09-11")
    page.keyboard.press("End")
    shown(page, "2016-12-12")
    assert "concluded" in page.inner_text("#player-say")
    page.keyboard.press("ArrowLeft")
    shown(page, "2016-12-11")
    page.go_back()
    shown(page, "2016-12-12")


def test_in_arabic_the_left_arrow_leads_on(visit: Callable[..., Any]) -> None:
    page = visit(DAY, "", "ar")
    page.keyboard.press("ArrowLeft")
    shown(page, "2016-10-07")


def test_it_plays_by_itself_and_stops_at_the_end(visit: Callable[..., Any]) -> None:
    page = visit(f"{PAST}history/?day=2016-10-05", reduced_motion="reduce")
    assert page.input_value("#play-speed") == "3200", "calm readers get the slow speed"
    page.select_option("#play-speed", "700")
    page.click("#play-button")
    assert page.inner_text("#play-button") == "Pause"
    shown(page, "2016-12-12")
    page.wait_for_function("document.getElementById('play-button').textContent === 'Play'")
    assert page.evaluate("getComputedStyle(document.getElementById('player-day')).animationName") == "none"


def test_the_focus_stays_where_it_was(visit: Callable[..., Any]) -> None:
    page = visit(DAY)
    page.focus('[data-way="day_after"]')
    page.keyboard.press("Enter")
    shown(page, "2016-10-07")
    assert page.evaluate("document.activeElement.dataset.way") == "day_after"


def test_without_scripts_every_way_is_a_link_and_the_form_leads_to_a_day(visit: Callable[..., Any]) -> None:
    page = visit(DAY, java_script_enabled=False)
    assert not page.is_visible("#play-button")
    page.click('[data-way="event_after"]')
    shown(page, "2016-10-13")
    page.fill("#go-day", "2016-08-05")
    page.click("#player-go button")
    shown(page, "2016-08-05")


def test_on_paper_the_day_stands_without_the_player(visit: Callable[..., Any]) -> None:
    page = visit(DAY)
    page.emulate_media(media="print")
    assert page.is_visible("#day-title") and page.is_visible(".dayline")
    assert not page.is_visible("#play-button") and not page.is_visible(".player__ways")


def test_an_answer_comes_while_the_reader_waits(visit: Callable[..., Any]) -> None:
    page = visit("/laboratory/")
    page.fill("#form-simulations", "300")
    page.click(".study__form .button--primary")
    page.wait_for_selector("#answer-title", timeout=120_000)
    assert page.locator(".study__charts .chart").count() == 7 and "seed=2016" in page.url
