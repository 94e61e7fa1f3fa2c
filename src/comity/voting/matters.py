"""Lists that decide which rule applies: matters that are procedural, questions that are important."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from comity.rules.citation import Citation
from comity.rules.words import Text, text
from comity.voting.errors import mistake
from comity.voting.rules import citation_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A kind of question and the source that puts it on its list."""

    key: str
    name: Text
    citations: tuple[Citation, ...]
    source: str
    """"found" in the cited document, or "memory": recalled with high confidence, not checked."""


@cache
def procedural_matters() -> Mapping[str, Matter]:
    """Matters on which the Council decides by a procedural vote, by key."""
    return _read("procedural_matters")


@cache
def important_questions() -> Mapping[str, Matter]:
    """Questions on which the Assembly decides by two thirds of the members present and voting, by key."""
    return _read("important_questions")


def procedural_matter(key: str) -> Matter:
    try:
        return procedural_matters()[key]
    except KeyError:
        raise mistake("matter_unknown", matter=key, known=sorted(procedural_matters())) from None


def assembly_rule_for(question: str) -> str:
    """The decision rule for a question in the Assembly; amendments and parts follow the whole (rule 84)."""
    return "unga.two_thirds" if question in important_questions() else "unga.simple"


def _read(file: str) -> dict[str, Matter]:
    source = (resources.files("comity.voting") / "data" / f"{file}.toml").read_text(encoding="utf-8")
    return {
        key: Matter(
            key=key,
            name=text(f"voting.{file}.{key}"),
            citations=tuple(citation_from(key, one) for one in row["citations"]),
            source=row["source"],
        )
        for key, row in tomllib.loads(source).items()
    }
