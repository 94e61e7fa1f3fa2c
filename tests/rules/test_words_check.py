"""The check of the words finds each kind of mistake, and finds none in ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.rules.words_check import problems

GOOD = """
[gift]
en = "A gift that comes from {who}"
fr = "Un cadeau de {who}"
es = "Un regalo de {who}"
ru = "Подарок от {who}"
zh = "{who}的礼物"
ar = "هدية من {who}"

[votes]
en = { one = "{n} vote", other = "{n} votes" }
fr = { one = "{n} voix", other = "{n} voix" }
es = { one = "{n} voto", other = "{n} votos" }
ru = { one = "{n} голос", few = "{n} голоса", many = "{n} голосов" }
zh = "{n} 票"
ar = { one = "صوت واحد", other = "{n} صوت" }
"""
SAYING = 'text("house.hall.gift", who=1)\ntext("house.hall.votes", n=2)\n'


def check(folder: Path, words: str = GOOD, code: str = SAYING, template: str = "") -> list[str]:
    (folder / "house" / "words").mkdir(parents=True)
    (folder / "house" / "words" / "hall.toml").write_text(words, encoding="utf-8")
    (folder / "house" / "say.py").write_text(code, encoding="utf-8")
    (folder / "house" / "page.html").write_text(template, encoding="utf-8")
    return problems(folder)


def test_our_own_words_are_complete() -> None:
    assert problems() == []


def test_a_complete_file_has_no_problems(tmp_path: Path) -> None:
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('zh = "{who}的礼物"\n', "", "gift: is not written in zh"),
        ("Un cadeau de {who}", "Un cadeau de {qui}", "gift: has {qui} in fr and {who} in en"),
        ("Un cadeau de {who}", "Un cadeau", "gift: has no blanks in fr and {who} in en"),
        ("Un cadeau de {who}", "Un cadeau de {who", "gift: has a brace that opens or closes nothing in fr"),
        ("Un cadeau de {who}", "  ", "gift: is empty in fr"),
        ('fr = "Un cadeau de {who}"', "fr = 7", "gift: is neither a sentence nor plural forms in fr"),
        ("Подарок от {who}", "A gift that comes from {who}", "gift: is not translated in ru"),
        ("Un cadeau de {who}", 'x"\nit = "Un regalo di {who}', "gift: 'it' is not one of the six languages"),
        ('zh = "{n} 票"', 'zh = "other={n} 票"', "votes: has plural forms that are not a table in zh"),
        ('few = "{n} голоса", ', "", "votes: lacks the plural form few in ru"),
        ('one = "{n} voto"', 'two = "{n} voto"', "votes: has a plural form that es does not: two"),
        ('many = "{n} голосов"', 'many = "{n} {x}"', "votes: has other blanks in each plural form of ru"),
        ("[gift]", 'loose = "x"\n[gift]', "loose: is not a table of languages"),
        ("[gift]", "[gift", "hall.toml"),
        ("[votes]", "[gift]", "hall.toml"),
    ],
)
def test_a_mistake_in_a_sentence_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    assert any(said in problem for problem in check(tmp_path, GOOD.replace(old, new, 1)))


def test_a_sentence_that_nothing_says_is_named(tmp_path: Path) -> None:
    assert check(tmp_path, code='text("house.hall.votes", n=2)') == ["house.hall.gift: nothing says it"]


@pytest.mark.parametrize(
    "words",
    [GOOD.replace("[gift]", "[gift] # used: by kind"), "# used: by kind\n" + GOOD],
    ids=["one", "file"],
)
def test_a_sentence_put_together_at_run_time_is_declared(tmp_path: Path, words: str) -> None:
    assert check(tmp_path, words, code='text("house.hall.votes", n=2)') == []


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        ('kind = "gift"\ntext(f"house.hall.{kind}")', []),
        ('kind = "gi"\ntext(f"house.hall.{kind}ft")', []),
        ('kind = "toy"\ntext(f"house.hall.{kind}")', ["house.hall.gift: nothing says it"]),
        ('kind = "gift"\ntext(f"house.wall.{kind}")', ["house.hall.gift: nothing says it"]),
        ('kind = "gift"\nprint(f"{kind}")', ["house.hall.gift: nothing says it"]),
    ],
)
def test_a_key_made_by_an_f_string_needs_its_words_in_the_source(
    tmp_path: Path, code: str, problems: list[str]
) -> None:
    assert check(tmp_path, code='text("house.hall.votes", n=2)\n' + code) == problems


def test_a_sentence_that_a_template_says_is_used(tmp_path: Path) -> None:
    template = "<p>{% say 'house.hall.gift' who=state %}</p>"
    assert check(tmp_path, code='text("house.hall.votes", n=2)', template=template) == []


@pytest.mark.parametrize(
    ("code", "template", "said"),
    [
        (SAYING + 'text("house.hall.lost")', "", "house/say.py:3: no sentence 'house.hall.lost'"),
        (SAYING + 'words.text("no.such.key")', "", "house/say.py:3: no sentence 'no.such.key'"),
        (SAYING, '\n{% say "house.hall.lost" %}', "house/page.html:2: no sentence 'house.hall.lost'"),
        (
            SAYING + 'text("house.hall.gift")',
            "",
            "house/say.py:3: house.hall.gift is given no blanks and has {who}",
        ),
        (
            SAYING + 'text("house.hall.gift", who=1, why=2)',
            "",
            "house/say.py:3: house.hall.gift is given {who}, {why} and has {who}",
        ),
    ],
)
def test_a_key_or_a_blank_that_does_not_exist_is_named(
    tmp_path: Path, code: str, template: str, said: str
) -> None:
    assert check(tmp_path, code=code, template=template) == [said]


def test_blanks_that_cannot_be_seen_are_not_judged(tmp_path: Path) -> None:
    assert check(tmp_path, code=SAYING + 'text("house.hall.gift", **blanks)') == []
