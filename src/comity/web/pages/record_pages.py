"""The record itself: every entry that there is, open or not, and all that is needed to check it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html

import comity
from comity.record.audience import may_open
from comity.record.checkpoint import parse, write_key
from comity.record.entry import Entry, moment
from comity.record.export import export
from comity.rules.words import text
from comity.web.house import house, origin
from comity.web.naming import participant
from comity.web.pages import lists, parts, titles
from comity.web.pages.edge import only
from comity.web.pages.parts import HOME
from comity.web.pages.reader import Reader, asked_for, reader
from comity.web.store.models import RecordEntry
from comity.web.store.store import available

PLACE = parts.Link(label=text("web.pages.record"), href="/record/")
_COLUMNS: Final = (
    "sequence", "stream", "version", "kind", "at", "audience", "commitment", "sealed", "content",
)  # fmt: skip


def registered(entry: Entry, one: Reader) -> parts.Registered:
    """An entry as this reader may see it, for a line of a register."""
    header = entry.header
    opened = entry.payload is not None and may_open(header.audience, one.clearances)
    return parts.Registered(
        sequence=header.sequence,
        at=moment(header.at),
        audience=header.audience,
        commitment=header.commitment,
        what=titles.title(entry) if opened else None,
        by=titles.by(entry) if opened else None,
        href=reverse("record_entry", args=[header.sequence]),
    )


def entries(rows: QuerySet[RecordEntry]) -> list[Entry]:
    """The entries of these rows, opened."""
    with available():
        return [house().store.entry(row) for row in rows.values_list(*_COLUMNS)]


def latest_public(n: int) -> list[Entry]:
    """The last entries that everyone may read."""
    return entries(RecordEntry.objects.filter(audience="public").order_by("-sequence")[:n])


@only("GET")
def record(request: HttpRequest) -> HttpResponse:
    """Every entry, the newest first; what is not open to the reader stands in its place."""
    one = reader(request)
    words, kind = asked_for(request), lists.chosen(request, "kind", list(house().clerk.shapes.procedures))
    head = house().store.head()
    rows = RecordEntry.objects.order_by("-sequence")
    if words or kind:
        rows = rows.filter(_sought(words), **({"kind": kind} if kind else {}))
        with available():
            page = lists.paged(request, rows.count())
        rows = rows[page.first : page.first + page.size]
    else:
        # Sequences have no gaps, so a page far back is as near as the first.
        page = lists.paged(request, head.sequence)
        newest = head.sequence - page.first
        rows = rows.filter(sequence__lte=newest, sequence__gt=newest - page.size)
    checkpoint = house().store.checkpoint()
    context = {
        "heading": text("web.pages.record"),
        "crumbs": (HOME,),
        "entries": [registered(entry, one) for entry in entries(rows)],
        "pages": page.pages,
        "finder": lists.Finder(
            name="entries",
            label=text("web.pages.search_record"),
            hint=text("web.pages.search_record_hint"),
            value=words,
            narrow=(
                lists.Narrow(
                    name="kind",
                    label=text("web.pages.kind"),
                    value=kind,
                    choices=lists.choices(
                        text("web.pages.any_kind"),
                        [(name, titles.kind(name)) for name in house().clerk.shapes.procedures],
                    ),
                ),
            ),
            found=page.found if words or kind else None,
        ),
        "total": head.sequence,
        "at": head.at,
        "root": parse(checkpoint).root.hex() if checkpoint else "",
    }
    return render(request, "pages/record.html", context)


def _sought(words: str) -> Q:
    if not words:
        return Q()
    number = words.lstrip("#№ ").replace(",", "")
    if number.isascii() and number.isdigit() and len(number) < 16:
        return Q(sequence=int(number))
    return Q(stream__startswith=words.casefold()) | Q(stream__endswith=f":{words.casefold()}")


@only("GET")
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry: its header, what it says to whoever may read it, and how to check that it does."""
    one = reader(request)
    found = entries(RecordEntry.objects.filter(sequence=sequence)) if sequence < 2**53 else []
    if not found:
        raise Http404
    entry = found[0]
    header = entry.header
    opened = may_open(header.audience, one.clearances)
    erased = entry.payload is None
    context: dict[str, Any] = {
        "heading": titles.title(entry) if opened and not erased else text("web.pages.entry", n=sequence),
        "overline": text("web.pages.entry", n=sequence),
        "crumbs": (HOME, PLACE),
        "header": header,
        "at": moment(header.at),
        "kind": titles.kind(header.kind),
        "leaf": header.leaf().hex(),
        "opened": opened and not erased,
        "erased": erased,
        "before": sequence - 1 if sequence > 1 else 0,
        "after": sequence + 1 if sequence < house().store.head().sequence else 0,
    }
    if opened and not erased:
        assert entry.payload is not None and entry.salt is not None
        by = titles.by(entry)
        context |= {
            "by": by,
            "of": participant(by.of) if by and by.of else None,
            "payload": json.dumps(entry.payload, ensure_ascii=False, indent=2, sort_keys=True),
            "salt": entry.salt.hex(),
            "subject": titles.subject(entry),
        }
    return render(request, "pages/entry.html", context)


