"""What has changed in an election, as the live stream tells it to the pages that are open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.html import format_html

from comity.clerk.folds import Folded
from comity.elections.state import Elections, said
from comity.rules.words import text
from comity.web.accounts.middleware import django_code
from comity.web.live.frames import Frame
from comity.web.pages.elections import pieces
from comity.web.pages.votes_live import changed, number_of


def election(view: str, lens: str, folded: Folded, since: int, language: str) -> Sequence[Frame]:
    """One frame with the lists of an election that changed, and what that means in words."""
    state: Elections = folded.state
    this = state.elections.get(number_of(view))
    if this is None or folded.sequence <= since:
        return []
    names = changed(view, lens, folded, since, lambda: pieces.pieces(this))
    if not names:
        return []
    with translation.override(django_code(language)):
        told: dict[str, Any] = {"set": {name: pieces.draw(name, state, this, language) for name in names}}
        refresh = text("web.votes.refresh").say(language)
        told["set"]["turned"] = format_html('<a class="turned" href="">{}</a>', refresh)
        slates = [one for one in this.slates.values() if f"slate-{one.slate}" in names and one.steps]
        reasons = [said(reason, state, this).say(language) for one in slates for reason in one.now.reasons]
        stage = pieces.stage_said(this.stage).say(language)
        told["say"] = " ".join(reasons) or stage
    return [Frame(folded.sequence, "view", json.dumps(told, ensure_ascii=False))]
