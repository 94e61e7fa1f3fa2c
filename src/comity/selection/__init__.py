"""Selecting an executive head: from the joint letter to the oath."""

from comity.selection.process import Process
from comity.selection.rulebook import RULEBOOKS, Rules, rules

__all__ = ["RULEBOOKS", "Process", "Rules", "rules"]
