"""What is learnt of a city: its days, hours, seasons and levels, from counts alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tanggap.anomalies import seasons, usual
from tanggap.anomalies.cells import WHOLE, Cell, Layout
from tanggap.anomalies.usual import Counted, Usual

FIRST = date(2026, 1, 5)  # a Monday
ZONE = ZoneInfo("Asia/Jakarta")
PLAN = Layout(
    {"": ("",), "a": ("", "a"), "b": ("", "b"), "a1": ("", "a"), "b1": ("", "b")},
    {"": ("",), "water": ("", "water"), "flood": ("", "water", "flood"), "tree": ("", "tree")},
    frozenset({("a", "b"), ("b", "a")}),
)


def counts(days: int = 63, *, more: int = 0) -> Iterator[Counted]:
    """Yield ten reports of trees at ten o'clock of each working day and five of each free one; `more` on the day before the last."""
    for number in range(days):
        day = FIRST + timedelta(days=number)
        yield Counted(day, 10, "a1", "tree", (5 if day.weekday() >= 5 else 10) + (more if number == days - 2 else 0))


def learnt(**changes: int) -> Usual:
    found = usual.learn(counts(**changes), first=FIRST, days=63, layout=PLAN)
    assert found
    return Usual(*found, PLAN, ZONE)


def day(number: int, *, hours: tuple[int, int] = (0, 24)) -> tuple[datetime, datetime]:
    start = datetime(2026, 3, 9, tzinfo=ZONE) + timedelta(days=number)
    return start + timedelta(hours=hours[0]), start + timedelta(hours=hours[1])


def mean(found: Usual, cell: Cell, *span: datetime) -> float:
    return found.span(*span).expected(cell).mean


def test_a_working_day_is_expected_as_it_was_and_a_free_one_as_it_was():
    found = learnt()

    assert mean(found, WHOLE, *day(0)) == pytest.approx(10, rel=0.1)
    assert mean(found, WHOLE, *day(5)) == pytest.approx(5, rel=0.15)


def test_most_is_expected_in_the_hour_in_which_most_came():
    found = learnt()

    at_ten, at_night = mean(found, WHOLE, *day(0, hours=(10, 11))), mean(found, WHOLE, *day(0, hours=(3, 4)))
    assert at_ten > 30 * at_night > 0


def test_parts_of_hours_add_up_to_the_day():
    found = learnt()
    start, end = day(0)
    odd = start + timedelta(hours=10, minutes=17, seconds=5)

    assert mean(found, WHOLE, start, odd) + mean(found, WHOLE, odd, end) == pytest.approx(
        mean(found, WHOLE, start, end)
    )


def test_hours_are_those_of_the_citys_clock():
    found = learnt()
    at_ten = datetime(2026, 3, 9, 3, tzinfo=UTC)

    assert mean(found, WHOLE, at_ten, at_ten + timedelta(hours=1)) == mean(found, WHOLE, *day(0, hours=(10, 11)))


def test_one_flood_of_the_past_hardly_raises_what_is_usual():
    assert mean(learnt(more=300), WHOLE, *day(0)) < 1.25 * mean(learnt(), WHOLE, *day(0))


def test_a_cell_in_which_nothing_came_is_expected_to_stay_almost_empty():
    found = learnt().span(*day(0)).expected(Cell("b", "flood"))

    assert 0 < found.mean < 0.01
    assert found.odds(1) < 0.01


def test_what_an_area_has_of_a_kind_is_known_better_the_more_was_seen():
    found = learnt()

    assert found.level(Cell("a", "tree")).shape > 100 > found.level(Cell("b", "tree")).shape


def test_a_holiday_counts_as_the_holidays_before():
    closed = {FIRST + timedelta(days=7 * week + 2) for week in range(9)} | {date(2026, 3, 9)}
    rows = [row._replace(reports=2) if row.day in closed else row for row in counts()]
    learnt = usual.learn(rows, first=FIRST, days=63, layout=PLAN, closed=closed)
    assert learnt
    found = Usual(*learnt, PLAN, ZONE, closed)

    assert mean(found, WHOLE, *day(0)) < 5 < 8 < mean(found, WHOLE, *day(1))


@pytest.mark.parametrize(("days", "reports"), [(27, 100), (63, 1)])
def test_of_few_days_or_few_reports_nothing_is_learnt(days, reports):
    rows = [Counted(FIRST + timedelta(days=number), 9, "a1", "tree", reports) for number in range(days)]

    assert usual.learn(rows, first=FIRST, days=days, layout=PLAN) is (
        None if days < 28 or reports * days < 200 else rows
    )


def test_between_two_middles_of_months_a_season_changes_day_by_day():
    months = (2.0, 1.0, *[0.5] * 10)

    assert [round(usual.season(months, date(2026, 1, day)), 2) for day in (15, 31)] == [1.98, 1.49]
    assert usual.season(months, date(2026, 7, 9)) == 0.5


def test_a_month_with_twice_the_reports_has_a_factor_of_nearly_two():
    months = [date(2025, month, 1) for month in range(1, 13)]
    found = seasons.factors({month: 6200 if month.month == 1 else 2900 for month in months}, months)

    assert found[0] == pytest.approx(1.9, abs=0.1)
    assert found[6] == pytest.approx(0.9, abs=0.1)
