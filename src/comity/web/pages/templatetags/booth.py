"""What the booth's scripts need of a page: their sentences as data, for nothing may stand inline."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from comity.rules.words import sentences
from comity.web.language import spoken

register = template.Library()

FRAME: Final = ("citation", "what_now", "copy", "copied")
"""What the booth says in the words of every page."""


@register.simple_tag
def booth_words() -> SafeString:
    """Every sentence that the booth may say, in the reader's language."""
    language = spoken()
    own = {f"web.{name}": forms for name, forms in sentences("web").items() if name.startswith("booth.")}
    refusals = {
        f"ballots.{name}": forms
        for name, forms in sentences("ballots").items()
        if name.startswith("refusals.")
    }
    frame = {f"web.layout.{name}": sentences("web")[f"layout.{name}"] for name in FRAME}
    said: dict[str, Any] = {key: forms[language] for key, forms in (own | refusals | frame).items()}
    return json_script(said, "words")
