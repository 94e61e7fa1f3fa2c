"""Every kind of proceeding there is, explicitly."""

from __future__ import annotations

from typing import Final

from comity.accreditation.procedure import ACCREDITATION
from comity.bodies.procedure import Procedure
from comity.communications.procedure import COMMUNICATIONS
from comity.elections.procedure import ELECTIONS
from comity.motions.procedure import MOTIONS
from comity.secret_votes.procedure import SECRET_VOTES
from comity.selection.procedure import SELECTION
from comity.votes.procedure import VOTES

PROCEDURES: Final[tuple[Procedure, ...]] = (
    ACCREDITATION,
    COMMUNICATIONS,
    ELECTIONS,
    MOTIONS,
    SECRET_VOTES,
    SELECTION,
    VOTES,
)
