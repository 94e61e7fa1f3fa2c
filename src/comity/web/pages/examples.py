"""The examples on the page of components: invented, and never on the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final

from babel.dates import format_date, get_month_names

from comity.rules.acts import Act, Ask, By, Possible
from comity.rules.citation import council
from comity.rules.guard import Objection
from comity.rules.words import Text, text
from comity.web.pages import charts, parts
from comity.web.pages.parts import Attachment, Card, Choice, Column, Fact, Field, Link, Registered, Step
from comity.web.pages.templatetags.parts import LOCALES, day

NOW: Final = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
DIGEST: Final = "9f2c41d07be6a35ce81f04d9b7726a1c5d3e98f0427bc6d1a85e30f97c64b21e"


def word(name: str, **blanks: Any) -> Text:
    return text(f"web.design.{name}", **blanks)


@dataclass(frozen=True, kw_only=True)
class SendLetter(Act):
    name: ClassVar[str] = "example.send_letter"
    label: ClassVar[Text] = word("send_letter")


@dataclass(frozen=True, kw_only=True)
class MoveAdjournment(Act):
    name: ClassVar[str] = "example.move_adjournment"
    label: ClassVar[Text] = word("move_adjournment")


OBJECTION: Final = Objection(word("suspension_first"), council(33), word("move_later"))

FILES: Final = (
    Attachment(name="letter.pdf", size=482_113, kind="PDF", digest=DIGEST, href="#attachments"),
    Attachment(name="annex_ملحق_附件.txt", size=2_048, kind="TXT", digest=DIGEST[::-1], href="#attachments"),
)

VOTES: Final = (
    Choice(value="for", label=word("in_favour")),
    Choice(value="against", label=word("against")),
    Choice(value="abstain", label=word("abstention"), hint=word("abstention_hint")),
)


def months(language: str) -> Mapping[int, str]:
    """The months by number; only Russian has other forms for a month that stands alone.

    Babel is not asked for them elsewhere: where they are the same, it may answer in a language that it was
    asked for before.
    """
    return dict(get_month_names("wide", "stand-alone" if language == "ru" else "format", LOCALES[language]))


def fields(language: str) -> tuple[Field, ...]:
    """One field of every kind of ask."""
    names = months(language)
    circles = ("public", "all", "secretariat")
    return (
        Field(name="subject", ask=Ask(label=word("subject"), hint=word("subject_hint"), limit=120)),
        Field(name="symbol", ask=Ask(label=word("symbol"), limit=12, optional=True), value="S/2026/8"),
        Field(
            name="body",
            ask=Ask(label=word("body_text"), kind="text", limit=600),
            value=word("paragraph_one").say(language),
        ),
        Field(name="vote", ask=Ask(label=word("vote"), kind="choice"), choices=VOTES, value="for"),
        Field(
            name="month",
            ask=Ask(label=word("month"), kind="choice"),
            choices=tuple(Choice(value=str(n), label=name) for n, name in names.items()),
            value="11",
        ),
        Field(
            name="audience",
            ask=Ask(label=word("circulate_to"), kind="choices"),
            choices=tuple(Choice(value=c, label=text(f"web.layout.audience_{c}")) for c in circles),
            chosen=frozenset({"all"}),
        ),
        Field(name="pages", ask=Ask(label=word("number_of_pages"), kind="number"), value="12"),
        Field(name="date", ask=Ask(label=word("date_of_letter"), kind="date"), value="2026-11-21"),
        Field(name="silence", ask=Ask(label=word("silence_ends"), kind="moment"), value="2026-11-23T15:00"),
        Field(
            name="confidential",
            ask=Ask(label=word("confidential"), hint=word("confidential_hint"), kind="switch", optional=True),
            value="on",
        ),
        Field(
            name="files",
            ask=Ask(label=word("attachments"), hint=word("files_hint"), kind="files", limit=5, optional=True),
            files=FILES,
        ),
    )


def faulty_fields() -> tuple[Field, ...]:
    """A form that came back: a line and a choice that were left empty."""
    return (
        Field(
            form="faulty",
            name="subject",
            ask=Ask(label=word("subject"), hint=word("subject_hint"), limit=120),
            errors=(word("subject_missing"),),
        ),
        Field(
            form="faulty",
            name="vote",
            ask=Ask(label=word("vote"), kind="choice"),
            choices=VOTES,
            errors=(word("vote_missing"),),
        ),
    )


def cards(address: str) -> tuple[Card, ...]:
    """An act that is in order, open at its form, and one that is not."""
    subject = Field(form="act", name="subject", ask=Ask(label=word("subject"), limit=120))
    files = Field(
        form="act",
        name="files",
        ask=Ask(label=word("attachments"), hint=word("files_hint"), kind="files", limit=5, optional=True),
    )
    return (
        Card(
            possible=Possible(act=SendLetter),
            address=address,
            token="example",  # noqa: S106  (the id of an act, not a secret)
            note=word("send_letter_note"),
            fields=(subject, files),
        ),
        Card(possible=Possible(act=MoveAdjournment, objection=OBJECTION), address=address, token=""),
    )


LETTERS: Final = (
    ("S/2026/811", "urgent_meeting", date(2026, 11, 19), 2, "circulated"),
    ("S/2026/807", "monthly_assessment", date(2026, 11, 16), 14, "circulated"),
    ("S/2026/802", "participation", date(2026, 11, 12), 1, "returned"),
    ("S/2026/795", "concept_note", date(2026, 11, 9), 6, "registered"),
)


def letters(address: str, sought: str, order: str, language: str) -> parts.Table:
    """A table that really sorts and searches, as the server's pages do."""
    key, descending = order.removeprefix("-"), order.startswith("-")
    places = {"symbol": 0, "subject": 1, "date": 2, "pages": 3}
    key = key if key in places else "symbol"

    def head(name: str, label: str, *, figures: bool = False) -> Column:
        turned = f"-{name}" if name == key and not descending else name
        return Column(
            label=word(label),
            href=f"{address}?sort={turned}#letters",
            sorted=("descending" if descending else "ascending") if name == key else "",
            figures=figures,
        )

    columns = (
        head("symbol", "symbol"),
        head("subject", "subject"),
        head("date", "date_of_letter"),
        head("pages", "number_of_pages", figures=True),
        Column(label=word("status")),
    )
    found = [
        row for row in LETTERS if sought.casefold() in f"{row[0]} {word(row[1]).say(language)}".casefold()
    ]
    found.sort(key=lambda row: row[places[key]], reverse=descending)
    shown: list[tuple[Any, ...]] = [
        (symbol, word(subject), day(on), pages, word(status)) for symbol, subject, on, pages, status in found
    ]
    return parts.Table(
        name="letters",
        caption=word("letters"),
        columns=columns,
        rows=parts.table_rows(columns, shown),
        search=parts.Search(label=word("search_letters"), value=sought, address=f"{address}#letters"),
        count=text("web.layout.results", n=len(shown)),
        empty=word("no_letters"),
    )


