"""What was cast: votes by member or bare counts, checked before anything is decided on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from comity.rules.words import Name
from comity.voting import membership
from comity.voting.errors import mistake
from comity.voting.rules import PERMANENT, DecisionRule

YES: Final = "yes"
NO: Final = "no"
ABSTAIN: Final = "abstain"
ABSENT: Final = "absent"
NOT_PARTICIPATING: Final = "not participating"

SPELLINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("yes", "y", "for", "in favour", "in favor", "+"), YES),
    **dict.fromkeys(("no", "n", "against", "-"), NO),
    **dict.fromkeys(("abstain", "a", "abstention", "abstained", "abstaining", "0"), ABSTAIN),
    **dict.fromkeys(("absent", "x"), ABSENT),
    **dict.fromkeys(("not participating", "not_participating", "did not participate"), NOT_PARTICIPATING),
}
"""How a vote may be written; the shortest are those of the official voting records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many voted which way, and who, as far as it is known."""

    yes: int
    no: int
    abstain: int
    members: int
    present: int
    vetoed_by: tuple[str, ...] = ()
    """Members with a veto that voted against."""
    obliged: tuple[str, ...] = ()
    """Parties to a dispute whose yes or no counts as the abstention that they owed."""
    votes: tuple[tuple[str, str], ...] = ()
    """Each member's vote where it was given, in the order of the codes or names."""


def spelled(vote: str, member: str) -> str:
    """The vote meant by this spelling."""
    try:
        return SPELLINGS[vote.strip().casefold()]
    except (KeyError, AttributeError):
        raise mistake("vote_unknown", member=member, vote=vote) from None


def identify(rule: DecisionRule, name: str) -> str:
    """The code of a State, or the member of another body under its own name."""
    if isinstance(rule.voters, str) and rule.voters:
        return membership.code_of(name)
    if rule.voters and name not in rule.voters:
        raise mistake("not_a_member_here", name=name, rule=rule.name)
    return name


def said_name(rule: DecisionRule, member: str) -> Name:
    return membership.name_of(member) if isinstance(rule.voters, str) and rule.voters else Name(member)


def with_veto(rule: DecisionRule, on: date | None) -> tuple[str, ...]:
    """The members any of whom can prevent adoption under this rule."""
    if rule.veto != (PERMANENT,):
        return rule.veto
    if on is None:
        raise mistake("day_needed", rule=rule.name)
    return membership.council_permanent_on(on)


def seats(rule: DecisionRule, on: date | None, members: int | None) -> int | None:
    """How many members the body has, as far as it is known."""
    match rule.voters:
        case "council":
            size = membership.council_size_on(on)
        case "assembly":
            return members if members is not None else membership.assembly_size_on(on)
        case "":
            return members
        case listed:
            size = len(listed)
    if members not in (None, size):
        raise mistake("members_differ", rule=rule.name, members=members, size=size)
    return size


def by_member(
    rule: DecisionRule,
    votes: Mapping[str, str],
    *,
    on: date | None,
    members: int | None,
    parties: Iterable[str],
) -> Tally:
    """The tally of votes given by member."""
    cast: dict[str, str] = {}
    for name, vote in votes.items():
        member = identify(rule, name)
        if member in cast:
            raise mistake("voted_twice", member=said_name(rule, member))
        cast[member] = spelled(vote, name)
    size = _check_membership(rule, cast, on, members)
    obliged = _oblige(rule, cast, parties)
    values = list(cast.values())
    yes, no, abstain = values.count(YES), values.count(NO), values.count(ABSTAIN)
    vetoers = with_veto(rule, on) if rule.veto else ()
    return Tally(
        yes=yes,
        no=no,
        abstain=abstain,
        members=size,
        present=yes + no + abstain + values.count(NOT_PARTICIPATING),
        vetoed_by=tuple(member for member in vetoers if cast.get(member) == NO),
        obliged=obliged,
        votes=tuple(sorted(cast.items())),
    )


def by_count(
    rule: DecisionRule,
    counts: Mapping[str, int],
    *,
    on: date | None,
    members: int | None,
    against: Iterable[str] | None,
) -> Tally:
    """The tally of bare counts; where one member can prevent adoption, who voted against must be said."""
    known = {YES, NO, ABSTAIN, ABSENT, NOT_PARTICIPATING}
    for name, count in counts.items():
        if name not in known:
            raise mistake("count_unknown", name=name)
        if type(count) is not int or count < 0:
            raise mistake("count_wrong", name=name, count=count)
    if not {YES, NO} <= set(counts):
        raise mistake("count_missing")
    yes, no, abstain = counts[YES], counts[NO], counts.get(ABSTAIN, 0)
    aside = counts.get(NOT_PARTICIPATING, 0)
    cast = yes + no + abstain
    size = seats(rule, on, members)
    given = cast + aside + counts.get(ABSENT, 0)
    if size is not None and given > size:
        raise mistake("counts_exceed", cast=given, members=size)
    return Tally(
        yes=yes,
        no=no,
        abstain=abstain,
        members=size if size is not None else 0,
        present=cast + aside,
        vetoed_by=_opposed(rule, yes, no, on, against),
    )


def _opposed(
    rule: DecisionRule, yes: int, no: int, on: date | None, against: Iterable[str] | None
) -> tuple[str, ...]:
    """Members with a veto among those that voted against, when only counts are known."""
    if not rule.veto or no == 0:
        if against and no == 0:
            raise mistake("against_exceeds", named=len(list(against)), no=no)
        return ()
    if against is None:
        if yes < rule.on(on).threshold.votes:
            return ()  # too few in favour: who opposed makes no difference
        raise mistake("against_needed", rule=rule.name, no=no)
    named = {identify(rule, name) for name in against}
    if len(named) > no:
        raise mistake("against_exceeds", named=len(named), no=no)
    return tuple(member for member in with_veto(rule, on) if member in named) if named else ()


def _check_membership(
    rule: DecisionRule, cast: Mapping[str, str], on: date | None, members: int | None
) -> int:
    size = seats(rule, on, members)
    sitting: tuple[str, ...] | None = None
    if rule.voters == "council":
        if on is None:
            raise mistake("day_needed", rule=rule.name)
        sitting = membership.council_members_on(on)
    elif not isinstance(rule.voters, str):
        sitting = rule.voters
    if sitting is not None:
        for member in cast:
            if member not in sitting:
                raise mistake("not_sitting", member=said_name(rule, member))
        if missing := [said_name(rule, member) for member in sitting if member not in cast]:
            raise mistake("no_vote_given", members=missing)
    if size is None:
        return len(cast) if rule.voters == "" else 0
    if len(cast) > size:
        raise mistake("counts_exceed", cast=len(cast), members=size)
    return size


def _oblige(rule: DecisionRule, cast: dict[str, str], parties: Iterable[str]) -> tuple[str, ...]:
    """Turn the yes or no of a party to the dispute into the abstention that the Charter requires of it."""
    bound = sorted({identify(rule, name) for name in parties})
    changed = tuple(member for member in bound if cast.get(member) in (YES, NO))
    for member in changed:
        cast[member] = ABSTAIN
    return changed
