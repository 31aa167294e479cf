"""Subscriptions as their owners and the operators see them: how each is, what waits, what became of the last tries. Never a secret."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.core import clock
from tanggap.core.cursors import Position
from tanggap.core.paging import Page
from tanggap.core.refusal import NotFound
from tanggap.reports.events import KINDS
from tanggap.reports.queries.public import feed
from tanggap.webhooks import checks
from tanggap.webhooks.actions import ACT, By
from tanggap.webhooks.models import Attempt, Deed, Delivery, Subscription
from tanggap.webhooks.telling import webhook_id
from tanggap.webhooks.words import TYPES, UNHEARD, Act, DeliveryState, State, Why

MOST_COUNTED = 10_000
LAST_ATTEMPTS = 50
FAILS = timedelta(minutes=10)
_ANSWERED = re.compile(r"The receiver answered (\d+)\.")


@dataclass(frozen=True, slots=True)
class SubscriptionRow:
    """A subscription. `waiting` counts up to 10,000, `lag_seconds` is how long its head waits; `client` None: the operators' own."""

    key: str
    client: str | None
    label: str
    url: str
    types: tuple[str, ...]
    areas: tuple[str, ...]
    categories: tuple[str, ...]
    units: tuple[str, ...]
    channels: tuple[str, ...]
    state: str
    why: str
    waiting: int
    dead: int
    lag_seconds: int
    failing_since: datetime | None
    next_try_at: datetime | None
    trouble: str
    delivered_at: datetime | None
    previous_until: datetime | None
    made_at: datetime

    @property
    def lag(self) -> timedelta:
        """Return how long the head of its line waits."""
        return timedelta(seconds=self.lag_seconds)

    @property
    def host(self) -> str:
        """Return the host of its address."""
        return checks.host(self.url)

    @property
    def state_label(self) -> str:
        """Return its state in the active language."""
        return str(State(self.state).label)

    @property
    def why_label(self) -> str:
        """Return why it was disabled, in the active language; empty when it was not."""
        return str(Why(self.why).label)

    @property
    def trouble_label(self) -> str:
        """Return why nothing arrives, in the active language where it is an answer; the door's own words are English."""
        answered = _ANSWERED.fullmatch(self.trouble)
        return _("The receiver answered %(status)s.") % {"status": answered[1]} if answered else self.trouble

    @property
    def is_broken(self) -> bool:
        """Return whether somebody has to do something: nothing arrives, or something was given up."""
        return self.state == State.DISABLED or self.dead > 0 or self.is_failing

    @property
    def is_failing(self) -> bool:
        """Return whether nothing has arrived for longer than a hiccup."""
        return self.state == State.ON and self.failing_since is not None and clock.now() - self.failing_since > FAILS


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event for one subscription. `id` is the `webhook-id` under which it goes."""

    id: str
    event: int
    report: str
    type: str
    state: str
    tries: int
    replays: int
    made_at: datetime
    settled_at: datetime | None

    @property
    def state_label(self) -> str:
        """Return its state in the active language."""
        return str(DeliveryState(self.state).label)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One request: `status` None where no answer came; `answer` its first bytes, screened."""

    at: datetime
    type: str
    event: int | None
    is_ok: bool
    status: int | None
    milliseconds: int
    trouble: str
    answer: str


@dataclass(frozen=True, slots=True)
class DeedRow:
    """What was done about a subscription, by whom."""

    label: str
    who: str
    at: datetime
    facts: dict[str, Any]


def types() -> list[tuple[str, str]]:
    """Return the types that can be asked for, by name, each with what it means in the active language. No statement."""
    told = [(type_, str(KINDS[kind].label)) for kind, type_ in TYPES.items() if type_ not in UNHEARD and kind in KINDS]
    return sorted(told)


def listed(*, by: By) -> list[SubscriptionRow]:
    """Return a client's own subscriptions, or all for the operators, oldest first. One statement."""
    return _rows(by, None)


def one(key: str, *, by: By) -> SubscriptionRow:
    """Return a subscription that `by` may see. One statement. Raises NotFound."""
    found = _rows(by, key[:64].replace("\x00", ""))
    if not found:
        raise NotFound
    return found[0]


