"""The only writers of reports: one function a door, one transaction each, typed refusals."""

from tanggap.reports.actions.handling import ask, assign, claim_done, coordinate, disposition, note, reject, start
from tanggap.reports.actions.support import support

__all__ = ["ask", "assign", "claim_done", "coordinate", "disposition", "note", "reject", "start", "support"]
