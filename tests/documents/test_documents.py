"""Every document says in every language what it must, and nothing that its reader's view withholds."""

from __future__ import annotations

import doctest
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comity.documents import selection as documents
from comity.documents.document import Status, direction, laid_out, runs
from comity.documents.ordinals import Ordinal
from comity.documents.wording import nth_round
from comity.rules.words import LANGUAGES, say
from comity.selection import acts as a
from tests.documents.on_paper import text_of
from tests.documents.stages import COUNTS, everything, letter, selected, standing
from tests.selection.desk import ANYONE, LATVIA, PGA, SECRETARIAT, Desk, representative

KINDS = [
    "opening", "rules", "nomination", "withdrawal", "poll_held", "recommendation", "copy_own", "copy_table",
    "communique", "announcement",
]  # fmt: skip
HONOUR = {"en": "honour", "fr": "honneur", "es": "el honor", "ru": "честь", "zh": "谨", "ar": "تشرف"}
NAMES = (
    r"[A-Z]+/[A-Za-z0-9./ ()-]+|Candidate of \w+|President of the Assembly|Representative of \w+|SHA-256 \w+"
)
WRITTEN = ("opening", "rules", "nomination", "withdrawal", "poll_held", "recommendation")
COUNCIL = {
    "en": "Security Council", "fr": "Conseil de sécurité", "es": "Consejo de Seguridad",
    "ru": "Совет", "zh": "安全理事会", "ar": "مجلس الأمن",
}  # fmt: skip


def made(kind: str):  # type: ignore[no-untyped-def]
    return next(one for one in everything() if one.name == kind)


def test_there_is_a_document_of_each_kind() -> None:
    assert {one.name for one in everything()} == set(KINDS)
    assert all(one.document.kind.startswith(one.name) for one in everything())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_document_is_whole_in_every_language(kind: str, language: str) -> None:
    one = made(kind)
    said = text_of(one.document, language)
    assert COUNCIL[language] in said
    assert "{" not in said and "\u2068" not in said
    assert kind not in WRITTEN or HONOUR[language] in said
    if language not in ("en", "fr", "es"):
        # Names, what was typed and symbols aside, no sentence is left in Latin letters.
        left = re.sub(NAMES, "", said)
        assert not re.search(r"\b(the|and|of the|letter)\b", left), left


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_record_knows_stands_in_the_letters(language: str) -> None:
    assert "Candidate of CRI" not in text_of(made("nomination").document, language)
    assert "Candidate of DEU" in text_of(made("nomination").document, language)
    assert "I withdraw with thanks." in text_of(made("withdrawal").document, language)
    assert "2790 (2026)" in text_of(made("recommendation").document, language)
    assert "Candidate of ARG" in text_of(made("announcement").document, language)
    for kind in ("opening", "recommendation", "announcement"):
        assert say(date(2027, 1, 1), language) in text_of(made(kind).document, language)


