"""What is addressed to a person because time runs out, and what falls due in the units below them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.posts import Posts
from tanggap.agencies.words import Role
from tanggap.catalog import queries as catalog
from tanggap.catalog.ladder import TOLD
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.deadlines.models import Escalation, Recount
from tanggap.places import queries as places
from tanggap.reports.models import Report
from tanggap.reports.standing import IS_PENDING
from tanggap.reports.words import OPEN, State

MOST_UNITS = 200
SPANS = (timedelta(hours=6), timedelta(hours=24), timedelta(days=7))
LOOKING_DOWN = frozenset({Role.SUPERVISOR, Role.LEADER})
_IS_RUNNING = "state IN ({}) AND paused_at IS NULL".format(", ".join(f"'{state}'" for state in sorted(OPEN)))


@dataclass(frozen=True, slots=True)
class EscalationRow:
    """A report of which rungs were told that nobody has acknowledged yet. It holds nothing of who reported.

    `ids` are these escalations, told last first; `unit` and `roles` are to whom they are addressed, `holder` is the unit that answers for
    the report; `share` per cent of the promised time were left when the last was told, and `due_at` is when `promise` is or was due.
    """

    ids: tuple[int, ...]
    code: str
    category: str
    icon: str
    place: str
    state: str
    holder: str
    unit: str
    roles: str
    promise: str
    share: int
    received_at: datetime
    due_at: datetime
    told_at: datetime
    is_paused: bool
    is_public: bool

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(State(self.state).label)


@dataclass(frozen=True, slots=True)
class Falling:
    """How many running promises of a unit are over, and fall due within six hours, a day and a week, each including the one before."""

    unit: str
    label: str
    over: int
    soon: int
    day: int
    week: int


def addressed(staff: Staff, *, now: datetime, after: str | None = None, limit: int = 50) -> Page[EscalationRow]:
    """Return the reports whose escalations are addressed to a person and wait for somebody to take notice, told last first.

    `limit` escalations a page, those of one report together. Two statements. Raises Invalid.
    """
    units = sorted({grant.unit for grant in agencies.grants(staff)})
    posts = Posts(units)
    mine = Q(staff=staff)
    for unit in units:
        roles = [role for role in TOLD if staff.pk in posts.post(unit, Role(role), area=None)]
        mine |= Q(staff__isnull=True, unit=unit, role__in=roles)
    rows = Escalation.objects.filter(
        mine, unit__in=units, acknowledged_at__isnull=True, ended_at__isnull=True, told_at__lte=now
    ).filter(Q(is_own=False) | Q(unit=F("report__unit")), report__state__in=sorted(OPEN), round=F("report__round"))
    if position := read_cursor(after):
        rows = rows.filter(Q(told_at__lt=position[0]) | Q(told_at=position[0], id__lt=position[1]))
    found = list(rows.select_related("report").order_by("-told_at", "-id")[: limit + 1])
    following = cursor(found[limit - 1].told_at, found[limit - 1].id) if len(found) > limit else None
    together: dict[int, list[Escalation]] = {}
    for row in found[:limit]:
        if _is_mine(row, staff, posts):
            together.setdefault(row.report_id, []).append(row)
    return Page([_row(rows) for rows in together.values()], following)


def _is_mine(row: Escalation, staff: Staff, posts: Posts) -> bool:
    """Return whether a person whose role is narrowed to an area is meant; `acknowledge` asks the same."""
    if row.staff_id is not None:
        return True
    return staff.pk in posts.post(row.unit_id, Role(row.role), area=row.report.area_id)


def _row(rows: list[Escalation]) -> EscalationRow:
    row, report = rows[0], rows[0].report
    category = catalog.category(report.category_id)
    return EscalationRow(
        ids=tuple(one.pk for one in rows),
        code=report.code,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id),
        state=report.state,
        holder=agencies.unit_label(report.unit_id),
        unit=agencies.unit_label(row.unit_id),
        roles=", ".join(dict.fromkeys(str(Role(one.role).label) for one in rows)),
        promise=row.promise,
        share=row.share,
        received_at=report.received_at,
        due_at=report.due_at,
        told_at=row.told_at,
        is_paused=report.paused_at is not None,
        is_public=report.visibility == "public",
    )


def falling_due(staff: Staff, *, now: datetime) -> list[Falling]:
    """Return what falls due in the person's units and in those below them that they supervise or lead, the latest first.

    One statement, by the index of running promises alone. At most `MOST_UNITS` units that hold anything of it.
    """
    units = _held(staff)
    if not units:
        return []
    ends = [now + span for span in SPANS]
    statement = (
        "SELECT unit_id, count(*) FILTER (WHERE due_at <= %(now)s), count(*) FILTER (WHERE due_at > %(now)s AND due_at <= %(soon)s),"  # noqa: S608
        " count(*) FILTER (WHERE due_at > %(now)s AND due_at <= %(day)s), count(*) FILTER (WHERE due_at > %(now)s)"
        f" FROM reports_report WHERE unit_id = ANY(%(units)s) AND due_at <= %(week)s AND {_IS_RUNNING}"
        " GROUP BY unit_id ORDER BY 2 DESC, 3 DESC, 4 DESC, 1 LIMIT %(most)s"
    )
    values: dict[str, Any] = {
        "now": now,
        "soon": ends[0],
        "day": ends[1],
        "week": ends[2],
        "units": units,
        "most": MOST_UNITS,
    }
    with connection.cursor() as statements:
        statements.execute(statement, values)
        return [Falling(unit, agencies.unit_label(unit), *counts) for unit, *counts in statements.fetchall()]


def _held(staff: Staff) -> list[str]:
    """Return the units in which a person holds a role of the desk or leads, and all units below those that they supervise or lead."""
    grants = agencies.grants(staff)
    held = {grant.unit for grant in grants if grant.role in LOOKING_DOWN | {Role.OFFICER, Role.INTAKE}}
    above = {grant.unit for grant in grants if grant.role in LOOKING_DOWN}
    while above:
        above = {row.code for row in agencies.units() if row.parent in above} - held
        held |= above
    return sorted(held)


def status() -> dict[str, list[dict[str, Any]]]:
    """Return how many open reports live by each version of a policy, and the jobs that count anew. For the operator; two statements."""
    present = {row.code: row.version for row in catalog.policies()}
    rows = Report.objects.filter(IS_PENDING, policy__isnull=False).values("policy", "policy_version")
    policies = [
        {
            "policy": row["policy"],
            "version": row["policy_version"],
            "reports": row["number"],
            "is_present": present.get(row["policy"]) == row["policy_version"],
        }
        for row in rows.annotate(number=Count("id")).order_by("policy", "policy_version")
    ]
    jobs = Recount.objects.filter(done_at__isnull=True).order_by("id")
    return {
        "policies": policies,
        "jobs": [dict(job) for job in jobs.values("why", "policy", "asked_at", "seen", "moved")],
    }
