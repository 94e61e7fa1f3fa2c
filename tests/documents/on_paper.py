"""What a document says in a language, as plain text."""

from __future__ import annotations

from typing import Any

from comity.documents.document import Document, laid_out


def text_of(document: Document | None, language: str = "en") -> str:
    assert document is not None
    return "\n".join(_strings(laid_out(document, language)))


def _strings(thing: Any) -> list[str]:
    match thing:
        case {"text": str(words), "dir": str()} if "paragraphs" not in thing:
            return [words]
        case dict():
            return [line for one in thing.values() for line in _strings(one)]
        case list() | tuple():
            if thing and all(isinstance(one, dict) and "text" in one for one in thing):
                return ["".join(one["text"] for one in thing)]
            return [line for one in thing for line in _strings(one)]
        case str():
            return [thing]
        case _:
            return []
