"""The whole way of one act: form, clerk, guards, record, page, verified export; and all that can go wrong on it."""

from __future__ import annotations

import base64
import html
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

import comity
from comity.clerk.store import RecordUnavailable
from comity.web.house import house
from comity.web.pages import reader
from tests.people import new_id
from tests.web.pages import world

PAGE = "/bodies/unsc/communications/"
SEND = "/proceedings/communications:unsc/acts/communications.send_letter"
REGISTER = "/proceedings/communications:unsc/acts/communications.register_letter"
VERIFIER = Path(comity.__file__).parents[2] / "docs" / "verify_record.py"


def filled(**more: Any) -> dict[str, Any]:
    return {
        "id": new_id(), "of": "FRA", "subject": "An urgent matter", "body": "Madam President,\r\n\r\nPlease.",
        "signed": "Jeanne Dupont", "wish": "members", **more,
    }  # fmt: skip


def pdf(name: str = "annex.pdf", content: bytes = b"%PDF-1.7 the annex") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def hidden(page: str, name: str) -> list[str]:
    return [html.unescape(v) for v in re.findall(rf'name="{name}" value="([^"]*)"', page)]


def letters() -> Any:
    return house().clerk.folds.whole(world.LETTERS).state.letters


def test_one_act_travels_the_whole_way(houses: str, tmp_path: Path) -> None:
    france = world.client("fr.dupont")
    page = france.get(PAGE).content.decode()
    assert SEND in page
    (token,) = hidden(page, "id")

    answer = france.post(SEND, filled(id=token, attachments=pdf()))

    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    page = france.get(PAGE).content.decode()
    assert "An urgent matter" in page
    entry = house().store.head().sequence
    assert str(entry) in re.search(r'class="notice notice--done".*?</div>', page, re.S).group()  # type: ignore[union-attr]

    for person, text_in in (("fr.dupont", True), ("", False)):
        exported, key = tmp_path / f"record{person}.jsonl", tmp_path / "key.txt"
        exported.write_bytes(world.client(person).get("/record/export").getvalue())
        key.write_bytes(world.client().get("/record/key").content)
        checked = subprocess.run([sys.executable, VERIFIER, exported, key], capture_output=True, text=True)
        assert (checked.returncode, checked.stdout.strip()) == (0, "null")
        assert ("An urgent matter" in exported.read_text()) is text_in


def test_the_same_form_sent_twice_is_heard_once_and_answered_alike(houses: str) -> None:
    france, form = world.client("fr.dupont"), filled()
    first, head = france.post(SEND, form), house().store.head().sequence
    again = france.post(SEND, form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert house().store.head().sequence == head
    assert len(letters()) == 1


def test_a_form_sent_twice_gets_its_first_answer_even_when_it_would_not_be_in_order_now(houses: str) -> None:
    number = world.letter()
    secretariat, form = world.client("sec.okoro"), {"id": new_id(), "about": str(number)}
    assert secretariat.post(REGISTER, form).status_code == 303
    assert secretariat.post(REGISTER, form).status_code == 303
    assert secretariat.post(REGISTER, form | {"id": new_id()}).status_code == 409


def test_what_is_out_of_order_is_refused_with_its_rule_and_the_form_comes_back_under_a_new_id(
    houses: str,
) -> None:
    number = world.letter()
    world.register(number)
    world.circulate(number)
    address = REGISTER.replace("register_letter", "return_letter")
    form = {"id": new_id(), "about": str(number), "reason": "The reason that I typed"}
    answer = world.client("sec.okoro").post(address, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "objection__reason" in page and "citation" in page
    assert "The reason that I typed" in page
    assert hidden(page, "id") and hidden(page, "id") != [form["id"]]


def test_what_was_typed_and_brought_is_kept_while_the_form_is_mended(houses: str) -> None:
    france = world.client("fr.dupont")
    answer = france.post(SEND, filled(subject="  ", attachments=[pdf(), pdf("notes.txt", b"notes")]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="summary"' in page and "Madam President" in page
    kept = hidden(page, "attachments-kept")
    assert [line.split(" ", 3)[3] for line in kept] == ["annex.pdf", "notes.txt"]
    assert letters() == {}

    mended = filled(**{"attachments-kept": kept, "attachments-remove": kept[1].split(" ")[0]})
    assert france.post(SEND, mended).status_code == 303
    assert [file.name for file in letters()[1].attachments] == ["annex.pdf"]


def test_nobody_attaches_what_another_person_brought(house: str) -> None:
    page = world.client("fr.dupont").post(SEND, filled(subject="", attachments=pdf())).content.decode()
    stolen = filled(of="DEU", **{"attachments-kept": hidden(page, "attachments-kept")})
    assert world.client("de.weber").post(SEND, stolen).status_code == 422
    assert letters() == {}


@pytest.mark.parametrize(
    "kept",
    ["", "x", "x y z", "x y 12", "x y 9999999999999999 n", f"{'0' * 64} text/plain 5 a.txt", "\0 \0 1 \0"],
)
def test_a_forged_line_of_a_kept_file_is_a_fault_of_the_form(house: str, kept: str) -> None:
    answer = world.client("fr.dupont").post(SEND, filled(**{"attachments-kept": kept}))
    assert answer.status_code in (303, 422)
    assert all(letter.attachments == () for letter in letters().values())


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"id": "short"}, 400),
        ({"id": ""}, 400),
        ({"of": "DEU"}, 422),
        ({"wish": "the moon"}, 422),
        ({"subject": "x" * 201}, 422),
        ({"subject": "a\0b"}, 422),
        ({"body": "x" * 20_001}, 422),
        ({"about": "77"}, 403),
        ({"about": "../x"}, 404),
        ({"about": "9" * 40}, 404),
    ],
)
def test_bad_input_is_answered_and_nothing_is_done(house: str, changed: dict[str, str], status: int) -> None:
    assert world.client("fr.dupont").post(SEND, filled(**changed)).status_code == status
    assert letters() == {}


