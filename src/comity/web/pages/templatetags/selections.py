"""The ways between the pages of a selection, told from the address of the page that is drawn."""

from __future__ import annotations

from typing import Any, Final

from django import template

from comity.web.pages.parts import Link
from comity.web.pages.selection.place import ways

register = template.Library()

PARTS: Final = {
    "selection": "",
    "selection_letter": "letters",
    "selection_hearing": "hearings",
    "selection_round": "rounds",
    "selection_copy": "rounds",
}
"""Pages that stand for another one, or under it."""


@register.simple_tag(takes_context=True)
def ways_of_selection(context: dict[str, Any]) -> tuple[Link, ...]:
    """From this page of a selection to the others; none where the page is about no single one."""
    found = context["request"].resolver_match
    name = found.kwargs.get("name") if found is not None else None
    if name is None:
        return ()
    return ways(name, PARTS.get(found.url_name, found.url_name.removeprefix("selection_")))
