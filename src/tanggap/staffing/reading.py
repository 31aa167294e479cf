"""The past of a unit as the database tells it, in few statements: one row a report, the days, the acts by hour, and the people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any, Final

from django.db import connection

from tanggap.agencies import absences, teams
from tanggap.agencies import queries as agencies
from tanggap.catalog import clocks
from tanggap.catalog.clocks import WorkingTime
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.evaluation import prices
from tanggap.evaluation.prices import Prices
from tanggap.insight.models import UnitDay
from tanggap.reports.words import OPEN, Origin, Outcome, State

MOST_ROWS = 20_000
EARLIER_DAYS = 120  # what came so long before the period, and lay open at its beginning, is read besides
AHEAD_DAYS = 400
_NOT_DONE: Final = sorted(OPEN - {State.AWAITING_VALIDATION})
_WORKED_OUT: Final = (Outcome.SOLVED, Outcome.CLOSED_ELSEWHERE, "")
ACTS: Final = (
    "reports.coordinate", "reports.disposition", "reports.hand_back", "reports.decide", "reports.start", "reports.ask",
    "reports.claim_done", "reports.reject", "reports.refer", "reports.give_up",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One report of a unit. `policy` is its code, or how many days were promised where it has none.

    `came_at` is when it came into the unit's hands, `done_at` when it left them for good (None: not yet). `leaves`: it ended without work
    (refused, referred, joined). `acts` is how many times the unit's people took it up.
    """

    policy: str
    received_at: datetime
    came_at: datetime
    answered_at: datetime | None
    done_at: datetime | None
    leaves: bool
    answer_due_at: datetime
    resolve_due_at: datetime
    is_imported: bool
    acts: int

    @property
    def comes_answered(self) -> bool:
        """Return whether somebody else gave the first answer, be it by passing it on to the unit."""
        return self.answered_at is not None and self.received_at < self.answered_at <= self.came_at


@dataclass(frozen=True, slots=True)
class History:
    """What was read of a unit (empty: of all units together) from `first` on.

    `arrived` are counts of consecutive days from `first`, all that came to the unit whether it stayed or not. `acts` counts acts of the
    unit's people by (weekday from Monday, hour); `away` and `of` are days of absence and working days of its `members`.
    """

    unit: str
    first: date
    end: date
    rows: Sequence[Row]
    arrived: Sequence[int]
    working: WorkingTime
    acts: dict[tuple[int, int], int] = field(default_factory=dict)
    members: int = 0
    away: int = 0
    of: int = 0
    prices: Prices | None = None

    def midnight(self, day: date) -> datetime:
        """Return the instant (UTC) at which a local day begins."""
        return midnight(day, self.working)

    def holidays(self) -> tuple[date, ...]:
        """Return the days on which the offices are closed, from the history's first to a year after its end."""
        last = self.end + timedelta(days=AHEAD_DAYS)
        return tuple(sorted(day for day in self.working.closed - self.working.opened if self.first <= day <= last))


def midnight(day: date, working: WorkingTime) -> datetime:
    """Return the instant (UTC) at which a local day begins."""
    return datetime.combine(day, time(), working.zone).astimezone(UTC)


def today() -> date:
    """Return the day that it is in the city."""
    return clock.local(clock.now()).date()


def read(unit: str, *, first: date, end: date) -> History:
    """Return the past of a unit. Seven statements. Raises NotFound."""
    if agencies.unit(unit) is None:
        raise NotFound
    working = clocks.working_time()
    begin, until = midnight(first, working), midnight(end, working)
    members = teams.members([unit])[unit]
    doing = [one.id for one in members if one.does] or [one.id for one in members]
    gone = absences.days_away(absences.of_units([unit], first=first, last=end), first, (end - first).days)
    worked = [day for number in range((end - first).days) if working.span(day := first + timedelta(days=number))]
    return History(
        unit=unit,
        first=first,
        end=end,
        rows=_rows(unit, begin, until),
        arrived=_arrived(unit, first, end),
        working=working,
        acts=_acts(unit, begin, until, working),
        members=len(doing),
        away=sum(day in gone.get(person, ()) for person in doing for day in worked),
        of=len(doing) * len(worked),
        prices=prices.prices(),
    )


def together(histories: Sequence[History]) -> History:
    """Return the pasts of several units as that of one pool; they must be of the same days. What went from one to another came twice."""
    first = histories[0]
    return replace(
        first,
        unit=" + ".join(one.unit for one in histories),
        rows=sorted(chain.from_iterable(one.rows for one in histories), key=lambda row: row.received_at),
        arrived=[sum(day) for day in zip(*(one.arrived for one in histories), strict=True)],
        acts=dict(sum((Counter(one.acts) for one in histories), Counter())),
        members=sum(one.members for one in histories),
        away=sum(one.away for one in histories),
        of=sum(one.of for one in histories),
    )


