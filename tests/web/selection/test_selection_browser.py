"""The pages of a selection in a browser: assistive technology, small screens, the keyboard alone, no scripts, live."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from comity.rules.acts import Act
from comity.rules.words import LANGUAGES
from comity.selection import acts as a
from comity.web.house import now
from tests.people import new_id, representative
from tests.serving import Served, person
from tests.web.selection.staged import DESK, FIGURES, FIVE, PRESIDENT, PUBLIC, Stage, rep
from tests.web.votes import assembled

LONG = "Dr. Anna-Katharina von Hohenstein-Lichtenfels y Fernández de la Vega"


def standing() -> dict[str, str]:
    """A selection between two rounds, one before its members, and the addresses of all pages."""
    stage = Stage("unsg-2017-proposal").announced()
    for state in FIVE:
        assert stage.nominate(state, **({"full_name": LONG} if state == "ARG" else {})).accepted
    stage.letters()
    for one in stage.state.listed:
        for kind, chair in (("dialogue", DESK), ("meeting", PRESIDENT)):
            stage.hold(kind, one.candidate, _actor(chair))
    stage.does(representative("BRA"), a.WithdrawNomination, candidate=2, of="BRA", notice="We withdraw.")
    stage.poll(*(FIGURES[0], *FIGURES[2:]))
    young = Stage("unsg-2026", "young").open()
    given = {"rulebook": "unsg-2016", "principles": "Openness.", "until": young.now + timedelta(days=30)}
    young.does(_actor(PRESIDENT), a.PutRules, **given)
    young.does(representative("FRA"), a.ObjectToRules, of="FRA", reason="We ask for hearings.")
    return {
        "list": "/selections/", "overview": stage.place, "rules": f"{stage.place}rules/",
        "letters": f"{stage.place}letters/", "candidate": f"{stage.place}candidates/1/",
        "withdrawn": f"{stage.place}candidates/2/", "young": young.place, "proposal": f"{young.place}rules/",
        "nothing found": f"{stage.place}?q=zzz", "home": "/",
    }  # fmt: skip


def _actor(who: str) -> Any:
    from tests.web.selection.staged import actor

    return actor(who)


def open_everything(page: Any) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_selection_is_without_fault_for_assistive_technology(
    visit: Callable[..., Any], language: str, audit: Callable[[Any], list[str]]
) -> None:
    addresses = standing()
    scheme = "dark" if language in ("ar", "ru") else "light"
    page = visit("/", PRESIDENT, language, color_scheme=scheme)
    faults = {}
    for name, address in addresses.items():
        page.goto(address)
        open_everything(page)
        faults[name] = audit(page)
    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize("language", ["en", "ar", "ru"])
def test_no_page_of_a_selection_is_wider_than_a_phone(visit: Callable[..., Any], language: str) -> None:
    addresses = standing()
    page = visit("/", PRESIDENT, language, width=360)
    wide = {}
    for name, address in addresses.items():
        page.goto(address)
        open_everything(page)
        wide[name] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    assert {name: over for name, over in wide.items() if over > 0} == {}


def test_in_arabic_the_way_of_a_selection_runs_from_right_to_left(visit: Callable[..., Any]) -> None:
    address = standing()["overview"]
    for language, rightwards in (("en", True), ("ar", False)):
        stages = visit(address, PUBLIC, language).locator(".stages__one")
        first, last = stages.first.bounding_box(), stages.last.bounding_box()
        assert (first["x"] < last["x"]) is rightwards
        assert first["y"] == last["y"]


def test_a_candidate_is_presented_with_the_keyboard_alone(visit: Callable[..., Any], tmp_path: Path) -> None:
    stage = Stage("unsg-2026").announced()
    page = visit(stage.place, rep("ITA"))
    keys = page.keyboard

    def reach(selector: str) -> None:
        for _ in range(80):
            keys.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} was not reached")

    reach("summary.act__summary")
    keys.press("Enter")
    reach("[name=full_name]")
    keys.type("Giulia Rossi")
    reach("[name=letter]")
    keys.type("Excellency, we present Ms. Rossi.")
    reach("form button")
    keys.press("Enter")
    page.wait_for_selector(".summary__list")
    assert page.locator(".summary__list a").count() == 3
    assert page.evaluate("document.activeElement.className") == "summary"
    assert page.locator("[name=full_name]").input_value() == "Giulia Rossi"
    file = tmp_path / "cv.pdf"
    file.write_bytes(b"%PDF-1.7 cv")
    for name in ("curriculum_vitae", "vision_statement"):
        reach(f"[name={name}]")
        page.locator(f"[name={name}]").set_input_files(str(file))
    reach("[name=funding]")
    keys.type("None.")
    reach("form button")
    keys.press("Enter")
    page.wait_for_selector(".notice--done")
    assert page.locator(".candidate__name").inner_text() == "Giulia Rossi"
    assert stage.state.candidates[1].vision_statement[0].name == "cv.pdf"


def test_everything_works_without_scripts(visit: Callable[..., Any]) -> None:
    page = visit("/selections/", DESK, java_script_enabled=False)
    page.locator("summary", has_text="Open a selection").click()
    page.get_by_label("Short name for the address").fill("sg-2026")
    page.get_by_label("Selection of 2016").check()
    page.locator("[name=title]").fill("The next Secretary-General")
    page.locator("[name=term_since]").fill("2027-01-01")
    page.locator(".act__form button").click()
    assert page.url.endswith("/selections/sg-2026/")
    assert "The next Secretary-General" in page.locator("h1").inner_text()
    page.get_by_role("link", name="Rules", exact=True).nth(1).click()
    assert page.locator(".comparison").is_visible()


def test_an_overview_is_printed_without_what_one_presses(visit: Callable[..., Any]) -> None:
    page = visit(standing()["overview"], rep("FRA"))
    page.emulate_media(media="print")
    for wanted in (".stands__headline", ".stages", ".candidates", ".timeline", ".deadlines >> nth=0"):
        assert page.locator(wanted).first.is_visible(), wanted
    for unwanted in (".masthead", ".ways", ".doings", ".finder"):
        assert page.locator(unwanted).first.is_hidden(), unwanted


# On a server of its own


@pytest.fixture
def served(sqlite: str, tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path / "served")
    one.data.mkdir()
    chair = assembled.president()
    one.prepare([person(f"rep-{code}", of=code) for code in dict.fromkeys((chair, "FRA"))])
    one.start()
    yield one
    one.stop()


def ask(served: Served, who: str, kind: type[Act], **given: Any) -> None:
    request = urllib.request.Request(
        f"{served.address}/api/v1/proceedings/selection/sg/acts/{kind.name.partition('.')[2]}",
        json.dumps({"id": new_id(), **given}).encode(),
        {"Authorization": f"Bearer {served.people[who]['token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert json.loads(answer.read())["accepted"]


def test_the_page_of_the_public_follows_without_being_opened_again(served: Served, browser: Any) -> None:
    chair = f"rep-{assembled.president()}"
    opening = {"rulebook": "unsg-2016", "title": "The next one", "recommends": "unsc", "appoints": "unga"}
    ask(served, chair, a.OpenProcess, term_since="2031-01-01", **opening)
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    with page.expect_response(lambda answer: "/live?" in answer.url):
        page.goto(f"{served.address}/selections/sg/")
    assert "Process opened: The next one" in page.locator("#timeline").inner_text()
    until = (now() + timedelta(days=1)).isoformat()
    ask(served, chair, a.PutRules, rulebook="unsg-2016", principles="P", until=until)
    page.wait_for_selector(".timeline__step--closed")
    assert page.locator("#sealed").inner_text().strip() == "One entry of this selection is closed to you."
    assert "until" not in page.locator(".stands__headline").inner_text()
    context.close()
