"""Coverage-guided fuzzing of one reader, where atheris is installed (`pip install atheris`):

    python tests/ballots/fuzz/fuzz_readers.py ballot FOLDER -max_total_time=600

FOLDER keeps what was found interesting, and begins with real ones.  A crash, a hang (-timeout=) or too much
memory (-rss_limit_mb=) ends it and leaves the bytes in a file.  `list` names the readers.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["comity.ballots", "json"]):
    from readers import readers

LIMITS = ("-timeout=20", "-rss_limit_mb=1024")


def main() -> int:
    if len(sys.argv) < 3 or sys.argv[1] not in readers():
        print(*readers())
        return 2
    reader, folder = readers()[sys.argv[1]], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for seed in reader.seeds:
        assert reader.survives(seed)
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    longest = max(map(len, reader.seeds)) * 2
    atheris.Setup(
        [sys.argv[0], *LIMITS, f"-max_len={longest}", *sys.argv[2:]],
        lambda raw: reader.survives(raw) and None,
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
