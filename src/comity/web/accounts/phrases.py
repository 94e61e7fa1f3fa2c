"""Sentences for forms and messages, said only when they are shown, in the language of that moment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.functional import lazystr

from comity.rules.words import text
from comity.web.language import spoken


class _Later:
    def __init__(self, key: str, blanks: dict[str, Any]) -> None:
        self.key, self.blanks = key, blanks

    def __str__(self) -> str:
        return text(self.key, **self.blanks).say(spoken())


def phrase(key: str, **blanks: Any) -> Any:
    """A sentence of `web/words/accounts*.toml` as a lazy string."""
    return lazystr(_Later(key, blanks))


def wait_phrase(wait: timedelta) -> Any:
    """How long to wait before trying again, in whole minutes rounded up."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return phrase("web.accounts.too_many_attempts", n=minutes)
