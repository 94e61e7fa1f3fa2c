"""What follows from what happens to an account."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_set
from django.dispatch import receiver
from django.http import HttpRequest

from comity.web.accounts import sessions
from comity.web.accounts.models import Account
from comity.web.accounts.session_store import mark


@receiver([password_changed, password_set])
def a_new_password_ends_all_other_sessions(request: HttpRequest, user: Account, **_: Any) -> None:
    sessions.revoke(user, but=mark(request.session.session_key or ""))
