"""The addresses of the pages of a selection."""

from __future__ import annotations

from django.urls import URLPattern

from comity.web.pages.selection import (
    candidates,
    conclusion,
    hearings,
    history,
    laboratory,
    letters,
    overview,
    rounds,
    what_if,
)

urlpatterns: list[URLPattern] = [
    *overview.urlpatterns,
    *candidates.urlpatterns,
    *letters.urlpatterns,
    *hearings.urlpatterns,
    *rounds.urlpatterns,
    *conclusion.urlpatterns,
    *history.urlpatterns,
    *what_if.urlpatterns,
    *laboratory.urlpatterns,
]
