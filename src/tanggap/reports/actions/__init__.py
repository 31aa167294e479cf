"""The only writers of reports: one function a door, one transaction each, typed refusals."""

from tanggap.reports.actions.handling import ask, assign, claim_done, coordinate, disposition, reject, start
from tanggap.reports.actions.notes import note
from tanggap.reports.actions.support import support
from tanggap.reports.actions.watching import look, unwatch, watch

__all__ = [
    "ask",
    "assign",
    "claim_done",
    "coordinate",
    "disposition",
    "look",
    "note",
    "reject",
    "start",
    "support",
    "unwatch",
    "watch",
]
