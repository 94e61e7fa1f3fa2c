"""A file of the record, handed over as a download that no browser opens in this house's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from django.http import Http404, HttpResponse

from comity.record.attachment import Attachment
from comity.web.house import house
from comity.web.pages import parts


def listed(files: Iterable[Attachment], address: Callable[[str], str]) -> tuple[parts.Attachment, ...]:
    """The files as a page lists them; `address` leads from a digest to the download."""
    return tuple(
        parts.Attachment(
            name=file.name,
            size=file.size,
            kind=file.media_type,
            digest=file.sha256,
            href=address(file.sha256),
        )
        for file in files
    )


def download(stream: str, files: Iterable[Attachment], digest: str) -> HttpResponse:
    """The one of these files that has that digest; to others it is as if there were none."""
    file = next((one for one in files if one.sha256 == digest), None)
    content = None if file is None else house().files.content(stream, digest)
    if file is None or content is None:
        raise Http404
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", file.name)
    answer = HttpResponse(content, content_type=file.media_type)
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
