"""Rulebooks compared on preferences drawn from models."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def laboratory(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/page.html", {"heading": ""})


urlpatterns = [path("laboratory/", laboratory, name="laboratory")]
