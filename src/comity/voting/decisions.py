"""What a vote means: whether it adopts, why, and under which rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from comity.rules.citation import Citation, assembly
from comity.rules.guard import Outcome
from comity.rules.majority import SIMPLE, TWO_THIRDS, Share
from comity.rules.words import Text, text
from comity.voting import matters, tally
from comity.voting.errors import mistake
from comity.voting.rules import PERMANENT, DecisionRule, find_rule
from comity.voting.tally import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The meaning of a vote; `reason` is for programs, `explain` for people."""

    rule: str
    outcome: Outcome
    tally: Tally | None = None
    needed: int = 0

    @property
    def reason(self) -> str:
        return self.outcome.verdict

    @property
    def adopted(self) -> bool:
        return self.reason in ("adopted", "settled")

    @property
    def vetoed_by(self) -> tuple[str, ...]:
        """Codes of the members whose votes against prevented adoption."""
        return self.tally.vetoed_by if self.tally and self.reason == "vetoed" else ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.outcome.citations

    def explain(self, language: str = "en") -> str:
        return self.outcome.say(language)


def decide(
    rule: str | DecisionRule | Mapping[str, Any],
    votes: Mapping[str, str] | Mapping[str, int] | None = None,
    *,
    on: date | None = None,
    members: int | None = None,
    present: int | None = None,
    against: Iterable[str] | None = None,
    parties: Iterable[str] = (),
    basis: str = "",
    matter: str = "",
    part: bool = False,
    second_vote: bool = False,
    objections: Iterable[str] = (),
) -> Decision:
    """Decide a vote under a rule.

    votes: by member ("yes", "no", "abstain", "absent", "not participating"), or counts of them.
    against: with counts under a rule with a veto, the members that voted against (or none: `[]`).
    parties, basis: parties to the dispute, and what the decision is under: "VI", "52(3)", "VII".
    matter: for the preliminary question, the matter, if it is among those that are procedural anyway.
    part: the vote is on an amendment to, or a part of, the proposal (Assembly rule 84).
    second_vote: this is the second vote after an equally divided one (Assembly rule 95).
    objections: under consensus, silence and the like, who objects.
    """
    found = find_rule(rule).on(on)
    if found.kind == "consent":
        return _consent(found, votes, tuple(objections))
    if settled := _settled(found, matter):
        return settled
    bound = bound_parties(found, parties, basis)
    reason, counted, needed = weigh(
        found,
        votes,
        on=on,
        members=members,
        present=present,
        against=against,
        bound=bound,
        second_vote=second_vote,
    )
    outcome = _outcome(found, reason, counted, needed, part=part, second_vote=second_vote)
    return Decision(rule=found.name, tally=counted, needed=needed, outcome=outcome)


def weigh(
    rule: DecisionRule,
    votes: Mapping[str, Any] | None,
    *,
    on: date | None = None,
    members: int | None = None,
    present: int | None = None,
    against: Iterable[str] | None = None,
    bound: tuple[str, ...] = (),
    second_vote: bool = False,
) -> tuple[str, Tally, int]:
    """The reason, the tally and how many were needed: a decision without its sentences."""
    if not votes:
        raise mistake("votes_missing", rule=rule.name)
    counted = _count(rule, votes, on, members, against, bound)
    if present is not None:
        counted = _with_present(counted, present)
        if rule.quorum is not None and counted.members:
            quorum = rule.quorum.needed(voting=counted.members)
            if present < quorum:
                return "no_quorum", counted, quorum
    needed = rule.threshold.needed(
        voting=counted.yes + counted.no,
        present=counted.yes + counted.no + counted.abstain,
        members=_members(rule, counted),
    )
    vetoed = bool(counted.vetoed_by)
    reason = verdict(
        rule, yes=counted.yes, no=counted.no, needed=needed, vetoed=vetoed, second_vote=second_vote
    )
    return reason, counted, needed


def verdict(
    rule: DecisionRule, *, yes: int, no: int, needed: int, vetoed: bool, second_vote: bool = False
) -> str:
    """The word for what the numbers mean: enough votes are counted first, so too few are never a veto."""
    if rule.tie and yes == no and yes > 0:
        return "rejected" if second_vote or rule.tie == "rejected" else "tied"
    if yes < needed:
        return "rejected" if _is_simple(rule) and no > 0 else "insufficient"
    return "vetoed" if vetoed else "adopted"


def _count(
    rule: DecisionRule,
    votes: Mapping[str, Any],
    on: date | None,
    members: int | None,
    against: Iterable[str] | None,
    bound: tuple[str, ...],
) -> Tally:
    kinds = {isinstance(vote, str) for vote in votes.values()}
    if kinds == {True}:
        if against is not None:
            raise mistake("against_superfluous")
        return tally.by_member(rule, votes, on=on, members=members, parties=bound)
    if kinds == {False}:
        if bound:
            raise mistake("parties_need_names")
        return tally.by_count(rule, votes, on=on, members=members, against=against)
    raise mistake("votes_mixed")


def bound_parties(rule: DecisionRule, parties: Iterable[str], basis: str) -> tuple[str, ...]:
    """The parties that must abstain: only in decisions under Chapter VI or Article 52(3)."""
    named = tuple(parties)
    if not named:
        return ()
    if not rule.parties_abstain:
        raise mistake("parties_not_bound", rule=rule.name)
    if not basis:
        raise mistake("basis_missing", bases=rule.parties_abstain)
    return named if basis in rule.parties_abstain else ()


