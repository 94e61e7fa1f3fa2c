"""A document on a page and as a file: laid out in the language that its reader chose, with a PDF of each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comity.documents.document import Document, laid_out
from comity.documents.pdf import PAPERS, NoPdf, Press
from comity.rules.words import LANGUAGES, Text, text
from comity.web.pages.parts import HOME, Link
from comity.web.pages.reader import Reader

NAMES: Final = {code[:2]: name for code, name in settings.LANGUAGES}
"""Each language by its own name."""
RETRY_AFTER: Final = 15


@cache
def press() -> Press:
    """Where the PDFs of this process are made."""
    return Press(folder=settings.DATA / "fonts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One of the six languages in which a document can be read, and its PDF or why there is none."""

    code: str
    name: str
    href: str
    pdf: str
    current: bool
    missing: Text | None


def language_of(request: HttpRequest, one: Reader) -> str:
    """The language that was asked for, or the reader's own."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else one.language


def on_page(document: Document, language: str, pdf: str) -> dict[str, Any]:
    """What the template of a document needs: `pdf` is the address of its file."""
    tongues = [
        Tongue(
            code=code,
            name=NAMES[code],
            href=f"?lang={code}",
            pdf=f"{pdf}?lang={code}",
            current=code == language,
            missing=press().missing(code),
        )
        for code in LANGUAGES
    ]
    return {
        "paper": laid_out(document, language),
        "tongues": tongues,
        "without_pdf": [one for one in tongues if one.current and one.missing is not None],
        "language": NAMES[language],
    }


def as_file(request: HttpRequest, document: Document, one: Reader, name: str, back: Link) -> HttpResponse:
    """The PDF, or a page that says why there is none and leads back to the document."""
    language = language_of(request, one)
    asked = request.GET.get("paper", "")
    try:
        made = press().pdf(document, language, asked if asked in PAPERS else "a4")
    except NoPdf as none:
        return _none(request, none, back)
    answer = HttpResponse(made, content_type="application/pdf")
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    answer["Content-Disposition"] = f'inline; filename="{plain}-{language}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _none(request: HttpRequest, none: NoPdf, back: Link) -> HttpResponse:
    context = {
        "heading": text("web.documents.no_pdf"),
        "why": none.why,
        "back": back,
        "crumbs": (HOME, back),
    }
    answer = render(request, "pages/documents/no_pdf.html", context, status=503)
    if none.busy:
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer
