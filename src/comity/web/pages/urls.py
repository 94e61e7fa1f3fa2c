"""The addresses of the pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from comity.web.pages import (
    acts,
    bodies_pages,
    communications,
    components_page,
    documents_register,
    home,
    members,
    motions,
    people_pages,
    record_pages,
    rules_pages,
    site,
    votes,
    votes_history,
)
from comity.web.pages.elections import urls as elections
from comity.web.pages.secret import urls as secret
from comity.web.pages.selection import urls as selection

urlpatterns: list[URLPattern] = [
    path("theme", site.theme, name="theme"),
    *home.urlpatterns,
    *bodies_pages.urlpatterns,
    *communications.urlpatterns,
    *documents_register.urlpatterns,
    *votes.urlpatterns,
    *votes_history.urlpatterns,
    *members.urlpatterns,
    *motions.urlpatterns,
    *selection.urlpatterns,
    *secret.urlpatterns,
    *elections.urlpatterns,
    *rules_pages.urlpatterns,
    *record_pages.urlpatterns,
    *people_pages.urlpatterns,
    *acts.urlpatterns,
    *components_page.urlpatterns,
]
