"""A citizen stands behind a report instead of sending the same again."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock, crypto
from tanggap.core.refusal import NotFound, Refusal
from tanggap.reports import transitions
from tanggap.reports.actors import REPORTER
from tanggap.reports.models import Support
from tanggap.reports.words import CLOSED, Visibility


class NothingToSupport(Refusal):
    """What is closed gains nothing from support; what waits in the yearly planning does."""

    message = _("This report is closed. If the problem is still there, send a new report.")


@transaction.atomic
def support(*, code: str, person: str) -> int:
    """Count `person` (any stable private token, kept as a keyed hash) once behind a public open report; return how many stand there."""
    report = transitions.lock(code)
    if report.visibility != Visibility.PUBLIC:
        raise NotFound
    if report.state in CLOSED:
        raise NothingToSupport
    at = clock.now()
    mark = crypto.blind_index("support", person)
    _row, is_new = Support.objects.get_or_create(report=report, person=mark, defaults={"at": at})
    if is_new:
        transitions.record(
            report, kind="reports.support", by=REPORTER, at=at, payload={}, supporters=report.supporters + 1
        )
    return report.supporters
