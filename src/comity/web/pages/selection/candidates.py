"""The candidates of a selection, and each one's own page."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
