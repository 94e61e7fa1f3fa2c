"""What a vote means: decisions and elections under the rules of the body, explained and cited."""

from comity.voting.decisions import Decision, decide
from comity.voting.elections import Election, Standing, Withdrawal, elect
from comity.voting.errors import VotingError
from comity.voting.judges import Meeting, elect_judges
from comity.voting.lots import Lot, draw
from comity.voting.papers import Round, count_papers
from comity.voting.rules import DecisionRule, catalogue, rule_from, rules_from_toml

__all__ = [
    "Decision",
    "DecisionRule",
    "Election",
    "Lot",
    "Meeting",
    "Round",
    "Standing",
    "VotingError",
    "Withdrawal",
    "catalogue",
    "count_papers",
    "decide",
    "draw",
    "elect",
    "elect_judges",
    "rule_from",
    "rules_from_toml",
]
