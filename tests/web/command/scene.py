"""A city in which something is late, somebody holds it, and somebody was told."""

from datetime import timedelta

from tests.factories import LITTER, make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors, shelf
from tanggap.deadlines import actions as deadlines
from tanggap.deadlines.models import Escalation
from tanggap.insight.cells.consumer import CONSUMER as CELLS
from tanggap.reports.words import State

GEBANG = "kel-31.75.06.1005"


def late(*, days=(9, 5, 4), officer=None):
    """Return late reports of one street, the oldest first; the map knows of them, and who leads the district was told."""
    worker = officer or make.staff(of=GEBANG)
    reports = [
        make.report(
            state=State.IN_PROGRESS if number else State.RECEIVED,
            category=LITTER,
            at=clock.now() - timedelta(days=age, hours=1),
            reporter=make.reporter(number + 1),
            **({"officer": worker} if number else {}),
        )
        for number, age in enumerate(days)
    ]
    deadlines.note_breaches()
    deadlines.escalate()
    at = clock.now() - timedelta(hours=1)
    Escalation.objects.update(at=at, told_at=at)
    with own_events_seen():
        cursors.catch_up(CELLS)
    shelf.clear_all()
    return reports


def camat():
    """Return who leads the district."""
    return make.staff(of="kec-31.75.06", role=Role.LEADER)


def governor():
    """Return who leads the city."""
    return make.staff(of="kantor-gubernur", role=Role.LEADER)
