"""Whether a name and a password belong together; exactly one password is hashed whoever is asked about."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from comity.web.accounts.models import Account


class NameOrEmail(BaseBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str = "", email: str = "", password: str = "", **_: Any
    ) -> Account | None:
        account = Account.objects.called(username or email)
        if account is None:
            Account().set_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()
