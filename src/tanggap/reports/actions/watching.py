"""Following a report, and saying that one has it open. Neither changes the report."""

from django.db import connection, transaction

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.reports import access
from tanggap.reports.models import Report, Watch
from tanggap.reports.models.watch import PRESENT_SECONDS


@transaction.atomic
def watch(*, code: str, by: Staff) -> None:
    """Follow a report from now on; doing it twice changes nothing. Raises NotFound for one that the person may not see."""
    report = _visible(code, by)
    access.permit("reports.watch", by, report)
    Watch.objects.get_or_create(staff=by, report=report, defaults={"since": clock.now()})


def unwatch(*, code: str, by: Staff) -> None:
    """Follow a report no more, also one that the person may not see any longer."""
    Watch.objects.filter(staff=by, report__code=code).delete()


def look(*, code: str, by: Staff) -> int:
    """Say that the person has a report open, for the next `PRESENT_SECONDS`; return the report's id. Raises NotFound.

    Two statements besides the person's roles; the second also forgets what the person had open before.
    """
    report = _visible(code, by)
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, {"staff": by.pk, "report": report.pk, "now": now, "kept": PRESENT_SECONDS})
    return int(report.pk)


_LOOK = """
WITH forgotten AS (
  DELETE FROM reports_presence
  WHERE staff_id = %(staff)s AND report_id <> %(report)s AND seen_at < %(now)s::timestamptz - make_interval(secs => %(kept)s)
)
INSERT INTO reports_presence (staff_id, report_id, seen_at) VALUES (%(staff)s, %(report)s, %(now)s)
ON CONFLICT (staff_id, report_id) DO UPDATE SET seen_at = excluded.seen_at
"""


def _visible(code: str, by: Staff) -> Report:
    report = Report.objects.filter(code=code).first()
    if report is None or not access.can_see(by, report):
        raise NotFound
    return report
