"""Keys for programs: shown once, stored as a digest, limited in scope and time, revocable."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from comity.web.accounts.last_use import token_used
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
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [_digest(given), True])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, scopes, expires_at, used_at, *columns = row
    if _moment(expires_at) <= now:
        return None
    if used_at is None or _moment(used_at) < now - timedelta(minutes=1):
        token_used(pk, now)
    return Account.from_db("default", _COLUMNS, columns), frozenset(json.loads(scopes))


_COLUMNS: Final = ("id", "person", "username", "name", "email", "language", "is_active", "is_steward")
_HELD: Final = (
    "SELECT t.id, t.scopes, t.expires_at, t.used_at, "  # noqa: S608  (names of columns, nothing from outside)
    + ", ".join(f"a.{column}" for column in _COLUMNS)
    + " FROM accounts_token t JOIN accounts_account a ON a.id = t.account_id"
    " WHERE t.digest = %s AND t.revoked_at IS NULL AND a.is_active = %s"
)
"""Asked by every request of the API: written out, for composing it anew costs more than the answer."""


def _moment(kept: datetime | str) -> datetime:
    """A time as SQLite or PostgreSQL keeps it."""
    at = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def allows(scopes: Iterable[str], wanted: str) -> bool:
    """Whether the scopes cover this: `act` covers every `act:<package>`, each of those covers `read`."""
    held = frozenset(scopes)
    if wanted in held:
        return True
    if wanted == "read":
        return any(scope == "act" or scope.startswith("act:") for scope in held)
    return wanted.startswith("act:") and "act" in held


def held(account: Account) -> QuerySet[Token]:
    """The tokens of the account that were not revoked."""
    return account.tokens.filter(revoked_at=None)


def revoke(account: Account, pk: int | None = None) -> int:
    """Revoke one token of the account, or all."""
    tokens = held(account)
    if pk is not None:
        tokens = tokens.filter(pk=pk)
    return tokens.update(revoked_at=timezone.now())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
