"""A month by its name and year, as pages write it."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton
from django import template

from comity.web.language import spoken
from comity.web.pages.templatetags.parts import LOCALES

register = template.Library()


@register.filter
def month(first: date) -> str:
    """November 2026, in the reader's language."""
    return str(format_skeleton("yMMMM", first, locale=LOCALES[spoken()]))
