"""The addresses of the pages of elections."""

from __future__ import annotations

from django.urls import URLPattern

from comity.web.pages.elections import election, overview, sheet

urlpatterns: list[URLPattern] = [
    *overview.urlpatterns,
    *election.urlpatterns,
    *sheet.urlpatterns,
]
