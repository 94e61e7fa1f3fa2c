"""The rules: where they stand, what they ask, and the words in which the system answers."""

from comity.rules.acts import Act, Event
from comity.rules.citation import Citation, assembly, charter, council
from comity.rules.clock import Calendar, Clock
from comity.rules.guard import Objection, Outcome, OutOfOrder, Ruling, enforces
from comity.rules.majority import Majority
from comity.rules.rulebook import Rulebook
from comity.rules.words import LANGUAGES, Name, Text, text

__all__ = [
    "LANGUAGES",
    "Act",
    "Calendar",
    "Citation",
    "Clock",
    "Event",
    "Majority",
    "Name",
    "Objection",
    "OutOfOrder",
    "Outcome",
    "Rulebook",
    "Ruling",
    "Text",
    "assembly",
    "charter",
    "council",
    "enforces",
    "text",
]
