"""What the frame of every page needs to know: where the reader is, who, and how the page should look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from comity.rules.words import Text, text
from comity.web.pages.parts import Link

THEME_COOKIE: Final = "theme"
THEMES: Final = ("system", "light", "dark")
A_YEAR: Final = 365 * 24 * 3600

PLACES: Final[tuple[tuple[Text, str], ...]] = (
    (text("web.layout.home"), "home"),
    (text("selection.proceeding.many"), "selections"),
    (text("web.pages.members"), "members"),
    (text("web.pages.rules"), "rules"),
    (text("web.pages.record"), "record"),
    (text("web.pages.people"), "people"),
)
"""The main navigation: what a place is called and the name of its address; one without is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The frame of one page; pages may pass their own in the context under the name `site`."""

    path: str = "/"
    theme: str = "system"
    places: tuple[Link, ...] = ()
    bodies: tuple[Link, ...] = ()
    person: str = ""
    """The name of whoever is signed in."""
    capacity: Any = None
    demo: bool = False
    """The house is made up, and every page says so."""
    refused: bool = False
    """The page is the answer to a form that could not be taken; its title says so first."""

    @property
    def body(self) -> Link | None:
        """The body that the page is about."""
        return next((body for body in self.bodies if body.current), None)

    @property
    def themes(self) -> tuple[tuple[str, Text, bool], ...]:
        return tuple((name, text(f"web.layout.theme_{name}"), name == self.theme) for name in THEMES)


def site(request: HttpRequest) -> dict[str, Site]:
    """Context processor: the frame as the request itself tells it."""
    user = getattr(request, "user", None)
    person = (user.get_full_name() or user.get_username()) if user and user.is_authenticated else ""
    return {"site": frame(request, person=person)}


def frame(request: HttpRequest, **more: Any) -> Site:
    """The frame without asking who is signed in, so that it can be drawn when the database is away."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return Site(
        path=request.get_full_path(),
        theme=theme if theme in THEMES else "system",
        places=tuple(_places(request.path)),
        demo=settings.DEMO,
        **more,
    )


def _places(path: str) -> list[Link]:
    found = []
    for label, name in PLACES:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        here = path == href or (href != "/" and path.startswith(f"{href.rstrip('/')}/"))
        found.append(Link(label=label, href=href, current=here))
    return found


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of light, dark or the device's own, and go back to the page."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in ("light", "dark"):
        answer.set_cookie(
            THEME_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
    return answer