def entries() -> tuple[Registered, ...]:
    """Three open entries and a sealed one between them."""
    by = By(person="p1", name="Amina Diallo", capacity="representative", of="SEN")
    clerk = By(person="clerk", name="L. Okafor", capacity="secretariat")

    def entry(sequence: int, audience: str, what: Text | None, who: By | None, minutes: int) -> Registered:
        return Registered(
            sequence=sequence,
            at=NOW - timedelta(minutes=minutes),
            audience=audience,
            commitment=DIGEST,
            what=what,
            by=who,
            href=f"#entry-{sequence}" if what else "",
        )

    return (
        entry(4218, "public", word("circulated"), clerk, 4),
        entry(4217, "members:unsc", None, None, 37),
        entry(4216, "presidency:unsc secretariat", word("registered"), clerk, 61),
        entry(4215, "all", word("send_letter"), by, 95),
    )


def steps() -> tuple[Step, ...]:
    return (
        Step(label=word("signature"), standing="done", at=NOW - timedelta(days=2)),
        Step(label=word("registration"), standing="done", at=NOW - timedelta(days=1, hours=3)),
        Step(label=word("translation"), standing="now", note=word("of_all", some=4, all=6)),
        Step(label=word("on_agenda"), standing="ahead"),
    )


def facts() -> tuple[Fact, ...]:
    return (
        Fact(term=word("symbol"), value="S/2026/811"),
        Fact(term=word("subject"), value=word("urgent_meeting")),
        Fact(term=word("date_of_letter"), value=day(date(2026, 11, 19))),
        Fact(term=word("number_of_pages"), value=2),
    )


def figures(language: str) -> tuple[charts.Figure, ...]:
    names = months(language)
    start = NOW - timedelta(days=5)
    stages = (("signature", 0, 0), ("registration", 0, 1), ("translation", 1, 4), ("circulated", 5, 5))

    def on(days: int) -> str:
        return str(format_date(start + timedelta(days=days), "d MMM", locale=LOCALES[language]))

    return (
        charts.bars(
            "meetings",
            word("meetings_by_month"),
            [charts.Bar(label=names[n], value=value) for n, value in ((8, 19), (9, 27), (10, 31), (11, 22))],
            head=(word("month"), word("meetings")),
            language=language,
        ),
        charts.stacks(
            "votes",
            word("votes"),
            (word("in_favour"), word("against"), word("abstention")),
            [
                charts.Stack(label=word("draft", number=number), values=values)
                for number, values in (("A", (13, 0, 2)), ("B", (10, 2, 3)), ("C", (8, 5, 2)))
            ],
            head=word("draft_head"),
            language=language,
        ),
        charts.spans(
            "stages",
            word("from_to"),
            [
                charts.Span(
                    label=word(name),
                    start=start + timedelta(days=first),
                    end=start + timedelta(days=last),
                    shown=on(first) if first == last else f"{on(first)} – {on(last)}",
                )
                for name, first, last in stages
            ],
            head=(word("stage"), word("when")),
            ticks=[(start + timedelta(days=days), on(days)) for days in (0, 2, 5)],
            language=language,
        ),
    )


def bodies(address: str) -> tuple[Link, ...]:
    return (
        Link(label=word("council"), href=address, current=True),
        Link(label=word("assembly"), href=address),
    )


def document() -> parts.Document:
    return parts.Document(
        organ=word("council"),
        symbol="S/2026/811",
        distribution=word("distribution"),
        date=date(2026, 11, 19),
        original=word("original"),
        title=word("document_title"),
        paragraphs=(word("paragraph_one"), word("paragraph_two"), word("paragraph_three")),
    )
