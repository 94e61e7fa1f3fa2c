"""What has changed in a selection, as the live stream tells it to the overviews that are open."""

from __future__ import annotations

import json
from typing import Any

from django.utils import translation
from django.utils.html import format_html

from comity.clerk.folds import Folded
from comity.rules.words import text
from comity.selection.state import Selection
from comity.web.accounts.middleware import django_code
from comity.web.house import house, now
from comity.web.live.frames import Frame
from comity.web.pages.selection.pieces import draw, pieces
from comity.web.pages.selection.place import stream_of
from comity.web.pages.votes_live import changed


def circle_of(lens: str, name: str) -> str:
    """What of a lens bears on this selection: readers who see the same of it share a channel.

    Any State may yet present a candidate, so each delegation keeps its own."""
    state: Selection = house().clerk.folds.whole(stream_of(name)).state
    presidencies = {f"presidency:{state.recommends}", f"presidency:{state.appoints}"}
    kept = {"public", "secretariat", f"members:{state.recommends}"} | presidencies
    return " ".join(token for token in lens.split(" ") if token in kept or token.startswith("state:"))


def overview(view: str, lens: str, folded: Folded, since: int, language: str) -> list[Frame]:
    """One frame with the pieces of an overview that changed."""
    state: Selection = folded.state
    if folded.sequence <= since or not state.rulebook:
        return []
    clearances = frozenset(lens.split(" "))
    names = changed(view, lens, folded, since, lambda: pieces(folded, clearances, now()))
    if not names:
        return []
    with translation.override(django_code(language)):
        told: dict[str, Any] = {"set": {name: draw(name, value, language) for name, value in names.items()}}
        said = text("web.selection.news").say(language)
        told["set"]["news"] = format_html('<a class="turned" href="">{}</a>', said)
        if "stands" in names:
            value: Any = names["stands"]
            told["say"] = value[1].say(language)
    return [Frame(folded.sequence, "view", json.dumps(told, ensure_ascii=False))]
