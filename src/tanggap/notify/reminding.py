"""Who was asked about a closure and is silent is reminded once, by the way of the question; then silence stays, which is no answer."""

from django.db import transaction

from tanggap.core import clock
from tanggap.feedback import actions, queries
from tanggap.notify.consumer import ways_of
from tanggap.notify.models import OutboundMessage
from tanggap.notify.words import REMINDER, Delivery, Way
from tanggap.reports import outbox


@transaction.atomic
def remind(*, limit: int = 500) -> int:
    """Write the reminders that are due; return how many people were due. Five statements. Done again: nothing more.

    Who left no contact is not written to: the private page asks as long as there is time.
    """
    now = clock.now()
    due = queries.to_remind(now=now, limit=limit)
    if not due:
        return 0
    about = outbox.about({report for _survey, report, _event in due})
    ways = ways_of(about.values())
    OutboundMessage.objects.bulk_create(
        [
            OutboundMessage(
                report_id=report,
                event=event,
                template=REMINDER,
                language=about[report].language,
                way=ways[report],
                state=Delivery.WAITING,
                made_at=now,
                due_at=now,
            )
            for _survey, report, event in due
            if ways.get(report, Way.PAGE) != Way.PAGE
        ],
        ignore_conflicts=True,
    )
    actions.reminded([survey for survey, _report, _event in due], at=now)
    return len(due)
