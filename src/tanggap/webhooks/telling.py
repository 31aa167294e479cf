"""What a receiver is told of an event, made when it goes: what is public now, under an id by which it knows the same thing again."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import override

from tanggap.core import clock, crypto
from tanggap.reports import outbox
from tanggap.reports.queries.public import feed
from tanggap.reports.queries.public.feed import PublicEvent
from tanggap.webhooks.models import Delivery, Subscription
from tanggap.webhooks.words import TEST, TYPES, UNHEARD, WITHDRAWN

KEPT = timedelta(days=30)
"""How long deliveries are kept, and so how far back it is known what a receiver heard of."""


@dataclass(frozen=True, slots=True)
class Told:
    """A request's content: its type, its id, and the body as it is signed and sent."""

    type: str
    id: str
    body: bytes


def readable(events: Collection[int]) -> dict[int, PublicEvent]:
    """Return those of `events` that everybody may read now, in the words of the city's first language. One statement."""
    with override(settings.LANGUAGE_CODE):
        return feed.of(events)


def told(subscription: Subscription, delivery: Delivery, event: PublicEvent | None) -> Told | None:
    """Return what goes out for a delivery; None for what is not sent. `event` is None where nobody may read it any more.

    Of a report of which something arrived before, the receiver hears once that it was withdrawn, by its code alone.
    """
    if event is not None:
        if delivery.type in UNHEARD:
            return None
        return Told(
            delivery.type, webhook_id(subscription, delivery.event_id), _body(delivery.type, event.at, document(event))
        )
    if not _may_know(subscription, delivery):
        return None
    code = outbox.about([delivery.report_id])[delivery.report_id].code
    own_id = webhook_id(subscription, delivery.event_id, WITHDRAWN)
    return Told(WITHDRAWN, own_id, _body(WITHDRAWN, clock.now(), {"report": code}))


def test(subscription: Subscription, *, nonce: str) -> Told:
    """Return what the test button sends."""
    return Told(TEST, f"test_{nonce}", _body(TEST, clock.now(), {"subscription": subscription.key}))


def webhook_id(subscription: Subscription, event: int, what: str = "") -> str:
    """Return the id of an event for a subscription: the same at every try, after a replay and after a rebuild; no use to anybody else."""
    return "evt_" + crypto.blind_index("webhook", f"{subscription.key}/{event}/{what}").hex()[:32]


def document(event: PublicEvent) -> dict[str, Any]:
    """Return an event as the API gives it: these fields and no others."""
    return {
        "id": event.id,
        "cursor": event.cursor,
        "report": event.report,
        "version": event.version,
        "kind": event.kind,
        "type": TYPES[event.kind],
        "label": event.label,
        "at": _instant(event.at),
        "status": event.status,
        "status_before": event.status_before,
        "unit": event.unit,
        "actor": event.actor,
        "message": event.message,
        "category": event.category,
        "area": event.area,
    }


def _may_know(subscription: Subscription, delivery: Delivery) -> bool:
    """Return whether the receiver may have something of a report that was not withdrawn to it yet."""
    heard = Delivery.objects.filter(subscription=subscription.pk, report=delivery.report_id).exclude(sent_type="")
    last = heard.order_by("-tx", "-event").values_list("sent_type", flat=True).first()
    if last is not None:
        return last != WITHDRAWN
    if delivery.type not in UNHEARD:
        return False
    about = outbox.about([delivery.report_id])[delivery.report_id]
    return about.received_at < clock.now() - KEPT and subscription.made_at < clock.now() - KEPT


def _body(type_: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    whole = {"type": type_, "timestamp": _instant(at), "data": dict(data)}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
