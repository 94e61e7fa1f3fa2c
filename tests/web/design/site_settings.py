"""The project's settings with what the frame of a page needs, and the strictest policy there is."""

from pathlib import Path

import comity.web
from comity.web.settings import *  # noqa: F403
from comity.web.settings import ALLOWED_HOSTS, MIDDLEWARE, TEMPLATES

DEBUG = False
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1"]
MIDDLEWARE = ["strict_policy.strict_policy", *MIDDLEWARE]
_processors = TEMPLATES[0]["OPTIONS"]["context_processors"]
if "comity.web.pages.site.site" not in _processors:
    _processors.append("comity.web.pages.site.site")
CSRF_FAILURE_VIEW = "comity.web.pages.errors.form_expired"
STATICFILES_DIRS = [Path(comity.web.__file__).parent / "static"]

# This server hands files out by their plain names; the front of the real one knows lasting names.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