@pytest.mark.parametrize(
    "file",
    [
        pdf("run.exe", b"MZ"),
        pdf("page.html", b"<script>"),
        pdf("page.pdf", b"<script>"),
        pdf("empty.pdf", b""),
        pdf("drawing.svg", b"<svg onload=alert(1)>"),
    ],
    ids=lambda file: file.name,
)
def test_a_file_that_is_not_what_it_says_is_refused_by_its_field(
    house: str, file: SimpleUploadedFile
) -> None:
    answer = world.client("fr.dupont").post(SEND, filled(attachments=file))
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert letters() == {}


def test_too_many_files_are_refused_before_they_are_read(house: str) -> None:
    files = [pdf(f"{n}.txt", f"file {n}".encode()) for n in range(11)]
    assert world.client("fr.dupont").post(SEND, filled(attachments=files)).status_code == 422


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(house: str) -> None:
    answer = world.client().post(SEND, filled())
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={PAGE}")


def test_an_act_that_is_not_offered_to_a_person_is_not_theirs_to_try(house: str) -> None:
    number = world.letter()
    answer = world.client("de.weber").post(REGISTER, {"id": new_id(), "about": str(number)})
    assert answer.status_code == 403
    assert letters()[number].status == "sent"


def test_an_act_without_the_token_against_forged_forms_is_refused(house: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.force_login(world.account("fr.dupont"))
    assert strict.post(SEND, filled()).status_code == 403
    assert letters() == {}


@pytest.mark.parametrize(
    "address",
    [SEND.replace("unsc", "moon"), SEND.replace("send_letter", "burn_letter"), "/proceedings/x/acts/y"],
)
def test_what_there_is_not_is_not_found(house: str, address: str) -> None:
    assert world.client("fr.dupont").post(address, filled()).status_code == 404


def test_whoever_opens_the_address_of_an_act_is_led_to_its_proceeding(house: str) -> None:
    assert world.client("fr.dupont").get(SEND)["Location"] == PAGE


def away(*_: Any, **__: Any) -> Any:
    raise RecordUnavailable("the database is away")


def test_when_the_record_is_away_nothing_is_lost_and_the_act_goes_again_under_its_own_id(
    houses: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    france, form = world.client("fr.dupont"), filled(attachments=pdf())
    with monkeypatch.context() as broken:
        broken.setattr(house().store, "desk", away)
        answer = france.post(SEND, form)
    page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "An urgent matter" in page
    again = {
        name: hidden(page, name)
        for name in ("id", "of", "subject", "body", "signed", "wish", "attachments-kept")
    }
    assert again["id"] == [form["id"]]

    assert france.post(SEND, again).status_code == 303
    assert france.post(SEND, again).status_code == 303
    (letter,) = letters().values()
    assert (letter.subject, [f.name for f in letter.attachments]) == ("An urgent matter", ["annex.pdf"])


def test_when_the_database_is_away_before_the_person_is_known_what_was_typed_comes_back(
    house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    france = world.client("fr.dupont")
    france.raise_request_exception = False

    def gone(request: Any) -> Any:
        raise OperationalError("no connection")

    monkeypatch.setattr("comity.web.accounts.middleware.account_of", gone)
    answer = france.post(SEND, filled(id="an-id-of-enough-length"))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert hidden(page, "id") == ["an-id-of-enough-length"]
    assert hidden(page, "subject") == ["An urgent matter"]


def test_a_file_that_did_not_arrive_is_asked_for_again(house: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from comity.web.house import house as the_house

    monkeypatch.setattr(type(the_house().files), "bring", away)
    page = world.client("fr.dupont").post(SEND, filled(attachments=pdf())).content.decode()
    assert 'type="file"' in page


def test_a_page_is_refused_kindly_while_the_record_is_away(
    house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "house", away)
    client = world.client()
    client.raise_request_exception = False
    answer = client.get(PAGE)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("plus", [True, False])
def test_the_verifier_reads_every_key_also_one_with_a_plus_sign_in_it(
    sqlite: str, tmp_path: Path, plus: bool
) -> None:
    def public(seed: int) -> str:
        key = Ed25519PrivateKey.from_private_bytes(seed.to_bytes(32)).public_key().public_bytes_raw()
        return base64.b64encode(b"\1" + key).decode()

    seed = next(n for n in range(1, 1_000) if ("+" in public(n)) is plus)
    (tmp_path / "keys").mkdir(exist_ok=True)
    (tmp_path / "keys" / "record").write_bytes(seed.to_bytes(32))
    world.settle()
    exported = tmp_path / "record.jsonl"
    exported.write_bytes(world.client().get("/record/export").getvalue())
    assert public(seed) in exported.read_text()
    checked = subprocess.run([sys.executable, VERIFIER, exported], capture_output=True, text=True)
    assert (checked.returncode, checked.stdout.strip()) == (0, "null")
