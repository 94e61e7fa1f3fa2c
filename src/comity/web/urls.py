"""The addresses of the whole site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from comity.web.api.api import api
from comity.web.pages.urls import urlpatterns as pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("comity.web.accounts.urls")),
    path("api/v1/", api.urls),
    *pages,
]

handler400 = "comity.web.pages.edge.bad_request"
handler403 = "comity.web.pages.errors.forbidden"
handler404 = "comity.web.pages.errors.not_found"
handler500 = "comity.web.pages.edge.server_error"
