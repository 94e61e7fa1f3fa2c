"""A page names static files by their content, and the front door serves them by that name."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[3] / "src"
ASK = """
import sys
import django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.staticfiles"],
    STATIC_URL="static/",
    STATICFILES_DIRS=[sys.argv[1]],
    STORAGES={"staticfiles": {"BACKEND": "comity.web.lasting.LastingNames"}},
)
django.setup()
from django.templatetags.static import static
from comity.web.lasting import site_shelf
address = static("css/base.css")
print(address)
print(site_shelf().lasting[address.removeprefix("/static/")].content.decode())
static("css/missing.css")
"""


def test_a_page_names_what_the_shelf_serves_and_a_missing_file_is_a_defect(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "base.css").write_text("p { margin: 0 }")
    run = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
    )
    address, content = run.stdout.splitlines()
    assert re.fullmatch(r"/static/css/base\.[0-9a-f]{12}\.css", address)
    assert content == "p { margin: 0 }"
    assert "KeyError: 'css/missing.css'" in run.stderr
