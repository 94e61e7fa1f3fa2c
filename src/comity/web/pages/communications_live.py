"""What has changed in a body's communications, as the live stream tells it to a page that is open.

A letter that a page may show already is set anew in its line; one that the reader did not know before, and an entry
that is not open to them, are added to the list of what came since the page was opened.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils import translation
from django.utils.html import format_html

from comity.communications.state import Communications, Letter
from comity.rules.acts import Sealed
from comity.rules.words import text
from comity.web.accounts.middleware import django_code
from comity.web.live.frames import Frame
from comity.web.pages import lists
from comity.web.pages.letter_rows import KEPT, row, sealed_row, status_of


def frames(state: Communications, since: int, language: str) -> list[Frame]:
    """One frame for each thing that came after that sequence, in the order of the record."""
    changed: list[Letter | Sealed] = []
    for letter in lists.latest_first(state.letters):
        if letter.touched <= since:
            break
        changed.append(letter)
    for sealed in reversed(state.sealed):
        if sealed.sequence <= since:
            break
        changed.append(sealed)
    changed.sort(key=place)
    with translation.override(django_code(language)):
        return [_frame(one, state, since, language) for one in changed]


def place(one: Letter | Sealed) -> int:
    """Where on the record something last moved."""
    return one.touched if isinstance(one, Letter) else one.sequence


_SEALED: dict[tuple[str, str], Frame] = {}
"""By commitment and language: the same for every reader who may not open it, in a rush nearly all."""


def _sealed_frame(sealed: Sealed, language: str) -> Frame:
    key = (sealed.commitment, language)
    frame = _SEALED.get(key)
    if frame is None:
        added = format_html(
            '<li class="entry entry--sealed" id="sealed-{}">{}</li>', sealed.sequence, sealed_row((sealed,))
        )
        told = {"append": {"news": added}, "say": text("web.pages.live_sealed").say(language)}
        frame = Frame(sealed.sequence, "view", json.dumps(told, ensure_ascii=False))
        if len(_SEALED) >= KEPT:
            _SEALED.clear()
        _SEALED[key] = frame
    return frame


def _frame(one: Letter | Sealed, state: Communications, since: int, language: str) -> Frame:
    told: dict[str, Any]
    if isinstance(one, Sealed):
        return _sealed_frame(one, language)
    if one.entry > since:
        added = format_html('<li class="entry" id="letter-{}">{}</li>', one.letter, row(one, state.body))
        said = text("web.pages.live_letter", subject=one.subject).say(language)
        told = {"append": {"news": added}, "say": said}
    else:
        said = text("web.pages.live_changed", subject=one.subject, status=status_of(one)).say(language)
        told = {"set": {f"letter-{one.letter}": row(one, state.body)}, "say": said}
    return Frame(place(one), "view", json.dumps(told, ensure_ascii=False))
