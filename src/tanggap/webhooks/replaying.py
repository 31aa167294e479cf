"""A line is put back: everything from a place in the log on goes again, in order, under the ids that it had."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.core.cursors import Position
from tanggap.core.models import Cursor
from tanggap.core.refusal import Invalid, Refusal
from tanggap.reports import outbox
from tanggap.reports.outbox import Fact
from tanggap.reports.queries.public import changes, feed
from tanggap.webhooks import actions, consumer, matching
from tanggap.webhooks.actions import By
from tanggap.webhooks.models import Delivery, Subscription
from tanggap.webhooks.words import TYPES, Act, DeliveryState, State

MOST_EVENTS = 50_000  # of the log, looked through for one replay
BATCH = 1_000


class TooMuch(Refusal):
    """So much of the past is read from the events feed, page by page, not pushed."""

    message = _(
        "That is more than can be sent again in one go. Begin later, or read the events from the feed of the API."
    )
    status = 422


@transaction.atomic
def replay(
    *, by: By, key: str, event: int | None = None, cursor: str | None = None, since: datetime | None = None
) -> int:
    """Put everything that a subscription asks for back into its line: from an event on, behind a cursor of the feed, or since an instant.

    Return how many events go (again), under the ids that they had and marked as replayed; what waited anyway waits behind them. An event
    from before the subscription was made goes as well. Raises NotFound, Invalid, TooMuch.
    """
    reached = Cursor.objects.select_for_update().filter(name=consumer.NAME).first()
    row, start = actions.own(by, key), _start(event, cursor, since)
    if reached is None or Position(reached.tx, reached.event) <= start:
        return 0
    end = Position(reached.tx, reached.event)
    number, passed = 0, 0
    while facts := [fact for fact in outbox.after(start, BATCH) if (fact.tx, fact.id) <= end]:
        passed += len(facts)
        if passed > MOST_EVENTS:
            raise TooMuch
        number += _put_back(row, facts)
        start = Position(facts[-1].tx, facts[-1].id)
    if number and row.state == State.ON:
        row.next_try_at, row.lease, row.leased_until = None, None, None  # who sends looks anew at the head of the line
        row.save(update_fields=["next_try_at", "lease", "leased_until"])
    actions.write_down(Act.REPLAYED, key, by, events=number)
    return number


def _start(event: int | None, cursor: str | None, since: datetime | None) -> Position:
    """Return the place behind which everything goes. Raises Invalid."""
    if [event, cursor, since].count(None) != 2:
        raise Invalid({"from": _("Name one of: an event, a cursor of the feed, an instant.")})
    if cursor is not None:
        return feed.position(cursor)
    if since is not None:
        return changes.beginning(since.timestamp())
    fact = outbox.one(event) if event is not None and 0 < event < 2**63 else None
    if fact is None or fact.kind not in TYPES:
        raise Invalid({"event": _("There is no such public event.")})
    return Position(fact.tx, fact.id - 1)


def _put_back(row: Subscription, facts: Sequence[Fact]) -> int:
    """Let those of `facts` that the subscription takes wait in its line; return how many they are."""
    taken = [(fact, type_) for fact, _one, type_ in matching.matched(facts, [matching.choice(row)])]
    if not taken:
        return 0
    now = clock.now()
    with connection.cursor() as statement:
        statement.executemany(
            "INSERT INTO webhooks_delivery (subscription_id, event_id, tx, report_id, type, state, sent_type, tries, replays, made_at)"
            " VALUES (%s, %s, %s, %s, %s, 'waiting', '', 0, 1, %s) ON CONFLICT (subscription_id, event_id) DO UPDATE"
            " SET state = 'waiting', tries = 0, tried_since = NULL, settled_at = NULL, made_at = excluded.made_at,"
            " replays = webhooks_delivery.replays + CASE WHEN webhooks_delivery.state = 'waiting' AND webhooks_delivery.sent_type = ''"
            " THEN 0 ELSE 1 END",
            [[row.pk, fact.id, fact.tx, fact.report, type_, now] for fact, type_ in taken],
        )
    return len(taken)


def one_again(*, by: By, key: str, event: int) -> None:
    """Let one delivery that was given up wait again, at its place in the order. Raises NotFound, Invalid."""
    with transaction.atomic():
        row = actions.own(by, key)
        rows = Delivery.objects.filter(subscription=row.pk, event=event, state=DeliveryState.DEAD)
        if not rows.update(
            state=DeliveryState.WAITING, settled_at=None, tries=0, tried_since=None, made_at=clock.now()
        ):
            raise Invalid({"event": _("It was not given up.")})
        actions.write_down(Act.REPLAYED, key, by, events=1)
