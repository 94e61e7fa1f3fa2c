"""The ballot paper that follows from where a list stands, and counts as tellers write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from comity.bodies.body import Body
from comity.bodies.offices import of_the_assembly
from comity.bodies.order import alphabetical, fold
from comity.elections.events import Figures, Votes
from comity.elections.state import Election, Elections, Round, Slate
from comity.rules.citation import Citation, assembly, charter
from comity.rules.words import LANGUAGES, say
from comity.voting import Round as Counted

BALLOTS: Final = frozenset({"first", "restricted", "unrestricted", "special"})
"""What may come next that is a ballot; a lot is drawn, and nothing follows the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """For whom, and for how many, members may write a name."""

    kind: str
    names: tuple[str, ...]
    anyone: bool
    places: int
    members: int


def paper_of(state: Elections, election: Election, slate: Slate, members: int) -> Paper:
    """The next ballot paper of a list: those it is restricted to, or everyone eligible, the candidates first."""
    now = slate.now
    if now.among:
        return Paper(
            kind=now.next,
            names=_in_order(state, election, now.among),
            anyone=False,
            places=now.contested,
            members=members,
        )
    declared = tuple(one.candidate for one in slate.standing)
    others = (name for name in slate.eligible if name not in declared and slate.voted_for(name))
    names = (*_in_order(state, election, declared), *_in_order(state, election, others))
    return Paper(kind=now.next, names=names, anyone=slate.anyone, places=now.contested, members=members)


def _in_order(state: Elections, election: Election, names: Iterable[str]) -> tuple[str, ...]:
    return alphabetical(names, lambda name: say(state.name_of(election, name), "en"))


class NotUnderstood(ValueError):
    """A count that cannot be read; `reason` is the last part of a sentence's key, `line` what stands there."""

    def __init__(self, reason: str, line: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_votes(written: str, body: Body, election: Election, one: Round) -> Votes:
    """A line for each candidate: the code or the name in any language, a colon, the number of votes."""
    known = _known(body, one.names) if election.states else {fold(name): name for name in one.names}
    votes: dict[str, int] = {}
    for line in written.splitlines():
        if not line.strip():
            continue
        name, colon, number = (part.strip() for part in line.replace("：", ":").rpartition(":"))
        if not (colon and name and number.isascii() and number.isdigit() and len(number) < 7):
            raise NotUnderstood("votes_line", line.strip()[:100])
        plain = " ".join(name.split())
        candidate = known.get(fold(plain)) or (plain if one.anyone and len(plain) <= 160 else "")
        if not candidate:
            raise NotUnderstood("not_a_name_there", name[:100])
        if candidate in votes:
            raise NotUnderstood("votes_twice", name[:100])
        votes[candidate] = int(number)
    return tuple(sorted((name, n) for name, n in votes.items() if n))


def _known(body: Body, names: Iterable[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code in names:
        for language in LANGUAGES:
            found[fold(body.name_of(code).say(language))] = code
        found[fold(code)] = code
    return found


def counted(figures: Figures) -> Counted:
    """A count as the arithmetic takes it."""
    return Counted(
        votes=dict(figures.votes),
        papers=figures.returned,
        invalid=figures.invalid,
        abstentions=figures.blank,
    )


def cited(body: Body, majority: str) -> tuple[Citation, ...]:
    """Under what the Assembly fills a list by that majority; another body has decided so for itself."""
    if not of_the_assembly(body):
        return ()
    match majority:
        case "two_thirds":
            return (assembly(83), charter(18, 2))
        case "absolute":
            # Of the Assembly's elections that of the Human Rights Council asks for it; that of judges is another.
            return (Citation("A/RES/60/251", "7", unit="paragraph"),)
        case _:
            return (assembly(85), charter(18, 3))
