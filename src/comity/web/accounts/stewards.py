"""Whoever looks after accounts: inviting people, withdrawing invitations, closing accounts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comity.web.accounts import people
from comity.web.accounts.context import languages
from comity.web.accounts.forms import InviteForm
from comity.web.accounts.models import Account, Invitation
from comity.web.accounts.phrases import phrase

View = Callable[..., HttpResponse]


def for_stewards(view: View) -> View:
    @login_required
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = people.account_of(request)
        if account is None or not account.is_steward:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_stewards
@reauthentication_required
@require_http_methods(["GET", "POST"])
def list_people(request: HttpRequest) -> HttpResponse:
    """Accounts and open invitations; a new link is shown in the answer that makes it and never again."""
    form = InviteForm(request.POST or None, languages=languages())
    shown: dict[str, Any] = {}
    if form.is_valid():
        data = form.cleaned_data
        try:
            link = people.invite(
                data["person"], data["name"], data["email"], data["language"], by=people.account_of(request)
            )
            shown = {"link": link, "invited": data["name"]}
            form = InviteForm(languages=languages())
        except ValidationError as error:
            form.add_error(None, error)
    still_open = Invitation.objects.filter(
        used_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).order_by("name")
    return render(
        request,
        "accounts/people.html",
        {"form": form, "accounts": Account.objects.order_by("name"), "invitations": still_open} | shown,
    )


@for_stewards
@reauthentication_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    if Invitation.objects.filter(pk=pk, used_at=None, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        messages.success(request, phrase("web.accounts.invitation_withdrawn"))
    return redirect("accounts_people")


@for_stewards
@reauthentication_required
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, open it again, or forget its second factor; nobody does so to their own account."""
    account = get_object_or_404(Account.objects.exclude(username=request.user.get_username()), pk=pk)
    match request.POST.get("what", ""):
        case "close":
            people.close(account)
            messages.success(request, phrase("web.accounts.closed", name=account.name))
        case "reopen":
            people.reopen(account)
            messages.success(request, phrase("web.accounts.reopened", name=account.name))
        case "forget_factor":
            people.forget_second_factor(account)
            messages.success(request, phrase("web.accounts.factor_forgotten", name=account.name))
    return redirect("accounts_people")
