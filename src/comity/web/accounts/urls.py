"""The addresses of accounts: those of allauth's pages that this house has, and its own; none to sign up."""

from __future__ import annotations

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.socialaccount import views as foreign
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.urls import URLPattern, URLResolver, include, path, re_path

from comity.web.accounts import invitations, stewards, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.overview, name="accounts_overview"),
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/set/", reauthentication_required(allauth.password_set), name="account_set_password"),
    path("2fa/webauthn/keys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("language/", views.language, name="accounts_language"),
    path("sessions/", views.list_sessions, name="accounts_sessions"),
    path("sessions/end/", views.end_session, name="accounts_end_session"),
    path("tokens/", views.list_tokens, name="accounts_tokens"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="accounts_revoke_token"),
    path("invitation/", invitations.invitation, name="accounts_invitation"),
    path("invitation/passkey/", invitations.with_passkey, name="accounts_invitation_passkey"),
    path("invitation/<str:code>/", invitations.invited, name="accounts_invited"),
    path("people/", stewards.list_people, name="accounts_people"),
    path("people/<int:pk>/", stewards.change, name="accounts_change_person"),
    path("people/invitations/<int:pk>/withdraw/", stewards.withdraw, name="accounts_withdraw"),
    path("linked/", foreign.connections, name="socialaccount_connections"),
    path("linked/cancelled/", foreign.login_cancelled, name="socialaccount_login_cancelled"),
    path("linked/failed/", foreign.login_error, name="socialaccount_login_error"),
    re_path(r"^oidc/(?P<provider_id>house)/login/$", openid_connect.login, name="openid_connect_login"),
    re_path(
        r"^oidc/(?P<provider_id>house)/login/callback/$",
        openid_connect.callback,
        name="openid_connect_callback",
    ),
]
