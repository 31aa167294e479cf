"""One report lets go of its reporter: every room in one transaction, or none.

Locks are taken in the order of everybody else: the talks of the channels, the report, the reports that it was joined to. What an
officer or a channel was doing meanwhile comes wholly before or wholly after. Files go after the commit (`privacy.removing`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tanggap.channels import forgetting as channels
from tanggap.feedback import forgetting as feedback
from tanggap.intake import forgetting as intake
from tanggap.ledger import forgetting as ledger
from tanggap.notify import forgetting as notify
from tanggap.reports.actions import forgetting as reports
from tanggap.reports.actors import Actor
from tanggap.reports.models import Report
from tanggap.surveys import actions as surveys
from tanggap.verification.evidence import forgetting as evidence


@dataclass(frozen=True, slots=True)
class Done:
    """What one erasure did: the version of the event that says so, what went (counted), and the photos whose files may go."""

    version: int
    reached: dict[str, int]
    files: tuple[str, ...]


@transaction.atomic
def erase(code: str, *, by: Actor, at: datetime, why: str, token: str | None = None) -> Done:
    """Erase the reporter of one report, for the holder of its private link where a `token` is given. Raises NotFound, NotAllowed.

    Done again it finds nothing but what came since, and says so by an event of its own.
    """
    talk = channels.locked(code)
    report = reports.locked(code, token=token)
    reports.go_on(report, at=at)
    parents = reports.parents(report)
    list(Report.objects.select_for_update(no_key=True).filter(pk__in=parents).order_by("id").values_list("pk"))
    photos = reports.photo_ids(report)
    marks = intake.marks_of(report)
    digests = ledger.forget(report, parents=parents)
    evidence.forget(photos)
    feedback.forget(report, parents=parents, at=at)
    surveys.forget(report)
    subscriptions = notify.subscriptions_of(report, marks=marks.all, last=marks.last)
    messages = channels.forget(report, talk, subscriptions=subscriptions)
    unsent = notify.forget(report, subscriptions=subscriptions, last=marks.last, at=at)
    payloads = intake.forget(report, photos=photos, marks=marks)
    gone = reports.forget(report, by=by, at=at, why=why)
    reached: dict[str, Any] = {
        "contacts": len(marks.all),
        "photos": len(photos),
        "messages": messages,
        "payloads": payloads,
        "subscriptions": len(subscriptions),
        "unsent": unsent,
        "events": gone.events,
        "digests": digests,
    }
    return Done(gone.event.version, {name: number for name, number in reached.items() if number}, gone.files)
