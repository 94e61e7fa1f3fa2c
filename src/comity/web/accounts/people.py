"""Letting people in and out: invitations and accounts.  There is no other way to an account."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from comity.web.accounts import sessions, tokens
from comity.web.accounts.models import Account, Invitation
from comity.web.accounts.phrases import phrase

PREFIX: Final = "invite_"
"""Makes an invitation code easy to recognise, for people and for the log filter."""


class NotOpen(Exception):
    """The invitation was used, withdrawn or has expired."""


def invite(
    person: str,
    name: str,
    email: str,
    language: str,
    *,
    by: Account | None = None,
    days: int = 7,
    now: datetime | None = None,
) -> str:
    """A link that lets this person in once; earlier open links for the same person stop working.

    Whoever has an account sets a new password through it; their second factor stays as it is.
    """
    now = now or timezone.now()
    code = PREFIX + secrets.token_urlsafe(32)
    invitation = Invitation(
        digest=_digest(code),
        person=person,
        name=name,
        email=email,
        language=language,
        made_at=now,
        made_by=by,
        expires_at=now + timedelta(days=days),
        account=Account.objects.filter(person=person).first(),
    )
    invitation.full_clean()
    taken = Account.objects.filter(email__iexact=email).exclude(person=person) if email else None
    if taken is not None and taken.exists():
        raise ValidationError(phrase("web.accounts.email_taken"), code="email_taken")
    with transaction.atomic():
        Invitation.objects.filter(person=person, used_at=None, withdrawn_at=None).update(withdrawn_at=now)
        invitation.save()
    return settings.ADDRESS.rstrip("/") + reverse("accounts_invited", args=[code])


def open_invitation(
    code: str = "", *, digest: str = "", now: datetime | None = None, lock: bool = False
) -> Invitation | None:
    """The invitation of this code (or of the code's digest) if it can still be used."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    return (
        rows.filter(digest=_digest(code) if code else digest, used_at=None, withdrawn_at=None)
        .filter(expires_at__gt=now or timezone.now())
        .first()
    )


def accept(invitation: Invitation, *, username: str, password: str | None = None) -> Account:
    """Use the invitation: its account, made or renewed; of two at once the second raises `NotOpen`."""
    with transaction.atomic():
        held = open_invitation(digest=invitation.digest, lock=True)
        if held is None:
            raise NotOpen
        account = held.account or _new_account(held, username)
        if password is not None:
            account.set_password(password)
            account.save()
        held.account, held.used_at = account, timezone.now()
        held.save()
    sessions.revoke(account)
    return account


def begin_accepting(invitation: Invitation, *, username: str) -> Account:
    """The invitation's account without a password yet, so that a passkey can be made for it."""
    with transaction.atomic():
        held = open_invitation(digest=invitation.digest, lock=True)
        if held is None:
            raise NotOpen
        if held.account is None:
            held.account = _new_account(held, username)
            held.save()
        return held.account


def make_account(
    person: str,
    name: str,
    username: str,
    *,
    password: str | None = None,
    email: str = "",
    language: str = "en",
    steward: bool = False,
) -> Account:
    """An account made at once, for the command line and the demo; without a password it waits for a link."""
    account = Account(
        person=person,
        name=name,
        username=Account.normalize_username(username),
        email=email,
        language=language,
        is_steward=steward,
    )
    account.set_password(password)
    account.full_clean(exclude=["password"])
    account.save()
    return account


def account_of(request: HttpRequest) -> Account | None:
    """Who is signed in."""
    user = request.user
    return user if isinstance(user, Account) else None


def close(account: Account) -> None:
    """End every way in: sessions, live streams, tokens, open invitations and signing in itself."""
    with transaction.atomic():
        Account.objects.filter(pk=account.pk).update(is_active=False)
        Invitation.objects.filter(person=account.person, used_at=None).update(withdrawn_at=timezone.now())
        tokens.revoke(account)
    account.is_active = False
    sessions.revoke(account)


def reopen(account: Account) -> None:
    """Let the person sign in again."""
    Account.objects.filter(pk=account.pk).update(is_active=True)
    account.is_active = True


def forget_second_factor(account: Account) -> None:
    """For whoever lost phone and recovery codes and has been recognised in another way; ends all sessions."""
    Authenticator.objects.filter(user=account).delete()
    sessions.revoke(account)


def suggest_username(invitation: Invitation) -> str:
    """A free username near the e-mail address or the name."""
    base = invitation.email.partition("@")[0] or unicodedata.normalize("NFKC", invitation.name)
    base = re.sub(r"[^\w.+-]+", ".", base.strip()).strip(".").casefold()[:60] or "member"
    for number in range(1, 1000):
        suggestion = base if number == 1 else f"{base}{number}"
        if not Account.objects.filter(username__iexact=suggestion).exists():
            return suggestion
    return f"{base}.{secrets.token_hex(4)}"


def _new_account(invitation: Invitation, username: str) -> Account:
    return make_account(
        invitation.person,
        invitation.name,
        username,
        email=invitation.email,
        language=invitation.language,
    )


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode(errors="surrogatepass")).hexdigest()
