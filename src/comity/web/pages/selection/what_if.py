"""What the polls of a selection would have meant under other rules."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
