"""The addresses of the pages of secret ballots."""

from __future__ import annotations

from django.urls import URLPattern

from comity.web.pages.secret import ballot, board, booth, bridges, calling, overview

urlpatterns: list[URLPattern] = [
    *overview.urlpatterns,
    *calling.urlpatterns,
    *ballot.urlpatterns,
    *booth.urlpatterns,
    *board.urlpatterns,
    *bridges.urlpatterns,
]
