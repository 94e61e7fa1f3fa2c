"""Whether everything that the system says is written in all six languages, and everything written is said.

A sentence counts as used when its key stands in the source or in a template, or when an f-string could make
the key from words that stand there.  Other keys that are put together at run time are declared by a comment
`# used: by ...`: on a sentence for that sentence, at the top of a file for all of it.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any, Final

from comity.rules.words import LANGUAGES, plural

SOURCE: Final = Path(__file__).parent.parent
TEMPLATES: Final = frozenset({".html", ".txt", ".xml", ".svg", ".js", ".typ"})
LONGEST_SHARED: Final = 12
"""Names such as `S/96/Rev.7` are alike in every script; a longer likeness is a missing translation."""
FORMS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(plural(n, language) for n in range(200)) for language in LANGUAGES
}
_RAW_FORM: Final = re.compile(r"(zero|one|two|few|many|other)\s*=")
SAYS: Final = frozenset({"text", "Text", "sentence", "phrase", "password_field", "_needed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One sentence as its file has it."""

    key: str
    languages: Any
    declared: bool


@dataclass(slots=True)
class Uses:
    """What the source and the templates say."""

    mentioned: set[str] = field(default_factory=set)
    """Every constant that could be a key."""
    shapes: list[re.Pattern[str]] = field(default_factory=list)
    """The f-strings that could be keys, each blank of them a group."""
    said: list[tuple[str, str, frozenset[str] | None]] = field(default_factory=list)
    """Where, which key, and with which blanks, where that can be seen."""


def problems(source: Path = SOURCE) -> list[str]:
    """Everything that is wrong with the words of all packages; nothing when all is well."""
    found: list[str] = []
    written: dict[str, Written] = {}
    for file in sorted(source.glob("*/words/*.toml")):
        try:
            written |= {sentence.key: sentence for sentence in _sentences(file)}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            found.append(f"{file.relative_to(source)}: {error}")
    for sentence in written.values():
        found += [f"{sentence.key}: {problem}" for problem in _sentence_problems(sentence.languages)]
    uses = _uses(source)
    for where, key, given in uses.said:
        if key not in written:
            found.append(f"{where}: no sentence {key!r}")
        elif given is not None and given != (blanks := _blanks_of_sentence(written[key].languages)):
            found.append(f"{where}: {key} is given {_listed(given)} and has {_listed(blanks)}")
    for sentence in written.values():
        if not sentence.declared and not _said(sentence.key, uses):
            found.append(f"{sentence.key}: nothing says it")
    return found


def _said(key: str, uses: Uses) -> bool:
    made = (shape.fullmatch(key) for shape in uses.shapes)
    return key in uses.mentioned or any(match and uses.mentioned.issuperset(match.groups()) for match in made)


def _sentences(file: Path) -> Iterator[Written]:
    content = file.read_text(encoding="utf-8")
    declared = _declared(content)
    for name, languages in tomllib.loads(content).items():
        key = f"{file.parent.parent.name}.{file.stem}.{name}"
        yield Written(key=key, languages=languages, declared=bool(declared & {"", name}))


def _declared(content: str) -> set[str]:
    """The sentences that a comment declares as used; the empty name stands for the whole file."""
    current, declared = "", set()
    for line in content.splitlines():
        if header := re.match(r"\[\s*([\w-]+)", line):
            current = header[1]
        if "# used:" in line:
            declared.add(current)
    return declared


def _sentence_problems(languages: Any) -> Iterator[str]:
    if not isinstance(languages, dict):
        yield "is not a table of languages"
        return
    for language in languages.keys() - set(LANGUAGES):
        yield f"{language!r} is not one of the six languages"
    english = languages.get("en")
    expected = _blanks_of_forms(english) - {"n"} if english is not None else None
    for language in LANGUAGES:
        forms = languages.get(language)
        if forms is None:
            yield f"is not written in {language}"
            continue
        yield from _form_problems(language, forms)
        blanks = _blanks_of_forms(forms) - {"n"}
        if expected is not None and blanks != expected:
            yield f"has {_listed(blanks)} in {language} and {_listed(expected)} in en"
        if language in ("zh", "ar", "ru") and forms == english and _letters(forms) > LONGEST_SHARED:
            yield f"is not translated in {language}"


