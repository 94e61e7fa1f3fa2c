"""Around each request of a person: their language, their session's last use, their second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import timezone, translation

from comity.web.accounts import second_factor
from comity.web.accounts.last_use import session_used
from comity.web.accounts.people import account_of
from comity.web.accounts.phrases import phrase
from comity.web.accounts.session_store import mark
from comity.web.accounts.sessions import SEEN_EVERY
from comity.web.pages.site import Site

View = Callable[[HttpRequest], HttpResponseBase]

_CODES: Final = {code.partition("-")[0]: code for code, _ in settings.LANGUAGES}


def django_code(language: str) -> str:
    """Django's code for one of the six languages."""
    return _CODES.get(language, "en")


class AccountLanguage(LocaleMiddleware):
    """The account's language; for who is not signed in the cookie's, then the browser's."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(
            request
        )  # first: should the database be away, nobody hears a stranger's language
        account = account_of(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if account is not None:
            translation.activate(django_code(account.language))
            request.LANGUAGE_CODE = translation.get_language()


class SessionSeen:
    """Keeps, to the grain of some minutes, when a session was last used."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        now = timezone.now()
        seen_at = getattr(request.session, "seen_at", None)
        if seen_at is not None and seen_at < now - SEEN_EVERY and request.session.session_key:
            session_used(mark(request.session.session_key), now)
        return response


class SecondFactorFirst:
    """Whoever must have a second factor sets it up before anything else."""

    OPEN: Final = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "account_change_password",
            "account_set_password",
            "accounts_language",
            "accounts_sessions",
            "accounts_end_session",
        }
    )

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        account = account_of(request)
        if account is None or name in self.OPEN or name.startswith("mfa_"):
            return None
        if not second_factor.missing(account):
            return None
        messages.warning(request, phrase("web.accounts.factor_first"))
        return HttpResponseRedirect(reverse("mfa_index"))


class OwnFrame:
    """The pages of signing in are given another `site` by allauth, which would hide the frame's own."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        if not isinstance((response.context_data or {}).get("site"), Site | None):
            del response.context_data["site"]
        return response
