"""The frame of a page: languages, appearance, errors, forms; with scripts and without."""

from __future__ import annotations

import re

import pytest

from comity.rules.words import LANGUAGES, text

STATUSES = {
    400: "not_understood",
    403: "not_allowed",
    404: "not_found",
    429: "too_often",
    500: "failed",
    503: "away",
}
PAGES = ("/components", "/components/confirm", "/components/error/404")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline(fetch, path):
    _, headers, page = fetch(path)
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert re.findall(r"<[^>]*\s(?:style|on[a-z]+)=", page) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert "<style" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language_and_direction(fetch, language):
    _, _, page = fetch("/components", language)
    code = "zh-hans" if language == "zh" else language
    assert f'<html lang="{code}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert f"<h1>{text('web.layout.components').say(language)}</h1>" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
def test_an_error_says_what_happened_and_what_to_do(fetch, status, language):
    answered, headers, page = fetch(f"/components/error/{status}", language)
    assert answered == status
    for part in ("title", "happened", "remedy"):
        said = text(f"web.errors.{STATUSES[status]}_{part}").say(language)
        assert said in page
    assert headers.get("Retry-After") == ("60" if status in (429, 503) else None)


def test_an_address_of_nothing_gets_the_page_for_it(fetch):
    status, _, page = fetch("/there/is/no/such/page", "es")
    assert status == 404
    assert text("web.errors.not_found_title").say("es") in page


def test_a_form_without_its_token_is_refused_in_the_readers_language(fetch):
    status, _, page = fetch("/components", "fr", data=b"subject=x")
    assert status == 403
    assert text("web.errors.expired_title").say("fr") in page


def test_the_theme_returns_only_within_the_house(visit, site):
    page = visit("/components", java_script_enabled=False)
    page.locator(".menu", has=page.locator("[name=theme]")).locator("summary").click()
    with page.expect_navigation():
        page.locator("[name=theme][value=dark]").click()
    assert page.url == f"{site}/components"
    assert page.get_attribute("html", "data-theme") == "dark"
    answer = page.request.post(
        f"{site}/theme",
        form={
            "theme": "light",
            "next": "https://example.org/",
            "csrfmiddlewaretoken": page.locator("[name=csrfmiddlewaretoken]").first.input_value(),
        },
        max_redirects=0,
    )
    assert answer.status == 302
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(("device", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(17, 22, 28)")])
def test_the_device_chooses_light_or_dark_until_the_reader_does(visit, device, paper):
    other = "dark" if device == "light" else "light"
    page = visit("/components", scheme=device)

    def shown():
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    def choose(theme):
        page.locator(".menu", has=page.locator("[name=theme]")).locator("summary").click()
        with page.expect_navigation():
            page.locator(f"[name=theme][value={theme}]").click()

    assert shown() == paper
    choose(other)
    assert shown() != paper
    choose("system")
    assert shown() == paper


def test_the_language_changes_without_scripts_and_the_page_stays(visit, site):
    page = visit("/components?q=S/2026/811", java_script_enabled=False)
    page.locator(".menu", has=page.locator("[name=language]")).locator("summary").click()
    with page.expect_navigation():
        page.locator("[name=language][value=ru]").click()
    assert page.url == f"{site}/components?q=S/2026/811"
    assert page.locator("h1").inner_text() == text("web.layout.components").say("ru")


def test_the_language_changes_on_an_error_page_too(visit):
    page = visit("/there/is/no/such/page", java_script_enabled=False)
    visit.complaints.clear()  # the browser remarks on the status, as it should
    page.locator(".menu", has=page.locator("[name=language]")).locator("summary").click()
    with page.expect_navigation():
        page.locator("[name=language][value=zh]").click()
    visit.complaints.clear()
    assert page.locator("h1").inner_text() == text("web.errors.not_found_title").say("zh")


def test_languages_are_named_in_themselves(fetch):
    for language in LANGUAGES:
        _, _, page = fetch("/components", language)
        for name in ("العربية", "中文", "English", "Français", "Русский", "Español"):
            assert f">{name}</button>" in page


def test_a_form_works_without_scripts_and_answers(visit):
    page = visit("/components", "es", java_script_enabled=False)
    with page.expect_navigation():
        page.locator("#buttons .button--primary").click()
    assert text("web.design.example_only").say("es") in page.locator(".notice--done").first.inner_text()


def test_the_table_searches_and_sorts_on_the_server(visit):
    page = visit("/components", java_script_enabled=False)
    symbols = page.locator("#letters tbody th")
    assert symbols.all_inner_texts() == ["S/2026/811", "S/2026/807", "S/2026/802", "S/2026/795"]
    with page.expect_navigation():
        page.locator("#letters thead a").nth(3).click()
    assert symbols.all_inner_texts() == ["S/2026/802", "S/2026/811", "S/2026/795", "S/2026/807"]
    assert page.locator("#letters [aria-sort=ascending]").count() == 1
    page.locator("#letters-search").fill("RULE 37")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert symbols.all_inner_texts() == ["S/2026/802"]
    assert page.locator(".table-box__count").inner_text() == "One result"
    page.locator("#letters-search").fill("nothing like it")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".table-box .empty").is_visible()


def test_the_copy_button_appears_with_scripts_only(visit):
    assert not visit("/components", java_script_enabled=False).locator("[data-copy]").is_visible()
    page = visit("/components", permissions=["clipboard-read", "clipboard-write"])
    page.locator("[data-copy]").click()
    page.locator(".code__done").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#root").inner_text()


def test_the_count_follows_the_writing_in_characters(visit):
    page = visit("/components")
    page.locator("#form-body").fill("𝄞 in C")
    assert page.locator("#form-body-count [data-used]").inner_text() == "6"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_clock_reads_the_same_from_server_and_script(visit, language):
    without = (
        visit("/components", language, java_script_enabled=False).locator("[data-clock]").first.inner_text()
    )
    page = visit("/components", language)
    page.wait_for_function("document.querySelector('[data-clock]').textContent.includes('00:54:5')")
    drawn = page.locator("[data-clock]").first.inner_text()
    assert without.replace("00:55:00", "") == re.sub(r"00:54:5\d", "", drawn)


def test_a_clock_that_has_run_out_says_so(visit):
    page = visit("/components")
    over = page.locator(".countdown").nth(1)
    assert over.locator(".countdown__over").is_visible()
    assert not over.locator(".countdown__left").is_visible()


def test_the_connection_speaks_only_when_it_has_something_to_say(visit):
    page = visit("/components")
    assert not page.locator("#live-status").is_visible()
    for state, key in (("lost", "connection_lost"), ("back", "connection_back"), ("over", "connection_over")):
        said = page.evaluate(
            """(state) => {
                const status = document.getElementById("live-status");
                status.dataset.state = state;
                status.textContent = status.dataset[state];
                status.hidden = false;
                return status.textContent;
            }""",
            state,
        )
        assert said == text(f"web.layout.{key}").say("en")
        assert page.locator("#live-status").is_visible()
