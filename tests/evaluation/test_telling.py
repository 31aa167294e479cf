"""What is told of a selection: each kind of rule, why there is no number, and that parts and steps are of the same numbers."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evaluation.counted import (
    BESIDE,
    HERE,
    MARCH,
    NOW,
    TODAY,
    UNIT,
    YESTERDAY,
    at_noon,
    insight_of,
    place,
    tallied,
    took,
    waits,
)  # fmt: skip

from tanggap.core.models import Cursor
from tanggap.evaluation import prices, telling
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.catalogue.declared import SOURCE
from tanggap.evaluation.sources import SOURCES, Said
from tanggap.evaluation.tallies.words import MEASURES
from tanggap.evaluation.telling.numbers import Numbers
from tanggap.evaluation.telling.values import value
from tanggap.insight import statistics
from tanggap.insight.statistics import Selection
from tanggap.insight.words import COUNTED

pytestmark = pytest.mark.django_db
OF_EVENTS = [one for one in INDICATORS.values() if one.rule.kind != SOURCE]
ALL = [*COUNTED, *MEASURES]
WHOLES = {name for one in OF_EVENTS for rule in (one.rule, one.rule.insight) if rule for name in rule.of}
"""What shares are taken of."""
PRICES = prices.Prices("IDR", 10, 60, 30_000, 5_000, {"website": 0, "kelurahan": 8_000}, {"en": "measured"})


@pytest.fixture(autouse=True)
def _at_noon():
    with at_noon():
        yield


@pytest.fixture
def _priced(monkeypatch):
    monkeypatch.setattr(prices, "prices", lambda: PRICES)


def told(code: str, selection: Selection = MARCH) -> telling.Told:
    return telling.tell(selection, [code])[code]


def numbers(one: telling.Told) -> tuple[float | None, int, float | None, float | None]:
    return tuple(round(part, 3) if isinstance(part, float) else part for part in (one.value, one.n, one.low, one.high))


def test_of_an_empty_city_every_number_is_told_or_says_why_not():
    found = telling.tell(MARCH)
    assert list(found) == list(INDICATORS)
    assert [one.code for one in found.values() if one.value is None and not (one.reason and one.lack)] == []
    assert {one.value for one in found.values()} <= {None, 0.0}


def test_all_of_it_costs_few_statements_whatever_the_selection(django_assert_max_num_queries):
    insight_of(date(2021, 1, 1), received=1)
    telling.tell(MARCH)
    for selection in (MARCH, Selection(date(2021, 1, 5), TODAY, area="31.75", channel="website")):
        with django_assert_max_num_queries(20):
            telling.tell(selection)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine to draw takes long
@given(
    st.dictionaries(st.sampled_from(ALL), st.integers(0, 300)),
    st.sampled_from([0, 900]),
    st.integers(-3, 5000),
    st.integers(0, 5000),
)
def test_whatever_was_counted_a_value_lies_within_its_interval(counts, cases, stock, old):
    """Of `cases` and some; with none every share is of nothing."""
    counted = Counter(
        {name: counts.get(name, 0) + cases if name in WHOLES else min(counts.get(name, 0), cases) for name in ALL}
    )
    made_of = Numbers(date(2026, 3, 1), YESTERDAY, TODAY, tallied=counted, channels=Counter(website=stock))
    made_of.sums.cells, made_of.sums.stock, made_of.sums.old = counted, stock, old
    for one in OF_EVENTS:
        found = value(one, made_of, PRICES)
        assert (found.value is None) <= bool(found.reason), one.code
        if found.value is not None and found.low is not None and found.high is not None and one.rule.kind != "insight":
            assert found.low - 1e-9 <= found.value <= found.high + 1e-9, one.code


def test_a_share_of_the_tallies():
    tallied(ends=40, routed_right=30)
    assert numbers(told("routed_right")) == (0.75, 40, 0.598, 0.858)


def test_a_share_that_is_left():
    tallied(parts_asked=40, parts_declined=10)
    assert numbers(told("parts_taken_on")) == (0.75, 40, 0.598, 0.858)


def test_a_mean_from_its_sum_and_squares():
    """Acts 1, 2, 3, ten times each: mean 2, variance 20/29, t of 29 degrees 2.0452: 2 ± 0.310."""
    tallied(ends=30, touches=60, touches_squares=140)
    assert numbers(told("touches")) == (2.0, 30, 1.690, 2.310)


def test_how_it_keeps_up_can_pass_all():
    insight_of(opened=100, ended=120)
    one = told("kept_up")
    assert (one.value, one.n) == (1.2, 100)
    assert one.low < 1 < 1.2 < one.high


def test_days_of_work_that_lie_open():
    """300 are open, 10 ended on each of March's 30 days that are over."""
    insight_of(date(2026, 2, 1), opened=600)
    insight_of(ended=300)
    assert told("backlog_days").value == 30.0


