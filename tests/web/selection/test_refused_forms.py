"""A form that is refused comes back on its own page, as it was filled in, with the refusal beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from comity.selection import acts as a
from tests.people import LATVIA, SECRETARIAT, new_id
from tests.selection.desk import PGA, STATES
from tests.web.pages import world
from tests.web.selection.staged import ASSEMBLY, DESK, FIGURES, FIVE, PRESIDENT, Stage, rep


def refused(person: str, act: type, **given: object) -> tuple[int, str]:
    """The answer to a form of the selection: its status, and the page."""
    address = f"/proceedings/selection:test/acts/{act.name}"  # type: ignore[attr-defined]
    answer = world.client(person).post(address, {"id": new_id(), **given})
    return answer.status_code, answer.content.decode()


def form_of(html: str, act: str) -> str:
    """The form of that act as the page shows it."""
    return next(one for one in re.findall(r"<form.*?</form>", html, re.S) if f'/acts/{act}" enctype' in one)


def ticked(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="(\w+)" checked', html)


def concluded() -> Stage:
    stage = Stage("unsg-2016").with_candidates(*FIVE)
    stage.poll(*FIGURES)
    stage.does(LATVIA, a.DecideNext, decision="proceed")
    return stage


def test_a_refused_recommendation_comes_back_with_its_roll(house: str) -> None:
    concluded()
    given = {"about": "2", "method": "vote", "resolution": "2300 (2026)"}
    status, html = refused(PRESIDENT, a.Recommend, **given, in_favour=["CHN", "FRA"], against=["PAN"])
    form = form_of(html, a.Recommend.name)
    assert status == 409 and "<h1" in html and "From the recommendation" not in form
    assert "<title>Error: " in html
    assert 'id="recommend-title"' in html and 'id="steps-title"' in html
    assert "rule 48" in form and 'role="alert"' in form and "autofocus" in form
    assert ticked(form, "in_favour") == ["CHN", "FRA"] and ticked(form, "against") == ["PAN"]
    assert ticked(form, "abstaining") == []
    assert '<option value="2" selected>' in form and 'value="2300 (2026)"' in form
    assert re.search(r'value="vote" checked', form)


def test_a_refused_decision_on_colours_comes_back_with_its_roll(house: str) -> None:
    Stage("unsg-2016").with_candidates(*FIVE)
    status, html = refused(PRESIDENT, a.DecideColours, in_favour=["CHN", "FRA"], against=["CHN"])
    form = form_of(html, a.DecideColours.name)
    assert status in (409, 422) and 'id="rounds-title"' in html
    assert ticked(form, "in_favour") == ["CHN", "FRA"] and ticked(form, "against") == ["CHN"]
    assert "objection__reason" in form or "field__error" in form
    status, html = refused(PRESIDENT, a.DecideColours, in_favour=["FRA", "NOR"])
    form = form_of(html, a.DecideColours.name)
    assert status == 422 and "field__error" in form and ticked(form, "in_favour") == ["FRA"]


def test_a_refused_appointment_comes_back_with_term_figures_and_askers(house: str) -> None:
    stage = concluded()
    stage.does(LATVIA, a.Recommend, candidate=1, method="acclamation", resolution="2300 (2026)")
    stage.does(SECRETARIAT, a.IssueCommunique, meeting="recommendation-1", communique="C")
    stage.letters()
    given = {"method": "acclamation", "resolution": "81/3", "term_since": "2027-02-03", "term_until": "2031-12-31",
             "in_favour": "7", "ballot_asked_by": ["NOR", "ARG"]}  # fmt: skip
    status, html = refused(ASSEMBLY, a.Appoint, **given)
    form = form_of(html, a.Appoint.name)
    assert status == 409 and "141" in form and 'id="appoint-title"' in html
    assert 'value="2027-02-03"' in form and 'value="81/3"' in form and 'name="in_favour" value="7"' in form
    assert sorted(ticked(form, "ballot_asked_by")) == ["ARG", "NOR"]


def test_a_refused_order_of_hearings_keeps_the_order_that_was_chosen(house: str) -> None:
    stage = Stage("unsg-2016")
    stage.announced()
    for state in STATES[:3]:
        assert stage.nominate(state).accepted
    stage.letters()
    status, html = refused(ASSEMBLY, a.AgreeSlots, order=["3", "3", "1"])
    form = form_of(html, a.AgreeSlots.name)
    assert status in (409, 422)
    assert re.findall(r'<option value="(\d)" selected>', form) == ["3", "3", "1"]


def test_a_refused_nomination_comes_back_with_its_files(house: str) -> None:
    stage = Stage("unsg-2026")
    stage.announced()
    brought = stage.file("ARG", "life.pdf")[0]
    kept = f"{brought.sha256} {brought.media_type} {brought.size} {brought.name}"
    given = {"full_name": "Somebody", "letter": "We present.", "of": "ARG", "curriculum_vitae-kept": kept}
    status, html = refused(rep("ARG"), a.Nominate, **given)
    form = form_of(html, a.Nominate.name)
    assert status in (409, 422) and "/selections/test/history/" in html
    assert "Somebody" in form and "life.pdf" in form and "We present." in form


def test_a_refused_accreditation_comes_back_on_the_page_of_the_people(house: str) -> None:
    form = {"id": new_id(), "person": "new-person", "full_name": "Somebody New", "capacity": "representative",
            "of": "FRA", "body": "", "since": "not a day", "until": "", "issued_by": "head_of_state"}  # fmt: skip
    answer = world.client(DESK).post("/proceedings/accreditation:house/acts/accreditation.accredit", form)
    html = answer.content.decode()
    assert answer.status_code == 422 and 'id="people-table' in html
    card = form_of(html, "accreditation.accredit")
    assert "Somebody New" in card and 'class="summary"' in card and hidden_id(card) != form["id"]
    assert re.search(r'<details class="act" open>', html)


def hidden_id(form: str) -> str:
    found = re.search(r'name="id" value="([^"]+)"', form)
    assert found is not None
    return found[1]


def test_a_refused_act_without_fields_says_why_on_its_page(house: str) -> None:
    stage = Stage("unsg-2016").open()
    until = "2026-11-30T12:00"
    status, _ = refused(PRESIDENT, a.PutRules, rulebook="unsg-2016", principles="P", until=until)
    assert status == 303 and stage.state.proposal is not None
    status, html = refused(PRESIDENT, a.AdoptRules)
    assert status == 409 and 'class="act act--shut" data-form=' in html and 'role="alert"' in html


def test_a_form_that_its_page_does_not_have_comes_back_alone(house: str) -> None:
    stage = Stage("unsg-2016").with_candidates(*FIVE[:1])
    stage.does(PGA, a.ScheduleHearing, kind="dialogue", candidate=1, at=stage.now)
    hearing = len(stage.state.hearings)
    stage.does(PGA, a.OpenHearing, hearing=hearing)
    given = {"about": str(hearing), "theme": "Peace", "question_text": "Why?"}
    status, html = refused(ASSEMBLY, a.MergeQuestions, **given)
    assert status in (409, 422) and "refused-form" in html and "Peace" in form_of(html, a.MergeQuestions.name)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_what_comes_back_has_the_focus_and_the_address_of_its_page_and_is_without_fault(
    visit: Callable[..., Any], audit: Callable[[Any], list[str]], language: str, width: int
) -> None:
    Stage("unsg-2016").with_candidates(*FIVE[:1])
    page = visit("/selections/test/rounds/", PRESIDENT, language, width=width)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    form = page.locator('form[action$="selection.decide_colours"]')
    for box in ("in_favour", "against"):
        form.locator(f'input[name="{box}"][value="CHN"]').check()
    with page.expect_navigation(wait_until="load"):
        form.locator("button").last.click()
    page.wait_for_url("**/selections/test/rounds/")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    assert form.locator('input[name="against"][value="CHN"]').is_checked()
    assert audit(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