def everything() -> list[SubscriptionRow]:
    """Return all subscriptions, for the machines that watch over them. One statement."""
    return _read(None, None)


def deliveries(
    key: str, *, by: By, state: str | None = None, after: str | None = None, limit: int = 50
) -> Page[DeliveryRow]:
    """Return what goes to a subscription, latest first. Two statements. Raises NotFound, Invalid.

    What was skipped is not listed, but where it had arrived before.
    """
    row = one(key, by=by)
    rows = Delivery.objects.filter(subscription__key=key).exclude(state=DeliveryState.SKIPPED, sent_type="")
    if state:
        rows = rows.filter(state=state)
    if after:
        place = feed.position(after)
        rows = rows.extra(where=["(webhooks_delivery.tx, webhooks_delivery.event_id) < (%s, %s)"], params=[*place])
    columns = ("event", "report__code", "type", "state", "tries", "replays", "made_at", "settled_at", "tx")
    found = list(rows.order_by("-tx", "-event").values_list(*columns)[: limit + 1])
    whose = Subscription(key=row.key)
    page = [DeliveryRow(webhook_id(whose, each[0]), *each[:8]) for each in found[:limit]]
    last = found[limit - 1] if len(found) > limit else None
    return Page(page, feed.cursor(Position(last[8], last[0])) if last else None)


def attempts(key: str, *, by: By, limit: int = LAST_ATTEMPTS) -> list[AttemptRow]:
    """Return a subscription's last tries, latest first. Two statements. Raises NotFound."""
    one(key, by=by)
    columns = ("at", "type", "event", "is_ok", "status", "milliseconds", "trouble", "answer")
    rows = Attempt.objects.filter(subscription__key=key).order_by("-id").values_list(*columns)
    return [AttemptRow(*row) for row in rows[:limit]]


def deeds(key: str, *, limit: int = 20) -> list[DeedRow]:
    """Return what was done about a subscription, latest first, for the operators. One statement."""
    rows = Deed.objects.filter(subscription=key).order_by("-id")
    columns = ("act", "staff__display_name", "client", "at", "facts")
    return [
        DeedRow(str(Act(act).label), name or client or "", at, facts)
        for act, name, client, at, facts in rows.values_list(*columns)[:limit]
    ]


def _rows(by: By, key: str | None) -> list[SubscriptionRow]:
    if isinstance(by, str):
        return _read(by, key)
    permissions.permit(ACT, by)
    return _read(None, key)


_COLUMNS = (
    "key", "client_id", "label", "url", "types", "areas", "categories", "units", "channels", "state", "why", "failing_since", "next_try_at",
    "trouble", "delivered_at", "previous_until", "made_at",
)  # fmt: skip


def _read(client: str | None, key: str | None) -> list[SubscriptionRow]:
    columns = ", ".join(f"s.{name}" for name in _COLUMNS)
    with connection.cursor() as statement:
        statement.execute(
            f"SELECT {columns}, w.number, w.oldest, d.number FROM webhooks_subscription s"  # noqa: S608  our own names
            " CROSS JOIN LATERAL (SELECT count(*) AS number, min(made_at) AS oldest FROM (SELECT made_at FROM webhooks_delivery"
            "  WHERE subscription_id = s.id AND state = 'waiting' ORDER BY tx, event_id LIMIT %s) AS line) AS w"
            " CROSS JOIN LATERAL (SELECT count(*) AS number FROM webhooks_delivery WHERE subscription_id = s.id AND state = 'dead') AS d"
            " WHERE (%s::text IS NULL OR s.client_id = %s) AND (%s::text IS NULL OR s.key = %s) ORDER BY s.id",
            [MOST_COUNTED, client, client, key, key],
        )
        found = [(dict(zip(_COLUMNS, row, strict=False)), *row[len(_COLUMNS) :]) for row in statement.fetchall()]
    now = clock.now()
    return [
        SubscriptionRow(
            **_values(told),
            waiting=waiting,
            dead=dead,
            lag_seconds=max(0, int((now - oldest).total_seconds())) if oldest else 0,
        )
        for told, waiting, oldest, dead in found
    ]


def _values(told: dict[str, Any]) -> dict[str, Any]:
    told["client"] = told.pop("client_id")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