def read_all(*, first: date, end: date) -> History:
    """Return the latest public reports of all units together: what a unit with few of its own may lean on. Two statements."""
    working = clocks.working_time()
    begin, until = midnight(first, working), midnight(end, working)
    with connection.cursor() as cursor:
        cursor.execute(_CITY, {"begin": begin, "until": until, "not_done": _NOT_DONE, "most": MOST_ROWS // 4})
        rows = [_row(row) for row in cursor.fetchall()]
    return History("", first, end, rows, _arrived("", first, end), working, prices=prices.prices())


def _rows(unit: str, begin: datetime, until: datetime) -> list[Row]:
    values: dict[str, Any] = {
        "unit": unit,
        "begin": begin - timedelta(days=EARLIER_DAYS),
        "until": until,
        "not_done": _NOT_DONE,
        "acts": list(ACTS),
        "most": MOST_ROWS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNIT, values)
        return [_row(row) for row in cursor.fetchall()]


def _row(row: Sequence[object]) -> Row:
    policy, received, came, answered, done, outcome, answer_due, resolve_due, origin, acts = row
    assert isinstance(received, datetime)  # noqa: S101  a column that is never null
    leaves = done is not None and outcome not in _WORKED_OUT
    assert isinstance(resolve_due, datetime)  # noqa: S101
    return Row(
        policy=str(policy or f"{(resolve_due - received).days}d"),  # what was taken over has its due date alone
        received_at=received,
        came_at=came if isinstance(came, datetime) else received,
        answered_at=answered if isinstance(answered, datetime) else None,
        done_at=done if isinstance(done, datetime) else None,
        leaves=leaves,
        answer_due_at=answer_due if isinstance(answer_due, datetime) else received,
        resolve_due_at=resolve_due,
        is_imported=origin == Origin.IMPORT,
        acts=int(str(acts)),
    )


def _arrived(unit: str, first: date, end: date) -> list[int]:
    counts = [0] * (end - first).days
    rows = UnitDay.objects.filter(on__gte=first, on__lt=end)
    rows = rows.filter(unit=unit) if unit else rows
    for on, arrived in rows.values_list("on", "arrived"):
        counts[(on - first).days] += arrived
    return counts


def _acts(unit: str, begin: datetime, until: datetime, working: WorkingTime) -> dict[tuple[int, int], int]:
    values: dict[str, Any] = {
        "unit": unit,
        "begin": begin,
        "until": until,
        "acts": list(ACTS),
        "zone": str(working.zone),
        "most": MOST_ROWS // 4,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ACTS, values)
        return {(int(day) - 1, int(hour)): int(count) for day, hour, count in cursor.fetchall()}


# A report is off the unit's desk when it was claimed done or has ended; what waits in the yearly planning since its clock was stopped.
_DONE = """CASE WHEN r.state = ANY (%(not_done)s) THEN NULL WHEN r.state = 'planned' THEN r.paused_at
  ELSE coalesce(r.claimed_at, r.closed_at) END"""
_UNIT = f"""
SELECT r.policy_id, r.received_at, e.came_at, r.answered_at, {_DONE}, r.outcome, r.answer_due_at, r.resolve_due_at, r.origin, e.acts
FROM (SELECT * FROM reports_report WHERE unit_id = %(unit)s AND received_at >= %(begin)s AND received_at < %(until)s
      ORDER BY received_at DESC LIMIT %(most)s) r
CROSS JOIN LATERAL (SELECT min(CASE version WHEN 1 THEN r.received_at ELSE at END) FILTER (WHERE unit_id = %(unit)s) AS came_at,
                           count(*) FILTER (WHERE actor_unit_id = %(unit)s AND kind = ANY (%(acts)s)) AS acts
                    FROM reports_event WHERE report_id = r.id) e
ORDER BY r.received_at"""  # noqa: S608
_CITY = f"""
SELECT r.policy_id, r.received_at, r.received_at, r.answered_at, {_DONE}, r.outcome, r.answer_due_at, r.resolve_due_at, r.origin, 0
FROM reports_report r WHERE r.visibility = 'public' AND r.received_at >= %(begin)s AND r.received_at < %(until)s
ORDER BY r.received_at DESC LIMIT %(most)s"""  # noqa: S608
_ACTS = """
SELECT extract(isodow FROM at AT TIME ZONE %(zone)s), extract(hour FROM at AT TIME ZONE %(zone)s), count(*)
FROM reports_event WHERE actor_unit_id = %(unit)s AND kind = ANY (%(acts)s) AND report_id IN
  (SELECT id FROM reports_report WHERE unit_id = %(unit)s AND received_at >= %(begin)s AND received_at < %(until)s
   ORDER BY received_at DESC LIMIT %(most)s)
GROUP BY 1, 2"""