def test_the_share_of_old_ones_is_known_of_the_present_alone():
    insight_of(date(2026, 1, 1), opened=50)
    waits(90, 20)
    waits(2, 30)
    assert numbers(told("backlog_old_share"))[:2] == (0.4, 50)
    earlier = told("backlog_old_share", Selection(date(2026, 2, 1), date(2026, 2, 28)))
    assert (earlier.value, earlier.lack) == (None, "present")


def test_the_share_solved_in_seven_days_is_the_curve_there():
    took(3 * 24 * 60, 30)
    took(20 * 24 * 60, 10)
    insight_of(received=40)
    assert numbers(told("solved_share_7d"))[:2] == (0.75, 40)


def test_a_number_of_the_statistics_is_theirs():
    insight_of(closures=40, undone=4, received=50, six_hours_over=50, answered_in_six=35)
    for code in ("answered_in_six", "reopened"):
        other = statistics.figures(MARCH, [code])[code]
        one = told(code)
        assert (one.value, one.n, one.low, one.high) == (other.value, other.n, other.low, other.high)


@pytest.mark.usefixtures("_priced")
def test_hours_and_cost_are_acts_and_visits_at_the_citys_prices():
    """30 reports, each 3 acts of 10 minutes and one visit of an hour: 1.5 hours, 45,000 and 5,000 for the visit; nothing scatters."""
    tallied(ends=30, touches=90, touches_squares=270, visits=30, visits_squares=30, touches_visits=90)
    assert numbers(told("hours_per_report")) == (1.5, 30, 1.5, 1.5)
    assert numbers(told("cost_per_report")) == (50_000.0, 30, 50_000.0, 50_000.0)


@pytest.mark.usefixtures("_priced")
def test_the_cost_of_receiving_is_that_of_the_channels():
    insight_of(received=30)
    insight_of(at=place(channel="kelurahan"), received=10)
    assert told("channel_cost").value == 2_000.0
    assert told("channel_cost", replace(MARCH, channel="kelurahan")).value == 8_000.0
    insight_of(at=place(channel="sms"), received=1)
    assert (told("channel_cost").value, told("channel_cost").reason) == (None, "No price is entered for: sms.")


def test_without_prices_none_are_assumed(monkeypatch):
    monkeypatch.setattr(prices, "prices", lambda: None)
    tallied(ends=30, touches=90, touches_squares=270, visits=30)
    one = told("cost_per_report")
    assert (one.value, one.lack, one.reason) == (
        None, "prices", "No prices are entered for this city, and none are assumed.",
    )  # fmt: skip


def test_a_hundred_per_cent_of_one_is_no_number():
    insight_of(received=1, six_hours_over=1)
    tallied(ends=1, routed_right=1)
    one = told("routed_right")
    assert (one.value, one.n, one.lack) == (None, 1, "few")
    assert one.reason == "Only 1 case in the period; a number is shown from 20 on."


def test_a_unit_with_three_reports_has_no_share():
    tallied(ends=3, routed_right=2)
    tallied(at=place(unit="other"), ends=300, routed_right=200)
    assert (told("routed_right", replace(MARCH, unit=UNIT)).lack, told("routed_right").n) == ("few", 303)


def test_a_period_without_data_says_so():
    insight_of(received=100)
    tallied(received=100, complete=90)
    earlier = Selection(date(2025, 1, 1), date(2025, 1, 31))
    assert told("complete").value == 0.9
    assert (told("complete", earlier).lack, told("complete", earlier).reason) == (
        "none",
        "There is nothing in this period.",
    )


def test_of_reports_taken_over_it_says_what_is_not_known():
    insight_of(received=100, unchecked_closures=90)
    tallied(received=100, complete=90)
    found = telling.tell(MARCH, ["routed_right", "answered_in_six", "complete", "verified"])
    assert {code: one.lack for code, one in found.items()} == {
        "routed_right": "imported", "answered_in_six": "imported", "complete": "", "verified": "",
    }  # fmt: skip


def test_a_last_day_that_is_not_over_is_said():
    assert (told("complete").is_partial, told("complete", replace(MARCH, last=TODAY)).is_partial) == (False, True)
    assert telling.remarks(replace(MARCH, last=TODAY))[0] == "The last day is not over: its numbers still grow."
    assert telling.remarks(MARCH) == []


def test_while_it_is_counted_anew_nothing_is_told():
    Cursor.objects.create(name="tallies", rebuild_to=1)
    assert {one.lack for one in telling.tell(MARCH).values()} == {"rebuilding"}


