"""Dead letters: what could not be read, why, what it says, and what became of it once it was read again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.channels import mending
from tanggap.channels.explaining import Why, why
from tanggap.channels.mending import Shown
from tanggap.channels.models import Arrival
from tanggap.channels.words import OUTCOMES, ArrivalState
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import NotFound

PAGE = 50
MOST_COUNTED = 10_000
MOST_CAUSES = 30
MOST_FATES = 200


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

    @property
    def why(self) -> Why:
        """Return why, in words."""
        return why(self.error)


@dataclass(frozen=True, slots=True)
class Cause:
    """Dead letters of one account that died of the same, how many of the last `MOST_COUNTED`, and from when to when they came."""

    account: int
    account_name: str
    error: str
    number: int
    first_at: datetime
    last_at: datetime

    @property
    def why(self) -> Why:
        """Return why, in words."""
        return why(self.error)


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A dead letter with its payload, who sent it hidden."""

    letter: DeadLetter
    payload: Shown
    is_amended: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a piece: it waits, was understood, or was set aside again. `code` is the report's that it came to, if any."""

    id: int
    account_name: str
    received_at: datetime
    state: str
    outcome: str
    error: str
    code: str

    @property
    def is_settled(self) -> bool:
        """Return whether it was read."""
        return self.state != ArrivalState.WAITING

    @property
    def is_dead(self) -> bool:
        """Return whether it was set aside, again."""
        return self.state == ArrivalState.DEAD

    @property
    def words(self) -> str:
        """Return its state and what it came to."""
        name = self.outcome.partition(":")[0]
        return str(OUTCOMES.get(name, ArrivalState(self.state).label))

    @property
    def why(self) -> Why:
        """Return why it was set aside, in words."""
        return why(self.error)


def dead_letters(
    *, by: Staff, account: int | None = None, error: str | None = None, after: str | None = None, limit: int = PAGE
) -> Page[DeadLetter]:
    """Return what could not be read, latest first, of one account and of one cause if given. One statement. Raises NotAllowed, Invalid."""
    permissions.permit("channels.replay", by)
    rows = (
        Arrival.objects.filter(state=ArrivalState.DEAD)
        .select_related("account")
        .defer("sealed", "amended", "account__sealed")
    )
    if account is not None:
        rows = rows.filter(account=account)
    if error is not None:
        rows = rows.filter(error=error)
    if position := read_cursor(after):
        rows = rows.filter(pk__lt=position[1])
    found = list(rows.order_by("-id")[: limit + 1])
    following = cursor(found[limit - 1].received_at, found[limit - 1].pk) if len(found) > limit else None
    return Page([_letter(row) for row in found[:limit]], following)


def causes(*, by: Staff) -> list[Cause]:
    """Return of what letters died, the most frequent cause first. One statement, over at most `MOST_COUNTED` letters. Raises NotAllowed."""
    permissions.permit("channels.replay", by)
    with connection.cursor() as statement:
        statement.execute(_CAUSES, [MOST_COUNTED, MOST_CAUSES])
        return [Cause(*row) for row in statement.fetchall()]


_CAUSES = """
SELECT one.account_id, account.name, one.error, count(*), min(one.received_at), max(one.received_at)
FROM (SELECT account_id, error, received_at FROM channels_arrival WHERE state = 'dead' ORDER BY id DESC LIMIT %s) AS one
JOIN channels_account AS account ON account.id = one.account_id
GROUP BY 1, 2, 3 ORDER BY 4 DESC, 6 DESC LIMIT %s
"""


def dead_letter(arrival: int, *, by: Staff) -> OpenLetter:
    """Return a dead letter with its payload. Raises NotAllowed, NotFound."""
    permissions.permit("channels.replay", by)
    row = Arrival.objects.filter(pk=arrival, state=ArrivalState.DEAD).select_related("account").first()
    if row is None:
        raise NotFound
    return OpenLetter(_letter(row), mending.shown(row), is_amended=row.amended is not None)


def fates(arrivals: Iterable[int], *, by: Staff) -> list[Fate]:
    """Return what became of pieces, at most `MOST_FATES`, in the order in which they came. One statement. Raises NotAllowed."""
    permissions.permit("channels.replay", by)
    rows = Arrival.objects.filter(pk__in=list(arrivals)[:MOST_FATES]).select_related("account", "report").order_by("id")
    return [
        Fate(
            id=row.pk, account_name=row.account.name, received_at=row.received_at, state=row.state, outcome=row.outcome,
            error=row.error, code=row.report.code if row.report else "",
        )
        for row in rows.only("account__name", "received_at", "state", "outcome", "error", "report__code")
    ]  # fmt: skip


def _letter(row: Arrival) -> DeadLetter:
    return DeadLetter(
        id=row.pk, account=row.account_id, channel=row.account.channel_id, account_name=row.account.name,
        external_id=row.external_id, error=row.error, tries=row.tries, received_at=row.received_at,
    )  # fmt: skip
