"""How long the server needs for a page of a warm house with 10,000 entries: python bench/pages.py [entries]"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

sys.path[:0] = [str(Path(__file__).parents[1] / "src"), str(Path(__file__).parents[1])]
os.environ["COMITY_DATA"] = tempfile.mkdtemp(prefix="comity-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "comity.web.settings"

import django  # noqa: E402  (its settings read the environment above)

django.setup()

from django.core.management import call_command  # noqa: E402
from tests.people import new_id  # noqa: E402
from tests.web.pages import world  # noqa: E402

from comity.communications.acts import SendLetter  # noqa: E402
from comity.web.house import house, now  # noqa: E402

LIMIT: Final = 30
PAGES: Final = (
    "/",
    "/bodies/unsc/",
    "/bodies/unsc/communications/",
    "/bodies/unsc/communications/?page=90",
    "/bodies/unsc/communications/?q=matter+77",
    "/bodies/unsc/communications/?status=registered",
    "/bodies/unsc/communications/77/",
    "/members/",
    "/rules/",
    "/record/",
    "/record/?page=100",
    "/record/?q=unsc&page=100",
    "/record/500/",
    "/people/",
)


def fill(entries: int) -> None:
    """A letter, its registration and its circulation in turn; every tenth is only sent."""
    world.settle()
    made = house().store.head().sequence
    person = world.actor("fr.dupont")
    number = 0
    while made < entries:
        number += 1
        act = SendLetter(
            id=new_id(),
            stream=world.LETTERS,
            of="FRA",
            subject=f"A matter {number}",
            body="Text. " * 40,
            signed="J. D.",
        )
        house().clerk.hear(act, person, now())
        made += 1
        if number % 10 and made < entries - 1:
            world.register(number)
            world.circulate(number, "public" if number % 2 else "members")
            made += 2


def main() -> int:
    call_command("migrate", verbosity=0)
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    fill(entries)
    worst = 0.0
    for person in ("", "fr.dupont", "sec.okoro"):
        client = world.client(person)
        for address in PAGES:
            client.get(address)
            taken = []
            for _ in range(15):
                before = time.perf_counter()
                answer = client.get(address)
                taken.append((time.perf_counter() - before) * 1000)
                assert answer.status_code in (200, 404), (address, answer.status_code)
            middle = statistics.median(taken)
            worst = max(worst, middle)
            print(f"{middle:7.1f} ms  {person or 'public':10} {answer.status_code} {address}")
    print(f"{worst:7.1f} ms  the slowest page of a house with {entries} entries (at most {LIMIT} ms)")
    return 0 if worst <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
