"""The coverage of the rulebooks, as the command `comity rules` prints it and as `docs/rules.md` keeps it."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from comity.rules.rulebook import Rule, Rulebook, Standing, rulebooks


def matching(rulebook: Rulebook, *, standing: Standing | None = None, word: str = "") -> tuple[Rule, ...]:
    """The rules of that standing in which the word occurs, also in their number, chapter or guards."""
    sought = word.casefold()
    return tuple(
        rule
        for rule in rulebook.rules
        if (standing is None or rule.standing == standing)
        and sought in " ".join((rule.number, rulebook.chapters[rule.chapter], rule.says, rule.how)).casefold()
    )


def coverage_table(
    books: Iterable[Rulebook], *, standing: Standing | None = None, word: str = "", width: int = 100
) -> str:
    """Each rulebook with its counts and, below, its rules one by one."""
    parts = []
    for book in books:
        rules = matching(book, standing=standing, word=word)
        parts.append(f"{book.title} ({book.instrument})\n{_counts(book)}")
        parts += [_row(rule, width) for rule in rules]
        if not rules:
            parts.append("  No rule fits.")
        parts.append("")
    return "\n".join(parts)


def page(books: Iterable[Rulebook]) -> str:
    """The whole of `docs/rules.md`."""
    books = tuple(books)
    parts = [
        "# The rules and what Comity does about them",
        "",
        "<!-- Made from the rulebooks by `python -m comity.rules.coverage docs/rules.md`; edit those. -->",
        "",
        "Each rule is given in our own words, which bind nobody; the official texts do. It is *enforced* by",
        "the guards named, *supported* by a capability, or *informational* for the reason given. The source",
        "tells whence we know the rule: `FOUND` in a published copy, `FOUND-part` in part of one, or from",
        "`MEMORY` with high (`h`), medium (`m`) or low (`l`) confidence.",
        "",
        "| rulebook | rules | enforced | supported | informational |",
        "|---|---|---|---|---|",
    ]
    for book in books:
        counts = " | ".join(str(n) for n in book.coverage().values())
        parts.append(f"| {book.title} | {len(book.rules)} | {counts} |")
    for book in books:
        parts += ["", f"## {book.title}", "", f"`{book.instrument}`. {book.about}"]
        for number, title in book.chapters.items():
            heading = f"{number}. {title}" if number.isupper() else title
            parts += [
                "",
                f"### {heading}",
                "",
                f"| {book.unit} | what it asks | source | standing |",
                "|---|---|---|---|",
            ]
            parts += [_cells(rule) for rule in book.rules if rule.chapter == number]
    return "\n".join(parts) + "\n"


def _counts(book: Rulebook) -> str:
    counts = ", ".join(f"{n} {standing}" for standing, n in book.coverage().items())
    return f"  {len(book.rules)} rules: {counts}"


def _row(rule: Rule, width: int) -> str:
    label = f"  {rule.number:<9} {rule.standing:<14}"
    return textwrap.fill(
        f"{rule.says} [{rule.how}]",
        width=max(width, len(label) + 30),
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=True,
        break_on_hyphens=False,
    )


def _cells(rule: Rule) -> str:
    how = ", ".join(f"`{guard}`" for guard in rule.guards) if rule.guards else rule.how
    params = "; ".join(f"{name} = {_value(value)}" for name, value in rule.params.items())
    says = f"{rule.says} ({params})" if params else rule.says
    cells = (rule.number, says, rule.source, f"*{rule.standing}*: {how}")
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def main(arguments: list[str]) -> int:
    """Write the page to the file named."""
    if len(arguments) != 1:
        print("usage: python -m comity.rules.coverage docs/rules.md", file=sys.stderr)
        return 2
    Path(arguments[0]).write_text(page(rulebooks()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
