"""Who stood behind a report says whether its closure holds. It opens nothing by itself; enough doubts mark the closure."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock, crypto
from tanggap.core.refusal import NotFound, Refusal
from tanggap.feedback import closures
from tanggap.feedback.actions.own import must_be_disputable
from tanggap.feedback.models import Neighbour
from tanggap.places.city import city
from tanggap.reports import transitions
from tanggap.reports.actors import REPORTER, SYSTEM
from tanggap.reports.models import Event, Report, Support
from tanggap.reports.words import Visibility


class NoSupporter(Refusal):
    """Only who stood behind the report while it was open is asked."""

    message = _(
        "Only who stood behind this report while it was open can say this. If the problem is there, send a new report."
    )


class AnsweredAlready(Refusal):
    """One answer a closure and person."""

    message = _("You have already answered for this closure. Thank you.")


@transaction.atomic
def confirm(*, code: str, person: str, is_solved: bool) -> Event:
    """Count a supporter's word on the closure once; `person` is the token with which the report was supported.

    Raises NotFound for a report that is not public, NoSupporter, AnsweredAlready, WindowClosed, NotPossible.
    """
    report, at = transitions.lock(code), clock.now()
    if report.visibility != Visibility.PUBLIC:
        raise NotFound
    mark = crypto.blind_index("support", person)
    if not Support.objects.filter(report=report, person=mark).exists():
        raise NoSupporter
    must_be_disputable(report, at)
    version = closures.closing_version(report)
    _row, is_new = Neighbour.objects.get_or_create(
        report=report, version=version, person=mark, defaults={"is_solved": is_solved, "at": at}
    )
    if not is_new:
        raise AnsweredAlready
    event = transitions.record(report, kind="feedback.neighbour", by=REPORTER, at=at, payload={"solved": is_solved})
    if not is_solved:
        _mark(report, version)
    return event


def _mark(report: Report, version: int) -> None:
    """Mark the closure as doubted, once, when enough supporters deny it."""
    said = Neighbour.objects.filter(report=report, version=version).aggregate(
        yes=Count("pk", filter=Q(is_solved=True)), no=Count("pk", filter=Q(is_solved=False))
    )
    marked = Event.objects.filter(report=report, kind="feedback.doubted", version__gt=version)
    if said["no"] >= city().doubts_to_flag and not marked.exists():
        payload = {"denials": said["no"], "confirmations": said["yes"] or None}
        transitions.record(report, kind="feedback.doubted", by=SYSTEM, at=clock.now(), payload=payload)
