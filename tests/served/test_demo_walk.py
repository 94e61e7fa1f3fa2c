"""Everybody who walks through the demo finds what its pages lead to: no dead link, no page that fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import SOURCE

WALK = """
import json, re, sys
from collections import deque
from html import unescape
import django
django.setup()
from django.contrib.auth import get_user_model
from django.test import Client

OF_ONE_KIND = 4
ELSEWHERE = ("/accounts/", "/static/", "/components/error/")
person, language = sys.argv[1:]
client = Client(headers={"host": "localhost", "accept-language": language}, raise_request_exception=False)
if person:
    client.force_login(get_user_model().objects.get(username=person))
client.cookies["language"] = language
todo, seen, kinds, found = deque([("/", "")]), {"/"}, {}, []
while todo:
    address, whence = todo.popleft()
    answer = client.get(address, follow=True)
    if answer.status_code >= 400:
        found.append([address, whence, answer.status_code])
        continue
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        continue
    for href in re.findall(r'<a [^>]*?href="([^"#]*)', answer.content.decode()):
        href = unescape(href)
        if href.startswith("?"):
            href = address.partition("?")[0] + href
        if not href.startswith("/") or href in seen or href.startswith(ELSEWHERE):
            continue
        seen.add(href)
        kind = re.sub(r"\\d+", "#", href.partition("?")[0]) + re.sub("=[^&]*", "", "?".join(href.partition("?")[1:]))
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] <= OF_ONE_KIND:
            todo.append((href, address))
print(json.dumps({"seen": len(seen), "kinds": sorted(kinds), "found": found}))
"""
READERS = [("", "ar"), ("latvia", "en"), ("portugal", "fr"), ("egypt.student", "zh"), ("secretariat", "ru")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A demo of its own, loaded; the surroundings in which it is looked at."""
    data: Path = tmp_path_factory.mktemp("demo")
    around = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
    around |= {"PYTHONPATH": str(SOURCE), "DJANGO_SETTINGS_MODULE": "comity.web.settings"}
    command = [sys.executable, "-m", "comity.cli", "demo", "--load-only", "--data", str(data)]
    subprocess.run(command, check=True, env=around, capture_output=True)
    return around | {"COMITY_DATA": str(data), "COMITY_DEMO": "1"}


@pytest.mark.parametrize(("person", "language"), READERS)
def test_whoever_walks_through_the_demo_finds_every_page(
    demo: dict[str, str], person: str, language: str
) -> None:
    command = [sys.executable, "-c", WALK, person, language]
    told = json.loads(subprocess.run(command, check=True, env=demo, capture_output=True).stdout)
    assert told["seen"] > 100
    assert told["found"] == []
