"""The forms of signing in and of a person's own account."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from comity.web.accounts import limits, tokens
from comity.web.accounts.models import SHAPE_OF_USERNAME, Account, SpentCode
from comity.web.accounts.phrases import phrase, wait_phrase
from comity.web.language import spoken

LONGEST_PASSWORD = 1024
"""Beyond it nothing is gained, and hashing it would cost the server more than it costs the sender."""


def _needed(key: str) -> dict[str, Any]:
    return {"required": phrase(key)}


def password_field(label: str, autocomplete: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=phrase(label),
        help_text=phrase(hint) if hint else "",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages=_needed("web.accounts.password_needed"),
    )


def code_field() -> forms.CharField:
    return forms.CharField(
        label=phrase("web.accounts.code"),
        help_text=phrase("web.accounts.code_hint"),
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
        error_messages=_needed("web.accounts.code_needed"),
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": forms.CharField(
                label=phrase("web.accounts.username_or_email"),
                max_length=254,
                widget=forms.TextInput(
                    attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
                ),
                error_messages=_needed("web.accounts.username_needed"),
            ),
            "password": password_field("web.accounts.password", "current-password"),
        }


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field("web.accounts.password", "current-password")


class _NewPassword:
    """Two fields for a new password and what they must agree on."""

    def place(self: Any) -> None:
        self.fields["password1"] = password_field(
            "web.accounts.new_password", "new-password", "web.accounts.new_password_hint"
        )
        self.fields["password2"] = password_field("web.accounts.new_password_again", "new-password")

    def check(self: Any, account: Account) -> None:
        first, second = self.cleaned_data.get("password1"), self.cleaned_data.get("password2")
        if first and second and first != second:
            self.add_error("password2", phrase("web.accounts.passwords_differ"))
        elif first and second:
            try:
                validate_password(first, account)
            except ValidationError as error:
                self.add_error("password1", error)


class ChangeForm(_NewPassword, ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field("web.accounts.present_password", "current-password")
        self.place()

    def clean_oldpassword(self) -> str:
        """Counted like signing in: whoever found a session open must not guess the password here."""
        given = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, given):
            raise get_adapter().validation_error("enter_current_password")
        return given

    def clean(self) -> dict[str, Any]:
        self.check(self.user)
        return dict(self.cleaned_data)


class SetForm(_NewPassword, SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place()

    def clean(self) -> dict[str, Any]:
        self.check(self.user)
        return dict(self.cleaned_data)


class _Code:
    """A code may be tried only so often, and one that was accepted is never accepted again."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()

    def clean_code(self: Any) -> str:
        wait = limits.take(limits.CODE, str(self.user.pk), timezone.now())
        if wait:
            raise ValidationError(wait_phrase(wait), code="too_many_attempts")
        code = str(super().clean_code())  # type: ignore[misc]
        if not spend(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        limits.forget(limits.CODE, str(self.user.pk))
        return code


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgainForm(_Code, ReauthenticateByCodeForm):  # type: ignore[misc]
    pass


class ActivateForm(_Code, ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = phrase("web.accounts.code_hint_app")


def spend(account: Account, code: str) -> bool:
    """Accept a code once: of two requests with it one is refused, whichever processes they reach."""
    now = timezone.now()
    SpentCode.objects.filter(account=account, at__lt=now - timedelta(minutes=10)).delete()
    digits = "".join(c for c in code if c.isalnum())
    try:
        with transaction.atomic():
            SpentCode.objects.create(
                account=account, digest=hashlib.sha256(f"{account.pk}\n{digits}".encode()).hexdigest(), at=now
            )
    except IntegrityError:
        return False
    return True


class UsernameForm(forms.Form):
    """How a person who was invited wants to be called when signing in."""

    username = forms.CharField(
        label=phrase("web.accounts.username"),
        help_text=phrase("web.accounts.username_hint"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages=_needed("web.accounts.username_needed"),
    )

    def __init__(self, *args: Any, account: Account | None, candidate: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        self.candidate = account or candidate
        if account is not None:
            del self.fields["username"]

    def clean_username(self) -> str:
        username = Account.normalize_username(self.cleaned_data["username"])
        if not re.match(SHAPE_OF_USERNAME, username):
            raise ValidationError(phrase("web.accounts.username_shape"), code="shape")
        if Account.objects.filter(username__iexact=username).exists():
            raise ValidationError(phrase("web.accounts.username_taken"), code="taken")
        self.candidate.username = username
        return username


class AcceptForm(_NewPassword, UsernameForm):
    """The answer to an invitation, with a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place()

    def clean(self) -> dict[str, Any]:
        self.check(self.candidate)
        return self.cleaned_data


class InviteForm(forms.Form):
    """Whom to let in."""

    person = forms.RegexField(
        r"\A[a-z0-9][a-z0-9._-]{0,63}\Z",
        label=phrase("web.accounts.person"),
        help_text=phrase("web.accounts.person_hint"),
        error_messages=_needed("web.accounts.person_needed")
        | {"invalid": phrase("web.accounts.person_shape")},
    )
    name = forms.CharField(
        label=phrase("web.accounts.name"), max_length=200, error_messages=_needed("web.accounts.name_needed")
    )
    email = forms.EmailField(
        label=phrase("web.accounts.email"),
        help_text=phrase("web.accounts.email_hint"),
        required=False,
        error_messages={"invalid": phrase("web.accounts.email_shape")},
    )
    language = forms.ChoiceField(label=phrase("web.accounts.language"))

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["language"].initial = spoken()


class TokenForm(forms.Form):
    """What a new token is for."""

    name = forms.CharField(
        label=phrase("web.accounts.token_name"),
        help_text=phrase("web.accounts.token_name_hint"),
        max_length=100,
        error_messages=_needed("web.accounts.token_name_needed"),
    )
    may = forms.ChoiceField(
        label=phrase("web.accounts.token_may"),
        choices=[
            ("read", phrase("web.accounts.token_may_read")),
            ("act", phrase("web.accounts.token_may_act")),
            ("some", phrase("web.accounts.token_may_some")),
        ],
        initial="read",
        widget=forms.RadioSelect,
    )
    packages = forms.CharField(
        label=phrase("web.accounts.token_packages"),
        help_text=phrase("web.accounts.token_packages_hint"),
        max_length=300,
        required=False,
    )
    days = forms.IntegerField(
        label=phrase("web.accounts.token_days"),
        min_value=1,
        max_value=tokens.LONGEST.days,
        initial=90,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            phrase("web.accounts.token_days_shape", most=tokens.LONGEST.days),
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        packages = data.get("packages", "").replace(",", " ").split()
        match data.get("may"):
            case "some":
                data["scopes"] = [f"act:{package}" for package in packages]
            case "read" | "act" as may:
                data["scopes"] = [may]
            case _:
                return data
        if not tokens.are_scopes(data["scopes"]):
            self.add_error("packages", phrase("web.accounts.token_packages_shape"))
        return data
