"""What every answer tells the browser not to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


def content_security_policy(form_targets: tuple[str, ...] = ()) -> str:
    """Only our own files, no inline script or style; forms go to us and where signing in leads."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            "connect-src 'self'",
            " ".join(("form-action 'self'", *form_targets)),
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def permissions(camera: str = "()") -> str:
    """What pages may use of the device: nothing but keys to sign in with, and where it is named a camera."""
    return (
        f"accelerometer=(), autoplay=(), camera={camera}, display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    )


@cache
def on_every_response() -> dict[str, str]:
    """The headers that every response bears, also those that do not pass through Django."""
    headers = {
        "Content-Security-Policy": content_security_policy(_sign_in_origins()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": permissions(),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if settings.SECURE:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers


def _sign_in_origins() -> tuple[str, ...]:
    if not settings.OIDC_SERVER:
        return ()
    server = urlsplit(settings.OIDC_SERVER)
    return (f"{server.scheme}://{server.netloc}", *settings.OIDC_ORIGINS)


class SecurityHeaders:
    """Outermost, so that errors and refusals bear the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in on_every_response().items():
            response.headers.setdefault(name, value)  # a download shuts itself in more strictly
        # Whatever a signed-in person sees stays out of every cache, the browser's own included.
        personal = (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.SESSION_COOKIE_NAME in response.cookies
        )
        if personal and not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = "no-store, private"
        return response
