"""Parts compared by one number: with their mix, within limits, and never where a comparison says nothing."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.evaluation.counted import BESIDE, HERE, MARCH, YESTERDAY, at_noon, insight_of, place, tallied
from tests.factories import LAMP, LITTER

from tanggap.core import clock
from tanggap.evaluation import comparing
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.comparing import reading
from tanggap.insight import consumer as insight
from tanggap.insight.buckets import bucket
from tanggap.insight.counting import Key, TookKey, WaitingKey, quarter
from tanggap.insight.statistics import Selection
from tanggap.places import queries as places

pytestmark = pytest.mark.django_db
WITHIN = "31.75.06"
MARCH_OF = Selection(MARCH.first, MARCH.last, area=WITHIN)
SECRET = "pmks"


@pytest.fixture(autouse=True)
def _at_noon():
    with at_noon():
        yield


def kelurahan() -> list[str]:
    return [row.code for row in places.areas(parent=WITHIN)]


def answered(area: str, hits: int, n: int, category: str = LITTER) -> None:
    insight_of(YESTERDAY, place(area, category), received=n, six_hours_over=n, answered_in_six=hits)


def rows(code: str, selection: Selection = MARCH_OF, by: str = "area", level: str | None = None):
    return {row.code: row for row in comparing.peers(selection, code, by, level).rows}


def test_a_part_with_the_hard_categories_is_not_compared_with_the_easy_ones_of_others():
    """Litter is answered in time 90 of 100, lamps 40 of 100, everywhere: who has the lamps is no worse."""
    for area in (HERE, BESIDE):
        answered(area, 90, 100)
        answered(area, 40, 100, LAMP)
    lamps, litter = [code for code in kelurahan() if code not in (HERE, BESIDE)][:2]
    answered(lamps, 80, 200, LAMP)
    answered(litter, 180, 200)

    found = rows("answered_in_six")
    assert (found[lamps].value, found[litter].value) == (0.4, 0.9)
    assert found[lamps].expected == pytest.approx(0.4)
    assert {row.flag for row in found.values()} == {"inside"}
    assert found[lamps].adjusted == pytest.approx(found[litter].adjusted) == pytest.approx(0.65)


def test_who_is_worse_in_its_own_categories_lies_beyond_the_limits_and_it_is_said_which_way():
    for area in kelurahan()[:4]:
        answered(area, 90, 100)
        answered(area, 40, 100, LAMP)
    worse = kelurahan()[4]
    answered(worse, 20, 100, LAMP)

    one = rows("answered_in_six")[worse]
    assert (one.flag, one.verdict) == ("beyond_99_8", "worse")
    assert one.ratio == pytest.approx(0.2 / one.expected)
    assert one.ratio_high < 1
    assert one.adjusted < 0.5


def test_a_unit_with_three_reports_has_no_row_and_counts_in_the_whole():
    answered(HERE, 60, 100)
    answered(BESIDE, 3, 3)
    found = comparing.peers(MARCH_OF, "answered_in_six")
    assert [row.code for row in found.rows] == [HERE]
    assert [(row.code, row.n) for row in found.left_out] == [(BESIDE, 3)]
    assert "20" in found.left_out[0].reason
    assert (found.whole.n, found.whole.value) == (103, 63 / 103)


def test_a_hundred_per_cent_by_one_is_no_row():
    answered(HERE, 1, 1)
    found = comparing.peers(MARCH_OF, "answered_in_six")
    assert (found.rows, found.funnel, found.limits) == ((), None, ())
    assert found.reason


def test_where_all_are_all_there_is_nothing_to_compare():
    answered(HERE, 50, 50)
    answered(BESIDE, 70, 70)
    found = comparing.peers(MARCH_OF, "answered_in_six")
    assert found.rows == ()
    assert found.reason == "No part has enough cases to be compared."


def test_rows_stand_in_the_packs_order_and_not_by_their_values():
    for number, area in enumerate(reversed(kelurahan())):
        answered(area, 30 + number, 100)
    assert list(rows("answered_in_six")) == kelurahan()
    assert [row.number for row in rows("answered_in_six").values()] == list(range(1, len(kelurahan()) + 1))


def test_the_limits_are_drawn_over_all_sizes_and_hold_the_centre():
    for number, area in enumerate(kelurahan()):
        answered(area, 15 * (number + 1), 25 * (number + 1))
    found = comparing.peers(MARCH_OF, "answered_in_six")
    weights = [limits.weight for limits in found.limits]
    assert weights == sorted(weights)
    assert weights[0] <= min(row.weight for row in found.rows) <= max(row.weight for row in found.rows) <= weights[-1]
    assert all(
        limits.outer_low <= limits.inner_low <= found.centre <= limits.inner_high <= limits.outer_high
        for limits in found.limits
    )


def test_parts_that_scatter_by_more_than_chance_widen_the_limits_and_that_is_said():
    level = [row.code for row in places.areas(level="kecamatan")][:12]
    for number, area in enumerate(level):
        leaf = places.areas(parent=area)[0].code
        answered(leaf, 300 if number % 2 else 700, 1000)
    found = comparing.peers(MARCH, "answered_in_six", level="kecamatan")
    assert found.dispersion.factor > 100
    assert {row.flag for row in found.rows} == {"inside"}
    assert any("φ" in words for words in found.caveats)


def test_a_mean_is_compared_by_its_own_spread():
    for area in kelurahan()[:3]:
        tallied(YESTERDAY, place(area), ends=50, touches=200, touches_squares=1000, received=60)
    busy = kelurahan()[3]
    tallied(YESTERDAY, place(busy), ends=50, touches=400, touches_squares=3400, received=60)
    one = rows("touches")[busy]
    assert (one.value, one.flag, one.verdict) == (8.0, "beyond_99_8", "worse")
    assert one.low < 8.0 < one.high


def test_cost_is_compared_by_acts_and_visits_at_the_citys_prices():
    sums = {"received": 60, "ends": 50, "touches": 200, "touches_squares": 1000}
    for area in kelurahan()[:3]:
        tallied(YESTERDAY, place(area), **sums)
    dear = kelurahan()[3]
    tallied(
        YESTERDAY,
        place(dear),
        **sums | {"touches": 400, "touches_squares": 3400, "visits": 50, "visits_squares": 50, "touches_visits": 400},
    )
    found, acts = rows("cost_per_report"), rows("touches")
    assert found[dear].value > 2 * found[kelurahan()[0]].value
    assert (
        found[kelurahan()[0]].value / found[kelurahan()[1]].value
        == acts[kelurahan()[0]].value / acts[kelurahan()[1]].value
    )
    assert (found[dear].flag, rows("hours_per_report")[dear].verdict) == ("beyond_99_8", "worse")


def test_satisfaction_is_compared_on_its_scale_of_a_hundred():
    for area in kelurahan()[:3]:
        insight_of(YESTERDAY, place(area), rated=40, score=120, score_squares=380)
    one = rows("satisfaction")[kelurahan()[0]]
    assert (one.value, one.expected, one.adjusted) == pytest.approx((75.0, 75.0, 75.0))


def test_a_backlog_is_compared_by_what_its_ends_let_expect():
    for area in kelurahan()[:3]:
        insight_of(YESTERDAY, place(area), opened=160, ended=100, received=160)
    slow = kelurahan()[3]
    insight_of(YESTERDAY, place(slow), opened=260, ended=100, received=260)
    found = comparing.peers(MARCH_OF, "backlog_days")
    one = next(row for row in found.rows if row.code == slow)
    assert one.value == pytest.approx(160 / (100 / 30))
    assert one.ratio == pytest.approx(160 / 85)
    assert one.adjusted == pytest.approx(found.whole.value * one.ratio)
    assert (one.flag, one.verdict) == ("beyond_99_8", "worse")


def took(area: str, hours: float, reports: int, category: str = LITTER) -> None:
    key = TookKey(YESTERDAY, place(area, category), "answer", bucket(hours * 60))
    insight.write(Counter[Key]({key: reports}))
    insight_of(YESTERDAY, place(area, category), received=reports, six_hours_over=reports)


def test_times_are_compared_by_the_share_that_is_over_when_half_of_the_whole_is():
    """Litter is answered after one hour, lamps after ten; who has only lamps answers them as everywhere."""
    for area in kelurahan()[:3]:
        took(area, 1, 60)
        took(area, 10, 40, LAMP)
    lamps, late = kelurahan()[3:5]
    took(lamps, 10, 60, LAMP)
    took(late, 30, 60)
    found = comparing.peers(MARCH_OF, "hours_to_answer")
    of = {row.code: row for row in found.rows}
    assert (found.unit, found.good) == ("%", "up")
    assert found.measure.startswith("Share answered within")
    assert (of[lamps].flag, of[late].flag, of[late].verdict) == ("inside", "beyond_99_8", "worse")
    assert 0 < of[lamps].value < of[kelurahan()[0]].value


def test_who_waits_for_less_than_the_time_is_neither_left_out_nor_slow():
    for area in kelurahan()[:3]:
        took(area, 1, 40)
    now = clock.now() - timedelta(minutes=20)
    key = WaitingKey(clock.local(now).date(), quarter(now), place(kelurahan()[0]), "unanswered")
    insight.write(Counter[Key]({key: 30}))
    today = Selection(MARCH.first, clock.local(now).date(), area=WITHIN)
    first, second = list(rows("hours_to_answer", today).values())[:2]
    assert (first.n, second.n, first.flag) == (70, 40, "inside")
    assert (first.value, first.weight) == pytest.approx((second.value, second.weight))


def test_units_are_compared_and_those_beyond_are_named():
    for unit in ("kel-31.75.06.1004", "kel-31.75.06.1005", "kel-31.75.06.1006"):
        insight_of(YESTERDAY, place(HERE, unit=unit), received=100, six_hours_over=100, answered_in_six=60)
    found = comparing.peers(MARCH, "answered_in_six", by="unit")
    assert {row.flag for row in found.rows} == {"inside"}
    assert [row.label for row in found.rows] == sorted(row.label for row in found.rows)


def test_single_categories_that_are_sensitive_and_few_are_not_told():
    for area in (HERE, BESIDE):
        answered(area, 40, 100)
        answered(area, 40, 100, LAMP)
    answered(HERE, 2, 4, SECRET)
    found = comparing.peers(MARCH, "answered_in_six", by="category", level="leaf")
    hidden = [row for row in found.left_out if row.code == SECRET]
    assert [(row.n, "sensitive" in row.reason) for row in hidden] == [(0, True)]
    assert SECRET not in [row.code for row in found.rows]


def test_areas_with_few_of_a_sensitive_category_are_hidden_with_one_more_so_that_no_subtraction_tells():
    for number, n in ((0, 3), (1, 30), (2, 40), (3, 50)):
        answered(kelurahan()[number], n // 2, n, SECRET)
    found = comparing.peers(Selection(MARCH.first, MARCH.last, area=WITHIN, category=SECRET), "answered_in_six")
    assert [row.code for row in found.rows] == kelurahan()[2:4]
    assert [(row.code, row.n) for row in found.left_out] == [(code, 0) for code in kelurahan()[:2]]


@pytest.mark.parametrize("code", ["ledger_proofs", "views", "channel_cost"])
def test_what_has_no_cases_by_category_is_not_compared_and_says_why(code):
    answered(HERE, 60, 100)
    found = comparing.peers(MARCH, code)
    assert (found.rows, bool(found.reason)) == ((), True)


def test_every_indicator_of_an_empty_city_is_compared_without_a_fault():
    for code in INDICATORS:
        for by in ("area", "category"):
            found = comparing.peers(MARCH, code, by)
            assert (found.rows, bool(found.reason)) == ((), True)


def test_few_statements_whatever_the_number_of_parts():
    for area in places.areas(level="kelurahan")[:10]:
        answered(area.code, 60, 100)
        took(area.code, 1, 60)
    counts = {}
    for code in ("answered_in_six", "backlog_days", "hours_to_answer"):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            comparing.peers(MARCH, code, level="kelurahan")
        counts[code] = len(seen)
    assert counts == {"answered_in_six": 3, "backlog_days": 4, "hours_to_answer": 8}


def test_similar_parts_are_named_with_the_difference_from_them():
    areas = [row.code for row in places.areas(level="kelurahan")][:12]
    for number, area in enumerate(areas):
        answered(area, 60, 100, LITTER if number % 2 else LAMP)
    answered(areas[0], 0, 200, LAMP)
    one = rows("answered_in_six", MARCH, level="kelurahan")[areas[0]].similar
    assert set(one.codes) <= set(areas[2::2])
    assert (one.value, one.difference) == (0.6, pytest.approx(-0.4))
    assert one.is_clear
    assert not rows("answered_in_six", MARCH, level="kelurahan")[areas[1]].similar.is_clear


def test_a_part_is_set_against_others_by_what_both_have():
    assert reading.difference("ratio", (30, 100.0), [(10, 100.0), (20, 200.0)])[:2] == (0.1, pytest.approx(3.0))
    assert reading.difference("share", (3, 10), []) is None
    assert reading.difference("mean", (1, 3.0, 9.0), [(5, 15.0, 55.0)]) is None
