"""What every page may show about ways to sign in and languages to read in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from comity.web.language import spoken


def languages() -> list[tuple[str, str]]:
    """The six languages, each by its own name."""
    return [(code.partition("-")[0], name) for code, name in settings.LANGUAGES]


def ways_in(request: HttpRequest) -> dict[str, Any]:
    return {
        "oidc_name": settings.OIDC_NAME if settings.OIDC_SERVER else "",
        "languages": languages(),
        "spoken": spoken(),
    }
