"""The forecast as the product keeps it: made each night from the rollup, read by pages and commands."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from tanggap.catalog import clocks
from tanggap.core import clock
from tanggap.insight import forecast
from tanggap.insight.forecast import Profile, Score, Series
from tanggap.insight.models import Outlook, UnitDay

CITY = ""
HISTORY_DAYS = 728
AHEAD_DAYS = 14
TEST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of a unit on a day, and between which numbers it stays in four of five cases."""

    on: date
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """What is expected to come to a unit (empty: the whole city), how it was made, and how far off it was lately."""

    unit: str
    made_on: date
    history_days: int
    level: float
    weekdays: tuple[float, ...]
    closed: float
    days: tuple[Expected, ...]
    spread: float
    score: Score | None

    def coming(self, first: date, days: int = 7) -> tuple[float, float, float] | None:
        """Return what is expected on the days from `first` on, low and high; None where the forecast does not reach so far."""
        wanted = [day for day in self.days if first <= day.on < first + timedelta(days=days)]
        if len(wanted) < days:
            return None
        mean = sum(day.expected for day in wanted)
        return mean, *forecast.span(mean, self.spread)


def outlooks(units: Collection[str]) -> dict[str, OutlookRow]:
    """Return the outlook of each of `units` that has one. One statement."""
    return {row.unit: _row(row) for row in Outlook.objects.filter(unit__in=list(units))}


def all_outlooks() -> list[OutlookRow]:
    """Return every outlook, the city's (empty unit) first. One statement."""
    return [_row(row) for row in Outlook.objects.order_by("unit")]


def finished_weeks(units: Collection[str], *, weeks: int, day: date) -> dict[str, list[int]]:
    """Return for each unit how much left its hands in each of the last whole `weeks` of seven days before `day`. One statement."""
    first = day - timedelta(days=7 * weeks)
    found = {unit: [0] * weeks for unit in units}
    rows = UnitDay.objects.filter(unit__in=list(units), on__gte=first, on__lt=day)
    for unit, on, done in rows.values_list("unit", "on", "done"):
        found[unit][(on - first).days // 7] += done
    return found


@transaction.atomic
def look_ahead() -> int:
    """Make the outlook of the city and of every unit anew, from all days before today; return of how many units. Done again: the same."""
    city, units = histories(end=_today())
    if city is None:
        return 0
    whole = forecast.profile(city, city=Profile()) if city.counts else Profile()
    rows = [_made(CITY, city, None, None)]
    rows += [_made(unit, series, whole, city) for unit, series in units]
    Outlook.objects.all().delete()
    Outlook.objects.bulk_create(rows)
    return len(rows) - 1


def backtests(*, weeks: int = TEST_WEEKS) -> list[tuple[str, float, Score]]:
    """Return for the city (empty) and each unit its reports a day and the errors on the last `weeks` weeks; the busiest first.

    The last weeks are those before the last report that came: of a history that was taken over they may lie years ago.
    """
    last = UnitDay.objects.filter(arrived__gt=0, on__lt=_today()).aggregate(last=Max("on"))["last"]
    city, units = histories(end=last + timedelta(days=1)) if last else (None, [])
    if city is None:
        return []
    tested = [(CITY, city, forecast.backtest(city, weeks=weeks))]
    tested += [(unit, series, forecast.backtest(series, weeks=weeks, city=city)) for unit, series in units]
    found = [(unit, sum(series.counts) / len(series.counts), score) for unit, series, score in tested if score]
    return sorted(found, key=lambda row: (row[0] != CITY, -row[1], row[0]))


def histories(*, end: date) -> tuple[Series | None, list[tuple[str, Series]]]:
    """Return what came to the city and to each unit, a day, from the rollup's first day (two years ago at most) to before `end`.

    One statement. A unit's series begins with the city's, so that days without reports count as such.
    """
    rows = UnitDay.objects.filter(on__lt=end, on__gte=end - timedelta(days=HISTORY_DAYS), arrived__gt=0)
    counts: dict[str, dict[date, int]] = defaultdict(dict)
    for unit, on, arrived in rows.order_by("unit", "on").values_list("unit", "on", "arrived").iterator():
        counts[unit][on] = arrived
    if not counts:
        return None, []
    first = min(min(days) for days in counts.values())
    closed = clocks.working_time().closed
    span = [first + timedelta(days=number) for number in range((end - first).days)]
    whole = Series(first, [sum(days.get(day, 0) for days in counts.values()) for day in span], closed)
    return whole, [(unit, Series(first, [days.get(day, 0) for day in span], closed)) for unit, days in counts.items()]


def _today() -> date:
    return clock.local(clock.now()).date()


def _made(unit: str, series: Series, whole: Profile | None, city: Series | None) -> Outlook:
    model = forecast.fit(series, city=whole)
    score = forecast.backtest(series, weeks=TEST_WEEKS, city=city)
    row = Outlook(unit=unit, made_on=series.end, history_days=len(series.counts), level=model.level if model else 0.0)
    if model is not None:
        row.weekdays, row.closed, row.spread = list(model.profile.weekdays), model.profile.closed, model.spread
        row.days = [_day(model, series.end + timedelta(days=number)) for number in range(AHEAD_DAYS)]
    if score is not None:
        row.tested_days, row.error, row.naive_error = score.days, score.error, score.naive_error
        row.scaled_error, row.naive_scaled_error = score.scaled, score.naive_scaled
        row.week_error, row.naive_week_error = score.week_error, score.naive_week_error
    return row


def _day(model: forecast.Model, day: date) -> Mapping[str, object]:
    expected, low, high = model.between([day])
    return {"on": day.isoformat(), "expected": round(expected, 3), "low": round(low, 3), "high": round(high, 3)}


def _row(row: Outlook) -> OutlookRow:
    return OutlookRow(
        unit=row.unit,
        made_on=row.made_on,
        history_days=row.history_days,
        level=row.level,
        weekdays=tuple(row.weekdays),
        closed=row.closed,
        days=tuple(_days(row)),
        spread=row.spread,
        score=_score(row),
    )


def _days(row: Outlook) -> Iterator[Expected]:
    for day in row.days:
        yield Expected(date.fromisoformat(day["on"]), day["expected"], day["low"], day["high"])


def _score(row: Outlook) -> Score | None:
    if row.error is None or row.naive_error is None or row.week_error is None or row.naive_week_error is None:
        return None
    return Score(
        row.tested_days, row.error, row.naive_error, row.scaled_error, row.naive_scaled_error, row.week_error, row.naive_week_error
    )  # fmt: skip
