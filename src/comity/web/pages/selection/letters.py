"""The letters of a selection, its communiqués and its marked copies as documents."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
