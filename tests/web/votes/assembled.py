"""A house whose members vote: people for every member of the Council, the Assembly's presidency, and votes in short."""

from __future__ import annotations

from typing import Any

from comity.rules.acts import Act
from comity.rules.guard import Ruling
from comity.votes.acts import AnnounceResult, CastVote, CloseVote, OpenVote
from comity.votes.proposing import SubmitProposal
from comity.votes.state import Vote
from comity.web.house import house, now
from tests.people import new_id
from tests.web.pages import world

COUNCIL = "votes:unsc"
ASSEMBLY = "votes:unga"


def council() -> tuple[str, ...]:
    body = house().bodies["unsc"]
    return body.members_on(body.local(now()).date())


def president() -> str:
    body = house().bodies["unsc"]
    return body.president_on(body.local(now()).date())


def rep(code: str) -> str:
    return f"rep-{code.lower()}"


def settle(*more: str) -> None:
    """Accredit a representative of each member of the Council and of these others, and who serves the Assembly."""
    for code in dict.fromkeys((*council(), *more)):
        world.accredit(rep(code), f"Representative of {code}", "representative", code)
    world.accredit("sec.okoro", "Ada Okoro", "secretariat")
    world.accredit("pga", "President of the Assembly", "president", "", "unga")


def hear(kind: type[Act], person: str, stream: str = COUNCIL, **given: Any) -> Ruling:
    return house().clerk.hear(kind(id=new_id(), stream=stream, **given), world.actor(person), now())


def must(kind: type[Act], person: str, stream: str = COUNCIL, **given: Any) -> Ruling:
    ruling = hear(kind, person, stream, **given)
    assert ruling.accepted, ruling.say()
    return ruling


def chair(stream: str) -> str:
    return rep(president()) if stream == COUNCIL else "pga"


def submit(
    of: str = "FRA", subject: str = "Safe water for Port Arlen", stream: str = COUNCIL, **more: Any
) -> int:
    must(SubmitProposal, rep(of), stream, **({"of": of, "subject": subject, "symbol": "S/2026/900"} | more))
    return int(house().clerk.folds.whole(stream).state.last_proposal)


def open_vote(proposal: int = 0, stream: str = COUNCIL, **more: Any) -> int:
    given = {
        "proposal": proposal,
        "subject": "" if proposal else "Safe water for Port Arlen",
        "rule": "unsc.substantive" if stream == COUNCIL else "unga.simple",
        "method": "electronic",
    }
    must(OpenVote, chair(stream), stream, **(given | more))
    return int(house().clerk.folds.whole(stream).state.last_vote)


def cast(of: str, choice: str = "yes", vote: int = 1, stream: str = COUNCIL, **more: Any) -> Ruling:
    return hear(CastVote, rep(of), stream, vote=vote, of=of, choice=choice, **more)


def close(vote: int = 1, stream: str = COUNCIL) -> None:
    must(CloseVote, chair(stream), stream, vote=vote)


def announce(vote: int = 1, stream: str = COUNCIL) -> None:
    must(AnnounceResult, chair(stream), stream, vote=vote)


def the_vote(number: int = 1, stream: str = COUNCIL) -> Vote:
    found: Vote = house().clerk.folds.whole(stream).state.votes[number]
    return found
