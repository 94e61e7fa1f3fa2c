"""A tiny site for the tests: a record in memory, a page that follows it, and Django behind the front door."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.utils.html import escape

from comity.web import front as front_module
from comity.web.live.frames import Frame
from comity.web.live.hub import Hub
from comity.web.live.stream import Admission, Refusal
from comity.web.proxies import networks
from comity.web.shelf import Shelf
from comity.web.threads import Bounds

STATIC = Path(front_module.__file__).parent / "static"
settings.configure(
    SECRET_KEY="tests",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATA_UPLOAD_MAX_MEMORY_SIZE=None,
)
django.setup()

entries: list[str] = []
lock = threading.Lock()


def items(since: int) -> str:
    return "".join(f'<li id="entry-{n}">{escape(e)}</li>' for n, e in enumerate(entries, 1) if n > since)


def render(view: str, lens: str, language: str, since: int) -> list[Frame]:
    head = len(entries)
    if head <= since:
        return []
    if view == "count":
        return [
            Frame(head, "view", json.dumps({"set": {"count": f"<b>{head}</b>"}, "say": f"{head} entries"}))
        ]
    change = {
        "append": {"entries": items(since)},
        "set": {"latest": f'<p>{entries[-1]}</p><label>Note <input id="note" value="server"></label>'},
        "remove": ["none-yet"],
    }
    return [Frame(head, "view", json.dumps(change))]


hub = Hub(render)


def say(request: HttpRequest) -> HttpResponse:
    with lock:
        entries.append(request.GET["entry"])
        head = len(entries)
    hub.on_commit(head, head, ("meeting",))
    return HttpResponse(str(head))


def page(request: HttpRequest) -> HttpResponse:
    head = len(entries)
    content = f"""<!doctype html><html lang="en"><title>Live</title>
<script type="module" src="{shelf.url("js/live.js")}"></script>
<p id="live-status" role="status" data-lost="Connection lost. Trying again." data-back="Connected again."
   data-over="Sign in again to follow." hidden></p>
<p id="live-say" aria-live="polite"></p>
<section data-live="/live?view=list" data-since="{head}">
<ul id="entries">{items(0)}</ul><p id="none-yet">None yet</p>
<div id="latest"><p></p><label>Note <input id="note" value="server"></label></div></section>
<section data-live="/live?view=count" data-since="{head}"><p id="count">{head}</p></section>"""
    answer = HttpResponse(content)
    answer["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; connect-src 'self'"
    return answer


def echo(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "method": request.method,
            "path": request.path,
            "size": len(request.body),
            "address": request.META["REMOTE_ADDR"],
            "secure": request.is_secure(),
            "claims": sorted(name for name in request.META if "FORWARDED" in name or "_REAL_IP" in name),
            "x": request.META.get("HTTP_X_Y", ""),
            "query": request.GET.dict(),
            "thread": threading.get_ident(),
        }
    )


def slow(request: HttpRequest) -> HttpResponse:
    time.sleep(1.0)
    return HttpResponse("finished")


def pieces(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse((b"%d" % (n % 10)) * 65536 for n in range(int(request.GET["n"])))


def attachment(request: HttpRequest) -> FileResponse:
    return FileResponse(Path(__file__).open("rb"), as_attachment=True, filename="site.py")


def listeners(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"200 {hub.count}")


def broken(request: HttpRequest) -> HttpResponse:
    raise SystemError("nobody expected this")


urlpatterns = [
    path("", page),
    path("say", say),
    path("slow", slow),
    path("pieces", pieces),
    path("attachment", attachment),
    path("broken", broken),
    path("listeners", listeners),
    path("echo/<path:rest>", lambda request, rest: echo(request)),
    path("echo", echo),
]


def admit(scope: dict[str, object]) -> Admission | Refusal:
    headers = dict(scope["headers"])  # type: ignore[call-overload]
    if headers.get(b"cookie") == b"session=gone":
        return Refusal(status=403, reason="Sign in first.")
    return Admission(lens="public", language="en", session_key=headers.get(b"cookie", b"").decode())


shelf = Shelf([STATIC])
application = front_module.front(
    hub=hub,
    admit=admit,  # type: ignore[arg-type]
    head=lambda: len(entries),
    pages=get_wsgi_application(),
    shelf=shelf,
    trusted=networks(os.environ.get("TRUSTED", "").split(",")),
    bounds=Bounds(threads=8, body=1024 * 1024, pause=0.5, whole=3),
)
