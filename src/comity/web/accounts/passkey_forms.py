"""The forms that a browser fills in with what a passkey answered.

What arrives is whatever somebody sends: it is looked at for its shape first, and only the fields that are
needed are passed on and kept.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from fido2.utils import websafe_decode
from fido2.webauthn import AttestationObject, AuthenticatorData, CollectedClientData

from comity.web.accounts import limits
from comity.web.accounts.adapters import address_group
from comity.web.accounts.phrases import phrase, wait_phrase

LONGEST = 16_000


def made(given: Any) -> dict[str, Any]:
    """What a browser sends after making a passkey."""
    credential = _credential(given, ("clientDataJSON", "attestationObject"))
    extensions = given.get("clientExtensionResults")
    properties = extensions.get("credProps") if isinstance(extensions, dict) else None
    resident = properties.get("rk") is True if isinstance(properties, dict) else False
    return credential | {"clientExtensionResults": {"credProps": {"rk": resident}}}


def used(given: Any) -> dict[str, Any]:
    """What a browser sends after using a passkey."""
    return _credential(given, ("clientDataJSON", "authenticatorData", "signature"), ("userHandle",))


def _credential(given: Any, needed: tuple[str, ...], allowed: tuple[str, ...] = ()) -> dict[str, Any]:
    response = given.get("response") if isinstance(given, dict) else None
    if not isinstance(response, dict) or given.get("type") != "public-key":
        raise _refused()
    kept = {field: response.get(field) for field in (*needed, *allowed) if response.get(field) is not None}
    if not set(needed) <= kept.keys():
        raise _refused()
    whole = kept | {"id": given.get("id"), "rawId": given.get("rawId")}
    for value in whole.values():
        if not isinstance(value, str) or len(value) > LONGEST or not value.isascii():
            raise _refused()
    try:
        parts = {field: websafe_decode(str(value)) for field, value in whole.items()}
        CollectedClientData(parts["clientDataJSON"])
        if "attestationObject" in parts:
            AttestationObject(parts["attestationObject"])
        if "authenticatorData" in parts:
            AuthenticatorData(parts["authenticatorData"])
    except Exception:
        # The decoders of this format fail in many ways on bytes that nobody vouches for; all mean the same.
        raise _refused() from None
    return {"id": given["id"], "rawId": given["rawId"], "type": "public-key", "response": kept}


def _refused() -> ValidationError:
    error: ValidationError = get_adapter().validation_error("incorrect_code")
    return ValidationError(phrase("web.accounts.passkey_refused"), code=error.code)


class CredentialField(forms.JSONField):
    """A passkey's answer as text; text of absurd length or depth is refused like any other that is none."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and len(value) > 4 * LONGEST:
            raise _refused()
        try:
            return super().to_python(value)
        except RecursionError:
            raise _refused() from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """An answer that was refused is not given back: each ceremony makes a new one."""
        return None


class _Answered(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(
            error_messages={
                "required": phrase("web.accounts.passkey_failed"),
                "invalid": phrase("web.accounts.passkey_refused"),
            }
        )


class _Named(forms.Form):
    def name_it(self: Any) -> None:
        self.fields["name"] = forms.CharField(
            label=phrase("web.accounts.passkey_name"),
            help_text=phrase("web.accounts.passkey_name_hint"),
            max_length=100,
            required=False,
        )


class AddPasskeyForm(_Named, _Answered, AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_it()
        self.fields["passwordless"] = forms.BooleanField(
            label=phrase("web.accounts.passkey_alone"),
            help_text=phrase("web.accounts.passkey_alone_hint"),
            required=False,
            initial=True,
        )

    def clean_credential(self) -> dict[str, Any]:
        return made(self.cleaned_data["credential"])


class FirstPasskeyForm(_Answered, SignupWebAuthnForm):  # type: ignore[misc]
    """The answer to an invitation, with a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget = forms.HiddenInput()

    def clean_credential(self) -> dict[str, Any]:
        return made(self.cleaned_data["credential"])


class RenamePasskeyForm(_Named, EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name_it()
        self.fields["name"].required = True


class PasskeyForm(_Answered, AuthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        self.cleaned_data["credential"] = used(self.cleaned_data["credential"])
        return super().clean_credential()


class PasskeyAgainForm(_Answered, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        self.cleaned_data["credential"] = used(self.cleaned_data["credential"])
        return super().clean_credential()


class PasskeySignInForm(_Answered, LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Any:
        from allauth.core import context

        now, address = timezone.now(), address_group(context.request)
        wait = limits.take(limits.ADDRESS, address, now)
        if wait:
            raise ValidationError(wait_phrase(wait), code="too_many_attempts")
        self.cleaned_data["credential"] = used(self.cleaned_data["credential"])
        authenticator = super().clean_credential()
        if not authenticator.user.is_active:
            raise _refused()
        limits.give_back(limits.ADDRESS, address, now)
        return authenticator
