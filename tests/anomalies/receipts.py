"""Receipts of a city, made by hand: reports that nobody wrote, at any instant, without a table of reports behind them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tanggap.anomalies import actions
from tanggap.anomalies.models import Alarm, Receipt

CAKUNG, KELAPA_GADING = "31.75.06", "31.72.06"
PULO_GEBANG, CAKUNG_BARAT, GADING = "31.75.06.1005", "31.75.06.1007", "31.72.06.1001"
DISTRICTS = (PULO_GEBANG, GADING, *(f"31.7{kota}.0{number}.1001" for kota in range(1, 6) for number in (1, 2, 3, 4)))[
    :20
]
FLOOD, DRAIN, RUBBISH, TREE = "banjir", "saluran-air", "sampah", "pohon"
NOW = datetime(2026, 3, 4, 7, 5, tzinfo=UTC)  # a Wednesday, 14.05 in Jakarta
MINUTE = timedelta(minutes=1)
_numbers = count(10**12)


def receipt(at: datetime, area: str = PULO_GEBANG, category: str = RUBBISH, **changes: Any) -> Receipt:
    """Return the receipt of one report, not saved."""
    plain = {"unit": "", "is_public": True, "is_joined": False, "is_late": False}
    return Receipt(report_id=next(_numbers), received_at=at, area=area, category=category, **{**plain, **changes})


def flood(number: int, *, before: timedelta = 50 * MINUTE, until: datetime = NOW, **changes: Any) -> list[Receipt]:
    """Return `number` receipts spread evenly over the time `before` an instant, of flooding where nothing else is said."""
    given = {"category": FLOOD, **changes}
    return [receipt(until - before + before * step / number, **given) for step in range(number)]


def ordinary(days: int = 75, *, until: datetime = NOW) -> list[Receipt]:
    """Return 16 receipts a day, between 8 and 18 o'clock: in turns of four kinds and of twenty districts."""
    kinds = (RUBBISH, DRAIN, FLOOD, RUBBISH, TREE)
    first = until.replace(hour=1, minute=30) - timedelta(days=days)
    ats = (first + timedelta(days=day, minutes=38 * step) for day in range(days + 1) for step in range(16))
    return [
        receipt(at, DISTRICTS[number * 7 % 20], kinds[number // 20 % 5]) for number, at in enumerate(ats) if at < until
    ]


@contextmanager
def city(rows: Iterable[Receipt]) -> Iterator[None]:
    """Let receipts stand in the table, learn from them, and take them out before the test ends: their reports are nowhere."""
    try:
        Receipt.objects.bulk_create(rows)
        actions.learn(now=NOW)
        yield
    finally:
        Receipt.objects.filter(report_id__gte=10**12).delete()


def add(*rows: list[Receipt]) -> None:
    """Let more receipts come."""
    Receipt.objects.bulk_create([one for of in rows for one in of])


def alarms() -> list[tuple[str, list[str], int, str]]:
    """Return category, areas, reports and state of every alarm, oldest first."""
    return [(one.category, one.areas, one.reports, str(one.state)) for one in Alarm.objects.order_by("id")]
