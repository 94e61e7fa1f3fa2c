"""The rounds of a selection: ballots, tellers, results, copies."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
