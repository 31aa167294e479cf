"""The forecast of arrivals: what it is made of, and how far off it was on a real city's history beside the naive guess."""

import csv
import gzip
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tanggap.insight import forecast
from tanggap.insight.forecast import Profile, Series

HISTORY = Path("tests/data/history/baltimore-311-2018.csv.gz")
CALENDAR = Path("packs/baltimore/calendar.csv")
MONDAY = date(2026, 1, 5)


def week(*, days: int, weekdays=(10, 10, 10, 10, 10, 3, 3), closed=frozenset()) -> Series:
    """Return a series without chance: so many on each weekday, none on a closed day."""
    on = [MONDAY + timedelta(days=number) for number in range(days)]
    return Series(MONDAY, [0 if day in closed else weekdays[day.weekday()] for day in on], closed)


def real() -> tuple[Series, dict[str, Series]]:
    """Return Baltimore's requests a day, of the whole city and of each agency, from 2014 to January 2019."""
    first, end = date(2014, 1, 1), date(2019, 2, 1)
    closed = {date.fromisoformat(row["on"]) for row in csv.DictReader(CALENDAR.open())}
    days: dict[str, Counter[date]] = {}
    with gzip.open(HISTORY, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            try:
                on = datetime.strptime(row["CreatedDate"], "%m/%d/%Y %I:%M:%S %p").date()  # noqa: DTZ007
            except ValueError:
                continue
            days.setdefault(row["Agency"], Counter())[on] += 1
    span = [first + timedelta(days=number) for number in range((end - first).days)]
    of = {agency: Series(first, [counts[day] for day in span], closed) for agency, counts in days.items()}
    return Series(first, [sum(counts[day] for counts in days.values()) for day in span], closed), of


class TestTheParts:
    def test_a_steady_week_is_expected_as_it_was(self):
        model = forecast.fit(week(days=182))

        expected = [model.expected(MONDAY + timedelta(days=182 + number)) for number in range(7)]
        assert [round(number) for number in expected] == [10, 10, 10, 10, 10, 3, 3]

    def test_the_level_follows_what_is_recent(self):
        before, after = week(days=140), week(days=56, weekdays=(20, 20, 20, 20, 20, 6, 6))
        model = forecast.fit(Series(MONDAY, [*before.counts, *after.counts]))

        assert 15 < model.expected(MONDAY + timedelta(days=196)) < 20

    def test_a_holiday_is_no_weekday(self):
        mondays = frozenset(MONDAY + timedelta(weeks=number) for number in range(3, 60, 4))
        model = forecast.fit(week(days=364, closed=mondays))

        nearest = min(day for day in mondays if day >= MONDAY + timedelta(days=364))
        assert model.expected(nearest) < 2
        assert model.expected(nearest + timedelta(days=7)) > 9

    def test_a_small_unit_leans_on_the_citys_weekdays(self):
        city = Profile((1.4, 1.4, 1.4, 1.4, 1.4, 0.0, 0.0), 0.0)
        rare = Series(MONDAY, [1 if number % 30 == 5 else 0 for number in range(182)])

        found = forecast.profile(rare, city=city)
        assert found.weekdays[5] < 0.6 < 1.2 < found.weekdays[0]

    def test_a_big_one_stands_for_itself(self):
        city = Profile((2.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5), 1.0)
        found = forecast.profile(week(days=364, weekdays=(100,) * 7), city=city)

        assert all(abs(weekday - 1) < 0.02 for weekday in found.weekdays)

    def test_the_range_widens_with_what_scatters(self):
        steady = forecast.fit(week(days=182)).between([MONDAY + timedelta(days=182)])
        wild = Series(
            MONDAY, [count * (3 if number // 7 % 2 else 0) for number, count in enumerate(week(days=182).counts)]
        )
        mean, low, high = forecast.fit(wild).between([MONDAY + timedelta(days=182)])

        assert low <= mean <= high
        assert high - low > steady[2] - steady[1] > 0

    @pytest.mark.parametrize("days", [0, 1, 27])
    def test_less_than_four_weeks_say_nothing(self, days):
        assert forecast.fit(week(days=days)) is None

    def test_nothing_ever_came(self):
        model = forecast.fit(Series(MONDAY, [0] * 100))

        assert model.between([MONDAY + timedelta(days=100)]) == (0.0, 0.0, 0.0)


class TestOnThePast:
    def test_it_sees_nothing_of_the_days_that_it_forecasts(self):
        """A jump in the last week is a surprise: the error is the jump."""
        quiet = week(days=140, weekdays=(10,) * 7)
        loud = Series(MONDAY, [*quiet.counts[:-7], *[100] * 7])

        assert forecast.backtest(loud, weeks=1).error == pytest.approx(90, abs=1)

    def test_what_repeats_weekly_is_forecast_by_both(self):
        score = forecast.backtest(week(days=182), weeks=8)

        assert (score.days, round(score.naive_error, 6), score.scaled) == (56, 0.0, None)
        assert score.error < 0.5

    def test_too_short_a_history_cannot_be_tested(self):
        assert forecast.backtest(week(days=62)) is None
        assert forecast.backtest(week(days=63)).days == 7

    def test_a_real_city(self, capsys):
        """The last year of Baltimore's history: nearer than the same weekday last week, a week everywhere, a day where there is often one.

        Where a report comes once in five days, "none" is the nearest guess of a day, and no forecast can beat it; of one agency that gets
        less than two a month (Fire Department) nothing can be told at all.
        """
        city, agencies = real()
        scores = {"the whole city": forecast.backtest(city, weeks=52)}
        busy = [name for name, series in agencies.items() if sum(series.counts) > 90]
        scores |= {name: forecast.backtest(agencies[name], weeks=52, city=city) for name in sorted(busy)}
        with capsys.disabled():
            print("\nBaltimore 2018: mean absolute error, ours beside the same weekday last week")  # noqa: T201
            for name, score in scores.items():
                told = f"a day {score.error:.2f} : {score.naive_error:.2f}, a week {score.week_error:.1f} : {score.naive_week_error:.1f}"
                print(f"  {name:<20} {told}, MASE {score.scaled:.2f} : {score.naive_scaled:.2f}")  # noqa: T201

        often = ["the whole city", "Housing", "Solid Waste", "Transportation"]
        assert scores["the whole city"].days == 364
        assert len(scores) == 11
        assert all(scores[name].error < 0.9 * scores[name].naive_error for name in often)
        assert all(scores[name].scaled < 0.95 < scores[name].naive_scaled for name in often)
        rare = scores.pop("Fire Department")
        assert rare.week_error < 1.1 * rare.naive_week_error
        assert all(score.week_error < score.naive_week_error for score in scores.values())
