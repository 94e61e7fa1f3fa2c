"""Accounts as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class Accounts(AppConfig):
    name = "comity.web.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from comity.web.accounts import checks, consequences  # noqa: F401  (they register themselves)
