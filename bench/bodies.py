"""What the bodies cost: their import, the first look at the States, and a person's clearances.

Run: python bench/bodies.py
"""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

from comity.bodies import clearance
from comity.bodies.actor import Accreditation, Actor, Capacity
from comity.bodies.body import standard_bodies

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MODULES = "comity.bodies.body, comity.bodies.clearance, comity.bodies.body_file, comity.bodies.credentials"


def best_import() -> float:
    """Seconds that the import adds to a bare interpreter, the best of seven."""

    def run(code: str) -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - begun

    return min(run(f"import {MODULES}") for _ in range(7)) - min(run("pass") for _ in range(7))


def delegates(number: int) -> list[Actor]:
    codes = standard_bodies()["unga"].members_on(NOW.date())
    return [
        Actor(
            person=f"p{n}",
            name=f"Delegate {n}",
            accreditations=(
                Accreditation(capacity=Capacity.REPRESENTATIVE, of=codes[n % len(codes)]),
                Accreditation(capacity=Capacity.TELLER, body="unsc"),
            ),
        )
        for n in range(number)
    ]


def microseconds_each(actors: list[Actor], at: datetime) -> float:
    bodies = standard_bodies()
    begun = time.perf_counter()
    for actor in actors:
        clearance.clearances(actor, bodies, at)
    return (time.perf_counter() - begun) / len(actors) * 1e6


def main() -> None:
    print(f"import of comity.bodies: {best_import() * 1000:.0f} ms")
    begun = time.perf_counter()
    actors = delegates(5000)
    print(f"first look at the States and 5,000 delegates: {(time.perf_counter() - begun) * 1000:.0f} ms")
    clearance.clearances(actors[0], standard_bodies(), NOW - timedelta(days=1))
    print(f"clearances, first in a quarter of an hour: {microseconds_each(actors, NOW):.1f} us")
    print(f"clearances, again: {min(microseconds_each(actors, NOW) for _ in range(5)):.1f} us")


if __name__ == "__main__":
    main()
