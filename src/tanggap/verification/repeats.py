"""A unit whose results often do not hold: those who lead it, and those above, hear of it (through an event and a notice)."""

from datetime import timedelta

from tanggap.agencies import permissions
from tanggap.reports import actors, transitions
from tanggap.reports.models import Report
from tanggap.verification.models import Check
from tanggap.verification.rules import rules


def note(report: Report, check: Check) -> None:
    """Append the notice when the failed `check` is the one that fills the number of the rules, or a multiple. One statement mostly."""
    given = rules()
    since = check.at - timedelta(days=given.repeat_window_days)
    failed = Check.objects.filter(handler=check.handler_id, passed=False, at__gt=since, at__lte=check.at).count()
    if failed == 0 or failed % given.repeat_rejections:
        return
    unit = str(check.handler_id)
    payload = {
        "unit": unit,
        "count": failed,
        "days": given.repeat_window_days,
        "tell": [unit, *permissions.above(unit)],
    }
    transitions.record(report, kind="verification.repeats", by=actors.SYSTEM, at=check.at, payload=payload)
