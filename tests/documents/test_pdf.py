"""The PDFs: tagged, in every script, the same bytes for the same document; where one cannot be made it is said why."""

from __future__ import annotations

import builtins
import io
import shutil
import subprocess
import threading
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from comity.documents.document import Document, Organ, Paragraph, Status, laid_out
from comity.documents.pdf import SCRIPTS, NoPdf, Press
from comity.rules.words import LANGUAGES, text
from tests.documents.stages import everything, standing
from tests.documents.test_documents import KINDS, made

typst = pytest.importorskip("typst")
pypdf = pytest.importorskip("pypdf")
PRESS = Press()
HERE = [language for language in LANGUAGES if PRESS.missing(language) is None]
"""Languages for whose script this machine has a font."""


def page_of(words: Any, **more: Any) -> Document:
    plain = text("documents.paper.original")
    given: dict[str, Any] = {
        "kind": "note", "organs": (Organ(name="Council"),), "distribution": plain, "original": plain,
        "title": "A note", "blocks": (Paragraph(words=words),), "status": Status.ISSUED,
    }  # fmt: skip
    return Document(**(given | more))


def opened(pdf: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(pdf))


def words_of(pdf: bytes, tmp_path: Path) -> str:
    """The text in the order in which it is read, by poppler where it is there."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext on this machine: the order of the text is not looked at")
    file = tmp_path / "it.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return "".join(c for c in said.stdout.decode() if unicodedata.category(c) != "Cf")


def squeezed(words: str) -> str:
    """Without what a line break may have put in or taken out; Arabic letters as they are typed."""
    return "".join(unicodedata.normalize("NFKC", words).replace("-", "").split())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", HERE)
def test_every_document_is_a_tagged_pdf_in_every_language(kind: str, language: str) -> None:
    document = made(kind).document
    reader = opened(PRESS.pdf(document, language))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].partition("-")[0] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == laid_out(document, language)["title_plain"]
    assert b"pdfuaid:part>1<" in reader.trailer["/Root"]["/Metadata"].get_data()


@pytest.mark.parametrize("language", HERE)
def test_the_text_is_read_in_its_order(language: str, tmp_path: Path) -> None:
    document = made("opening").document
    layout = laid_out(document, language)
    said = squeezed(words_of(PRESS.pdf(document, language), tmp_path))
    sentences = ["".join(run["text"] for run in block["runs"]) for block in layout["blocks"]]
    plain = [squeezed(one) for one in sentences if not any(run["dir"] for run in _runs_of(layout, one))]
    assert len(plain) > 4
    if language == "ar":  # where a line ends inside a date, poppler puts the pieces together otherwise
        plain = [one for one in plain if not any(c.isdigit() for c in one)]
    places = [said.find(one) for one in plain]
    assert -1 not in places, [one for one in plain if one not in said]
    assert places == sorted(places)


def _runs_of(layout: dict[str, Any], sentence: str) -> Any:
    return next(b["runs"] for b in layout["blocks"] if "".join(r["text"] for r in b["runs"]) == sentence)


@pytest.mark.skipif("ar" not in HERE, reason="no Arabic font on this machine")
def test_a_symbol_in_arabic_stands_in_one_piece(tmp_path: Path) -> None:
    document = page_of(text("web.pages_events.symbol_issued", symbol="A/71/774-S/2017/93"))
    assert "A/71/774-S/2017/93" in words_of(PRESS.pdf(document, "ar"), tmp_path)


@pytest.mark.parametrize("language", HERE)
def test_the_same_document_is_the_same_file(language: str) -> None:
    other = Press()
    for one in everything():
        assert other.pdf(one.document, language) == PRESS.pdf(one.document, language)


def test_nothing_but_the_document_dates_the_file() -> None:
    signed, draft = (standing(status) for status in ("circulated", "draft"))
    from comity.documents import selection as documents

    for desk, dated in ((signed, True), (draft, False)):
        document = documents.letter(desk.state, 2)
        assert document is not None
        created = opened(PRESS.pdf(document, "en")).metadata.get("/CreationDate")
        assert (created is not None and created.startswith("D:20261102")) if dated else created is None


def test_a_draft_says_so_and_a_copy_bears_its_mark_on_every_page(tmp_path: Path) -> None:
    from comity.documents import selection as documents

    draft = documents.letter(standing("draft").state, 2)
    assert draft is not None
    assert "Draft: not signed" in words_of(PRESS.pdf(draft, "en"), tmp_path)
    copy = made("copy_table").document
    for page in opened(PRESS.pdf(copy, "en")).pages:
        assert squeezed(page.extract_text()).count(copy.mark) > 20


@pytest.mark.parametrize("paper", [("a4", (595, 842)), ("letter", (612, 792))])
def test_both_papers(paper: tuple[str, tuple[int, int]]) -> None:
    name, size = paper
    box = opened(PRESS.pdf(page_of("A."), "en", name)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_where_no_font_is_installed_it_is_said_which_to_install(language: str) -> None:
    bare = Press(system=False)
    with pytest.raises(NoPdf) as none:
        bare.pdf(made("opening").document, language)
    assert SCRIPTS[language][0] in none.value.why.say("en")
    assert len({none.value.why.say(each) for each in LANGUAGES}) == len(LANGUAGES)
    assert {each for each in LANGUAGES if bare.missing(each) is None} == {"en", "fr", "ru", "es"}
    assert bare.pdf(made("opening").document, "ru").startswith(b"%PDF")


def test_a_character_that_no_font_has_is_no_box() -> None:
    with pytest.raises(NoPdf) as none:
        Press(system=False).pdf(page_of("Signed by \U00012000"), "en")
    assert none.value.why.key == "documents.pdf.no_character"


def test_without_the_package_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:
        if name == "typst":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoPdf) as none:
        Press().pdf(page_of("A."), "en")
    assert "comity[pdf]" in none.value.why.say("zh")


def test_what_people_type_is_never_read_as_markup(tmp_path: Path) -> None:
    typed = '#panic("x") *bold* $x$ @ref <label> \\ #read("/etc/passwd") = heading `raw`'
    assert squeezed(typed) in squeezed(words_of(PRESS.pdf(page_of(typed), "en"), tmp_path))


def test_what_was_made_once_is_kept_and_no_more_than_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    press = Press(system=False)
    first = press.pdf(page_of("1."), "en")
    compiled: list[str] = []
    real = Press._compile

    def counted(self: Press, inputs: dict[str, str], document: Document) -> bytes:
        compiled.append(inputs["document"])
        return real(self, inputs, document)

    monkeypatch.setattr(Press, "_compile", counted)
    assert press.pdf(page_of("1."), "en") is first
    assert compiled == []
    monkeypatch.setattr("comity.documents.pdf.KEPT", 3 * len(first))
    for n in range(2, 9):
        press.pdf(page_of(f"{n}."), "en")
    assert sum(map(len, press._made.values())) <= 3 * len(first)
    press.pdf(page_of("1."), "en")
    assert len(compiled) == 8


def test_whoever_waits_too_long_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    press, begun, go_on = Press(system=False), threading.Event(), threading.Event()

    def slow(self: Press, inputs: dict[str, str], document: Document) -> bytes:
        begun.set()
        go_on.wait(30)
        return b"%PDF"

    monkeypatch.setattr(Press, "_compile", slow)
    monkeypatch.setattr("comity.documents.pdf.WAIT", 0.0)
    first = threading.Thread(target=press.pdf, args=(page_of("1."), "en"))
    first.start()
    assert begun.wait(30)
    with pytest.raises(NoPdf) as none:
        press.pdf(page_of("2."), "en")
    assert none.value.busy
    go_on.set()
    first.join()
    assert press.pdf(page_of("1."), "en") == b"%PDF"
