"""What a difference between two periods says: never better or worse where its interval holds nought."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evaluation.counted import MARCH, at_noon, insight_of, place, tallied, took, waits

from tanggap.evaluation import changes
from tanggap.evaluation.arithmetic.intervals import newcombe, wilson
from tanggap.evaluation.changes import compared, difference_between
from tanggap.evaluation.telling import Told, trend
from tanggap.evaluation.words import Verdict
from tanggap.insight.statistics import Selection

SECRET = "pmks"


def told(value: float | None, low: float | None, high: float | None, code: str = "routed_right", **more) -> Told:
    given = {"n": 100, "reason": "", "is_partial": False, "query": "", "lack": ""} | more
    return Told(code=code, value=value, low=low, high=high, **given)


def days(first: str, last: str) -> Selection:
    return Selection(date.fromisoformat(first), date.fromisoformat(last))


counts = st.integers(0, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=40)
@given(counts, counts)
def test_of_two_shares_it_is_newcombes_interval(one, other):
    if not (one[1] and other[1]):
        return
    (hits, n), (more, m) = one, other
    low, high = difference_between((hits / n, *wilson(hits, n)), (more / m, *wilson(more, m)))
    expected = newcombe(hits, n, more, m)
    assert (low, high) == pytest.approx((expected.low, expected.high))


@settings(max_examples=40)
@given(counts, counts, st.sampled_from(["up", "down", None]))
def test_nothing_is_better_or_worse_whose_interval_holds_nought(one, other, good):
    if not (one[1] and other[1]):
        return
    (hits, n), (more, m) = one, other
    low, high = difference_between((hits / n, *wilson(hits, n)), (more / m, *wilson(more, m)))
    verdict = changes._verdict(good, low, high)
    assert (verdict == Verdict.UNCLEAR.value) == (low <= 0 <= high)
    if verdict == Verdict.BETTER.value:
        assert (hits / n > more / m) == (good == "up")


@pytest.mark.parametrize(
    ("first", "last", "before", "year"),
    [
        ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28"), ("2025-03-01", "2025-03-31")),
        ("2026-01-01", "2026-03-31", ("2025-10-01", "2025-12-31"), ("2025-01-01", "2025-03-31")),
        ("2025-01-01", "2025-12-31", ("2024-01-01", "2024-12-31"), ("2024-01-01", "2024-12-31")),
        ("2026-03-10", "2026-03-12", ("2026-03-07", "2026-03-09"), ("2025-03-10", "2025-03-12")),
        ("2025-02-01", "2025-02-28", ("2025-01-01", "2025-01-31"), ("2024-02-01", "2024-02-29")),
        ("2024-02-29", "2024-02-29", ("2024-02-28", "2024-02-28"), ("2023-02-28", "2023-02-28")),
    ],
)
def test_the_two_periods_that_it_is_compared_with(first, last, before, year):
    selection = days(first, last)
    assert tuple(day.isoformat() for day in changes.before(selection)) == before
    assert tuple(day.isoformat() for day in changes.year_before(selection)) == year


def test_a_clear_rise_is_better_where_up_is_good_and_higher_where_neither_is():
    now, then = told(0.9, 0.85, 0.94), told(0.7, 0.62, 0.77)
    one = compared(MARCH, "before", then, now)
    assert (one.verdict, round(one.difference, 2)) == ("better", 0.2)
    assert one.low > 0
    upheld = [told(*numbers, code="disputes_upheld") for numbers in ((0.7, 0.62, 0.77), (0.9, 0.85, 0.94))]
    assert compared(MARCH, "before", *upheld).verdict == "higher"


def test_without_one_of_the_numbers_there_is_no_difference_and_the_reason_is_said():
    with at_noon():
        one = compared(MARCH, "before", told(None, None, None, n=3, reason="Only 3 cases."), told(0.9, 0.85, 0.94))
    assert (one.difference, one.verdict, one.reason) == (
        None,
        "none",
        "There is no number of the other period: Only 3 cases.",
    )


def test_what_is_counted_in_full_has_a_difference_but_no_verdict():
    one = compared(MARCH, "before", told(100.0, None, None, code="views"), told(300.0, None, None, code="views"))
    assert (one.difference, one.low, one.verdict) == (200.0, None, "none")


def test_a_count_of_a_day_that_is_not_over_is_not_compared():
    now = told(300.0, None, None, code="views", is_partial=True)
    with at_noon():
        assert compared(MARCH, "before", told(100.0, None, None, code="views"), now).reason.startswith("The last day")


def test_young_closures_are_not_compared_yet():
    with at_noon():
        numbers = [told(*three, code="first_time") for three in ((0.7, 0.62, 0.77), (0.9, 0.85, 0.94))]
        young = compared(MARCH, "before", *numbers)
        old = compared(days("2026-01-01", "2026-01-31"), "before", *numbers)
    assert (young.verdict, old.verdict) == ("none", "better")


@pytest.mark.django_db
def test_a_number_is_compared_with_the_period_before_and_the_year_before(django_assert_max_num_queries):
    whole = days("2026-02-01", "2026-02-28")
    for on, right in (("2026-02-10", 90), ("2026-01-10", 60), ("2025-02-10", 88)):
        tallied(date.fromisoformat(on), ends=100, routed_right=right)
        insight_of(date.fromisoformat(on), received=100)
    with at_noon(), django_assert_max_num_queries(20):
        found = changes.changes(whole, ["routed_right"])["routed_right"]
    assert [(key, one.before.value, one.verdict) for key, one in found.items()] == [
        ("before", 0.6, "better"),
        ("year", 0.88, "unclear"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["answered_in_six", "days_to_solved", "backlog_days", "routed_right"])
@pytest.mark.parametrize("narrowed", [{}, {"area": "31.75"}, {"category": SECRET}])
def test_read_together_with_its_line_a_number_is_what_it_is_by_itself(code, narrowed):
    secret = place(category=SECRET)
    for number, (month, day) in enumerate([(2, 2), (2, 20), (3, 1), (3, 9), (3, 30)]):
        on = date(2026, month, day)
        for at in (place(), secret):
            insight_of(on, at, six_hours_over=30 + number, answered_in_six=7 * number, opened=4 + number, ended=number)
            tallied(on, at, ends=40, routed_right=30 - number)
        took(300 * (number + 1), 40, on)
    insight_of(date(2026, 3, 12), secret, six_hours_over=2, answered_in_six=1)
    waits(4, 12)
    with at_noon():
        selection = replace(MARCH, **narrowed)
        assert changes.changes_and_trend(selection, code) == (
            changes.changes(selection, [code])[code],
            trend(selection, code),
        )
