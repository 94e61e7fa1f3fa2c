"""What allauth asks of this house: who may sign in, how often, in which words, and that nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from comity.web.accounts import devices, limits, people, second_factor
from comity.web.accounts.models import Account
from comity.web.accounts.phrases import phrase, wait_phrase
from comity.web.accounts.sessions import address_of
from comity.web.secrets import seal, unseal

_WRONG = phrase("web.accounts.wrong_name_or_password")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "incorrect_password": phrase("web.accounts.wrong_password"),
        "incorrect_code": phrase("web.accounts.wrong_code"),
        "enter_current_password": phrase("web.accounts.wrong_password"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses on this very site, and without its name."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Passwords are looked at only so often per name and per address; unknown names count like others."""
        now = timezone.now()
        name = credentials.get("username") or credentials.get("email") or ""
        attempt = devices.bucket(request, name)
        address = address_group(request)
        wait = limits.take(limits.ADDRESS, address, now)
        if wait:
            raise ValidationError(wait_phrase(wait), code="too_many_attempts")
        wait = limits.take(limits.PASSWORD, attempt, now)
        if wait:
            raise ValidationError(wait_phrase(wait), code="too_many_attempts")
        account: Account | None = authenticate(request, **credentials)
        if account is not None:
            limits.forget(limits.PASSWORD, attempt)
            limits.give_back(limits.ADDRESS, address, now)
        return account

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        devices.remember(request, response, user)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        said = {
            "reauthenticate": phrase("web.accounts.use_password"),
            "mfa_reauthenticate": phrase("web.accounts.use_code"),
            "mfa_reauthenticate:webauthn": phrase("web.accounts.use_passkey"),
        }
        return [m | {"description": said[m["id"]]} for m in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts_overview")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": phrase("web.accounts.wrong_code"),
        "cannot_delete_authenticator": phrase("web.accounts.factor_needed"),
        "cannot_generate_recovery_codes": phrase("web.accounts.no_recovery_without_factor"),
    }

    def get_totp_label(self, user: Account) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return f"Comity {self._get_site_name()}"

    def encrypt(self, text: str) -> str:
        return seal(settings.SEALING_KEY, text.encode(), "factor")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(settings.SEALING_KEY, encrypted_text, "factor").decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        account = authenticator.user
        return not second_factor.needed(account) or second_factor.has_one(account, but=authenticator.pk)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = user.authenticator_set.filter(type=type).count()
        return str(phrase("web.accounts.passkey_number", n=count + 1))


class ForeignAccountAdapter(DefaultSocialAccountAdapter):
    """Sign-in through an OpenID Connect server: for those it is already linked to, and for those invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Whoever comes from an open invitation is linked to their account; nobody is matched by e-mail."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        invitation = people.open_invitation(digest=request.session.get("invitation", ""))
        if invitation is None:
            return
        try:
            account = people.accept(invitation, username=people.suggest_username(invitation))
        except people.NotOpen:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("accounts_invitation"))) from None
        request.session.pop("invitation", None)
        sociallogin.connect(request, account)


def address_group(request: HttpRequest) -> str:
    """What is limited per address: the IPv4 address, or the IPv6 network that one customer is given."""
    from allauth.core.internal.ratelimit import truncate_ip

    return str(truncate_ip(address_of(request) or "unknown"))
