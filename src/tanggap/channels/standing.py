"""Where a report stands, in one short answer: as far as everybody may know, and for its own reporter in any case."""

from tanggap.agencies import queries as agencies
from tanggap.channels.talk.turns import Reply
from tanggap.core import ids
from tanggap.places.city import city
from tanggap.reports.models import Report
from tanggap.reports.queries.timeline import said_when
from tanggap.reports.words import State, Visibility


def standing(code: str, *, own: Report | None) -> Reply:
    """Return what is said of the report `code`, in the active language. Unknown, private and malformed codes are answered alike."""
    report = Report.objects.filter(code=ids.sought_code(code, city().prefix)).first()
    is_own = report is not None and own is not None and own.pk == report.pk
    if report is None or (report.visibility != Visibility.PUBLIC and not is_own):
        return Reply("status_unknown", {"code": code[:20]})
    return Reply(
        "status",
        {
            "code": report.code,
            "state": str(State(report.state).label),
            "unit": agencies.unit_label(report.unit_id),
            "due": said_when(report.resolve_due_at),
        },
    )
