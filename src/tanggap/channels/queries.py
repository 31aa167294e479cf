"""How the channels are, what could not be read, and what was said in a thread: for the operator and the intake desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.channels import contract, receiving, registry
from tanggap.channels.models import Account, Arrival, Posting, Thread
from tanggap.channels.words import ArrivalState, PostingState
from tanggap.core import clock, crypto
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import NotFound
from tanggap.reports import access
from tanggap.reports.models import Report

PAGE = 50
MOST_COUNTED = 10_000
MOST_SAID = 200
LATE = timedelta(minutes=5)
RED, YELLOW, GREEN, OFF = "red", "yellow", "green", "off"


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """How one account is. Counts are bounded by `MOST_COUNTED`; `done` and `failed` are of the last 24 hours; `lag_seconds` is the age
    of the oldest piece or posting that should have been dealt with. `light` is green, yellow (slow), red (broken, or set-aside letters) or off.
    """

    id: int
    channel: str
    code: str
    name: str
    adapter: str
    is_active: bool
    ways: frozenset[str]
    waiting: int
    dead: int
    to_send: int
    done: int
    failed: int
    refused: int
    refused_at: datetime | None
    lag_seconds: float
    heard_at: datetime | None
    polled_at: datetime | None
    sent_at: datetime | None
    failing_since: datetime | None
    trouble: str
    light: str


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """A channel of the pack with its accounts. `is_own`: a surface of ours (website, counters) that needs no account."""

    code: str
    label: str
    adapters: tuple[str, ...]
    is_own: bool
    accounts: tuple[AccountHealth, ...]

    @property
    def light(self) -> str:
        """Return the worst light of its accounts; a surface of our own is as green as the city itself; without an account it is off."""
        if self.is_own:
            return GREEN
        lights = [one.light for one in self.accounts]
        return next((light for light in (RED, YELLOW, GREEN) if light in lights), OFF)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A piece that could not be read: whose, when, why. Its payload is opened one by one alone."""

    id: int
    account: int
    channel: str
    account_name: str
    external_id: str
    error: str
    tries: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A dead letter with its payload as text (bytes that are no text read as U+FFFD), as it counts and as it came."""

    letter: DeadLetter
    payload: str
    as_it_came: str
    is_amended: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation: said by the citizen, or by us. It names nobody."""

    at: datetime
    is_ours: bool
    text: str
    files: int
    state: str
    outcome: str


def health(*, now: datetime | None = None) -> list[ChannelHealth]:
    """Return every active channel of the pack with how its accounts are. Five statements, each bounded."""
    now = now or clock.now()
    rows: dict[str, list[Account]] = {}
    for row in Account.objects.order_by("channel__position", "code"):
        rows.setdefault(row.channel_id, []).append(row)
    figures = _figures(now)
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


def _account(row: Account, figures: Mapping[str, float], now: datetime) -> AccountHealth:
    lag = max(figures.get("lag", 0.0), figures.get("send_lag", 0.0))
    return AccountHealth(
        id=row.pk, channel=row.channel_id, code=row.code, name=row.name, adapter=row.adapter, is_active=row.is_active,
        ways=registry.adapter(row.adapter).ways, waiting=int(figures.get("waiting", 0)), dead=int(figures.get("dead", 0)),
        to_send=int(figures.get("to_send", 0)), done=int(figures.get("done", 0)), failed=int(figures.get("failed", 0)),
        refused=row.refused, refused_at=row.refused_at, lag_seconds=lag, heard_at=row.heard_at, polled_at=row.polled_at,
        sent_at=row.sent_at, failing_since=row.failing_since, trouble=row.trouble,
        light=_light(row, figures, lag, now),
    )  # fmt: skip


def _light(row: Account, figures: Mapping[str, float], lag: float, now: datetime) -> str:
    if not row.is_active:
        return OFF
    is_refused = row.refused_at is not None and now - row.refused_at < LATE
    is_down = row.failing_since is not None and now - row.failing_since >= timedelta(minutes=2)
    if is_down or figures.get("dead") or is_refused:
        return RED
    return YELLOW if row.failing_since or lag > LATE.total_seconds() or figures.get("unsure") else GREEN


_COUNTS = """
SELECT account_id, 'waiting', count(*)::float, max(extract(epoch FROM %(now)s - next_try_at))
FROM (SELECT account_id, next_try_at FROM channels_arrival WHERE state = 'waiting' LIMIT %(most)s) AS one GROUP BY account_id
UNION ALL SELECT account_id, 'dead', count(*), NULL
FROM (SELECT account_id FROM channels_arrival WHERE state = 'dead' LIMIT %(most)s) AS one GROUP BY account_id
UNION ALL SELECT account_id, 'to_send', count(*), max(extract(epoch FROM %(now)s - next_try_at))
FROM (SELECT account_id, next_try_at FROM channels_posting WHERE state = 'waiting' LIMIT %(most)s) AS one GROUP BY account_id
UNION ALL SELECT account_id, 'done', count(*), NULL
FROM (SELECT account_id FROM channels_arrival WHERE received_at >= %(day)s LIMIT %(most)s) AS one GROUP BY account_id
UNION ALL SELECT account_id, CASE WHEN state = 'unsure' THEN 'unsure' ELSE 'failed' END, count(*), NULL
FROM (SELECT account_id, state FROM channels_posting WHERE made_at >= %(day)s AND state IN ('failed', 'unsure') LIMIT %(most)s) AS one
GROUP BY 1, 2
"""


