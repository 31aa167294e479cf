"""Programs as their operator sees them: who runs them, what they may, their keys, what was done to them, what they called."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from tanggap.agencies import programs
from tanggap.agencies import queries as agencies
from tanggap.clients.leases import BUDGETS, READ, WRITE
from tanggap.clients.models import Client, Deed, Key, Usage
from tanggap.clients.words import Act, Outcome, Rate, Scope
from tanggap.core import clock
from tanggap.core.refusal import NotFound

DAYS = 30
MOST_OPERATIONS = 20


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A program; `keys` is how many of its keys work now, `used_on` the last day on which one was used."""

    code: str
    name: str
    owner: str
    contact: str
    unit: str | None
    scopes: tuple[str, ...]
    rate: str
    is_active: bool
    expires_at: datetime | None
    created_at: datetime
    keys: int
    used_on: date | None
    calls: int

    @property
    def unit_label(self) -> str:
        """Return the name of the unit that it works for, empty for none."""
        return agencies.unit_label(self.unit)

    @property
    def account(self) -> str:
        """Return the username of the account as which it acts, empty for none."""
        return f"{programs.PREFIX}{self.code}" if self.unit else ""

    @property
    def scope_labels(self) -> list[str]:
        """Return what it may do in words."""
        return [str(Scope(scope).label) for scope in self.scopes]

    @property
    def rate_label(self) -> str:
        """Return the name of its class."""
        return str(Rate(self.rate).label)

    @property
    def reads(self) -> int:
        """Return how many reads a minute it has."""
        return BUDGETS[self.rate][READ]

    @property
    def writes(self) -> int:
        """Return how many writes a minute it has."""
        return BUDGETS[self.rate][WRITE]

    @property
    def stands(self) -> str:
        """Return why it works or not: `works`, `off`, `expired`, `unit_closed`, `no_key`."""
        if not self.is_active:
            return "off"
        if self.expires_at is not None and self.expires_at <= clock.now():
            return "expired"
        if self.unit is not None and agencies.unit(self.unit) is None:
            return "unit_closed"
        return "works" if self.keys else "no_key"


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as people tell it from others: its label and beginning."""

    id: int
    client: str
    label: str
    prefix: str
    made_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_on: date | None

    @property
    def is_live(self) -> bool:
        """Return whether it opens anything now, as far as it depends on the key."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > clock.now())


@dataclass(frozen=True, slots=True)
class DeedRow:
    """What was done to a program; `name` is empty for the command line."""

    at: datetime
    name: str
    act: str
    reason: str
    facts: dict[str, Any]

    @property
    def label(self) -> str:
        """Return the act in words."""
        return str(Act(self.act).label)


@dataclass(frozen=True, slots=True)
class DayRow:
    """The calls of a day: all of them, and those that were refused or broke."""

    day: date
    calls: int
    refused: int


@dataclass(frozen=True, slots=True)
class OperationRow:
    """The calls of one operation in the days that are shown, by how they ended."""

    operation: str
    calls: int
    outcomes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class UsageRow:
    """What a program called within so many days: each day, and the operations that it called most."""

    days: tuple[DayRow, ...]
    operations: tuple[OperationRow, ...]

    @property
    def calls(self) -> int:
        """Return how many calls there were in all."""
        return sum(one.calls for one in self.days)

    @property
    def refused(self) -> int:
        """Return how many of them were refused or broke."""
        return sum(one.refused for one in self.days)

    @property
    def most(self) -> int:
        """Return the calls of the busiest day, at least 1."""
        return max((one.calls for one in self.days), default=0) or 1


def clients() -> list[ClientRow]:
    """Return every program, those that work first, by name. One statement."""
    return _rows(Client.objects.all())


def client(code: str) -> ClientRow:
    """Return one program. One statement. Raises NotFound."""
    found = _rows(Client.objects.filter(pk=code))
    if not found:
        raise NotFound
    return found[0]


def keys(code: str) -> list[KeyRow]:
    """Return a program's keys, those that work first, the youngest first. One statement."""
    rows = [_key(row) for row in Key.objects.filter(client=code).order_by("-id")]
    return sorted(rows, key=lambda row: not row.is_live)


def key(number: int) -> KeyRow:
    """Return one key. One statement. Raises NotFound."""
    row = Key.objects.filter(pk=number).first()
    if row is None:
        raise NotFound
    return _key(row)


def deeds(code: str, *, limit: int = 50) -> list[DeedRow]:
    """Return what was done to a program, the last first. One statement."""
    rows = Deed.objects.filter(client=code).select_related("staff").order_by("-id")[:limit]
    return [
        DeedRow(row.at, row.staff.display_name if row.staff else "", row.act, row.reason, row.facts) for row in rows
    ]


def usage(code: str, *, days: int = DAYS) -> UsageRow:
    """Return what a program called in the last days, today among them. One statement."""
    today = clock.local(clock.now()).date()
    first = today - timedelta(days=days - 1)
    rows = Usage.objects.filter(client=code, day__gte=first).values_list("day", "operation", "outcome", "calls")
    of_day: Counter[date] = Counter()
    refused: Counter[date] = Counter()
    of_operation: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for day, operation, outcome, calls in rows:
        of_day[day] += calls
        refused[day] += calls if outcome not in {Outcome.DONE, Outcome.MOVED} else 0
        of_operation[operation][outcome] += calls
    busiest = sorted(of_operation.items(), key=lambda pair: (-pair[1].total(), pair[0]))[:MOST_OPERATIONS]
    return UsageRow(
        tuple(
            DayRow(day, of_day[day], refused[day]) for day in (first + timedelta(days=number) for number in range(days))
        ),
        tuple(OperationRow(name, counts.total(), tuple(sorted(counts.items()))) for name, counts in busiest),
    )


def today() -> list[tuple[str, str, int]]:
    """Return (program, outcome, calls) of this day of the city; an empty program for keys that nobody knows. One statement."""
    rows = Usage.objects.filter(day=clock.local(clock.now()).date()).values("client", "outcome")
    sums = rows.annotate(total=Sum("calls")).order_by("client", "outcome")
    return [(row["client"] or "", row["outcome"], row["total"]) for row in sums]


def _rows(found: Any) -> list[ClientRow]:
    at = clock.now()
    since = clock.local(at).date() - timedelta(days=DAYS - 1)
    live = Q(expires_at=None) | Q(expires_at__gt=at)
    of_client = Key.objects.filter(client=OuterRef("pk")).order_by().values("client")
    calls = Usage.objects.filter(client=OuterRef("pk"), day__gte=since).order_by().values("client")
    annotated = found.annotate(
        live=Coalesce(Subquery(of_client.filter(live, revoked_at=None).annotate(n=Count("pk")).values("n")), 0),
        used=Subquery(of_client.annotate(day=Max("last_used_on")).values("day")),
        called=Coalesce(Subquery(calls.annotate(n=Sum("calls")).values("n")), 0),
    ).order_by("-is_active", "name", "code")
    return list(_of(annotated))


def _of(rows: Iterable[Any]) -> Iterable[ClientRow]:
    for row in rows:
        yield ClientRow(
            row.code,
            row.name,
            row.owner,
            row.contact,
            row.unit_id,
            tuple(row.scopes),
            row.rate,
            row.is_active,
            row.expires_at,
            row.created_at,
            row.live,
            row.used,
            int(row.called),
        )


def _key(row: Key) -> KeyRow:
    return KeyRow(
        row.pk,
        row.client_id,
        row.label,
        row.prefix,
        row.made_at,
        row.expires_at,
        row.revoked_at,
        row.last_used_on,
    )
