"""What has changed in a hearing, as the live stream tells it to the pages that are open.

Everyone who does not moderate sees the same and shares one channel; to those who moderate the desk is told too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.html import format_html

from comity.clerk.folds import Folded
from comity.rules.words import text
from comity.selection.state import Hearing, Selection
from comity.web.accounts.middleware import django_code
from comity.web.house import now
from comity.web.live.frames import Frame
from comity.web.pages.selection import hearings_pieces as drawn
from comity.web.pages.votes_live import changed, number_of


def circle_of(lens: str, place: str) -> str:
    """The lens of all who see the same of a hearing: who moderates, and everyone else."""
    held = {one for one in lens.split(" ") if one == "secretariat" or one.startswith("presidency:")}
    return " ".join(sorted({*held, "public"}))


def frames(view: str, lens: str, folded: Folded, since: int, language: str) -> list[Frame]:
    """One frame with the pieces of the hearing that changed."""
    state: Selection = folded.state
    hearing = state.hearings.get(number_of(view))
    if hearing is None or folded.sequence <= since:
        return []
    names = changed(view, lens, folded, since, lambda: _pieces(state, hearing, lens))
    if not names:
        return []
    with translation.override(django_code(language)):
        told = _told(names, state, hearing, since, language)
    return [Frame(folded.sequence, "view", json.dumps(told, ensure_ascii=False))]


def _pieces(state: Selection, hearing: Hearing, lens: str) -> Mapping[str, Any]:
    found = drawn.pieces(state, hearing)
    return found if lens == "public" else {**found, **drawn.desk_pieces(state, hearing)}


def _told(
    names: Mapping[str, Any], state: Selection, hearing: Hearing, since: int, language: str
) -> dict[str, Any]:
    told: dict[str, Any] = {"set": {}, "append": {}, "remove": []}
    at = now()
    for piece, value in names.items():
        if value is None:
            told["remove"].append(piece)
            continue
        html = drawn.draw(piece, state, hearing, at)
        if piece.startswith("incoming-") and value.entry > since:
            row = format_html('<li class="incoming" id="{}">{}</li>', piece, html)
            told["append"]["incoming-new"] = told["append"].get("incoming-new", "") + row
        else:
            told["set"][piece] = html
    if said := _said(names, state, hearing, language):
        told["say"] = said
    if "standing" in names:
        turned = text("web.selection_hearings.refresh").say(language)
        told["set"][f"turned-{drawn.standing_of(hearing)}"] = format_html(
            '<a class="turned" href="">{}</a>', turned
        )
    return told


def _said(names: Mapping[str, Any], state: Selection, hearing: Hearing, language: str) -> str:
    """What is read out to whoever does not look."""
    if "standing" in names:
        return text(f"web.selection_hearings.{drawn.standing_of(hearing)}").say(language)
    if "clock" in names and hearing.part:
        part, _, minutes = hearing.parts[-1]
        label = drawn.part_said(part)
        return text("web.selection_hearings.part_called", part=label, n=minutes).say(language)
    if "questions" in names:
        asked = [one for one in drawn.chosen(state, hearing.hearing) if one.asked and not one.answered]
        if asked:
            latest = max(asked, key=lambda one: one.asked or hearing.at)
            return text("web.selection_hearings.being_asked", question=latest.question_text).say(language)
    return ""
