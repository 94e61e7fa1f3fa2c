"""Rulebooks compared on preferences drawn from models."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
