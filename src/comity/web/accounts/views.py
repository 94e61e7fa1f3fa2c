"""A person's own account: language, sessions, tokens; and the answer to a form that cannot be trusted."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import remove_webauthn
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.rules.words import LANGUAGES, text
from comity.web.accounts import second_factor, sessions, tokens
from comity.web.accounts.forms import TokenForm
from comity.web.accounts.middleware import django_code
from comity.web.accounts.models import Account
from comity.web.accounts.people import account_of
from comity.web.accounts.phrases import phrase
from comity.web.accounts.session_store import mark
from comity.web.pages.parts import Fact


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    account = _signed_in(request)
    facts = [
        Fact(term=text("web.accounts.name"), value=account.name),
        Fact(term=text("web.accounts.username"), value=account.username),
        Fact(term=text("web.accounts.email"), value=account.email),
        Fact(term=text("web.accounts.person"), value=account.person),
    ]
    return render(
        request,
        "accounts/overview.html",
        {
            "facts": [fact for fact in facts if fact.value],
            "has_factor": second_factor.has_one(account),
            "session_count": sessions.of(account).count(),
            "token_count": tokens.held(account).count(),
        },
    )


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read on in another language, from the page that asked."""
    wanted = request.POST.get("language", "")
    onward = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if wanted in LANGUAGES:
        account = account_of(request)
        if account is not None:
            Account.objects.filter(pk=account.pk).update(language=wanted)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            django_code(wanted),
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


@login_required
@require_GET
def list_sessions(request: HttpRequest) -> HttpResponse:
    here = mark(request.session.session_key or "")
    held = [(session, sessions.known_as(session.device)) for session in sessions.of(_signed_in(request))]
    return render(request, "accounts/sessions.html", {"sessions": held, "here": here})


@login_required
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    account, here = _signed_in(request), mark(request.session.session_key or "")
    match request.POST.get("which", ""):
        case "others":
            sessions.revoke(account, but=here)
        case "all":
            sessions.revoke(account, but=here)
            logout(request)
        case which if which == here:
            logout(request)
        case which if sessions.is_mark(which):
            sessions.revoke(account, only=which)
    if request.user.is_authenticated:
        messages.success(request, phrase("web.accounts.session_ended"))
        return redirect("accounts_sessions")
    return redirect("account_login")


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "POST"])
def list_tokens(request: HttpRequest) -> HttpResponse:
    """The tokens; a new one is shown in the answer that makes it and never again."""
    account = _signed_in(request)
    form = TokenForm(request.POST or None)
    shown: dict[str, Any] = {}
    if form.is_valid():
        data = form.cleaned_data
        shown = {"made": tokens.make(account, data["name"], data["scopes"], days=data["days"])}
        form = TokenForm()
    return render(
        request,
        "accounts/tokens.html",
        {"form": form, "tokens": tokens.held(account).order_by("-made_at")} | shown,
    )


@login_required
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    if tokens.revoke(_signed_in(request), pk):
        messages.success(request, phrase("web.accounts.token_revoked"))
    return redirect("accounts_tokens")


@login_required
@reauthentication_required
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey, unless its owner could no longer sign in or would lack a needed second factor."""
    account = _signed_in(request)
    passkeys = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).exclude(pk=pk)
    linked = SocialAccount.objects.filter(user=account)
    if not (account.has_usable_password() or linked.exists() or passkeys.exists()):
        messages.error(request, phrase("web.accounts.only_way_in"))
    elif second_factor.needed(account) and not second_factor.has_one(account, but=pk):
        messages.error(request, phrase("web.accounts.factor_needed"))
    else:
        response: HttpResponse = remove_webauthn(request, pk=pk)
        return response
    return redirect("mfa_list_webauthn")


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of ours that is still good, so nothing was done."""
    return render(request, "accounts/refused.html", status=403)


def _signed_in(request: HttpRequest) -> Account:
    account = account_of(request)
    assert account is not None
    return account
