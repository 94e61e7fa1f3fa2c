"""The hearings of a selection: slots, the moderator's desk, questions, timers."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
