"""What is done with a proposal: the only writers of the register.

Every action takes `version` (the proposal's, as the person saw it) and raises NotFound, Changed, NotPossible and NotAllowed (NotKeeper,
NotProposer, NotBuilder) besides what it names. The refusals are in `planning.refusals`.
"""

from tanggap.planning.actions.building import begin, build, fund
from tanggap.planning.actions.deciding import accept, admit, advance, change, defer, refuse, withdraw
from tanggap.planning.actions.following import look
from tanggap.planning.actions.linking import add, propose, take_out
from tanggap.planning.actions.supporting import support

__all__ = [
    "accept",
    "add",
    "admit",
    "advance",
    "begin",
    "build",
    "change",
    "defer",
    "fund",
    "look",
    "propose",
    "refuse",
    "support",
    "take_out",
    "withdraw",
]
