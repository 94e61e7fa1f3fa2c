"""Static files: read once, sent from memory, named by their content so that browsers keep them for good.

`/static/css/base.css` is revalidated by its ETag; `/static/css/base.0123456789ab.css` never needs to be
asked for again.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

from comity.rules.words import text
from comity.web.answers import Scope, Send, answer, header, language_asked

TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
}
PACKED: Final = frozenset({".js", ".mjs", ".css", ".html", ".svg", ".wasm", ".json", ".webmanifest", ".txt"})


@dataclass(frozen=True)
class Item:
    """One file as it lies on the shelf."""

    name: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:12]

    @cached_property
    def lasting_name(self) -> str:
        """The name with the digest of the content in it."""
        path = PurePosixPath(self.name)
        return str(path.with_name(f"{path.stem}.{self.digest}{path.suffix}"))

    @cached_property
    def packed(self) -> bytes | None:
        """The content gzipped, where that is worth it."""
        if PurePosixPath(self.name).suffix not in PACKED or len(self.content) < 500:
            return None
        packed = gzip.compress(self.content, mtime=0)
        return packed if len(packed) < 0.9 * len(self.content) else None

    @cached_property
    def media_type(self) -> str:
        suffix = PurePosixPath(self.name).suffix
        return TYPES.get(suffix) or mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class Shelf:
    """All static files under some folders; where two have the same name the earlier folder wins."""

    def __init__(self, folders: Iterable[Path], prefix: str = "/static/") -> None:
        self.prefix = prefix
        self.items: dict[str, Item] = {}
        for folder in folders:
            for file in sorted(folder.rglob("*")):
                name = file.relative_to(folder).as_posix()
                if file.is_file() and not any(part.startswith(".") for part in PurePosixPath(name).parts):
                    self.items.setdefault(name, Item(name, file.read_bytes()))
        self.lasting = {item.lasting_name: item for item in self.items.values()}

    def url(self, name: str) -> str:
        """The lasting address of a file; a page that names a file which is not there is a defect and
        raises."""
        return self.prefix + self.items[name].lasting_name

    async def __call__(self, scope: Scope, send: Send) -> None:
        name = scope["path"].removeprefix(self.prefix)
        lasting = self.lasting.get(name)
        item = lasting or self.items.get(name)
        if item is None:
            return await answer(send, 404, text("web.front.not_here").say(language_asked(scope)))
        if scope["method"] not in ("GET", "HEAD"):
            words = text("web.front.only_read").say(language_asked(scope))
            return await answer(send, 405, words, (b"allow", b"GET, HEAD"))
        etag = f'"{item.digest}"'
        headers = [
            (b"etag", etag.encode()),
            (b"vary", b"accept-encoding"),
            (b"x-content-type-options", b"nosniff"),
            (b"cache-control", b"public, max-age=31536000, immutable" if lasting else b"no-cache"),
        ]
        if etag in (header(scope, b"if-none-match") or ""):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            return await send({"type": "http.response.body", "body": b""})
        content = item.content
        if item.packed is not None and "gzip" in (header(scope, b"accept-encoding") or ""):
            content = item.packed
            headers.append((b"content-encoding", b"gzip"))
        headers += [
            (b"content-type", item.media_type.encode()),
            (b"content-length", str(len(content)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})