class Erased(Container[int]):
    """The entries whose keys were destroyed, noted while they are read."""

    def __init__(self) -> None:
        self._found: set[int] = set()

    def noting(self, each: Iterable[Entry]) -> Iterator[Entry]:
        for entry in each:
            if entry.payload is None:
                self._found.add(entry.header.sequence)
            yield entry

    def __contains__(self, sequence: object) -> bool:
        return sequence in self._found


@only("GET")
def exported(request: HttpRequest) -> HttpResponseBase:
    """The record up to its newest checkpoint, as far as this reader may read it, as lines that anyone can verify."""
    one = reader(request)
    checkpoint = house().store.checkpoint()
    if checkpoint is None:
        raise Http404
    size, erased = parse(checkpoint).size, Erased()
    lines = export(
        erased.noting(house().store.all_entries(upto=size)),
        [checkpoint],
        one.clearances,
        origin=origin(),
        public_key=house().store.signer.public_key,
        erased=erased,
    )
    answer = StreamingHttpResponse(_in_pieces(lines), content_type="application/jsonl; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="record-{size}.jsonl"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _in_pieces(lines: Iterable[str], size: int = 64 * 1024) -> Iterator[bytes]:
    """Some lines at a time, for a server hands each piece over by itself."""
    waiting: list[bytes] = []
    length = 0
    for line in lines:
        written = line.encode()
        waiting.append(written)
        length += len(written)
        if length >= size:
            yield b"".join(waiting)
            waiting, length = [], 0
    yield b"".join(waiting)


@only("GET")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint, to be kept and compared later."""
    newest = house().store.checkpoint()
    if newest is None:
        raise Http404
    return _plain(newest)


@only("GET")
def key(request: HttpRequest) -> HttpResponse:
    """The key that checkpoints are signed with, as signed notes publish keys."""
    return _plain(_key() + "\n")


def _key() -> str:
    return write_key(origin(), house().store.signer.public_key)


def _plain(written: str) -> HttpResponse:
    answer = HttpResponse(written, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _script() -> bytes | None:
    """The independent verifier: beside the package where it was built, in the manual where it is developed."""
    package = Path(comity.__file__).parent
    for place in (package / "web" / "verify_record.py", package.parents[1] / "docs" / "verify_record.py"):
        if place.is_file():
            return place.read_bytes()
    return None


@only("GET")
def script(request: HttpRequest) -> HttpResponse:
    """The independent verifier, to take along."""
    found = _script()
    if found is None:
        raise Http404
    answer = HttpResponse(found, content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify_record.py"'
    return answer


@only("GET")
def checking(request: HttpRequest) -> HttpResponse:
    """How anyone can check the record without trusting this house."""
    found = _script()
    context = {
        "heading": text("web.pages.checking"),
        "crumbs": (HOME, PLACE),
        "key": _key(),
        "digest": hashlib.sha256(found).hexdigest() if found else "",
        "command": format_html('<code dir="ltr">{}</code>', "python3 verify_record.py record.jsonl key.txt"),
    }
    return render(request, "pages/checking.html", context)


urlpatterns = [
    path("record/", record, name="record"),
    path("record/<int:sequence>/", entry, name="record_entry"),
    path("record/export", exported, name="record_export"),
    path("record/checkpoint", checkpoint, name="record_checkpoint"),
    path("record/key", key, name="record_key"),
    path("record/check", checking, name="record_check"),
    path("record/verify_record.py", script, name="record_script"),
]
