"""What the city publishes of its checks: how many claims were visited by lot, how many were false, and how the lots were drawn."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tanggap.core import clock
from tanggap.core.shelf import Shelf
from tanggap.insight import sheets
from tanggap.verification import drawing, results
from tanggap.verification.drawing import DayDrawn, UnitShare
from tanggap.verification.results import Result
from tanggap.verification.rules import rules

WEEKS = 8
MONTH_DAYS = 28
DRAWS_DAYS = 60


@dataclass(frozen=True, slots=True)
class Published:
    """Full local days up to yesterday: the last `MONTH_DAYS` together, and `WEEKS` weeks, the newest first; and the days of the lots."""

    month: Result
    weeks: tuple[Result, ...]
    draws: tuple[DayDrawn, ...]
    reveal_after_days: int
    random_share: float


def published() -> Published:
    """Return what the page shows; no statement while it was read less than half a minute ago."""
    today = clock.local(clock.now()).date()
    found = _shelf.get(today)
    return found or _load()[today]


def draws_csv() -> Iterator[str]:
    """Return the last `DRAWS_DAYS` days as lines of CSV: the commitment, and once the seed is published, it and each unit's share."""
    today = clock.local(clock.now()).date()
    since = today - timedelta(days=DRAWS_DAYS)
    shares: dict[date, list[UnitShare]] = defaultdict(list)
    for one in drawing.shares(since=since, until=today):
        shares[one.day].append(one)
    rows = (line for day in drawing.published(since=since, until=today) for line in _lines(day, shares[day.day]))
    return sheets.lines(("day", "commitment_sha256", "seed", "verifying_unit", "share"), rows)


def _lines(day: DayDrawn, shares: list[UnitShare]) -> Iterator[tuple[str, ...]]:
    if day.seed is None or not shares:
        yield str(day.day), day.commitment, day.seed or "", "", ""
    else:
        for one in shares:
            yield str(day.day), day.commitment, day.seed, one.unit, repr(one.share)


def _load() -> dict[date, Published]:
    today = clock.local(clock.now()).date()
    yesterday = today - timedelta(days=1)
    draws = drawing.published(since=today - timedelta(days=DRAWS_DAYS), until=today)
    return {
        today: Published(
            month=results.week(until=yesterday, days=MONTH_DAYS),
            weeks=tuple(results.weeks(until=yesterday, number=WEEKS)),
            draws=tuple(reversed(draws)),
            reveal_after_days=rules().reveal_after_days,
            random_share=rules().random_share,
        )
    }


_shelf: Shelf[date, Published] = Shelf(_load)
