"""`{% say "web.pages.title" blank=value %}` and `{{ thing|said }}`: every sentence of a page comes through here."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from comity.rules import words
from comity.web.language import spoken

register = template.Library()


@register.simple_tag(name="say")
def say_text(key: str, **blanks: Any) -> SafeString:
    return conditional_escape(words.text(key, **blanks).say(spoken()))


@register.filter
def said(thing: Any) -> SafeString:
    return conditional_escape(words.say(thing, spoken()))
