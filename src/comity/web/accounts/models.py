"""Accounts: how a person signs in.  What the person may do is on the record, not here.

Nothing here lets a reader of the database act as somebody: passwords, session keys, invitation codes and
tokens are stored as digests, authenticator secrets and the contents of sessions are sealed.
"""

from __future__ import annotations

from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from comity.rules.words import LANGUAGES

SHAPE_OF_USERNAME: Final = r"\A[\w.+-]+\Z"
"""Letters of any script, digits and . + - _; no @, so that no name is another person's e-mail address."""


class Accounts(BaseUserManager["Account"]):
    def called(self, name: str) -> Account | None:
        """The account with this username or e-mail address, however its letters are cased."""
        name = Account.normalize_username(name.strip())
        field = "email" if "@" in name else "username"
        return self.filter(**{f"{field}__iexact": name}).first()


class Account(AbstractBaseUser):
    """One person's way in; `person` is the name under which the record knows them."""

    person = models.CharField(max_length=64, unique=True)
    username = models.CharField(max_length=150, unique=True, validators=[RegexValidator(SHAPE_OF_USERNAME)])
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en", choices=[(code, code) for code in LANGUAGES])
    is_active = models.BooleanField(default=True)
    is_steward = models.BooleanField(default=False)
    """May invite people and close their accounts; gives no say in any proceeding."""
    since = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["person", "name"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("username"), name="one_account_per_username"),
            models.UniqueConstraint(
                Lower("email"), name="one_account_per_email", condition=~models.Q(email="")
            ),
        ]

    def get_full_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A link that lets one person in once: to make their account, or to set a new password on it."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en", choices=[(code, code) for code in LANGUAGES])
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations_made"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    """Whose account it opens; for a new one filled in before a passkey can be made for it."""


class Session(models.Model):
    """A session by the digest of its key; its contents are sealed."""

    session_key = models.CharField(max_length=64, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions"
    )
    address = models.GenericIPAddressField(null=True)
    device = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)


class Token(models.Model):
    """A key for programs that act in a person's name, within its scopes and until it expires."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class Attempts(models.Model):
    """How often something was tried in vain, by the digest of what is limited (never the name as typed)."""

    digest = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    shut_until = models.DateTimeField()


class SpentCode(models.Model):
    """A code from an authenticator app that was accepted once and is not accepted again."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "digest"], name="a_code_is_spent_once"),
        ]
