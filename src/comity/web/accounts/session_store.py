"""Where sessions are kept: by the digest of their key, sealed, each with its account, address and device."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone

from comity.web.accounts.models import Session
from comity.web.secrets import seal, unseal

session_revoked: Final = Signal()
"""Sent in the process where sessions end, with `marks`: the set of their marks."""


def mark(session_key: str) -> str:
    """How the database and the live hub know a session without holding its key."""
    return hashlib.sha256(session_key.encode(errors="surrogatepass")).hexdigest()


class SessionStore(DatabaseStore):
    """Django's database sessions, except that the database alone lets nobody take one over."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal(settings.SEALING_KEY, json.dumps(session_dict).encode(), "session")

    def decode(self, session_data: str) -> dict[str, Any]:
        try:
            return dict(json.loads(unseal(settings.SEALING_KEY, session_data, "session")))
        except ValueError:
            return {}

    def load(self) -> dict[str, Any]:
        key = self.session_key
        row = Session.objects.filter(session_key=mark(key), expire_date__gt=timezone.now()).first() if key else None
        if row is None:
            self._session_key = None
            return {}
        self.seen_at = row.seen_at
        return self.decode(row.session_data)

    async def aload(self) -> dict[str, Any]:
        return await sync_to_async(self.load)()

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=mark(session_key)).exists()

    async def aexists(self, session_key: str) -> bool:
        return await Session.objects.filter(session_key=mark(session_key)).aexists()

    def save(self, must_create: bool = False) -> None:
        """As Django's, but a changed session keeps the time when it began."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)
        came = data.get("came", {})
        values = {
            "session_data": self.encode(data),
            "expire_date": self.get_expiry_date(),
            "account_id": int(data["_auth_user_id"]) if "_auth_user_id" in data else None,
            "address": came.get("address"),
            "device": came.get("device", ""),
        }
        try:
            with transaction.atomic():
                if must_create:
                    Session.objects.create(session_key=mark(self._get_or_create_session_key()), **values)
                elif not Session.objects.filter(session_key=mark(self.session_key)).update(**values):
                    # Revoked meanwhile: a request that was under way must not bring it back to life.
                    raise UpdateError
        except IntegrityError:
            raise (CreateError if must_create else UpdateError) from None
        except DatabaseError:
            if must_create:
                raise
            raise UpdateError from None

    async def asave(self, must_create: bool = False) -> None:
        await sync_to_async(self.save)(must_create)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None and Session.objects.filter(session_key=mark(key)).delete()[0]:
            session_revoked.send(sender=Session, marks={mark(key)})

    async def adelete(self, session_key: str | None = None) -> None:
        await sync_to_async(self.delete)(session_key)

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
