"""The code on the paper of a backup in a browser: read off the screen, and scanned where there is a camera."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from comity.web.accounts.headers import permissions
from tests.secret_votes.hands import make_keys
from tests.web.booth import at_the_booth as booth
from tests.web.pages import world
from tests.web.secret import balloted
from tests.web.secret.balloted import rep

Sit = Callable[..., Any]
SCAN = "Scan the code with the camera"

CAMERA = """
window.stopped = 0;
window.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
  detect(video) { return Promise.resolve((window.held ?? []).map((rawValue) => ({ rawValue }))); }
};
const devices = {
  enumerateDevices: () => Promise.resolve([{ kind: "videoinput" }]),
  getUserMedia: () => {
    window.asked = (window.asked ?? 0) + 1;
    if (window.shut) return Promise.reject(new DOMException("no", "NotAllowedError"));
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
    canvas.getContext("2d").fillRect(0, 0, 64, 64);
    const stream = canvas.captureStream(10);
    for (const track of stream.getTracks()) {
      const stop = track.stop.bind(track);
      track.stop = () => { window.stopped += 1; stop(); };
    }
    return Promise.resolve(stream);
  },
};
Object.defineProperty(navigator, "mediaDevices", { value: devices, configurable: true });
"""
"""A browser that reads codes, and a camera before which the test holds what it likes."""

PIXELS = """
async (shot) => {
  const bytes = Uint8Array.from(atob(shot), (one) => one.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const { width, height } = image;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, width, height);
  return { width, height, grey: Array.from({ length: width * height }, (_, i) => data[4 * i + 1]) };
}
"""


@pytest.fixture
def registered(sit: Sit) -> tuple[Any, list[str], Any]:
    ballot = balloted.call()
    make_keys(ballot, balloted.trustees())
    page = sit(f"{ballot.base}booth/", rep("FRA"))
    return ballot, booth.register(page), page


def elsewhere(sit: Sit, ballot: Any, language: str = "en", **more: Any) -> Any:
    page = sit(f"{ballot.base}booth/", rep("FRA"), language, **more)
    page.add_init_script(CAMERA)
    page.reload()
    booth.screen(page, "elsewhere")
    return page


def scan_button(page: Any) -> Any:
    found = page.locator(".scanner .button")
    found.wait_for()
    return found


@pytest.mark.parametrize("dark", [False, True])
def test_the_code_on_the_screen_holds_the_twelve_words(sit: Sit, dark: bool) -> None:
    zxingcpp, numpy = pytest.importorskip("zxingcpp"), pytest.importorskip("numpy")
    ballot = balloted.call()
    scheme = {"color_scheme": "dark"} if dark else {}
    page = sit(f"{ballot.base}ceremony/", balloted.SECRETARIAT, width=360, **scheme)
    booth.screen(page, "seat")
    booth.main_button(page)
    booth.screen(page, "backup")
    shot = base64.b64encode(page.locator(".paper__scan").screenshot()).decode()
    seen = page.evaluate(PIXELS, shot)
    grey = numpy.array(seen["grey"], dtype=numpy.uint8).reshape(seen["height"], seen["width"])
    (found,) = zxingcpp.read_barcodes(grey)
    assert found.text.lower().split() == booth.words_on_paper(page)
    page.emulate_media(media="print")
    assert page.locator(".paper__scan").is_visible()


def test_a_code_before_the_camera_brings_the_key_back(sit: Sit, registered: Any) -> None:
    ballot, words, _ = registered
    page = elsewhere(sit, ballot)
    button = scan_button(page)
    assert button.inner_text() == SCAN
    button.press("Enter")
    page.locator(".scan__view").wait_for()
    assert button.inner_text() == "Stop scanning"
    page.evaluate("window.held = ['https://example.org/']")
    page.wait_for_selector("#paper-error:has-text('mistyped')")
    page.evaluate("(text) => (window.held = [text])", " ".join(words).upper())
    booth.screen(page, "registered")
    page.wait_for_function("() => window.stopped === 1")


def test_scanning_stops_when_it_is_told_to_and_the_words_can_be_typed(sit: Sit, registered: Any) -> None:
    ballot, words, _ = registered
    page = elsewhere(sit, ballot)
    button = scan_button(page)
    for times in (1, 2):
        button.click()
        page.locator(".scan__view").wait_for()
        button.click()
        page.wait_for_function("(times) => window.stopped === times", arg=times)
        page.locator(".scan__view").wait_for(state="detached")
        page.locator(f".scanner .button:has-text('{SCAN}')").wait_for()
    booth.restore_typed(page, words)
    booth.screen(page, "registered")


def test_a_button_pressed_twice_takes_one_camera(sit: Sit, registered: Any) -> None:
    ballot, _, _ = registered
    page = elsewhere(sit, ballot)
    scan_button(page).evaluate("(button) => { button.click(); button.click(); }")
    page.locator(".scan__view").wait_for()
    assert page.evaluate("window.asked") == 1


def test_a_camera_that_is_refused_is_said(sit: Sit, registered: Any) -> None:
    ballot, _, _ = registered
    page = elsewhere(sit, ballot)
    page.evaluate("window.shut = true")
    scan_button(page).click()
    page.wait_for_selector("#paper-error:has-text('camera could not be used')")


def test_where_nothing_can_scan_nothing_is_offered(sit: Sit, registered: Any) -> None:
    ballot, _, _ = registered
    page = sit(f"{ballot.base}booth/", rep("FRA"))
    page.add_init_script("delete window.BarcodeDetector")
    page.reload()
    booth.screen(page, "elsewhere")
    page.wait_for_load_state("networkidle")
    assert page.locator(".typing .button").count() == 1 and page.locator("#paper-text").is_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_scanning_is_without_fault_and_fits_on_a_phone(
    sit: Sit, registered: Any, audit: Callable[[Any], list[str]], language: str
) -> None:
    ballot, _, _ = registered
    page = elsewhere(sit, ballot, language, width=360)
    assert page.evaluate("document.documentElement.lang") == language
    scan_button(page).click()
    page.locator(".scan__view").wait_for()
    assert audit(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_only_the_booth_and_the_ceremony_may_ask_for_a_camera(house: str) -> None:
    ballot = balloted.call()
    client = world.client(rep("FRA"))
    for path, camera in (("booth/", "(self)"), ("ceremony/", "(self)"), ("", "()"), ("board/", "()")):
        answer = client.get(f"{ballot.base}{path}")
        assert answer["Permissions-Policy"] == permissions(camera), path
