"""What each page shows to whom, and how its lists are searched."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from comity.bodies.states import all_states, in_order
from comity.communications.acts import SendLetter
from comity.record.verify import verify
from comity.rules.rulebook import rulebooks
from comity.web.house import house as the_house
from comity.web.house import now
from comity.web.pages.communications import every_line
from comity.web.pages.communications_live import frames
from tests.people import new_id
from tests.web.pages import world

PAGE = "/bodies/unsc/communications/"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def shown(address: str, person: str = "", language: str = "en", status: int = 200) -> str:
    answer = world.client(person, language).get(address)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


@pytest.fixture
def letters(house: str) -> dict[str, int]:
    """A letter in each standing."""
    found = {"public": world.letter(subject="Known to all")}
    world.register(found["public"])
    world.circulate(found["public"])
    found["members"] = world.letter("de.weber", "DEU", "Known to the members", signed="Lukas Weber")
    world.register(found["members"])
    world.circulate(found["members"], "members")
    found["sent"] = world.letter(subject="Known to those whom it concerns")
    return found


# The register


def test_closed_entries_stand_in_their_places_and_say_nothing(letters: dict[str, int]) -> None:
    page = shown(PAGE)
    assert "Known to all" in page
    assert "Known to the members" not in page and "Known to those" not in page
    assert page.count("entry--sealed") == 2
    assert (
        page.index('id="sealed-11"')
        < page.index(f'id="letter-{letters["public"]}"')
        < page.index('id="sealed-6"')
    )


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("", "Known to all"),
        ("lv.berzina", "Known to those"),
        ("fr.dupont", "Known to those"),
        ("sec.okoro", "Known to those"),
    ],
)
def test_each_reader_sees_the_letters_that_are_theirs(
    letters: dict[str, int], person: str, sees: str
) -> None:
    assert sees in shown(PAGE, person)


def test_germany_does_not_see_what_france_wrote_to_the_presidency(letters: dict[str, int]) -> None:
    assert "Known to those" not in shown(PAGE, "de.weber")
    shown(f"{PAGE}{letters['sent']}/", "de.weber", status=404)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=known", {"Known to all", "Known to the members", "Known to those"}),
        ("q=FRANCE", {"Known to all", "Known to those"}),
        ("q=法国", {"Known to all", "Known to those"}),
        ("q=S/2026/2", set()),
        ("status=sent", {"Known to those"}),
        ("status=circulated&q=members", {"Known to the members"}),
        ("status=moon", {"Known to all", "Known to the members", "Known to those"}),
        ("q=%00", {"Known to all", "Known to the members", "Known to those"}),
        ("q=nothing+of+the+kind", set()),
    ],
)
def test_letters_are_found(letters: dict[str, int], asked: str, found: set[str]) -> None:
    page = shown(f"{PAGE}?{asked}".replace("2026", str(now().year + 1)), "sec.okoro")
    assert {s for s in ("Known to all", "Known to the members", "Known to those") if s in page} == found


def test_a_long_register_has_pages(house: str) -> None:
    for n in range(60):
        world.letter(subject=f"Letter of the series {n:02}")
    first, second = shown(PAGE, "fr.dupont"), shown(f"{PAGE}?page=2", "fr.dupont")
    assert (first.count('class="entry"'), second.count('class="entry"')) == (50, 10)
    assert "series 59" in first and "series 00" in second
    for odd in ("0", "-1", "99", "x", "٢", "9" * 30):
        assert shown(f"{PAGE}?page={odd}", "fr.dupont").count('class="entry"') in (50, 10)


def test_a_page_follows_the_record_from_the_entry_that_it_shows(letters: dict[str, int]) -> None:
    page = shown(PAGE, "fr.dupont")
    head = the_house().store.head().sequence
    assert f'data-live="/live?view=communications:unsc" data-since="{head}"' in page
    assert "data-live" not in shown(f"{PAGE}?status=sent", "fr.dupont")


def state(person: str) -> Any:
    one = world.actor(person)
    return the_house().clerk.seen(world.LETTERS, the_house().clearances(one)).state


def test_the_stream_tells_what_came_after_in_the_order_of_the_record(letters: dict[str, int]) -> None:
    since = the_house().store.head().sequence
    world.register(letters["sent"])
    new = world.letter(subject="Brand <new>")
    told = frames(state("sec.okoro"), since, "en")
    assert [frame.id for frame in told] == [since + 1, since + 2]
    first, second = (json.loads(frame.data) for frame in told)
    assert list(first["set"]) == [f"letter-{letters['sent']}"] and "Registered" in first["say"]
    assert (
        f'id="letter-{new}"' in second["append"]["news"] and "Brand &lt;new&gt;" in second["append"]["news"]
    )
    assert frames(state("sec.okoro"), since + 2, "en") == []


def test_the_stream_tells_the_public_that_something_happened_and_no_more(letters: dict[str, int]) -> None:
    since = the_house().store.head().sequence
    world.register(letters["sent"])
    (frame,) = frames(state(""), since, "fr")
    assert "Known" not in frame.data
    assert f'id="sealed-{since + 1}"' in json.loads(frame.data)["append"]["news"]


def test_the_stream_speaks_the_language_of_its_channel(letters: dict[str, int]) -> None:
    assert "Получено" in frames(state("sec.okoro"), 0, "ru")[-1].data
    assert "已收到" in frames(state("sec.okoro"), 0, "zh")[-1].data


def test_lines_of_a_register_are_made_once_for_each_state(letters: dict[str, int]) -> None:
    seen = state("sec.okoro")
    assert every_line(seen) is every_line(seen)
    world.register(letters["sent"])
    assert len(every_line(state("sec.okoro"))) == 3


# One letter


def test_a_letter_shows_its_text_its_history_and_what_may_be_done(letters: dict[str, int]) -> None:
    page = shown(f"{PAGE}{letters['sent']}/", "sec.okoro")
    assert "Known to those whom it concerns" in page and "I ask for a meeting." in page
    assert "acts/communications.register_letter" in page
    assert "acts/communications.circulate_letter" not in page  # not in order, and it says why
    assert "objection__reason" in page and "citation" in page


def test_the_public_reads_what_was_circulated_to_everyone_and_may_do_nothing(letters: dict[str, int]) -> None:
    page = shown(f"{PAGE}{letters['public']}/")
    assert "Known to all" in page and '<form class="act__form"' not in page


def attached(name: str = "Annexe é.pdf", content: bytes = b"%PDF-1.7 <script>") -> tuple[int, str]:
    file = the_house().files.bring(world.LETTERS, name, content, "fr.dupont", now())
    number = world.letter(attachments=(file,))
    return number, f"{PAGE}{number}/files/{file.sha256}"


def test_an_attachment_is_a_download_that_no_browser_runs(house: str) -> None:
    _, address = attached()
    answer = world.client("sec.okoro").get(address)
    assert answer.content == b"%PDF-1.7 <script>"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Annexe%20%C3%A9.pdf" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert (
        "sandbox" in answer["Content-Security-Policy"] and "'self'" not in answer["Content-Security-Policy"]
    )
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


@pytest.mark.parametrize("person", ["", "de.weber"])
def test_an_attachment_is_not_there_for_whoever_may_not_read_its_letter(house: str, person: str) -> None:
    _, address = attached()
    shown(address, person, status=404)


def test_an_attachment_of_another_letter_is_not_got_through_one_that_is_open(house: str) -> None:
    _, address = attached()
    public = world.letter()
    world.register(public)
    world.circulate(public)
    digest = address.rsplit("/", 1)[1]
    shown(f"{PAGE}{public}/files/{digest}", status=404)


def test_hostile_words_are_shown_as_words(house: str) -> None:
    number = world.letter(subject="<script>alert(1)</script>", body="</article><img src=x onerror=alert(1)>")
    for address in (PAGE, f"{PAGE}{number}/", "/record/"):
        page = shown(address, "sec.okoro")
        assert "<script>alert" not in page and "<img src=x" not in page


# The record


def test_the_record_shows_every_entry_and_opens_those_that_are_open(letters: dict[str, int]) -> None:
    page = shown("/record/")
    assert page.count('class="entry') >= the_house().store.head().sequence
    assert "Known to all" in page and "Known to the members" not in page


@pytest.mark.parametrize(
    ("asked", "entries"),
    [
        ("q=7", 1),
        ("q=%237", 1),
        ("q=unsc", 7),
        ("q=communications:unsc", 7),
        ("kind=accreditation", 4),
        ("q=zzz", 0),
        ("q=999", 0),
    ],
)
def test_entries_are_found(letters: dict[str, int], asked: str, entries: int) -> None:
    assert shown(f"/record/?{asked}").count('<li class="entry') == entries


def test_a_closed_entry_says_that_it_is_there_and_what_it_commits_to(letters: dict[str, int]) -> None:
    head = the_house().store.head().sequence
    page = shown(f"/record/{head}/")
    (entry,) = list(the_house().store.all_entries(after=head - 1))
    assert entry.header.commitment in page and entry.header.leaf().hex() in page
    assert "Known" not in page and entry.salt is not None and entry.salt.hex() not in page
    opened = shown(f"/record/{head}/", "fr.dupont")
    assert "Known to those" in opened and entry.salt.hex() in opened


@pytest.mark.parametrize("number", ["0", "999", str(2**60), "9" * 40])
def test_an_entry_that_is_not_there_is_not_found(house: str, number: str) -> None:
    shown(f"/record/{number}/", status=404)


def test_everyone_takes_along_what_they_may_read(letters: dict[str, int]) -> None:
    opened = {}
    for person in ("", "de.weber", "fr.dupont", "sec.okoro"):
        lines = world.client(person).get("/record/export").getvalue().splitlines(keepends=True)
        report = verify(iter(lines), public_key=the_house().store.signer.public_key)
        assert report.sound and report.missing == 0
        opened[person] = report.opened
    assert opened[""] == 1
    assert (
        opened[""]
        < opened["de.weber"]
        <= opened["fr.dupont"]
        < opened["sec.okoro"]
        == the_house().store.head().sequence
    )


def test_before_anything_happened_there_is_nothing_to_take_along(sqlite: str) -> None:
    for address in ("/record/export", "/record/checkpoint"):
        shown(address, status=404)
    assert shown("/record/")


def test_the_checkpoint_the_key_and_the_verifier_are_plain_files(letters: dict[str, int]) -> None:
    client = world.client()
    assert client.get("/record/checkpoint").content.decode() == the_house().store.checkpoint()
    assert client.get("/record/key")["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/record/verify_record.py").content == Path("docs/verify_record.py").read_bytes()


# Bodies, members, rules, people


@pytest.mark.parametrize(
    ("on", "president", "members"),
    [("2016-10-05", "Russian Federation", 15), ("1946-02-01", "", 11), ("2024-12-31", "United States", 15)],
)
def test_the_council_is_shown_as_it_was_on_a_day(house: str, on: str, president: str, members: int) -> None:
    page = shown(f"/bodies/unsc/?on={on}")
    assert president in page
    assert page.count('<th role="rowheader"') == members


def test_a_day_that_is_none_is_told_and_today_is_shown(house: str) -> None:
    assert "notice--warning" in shown("/bodies/unsc/?on=2026-02-30")


@pytest.mark.parametrize(
    "words", ["France", "فرنسا", "法国", "Франция", "Francia", "fra", "República Francesa"]
)
def test_a_member_is_found_in_any_of_the_six_languages(house: str, words: str) -> None:
    answer = world.client().get("/members/", {"q": words})
    assert 'href="/members/FRA/"' in answer.content.decode()


def test_the_members_stand_in_the_order_of_the_readers_language(house: str) -> None:
    for language in LANGUAGES:
        pages = [shown(f"/members/?page={n}", language=language) for n in (1, 2, 3, 4)]
        codes = [code for page in pages for code in re.findall(r'href="/members/([A-Z]{3})/"', page)]
        assert codes == [state.code for state in in_order(all_states(), language)]


def test_a_member_shows_its_terms_and_presidencies(house: str) -> None:
    page = shown("/members/LVA/")
    assert "2026–2027" in page and "November 2026" in page
    shown("/members/XXX/", status=404)


def test_every_rule_has_its_page(house: str) -> None:
    client = world.client()
    for book in rulebooks():
        for rule in book.rules:
            assert client.get(f"/rules/{book.name}/{rule.number}").status_code == 200, rule.number
    assert client.get("/rules/council/999").status_code == client.get("/rules/moon/1").status_code == 404


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        ("book=council&standing=enforced", None),
        ("q=veto", None),
        ("q=zzzz", 0),
        ("book=council&q=convinced+of+nothing", 0),
    ],
)
def test_rules_are_found(house: str, asked: str, rules: int | None) -> None:
    found = shown(f"/rules/?{asked}").count('class="rules__one"')
    assert found == rules if rules is not None else found > 0


def test_accreditations_are_open_to_delegations_and_not_to_the_public(house: str) -> None:
    assert "Ada Okoro" not in shown("/people/")
    assert "Ada Okoro" in shown("/people/", "fr.dupont")
    shown("/people/1/", status=404)
    assert "acts/accreditation.accredit" not in shown("/people/", "fr.dupont")


def test_the_secretariat_accredits_and_ends_an_accreditation(house: str) -> None:
    secretariat = world.client("sec.okoro")
    form = {
        "id": new_id(), "person": "it.rossi", "full_name": "Anna Rossi", "capacity": "representative", "of": "ITA",
        "body": "", "since": "", "until": "", "issued_by": "minister_for_foreign_affairs",
    }  # fmt: skip
    answer = secretariat.post("/proceedings/accreditation:house/acts/accreditation.accredit", form)
    assert (answer.status_code, answer["Location"]) == (303, "/people/")
    assert "Anna Rossi" in shown("/people/?q=Italie", "sec.okoro")
    end = {"id": new_id(), "about": "5", "reason": "Recalled by the Government"}
    address = "/proceedings/accreditation:house/acts/accreditation.end_accreditation"
    assert secretariat.post(address, end)["Location"] == "/people/5/"
    assert "Recalled by the Government" in shown("/people/5/", "sec.okoro")


def test_the_first_page_says_what_waits_for_whom(letters: dict[str, int]) -> None:
    assert "Known to those" in shown("/", "sec.okoro")
    assert "Known to those" not in shown("/", "de.weber")
    world.give_back(letters["sent"])
    assert "Known to those" in shown("/", "fr.dupont")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", ["", "sec.okoro"])
def test_every_page_speaks_every_language(letters: dict[str, int], language: str, person: str) -> None:
    for address in (
        "/", "/bodies/unsc/", "/bodies/unga/", PAGE, f"{PAGE}{letters['public']}/", "/members/", "/members/FRA/",
        "/rules/", "/rules/council/37", "/record/", "/record/7/", "/record/check", "/people/",
    ):  # fmt: skip
        page = shown(address, person, language)
        assert f'lang="{language}' in page
        assert ('dir="rtl"' in page.split(">", 2)[1]) is (language == "ar")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/nowhere", 404),
        ("get", "/bodies/moon/", 404),
        ("get", "/bodies/moon/communications/", 404),
        ("post", "/record/", 405),
        ("put", "/", 405),
        ("delete", "/proceedings/communications:unsc/acts/communications.send_letter", 405),
    ],
)
def test_what_cannot_be_given_is_told_on_a_page(house: str, method: str, address: str, status: int) -> None:
    answer = getattr(world.client(), method)(address)
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()
    assert (status == 405) is ("Allow" in answer)


def test_more_than_can_be_taken_is_told_on_a_page(house: str, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = world.client("fr.dupont").post(
        "/proceedings/communications:unsc/acts/communications.send_letter", {"body": "x" * 2000}
    )
    assert answer.status_code == 413


def test_the_forms_ask_for_every_field_of_their_act(house: str) -> None:
    page = shown(PAGE, "fr.dupont")
    for name in ("of", "subject", "body", "signed", "wish", "attachments"):
        assert f'name="{name}"' in page
    assert SendLetter.name in page
