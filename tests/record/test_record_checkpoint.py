"""Checkpoints are signed notes that any transparency tool can read."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_files import BEGIN, KEY, ORIGIN, TestSigner, independent_module

from comity.record.checkpoint import key_id, parse, parse_key, write, write_key
from comity.record.ed25519 import verify

SIGNER = TestSigner()
ROOT = hashlib.sha256(b"root").digest()
TEXT = write(size=7, root=ROOT, at=BEGIN, signer=SIGNER)


def test_the_text_is_that_of_the_specification() -> None:
    origin, size, root, time, blank, signature = TEXT.removesuffix("\n").split("\n")
    assert (origin, size, root, blank) == (ORIGIN, "7", b64encode(ROOT).decode(), "")
    assert time == "time 2026-11-02T09:30:00.000000Z"
    dash, name, encoded = signature.split(" ")
    assert (dash, name) == ("—", ORIGIN)
    identity = hashlib.sha256(ORIGIN.encode() + b"\n\x01" + SIGNER.public_key).digest()[:4]
    assert b64decode(encoded)[:4] == identity == key_id(ORIGIN, SIGNER.public_key)
    assert verify(SIGNER.public_key, TEXT.partition("\n\n")[0].encode() + b"\n", b64decode(encoded)[4:])


def test_a_published_note_of_the_go_reference_is_read() -> None:
    """The example key and note in the documentation of Go's `note` package."""
    name, key = parse_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert name == "PeterNeumann"
    assert write_key(name, key) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_what_is_written_is_read() -> None:
    found = parse(TEXT)
    assert (found.origin, found.size, found.root) == (ORIGIN, 7, ROOT)
    assert found.at == "2026-11-02T09:30:00.000000Z"
    assert found.signed_by(SIGNER.public_key, verify)
    assert not found.signed_by(TestSigner(seed=2).public_key, verify)
    assert parse(write(size=7, root=ROOT, signer=SIGNER)).at == ""


def test_signatures_and_lines_of_others_are_passed_over() -> None:
    body, _, below = TEXT.partition("\n\n")
    witness = f"— witness.example {b64encode(bytes(80)).decode()}\n"
    found = parse(f"{body}\n\n{witness}{below}")
    assert len(found.signatures) == 2
    assert found.signed_by(SIGNER.public_key, verify)
    assert parse(f"{body}\nsomething else\n\n{below}").size == 7


def test_a_second_signature_in_the_same_name_must_be_good_too() -> None:
    false = b64encode(key_id(ORIGIN, SIGNER.public_key) + bytes(64)).decode()
    assert not parse(f"{TEXT}— {ORIGIN} {false}\n").signed_by(SIGNER.public_key, verify)


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "\n\n",
        ORIGIN,
        TEXT.removesuffix("\n"),
        TEXT + "\n",
        TEXT.partition("—")[0],
        TEXT.replace("\n\n", "\n"),
        TEXT.replace("—", "-"),
        changed("\n7\n", "\n07\n"),
        changed("\n7\n", "\n-7\n"),
        changed("\n7\n", "\n٧\n"),
        changed("\n7\n", "\n" + "7" * 16 + "\n"),
        changed(b64encode(ROOT).decode(), b64encode(ROOT[:31]).decode()),
        changed(b64encode(ROOT).decode(), b64encode(ROOT).decode().rstrip("=")),
        changed(b64encode(ROOT).decode(), b64encode(ROOT).decode()[:-2] + "/="),
        changed("09:30", "25:30"),
        changed("09:30:00.000000Z", "09:30:00Z"),
        changed("2026", "٢٠٢٦"),
        changed("\n7\n", "\r\n7\r\n"),
        changed("comity.example/record\n", "comity record\n"),
        changed("comity.example/record\n", "comity+record\n"),
        TEXT + "— \n",
        TEXT + f"— a+b {b64encode(bytes(80)).decode()}\n",
        TEXT + "— other AAAA\n",
        TEXT + f"— other {b64encode(bytes(80)).decode()}" * 200 + "\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)
    independent = independent_module()
    with pytest.raises((ValueError, independent.Unsound)):
        independent.checkpoint(text)


@given(st.text())
def test_any_text_is_a_checkpoint_or_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_a_published_key_is_read_as_it_was_written() -> None:
    assert parse_key(KEY) == (ORIGIN, SIGNER.public_key)


@pytest.mark.parametrize("key", ["", "a+b", KEY + "=", KEY.replace(ORIGIN, "other"), KEY[:-4], KEY + "\n"])
def test_what_is_no_published_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        parse_key(key)


def test_a_signer_needs_a_name_that_can_be_written() -> None:
    with pytest.raises(ValueError, match="origin"):
        write(size=0, root=ROOT, signer=TestSigner(name="two words"))
    with pytest.raises(ValueError, match="root"):
        write(size=0, root=ROOT[:31], signer=SIGNER)
