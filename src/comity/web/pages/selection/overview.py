"""The selections of the house, and the first page of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from comity.rules.words import text
from comity.selection.state import Selection
from comity.web.pages.edge import only
from comity.web.pages.parts import HOME
from comity.web.pages.reader import reader
from comity.web.pages.selection.place import crumbs, seen


@only("GET")
def selections(request: HttpRequest) -> HttpResponse:
    """Every selection that the reader may know of."""
    context = {"heading": text("selection.proceeding.many"), "crumbs": (HOME,)}
    return render(request, "pages/page.html", context)


@only("GET")
def selection(request: HttpRequest, name: str) -> HttpResponse:
    """One selection: where it stands, what comes next, who runs."""
    state: Selection = seen(name, reader(request)).state
    context = {"heading": state.title, "crumbs": crumbs(name, state)[:-1]}
    return render(request, "pages/page.html", context)


urlpatterns = [
    path("selections/", selections, name="selections"),
    path("selections/<slug:name>/", selection, name="selection"),
]
