"""Who stands around a report: those who have it open just now, those who follow it, those who may be told of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import above
from tanggap.agencies.words import Role
from tanggap.core import clock, planned
from tanggap.core.refusal import NotFound
from tanggap.reports.access import can_see
from tanggap.reports.models import Report, Watch
from tanggap.reports.models.watch import PRESENT_SECONDS

MOST_NAMED = 8
LONGEST_TYPED = 64


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff, to other staff."""

    username: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Around:
    """What the pane says of a report's company: the other people who have it open, whether I follow it, how many do, what joined it."""

    present: tuple[Colleague, ...]
    is_watched: bool
    watchers: int
    children: tuple[str, ...]


def around(report: int, *, staff: Staff) -> Around:
    """Return who stands around a report, for one who may see it, and the codes of the reports that joined it. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(_AROUND, _values(report, staff))
        present, watchers, is_watched, children = cursor.fetchone()
    return Around(_colleagues(present), is_watched, watchers, tuple(children))


def present(report: int, *, staff: Staff) -> tuple[Colleague, ...]:
    """Return the other people who have a report open just now, by name. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(f"SELECT {_PRESENT}", _values(report, staff))
        return _colleagues(cursor.fetchone()[0])


_PRESENT = """
array(SELECT ARRAY[person.username, person.display_name, person.unit_id] FROM reports_presence AS one
  JOIN agencies_staff AS person ON person.id = one.staff_id
  WHERE one.report_id = %(report)s AND one.staff_id <> %(staff)s AND one.seen_at > %(since)s ORDER BY person.display_name LIMIT 20)
"""
_AROUND = f"""
SELECT {_PRESENT}, count(*), coalesce(bool_or(staff_id = %(staff)s), false),
  array(SELECT code FROM reports_report WHERE parent_id = %(report)s ORDER BY id LIMIT 50)
FROM reports_watch WHERE report_id = %(report)s
"""  # noqa: S608  constants


def _values(report: int, staff: Staff) -> dict[str, int | datetime]:
    return {"report": report, "staff": staff.pk, "since": clock.now() - timedelta(seconds=PRESENT_SECONDS)}


def _colleagues(rows: Collection[Collection[str]]) -> tuple[Colleague, ...]:
    return tuple(Colleague(username, name, agencies.unit_label(unit)) for username, name, unit in rows)


def watchers(reports: Collection[int]) -> dict[int, list[int]]:
    """Return the keys of the active people who follow each of `reports`. One statement. Whether they may still see it, `can_see` says."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Watch.objects.filter(report__in=reports, staff__is_active=True).order_by("report_id", "staff_id")
    for report, person in rows.values_list("report_id", "staff_id"):
        found[report].append(person)
    return dict(found)


def may_be_told(code: str, *, staff: Staff, typed: str) -> list[Colleague]:
    """Return the colleagues whose name or username has a word that begins as `typed`, and who may see the report, own unit first.

    Five statements. Raises NotFound for a report that `staff` may not see.
    """
    report = Report.objects.filter(code=code).first()
    if report is None or not can_see(staff, report):
        raise NotFound
    typed = typed.strip().lstrip("@")[:LONGEST_TYPED].replace("\x00", "")
    units = {
        staff.unit_id,
        report.unit_id,
        *above(report.unit_id),
        *([report.verifier_id] if report.verifier_id else []),
    }
    rows = Staff.objects.filter(is_active=True).filter(
        Q(memberships__unit__in=units) | Q(memberships__role=Role.INTAKE)
    )
    if typed:
        rows = rows.filter(
            Q(username__istartswith=typed) | Q(display_name__istartswith=typed) | Q(display_name__icontains=f" {typed}")
        )
    found = list(rows.exclude(pk=staff.pk).distinct().order_by("display_name", "username")[: MOST_NAMED * 4])
    agencies.read_grants(found)
    may = [person for person in found if can_see(person, report)]
    may.sort(key=lambda person: (person.unit_id != staff.unit_id, person.unit_id != report.unit_id))
    return [Colleague(one.username, one.display_name, agencies.unit_label(one.unit_id)) for one in may[:MOST_NAMED]]
