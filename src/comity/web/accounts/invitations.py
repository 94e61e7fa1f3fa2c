"""Answering an invitation: with a password, with a passkey, or through the house's own sign-in."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal.flows import signup_authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from comity.web.accounts import limits, people
from comity.web.accounts.adapters import address_group
from comity.web.accounts.forms import AcceptForm, UsernameForm
from comity.web.accounts.models import Account, Invitation
from comity.web.accounts.passkey_forms import FirstPasskeyForm
from comity.web.accounts.phrases import wait_phrase


@never_cache
@require_GET
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """Take the code out of the address bar; opening the link (also by a link preview) uses nothing up."""
    now, address = timezone.now(), address_group(request)
    wait = limits.take(limits.ADDRESS, address, now)
    if wait:
        return render(request, "accounts/not_open.html", {"wait": wait_phrase(wait)}, status=429)
    if people.open_invitation(code) is None:
        return render(request, "accounts/not_open.html", status=410)
    limits.give_back(limits.ADDRESS, address, now)
    request.session["invitation"] = hashlib.sha256(code.encode(errors="surrogatepass")).hexdigest()
    return redirect("accounts_invitation")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    found = _found(request)
    if found is None:
        return render(request, "accounts/not_open.html", status=410)
    form = AcceptForm(request.POST or None, **_for(found))
    if form.is_valid():
        try:
            account = people.accept(
                found,
                username=form.cleaned_data.get("username", ""),
                password=form.cleaned_data["password1"],
            )
        except people.NotOpen:
            return render(request, "accounts/not_open.html", status=410)
        return _welcome(request, account, "password")
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})


@never_cache
@require_POST
def with_passkey(request: HttpRequest) -> HttpResponse:
    """First the username, then what the browser made; only a passkey that is kept uses the invitation up."""
    found = _found(request)
    if found is None:
        return render(request, "accounts/not_open.html", status=410)
    if found.account is not None and found.account.has_usable_password():
        # Its owner sets a new password; a second factor that they have stays and is asked for.
        return redirect("accounts_invitation")
    form = UsernameForm(request.POST, **_for(found))
    if not form.is_valid():
        full = AcceptForm(request.POST, **_for(found))
        full.errors.clear()
        full.errors.update(form.errors)
        return render(request, "accounts/invitation.html", {"form": full, "invitation": found})
    try:
        account = people.begin_accepting(found, username=form.cleaned_data.get("username", ""))
    except people.NotOpen:
        return render(request, "accounts/not_open.html", status=410)
    made = FirstPasskeyForm(request.POST if "credential" in request.POST else None, user=account)
    if made.is_valid():
        try:
            account = people.accept(found, username=account.username)
        except people.NotOpen:
            return render(request, "accounts/not_open.html", status=410)
        signup_authenticator(
            request,
            user=account,
            name=made.cleaned_data["name"],
            credential=made.cleaned_data["credential"],
        )
        return _welcome(request, account, "mfa", type="webauthn", passwordless=True)
    options = {"creation_options": auth.begin_registration(account, True)}
    return render(
        request, "accounts/invitation_passkey.html", {"form": made, "invitation": found, "js_data": options}
    )


def _found(request: HttpRequest) -> Invitation | None:
    return people.open_invitation(digest=request.session.get("invitation", ""))


def _for(found: Invitation) -> dict[str, Any]:
    """What a form needs to know of whom it is for."""
    candidate = Account(person=found.person, name=found.name, email=found.email)
    initial = {} if found.account else {"username": people.suggest_username(found)}
    return {"account": found.account, "candidate": candidate, "initial": initial}


def _welcome(request: HttpRequest, account: Account, method: str, **how: Any) -> HttpResponse:
    """Sign in; the answer to the invitation counts as having shown just now who one is."""
    request.session.pop("invitation", None)
    record_authentication(request, account, method, reauthenticated=True, **how)
    response: HttpResponse = perform_login(request, account, email_verification="none", redirect_url="/")
    return response
