"""The pages of documents: who reads which, in six languages, on a phone, right to left and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from comity.communications import acts as c
from comity.documents.pdf import Press
from comity.rules.words import LANGUAGES
from comity.selection import acts as a
from comity.web.pages import documents_paper
from tests.people import LATVIA, new_id
from tests.selection.desk import PGA, representative
from tests.web.pages import world
from tests.web.selection.staged import DESK, PDF, PRESIDENT, PUBLIC, Stage, actor, page, rep

pytest.importorskip("typst")
Visit = Callable[..., Any]


@pytest.fixture
def stage(house: str) -> Stage:
    """Letters 1 and 2 went out; letter 3, of a nomination, is a draft."""
    stage = Stage("unsg-2016")
    stage.announced()
    assert stage.nominate("ARG").accepted
    return stage


def issue(stage: Stage, number: int, *codes: str) -> None:
    for code in codes:
        act = c.IssueSymbol(
            id=new_id(), stream=f"communications:{code}", document=f"{stage.stream}/letters/{number}"
        )
        ruling = stage.clerk.hear(act, actor(DESK), stage.now)
        assert ruling.accepted, ruling.say()


def press_card(one: Any, path: str, name: str, **given: str) -> Any:
    """Send the form of an act as it stands on the page."""
    html = one.get(path).content.decode()
    forms = re.findall(r'<form class="act__form".*?</form>', html, re.S)
    form = next(f for f in forms if f"/acts/{name}" in f)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    address = re.search(r'action="([^"]+)"', form)
    assert address is not None
    return one.post(address[1], hidden | given, follow=True)


def test_a_letter_is_there_for_those_who_may_read_it(stage: Stage) -> None:
    assert "President of the Security Council" in page("/selections/test/letters/2/")
    draft = page("/selections/test/letters/3/", PRESIDENT)
    assert "Draft: not signed" in draft and "Candidate of ARG" in draft
    for path in ("letters/3/", "letters/3.pdf", "letters/99/", "letters/99.pdf", "communiques/round-1/",
                 "communiques/x.pdf", "announcement/", "announcement.pdf", "copies/1/document/",
                 "copies/1/document.pdf"):  # fmt: skip
        page(f"/selections/test/{path}", PUBLIC, status=404)
        page(f"/selections/none/{path}", PUBLIC, status=404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_stands_in_each_language_whatever_the_reader_speaks(stage: Stage, language: str) -> None:
    html = page(f"/selections/test/letters/2/?lang={language}")
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}" aria-labelledby' in html
    assert '<html lang="en" dir="ltr"' in html
    assert all(f"/selections/test/letters/2.pdf?lang={other}" in html for other in LANGUAGES)
    assert re.search(rf'href="\?lang={language}" lang="{language}" hreflang="{language}" aria-current', html)


def test_a_letter_is_signed_numbered_and_circulated_from_its_page(stage: Stage) -> None:
    path = "/selections/test/letters/3/"
    clients = {person: world.client(person) for person in (PRESIDENT, PGA.person, DESK)}
    for person in (PRESIDENT, PGA.person):
        answer = press_card(clients[person], path, "selection.sign_letter")
        assert answer.status_code == 200 and answer.redirect_chain[-1][0] == path
    for _ in ("unsc", "unga"):
        answer = press_card(clients[DESK], path, "communications.issue_symbol", distribution="general")
        assert answer.redirect_chain[-1][0] == path
    assert 'name="symbol"' not in page(path, DESK)
    press_card(clients[DESK], path, "selection.circulate_letter")
    html = page(path)
    assert "A/81/1-S/2026/1" in html
    assert "What you may do here" not in page(path, DESK)


def test_a_copy_opens_by_the_act_alone(stage: Stage) -> None:
    stage.letters()
    stage.poll((11, 2, 2))
    copy = next(one.copy for one in stage.state.copies.values() if one.to == "ARG")
    path, reader = f"/selections/test/copies/{copy}/document/", world.client(rep("ARG"))
    closed = reader.get(path).content.decode()
    assert "This copy is closed" in closed and "<td>11</td>" not in closed
    assert reader.get(path.rstrip("/") + ".pdf").status_code == 404
    assert not stage.state.copies[copy].readers
    stage.does(representative("ARG"), a.ReadCopy, confidential_copy=copy)
    (_, _, mark, _) = stage.state.copies[copy].readers[0]
    opened = reader.get(path)
    html = opened.content.decode()
    assert "<td>11</td>" in html and html.count(mark) >= 4
    assert {"private", "no-store"} <= set(opened["Cache-Control"].split(", "))
    assert reader.get(path.rstrip("/") + ".pdf").content.startswith(b"%PDF")
    for other in (rep("BRA"), PGA.person, DESK, PUBLIC):
        page(path, other, status=404)
    for conducts in (PRESIDENT, rep("FRA")):
        known = page(path, conducts)
        assert "for another delegation" in known and mark not in known and "<td>11</td>" not in known
        page(path.rstrip("/") + ".pdf", conducts, status=404)


def test_the_annexes_of_a_letter_are_downloads_for_those_who_may_read_it(stage: Stage) -> None:
    path = "/selections/test/letters/3/"
    for person in (PRESIDENT, PGA.person, DESK):
        html = page(path, person)
        files = re.findall(r'<a href="([^"]+)" download><bdi>(\w+)\.pdf<', html)
        assert [name for _, name in files] == ["curriculum_vitae", "vision_statement"]
        assert "Annex 2: Curriculum vitae" in html and "Annex 3: Vision statement" in html
        for href, _ in files:
            assert world.client(person).get(href).content == PDF
            page(href, rep("FRA"), status=404)
            page(href, PUBLIC, status=404)
    page(path, rep("FRA"), status=404)
    stage.letters()
    href = re.findall(r'<a href="([^"]+)" download>', page(path))[0]
    assert world.client().get(href).content == PDF
    assert " download>" not in page("/selections/test/letters/2/")


def test_pdfs_are_given_under_a_name_of_their_own(stage: Stage) -> None:
    issue(stage, 3, "unsc", "unga")
    answer = world.client(DESK).get("/selections/test/letters/3.pdf?lang=fr&paper=letter")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="A-81-1-S-2026-1-fr.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    again = world.client(DESK).get("/selections/test/letters/3.pdf?lang=fr&paper=letter")
    assert again.content == answer.content


def test_where_there_is_no_font_the_page_says_what_to_install(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Press(system=False)
    monkeypatch.setattr(documents_paper, "press", lambda: bare)
    html = page("/selections/test/letters/2/?lang=ar")
    assert "fonts-noto-core" in html and "letters/2.pdf?lang=ar" not in html
    assert "letters/2.pdf?lang=ru" in html
    answer = world.client().get("/selections/test/letters/2.pdf?lang=zh")
    assert answer.status_code == 503 and "fonts-noto-cjk" in answer.content.decode()


def test_the_communique_and_the_announcement_are_public(house: str) -> None:
    stage = Stage("unsg-2017-proposal").with_candidates("ARG", "BRA", "CRI")
    stage.poll((11, 2, 2), (6, 7, 2), (2, 8, 5))
    html = page("/selections/test/communiques/round-1/")
    assert "rule 55" in html and "<td>11</td>" in html
    assert world.client().get("/selections/test/communiques/round-1.pdf").content.startswith(b"%PDF")
    page("/selections/test/announcement/", status=404)


def test_the_announcement_of_the_appointment_is_reached_from_the_pages_where_it_is_due(house: str) -> None:
    stage = Stage("unsg-2016").with_candidates("ARG", "BRA", "CRI")
    stage.poll((11, 2, 2), (6, 7, 2), (2, 8, 5))
    stage.does(LATVIA, a.DecideNext, decision=a.PROCEED)
    stage.does(LATVIA, a.Recommend, candidate=1, method=a.ACCLAMATION, resolution="S/RES/2790(2026)")
    stage.does(LATVIA, a.IssueCommunique, meeting="recommendation-1", communique="Recommended.")
    stage.letters()
    announced = 'href="/selections/test/announcement/"'
    pages = ("/selections/test/conclusion/", "/selections/test/letters/")
    assert not any(announced in page(path) for path in pages)
    since, until = date(2027, 1, 1), date(2031, 12, 31)
    given = {"method": a.ACCLAMATION, "resolution": "A/RES/81/4", "term_since": since, "term_until": until}
    stage.does(PGA, a.Appoint, **given)
    for path in pages:
        assert announced in page(path, PUBLIC)
    assert announced in page("/selections/test/letters/?q=appointment")
    assert "Candidate of ARG" in page("/selections/test/announcement/")
    assert world.client().get("/selections/test/announcement.pdf").content.startswith(b"%PDF")


def test_the_register_finds_by_symbol_and_by_words_and_explains_what_is_typed(stage: Stage) -> None:
    issue(stage, 3, "unsc", "unga")
    for act in (
        c.IssueSymbolElsewhere(id=new_id(), stream="communications:unsc", title="Note on the programme"),
        c.IssueFollowing(id=new_id(), stream="communications:unsc", symbol="S/2026/2", what="Corr"),
    ):
        assert stage.clerk.hear(act, LATVIA, stage.now).accepted
    register = "/bodies/unsc/documents/"
    html = page(register)
    assert "S/2026/2/Corr.1" in html and "Note on the programme" in html
    assert "A document that is not open to you" in html  # the letter is a draft
    assert "Circulation" not in html and "Candidate of ARG" not in html
    assert "/selections/test/letters/3/" in page(register, DESK)
    found = page(f"{register}?q=programme")
    assert "Note on the programme" in found and ">S/2026/1<" not in found
    said = page(f"{register}?q=a/71/774–s/2017/93")
    assert "Year 2017" in said and "Session 71" in said and "bears this symbol" in said
    assert "Number 2 of the series" in page(f"{register}?q=S/2026/2")
    assert "is no part of a symbol" in page(f"{register}?q=S/20%3F26")
    one = page("/bodies/unsc/documents/S/2026/2/", DESK)
    assert "S/2026/2/Corr.1" in one and "Issue an addendum" in one
    page("/bodies/unsc/documents/S/2026/9/", status=404)
    page("/bodies/nowhere/documents/", status=404)


def test_symbols_are_issued_from_the_register(stage: Stage) -> None:
    desk, register = world.client(DESK), "/bodies/unsc/documents/"
    answer = press_card(
        desk, register, "communications.issue_symbol_elsewhere", title="Note", distribution="limited"
    )
    assert answer.redirect_chain[-1][0] == register
    assert "S/2026/1" in page(register, DESK) and ">S/2026/1<" not in page(register)
    address = f"{register}S/2026/1/"
    answer = press_card(
        desk, address, "communications.issue_following", what="Rev", title="", distribution="general"
    )
    assert answer.redirect_chain[-1][0] == address
    assert "S/2026/1/Rev.1" in page(address, DESK)
    entries = page("/record/", DESK)
    assert "S/2026/1/Rev.1" in entries


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [1280, 360])
def test_document_pages_are_accessible_and_fit(
    stage: Stage, visit: Visit, audit: Callable[[Any], list[str]], width: int, language: str
) -> None:
    stage.letters()
    stage.poll((11, 2, 2))
    copy = next(one.copy for one in stage.state.copies.values() if one.to == "ARG")
    stage.does(representative("ARG"), a.ReadCopy, confidential_copy=copy)
    assert stage.nominate("BRA").accepted
    draft = max(stage.state.letters)
    for path, person in (
        (f"/selections/test/letters/{draft}/", PRESIDENT),
        ("/selections/test/letters/2/?lang=zh", PUBLIC),
        (f"/selections/test/copies/{copy}/document/", rep("ARG")),
        ("/bodies/unga/documents/?q=A/71/774-S/2017/93", DESK),
    ):
        looked = visit(path, person, language, width=width)
        assert audit(looked) == [], path
        wide = looked.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_on_paper_there_is_the_document_alone(stage: Stage, visit: Visit, language: str) -> None:
    looked = visit(f"/selections/test/letters/3/?lang={language}", DESK, "en")
    looked.emulate_media(media="print")
    for gone in (".masthead", ".paper-bar", ".beside__aside", ".foot", ".crumbs"):
        assert not looked.locator(gone).first.is_visible(), gone
    assert looked.locator(".paper__title").is_visible() and looked.locator(".paper__note").is_visible()
    assert not looked.locator("h1").is_visible()
    annex = looked.locator(".paper__heading--page").first
    assert annex.evaluate("one => getComputedStyle(one).breakBefore") == "page"