def _figures(now: datetime) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {}
    with connection.cursor() as statement:
        statement.execute(_COUNTS, {"now": now, "day": now - timedelta(days=1), "most": MOST_COUNTED})
        for account, what, number, lag in statement.fetchall():
            found.setdefault(account, {})[what] = number
            if lag is not None:
                found[account]["lag" if what == "waiting" else "send_lag"] = max(0.0, float(lag))
    return found


def dead_letters(
    *, by: Staff, account: int | None = None, after: str | None = None, limit: int = PAGE
) -> Page[DeadLetter]:
    """Return what could not be read, latest first. One statement. Raises NotAllowed, Invalid."""
    permissions.permit("channels.replay", by)
    rows = Arrival.objects.filter(state=ArrivalState.DEAD).select_related("account")
    if account is not None:
        rows = rows.filter(account=account)
    if position := read_cursor(after):
        rows = rows.filter(pk__lt=position[1])
    found = list(rows.order_by("-id")[: limit + 1])
    following = cursor(found[limit - 1].received_at, found[limit - 1].pk) if len(found) > limit else None
    return Page([_letter(row) for row in found[:limit]], following)


def dead_letter(arrival: int, *, by: Staff) -> OpenLetter:
    """Return a dead letter with its payload. Raises NotAllowed, NotFound."""
    permissions.permit("channels.replay", by)
    row = Arrival.objects.filter(pk=arrival, state=ArrivalState.DEAD).select_related("account").first()
    if row is None:
        raise NotFound
    came = crypto.unseal_bytes(bytes(row.sealed), context=f"arrival:{row.account_id}:{row.external_id}")
    return OpenLetter(
        letter=_letter(row),
        payload=receiving.payload_of(row).decode("utf-8", "replace"),
        as_it_came=came.decode("utf-8", "replace"),
        is_amended=row.amended is not None,
    )


def _letter(row: Arrival) -> DeadLetter:
    return DeadLetter(
        id=row.pk, account=row.account_id, channel=row.account.channel_id, account_name=row.account.name,
        external_id=row.external_id, error=row.error, tries=row.tries, received_at=row.received_at,
    )  # fmt: skip


def conversation_of(code: str, *, by: Staff) -> list[Line]:
    """Return what was said and answered about a report by its channel, oldest first, at most `MOST_SAID` of each.

    For those who may read conversations of a report that they may see. Raises NotFound for anybody else's and for none.
    """
    report = Report.objects.filter(code=code).first()
    if report is None or not access.can_see(by, report):
        raise NotFound
    access.permit("channels.read_conversation", by, report)
    thread = Thread.objects.filter(report=report).select_related("account").first()
    if thread is None:
        raise NotFound
    return lines(thread)


def has_conversation(report: int) -> bool:
    """Return whether a report came by a thread that can be read. One statement."""
    return Thread.objects.filter(report=report).exists()


def lines(thread: Thread) -> list[Line]:
    """Return a thread's lines, oldest first, the last `MOST_SAID` of each side."""
    said = Arrival.objects.filter(thread=thread).select_related("account").order_by("-id")[:MOST_SAID]
    told = Posting.objects.filter(thread=thread, arrival__isnull=False).order_by("-id")[:MOST_SAID]
    ours = [
        Line(
            row.made_at,
            True,
            str(crypto.unseal(bytes(row.sealed or b""), context=f"answer:{row.arrival_id}:{row.kind}").get("text", "")),
            0,
            str(PostingState(row.state).label),
            "",
        )
        for row in told
    ]
    return sorted([*(_said(row) for row in said), *ours], key=lambda line: line.at)


def _said(row: Arrival) -> Line:
    try:
        heard = registry.adapter(row.account.adapter).read(_bare(row.account), receiving.payload_of(row))
    except contract.Malformed:
        heard = contract.Ignored("malformed")
    said = heard.said if isinstance(heard, contract.Partial) else heard
    text = (
        said.text if isinstance(said, contract.Said) else said.report.text if isinstance(said, contract.Filed) else ""
    )
    files = len(said.attachments) if isinstance(said, contract.Said | contract.Filed) else 0
    return Line(row.received_at, False, text, files, str(ArrivalState(row.state).label), row.outcome)


def _bare(row: Account) -> contract.Account:
    """Return an account without its secrets: reading is pure and needs none."""
    return contract.Account(id=row.pk, channel=row.channel_id, code=row.code, adapter=row.adapter, values={})
