"""A period beside the one before it: of the same length, only where that is honest, and "clearly" only beyond chance."""

from datetime import date

import pytest
from django.utils.translation import override

from tanggap.insight import statistics
from tanggap.insight.statistics import INDICATORS, Selection, Value
from tanggap.web.figures import measures
from tanggap.web.figures.measures import Measure
from tanggap.web.ui.selecting import before

YEARS_AGO = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("days", "earlier"),
    [
        ((date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 2, 1), date(2026, 2, 28))),
        ((date(2026, 1, 1), date(2026, 12, 31)), (date(2025, 1, 1), date(2025, 12, 31))),
        ((date(2026, 3, 2), date(2026, 3, 8)), (date(2026, 2, 23), date(2026, 3, 1))),
        ((date(2024, 3, 1), date(2024, 3, 1)), (date(2024, 2, 29), date(2024, 2, 29))),
    ],
)
def test_the_period_before_has_as_many_months_or_days(days, earlier):
    found = before(Selection(*days, area="31.75"))

    assert (found.first, found.last, found.area) == (*earlier, "31.75")


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ((0.7, 0.65, 0.75), (0.5, 0.45, 0.55), "clearly higher now"),
        ((0.5, 0.45, 0.55), (0.7, 0.65, 0.75), "clearly lower now"),
        ((0.6, 0.55, 0.66), (0.7, 0.65, 0.75), "no clear difference"),
        ((None, None, None), (0.7, 0.65, 0.75), ""),
    ],
)
def test_a_difference_is_called_clear_only_where_the_intervals_do_not_touch(now, then, said):
    (value, low, high), (value_then, low_then, high_then) = now, then
    with override("en"):
        found = Measure(
            INDICATORS["solved_in_time"], Value(value, 90, low, high), Value(value_then, 90, low_then, high_then)
        )

        assert found.verdict == said


@pytest.fixture
def known_since(monkeypatch):
    """Let every number be told, of a city whose first report came on a day."""

    def since(day: date | None) -> None:
        value = Value(0.5, 90, 0.4, 0.6)
        monkeypatch.setattr(measures, "first_day", lambda: day)
        monkeypatch.setattr(
            statistics,
            "figures",
            lambda _chosen, codes=None: dict.fromkeys(INDICATORS if codes is None else codes, value),
        )

    return since


def compared(first: date, last: date) -> set[str]:
    return {code for code, one in measures.measures(Selection(first, last)).items() if one.then}


def test_what_still_changes_and_what_is_known_of_now_alone_is_not_compared(known_since):
    known_since(YEARS_AGO)

    assert set(INDICATORS) - compared(date(2026, 3, 1), date(2026, 3, 30)) == {
        "reopened", "came_back", "unhappy", "satisfaction", "backlog_over_30d",
    }  # fmt: skip


def test_while_today_is_not_over_no_count_is_compared(known_since):
    known_since(YEARS_AGO)

    assert {INDICATORS[code].unit for code in compared(date(2026, 3, 2), date(2026, 3, 31))} == {"%", "hours", "days"}


@pytest.mark.parametrize("begun", [None, date(2026, 2, 15)])
def test_nothing_is_compared_with_days_before_the_first_report(known_since, begun):
    known_since(begun)

    assert compared(date(2026, 3, 1), date(2026, 3, 30)) == set()
