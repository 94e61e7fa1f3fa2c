"""How often something may be tried: counted in the database, so that all processes see the same count.

An attempt is counted before it is looked at, and taken back when it was good: however many arrive at once,
no more than the allowed number are ever looked at.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from comity.web.accounts.models import Attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many failures are free; each further one doubles the wait; after a quiet time all is forgotten."""

    name: str
    free: int
    wait: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(minutes=15)
    forgotten: timedelta = timedelta(hours=24)

    def pause(self, failures: int) -> timedelta:
        if failures < self.free:
            return timedelta(0)
        return min(self.wait * 2 ** min(failures - self.free, 16), self.longest)


PASSWORD: Final = Limit(name="password", free=5)
CODE: Final = Limit(name="code", free=5, longest=timedelta(hours=1))
ADDRESS: Final = Limit(name="address", free=100, forgotten=timedelta(minutes=15))
"""A whole delegation, or a whole conference building, may share one address."""


def take(limit: Limit, key: str, now: datetime) -> timedelta:
    """Count one attempt; what is returned is how long to wait when it may not be made now, else zero."""
    with transaction.atomic():
        attempts = _row(limit, key, now)
        if attempts.shut_until > now:
            return attempts.shut_until - now
        if attempts.last_at + limit.forgotten < now:
            attempts.failures = 0
        attempts.failures += 1
        attempts.last_at = now
        attempts.shut_until = now + limit.pause(attempts.failures)
        attempts.save()
    return timedelta(0)


def give_back(limit: Limit, key: str, now: datetime) -> None:
    """The attempt was good: it does not count; the failures before it still do."""
    with transaction.atomic():
        attempts = _row(limit, key, now)
        attempts.failures = max(0, attempts.failures - 1)
        attempts.shut_until = now
        attempts.save()


def forget(limit: Limit, key: str) -> None:
    """Begin anew, because who it is about has shown who they are."""
    Attempts.objects.filter(digest=_digest(limit, key)).delete()


def sweep(now: datetime) -> int:
    """Drop the counts that nobody needs any more."""
    return Attempts.objects.filter(last_at__lt=now - timedelta(days=2)).delete()[0]


def _row(limit: Limit, key: str, now: datetime) -> Attempts:
    digest = _digest(limit, key)
    Attempts.objects.get_or_create(digest=digest, defaults={"last_at": now, "shut_until": now})
    return Attempts.objects.select_for_update().get(digest=digest)


def _digest(limit: Limit, key: str) -> str:
    return hashlib.sha256(f"{limit.name}\n{key}".encode(errors="surrogatepass")).hexdigest()
