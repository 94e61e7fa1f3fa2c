"""Who goes on after a round and who drops out, with the reason for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.rules.words import Text, text
from comity.selection.figures import Figures, ranking
from comity.selection.rulebook import Rules
from comity.voting import draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """What the rules make of the figures of a round."""

    kept: tuple[int, ...]
    eliminated: tuple[int, ...] = ()
    reasons: tuple[tuple[int, str], ...] = ()
    """By candidate eliminated: the setting that did it."""
    tied: tuple[int, ...] = ()
    """Equal at the cut."""
    tie_rule: str = ""
    """Which tie rule settled it."""
    needs_lot: bool = False
    """The rulebook lets lots decide, and no seed was given."""

    def explain(self, rules: Rules) -> tuple[tuple[int, Text], ...]:
        """Why each one dropped out, with its citation."""
        return tuple(
            (
                candidate,
                text(
                    f"selection.shortlist.{setting}",
                    n=getattr(rules, setting),
                    rule=rules.cite(setting),
                ),
            )
            for candidate, setting in self.reasons
        )


def shortlist(figures: Iterable[Figures], rules: Rules, seed: str = "") -> Shortlist:
    """Apply minimum support, maximum opposition, the lowest that drop out and the cap, in this order."""
    ranked = list(ranking(figures))
    reasons: dict[int, str] = {}
    for one in ranked:
        if one.in_favour < rules.minimum_support:
            reasons[one.candidate] = "minimum_support"
        elif rules.maximum_opposition and one.against >= rules.maximum_opposition:
            reasons[one.candidate] = "maximum_opposition"
    tied: tuple[int, ...] = ()
    tie_rule, needs_lot = "", False
    cuts = (
        ("eliminated_per_round", _lowest(len(ranked), rules)),
        ("most_that_go_on", max(len(ranked) - rules.most_that_go_on, 0) if rules.most_that_go_on else 0),
    )
    for setting, goal in cuts:
        rest = [one for one in ranked if one.candidate not in reasons]
        drop = min(goal - (len(ranked) - len(rest)), len(rest))
        if drop <= 0:
            continue
        cut = _cut(rest, drop, rules.ties, seed)
        reasons |= dict.fromkeys(cut.eliminated, setting)
        if cut.tied:
            tied, tie_rule, needs_lot = cut.tied, cut.tie_rule, cut.needs_lot
    if len(reasons) == len(ranked) and ranked:
        # Nobody would be left: the rules then eliminate nobody, and the members decide.
        return Shortlist(kept=tuple(one.candidate for one in ranked), tied=tied, tie_rule="all_stay")
    return Shortlist(
        kept=tuple(one.candidate for one in ranked if one.candidate not in reasons),
        eliminated=tuple(one.candidate for one in ranked if one.candidate in reasons),
        reasons=tuple(reasons.items()),
        tied=tied,
        tie_rule=tie_rule,
        needs_lot=needs_lot,
    )


def _lowest(running: int, rules: Rules) -> int:
    return rules.eliminated_per_round if running > rules.eliminated_while_more_than else 0


def _cut(ranked: Sequence[Figures], drop: int, ties: Sequence[str], seed: str) -> Shortlist:
    """The lowest so many of a ranking; who is equal at the cut is settled by the tie rules in turn."""
    edge = ranked[len(ranked) - drop].in_favour
    lower = [one for one in ranked if one.in_favour < edge]
    equal = [one for one in ranked if one.in_favour == edge]
    places = drop - len(lower)
    kept = tuple(one.candidate for one in ranked if one.in_favour > edge)
    gone = [one.candidate for one in lower]
    if len(equal) == places:
        return Shortlist(kept=kept, eliminated=tuple(one.candidate for one in equal) + tuple(gone))
    names = tuple(one.candidate for one in equal)
    settled_by, needs_lot = "", False
    for tie in ties:
        settled_by = tie
        if tie == "most_against_goes":
            worst_first = sorted(equal, key=lambda one: -one.against)
            limit = worst_first[places - 1].against
            sure = [one for one in worst_first if one.against > limit]
            level = [one for one in worst_first if one.against == limit]
            gone += [one.candidate for one in sure]
            places -= len(sure)
            if len(level) == places:
                gone += [one.candidate for one in level]
                places, equal = 0, []
            else:
                equal = level
        elif tie == "lot":
            if not seed:
                needs_lot = True
            else:
                drawn = draw(seed, [str(one.candidate) for one in equal], places).drawn
                gone += [int(name) for name in drawn]
            places = 0
        elif tie == "all_go":
            gone += [one.candidate for one in equal]
            places = 0
        else:
            places = 0
        if not places:
            break
    return Shortlist(kept=kept, eliminated=tuple(gone), tied=names, tie_rule=settled_by, needs_lot=needs_lot)
