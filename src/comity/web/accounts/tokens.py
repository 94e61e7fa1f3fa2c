"""Keys for programs: shown once, stored as a digest, limited in scope and time, revocable."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from comity.web.accounts.models import Account, Token

PREFIX: Final = "comity_token_"
"""Makes a leaked token easy to recognise, for people and for scanners."""
LONGEST: Final = timedelta(days=366)
_SCOPE: Final = re.compile(r"\A(read|act|act:[a-z][a-z_]{0,39})\Z")


def make(
    account: Account, name: str, scopes: Iterable[str], *, days: int = 90, now: datetime | None = None
) -> str:
    """A new token; this is the only time that it can be read."""
    now = now or timezone.now()
    wanted = sorted(set(scopes))
    if not are_scopes(wanted):
        raise ValueError("a token needs scopes out of read, act and act:<package>")
    if not timedelta(0) < timedelta(days=days) <= LONGEST:
        raise ValueError(f"a token lives from 1 to {LONGEST.days} days")
    token = PREFIX + secrets.token_urlsafe(32)
    account.tokens.create(
        name=name, digest=_digest(token), scopes=wanted, made_at=now, expires_at=now + timedelta(days=days)
    )
    return token


def are_scopes(scopes: Iterable[str]) -> bool:
    """Whether these are scopes that a token can have, at least one."""
    wanted = list(scopes)
    return bool(wanted) and all(_SCOPE.match(scope) for scope in wanted)


def authenticate(header: str, now: datetime | None = None) -> tuple[Account, frozenset[str]] | None:
    """Whose token an `Authorization` header bears and its scopes; None when it opens nothing."""
    scheme, _, given = header.partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given.startswith(PREFIX) or len(given) > 200:
        return None
    now = now or timezone.now()
    token = (
        Token.objects.select_related("account")
        .filter(digest=_digest(given), revoked_at=None, expires_at__gt=now, account__is_active=True)
        .first()
    )
    if token is None:
        return None
    if token.used_at is None or token.used_at < now - timedelta(minutes=1):
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token.account, frozenset(token.scopes)


def allows(scopes: Iterable[str], wanted: str) -> bool:
    """Whether the scopes cover this: `act` covers every `act:<package>`, each of those covers `read`."""
    held = frozenset(scopes)
    if wanted in held:
        return True
    if wanted == "read":
        return any(scope == "act" or scope.startswith("act:") for scope in held)
    return wanted.startswith("act:") and "act" in held


def revoke(account: Account, pk: int | None = None) -> int:
    """Revoke one token of the account, or all."""
    tokens = account.tokens.filter(revoked_at=None)
    if pk is not None:
        tokens = tokens.filter(pk=pk)
    return tokens.update(revoked_at=timezone.now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
