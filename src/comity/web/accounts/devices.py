"""Devices on which a person has signed in before: strangers who try that name cannot lock them out there.

The signed cookie opens nothing.  It only says that a failed attempt is counted for this device and name,
apart from the attempts that all unknown devices together make on the name.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from comity.web.accounts.models import Account

_SALT: Final = "comity.device"
_AGE: Final = 180 * 24 * 3600
_MOST: Final = 5
"""People who share one device."""


def bucket(request: HttpRequest, name: str) -> str:
    """What failed attempts on this name are counted under, from this device."""
    name = Account.normalize_username(name).strip().casefold()
    device, known = _read(request)
    for account in Account.objects.filter(pk__in=known):
        if name in (account.username.casefold(), account.email.casefold()):
            return f"{name}\n{device}"
    return name


def remember(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """The account has signed in on this device."""
    device, known = _read(request)
    known = [account.pk, *(pk for pk in known if pk != account.pk)][:_MOST]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([device, known], salt=_SALT),
        max_age=_AGE,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[int]]:
    given: Any
    try:
        given = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_AGE)
    except signing.BadSignature:
        return secrets.token_hex(8), []
    return str(given[0]), [int(pk) for pk in given[1]]
