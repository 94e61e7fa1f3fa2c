"""Nobody is kept out: axe, the keyboard, small screens, right to left, forced colours, paper."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("axe_playwright_python")
from axe_playwright_python.sync_playwright import Axe

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => (one.open = true))"

IN_ORDER = """() => {
  const seen = (one) => one.checkVisibility() && one.getClientRects().length > 0;
  const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const all = [...document.querySelectorAll(controls)];
  return all
    .filter((one) => seen(one) && !one.disabled && one.type !== 'hidden')
    .filter((one) => {
      if (one.type !== 'radio') return true;
      const group = [...one.form.querySelectorAll(`input[name="${one.name}"]`)];
      return one === (group.find((radio) => radio.checked) ?? group[0]);
    })
    .map((one, place) => (one.dataset.place = String(place)));
}"""

WHERE = """() => {
  const { dataset, tagName } = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
  return [tagName === 'BODY' ? null : dataset.place, outlineStyle, parseFloat(outlineWidth), outlineColor];
}"""


def violations(page):
    found = Axe().run(page, options=json.loads(json.dumps(OPTIONS))).response["violations"]
    return [
        (rule["id"], node["html"][:160], node["failureSummary"]) for rule in found for node in rule["nodes"]
    ]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_components_have_no_axe_violation(visit, language, scheme, width):
    page = visit("/components", language, width=width, scheme=scheme)
    page.evaluate(OPEN_ALL)
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/components/confirm", "/components/error/503", "/components?q=zzz"])
def test_whole_pages_have_no_axe_violation(visit, path):
    page = visit("/components")
    visit.complaints.clear()
    page.goto(page.url.replace("/components", path))
    visit.complaints.clear()  # the browser remarks on the status of an error page, as it should
    assert violations(page) == []


def test_open_menus_have_no_axe_violation(visit):
    page = visit("/components", "en", width=390)
    for place in range(page.locator(".menu").count()):
        page.locator(".menu summary").nth(place).click()
        assert violations(page) == []
        assert page.locator(".menu[open]").count() == 1, "one menu at a time"


def test_axe_finds_a_fault_that_is_there(visit):
    page = visit("/components")
    page.evaluate("document.querySelector('#form-subject').labels[0].remove()")
    assert "label" in [rule for rule, *_ in violations(page)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(visit, language):
    page = visit("/components", language)
    page.evaluate(OPEN_ALL)
    expected = page.evaluate(IN_ORDER)
    reached = []
    for _ in range(3 * len(expected)):
        page.keyboard.press("Tab")
        place, style, width, colour = page.evaluate(WHERE)
        if place is None:
            break
        assert style == "solid" and width >= 3, f"the focus cannot be seen on control {place}"
        assert colour == "rgb(194, 96, 10)"
        if reached[-1:] != [place]:  # the parts of a date are one control
            reached.append(place)
    assert reached == expected


def test_the_first_thing_the_keyboard_meets_leads_to_the_content(visit):
    page = visit("/components")
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/components", "/components/confirm", "/language-of-nowhere"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_a_screen_of_320_pixels(visit, language, path):
    page = visit(path, language, width=320)
    visit.complaints.clear()
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("en", False), ("zh", False)])
def test_arabic_is_mirrored(visit, language, mirrored):
    page = visit("/components", language)

    def middle(selector):
        box = page.locator(selector).first.bounding_box()
        return box["x"] + box["width"] / 2

    assert page.get_attribute("html", "dir") == ("rtl" if mirrored else "ltr")
    assert (middle(".masthead__product") > middle(".masthead__menus")) is mirrored
    assert (middle(".contents") > middle("#buttons")) is mirrored
    assert (middle(".entry__number") > middle(".entry__what")) is mirrored
    assert (middle(".chart .series-1") > middle(".chart .track")) is mirrored
    turned = page.locator(".pagination .icon--turns").first.evaluate(
        "(one) => getComputedStyle(one).transform"
    )
    assert (turned == "matrix(-1, 0, 0, 1, 0, 0)") is mirrored


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_has_the_text_and_nothing_to_press(visit, scheme):
    page = visit("/components", scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    for gone in (".masthead", ".foot", ".contents", ".crumbs", ".button", ".act", ".search", ".tabs", "form"):
        assert page.locator(gone).count() > 0
        assert page.locator(f"{gone}:visible").count() == 0, gone
    for kept in (
        "h1",
        ".document",
        ".document__symbol",
        ".paragraphs",
        ".register",
        ".table",
        ".chart",
        ".objection",
    ):
        assert page.locator(f"{kept}:visible").count() > 0, kept
    assert page.evaluate("getComputedStyle(document.querySelector('.paragraphs')).color") == "rgb(18, 23, 29)"


def test_a_page_prints_on_a4_and_on_letter(visit):
    page = visit("/components")
    for paper in ("A4", "Letter"):
        assert page.pdf(format=paper).startswith(b"%PDF")


def test_nothing_moves_for_those_who_ask_for_stillness(visit):
    page = visit("/components")
    still = "getComputedStyle(document.querySelector('.button')).transitionDuration"
    assert page.evaluate(still).startswith("0.12s")
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(still) == "0s"


def test_forced_colours_keep_buttons_and_focus(visit):
    page = visit("/components", forced_colors="active")
    button = page.locator("#buttons .button--primary")
    button.focus()
    assert button.evaluate("(one) => getComputedStyle(one).borderTopStyle") == "solid"
    assert button.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"


@pytest.mark.parametrize(("language", "leading"), [("ar", 1.85), ("zh", 1.75), ("en", 1.55), ("ru", 1.55)])
def test_each_script_has_the_leading_it_needs(visit, language, leading):
    page = visit("/components", language)
    height, size = page.evaluate(
        "['lineHeight', 'fontSize'].map((name) => parseFloat(getComputedStyle(document.body)[name]))"
    )
    assert height / size == pytest.approx(leading, abs=0.01)
