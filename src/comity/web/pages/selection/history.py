"""A selection played day by day."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
