"""What of the yearly planning a brief tells."""

from dataclasses import dataclass
from datetime import datetime

from tanggap.command.scopes import Scope


@dataclass(frozen=True, slots=True)
class Planned:
    """Proposals that wait for a decision, those among them that wait longer than the city wants, and what is built but not checked."""

    waiting: int = 0
    overdue: int = 0
    unchecked: int = 0


def of(scope: Scope, *, now: datetime) -> Planned:
    """Return what waits in the yearly planning of a scope."""
    return Planned()
