"""Every kind of proceeding there is, explicitly."""

from __future__ import annotations

from typing import Final

from comity.accreditation.procedure import ACCREDITATION
from comity.bodies.procedure import Procedure
from comity.communications.procedure import COMMUNICATIONS
from comity.selection.procedure import SELECTION

PROCEDURES: Final[tuple[Procedure, ...]] = (ACCREDITATION, COMMUNICATIONS, SELECTION)
