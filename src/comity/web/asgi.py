"""The application that `comity serve` runs: live streams, static files, and Django for the rest."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comity.web.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402

from comity.web.front import front  # noqa: E402
from comity.web.lasting import site_shelf  # noqa: E402
from comity.web.live import wiring  # noqa: E402
from comity.web.proxies import networks  # noqa: E402
from comity.web.scheduler import Scheduler  # noqa: E402
from comity.web.secret.concluding import Concluder  # noqa: E402

_live = wiring.Wiring()
_scheduler = Scheduler()
_concluder = Concluder()


def _start() -> None:
    _live.start()
    _scheduler.start()
    _concluder.start()


def _ready() -> None:
    """A thread with its connection, or the pool with one more."""
    connection.ensure_connection()
    if "pool" in connection.settings_dict["OPTIONS"]:
        connection.close()


def _stop() -> None:
    _concluder.stop()
    _scheduler.stop()
    _live.stop()


application = front(
    hub=_live.hub,
    admit=_live.admit,
    head=wiring.head,
    pages=get_wsgi_application(),
    shelf=site_shelf(),
    trusted=networks(settings.PROXIES),
    on_start=_start,
    on_stop=_stop,
    ready=_ready,
)
