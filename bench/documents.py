"""How long a document takes as a page and as a PDF, in each language, beside the compiler on its own.

    python bench/documents.py [--rounds 7]

"page" is the document laid out and drawn as HTML; "PDF" is what a first reader waits for, "again" what the next one
does; "bare" is the same words as plain paragraphs through one call of the compiler, without masthead, tags or standard.
"beside" is how long another thread waits at most while PDFs are made without a pause.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")
os.environ.setdefault("COMITY_DATA", tempfile.mkdtemp(prefix="comity-bench-"))

import django
import typst

django.setup()

from django.template.loader import render_to_string  # noqa: E402
from tests.documents.on_paper import text_of  # noqa: E402
from tests.documents.stages import everything  # noqa: E402

from comity.documents.document import Document, laid_out  # noqa: E402
from comity.documents.pdf import Press  # noqa: E402
from comity.rules.words import LANGUAGES  # noqa: E402


def median_ms(rounds: int, do: Callable[[], Any]) -> float:
    took = []
    for _ in range(rounds):
        begun = time.perf_counter()
        do()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def page(document: Document, language: str) -> str:
    return render_to_string("pages/documents/paper.html", {"paper": laid_out(document, language)})


def bare(words: str, fonts: Any) -> bytes:
    source = (
        b'#set text(font: ("Libertinus Serif", "Noto Serif CJK SC", "Noto Naskh Arabic"))\n#sys.inputs.words'
    )
    made = typst.Compiler(input=source, font_paths=fonts, sys_inputs={"words": words}).compile(format="pdf")
    assert isinstance(made, bytes)
    return made


def memory() -> float:
    """Resident megabytes now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if sys.platform == "linux" else 0
    return pages * resource.getpagesize() / 1e6


def waits_beside(work: Callable[[], Any]) -> tuple[float, float]:
    """How late a thread that wants to go on every millisecond gets its turn: the worst and the 99th of 100."""
    late: list[float] = []
    over = threading.Event()

    def beside() -> None:
        while not over.is_set():
            begun = time.perf_counter()
            time.sleep(0.001)
            late.append((time.perf_counter() - begun) * 1000 - 1)

    thread = threading.Thread(target=beside)
    thread.start()
    work()
    over.set()
    thread.join()
    return max(late), statistics.quantiles(late, n=100)[98]


def measured(press: Press, fonts: Any, kind: str, document: Document, language: str, rounds: int) -> str:
    words = text_of(document, language)
    others = [replace(document, dated=date(2026, 1, 1) + timedelta(days=n)) for n in range(rounds + 1)]
    press.pdf(others.pop(), language)
    bare(words, fonts)
    page_ms = median_ms(rounds, lambda: page(document, language))
    # Another date each time: nothing of it was compiled before.
    pdf_ms = median_ms(rounds, lambda: press.pdf(others.pop(), language))
    size = len(press.pdf(document, language)) / 1000
    again_ms = median_ms(rounds, lambda: press.pdf(document, language))
    more = iter(range(rounds))
    bare_ms = median_ms(rounds, lambda: bare(f"{words} {next(more)}", fonts))
    figures = (
        f"{page_ms:7.2f} {pdf_ms:7.1f} {again_ms:7.2f} {bare_ms:7.1f} {pdf_ms / bare_ms:8.1f} {size:5.0f}"
    )
    return f"{kind:14} {language:2} {figures}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    made = {one.name: one.document for one in everything()}
    before = memory()
    begun = time.perf_counter()
    fonts = typst.Fonts()
    print(f"looking for fonts, once: {(time.perf_counter() - begun) * 1000:.0f} ms")
    press = Press()
    print("ms, medians; kB of the PDF")
    print(f"{'':14} {'':2} {'page':>7} {'PDF':>7} {'again':>7} {'bare':>7} {'PDF/bare':>8} {'kB':>5}")
    for kind in ("opening", "nomination", "copy_table"):
        for language in LANGUAGES:
            print(measured(press, fonts, kind, made[kind], language, rounds))

    def without_a_pause() -> None:
        for document in (*made.values(), *made.values(), *made.values()):
            press._made.clear()
            press.pdf(document, "fr")

    for name, work in (("nothing", lambda: time.sleep(2)), ("PDFs without a pause", without_a_pause)):
        worst, usual = waits_beside(work)
        print(
            f"beside {name}: another thread waits {worst:.0f} ms at worst, {usual:.1f} ms at the 99th of 100"
        )
    print(f"memory: {before:.0f} MB before the first PDF, {memory():.0f} MB after")
    for _ in range(3):
        for number in range(100):
            press.pdf(made["opening"], LANGUAGES[number % 6])
            press._made.clear()
        print(f"memory after 100 more: {memory():.0f} MB")


if __name__ == "__main__":
    main()
