"""How each channel and its accounts are, by the rules of `channels.judging`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from tanggap.catalog import queries as catalog
from tanggap.channels import registry
from tanggap.channels.judging import Level, Pulse, Verdict, judge, worst
from tanggap.channels.models import Account
from tanggap.core import clock

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """How one account is. Counts are bounded by `MOST_COUNTED`. Within a day `came` pieces, of which `died` were set aside; words were
    `sent`, `failed`, or nobody knows whether they arrived (`unsure`). `refused` calls are counted from the beginning.
    """

    id: int
    channel: str
    code: str
    name: str
    adapter: str
    ways: frozenset[str]
    refused: int
    came: int
    died: int
    sent: int
    failed: int
    unsure: int
    resumes_at: datetime | None
    pulse: Pulse
    verdict: Verdict
    lag_seconds: float

    @property
    def lag(self) -> timedelta:
        """Return the age of the oldest piece or words that should have been dealt with."""
        return timedelta(seconds=self.lag_seconds)

    @property
    def worked_at(self) -> datetime | None:
        """Return when something went well last: a proven call, a question for news, words that went out."""
        instants = (self.pulse.heard_at, self.pulse.polled_at, self.pulse.sent_at)
        return max((at for at in instants if at is not None), default=None)

    @property
    def error_share(self) -> float | None:
        """Return which share of a day's messages in and out went wrong; None of none."""
        total = self.came + self.sent + self.failed + self.unsure
        return (self.died + self.failed + self.unsure) / total if total else None


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """A channel of the pack with its accounts. `is_own`: a surface of ours (website, counters) that needs no account."""

    code: str
    label: str
    adapters: tuple[str, ...]
    is_own: bool
    accounts: tuple[AccountHealth, ...]

    @property
    def verdict(self) -> Verdict | None:
        """Return how the worst of its accounts is; None without any."""
        return worst([one.verdict for one in self.accounts])

    @property
    def level(self) -> Level:
        """Return how it is in one word; a surface of our own is as well as the city itself, a channel without an account is off."""
        if self.is_own:
            return Level.WELL
        return self.verdict.level if self.verdict else Level.OFF


def health(*, now: datetime | None = None) -> list[ChannelHealth]:
    """Return every active channel of the pack with how its accounts are. Two statements and the shelf's, each bounded."""
    now = now or clock.now()
    rows: dict[str, list[Account]] = {}
    for row in Account.objects.order_by("channel__position", "code"):
        rows.setdefault(row.channel_id, []).append(row)
    figures = _figures(now) if rows else {}
    return [
        ChannelHealth(
            code=channel.code,
            label=channel.label,
            adapters=registry.adapters_of(channel.adapter),
            is_own=not registry.adapters_of(channel.adapter),
            accounts=tuple(_account(row, figures.get(row.pk, {}), now) for row in rows.get(channel.code, ())),
        )
        for channel in catalog.channels()
    ]


def _account(row: Account, figures: Mapping[str, Any], now: datetime) -> AccountHealth:
    ways = registry.adapter(row.adapter).ways
    lately = {what: figures.get(f"{what}_hour", 0) for what in _COUNTED}
    of_day = {what: figures.get(f"{what}_day", 0) + lately[what] for what in _COUNTED}
    pulse = Pulse(
        is_active=row.is_active, is_polled="poll" in ways, made_at=row.made_at, heard_at=row.heard_at, polled_at=row.polled_at,
        sent_at=row.sent_at, failing_since=row.failing_since, trouble=row.trouble, refused_at=row.refused_at,
        waiting=figures.get("waiting", 0), oldest_at=figures.get("waiting_since"), dead=figures.get("dead", 0),
        unsent=figures.get("unsent", 0), unsent_since=figures.get("unsent_since"), came=lately["came"] + lately["died"],
        died=lately["died"], sent=lately["sent"], failed=lately["failed"] + lately["unsure"],
        is_out_only="forward" in ways,
    )  # fmt: skip
    since = [at for at in (pulse.oldest_at, pulse.unsent_since) if at is not None]
    return AccountHealth(
        id=row.pk, channel=row.channel_id, code=row.code, name=row.name, adapter=row.adapter, ways=ways, refused=row.refused,
        came=of_day["came"] + of_day["died"], died=of_day["died"], sent=of_day["sent"], failed=of_day["failed"],
        unsure=of_day["unsure"], resumes_at=row.resumes_at, pulse=pulse, verdict=judge(pulse, now=now),
        lag_seconds=max([0.0, *((now - at).total_seconds() for at in since)]),
    )  # fmt: skip


_COUNTED = ("came", "died", "sent", "failed", "unsure")
_COUNTS = """
SELECT account_id, 'waiting', count(*), min(next_try_at) FILTER (WHERE next_try_at <= %(now)s)
FROM (SELECT account_id, next_try_at FROM channels_arrival WHERE state = 'waiting' LIMIT %(most)s) AS one GROUP BY account_id
UNION ALL SELECT account_id, 'dead', count(*), NULL
FROM (SELECT account_id FROM channels_arrival WHERE state = 'dead' LIMIT %(most)s) AS one GROUP BY account_id
UNION ALL SELECT account_id, 'unsent', count(*), min(next_try_at)
FROM (SELECT account_id, next_try_at FROM channels_posting WHERE state = 'waiting' AND next_try_at <= %(now)s LIMIT %(most)s) AS one
GROUP BY account_id
UNION ALL SELECT account_id, concat(CASE WHEN state = 'dead' THEN 'died_' ELSE 'came_' END,
    CASE WHEN received_at >= %(hour)s THEN 'hour' ELSE 'day' END), count(*), NULL
FROM (SELECT account_id, state, received_at FROM channels_arrival WHERE received_at >= %(day)s ORDER BY received_at DESC LIMIT %(most)s)
AS one GROUP BY 1, 2
UNION ALL SELECT account_id, concat(CASE WHEN state IN ('failed', 'unsure') THEN state ELSE 'sent' END,
    CASE WHEN made_at >= %(hour)s THEN '_hour' ELSE '_day' END), count(*), NULL
FROM (SELECT account_id, state, made_at FROM channels_posting WHERE made_at >= %(day)s ORDER BY made_at DESC LIMIT %(most)s) AS one
WHERE state IN ('sent', 'delivered', 'read', 'failed', 'unsure') GROUP BY 1, 2
"""


def _figures(now: datetime) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    when: dict[str, Any] = {
        "now": now,
        "day": now - timedelta(days=1),
        "hour": now - timedelta(hours=1),
        "most": MOST_COUNTED,
    }
    with connection.cursor() as statement:
        statement.execute(_COUNTS, when)
        for account, what, number, since in statement.fetchall():
            found.setdefault(account, {}).update({what: number, f"{what}_since": since})
    return found
