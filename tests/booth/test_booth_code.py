"""The code on the paper of a backup: read back by a reader of other people, drawn alike by an encoder of others."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.booth.desk import Booth

zxingcpp = pytest.importorskip("zxingcpp")
numpy = pytest.importorskip("numpy")
qrcode = pytest.importorskip("qrcode")

ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]*")
MODULE = 4
"""Pixels of a module."""

TEXTS = [
    "A",
    "HELLO WORLD",
    "é 投票 تصويت",
    *("".join(chr(97 + n % 26) for n in range(length)) for length in (26, 60, 80, 100, 120, 150, 180, 213)),
    *("".join("0A $%*+-./:Z"[n % 12] for n in range(length)) for length in (20, 61, 62, 311)),
]


def picture(code: dict[str, Any]) -> Any:
    """The code as a camera would have it; from the very outline that the page draws."""
    size = len(code["dark"]) + 8
    modules = numpy.full((size, size), 255, dtype=numpy.uint8)
    for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code["outline"]):
        modules[int(y), int(x) : int(x) + int(wide)] = 0
    return modules.repeat(MODULE, axis=0).repeat(MODULE, axis=1)


def read(image: Any) -> Any:
    (found,) = zxingcpp.read_barcodes(image)
    assert found.valid
    return found


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{len(text)}-{text[:6]}")
def test_a_reader_of_others_reads_what_was_written(booth: Booth, text: str) -> None:
    code = booth.ask("code", text=text)
    assert len(code["dark"]) == 17 + 4 * code["version"]
    found = read(picture(code))
    assert found.text == text and found.format == zxingcpp.BarcodeFormat.QRCode
    assert found.ec_level == "M"


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{len(text)}-{text[:6]}")
def test_an_encoder_of_others_draws_the_same_modules(booth: Booth, text: str) -> None:
    code = booth.ask("code", text=text)
    mode = qrcode.util.MODE_ALPHA_NUM if ALPHANUMERIC.fullmatch(text) else qrcode.util.MODE_8BIT_BYTE
    level = qrcode.constants.ERROR_CORRECT_M
    other = qrcode.QRCode(error_correction=level, mask_pattern=code["mask"], border=0)
    other.add_data(qrcode.util.QRData(text.encode(), mode=mode))
    other.make(fit=True)
    assert other.version == code["version"], "the smallest version that has room"
    assert other.modules == code["dark"]


def test_all_ten_versions_are_drawn(booth: Booth) -> None:
    assert {booth.ask("code", text=text)["version"] for text in TEXTS} == set(range(1, 11))


def test_the_outline_is_the_modules_with_four_light_ones_around_them(booth: Booth) -> None:
    code = booth.ask("code", text="HELLO WORLD")
    drawn = picture(code)[::MODULE, ::MODULE] == 0
    assert (drawn[4:-4, 4:-4] == numpy.array(code["dark"])).all()
    assert drawn.sum() == numpy.array(code["dark"]).sum(), "and nothing in the quiet zone"


def test_a_backup_comes_back_through_its_code(booth: Booth) -> None:
    for _ in range(20):
        seed = booth.ask("seed")
        words = booth.ask("paper", seed=seed)["words"]
        code = booth.ask("code", text=" ".join(words).upper())
        assert code["version"] == 3
        assert booth.ask("fromPaper", text=read(picture(code)).text) == seed


def test_a_stain_on_the_paper_does_no_harm(booth: Booth) -> None:
    """Level M makes up for a seventh of the codewords: here a spot of four by four modules."""
    seed = booth.ask("seed")
    code = booth.ask("code", text=" ".join(booth.ask("paper", seed=seed)["words"]).upper())
    image = picture(code)
    spot = slice(15 * MODULE, 19 * MODULE)
    assert (image[spot, spot] != 0).any()
    image[spot, spot] = 0
    assert booth.ask("fromPaper", text=read(image).text) == seed


def test_what_no_version_holds_is_not_drawn(booth: Booth) -> None:
    with pytest.raises(AssertionError, match="too long"):
        booth.ask("code", text="a" * 214)
