"""Who must have a second factor: nobody, everybody, or whoever holds certain capacities on the record.

A passkey counts as one: it is something one has, opened by something one knows or is.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.module_loading import import_string

from comity.web.accounts.models import Account

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needed(account: Account) -> bool:
    """Whether this installation asks a second factor of the account."""
    match settings.SECOND_FACTOR:
        case "required":
            return True
        case "offered":
            return False
        case capacities:
            held = import_string(settings.CAPACITIES_OF)(account)
            return not frozenset(capacities.split(",")).isdisjoint(held)


def missing(account: Account) -> bool:
    """Whether the account must set up a second factor before anything else."""
    return needed(account) and not has_one(account)


def has_one(account: Account, *, but: int | None = None) -> bool:
    """Whether the account has a second factor, not counting the one of that number."""
    return Authenticator.objects.filter(user=account, type__in=FACTORS).exclude(pk=but).exists()
