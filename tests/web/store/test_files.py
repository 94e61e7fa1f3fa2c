"""Files: taken for what they are, kept closed, only ever downloaded, and gone when they are erased."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from comity.rules.guard import OutOfOrder
from comity.web.house import house
from comity.web.store.files import LARGEST, media_type, plain_name
from tests.people import NOON
from tests.web.pages.world import LETTERS, circulate, letter, register, settle

PDF = b"%PDF-1.7\nUnguessable"
POLYGLOT = b"%PDF-1.7\n<html><script>alert(1)</script></html>"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(**parts: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return whole.getvalue()


def bring(name: str, content: bytes, person: str = "fr.dupont", stream: str = LETTERS) -> Any:
    return house().files.bring(stream, name, content, person, NOON)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("A.PDF", PDF, "application/pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.txt", "слово".encode(), "text/plain"),
        ("a.docx", packed(word__document=b"<w/>"), WORD),
    ],
)
def test_a_file_is_taken_for_what_it_is(name: str, content: bytes, kind: str) -> None:
    assert media_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", PDF), ("a.pdf", b" %PDF-1.7"), ("a.docx", packed(xl__sheet=b"")), ("a.xlsx", packed(word__a=b"")),
        ("a.txt", b"\xff\xfe"), ("a.svg", b"<svg/>"), ("a.html", b"<p>"), ("pdf", PDF), ("a.pdf ", PDF), ("", PDF),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(OutOfOrder):
        media_type(name, content)


@pytest.mark.parametrize("content", [b"", b"%PDF-" + b"x" * LARGEST], ids=["empty", "too large"])
def test_sizes_have_their_bounds(sqlite: str, content: bytes) -> None:
    with pytest.raises(OutOfOrder):
        bring("a.pdf", content)


@pytest.mark.parametrize(
    "name", ["CON.pdf", "a" * 500, "\u202e\u2066", "a\r\nSet-Cookie: b.pdf", "/", "..", "а́.pdf"]
)
def test_names_are_plain(name: str) -> None:
    plain = plain_name(name)
    assert len(plain) <= 111 and plain.isprintable() and not set(plain) & set("/\\\u202e\u2066")


def test_a_document_that_would_unpack_to_a_gigabyte_is_never_unpacked(sqlite: str) -> None:
    bomb = packed(word__document=b"\0" * (64 * 1024 * 1024))
    assert len(bomb) < 100_000
    kept = bring("bomb.docx", bomb)
    assert house().files.content(LETTERS, kept.sha256) == bomb


def test_content_is_closed_where_it_lies_and_by_the_key_of_its_stream(database: str) -> None:
    ours, theirs = bring("a.pdf", PDF), bring("a.pdf", PDF, stream="communications:unga")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM record_file")
        assert all(b"Unguessable" not in bytes(content) for (content,) in cursor.fetchall())
    house().store.keyring.destroy(LETTERS)
    house.cache_clear()
    assert house().files.content(LETTERS, ours.sha256) is None
    assert house().files.content("communications:unga", theirs.sha256) == PDF


def test_only_who_brought_a_file_attaches_it(database: str) -> None:
    kept = bring("a.pdf", PDF)
    assert house().files.brought(LETTERS, kept, "fr.dupont")
    assert not house().files.brought(LETTERS, kept, "de.weber")
    assert bring("b.pdf", PDF, "de.weber").sha256 == kept.sha256
    assert house().files.brought(LETTERS, kept, "de.weber") and house().files.brought(
        LETTERS, kept, "fr.dupont"
    )
    assert bring("c.pdf", PDF) and house().files.content(LETTERS, kept.sha256) == PDF
    assert not house().files.brought("communications:unga", kept, "fr.dupont")


def test_a_download_is_never_opened_in_the_name_of_the_house(sqlite: str) -> None:
    settle()
    kept = bring('rapport "é"; x.pdf', POLYGLOT)
    number = letter(attachments=(kept,))
    register(number)
    circulate(number)
    answer = Client(SERVER_NAME="localhost").get(f"/bodies/unsc/communications/{number}/files/{kept.sha256}")
    assert (answer.status_code, answer.content) == (200, POLYGLOT)
    assert answer["Content-Type"] == "application/pdf" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Content-Disposition"].count('"') == 2
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
