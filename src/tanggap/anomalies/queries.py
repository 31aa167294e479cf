"""What is unusual now, and what was: read from few rows, however many reports there are.

queries.current()                                  # open alarms, the worst first
queries.last_hour(now=clock.now())                 # the city's last hour beside the usual
queries.since(yesterday, until=clock.now())        # for the morning's brief
queries.behind(7, staff=leader)                    # the reports of alarm 7
`areas` narrows to alarms that lie in, or take in, one of these codes; None is the whole city.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.anomalies import kept, layout
from tanggap.anomalies.cells import Cell
from tanggap.anomalies.finding import together
from tanggap.anomalies.models import Alarm, Mute, Receipt
from tanggap.anomalies.rows import AlarmRow, BehindRow, Hour, MuteRow, Part, Watch
from tanggap.anomalies.usual import HOUR, Usual
from tanggap.anomalies.words import ANY, CITY
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports import access
from tanggap.reports.models import Report

__all__ = [
    "AlarmRow", "BehindRow", "Hour", "MuteRow", "Watch",
    "alarm", "behind", "course", "current", "last_hour", "mutes", "since", "watch",
]  # fmt: skip

USUAL_SHARE = 0.8
MOST_HOURS = 48
MOST_READ = 500
SEE = "command.see"


def current(*, areas: Collection[str] | None = None, with_muted: bool = False, limit: int = 20) -> list[AlarmRow]:
    """Return the alarms that are not over, what explains most first; muted ones only when asked for. One statement."""
    rows = Alarm.objects.filter(over_at__isnull=True)
    if not with_muted:
        rows = rows.filter(is_muted=False)
    return _concerning(rows.order_by("-score", "id"), areas, limit)


def since(
    instant: datetime, *, until: datetime, areas: Collection[str] | None = None, limit: int = 50
) -> list[AlarmRow]:
    """Return the alarms raised from `instant` to before `until`, latest first, those that are over or muted too. One statement."""
    rows = Alarm.objects.filter(raised_at__gte=instant, raised_at__lt=until)
    return _concerning(rows.order_by("-raised_at", "-id"), areas, limit)


def _concerning(rows: QuerySet[Alarm], areas: Collection[str] | None, limit: int) -> list[AlarmRow]:
    found = (_row(row) for row in rows.select_related("noticed_by")[: MOST_READ if areas is not None else limit])
    if areas is None:
        return list(found)
    above = {code for area in areas if (row := places.area(area)) for code in row.path}
    return [row for row in found if _lies_in(row.areas, areas) or not row.areas or above.intersection(row.areas)][
        :limit
    ]


def _lies_in(codes: Iterable[str], areas: Collection[str]) -> bool:
    return any(code in areas for area in codes if (row := places.area(area)) for code in row.path)


def alarm(number: int) -> AlarmRow:
    """Return one alarm. One statement. Raises NotFound."""
    row = Alarm.objects.select_related("noticed_by").filter(pk=number).first()
    if row is None:
        raise NotFound
    return _row(row)


def behind(number: int, *, staff: Staff, limit: int = 50) -> list[BehindRow]:
    """Return the reports behind an alarm, newest first: of any that is public, of the others those that a person may see.

    Two statements. Raises NotFound, NotAllowed (for who may not see the leaders' picture).
    """
    permissions.permit(SEE, staff)
    row = alarm(number)
    receipts = _receipts(row.areas or (CITY,), row.category, row.first_at, row.seen_at).filter(is_late=False)
    reports = Report.objects.filter(pk__in=receipts.values("report"))
    seen = reports.filter(access.reach("desk.see", staff)) | reports.filter(visibility="public")
    columns = ("code", "category_id", "area_id", "unit_id", "state", "received_at", "visibility")
    rows = seen.order_by("-received_at", "-id").values_list(*columns)[:limit]
    return [
        BehindRow(code, category or "", area or "", unit, state, received_at, visibility == "public")
        for code, category, area, unit, state, received_at, visibility in rows
    ]


def _receipts(areas: Iterable[str], category: str, start: datetime, end: datetime) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(received_at__gte=start, received_at__lt=end)
    if CITY not in (wanted := list(areas)):
        rows = rows.filter(area__in=[leaf for area in wanted for leaf in layout.leaves(area) or ()])
    if (of := layout.kinds(category)) is not None:
        rows = rows.filter(category__in=of)
    return rows


def last_hour(*, now: datetime, area: str = CITY) -> Hour:
    """Return the last sixty minutes before `now` of an area (not a lowest one) beside the usual. Three statements."""
    cells = _cells([area], ANY)
    count = _receipts([cells[0].area], ANY, now - HOUR, now).count()
    return _hour(now - HOUR, now, count, kept.usual(kept.watching(), cells), cells)


def course(*, now: datetime, areas: Sequence[str] = (CITY,), category: str = ANY, hours: int = 24) -> list[Hour]:
    """Return the last `hours` (at most 48) hours of areas taken together, the present one last and not full, beside the usual.

    `areas` are counted ones of which none lies in another, as those of an alarm. Three statements.
    """
    cells = _cells(areas or (CITY,), category)
    into = clock.local(now)
    last = now - timedelta(minutes=into.minute, seconds=into.second, microseconds=into.microsecond)
    first = last - HOUR * (min(max(hours, 1), MOST_HOURS) - 1)
    ats = _receipts([cell.area for cell in cells], category, first, now).values_list("received_at", flat=True)
    counts = Counter((at - first) // HOUR for at in ats.iterator())
    usual = kept.usual(kept.watching(), cells)
    number = (last - first) // HOUR + 1
    starts = [first + HOUR * index for index in range(number)]
    return [_hour(at, min(at + HOUR, now), counts[index], usual, cells) for index, at in enumerate(starts)]


def _cells(areas: Sequence[str], category: str) -> list[Cell]:
    """Return the cells of areas (one that is all of the city is the city) and a category."""
    plan = layout.current()
    return [Cell(plan.line(area)[-1], category) for area in areas]


def _hour(start: datetime, end: datetime, count: int, usual: Usual | None, cells: Sequence[Cell]) -> Hour:
    if usual is None or start >= end:
        return Hour(start, end, count, None, None, None)
    span = usual.span(start, end)
    expected = together([span.expected(cell) for cell in cells])
    return Hour(start, end, count, expected.mean, *expected.between(USUAL_SHARE))


def mutes(*, now: datetime) -> list[MuteRow]:
    """Return what nobody is told of at present, the one that ends first at the beginning. One statement."""
    rows = Mute.objects.filter(until__gt=now).select_related("by").order_by("until", "id")[:MOST_READ]
    return [MuteRow(row.pk, row.category, row.area, row.until, row.reason, row.by.display_name, row.at) for row in rows]


def watch(*, now: datetime) -> Watch:
    """Return how well it is watched. One statement."""
    row = kept.watching()
    return Watch(row.looked_at, row.learnt_at, row.days, is_learning=row.rhythm is None)


def _row(row: Alarm) -> AlarmRow:
    return AlarmRow(
        id=row.pk,
        version=row.version,
        state=row.state,
        category=row.category,
        areas=tuple(area for area in row.areas if area),
        minutes=row.minutes,
        first_at=row.first_at,
        raised_at=row.raised_at,
        seen_at=row.seen_at,
        over_at=row.over_at,
        reports=row.reports,
        public_reports=row.public_reports,
        joined=row.joined,
        usual=row.usual,
        low=row.low,
        high=row.high,
        odds=row.odds,
        most=row.most,
        total=row.total,
        parts=tuple(Part(*part) for part in row.parts),
        units=tuple(Part(*part) for part in row.units),
        noticed_at=row.noticed_at,
        noticed_by=row.noticed_by.display_name if row.noticed_by else "",
        note=row.note,
        is_muted=row.is_muted,
    )
