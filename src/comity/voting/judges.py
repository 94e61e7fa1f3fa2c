"""Judges of the International Court of Justice, elected in two bodies at once (Statute, Articles 8 to 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from comity.rules.citation import Citation, assembly, council, statute
from comity.rules.words import Text, text
from comity.voting.errors import mistake
from comity.voting.papers import Round, check_round, required

CONFERENCE_AFTER: Final = 3
"""Meetings after which a joint conference may be asked for if seats are still empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting of each body: its ballots, in order, and who withdrew before it."""

    assembly: tuple[Round, ...] = ()
    council: tuple[Round, ...] = ()
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """How far one body came in one meeting."""

    names: tuple[str, ...]
    complete: bool
    required: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Where the double election stands after a meeting of both bodies."""

    elected: tuple[str, ...]
    """Elected by this meeting: chosen by both bodies."""
    places: int
    next: str
    """ballot (a body has not chosen as many as there are seats), meeting, complete, deadlocked."""
    conference: bool
    """Whether either body may ask for a joint conference (Article 12)."""
    by_assembly: Chosen
    by_council: Chosen
    reasons: tuple[Text, ...]
    citations: tuple[Citation, ...]

    def explain(self, language: str = "en") -> str:
        said = " ".join(reason.say(language) for reason in self.reasons)
        return f"{said} [{'; '.join(citation.say(language) for citation in self.citations)}]"


def elect_judges(
    meetings: Iterable[Meeting],
    *,
    seats: int,
    assembly_members: int = 193,
    council_members: int = 15,
    longest: int = 50,
) -> tuple[Joint, ...]:
    """Follow the election meeting by meeting; every member of the Council counts alike, permanent or not."""
    if seats < 1 or longest < 1:
        raise mistake("election_seats")
    standings: list[Joint] = []
    gone: set[str] = set()
    places = seats
    for number, meeting in enumerate(meetings, start=1):
        if standings and standings[-1].next != "meeting":
            raise mistake("meeting_not_due", meeting=number)
        gone |= set(meeting.withdrawn)
        by_assembly = _choose(meeting.assembly, places, assembly_members, gone)
        by_council = _choose(meeting.council, places, council_members, gone)
        done = by_assembly.complete and by_council.complete
        elected = tuple(name for name in by_assembly.names if name in by_council.names) if done else ()
        gone |= set(elected)
        places -= len(elected)
        standings.append(_standing(number, elected, places, by_assembly, by_council, longest))
    return tuple(standings)


def _choose(rounds: tuple[Round, ...], places: int, members: int, gone: Iterable[str]) -> Chosen:
    """Ballot until as many candidates as there are seats have an absolute majority (Council rule 61)."""
    needed = required("absolute", 0, members)
    chosen: tuple[str, ...] = ()
    for number, counted in enumerate(rounds, start=1):
        left = places - len(chosen)
        if left == 0:
            raise mistake("election_over", round=number)
        for name, votes in counted.votes.items():
            if votes and (name in chosen or name in gone):
                raise mistake("not_to_be_voted", name=name, round=number)
        check_round(counted, number, left, members)
        winners = sorted(
            (name for name, votes in counted.votes.items() if votes >= needed),
            key=lambda name, counted=counted: (-counted.votes[name], name),  # type: ignore[misc]
        )
        # More than there are seats: that ballot chooses nobody and is taken again.
        if len(winners) <= left:
            chosen += tuple(winners)
    return Chosen(names=chosen, complete=len(chosen) == places, required=needed)


def _standing(
    number: int, elected: tuple[str, ...], places: int, by_assembly: Chosen, by_council: Chosen, longest: int
) -> Joint:
    cited: tuple[Citation, ...] = (
        statute(8),
        statute(10),
    )
    reasons: list[Text] = []
    conference = False
    done = by_assembly.complete and by_council.complete
    if not done:
        following = "ballot"
        reasons.append(
            text(
                "voting.elections.judges_ballot",
                assembly=by_assembly.required,
                council=by_council.required,
            )
        )
        cited += (council(61), assembly(151))
    else:
        if elected:
            reasons.append(text("voting.elections.judges_elected", names=elected))
        if places == 0:
            following = "complete"
            reasons.append(text("voting.elections.complete"))
        elif number >= longest:
            following = "deadlocked"
            reasons.append(text("voting.elections.judges_deadlocked", meetings=number, places=places))
            cited += (statute(12),)
        else:
            following = "meeting"
            conference = number >= CONFERENCE_AFTER
            sentence = "judges_conference" if conference else "judges_meeting"
            reasons.append(text(f"voting.elections.{sentence}", places=places))
            cited += (statute(12 if conference else 11),)
    return Joint(
        elected=elected,
        places=places,
        next=following,
        conference=conference,
        by_assembly=by_assembly,
        by_council=by_council,
        reasons=tuple(reasons),
        citations=cited,
    )