def _with_present(counted: Tally, present: int) -> Tally:
    cast = counted.yes + counted.no + counted.abstain
    if present < cast or (counted.members and present > counted.members):
        raise mistake("present_wrong", present=present, cast=cast, members=counted.members)
    return replace(counted, present=present)


def _members(rule: DecisionRule, counted: Tally) -> int:
    if rule.threshold.base == "members" and not counted.members:
        raise mistake("members_needed", rule=rule.name)
    return counted.members


def _is_simple(rule: DecisionRule) -> bool:
    threshold = rule.threshold
    return threshold.share == SIMPLE and threshold.base == "voting"


def _settled(rule: DecisionRule, matter: str) -> Decision | None:
    """The preliminary question does not arise on a matter that is procedural by agreement."""
    if not matter:
        return None
    if rule.said != "preliminary":
        raise mistake("matter_elsewhere", rule=rule.name)
    listed = matters.procedural_matter(matter)
    reason = text("voting.decisions.settled", matter=listed.name)
    return Decision(rule=rule.name, outcome=Outcome("settled", (reason,), listed.citations))


def _no_quorum(rule: DecisionRule, counted: Tally, needed: int) -> Outcome:
    reason = text(
        "voting.decisions.no_quorum", present=counted.present, members=counted.members, needed=needed
    )
    cited = (assembly(108 if rule.name == "unga.committee" else 67),) if rule.voters == "assembly" else ()
    return Outcome("no_quorum", (reason,), cited or rule.citations)


def _outcome(
    rule: DecisionRule, reason: str, counted: Tally, needed: int, *, part: bool, second_vote: bool
) -> Outcome:
    if reason == "no_quorum":
        return _no_quorum(rule, counted, needed)
    blanks = {
        "count": text("voting.decisions.count", yes=counted.yes, no=counted.no, abstain=counted.abstain),
        "needed": needed,
        "majority": _majority(rule, needed),
        "by": tuple(tally.said_name(rule, member) for member in counted.vetoed_by),
    }
    reasons = [text(f"voting.decisions.{_sentence(rule, reason, counted, second_vote)}", **blanks)]
    if counted.obliged:
        names = tuple(tally.said_name(rule, member) for member in counted.obliged)
        reasons.append(text("voting.decisions.obliged", members=names))
    citations = rule.citations
    if part and rule.name == "unga.two_thirds":
        citations += (assembly(84),)
    if rule.tie == "second_vote" and counted.yes == counted.no > 0:
        citations += (assembly(95),) if rule.voters == "assembly" else ()
    return Outcome(reason, tuple(reasons), citations)


def _sentence(rule: DecisionRule, reason: str, counted: Tally, second_vote: bool) -> str:
    """Which sentence of `words/decisions.toml` says it."""
    if rule.said:
        return f"{rule.said}_{reason}"
    if rule.veto == (PERMANENT,) and reason in ("adopted", "vetoed"):
        return "adopted_concurring" if reason == "adopted" else "vetoed_permanent"
    if reason == "adopted" and rule.veto:
        return "adopted_without_veto"
    if reason == "insufficient" and counted.vetoed_by:
        return "insufficient_no_veto"
    if reason == "insufficient" and counted.yes + counted.no == 0:
        return "nobody_voted"
    if reason == "rejected" and counted.yes == counted.no:
        return "rejected_equal_again" if second_vote else "rejected_equal"
    return reason


def _majority(rule: DecisionRule, needed: int) -> Text:
    """The majority in words: "two thirds of the members present and voting: 129"."""
    threshold = rule.threshold
    if threshold.share is None:
        return text("voting.decisions.majority_votes", needed=needed)
    return text(
        "voting.decisions.majority_share",
        share=_part(threshold.share),
        base=text(f"voting.decisions.base_{threshold.base}"),
        needed=needed,
    )


def _part(share: Share) -> Text | str:
    """More than half, two thirds, or in figures: 3/4, > 3/5."""
    if share == SIMPLE:
        return text("voting.decisions.share_half")
    if share == TWO_THIRDS:
        return text("voting.decisions.share_two_thirds")
    return f"{'> ' if share.exceeded else ''}{share.numerator}/{share.denominator}"


def _consent(rule: DecisionRule, votes: Mapping[str, Any] | None, objections: tuple[str, ...]) -> Decision:
    """Consensus, acclamation, without a vote, silence: adopted unless somebody objects."""
    if votes is not None:
        raise mistake("consent_has_no_votes", rule=rule.name)
    members = [tally.identify(rule, name) for name in objections]
    if len(set(members)) < len(members):
        raise mistake("objected_twice", rule=rule.name)
    said = rule.said or "consensus"
    if len(members) <= rule.objections_allowed:
        sentence = f"{said}_adopted" if not members else "consent_despite"
        verdict = "adopted"
    else:
        sentence, verdict = f"{said}_objected", "silence_broken" if said == "silence" else "objected"
    names = tuple(tally.said_name(rule, member) for member in members)
    reason = text(f"voting.decisions.{sentence}", members=names, allowed=rule.objections_allowed)
    return Decision(rule=rule.name, outcome=Outcome(verdict, (reason,), rule.citations))
