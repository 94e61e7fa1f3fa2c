"""Who is signed in where, and ending it: at once, on every page and for every live stream.

The live hub keeps each stream under its session's `mark`.  `session_revoked` tells it, in the process where
a session ended, which marks are over; what ended in other processes it learns by asking `live_among`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from comity.web.accounts.models import Account, Session
from comity.web.accounts.session_store import mark, session_revoked

SEEN_EVERY: Final = timedelta(minutes=5)
"""A session's last use is kept to this grain, so that reading a page does not cost a write."""

_BROWSERS: Final = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS: Final = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip
"""In this order: most browsers also claim to be those further down."""


def is_live(session_key: str) -> bool:
    """Whether the session of this key is signed in now."""
    return bool(live_among({mark(session_key)}))


def is_mark(text: str) -> bool:
    """Whether a text has the shape of a session's mark."""
    return re.fullmatch(r"[0-9a-f]{64}", text) is not None


def live_among(marks: Iterable[str]) -> set[str]:
    """Those of the sessions, by their marks, that are signed in now: one question for many live streams."""
    wanted = list(marks)
    live: set[str] = set()
    for start in range(0, len(wanted), 500):
        rows = _signed_in().filter(session_key__in=wanted[start : start + 500])
        live.update(rows.values_list("session_key", flat=True))
    return live


def known_as(agent: str) -> str:
    """A browser and its system as people call them, out of what the browser says of itself."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return ", ".join(filter(None, (browser, system))) or agent


def of(account: Account) -> QuerySet[Session]:
    """The sessions in which the account is signed in, the last used first."""
    return _signed_in().filter(account=account).order_by("-seen_at")


def revoke(account: Account, *, only: str | None = None, but: str | None = None) -> int:
    """End the sessions of an account: one by its mark, all but one, or all."""
    rows = Session.objects.filter(account=account)
    if only is not None:
        rows = rows.filter(session_key=only)
    if but is not None:
        rows = rows.exclude(session_key=but)
    marks = set(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=marks).delete()
    if marks:
        session_revoked.send(sender=Session, marks=marks)
    return len(marks)


def sweep() -> int:
    """Drop the sessions that have expired."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, past as many proxies as are ours; None where nothing tells."""
    from allauth.account.adapter import get_adapter

    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None


@receiver(user_logged_in)
def remember_where_it_came_from(request: HttpRequest, **_: Any) -> None:
    request.session["came"] = {
        "address": address_of(request),
        "device": "".join(c for c in request.META.get("HTTP_USER_AGENT", "") if c.isprintable())[:300],
    }


def _signed_in() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__gt=timezone.now(), account__is_active=True)
