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
    letters_list,
    listing,
    overview,
    rounds,
    rules_page,
    what_if,
)

urlpatterns: list[URLPattern] = [
    *listing.urlpatterns,
    *overview.urlpatterns,
    *rules_page.urlpatterns,
    *letters_list.urlpatterns,
    *candidates.urlpatterns,
    *letters.urlpatterns,
    *hearings.urlpatterns,
    *rounds.urlpatterns,
    *conclusion.urlpatterns,
    *history.urlpatterns,
    *what_if.urlpatterns,
    *laboratory.urlpatterns,
]
