"""A subscription's line: held by one sender at a time, sent strictly in order, and what every try changes about it.

Nothing here lasts longer than a few statements: the request itself happens outside, while only the lease says whose turn it is. A sender
that was killed leaves a lease that ends; one that lost its lease writes nothing any more, and what it sent goes again under the same id.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q

from tanggap.core import clock
from tanggap.webhooks.models import Attempt, Delivery, Subscription
from tanggap.webhooks.posting import GONE, Tried
from tanggap.webhooks.words import DeliveryState, State, Why

LEASED_FOR = timedelta(seconds=40)
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 2 * 60, 10 * 60, 3600, 3 * 3600, 6 * 3600, 6 * 3600, 12 * 3600)
)
"""Between two tries of the same delivery; the last one again and again until it is given up."""
GIVEN_UP_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Held:
    """A line that this process holds until its lease ends."""

    subscription: Subscription
    lease: UUID


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription that has something to send now; `is_failing`: the last try went wrong, so it may well take long again."""

    id: int
    is_failing: bool


def due() -> list[Due]:
    """Return the subscriptions whose line can go on now, those that wait longest first. One statement."""
    now = clock.now()
    waiting = Delivery.objects.filter(subscription=OuterRef("pk"), state=DeliveryState.WAITING)
    is_served = Q(client__isnull=True) | (
        Q(client__is_active=True) & (Q(client__expires_at__isnull=True) | Q(client__expires_at__gt=now))
    )
    rows = _free(now).filter(is_served, Exists(waiting)).order_by(F("next_try_at").asc(nulls_first=True), "id")
    return [Due(key, since is not None) for key, since in rows.values_list("pk", "failing_since")]


def take(subscription: int) -> Held | None:
    """Take a line for a while; None when somebody holds it, it rests, or it is not on. One statement to take, one to read."""
    now, lease = clock.now(), uuid4()
    if not _free(now).filter(pk=subscription).update(lease=lease, leased_until=now + LEASED_FOR):
        return None
    row = Subscription.objects.filter(pk=subscription, lease=lease).first()
    return Held(row, lease) if row is not None else None


def give_back(held: Held) -> None:
    """Let go of a line, so that the next one need not wait for the end of the lease."""
    _own(held).update(lease=None, leased_until=None)


def head(held: Held, limit: int) -> Sequence[Delivery]:
    """Return what stands at the head of a line that is still held and on, in order. One statement, by the index of what waits."""
    rows = Delivery.objects.filter(
        subscription=held.subscription.pk,
        subscription__lease=held.lease,
        subscription__state=State.ON,
        state=DeliveryState.WAITING,
    )
    return list(rows.order_by("tx", "event")[:limit])


@transaction.atomic
def delivered(held: Held, delivery: Delivery, type_: str, tried: Tried) -> bool:
    """Write down that a delivery arrived and move the line on; return whether the line is still held. Nothing is written otherwise."""
    now = clock.now()
    if not _renew(
        held, now, next_try_at=None, failing_since=None, trouble="", strikes=0, delivered_at=now, told_at=None
    ):
        return False
    _settle(delivery, state=DeliveryState.DELIVERED, sent_type=type_, tries=delivery.tries + 1, settled_at=now)
    _note(held.subscription.pk, delivery.event_id, type_, tried)
    _move_on(held, delivery)
    return True


@transaction.atomic
def skipped(held: Held, delivery: Delivery) -> bool:
    """Write down that a delivery is not sent; return whether the line is still held. Nothing is written otherwise."""
    now = clock.now()
    if not _renew(held, now):
        return False
    _settle(delivery, state=DeliveryState.SKIPPED, settled_at=now)
    _move_on(held, delivery)
    return True


