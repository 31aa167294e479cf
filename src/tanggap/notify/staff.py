"""The consumer that tells the staff what concerns them: rows of `StaffNotice`, by the table of `notify.telling`."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tanggap.agencies.models import Staff
from tanggap.agencies.models_sign_in import External
from tanggap.catalog.ladder import window_end
from tanggap.core import clock
from tanggap.core.cursors import Consumer
from tanggap.notify import watching
from tanggap.notify.addressing import Directory
from tanggap.notify.models import OutboundMessage, StaffNotice
from tanggap.notify.telling import BUNDLE_MINUTES, TELLINGS, Telling
from tanggap.notify.words import DIGEST, Delivery, Way
from tanggap.places.city import city
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.reports.words import WORKING

NAME = "staff_notices"
NEWS = timedelta(days=30)
"""What happened longer ago is no news: a city that takes over its history, or adds this consumer, is not flooded."""


def apply(facts: Sequence[Fact]) -> None:
    """Write a notice for each person whom a fact concerns, and take back what need not be told any more. At most eleven statements."""
    fresh = [fact for fact in facts if fact.at > clock.now() - NEWS]
    news, rows = [fact for fact in fresh if fact.kind in TELLINGS], []
    if news:
        directory = Directory(news)
        rows = [_notice(fact, staff) for fact in news for staff in sorted(directory.told(fact))]
    if rows := [
        *rows,
        *watching.notices(fresh, told={(row.event, row.staff_id) for row in rows if row.event is not None}),
    ]:
        StaffNotice.objects.bulk_create(rows, ignore_conflicts=True)
        _mail(rows)
    _take_back(facts)


def clear() -> None:
    """Drop the notices that nobody has looked at; what a person has seen stays, or it would be told again."""
    OutboundMessage.objects.filter(staff__isnull=False, state__in=[Delivery.WAITING, Delivery.NONE]).delete()
    StaffNotice.objects.filter(event__isnull=False, seen_at__isnull=True, acknowledged_at__isnull=True).delete()


CONSUMER = Consumer(NAME, outbox, apply, clear)


def _notice(fact: Fact, staff: int) -> StaffNotice:
    row = TELLINGS[fact.kind]
    told_at, bundled = _told(fact, row)
    return StaffNotice(
        staff_id=staff,
        kind=fact.kind,
        report_id=fact.report,
        event=fact.id,
        facts={key: fact.payload[key] for key in row.facts if key in fact.payload},
        bundle=f"{fact.kind} {told_at:%Y-%m-%dT%H:%M}" if bundled else "",
        at=fact.at,
        told_at=told_at,
    )


def _told(fact: Fact, row: Telling) -> tuple[datetime, bool]:
    """Return when a fact is told, and whether together with others."""
    if "tell_at" in fact.payload:
        return max(fact.at, datetime.fromisoformat(fact.payload["tell_at"])), bool(fact.payload.get("bundled"))
    return (window_end(fact.at, BUNDLE_MINUTES), True) if row.bundled else (fact.at, False)


def _take_back(facts: Sequence[Fact]) -> None:
    """Drop escalations that still waited to be told when their report was closed or began to stand still: they are true no more."""
    settled = {fact.report: fact.at for fact in facts if fact.state not in WORKING}
    for row in StaffNotice.objects.filter(report__in=settled, kind="deadlines.escalate", seen_at__isnull=True):
        if row.report_id is not None and row.at <= settled[row.report_id] < row.told_at:
            row.delete()
            if not row.bundle or not StaffNotice.objects.filter(staff=row.staff_id, bundle=row.bundle).exists():
                mails = OutboundMessage.objects.filter(staff=row.staff_id, bundle=_key(row))
                mails.filter(state__in=[Delivery.WAITING, Delivery.NONE]).delete()


def _key(row: StaffNotice) -> str:
    return row.bundle or str(row.event)


def _mail(rows: Sequence[StaffNotice]) -> None:
    """Write a message for each bundle of escalations and each that is told alone: one a person and window, whatever it will list."""
    digests = {(row.staff_id, _key(row)): row for row in rows if row.kind == "deadlines.escalate"}
    people = {staff for staff, _bundle in digests}
    languages = dict(Staff.objects.filter(pk__in=people).values_list("pk", "language"))
    reached = set(External.objects.filter(staff__in=people).exclude(email="").values_list("staff_id", flat=True))
    OutboundMessage.objects.bulk_create(
        [
            OutboundMessage(
                staff_id=staff,
                bundle=bundle,
                template=DIGEST,
                language=languages.get(staff) or city().languages[0],
                way=Way.EMAIL if staff in reached else Way.PAGE,
                state=Delivery.WAITING if staff in reached else Delivery.NONE,
                made_at=row.told_at,
                due_at=row.told_at,
            )
            for (staff, bundle), row in digests.items()
        ],
        ignore_conflicts=True,
    )
