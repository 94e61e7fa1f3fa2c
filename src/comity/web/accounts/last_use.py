"""When sessions and tokens were last used: kept in memory and written together, so that reading costs no write."""

from __future__ import annotations

import threading
from datetime import datetime

from django.db import transaction

from comity.web.accounts.models import Session, Token

_sessions: dict[str, datetime] = {}
_tokens: dict[int, datetime] = {}
_lock = threading.Lock()


def session_used(mark: str, at: datetime) -> None:
    with _lock:
        _sessions[mark] = at


def token_used(pk: int, at: datetime) -> None:
    with _lock:
        _tokens[pk] = at


def write() -> int:
    """Write what was noted since the last time; the scheduler does it every few seconds.  How many there were."""
    with _lock:
        sessions, tokens = dict(_sessions), dict(_tokens)
        _sessions.clear()
        _tokens.clear()
    if sessions or tokens:
        with transaction.atomic():
            for mark, at in sessions.items():
                Session.objects.filter(session_key=mark).update(seen_at=at)
            for pk, at in tokens.items():
                Token.objects.filter(pk=pk).update(used_at=at)
    return len(sessions) + len(tokens)
