"""Imported by the process that forks others: what all of them need is made once, and shared."""

from comity.ballots import verify as verify
from comity.ballots.group import base_table, lanes

if lanes() is None:
    base_table()
