"""What the operators have to hear of: a receiver that has taken nothing for an hour, a delivery given up, a subscription disabled."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from tanggap.core import clock
from tanggap.webhooks import checks
from tanggap.webhooks.models import Subscription
from tanggap.webhooks.words import State

AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One subscription in trouble: `kind` is failing, given_up, gone or disabled."""

    key: str
    label: str
    host: str
    client: str | None
    kind: str
    since: datetime


def untold() -> list[Trouble]:
    """Return the troubles that nobody was told of. One statement, over a small table."""
    now = clock.now()
    is_bad = (
        Q(state=State.DISABLED) | Q(state=State.ON, strikes__gt=0) | Q(state=State.ON, failing_since__lte=now - AFTER)
    )
    rows = Subscription.objects.filter(is_bad, told_at__isnull=True).order_by("id")
    return [
        Trouble(row.key, row.label, checks.host(row.url), row.client_id, _kind(row), row.failing_since or now)
        for row in rows
    ]


def told(trouble: Trouble) -> None:
    """Note that the operators know, until something arrives again or it gets worse."""
    Subscription.objects.filter(key=trouble.key).update(told_at=clock.now())


def _kind(row: Subscription) -> str:
    if row.state == State.DISABLED:
        return "gone" if row.why == "gone" else "disabled"
    return "given_up" if row.strikes else "failing"
