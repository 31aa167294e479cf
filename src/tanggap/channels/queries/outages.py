"""When accounts were broken: what the worker noted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from tanggap.channels.judging import RULES
from tanggap.channels.models import Outage

_WHAT = {rule.key: rule.what for rule in RULES}


@dataclass(frozen=True, slots=True)
class OutageRow:
    """One outage; `ended_at` is None while it lasts."""

    rule: str
    began_at: datetime
    ended_at: datetime | None

    @property
    def what(self) -> str | Promise:
        """Return what was wrong."""
        return _WHAT.get(self.rule, self.rule)

    @property
    def length(self) -> timedelta | None:
        """Return how long it lasted."""
        return self.ended_at - self.began_at if self.ended_at else None


def outages(account: int, *, limit: int = 10) -> list[OutageRow]:
    """Return the last outages of an account, latest first. One statement."""
    rows = Outage.objects.filter(account=account).order_by("-began_at")[:limit]
    return [OutageRow(row.rule, row.began_at, row.ended_at) for row in rows]


def broken() -> int:
    """Return how many accounts that are switched on are broken now, as the worker saw it last. One statement."""
    return Outage.objects.filter(
        ended_at__isnull=True, account__is_active=True, account__channel__is_active=True
    ).count()
