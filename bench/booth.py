"""How fast the booth seals a ballot of 13 candidates x 3 answers: under Node, in Chromium, beside `belenios-tool`.

`python bench/booth.py` does all three in one run and prints medians and ratios; what is not installed is left out and
said.  Every ballot is then checked by the Python verifier.  In the browser the randomness is made in the worker while
the voter reads, so that `seal` is what the voter waits for; `whole` is everything, as if there had been no time.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from comity.ballots.archive import open_archive
from comity.ballots.ballot import check_ballot, make_ballot, read_ballot
from comity.ballots.credentials import make_credential, public_credential, without_weight, write_credentials
from comity.ballots.elections import Election, choose_one, draw_up, make_uuid
from comity.ballots.group import engine, random_scalar
from comity.ballots.trustees import Single, appoint, make_key
from comity.web.booth_hash import BOOTH

CANDIDATES, ANSWERS = 13, 3
SOURCE = Path(__file__).parent.parent
PAGE = """<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/bench.js"></script>"""
SCRIPT = """
const root = "/static/js/booth/";
const { makeDesk } = await import(root + "desk.js");
const desk = makeDesk();
window.bench = async (raw, choices, rounds) => {
  const bytes = new TextEncoder().encode(raw);
  const took = { seal: [], whole: [] };
  let ballot;
  const seed = await desk("makeSeed");
  for (let i = 0; i < rounds; i += 1) {
    // Asked at once after the election is read: everything, the tables of the key included, is waited for.
    let start = performance.now();
    await desk("ready", { raw: bytes });
    ballot = await desk("seal", { seed, choices });
    took.whole.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 1000)); // the voter reads
    start = performance.now();
    ballot = await desk("seal", { seed, choices });
    took.seal.push(performance.now() - start);
  }
  return { ...took, ballot: ballot.raw };
};
"""


def election() -> tuple[Election, bytes]:
    """13 candidates, 3 answers each, one trustee."""
    _, key = make_key()
    trustees = appoint([Single(key=key)])
    questions = [
        choose_one(f"Candidate {i}", ["encourage", "discourage", "no opinion"]) for i in range(CANDIDATES)
    ]
    drawn = draw_up(
        name="Benchmark",
        description="",
        public_key=trustees.public_key,
        questions=questions,
        uuid=make_uuid(),
    )
    return drawn, trustees.raw


def checked(raw: str, drawn: Election) -> None:
    check_ballot(read_ballot(raw.encode("utf-8"), drawn), drawn)


def by_node(drawn: Election, rounds: int) -> dict[str, float] | None:
    node = shutil.which("node")
    if node is None:
        return None
    command = [node, str(SOURCE / "bench" / "booth.mjs"), str(rounds)]
    ran = subprocess.run(command, input=drawn.raw, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout)
    checked(found.pop("ballot"), drawn)
    return found


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def by_chromium(drawn: Election, rounds: int) -> dict[str, float] | None:
    """In the worker of a page, messages included."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        return None
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        shutil.copytree(BOOTH, Path(folder) / "static" / "js" / "booth")
        (Path(folder) / "bench.html").write_text(PAGE)
        (Path(folder) / "bench.js").write_text(SCRIPT)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"http://localhost:{server.server_address[1]}/bench.html")
        page.wait_for_function("() => Boolean(window.bench)")
        choices = [[int(j == i % ANSWERS) for j in range(ANSWERS)] for i in range(CANDIDATES)]
        given = [drawn.raw.decode("utf-8"), choices, rounds]
        found = page.evaluate("([raw, choices, rounds]) => window.bench(raw, choices, rounds)", given)
        browser.close()
        server.shutdown()
        server.server_close()
    checked(found.pop("ballot"), drawn)
    return {name: statistics.median(values) for name, values in found.items()}


def by_tool(drawn: Election, trustees: bytes, rounds: int) -> dict[str, float] | None:
    """The reference tool, its start included, and its start alone beside it."""
    tool = shutil.which("belenios-tool")
    if tool is None:
        return None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        credential = make_credential()
        listed = write_credentials(without_weight([public_credential(credential, drawn.uuid)]))
        archive, _ = open_archive(1, election=drawn.raw, trustees=trustees, credentials=listed)
        (folder / f"{drawn.uuid}.bel").write_bytes(archive)
        (folder / "cred").write_text(credential)
        votes = [[int(j == i % ANSWERS) for j in range(ANSWERS)] for i in range(CANDIDATES)]
        (folder / "vote.json").write_text(json.dumps(votes))
        vote = [tool, "election", "generate-ballot", "--privcred", "cred", "--ballot", "vote.json"]
        raw, whole = _timed(vote, folder, rounds)
        _, start = _timed([tool, "--version"], folder, rounds)
    checked(raw.strip(), drawn)
    return {"whole": whole, "start": start}


def _timed(command: list[str], folder: Path, rounds: int) -> tuple[str, float]:
    """What it printed, and the median of how long it took."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        took.append(1000 * (time.perf_counter() - start))
    return ran.stdout, statistics.median(took)


def by_python(drawn: Election, rounds: int) -> dict[str, float]:
    took = []
    secret = random_scalar()
    choices = [[int(j == i % ANSWERS) for j in range(ANSWERS)] for i in range(CANDIDATES)]
    for _ in range(rounds):
        start = time.perf_counter()
        make_ballot(drawn, secret, choices)
        took.append(1000 * (time.perf_counter() - start))
    return {"whole": statistics.median(took)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    drawn, trustees = election()
    found: dict[str, dict[str, float] | None] = {
        "booth under Node": by_node(drawn, rounds),
        "booth in Chromium": by_chromium(drawn, rounds),
        "belenios-tool": by_tool(drawn, trustees, rounds),
        f"Python, {engine().name}": by_python(drawn, rounds),
    }
    print(f"{CANDIDATES} x {ANSWERS}, medians of {rounds}, milliseconds of wall time")
    for name, took in found.items():
        shown = (
            ", ".join(f"{part} {value:.1f}" for part, value in took.items()) if took else "not installed here"
        )
        print(f"  {name:<20} {shown}")
    tool = found["belenios-tool"]
    for name in ("booth under Node", "booth in Chromium"):
        took = found[name]
        if took and tool:
            reference = tool["whole"] - tool["start"]
            print(f"  {name}: {took['whole'] / reference:.2f} times the tool's own time without its start")
        if took:
            print(f"  {name}: {1000 / took['whole']:.1f} ballots a second against one wanted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
