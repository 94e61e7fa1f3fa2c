"""The pages as people use them: with a browser, a keyboard, a phone, without script, with a screen reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.web.house import house as the_house
from comity.web.pages.communications_live import frames
from tests.web.pages import world

PAGE = "/bodies/unsc/communications/"


def standing() -> dict[str, str]:
    """Letters on the table, and the addresses of all pages."""
    public = world.letter(subject="Known to all")
    world.register(public)
    world.circulate(public)
    sent = world.letter(subject="Known to those whom it concerns")
    return {
        "home": "/", "council": "/bodies/unsc/", "assembly": "/bodies/unga/", "letters": PAGE,
        "motions": "/bodies/unsc/motions/",
        "letter": f"{PAGE}{public}/", "closed letter": f"{PAGE}{sent}/", "members": "/members/",
        "member": "/members/FRA/", "rules": "/rules/", "rule": "/rules/council/37", "record": "/record/",
        "entry": "/record/7/", "closed entry": "/record/8/", "check": "/record/check", "people": "/people/",
        "accreditation": "/people/1/", "nothing found": f"{PAGE}?q=zzz",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_without_fault_for_assistive_technology(
    visit: Callable[..., Any], language: str, audit: Callable[[Any], list[str]]
) -> None:
    addresses = standing()
    page = visit("/", "sec.okoro", language)
    faults = {}
    for name, address in addresses.items():
        page.goto(address)
        open_everything(page)
        faults[name] = audit(page)
    assert {name: found for name, found in faults.items() if found} == {}


def open_everything(page: Any) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_no_page_is_wider_than_a_phone(visit: Callable[..., Any], language: str) -> None:
    addresses = standing()
    page = visit("/", "sec.okoro", language, width=360)
    wide = {}
    for name, address in addresses.items():
        page.goto(address)
        open_everything(page)
        wide[name] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    assert {name: over for name, over in wide.items() if over > 0} == {}


def test_a_letter_is_sent_with_the_keyboard_alone(visit: Callable[..., Any]) -> None:
    page = visit(PAGE, "fr.dupont")
    keys = page.keyboard

    def reach(selector: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} was not reached")

    reach("summary.act__summary")
    keys.press("Enter")
    reach("[name=subject]")
    keys.type("Sent without a mouse")
    reach("[name=body]")
    keys.type("Madam President,")
    reach("[name=signed]")
    keys.type("Jeanne Dupont")
    reach("[name=wish]")
    keys.press("ArrowDown")
    reach(".act__form .button--primary")
    keys.press("Enter")
    page.wait_for_selector(".notice--done")
    (letter,) = the_house().clerk.folds.whole(world.LETTERS).state.letters.values()
    assert (letter.subject, letter.wish) == ("Sent without a mouse", "all")


@pytest.mark.parametrize("script", [True, False])
def test_a_letter_goes_its_whole_way_with_and_without_script(
    visit: Callable[..., Any], script: bool, tmp_path: Path
) -> None:
    annex = tmp_path / "annex.pdf"
    annex.write_bytes(b"%PDF-1.7 the annex")
    france = visit(PAGE, "fr.dupont", java_script_enabled=script)
    france.click("summary.act__summary")
    france.fill("[name=body]", "Madam President,")
    france.fill("[name=signed]", "Jeanne Dupont")
    france.set_input_files("[name=attachments]", annex)
    france.click(".act__form .button--primary")

    assert france.locator(".summary").inner_text().count("Subject") >= 1
    assert france.locator(".attachment__name").inner_text() == "annex.pdf"
    assert france.input_value("[name=body]") == "Madam President,"
    france.fill("[name=subject]", "An urgent matter")
    france.click("form .button--primary")
    assert "An urgent matter" in france.locator("#letters").inner_text()

    secretariat = visit(f"{PAGE}1/", "sec.okoro", java_script_enabled=script)
    secretariat.click("summary.act__summary:has-text('Register')")
    secretariat.click(".act[open] .button--primary")
    secretariat.click("summary.act__summary:has-text('Circulate')")
    secretariat.check(".act[open] [value=public]")
    secretariat.click(".act[open] .button--primary")

    public = visit(f"{PAGE}1/", java_script_enabled=script)
    assert "Madam President" in public.locator(".letter").inner_text()
    with public.expect_download() as download:
        public.click(".attachment__name a")
    assert download.value.path().read_bytes() == b"%PDF-1.7 the annex"


def test_why_an_act_is_not_in_order_is_told_when_asked(visit: Callable[..., Any]) -> None:
    page = visit(PAGE)
    assert page.locator(".objection").is_hidden()
    page.click(".act__why summary")
    assert page.locator(".objection").is_visible()
    assert "rule 6" in page.locator(".citation").inner_text()


def test_a_change_is_shown_while_the_page_is_open(visit: Callable[..., Any]) -> None:
    """What the stream would tell is taken in by the page's own script."""
    number = world.letter(subject="Waits to be registered")
    page = visit(PAGE, "sec.okoro")
    since = the_house().store.head().sequence
    world.register(number)
    world.letter(subject="Has just come in")
    one = world.actor("sec.okoro")
    state = the_house().clerk.seen(world.LETTERS, the_house().clearances(one)).state
    for frame in frames(state, since, "en"):
        page.evaluate(
            "async (frame) => (await import('/static/js/live.js')).apply(frame)", json.loads(frame.data)
        )
    assert "Registered" in page.locator(f"#letter-{number}").inner_text()
    assert "Has just come in" in page.locator("#news").inner_text()
    assert page.locator(".news").is_visible()


def test_a_letter_is_printed_as_a_letter(visit: Callable[..., Any]) -> None:
    world.letter(subject="On paper")
    page = visit(f"{PAGE}1/", "sec.okoro")
    page.emulate_media(media="print")
    assert page.locator(".letter").is_visible()
    for unwanted in (".masthead", "h1", ".beside__aside", ".foot"):
        assert page.locator(unwanted).is_hidden(), unwanted


def test_an_error_takes_the_reader_to_what_is_wrong(visit: Callable[..., Any]) -> None:
    page = visit(PAGE, "fr.dupont")
    page.click("summary.act__summary")
    page.click(".act__form .button--primary")
    page.locator(".summary:focus").wait_for()
    assert page.title().startswith("Error: ")
    page.click(".summary a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "subject"
