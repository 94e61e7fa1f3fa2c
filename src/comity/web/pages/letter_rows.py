"""One line of a body's register of letters, drawn once for each letter as it stands and each language."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any, Final

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from comity.bodies.body import Body
from comity.communications.state import Letter, Status
from comity.rules.acts import Sealed
from comity.rules.words import Text, text
from comity.web.language import spoken
from comity.web.naming import participant

KEPT: Final = 20_000

KINDS: Final = {
    Status.SENT: "waiting",
    Status.REGISTERED: "going",
    Status.CIRCULATED: "done",
    Status.RETURNED: "ended",
    Status.WITHDRAWN: "ended",
}

_rows: OrderedDict[tuple[int, str], tuple[Letter, SafeString]] = OrderedDict()
"""With each row the letter itself, so that its place in memory is not another's."""
_lock = threading.Lock()


def status_of(letter: Letter) -> Text:
    """How a letter stands; also that it lies too long."""
    late = letter.overdue and letter.status is Status.SENT
    return text(f"communications.status.{'overdue' if late else letter.status.value}")


def row(letter: Letter, body: Body) -> SafeString:
    """The inside of the line of this letter, in the language spoken."""
    key = (id(letter), spoken())
    known = _rows.get(key)
    if known is not None and known[0] is letter:
        return known[1]
    drawn = render_to_string("pages/letter_row.html", _context(letter, body))
    with _lock:
        _rows[key] = (letter, drawn)
        while len(_rows) > KEPT:
            _rows.popitem(last=False)
    return drawn


def _context(letter: Letter, body: Body) -> dict[str, Any]:
    return {
        "letter": letter,
        "of": participant(letter.of, body),
        "href": reverse("letter", args=[body.code, letter.letter]),
        "status": status_of(letter),
        "kind": KINDS[letter.status],
        "circle": text(f"communications.circulation.{letter.to}") if letter.to else None,
    }


def sealed_row(sealed: tuple[Sealed, ...]) -> SafeString:
    """The inside of one line for entries next to each other that are not open to the reader."""
    newest, oldest = sealed[0], sealed[-1]
    return render_to_string(
        "pages/sealed_row.html", {"n": len(sealed), "newest": newest, "oldest": oldest, "at": newest.at}
    )
