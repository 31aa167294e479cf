"""The city's picture for leaders: what is late and who holds it, where it is worst, what nobody took notice of, the four criteria.

found = picture.draw(CITY, now=clock.now())          # read now, for the morning brief
found = picture.current(Scope(area="31.75"))         # shared by all screens, at most half a minute old
picture.criteria(CITY, now=clock.now())              # four rows
picture.escalations(staff, now=clock.now())          # what is addressed to this person
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from tanggap.agencies.models import Staff
from tanggap.command import board, worst
from tanggap.command.board import Board, Held, Unheard
from tanggap.command.criteria import criteria
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
    """Return the picture of a scope: reports as the database holds them, promises measured at `now`. Four statements."""
    return cut(board.read(now), scope)


def current(scope: Scope = CITY) -> Picture:
    """Return the picture that all screens of this process share, at most half a minute old; statements only when it is older."""
    return cut(board.current(), scope)


def escalations(staff: Staff, *, now: datetime, after: str | None = None, limit: int = 20) -> Page[EscalationRow]:
    """Return what is addressed to a person and waits for notice, told last first. Two statements. Raises Invalid."""
    return deadlines.addressed(staff, now=now, after=after, limit=limit)


def cut(whole: Board, scope: Scope) -> Picture:
    """Return what of a board lies in a scope. No statement of its own."""
    areas, units = scope.areas(), scope.units()

    def is_in(unit: str, area: str) -> bool:
        return (areas is None or area in areas) and (units is None or unit in units)

    held = [row for row in whole.held if is_in(row.unit, row.area)]
    planned = sum(row.reports for row in whole.planned if is_in(row.unit, row.area))
    return Picture(
        scope=scope,
        at=whole.at,
        totals=_totals(held, planned),
        holders=_holders(held),
        clusters=worst.places_of(spot for spot in whole.spots if is_in(spot.unit, spot.area)),
        warned=_warned(row for row in whole.unheard if is_in(row.unit, row.area)),
    )


_NEVER = datetime.max.replace(tzinfo=UTC)
_NUMBERS = ("open", "late", "late_answers", "soon", "waiting", "unassigned")


def _sums(rows: Iterable[Held]) -> dict[str, int]:
    found = dict.fromkeys(_NUMBERS, 0)
    for row in rows:
        for name in _NUMBERS:
            found[name] += getattr(row, name)
    return found


def _totals(rows: Iterable[Held], planned: int) -> Totals:
    return Totals(**_sums(rows), planned=planned)


def _holders(rows: Iterable[Held]) -> tuple[Holder, ...]:
    """Return the units, those with the most late ones first; of as many, the one whose oldest waits longest."""
    by_unit: dict[str, list[Held]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit].append(row)
    found = [
        Holder(
            unit=unit,
            **_sums(of),
            people=len({person for row in of for person in row.people}),
            oldest_due_at=min((row.oldest_due_at for row in of if row.oldest_due_at), default=None),
        )
        for unit, of in by_unit.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.late, row.oldest_due_at or _NEVER, -row.open, row.unit)))


def _warned(rows: Iterable[Unheard]) -> tuple[Warned, ...]:
    """Return where warnings wait, the most first."""
    by_unit: dict[str, list[Unheard]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit].append(row)
    found = [
        Warned(unit, sum(row.reports for row in of), min(row.oldest_told_at for row in of))
        for unit, of in by_unit.items()
    ]
    return tuple(sorted(found, key=lambda row: (-row.waiting, row.oldest_told_at, row.unit)))
