"""The operations of the API: what they answer, to whom, and in which words."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comity.record.checkpoint import parse
from comity.record.proofs import verify_consistency, verify_inclusion
from comity.rules.words import LANGUAGES
from comity.web.accounts import tokens
from comity.web.accounts.people import make_account
from comity.web.house import house
from tests.people import new_id
from tests.web.pages.world import PEOPLE, circulate, letter, register, settle

ACTS = "/api/v1/proceedings/communications/unsc/acts/"
FILES = "/api/v1/proceedings/communications/unsc/files"
LETTERS = "/api/v1/communications/unsc/letters"
PDF = b"%PDF-1.7\n..."


class Api:
    """Somebody's program."""

    def __init__(self, person: str = "", *scopes: str) -> None:
        self.client = Client(SERVER_NAME="localhost")
        self.headers = {}
        if person:
            account = make_account(person, PEOPLE[person][0], f"{person}-{new_id()[:8]}")
            self.headers = {
                "Authorization": f"Bearer {tokens.make(account, 'test', scopes or ['read', 'act'])}"
            }

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers=self.headers | headers)

    def post(self, path: str, given: Any, **headers: str) -> Any:
        return self.client.post(path, given, "application/json", headers=self.headers | headers)

    def bring(self, name: str, content: bytes) -> Any:
        return self.client.post(FILES, {"file": SimpleUploadedFile(name, content)}, headers=self.headers)


def written(**more: Any) -> dict[str, Any]:
    return {
        "id": new_id(),
        "of": "FRA",
        "subject": "Water",
        "body": "Text.",
        "signed": "Jeanne Dupont",
    } | more


@pytest.fixture
def world(sqlite: str) -> None:
    settle()


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/bodies/none", LETTERS + "/7", "/api/v1/rules/none"]
)
def test_what_is_not_there_is_a_problem(world: None, path: str) -> None:
    answer = Api("fr.dupont").get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404 and answer.json()["title"]


@pytest.mark.parametrize(
    ("scopes", "read", "act"),
    [(["read"], 200, 403), (["act:communications"], 200, 200), (["act:accreditation"], 200, 403)],
)
def test_a_token_reaches_as_far_as_its_scopes(world: None, scopes: list[str], read: int, act: int) -> None:
    api = Api("fr.dupont", *scopes)
    assert api.get(LETTERS).status_code == read
    answer = api.post(ACTS + "send_letter", written())
    assert answer.status_code == act
    assert api.bring("note.txt", b"A note.").status_code == act
    if act == 403:
        assert (
            answer["Content-Type"] == "application/problem+json"
            and "act:communications" in answer.json()["detail"]
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_speaks_the_callers_language(world: None, language: str) -> None:
    api = Api("de.weber")
    answer = api.post(ACTS + "send_letter", written(), **{"Accept-Language": language})
    assert answer.status_code == 409 and answer["Content-Type"] == "application/problem+json"
    refusal = api.post(ACTS + "send_letter", written(), **{"Accept-Language": "en"}).json()
    assert (answer.json()["detail"] == refusal["detail"]) is (language == "en")
    assert answer.json()["citation"]


def test_the_same_act_again_gets_the_same_ruling(world: None) -> None:
    api, act = Api("fr.dupont"), written()
    assert api.post(ACTS + "send_letter", act).json() == api.post(ACTS + "send_letter", act).json()
    assert house().clerk.folds.whole("communications:unsc").state.last_letter == 1


def test_each_sees_the_letters_that_are_theirs_to_see(world: None) -> None:
    public = letter(subject="For all")
    register(public)
    circulate(public)
    letter(subject="Closed")
    assert [x["subject"] for x in Api("sec.okoro").get(LETTERS).json()["letters"]] == ["Closed", "For all"]
    for api in (Api(), Api("de.weber")):
        seen = api.get(LETTERS).json()
        assert [x["subject"] for x in seen["letters"]] == ["For all"] and seen["sealed"]
    entries = Api().get("/api/v1/record/entries").json()
    assert "Closed" not in str(entries) and any(x["payload"] is None for x in entries)


def test_proofs_verify_against_the_signed_checkpoint(world: None) -> None:
    older = parse(Api().get("/api/v1/record/checkpoint").content.decode())
    for _ in range(5):
        letter()
    newer = parse(Api().get("/api/v1/record/checkpoint").content.decode())
    for entry in house().store.all_entries():
        sequence = entry.header.sequence
        found = Api().get(f"/api/v1/record/proofs/inclusion?sequence={sequence}").json()
        proof = [bytes.fromhex(x) for x in found["hashes"]]
        right = {"sequence": sequence, "size": found["size"], "proof": proof, "root": newer.root}
        assert verify_inclusion(leaf=entry.header.leaf(), **right)
        assert not verify_inclusion(leaf=b"\0" * 32, **right)
    found = Api().get(f"/api/v1/record/proofs/consistency?older={older.size}").json()
    proof = [bytes.fromhex(x) for x in found["hashes"]]
    assert verify_consistency(
        older_size=older.size, older_root=older.root, size=found["size"], root=newer.root, proof=proof
    )
    assert Api().get("/api/v1/record/proofs/inclusion?sequence=999").status_code == 404


HOSTILE = {
    "an HTML page named .pdf": ("a.pdf", b"<html><script>alert(1)</script>"),
    "a drawing with a script": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "a program": ("a.exe", b"MZ\x90\0"),
    "a program named .pdf": ("a.pdf", b"MZ\x90\0"),
    "a program behind two endings": ("a.pdf.exe", PDF),
    "no text": ("a.txt", b"\0\1"),
    "a packed file that is no document": ("a.docx", b"PK\x03\x04" + b"\0" * 100),
    "no ending": ("README", b"words"),
}


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused(world: None, name: str, content: bytes) -> None:
    answer = Api("fr.dupont").bring(name, content)
    assert answer.status_code == 409 and answer["Content-Type"] == "application/problem+json", answer.content


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "..\\..\\windows.pdf": "windows.pdf",
    "a\u202efdp.pdf": "afdp.pdf",
    "x" * 300 + ".pdf": None,
    "📄 note.pdf": "📄 note.pdf",
    "  .pdf.pdf": None,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_becomes_a_plain_one(world: None, name: str) -> None:
    answer = Api("fr.dupont").bring(name, PDF)
    assert answer.status_code == 200, answer.content
    shown = answer.json()["name"]
    assert len(shown) <= 120 and not set(shown) & set("/\\\u202e\0")
    assert NAMES[name] in (None, shown)


def test_two_delegations_attach_the_same_file_and_nobody_one_that_they_never_brought(world: None) -> None:
    france, germany, latvia = Api("fr.dupont"), Api("de.weber"), Api("lv.berzina")
    file = france.bring("note.pdf", PDF).json()
    assert germany.bring("Notiz.pdf", PDF).json()["sha256"] == file["sha256"]
    for api, code, status in ((france, "FRA", 200), (germany, "DEU", 200), (latvia, "LVA", 409)):
        assert api.post(ACTS + "send_letter", written(of=code, attachments=[file])).status_code == status
    download = Client(SERVER_NAME="localhost").get(f"/bodies/unsc/communications/1/files/{file['sha256']}")
    assert download.status_code == 404, "the public sees no closed letter's file"