def test_few_reports_of_a_sensitive_kind_are_hidden():
    for code, ends in (("pmks", 3), ("bantuan-sosial", 40)):
        insight_of(at=place(category=code), received=ends)
        tallied(at=place(category=code), ends=ends, routed_right=ends - 1)
    one = told("routed_right", replace(MARCH, category="pmks"))
    assert (one.value, one.n, one.lack) == (None, 0, "hidden")
    parts = telling.breakdown(replace(MARCH, category="sosial"), "routed_right", "category")
    assert {part.code: part.value for part in parts if part.code in ("pmks", "bantuan-sosial")} == {
        "pmks": None, "bantuan-sosial": None,
    }  # fmt: skip


def test_what_is_of_the_whole_city_is_not_told_of_a_part(monkeypatch):
    monkeypatch.setitem(SOURCES, "views", lambda _selection: Said(120.0, 120))
    assert told("views").value == 120
    one = told("views", replace(MARCH, area=HERE))
    assert (one.lack, one.reason) == ("side", "This is known of the whole city alone.")
    assert telling.breakdown(MARCH, "views", "area") == []


def test_a_source_says_why_it_has_no_number(monkeypatch):
    monkeypatch.setitem(
        SOURCES, "open_data_age", lambda _selection: Said(None, reason="No open data has been published yet.")
    )
    assert (told("open_data_age").lack, told("open_data_age").reason) == (
        "none",
        "No open data has been published yet.",
    )
    old = told("open_data_age", Selection(date(2026, 2, 1), date(2026, 2, 28)))
    assert (old.lack, old.reason) == ("present", "This is known of the present alone.")


def test_a_line_has_the_numbers_of_its_steps():
    for day in range(1, 31):
        tallied(date(2026, 3, day), ends=20, routed_right=day % 20)
    points = telling.trend(MARCH, "routed_right", "day")
    assert [(point.first.day, point.value) for point in points] == [(day, (day % 20) / 20) for day in range(1, 31)]
    weeks = telling.trend(MARCH, "routed_right", "week")
    assert [point.is_partial for point in weeks] == [True, False, False, False, False, True]
    assert sum(point.n for point in weeks) == told("routed_right").n == 600


def test_lines_of_all_cost_as_many_statements_as_one(django_assert_max_num_queries):
    telling.tell(MARCH)
    year = Selection(date(2025, 4, 1), YESTERDAY)
    with django_assert_max_num_queries(20):
        assert {len(points) for points in telling.trends(year, INDICATORS).values()} == {53}


def test_parts_are_told_by_their_own_numbers():
    tallied(ends=40, routed_right=30)
    tallied(at=place(area=BESIDE), ends=30, routed_right=30)
    tallied(at=place(area=""), ends=3, routed_right=3)
    parts = telling.breakdown(replace(MARCH, area="31.75.06"), "routed_right", "area")
    assert {part.code: (part.value, part.n) for part in parts if part.n} == {HERE: (0.75, 40), BESIDE: (1.0, 30)}
    assert {part.code: part.n for part in telling.breakdown(MARCH, "routed_right", "channel")}["website"] == 73
    with pytest.raises(ValueError, match="no breakdown by"):
        telling.breakdown(MARCH, "routed_right", "weather")


@override_settings(LANGUAGE_CODE="en")
def test_a_target_is_reached_only_beyond_chance():
    tallied(on=NOW.date() - timedelta(days=3), escalated=400, acknowledged=400)
    assert told("escalations_acknowledged").is_target_reached is True
    tallied(on=NOW.date() - timedelta(days=3), escalated=100)
    assert told("escalations_acknowledged").is_target_reached is False
    assert told("routed_right").is_target_reached is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[prices]\ncurrency = 1",
            "The city's targets and prices cannot be used: prices.currency: needs an ISO 4217 code such as IDR",
        ),
        ("[", "The city's targets and prices cannot be used: "),
        (
            '[targets.mood]\nvalue = 1\nsource = { en = "x" }',
            "The city has targets for numbers that there are not: mood.",
        ),
    ],
)
def test_a_file_of_the_city_that_cannot_be_used_takes_no_number_away_and_is_said(tmp_path, text, said):
    (tmp_path / prices.FILE).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prices, "_cached", prices._cached.__wrapped__)
        patch.setattr(prices, "settings", SimpleNamespace(TANGGAP_PACK=tmp_path))
        assert [one for one in telling.remarks(MARCH) if one.startswith(said)]
        assert (told("cost_per_report").lack, told("routed_right").is_target_reached) == ("prices", None)
