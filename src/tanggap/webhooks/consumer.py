"""The consumer `webhooks`: each public event makes one delivery for each subscription that asks for it, exactly once, in the log's order.

Dropped and rebuilt it makes what waited untouched once more, and nothing that was sent, given up or skipped: a line is never made again
before the place that it has reached (`Subscription.line_tx`, `line_event`).
"""

from collections.abc import Sequence

from django.db import connection

from tanggap.core import clock
from tanggap.core.cursors import Consumer
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.webhooks import matching
from tanggap.webhooks.models import Delivery, Subscription

NAME = "webhooks"


def apply(facts: Sequence[Fact]) -> None:
    """Make the deliveries of facts that come in the log's order. Four statements, one where nobody subscribed."""
    rows = {row: matching.choice(row) for row in Subscription.objects.all()}
    last = (facts[-1].tx, facts[-1].id)
    open_to = {row: one for row, one in rows.items() if (row.line_tx, row.line_event) < last}
    choices = list(dict.fromkeys(open_to.values()))
    takers = list(matching.matched(facts, choices))
    now = clock.now()
    made = [
        Delivery(
            subscription_id=row.pk,
            event_id=fact.id,
            tx=fact.tx,
            report_id=fact.report,
            type=type_,
            made_at=now,
        )
        for fact, taken, type_ in takers
        for row, one in open_to.items()
        if one == taken and (fact.tx, fact.id) > (row.line_tx, row.line_event)
    ]
    Delivery.objects.bulk_create(made, ignore_conflicts=True)


def clear() -> None:
    """Delete what waits untouched behind the places that the lines have reached; whatever was tried or put back stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM webhooks_delivery d USING webhooks_subscription s WHERE s.id = d.subscription_id AND d.state = 'waiting'"
            " AND d.tries = 0 AND d.replays = 0 AND (d.tx, d.event_id) > (s.line_tx, s.line_event)"
        )


CONSUMER = Consumer(name=NAME, source=outbox, apply=apply, clear=clear)
