"""A selection on stage: the desk of `tests/selection` before the clerk of the running house, its people with accounts.

    stage = Stage("unsg-2017-proposal").with_candidates(*FIVE)
    stage.poll(*FIGURES)
    page("/selections/test/", FRANCE)

All acts of the desk (`open`, `adopt`, `letters`, `nominate`, `hold`, `poll`, `counted`, `again`, `does`, `hear`) work
as they do there, in November 2026, when Latvia presides over the Council.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from comity.accreditation.acts import Accredit
from comity.accreditation.state import STREAM as ACCREDITATION
from comity.bodies.actor import CLERK, Actor
from comity.record.attachment import Attachment
from comity.rules.guard import Ruling
from comity.web.house import house
from tests.people import LATVIA, SECRETARIAT, new_id
from tests.selection.desk import COUNCIL, PGA, START, STATES, Desk
from tests.web.pages import world

FIVE: Final = STATES[:5]
"""They present candidates 1 to 5."""
READ_AT: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""When the pages are read, unless a test says otherwise."""
FIGURES: Final = ((11, 2, 2), (9, 4, 2), (8, 5, 2), (7, 5, 3), (3, 10, 2))
"""In favour, against and neither for candidates 1 to 5, of fifteen ballots."""
PDF: Final = b"%PDF-1.7 what was presented"
PUBLIC: Final = ""
PRESIDENT, ASSEMBLY, DESK = LATVIA.person, PGA.person, SECRETARIAT.person
CANDIDATE: Final = "candidate-1"
"""Who may be named as the person of a candidacy; accredited as a candidate."""
SOCIETY: Final = "ngo-1"


def rep(code: str) -> str:
    """Who speaks for that member."""
    return f"rep-{code}"


def settle() -> None:
    """Accredit a representative of each member of the Council and of each State that presents a candidate, both
    Presidents, the secretariat, a candidate and somebody of civil society."""
    for code in (*COUNCIL, *STATES, "ITA"):
        _accredit(rep(code), f"Representative of {code}", "representative", code)
    _accredit(DESK, "Ada Okoro", "secretariat")
    _accredit(ASSEMBLY, "President of the Assembly", "president", body="unga")
    _accredit(CANDIDATE, "Candidate of ARG", "candidate", body="unga")
    _accredit(SOCIETY, "Civil Voices", "civil_society", "CIVIL-VOICES", "unga")


def _accredit(person: str, name: str, capacity: str, of: str = "", body: str = "") -> None:
    act = Accredit(
        id=new_id(), stream=ACCREDITATION, person=person, full_name=name, capacity=capacity, of=of, body=body,
        since=None, until=None, issued_by="minister_for_foreign_affairs",
    )  # fmt: skip
    ruling = house().clerk.hear(act, CLERK, START - timedelta(days=1))
    assert ruling.accepted, ruling.say()


class Stage(Desk):
    """One selection before the clerk of the house, named as its address names it."""

    def __init__(
        self, rulebook: str = "unsg-2016", name: str = "test", at: datetime = START, term_from: int = 2027
    ) -> None:
        self.bodies, self.clerk = house().bodies, house().clerk
        self.stream, self.rulebook, self.term_from = f"selection:{name}", rulebook, term_from
        self.now = max(at, house().store.head().at or at)
        self.place = f"/selections/{name}/"

    def nominate(self, of: str, **more: Any) -> Ruling:
        """A nomination whose files can be downloaded."""
        files = {name: self.file(of, f"{name}.pdf") for name in ("curriculum_vitae", "vision_statement")}
        return super().nominate(of, **(files | more))

    def file(self, of: str, name: str, content: bytes = PDF) -> tuple[Attachment, ...]:
        """A file that this member has brought."""
        return (house().files.bring(self.stream, name, content, rep(of), self.now),)


def page(path: str, person: str = PUBLIC, language: str = "en", status: int = 200) -> str:
    """What this person reads there."""
    answer = world.client(person, language).get(path)
    assert answer.status_code == status, (path, person, answer.status_code)
    return answer.content.decode()


def actor(person: str) -> Actor:
    return house().actor(person)