@pytest.mark.parametrize(
    ("language", "gendered"),
    [
        ("fr", r"\bPrésidents?\b|(?<!par )\bcandidats?\b|reconnaissant\b|[Nn]ommé\b|[Rr]ecommandé\b"),
        ("es", r"\bPresidentes?\b|(?<!por )\b[Cc]andidatos?\b|[Nn]ombrado\b|[Rr]ecomendado\b"),
        ("ru", r"\b[Бб]уду признател\w+|\b[Нн]азначен\b"),
        ("ar", r"صاحب السعادة|ممتنا|المرشح\b|رئيس "),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_no_letter_guesses_whether_somebody_is_a_woman_or_a_man(
    kind: str, language: str, gendered: str
) -> None:
    said = text_of(made(kind).document, language)
    assert not re.search(gendered, said), re.search(gendered, said)


def test_annexes_bear_the_numbers_of_the_organs_and_a_single_one_none() -> None:
    numbered = {"en": "Annex II", "fr": "Annexe II", "zh": "附件二", "ar": "المرفق الثاني"}
    for language, line in numbered.items():
        assert line in text_of(made("nomination").document, language)
    desk = Desk("unsg-2006").announced()
    assert desk.nominate("ARG", curriculum_vitae=(), vision_statement=(), funding="").accepted
    alone = text_of(documents.letter(desk.state, letter(desk, "nomination")))
    assert "Annex: Letter of nomination" in alone and "Annex I" not in alone


def test_no_letter_intends_what_lies_behind_it() -> None:
    late = text_of(documents.letter(standing("circulated").state, 2))
    assert "intends to begin" not in late
    early = Desk("unsg-2016", at=datetime(2015, 11, 2, 15, tzinfo=UTC), term_from=2017).open()
    until = early.now + timedelta(hours=1)
    president = representative("GBR")
    early.does(president, a.PutRules, rulebook="unsg-2016", principles="P", until=until)
    early.now += timedelta(hours=2)
    early.does(president, a.AdoptRules)
    said = text_of(documents.letter(early.state, 2))
    assert (
        "The Security Council intends to begin its consideration of the candidates by 31 July 2016." in said
    )


def test_the_opening_letter_says_what_the_rulebook_says() -> None:
    proposal = Desk("unsg-2017-proposal").announced()
    said = text_of(documents.letter(proposal.state, letter(proposal, "opening")))
    assert "by presenting another it withdraws the first" in said
    assert "put to the vote only after having been heard" in said
    assert "before the first round" in said
    early = text_of(documents.letter(standing("circulated").state, 2))
    assert "may be presented at any stage" in early
    assert "informal dialogue of 2 hours" in early
    assert "only after having been heard" not in early


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["draft", "partly", "signed", "circulated"])
def test_a_draft_is_marked_and_signatures_stand_with_their_dates(status: str, language: str) -> None:
    document = documents.letter(standing(status).state, 2)
    assert document is not None
    assert document.status.value == status
    layout = laid_out(document, language)
    assert bool(layout["note"]) == (status in ("draft", "partly"))
    names = ["".join(run["text"] for run in one["name"]) for one in layout["signatures"]]
    assert ("Representative of LVA" in names[1]) == (status != "draft")
    assert ("President of the Assembly" in names[0]) == (status in ("signed", "circulated"))
    dated = say(date(2026, 11, 2), language)
    assert [one["on"] == dated for one in layout["signatures"]] == [
        status in ("signed", "circulated"), status != "draft",
    ]  # fmt: skip
    assert (dated in layout["title_plain"]) == (status in ("signed", "circulated"))


def test_the_letter_that_a_poll_was_held_bears_no_figure() -> None:
    document = made("poll_held").document
    for language in LANGUAGES:
        said = text_of(document, language)
        assert say(nth_round(1), language) in said
        on = date(2026, 11, 2)
        without_dates = said.replace(on.isoformat(), "").replace(say(on, language), "")
        assert not re.search(r"\b(11|6|7|8|3)\b", without_dates)
        assert "Candidate" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_nominator_reads_its_own_figures_and_the_extremes(language: str) -> None:
    said = text_of(made("copy_own").document, language)
    own, others = COUNTS[0], COUNTS[1:]
    lines = said.splitlines()
    assert all(str(count) in lines for count in own)
    assert "Candidate of BRA" not in said and "Candidate of CRI" not in said
    assert str(max(c[0] for c in COUNTS)) in lines and str(min(c[0] for c in others)) in lines
    assert made("copy_own").document.mark in said


def test_a_member_reads_the_whole_table_under_a_mark_of_its_own() -> None:
    said = text_of(made("copy_table").document)
    assert all(f"Candidate of {code}" in said for code in ("ARG", "BRA", "CRI"))
    assert made("copy_table").document.mark != made("copy_own").document.mark


def test_a_copy_is_no_document_until_it_was_opened_and_then_for_its_reader_alone() -> None:
    desk = selected()
    copy = next(one.copy for one in desk.state.copies.values() if one.to == "ARG")
    reader = representative("ARG")
    assert documents.confidential_copy(desk.seen(reader), copy) is None
    desk.does(reader, a.ReadCopy, confidential_copy=copy)
    assert documents.confidential_copy(desk.seen(reader), copy) is not None
    for other in (LATVIA, PGA, SECRETARIAT, ANYONE, representative("FRA"), representative("BRA")):
        assert documents.confidential_copy(desk.seen(other), copy) is None


def test_a_letter_that_is_not_open_to_a_reader_is_no_document_for_them() -> None:
    desk = standing("signed")
    assert documents.letter(desk.seen(ANYONE), 2) is None
    assert documents.letter(desk.seen(PGA), 2) is not None
    assert documents.letter(desk.seen(PGA), 1) is None
    assert documents.letter(standing("circulated").seen(ANYONE), 2) is not None
    assert documents.letter(desk.state, 99) is None


def test_nobody_is_named_who_was_never_made_public() -> None:
    desk = Desk("unsg-2016").announced()
    assert desk.nominate("ARG").accepted
    desk.does(representative("ARG"), a.WithdrawCandidacy, candidate=1, notice="Not after all.")
    number = letter(desk, "withdrawal")
    for organ, chair in (("unsc", LATVIA), ("unga", PGA)):
        assert organ in desk.state.letters[number].signatories
        desk.does(chair, a.SignLetter, letter=number)
    desk.does(SECRETARIAT, a.CirculateLetter, letter=number)
    for language in LANGUAGES:
        said = text_of(documents.letter(desk.seen(ANYONE), number), language)
        assert "Candidate of ARG" not in said and "Not after all" not in said
    assert "Candidate of ARG" in text_of(documents.letter(desk.seen(PGA), number))


def test_a_replaced_candidate_is_told_with_who_came_instead() -> None:
    desk = Desk("unsg-2017-proposal").with_candidates("ARG", "BRA")
    assert desk.nominate("ARG", full_name="The second of ARG").accepted
    gone = letter(desk, "withdrawal")
    assert "The second of ARG" not in text_of(documents.letter(desk.seen(LATVIA), gone))
    desk.letters()
    said = text_of(documents.letter(desk.seen(ANYONE), gone))
    assert "has presented another candidate" in said
    assert "Candidate of ARG" in said and "The second of ARG" in said and "Argentina" in said


def test_a_communique_bears_the_figures_only_where_everyone_is_told_them() -> None:
    public = Desk("unsg-2017-proposal").with_candidates("ARG", "BRA", "CRI")
    public.poll(*COUNTS)
    said = text_of(documents.communique(public.seen(ANYONE), "round-1"))
    assert "rule 55" in said and "Candidate of BRA" in said and "11" in said.splitlines()
    private = made("communique")
    said = text_of(private.document)
    assert "by acclamation as resolution 2790 (2026)" in said
    assert documents.communique(private.state, "round-1") is None


def test_a_body_of_its_own_is_named_by_its_own_name() -> None:
    desk = Desk("executive-head").announced()
    said = text_of(documents.letter(desk.state, letter(desk, "opening")))
    assert "executive head" in said
    assert "Secretary-General" not in said and "Charter" not in said


def test_symbols_and_names_keep_their_direction() -> None:
    line = "تحمل الرسالة الرمز A/71/774-S/2017/93 وهي من \u2068António\u2069"
    assert [(run["text"], run["dir"]) for run in runs(line) if run["dir"]] == [
        ("A/71/774-S/2017/93", "ltr"), ("António", "ltr"),
    ]  # fmt: skip
    assert direction("أنطونيو") == "rtl"
    assert [run["text"] for run in runs("by resolution S/RES/2311 (2016).") if run["dir"]] == [
        "S/RES/2311 (2016)"
    ]


ORDINALS = """
1   | first | première | primer | первая | 第一 | الأولى
21  | twenty-first | vingt et unième | vigésimo primer | двадцать первая | 第二十一 | الحادية والعشرون
71  | seventy-first | soixante et onzième | septuagésimo primer | семьдесят первая | 第七十一 | الحادية والسبعون
80  | eightieth | quatre-vingtième | octogésimo | восьмидесятая | 第八十 | الثمانون
99  | ninety-ninth | quatre-vingt-dix-neuvième | nonagésimo noveno | девяносто девятая | 第九十九 | التاسعة والتسعون
101 | one hundred and first | cent unième | centésimo primer | сто первая | 第一百零一 | الأولى بعد المائة
"""


@pytest.mark.parametrize("line", ORDINALS.strip().splitlines())
def test_ordinals_are_those_of_the_mastheads(line: str) -> None:
    n, *said = (cell.strip() for cell in line.split("|"))
    languages = ("en", "fr", "es", "ru", "zh", "ar")
    assert [Ordinal(int(n), frozenset({"es"})).say(language) for language in languages] == said


def test_every_ordinal_up_to_the_largest_is_one_of_a_kind() -> None:
    for language in LANGUAGES:
        assert len({Ordinal(n).say(language) for n in range(1, 200)}) == 199
    assert Ordinal(200).say("fr") == "200"


def test_masthead_of_the_day() -> None:
    document = made("opening").document
    assert document.status is Status.CIRCULATED
    sittings = {
        "en": ["Eighty-first session", "Eighty-first year"],
        "fr": ["Quatre-vingt-unième session", "Quatre-vingt-unième année"],
        "es": ["Octogésimo primer período de sesiones", "Octogésimo primer año"],
        "ru": ["Восемьдесят первая сессия", "Восемьдесят первый год"],
        "zh": ["第八十一届会议", "第八十一年"],
        "ar": ["الدورة الحادية والثمانون", "السنة الحادية والثمانون"],
    }
    for language, expected in sittings.items():
        assert [organ["sitting"] for organ in laid_out(document, language)["organs"]] == expected


def test_the_manual_runs() -> None:
    manual = Path(__file__).parents[2] / "docs" / "documents.md"
    results = doctest.testfile(str(manual), module_relative=False, encoding="utf-8")
    assert results.attempted > 15 and results.failed == 0
