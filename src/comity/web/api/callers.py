"""Who calls the API, and how far their token reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from comity.bodies.actor import ANYONE, Actor
from comity.record.audience import Clearances
from comity.rules.words import text
from comity.web.accounts import tokens
from comity.web.api.problems import Refused
from comity.web.house import house, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A person through a token, or the public without one."""

    actor: Actor
    clearances: Clearances
    scopes: frozenset[str]
    at: datetime

    def need(self, scope: str) -> None:
        if not tokens.allows(self.scopes, scope):
            raise Refused(403, text("web.api.scope_missing", scope=scope))


def caller(request: HttpRequest) -> Caller:
    """Who calls: without a token the public, which may read what is public; a token that opens nothing is refused."""
    at = now()
    header = request.headers.get("Authorization", "")
    if not header:
        return Caller(
            actor=ANYONE, clearances=house().clearances(ANYONE, at), scopes=frozenset({"read"}), at=at
        )
    found = tokens.authenticate(header, at)
    if found is None:
        raise Refused(401, text("web.api.token_needed"))
    account, scopes = found
    actor = house().actor(account.person)
    return Caller(actor=actor, clearances=house().clearances(actor, at), scopes=scopes, at=at)
