"""What follows the rounds: recommendation, communiqués, appointment, oath."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