def _form_problems(language: str, forms: Any) -> Iterator[str]:
    match forms:
        case str():
            texts = {"": forms}
        case dict():
            texts = forms
            if extra := forms.keys() - FORMS[language] - {"other"}:
                yield f"has a plural form that {language} does not: {', '.join(sorted(extra))}"
            if "other" not in forms and (missing := FORMS[language] - forms.keys()):
                yield f"lacks the plural form {', '.join(sorted(missing))} in {language}"
        case _:
            yield f"is neither a sentence nor plural forms in {language}"
            return
    for form, written in texts.items():
        label = f"{language} {form}".rstrip()
        if not isinstance(written, str) or not written.strip():
            yield f"is empty in {label}"
        elif _RAW_FORM.match(written):
            yield f"has plural forms that are not a table in {label}"
        elif _blanks(written) is None:
            yield f"has a brace that opens or closes nothing in {label}"
    each = [
        (_blanks(written) or frozenset()) - {"n"} for written in texts.values() if isinstance(written, str)
    ]
    if any(blanks != each[0] for blanks in each):
        yield f"has other blanks in each plural form of {language}"


def _blanks(written: str) -> frozenset[str] | None:
    try:
        names = [name for _, name, _, _ in Formatter().parse(written) if name is not None]
    except ValueError:
        return None
    return frozenset(re.split(r"[.\[]", name)[0] for name in names)


def _letters(forms: Any) -> int:
    texts = forms.values() if isinstance(forms, dict) else [forms]
    return max((len(re.sub(r"\{[^}]*\}", "", str(one))) for one in texts), default=0)


def _blanks_of_forms(forms: Any) -> frozenset[str]:
    texts = forms.values() if isinstance(forms, dict) else [forms]
    counted = frozenset({"n"}) if isinstance(forms, dict) else frozenset()
    return counted.union(*(_blanks(one) or () for one in texts if isinstance(one, str)))


def _blanks_of_sentence(languages: Any) -> frozenset[str]:
    all_forms = languages.values() if isinstance(languages, dict) else []
    return frozenset().union(*map(_blanks_of_forms, all_forms))


def _listed(blanks: frozenset[str]) -> str:
    return ", ".join(f"{{{blank}}}" for blank in sorted(blanks)) or "no blanks"


def _uses(source: Path) -> Uses:
    uses = Uses()
    for file in sorted(source.rglob("*")):
        where = str(file.relative_to(source))
        if file.suffix == ".py":
            _python_uses(ast.parse(file.read_text(encoding="utf-8")), where, uses)
        elif file.suffix in TEMPLATES and file.is_file():
            content = file.read_text(encoding="utf-8", errors="replace")
            uses.mentioned.update(re.findall(r"[\"']([a-z_]+\.\w+\.[\w-]+)[\"']", content))
            for said in re.finditer(r"\{%-?\s*say\s+[\"']([^\"']+)[\"']", content):
                line = content.count("\n", 0, said.start()) + 1
                uses.said.append((f"{where}:{line}", said[1], None))
    return uses


def _python_uses(tree: ast.AST, where: str, uses: Uses) -> None:
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(constant)):
                uses.mentioned.add(constant)
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if start.count(".") >= 2:
                uses.shapes.append(_shape(node))
            case ast.Call(
                func=ast.Name(id=called) | ast.Attribute(attr=called),
                args=[ast.Constant(value=str(key)), *_],
                keywords=keywords,
            ) if called in SAYS and key.count(".") >= 2:
                named = frozenset(keyword.arg for keyword in keywords if keyword.arg is not None)
                seen = called == "text" and len(named) == len(keywords)
                uses.said.append((f"{where}:{node.lineno}", key, named if seen else None))


def _shape(joined: ast.JoinedStr) -> re.Pattern[str]:
    parts = (
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)" for part in joined.values
    )
    return re.compile("".join(parts))


def main() -> int:
    found = problems()
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
