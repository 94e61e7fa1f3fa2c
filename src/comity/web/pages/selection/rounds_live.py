"""Where the two counts of a round agree, as the live stream tells it to those who conduct it."""

from __future__ import annotations

import json

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from comity.clerk.folds import Folded
from comity.selection.state import Round, Selection
from comity.web.accounts.middleware import django_code
from comity.web.live.frames import Frame
from comity.web.pages.votes_live import changed, number_of


def counts(state: Selection, this: Round) -> SafeString:
    """For each candidate whether both tellers have counted, and whether they agree."""
    rows = [(state.candidates[n].full_name, this.compared.get(n)) for n in this.candidates]
    done = sum(1 for _, agree in rows if agree)
    return render_to_string(
        "pages/selection/round_counts.html", {"rows": rows, "done": done, "all": len(rows), "round": this}
    )


def frames(view: str, lens: str, folded: Folded, since: int, language: str) -> list[Frame]:
    state: Selection = folded.state
    this = state.rounds.get(number_of(view))
    if this is None or folded.sequence <= since or not this.tellers:
        return []
    seen = (this.tellers, tuple(sorted(this.compared.items())), this.closed)
    if not changed(view, lens, folded, since, lambda: {"counts": seen}):
        return []
    with translation.override(django_code(language)):
        told = {"set": {"counts": counts(state, this)}}
    return [Frame(folded.sequence, "view", json.dumps(told, ensure_ascii=False))]