@transaction.atomic
def failed(held: Held, delivery: Delivery, type_: str, tried: Tried) -> None:
    """Write down that a delivery did not arrive, and let go of the line: it rests, gives the delivery up, or is disabled.

    A delivery is given up after three days, and the line goes on with the next. When that one is not taken either, it is not the delivery:
    the subscription is disabled, and everything waits. A receiver that answers 410 is left alone at once.
    """
    now = clock.now()
    row = Subscription.objects.select_for_update(no_key=True).filter(pk=held.subscription.pk, lease=held.lease).first()
    if row is None:
        return
    since = delivery.tried_since or now
    row.failing_since, row.trouble = row.failing_since or now, tried.trouble
    row.lease, row.leased_until = None, None
    changes: dict[str, Any] = {"tries": delivery.tries + 1, "tried_since": since}
    if row.state != State.ON:
        pass  # paused meanwhile: it tries again when it is switched on
    elif tried.status == GONE:
        _disable(row, Why.GONE)
    elif row.strikes:
        _disable(row, Why.FAILING)
    elif now - since >= GIVEN_UP_AFTER:
        row.strikes += 1
        row.next_try_at, row.told_at = now, None
        changes |= {"state": DeliveryState.DEAD, "settled_at": now}
    else:
        row.next_try_at = now + pause(delivery.tries, tried.wait_seconds)
    row.save(
        update_fields=[
            "failing_since",
            "trouble",
            "lease",
            "leased_until",
            "state",
            "why",
            "strikes",
            "next_try_at",
            "told_at",
        ]
    )
    _settle(delivery, **changes)
    _note(row.pk, delivery.event_id, type_, tried)
    if changes.get("state") == DeliveryState.DEAD:
        _move_on(held, delivery)


def pause(tries: int, asked_seconds: float | None) -> timedelta:
    """Return how long a line rests after a try that failed, `tries` having failed before it: at least what the receiver asked for."""
    own = PAUSES[min(tries, len(PAUSES) - 1)] * random.uniform(1.0, 1.2)  # noqa: S311  jitter, no secret
    return max(own, timedelta(seconds=asked_seconds or 0))


def note_test(subscription: Subscription, tried: Tried, type_: str) -> None:
    """Write a test down among the tries."""
    _note(subscription.pk, None, type_, tried)


def _free(now: datetime) -> Any:
    """Return the lines that may be taken. It looks at nothing but the row itself, so that of two who take it at once only one succeeds."""
    return Subscription.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now),
        Q(leased_until__isnull=True) | Q(leased_until__lte=now),
        state=State.ON,
    )


def _own(held: Held) -> Any:
    return Subscription.objects.filter(pk=held.subscription.pk, lease=held.lease)


def _renew(held: Held, now: datetime, **changes: Any) -> bool:
    return bool(_own(held).update(leased_until=now + LEASED_FOR, **changes))


def _settle(delivery: Delivery, **changes: Any) -> None:
    """Write what became of a delivery. A rebuild that goes on meanwhile may have taken its row away: then it is there again, settled."""
    rows = Delivery.objects.filter(subscription=delivery.subscription_id, event=delivery.event_id)
    if not rows.update(**changes):
        for name, value in changes.items():
            setattr(delivery, name, value)
        delivery.pk = None
        delivery.save(force_insert=True)


def _disable(row: Subscription, why: Why) -> None:
    row.state, row.why, row.next_try_at, row.told_at = State.DISABLED, why, None, None


def _note(subscription: int, event: int | None, type_: str, tried: Tried) -> None:
    Attempt.objects.create(
        subscription_id=subscription,
        event=event,
        type=type_,
        at=tried.at,
        is_ok=tried.is_ok,
        status=tried.status,
        milliseconds=tried.milliseconds,
        trouble=tried.trouble,
        answer=tried.answer,
    )


def _move_on(held: Held, delivery: Delivery) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE webhooks_subscription SET line_tx = %s, line_event = %s WHERE id = %s AND (line_tx, line_event) < (%s, %s)",
            [delivery.tx, delivery.event_id, held.subscription.pk, delivery.tx, delivery.event_id],
        )
