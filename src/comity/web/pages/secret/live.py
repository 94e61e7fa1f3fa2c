"""What has changed in a secret ballot, as the live stream tells it to the pages that are open."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation
from django.utils.html import format_html

from comity.clerk.folds import Folded
from comity.rules.words import text
from comity.secret_votes.state import Ballot, SecretVotes
from comity.web.accounts.middleware import django_code
from comity.web.live.frames import Frame
from comity.web.pages.secret import pieces
from comity.web.pages.votes_live import changed, number_of


def ballot(view: str, lens: str, folded: Folded, since: int, language: str) -> Sequence[Frame]:
    """One frame with the pieces of a ballot that changed."""
    state: SecretVotes = folded.state
    this = state.ballots.get(number_of(view))
    if this is None or folded.sequence <= since:
        return []
    names = changed(view, lens, folded, since, lambda: pieces.pieces(this))
    if not names:
        return []
    with translation.override(django_code(language)):
        told: dict[str, Any] = {
            "set": {name: pieces.draw(name, this, state.body, language) for name in names}
        }
        if "standing" in names:
            told |= {"say": _said(this, language)}
            said = text("web.votes.refresh").say(language)
            turned = format_html('<a class="turned" href="">{}</a>', said)
            told["set"][f"turned-{this.stage.value}"] = turned
    return [_frame(folded.sequence, told)]


def _said(this: Ballot, language: str) -> str:
    return text("web.secret_votes.live_said", n=this.ballot, stage=pieces.stage_said(this)).say(language)


def _frame(sequence: int, told: Mapping[str, Any]) -> Frame:
    return Frame(sequence, "view", json.dumps(told, ensure_ascii=False))
