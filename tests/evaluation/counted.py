"""Numbers that have been counted, written as the consumers write them: the scene of every test of the catalogue."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from django.utils.translation import override
from tests.factories import LITTER

from tanggap.core import clock
from tanggap.evaluation.tallies import consumer as tallies
from tanggap.evaluation.tallies.story import Key as TallyKey
from tanggap.insight import consumer as insight
from tanggap.insight.buckets import bucket
from tanggap.insight.counting import DayKey, Key, TookKey, WaitingKey, quarter
from tanggap.insight.following import Place
from tanggap.insight.statistics import Selection

NOW = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 3, 31), date(2026, 3, 30)
MARCH = Selection(date(2026, 3, 1), YESTERDAY)
HERE, BESIDE, UNIT = "31.75.06.1005", "31.75.06.1004", "kel-31.75.06.1005"


@contextmanager
def at_noon() -> Iterator[None]:
    """Let it be noon of the last day of March 2026, for an English reader."""
    with clock.at(NOW), override("en"):
        yield


def place(
    area: str = HERE, category: str = LITTER, unit: str = UNIT, channel: str = "website", *, public: bool = True
) -> Place:
    return Place(area, category, unit, channel, public)


def insight_of(on: date = YESTERDAY, at: Place | None = None, **numbers: int) -> None:
    """Let insight have counted numbers on a day."""
    insight.write(Counter[Key]({DayKey(on, at or place(), name): number for name, number in numbers.items()}))


def tallied(on: date = YESTERDAY, at: Place | None = None, **numbers: int) -> None:
    """Let the tallies have counted numbers on a day."""
    tallies.write(Counter[TallyKey]({DayKey(on, at or place(), name): number for name, number in numbers.items()}))


def took(minutes: float, reports: int, on: date = YESTERDAY, course: str = "solve") -> None:
    """Let reports received on a day have taken a time."""
    insight.write(Counter[Key]({TookKey(on, place(), course, bucket(minutes)): reports}))


def waits(days: float, reports: int) -> None:
    """Let reports received so many days ago be open now."""
    received_at = NOW - timedelta(days=days)
    key = WaitingKey(clock.local(received_at).date(), quarter(received_at), place(), "open")
    insight.write(Counter[Key]({key: reports}))
