"""The city's picture for leaders: what is late and who holds it, where it is worst, what nobody took notice of, the four criteria.

found = picture.draw(CITY, now=clock.now())          # read now, for the morning brief
found = picture.current(Scope(area="31.75"))          # shared by all screens, at most half a minute old
picture.criteria(CITY, now=clock.now())               # four rows
picture.escalations(staff, now=clock.now())           # what is addressed to this person
"""

from datetime import datetime

from tanggap.agencies.models import Staff
from tanggap.command.rows import Cluster, CriterionRow, Holder, Mark, Picture, Totals, Warned
from tanggap.command.scopes import CITY, Scope
from tanggap.core.paging import Page
from tanggap.deadlines import queries as deadlines
from tanggap.deadlines.queries import EscalationRow

__all__ = [
    "Cluster", "CriterionRow", "EscalationRow", "Holder", "Mark", "Picture", "Totals", "Warned",
    "criteria", "current", "draw", "escalations",
]  # fmt: skip


def draw(scope: Scope = CITY, *, now: datetime) -> Picture:
    """Return the picture of a scope: reports as the database holds them, promises measured at `now`. Three statements."""
    raise NotImplementedError


def current(scope: Scope = CITY) -> Picture:
    """Return the picture that all screens of this process share, at most `board.RELOAD_SECONDS` old; a statement only when it is older."""
    raise NotImplementedError


def criteria(scope: Scope = CITY, *, now: datetime) -> tuple[CriterionRow, ...]:
    """Return a scope by the four criteria over the last thirty full days before `now`, in the active language."""
    raise NotImplementedError


def escalations(staff: Staff, *, now: datetime, after: str | None = None, limit: int = 20) -> Page[EscalationRow]:
    """Return what is addressed to a person and waits for notice, told last first. Two statements. Raises Invalid."""
    return deadlines.addressed(staff, now=now, after=after, limit=limit)
