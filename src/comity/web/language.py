"""Between Django's language codes and the six of the record."""

from __future__ import annotations

from django.utils import translation


def spoken() -> str:
    """The language of the present request, as the record's sentences name it."""
    code = (translation.get_language() or "en").split("-", 1)[0]
    return code if code in ("ar", "zh", "en", "fr", "ru", "es") else "en"
