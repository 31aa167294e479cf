"""The numbers of a selection: what each counts, that parts and steps add up to the whole, and what is kept silent."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import LAMP, LITTER

from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.models import Cursor
from tanggap.insight import consumer, statistics
from tanggap.insight.buckets import bucket
from tanggap.insight.counting import DayKey, Key, Place, TookKey, WaitingKey, quarter
from tanggap.insight.statistics import INDICATORS, Selection, Value
from tanggap.insight.statistics.selection import month_end
from tanggap.insight.statistics.spans import Piece, cut, fewest
from tanggap.insight.statistics.values import say_number

NOW = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 3, 31), date(2026, 3, 30)
MARCH = Selection(date(2026, 3, 1), YESTERDAY)
HERE, BESIDE, FAR = "31.75.06.1005", "31.75.06.1004", "31.71.01.1001"
UNIT, OTHER = "kel-31.75.06.1005", "kel-31.75.06.1004"
SECRET, SIBLING, GROUP, CLEAN = "pmks", "bantuan-sosial", "sosial", "kebersihan"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now_in_english():
    with clock.at(NOW), override("en"):
        yield


def place(
    area: str = HERE, category: str = LITTER, unit: str = UNIT, channel: str = "web", public: bool = True
) -> Place:
    return Place(area, category, unit, channel, public)


def add(on: date = YESTERDAY, at: Place | None = None, **numbers: int) -> None:
    """Let numbers have been counted on a day."""
    consumer.write(Counter[Key]({DayKey(on, at or place(), name): number for name, number in numbers.items()}))


def took(minutes: float, reports: int, on: date = YESTERDAY, course: str = "solve") -> None:
    """Let reports received on a day have taken a time."""
    consumer.write(Counter[Key]({TookKey(on, place(), course, bucket(minutes)): reports}))


def waits(received_at: datetime, reports: int, *names: str, at: Place | None = None) -> None:
    """Let reports received at an instant be open now."""
    on = clock.local(received_at).date()
    consumer.write(
        Counter[Key](
            {
                WaitingKey(on, quarter(received_at), at or place(), name): reports
                for name in names or ("open", "unsolved")
            }
        )
    )


def value(code: str, selection: Selection = MARCH) -> Value:
    return statistics.figures(selection, [code])[code]


def test_every_indicator_is_told_and_explained_in_both_languages():
    found = statistics.figures(MARCH)
    assert list(found) == list(INDICATORS)
    english = [(str(one.name), str(one.question), str(one.definition), str(one.formula)) for one in INDICATORS.values()]
    with override("id"):
        indonesian = [
            (str(one.name), str(one.question), str(one.definition), str(one.formula)) for one in INDICATORS.values()
        ]
    assert not {text for row in english for text in row} & {text for row in indonesian for text in row}
    assert all(one.good in ("up", "down", None) for one in INDICATORS.values())


def test_of_an_empty_city_counts_are_nought_and_shares_unknown():
    found = statistics.figures(MARCH)
    assert (found["received"].value, found["backlog"].value) == (0, 0)
    assert found["reopened"].reason == "Only 0 cases in the period; a number is shown from 20 on."


def test_they_cost_ten_statements_whatever_the_period(django_assert_max_num_queries):
    add(date(2021, 1, 1), received=1)
    statistics.figures(MARCH)
    for selection in (
        MARCH,
        Selection(date(2021, 1, 1), TODAY),
        Selection(date(2021, 1, 5), TODAY, area="31.75", channel="web"),
    ):
        with django_assert_max_num_queries(10):
            statistics.figures(selection)


@given(st.dates(date(2019, 1, 1), date(2023, 12, 31)), st.integers(0, 1200))
def test_a_period_is_cut_into_whole_years_months_and_days_without_a_gap(first, days):
    last = first + timedelta(days=days)
    length = {"d": timedelta(days=1), "m": timedelta(days=31), "y": timedelta(days=366)}
    after = {"d": lambda day: day + length["d"], "m": lambda day: (day + length["m"]).replace(day=1)}
    after["y"] = lambda day: (day + length["y"]).replace(day=1)
    pieces = sorted(cut(first, last), key=lambda piece: piece[1])
    ends = [first, *(after[grain](end) for grain, _begin, end in pieces)]
    assert [begin for _grain, begin, _end in pieces] == ends[:-1]
    assert ends[-1] == last + timedelta(days=1)
    assert all(begin.day == 1 for grain, begin, _end in pieces if grain != "d")
    assert all(begin.month == 1 for grain, begin, _end in pieces if grain == "y")
    assert len(pieces) <= 5


@given(st.dates(date(2019, 1, 1), date(2023, 12, 31)), st.integers(0, 1200), st.integers(-40, 1300))
def test_rows_taken_back_leave_each_day_of_a_period_once_and_are_no_more_to_read(first, days, today):
    last, today = first + timedelta(days=days), first + timedelta(days=today)
    counted = Counter()
    pieces = fewest(first, last, today)
    for letter, begin, end, sign in pieces:
        until = {"d": end, "m": month_end(end), "y": date(end.year, 12, 31)}[letter]
        counted.update(dict.fromkeys(days_from(begin, until), sign))
    assert {day: times for day, times in counted.items() if times} == dict.fromkeys(days_from(first, last), 1)
    assert begun(pieces, today) <= begun([Piece(*one) for one in cut(first, last)], today)


def days_from(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def begun(pieces, today):
    starts = {"d": lambda day: True, "m": lambda day: day.day == 1, "y": lambda day: (day.month, day.day) == (1, 1)}
    return sum(
        day <= today and starts[piece.letter](day) for piece in pieces for day in days_from(piece.first, piece.last)
    )


def test_any_narrowing_tells_its_own_part():
    add(at=place(), received=3)
    add(at=place(area=BESIDE, category=LAMP, unit=OTHER, channel="jaki"), received=4)
    add(date(2026, 2, 28), received=100)
    for narrowed in (
        {"area": HERE}, {"category": LITTER}, {"unit": UNIT}, {"channel": "web"}, {"area": HERE, "channel": "web"},
        {"category": CLEAN, "unit": UNIT}, {"area": HERE, "category": LITTER, "unit": UNIT, "channel": "web"},
    ):  # fmt: skip
        assert value("received", Selection(MARCH.first, MARCH.last, **narrowed)).value == 3
    assert value("received", Selection(MARCH.first, MARCH.last, area=HERE, channel="jaki")).value == 0
    assert value("received", Selection(MARCH.first, MARCH.last, area="31.75.06")).value == 7
    assert value("received").value == 7


def test_private_reports_are_in_no_public_number():
    add(at=place(public=False), received=50, closures=50, opened=50)
    waits(NOW - timedelta(days=90), 50, at=place(public=False))
    assert (value("received").value, value("backlog").value, value("backlog_over_30d").value) == (0, 0, 0)
    assert value("verified").n == 0


def test_a_share_comes_with_its_interval():
    add(closures=40, undone=3)
    found = value("reopened")
    assert (found.value, found.n) == (3 / 40, 40)
    assert (round(found.low or 0, 3), round(found.high or 0, 2)) == (0.026, 0.20)


def test_a_broken_promise_counts_against_those_kept():
    add(answered_in_time=30, late_answers=10, solved_in_time=15, late_solutions=15)
    assert (value("answered_in_time").value, value("solved_in_time").value) == (0.75, 0.5)


def test_what_is_open_is_what_was_opened_less_what_ended_whenever_that_was():
    add(date(2021, 5, 1), opened=10)
    add(date(2026, 3, 10), ended=4)
    assert value("backlog").value == 6
    assert value("backlog", Selection(date(2026, 3, 1), date(2026, 3, 9))).value == 10
    points = statistics.series(Selection(date(2026, 3, 8), date(2026, 3, 11)), "backlog", "day")
    assert [point.value for point in points] == [10, 10, 6, 6]


def test_what_is_open_for_long_is_known_of_the_present_alone():
    waits(NOW - timedelta(days=31), 2)
    waits(NOW - timedelta(days=29), 5)
    assert value("backlog_over_30d").value == 2
    assert (
        value("backlog_over_30d", Selection(date(2026, 2, 1), date(2026, 2, 28))).reason
        == "This is known of the present alone."
    )


def test_the_open_ones_by_age():
    for days in (0, 6, 8, 29, 31, 89, 91, 364, 366, 3000):
        waits(NOW - timedelta(days=days, hours=1), 1)
    assert [(one.from_days, one.to_days, one.reports) for one in statistics.ages(MARCH)] == [
        (0, 7, 2), (7, 30, 2), (30, 90, 2), (90, 365, 2), (365, None, 2),
    ]  # fmt: skip
    assert sum(one.reports for one in statistics.ages(Selection(MARCH.first, MARCH.last, area=FAR))) == 0


def test_who_still_waits_is_not_left_out_of_the_time_to_a_solution():
    took(24 * 60, 30, on=date(2026, 3, 2))
    assert say_number(value("days_to_solved").value, "days") == "1.0 days"
    waits(datetime(2026, 3, 2, 3, tzinfo=UTC), 31)
    found = value("days_to_solved")
    assert (found.value, found.n) == (None, 61)
    assert found.reason == "Fewer than 50% of the period's reports are solved so far."
    assert (
        round(value("solved_share_30d", Selection(MARCH.first, TODAY)).value or 0, 2) == 0.49
        or value("solved_share_30d").reason
    )


def test_times_are_those_of_the_reports_received_in_the_period():
    took(60, 40, on=date(2026, 3, 2), course="answer")
    took(600, 40, on=date(2026, 2, 2), course="answer")
    found = value("hours_to_answer")
    assert found.n == 40
    assert found.value == pytest.approx(1.0, rel=0.06)
    assert (found.low or 0) <= (found.value or 0) <= (found.high or 0)


def test_a_curve_begins_at_nought_and_says_how_many_were_watched():
    took(24 * 60, 30, on=date(2026, 3, 2))
    waits(NOW - timedelta(hours=30), 10)
    steps = statistics.curve(MARCH, "solve")
    assert [(step.share, step.at_risk) for step in steps] == [(0, 40), (0.75, 40)]
    assert statistics.curve(Selection(MARCH.first, MARCH.last, area=FAR), "solve") == []


def test_satisfaction_is_the_mean_of_the_ratings_times_25():
    add(closures=40, rated=40, unhappy=10, score=10 * 1 + 30 * 4, score_squares=10 + 30 * 16)
    found = value("satisfaction")
    assert found.value == 25 * 130 / 40
    assert 25 <= (found.low or 0) < (found.value or 0) < (found.high or 0) <= 100
    assert value("unhappy").value == 0.25


def test_parts_add_up_to_the_whole():
    add(at=place(), received=3)
    add(at=place(area=FAR, category=LAMP, unit=OTHER, channel="jaki"), received=4)
    add(at=place(area="", category="", unit=OTHER, channel="jaki"), received=5)
    for by in ("area", "category", "unit", "channel"):
        assert sum(one.n for one in statistics.breakdown(MARCH, "received", by)) == 12
    for level in ("kota", "kecamatan", "kelurahan"):
        assert sum(one.n for one in statistics.breakdown(MARCH, "received", "area", level)) == 12
    assert sum(one.n for one in statistics.breakdown(MARCH, "received", "category", "leaf")) == 12
    units = statistics.breakdown(MARCH, "received", "unit")
    assert [(one.code, one.n) for one in units] == [(OTHER, 9), (UNIT, 3)]
    with pytest.raises(ValueError, match="no breakdown"):
        statistics.breakdown(MARCH, "received", "reporter")


def test_an_area_is_divided_into_the_ones_below():
    add(at=place(), received=3)
    add(at=place(area=FAR), received=4)
    found = statistics.breakdown(Selection(MARCH.first, MARCH.last, area="31.75.06"), "received", "area")
    assert {one.code: one.n for one in found}[HERE] == 3
    assert all(one.code.startswith("31.75.06.") for one in found)


def test_a_map_tells_each_leaf_area_at_one_time_or_at_several():
    add(at=place(), received=3)
    add(date(2026, 2, 10), at=place(), received=9)
    assert statistics.choropleth(MARCH, "received")[HERE].value == 3
    february = (date(2026, 2, 1), date(2026, 2, 28))
    maps = statistics.choropleth(MARCH, "received", periods=[february, (MARCH.first, MARCH.last)])
    assert [one[HERE].value for one in maps] == [9, 3]
    assert maps[0][FAR].value == 0


@pytest.mark.parametrize(
    ("first", "last", "steps", "partial"),
    [
        (date(2026, 3, 1), date(2026, 3, 30), 30, 0),
        (date(2026, 3, 30), TODAY, 2, 1),
        (date(2025, 12, 1), date(2026, 3, 29), 17, 0),
        (date(2025, 12, 2), date(2026, 3, 30), 18, 2),
        (date(2024, 1, 1), date(2026, 2, 28), 26, 0),
        (date(2024, 1, 2), YESTERDAY, 27, 2),
    ],
)
def test_steps_are_days_weeks_from_monday_or_months_and_say_which_are_not_whole(first, last, steps, partial):
    points = statistics.series(Selection(first, last), "received")
    assert (len(points), sum(point.is_partial for point in points)) == (steps, partial)
    assert (points[0].first, points[-1].last) == (first, last)


def test_steps_add_up_to_the_whole():
    for number, on in enumerate((date(2024, 2, 29), date(2025, 1, 1), date(2025, 12, 31), date(2026, 3, 1), TODAY)):
        add(on, received=10**number)
    whole = Selection(date(2024, 1, 1), TODAY)
    assert value("received", whole).value == 11111
    for step in ("day", "week", "month"):
        assert sum(point.n for point in statistics.series(whole, "received", step)) == 11111


def leaves(code: str = "received", **narrowed: str) -> dict[str, Value]:
    """Return the single categories of which there is something, or of which it is hidden."""
    found = statistics.breakdown(Selection(MARCH.first, MARCH.last, **narrowed), code, "category", "leaf")
    return {one.code: Value(one.value, one.n, reason=one.reason) for one in found if one.n or one.reason}


def test_few_of_a_sensitive_kind_are_told_neither_by_themselves_nor_by_subtraction():
    for category, number in ((LITTER, 10), (LAMP, 6), (SECRET, 4), (SIBLING, 9)):
        add(at=place(category=category), received=number)
    alone = value("received", Selection(MARCH.first, MARCH.last, category=SECRET))
    assert (alone.value, alone.n) == (None, 0)
    assert alone.reason == "Fewer than 5 reports of a sensitive kind: not shown, so that nobody can be recognised."
    assert value("received").value == 29
    assert {code: one.value for code, one in leaves().items()} == {LITTER: 10, LAMP: 6, SECRET: None, SIBLING: None}
    assert value("received", Selection(MARCH.first, MARCH.last, category=SIBLING)).value is None
    assert value("received", Selection(MARCH.first, MARCH.last, category=GROUP)).value == 13


def test_a_group_of_few_is_hidden_beside_the_least_other_group():
    for category, number in ((LITTER, 10), (LAMP, 6), (SECRET, 4)):
        add(at=place(category=category), received=number)
    groups = statistics.breakdown(MARCH, "received", "category")
    lamps = next(row.parent for row in catalog.leaves() if row.code == LAMP)
    assert {one.code: one.value for one in groups if one.n or one.reason} == {CLEAN: 10, lamps: None, GROUP: None}
    assert value("received", Selection(MARCH.first, MARCH.last, category=GROUP)).value is None


def test_enough_of_a_sensitive_kind_are_told():
    add(at=place(), received=10)
    add(at=place(category=SECRET), received=5, closures=2)
    assert value("received", Selection(MARCH.first, MARCH.last, category=SECRET)).value == 5
    assert value("closures", Selection(MARCH.first, MARCH.last, category=SECRET)).value is None
    assert value("received").value == 15


def test_beside_a_hidden_part_another_is_hidden_so_that_the_rest_does_not_tell_of_it():
    add(at=place(category=SECRET), received=9)
    add(at=place(area=BESIDE, category=SECRET), received=7)
    add(at=place(area=FAR, category=SECRET), received=1)
    chosen = Selection(MARCH.first, MARCH.last, category=SECRET)
    assert value("received", chosen).value == 17
    found = statistics.breakdown(chosen, "received", "area", "kelurahan")
    assert {one.code: one.value for one in found if one.n or one.reason} == {HERE: 9, BESIDE: None, FAR: None}


def test_few_that_wait_are_hidden_too():
    add(at=place(category=SECRET), opened=3)
    waits(NOW - timedelta(days=40), 3, at=place(category=SECRET))
    chosen = Selection(MARCH.first, MARCH.last, category=SECRET)
    assert (value("backlog", chosen).value, value("backlog_over_30d", chosen).value) == (None, None)
    assert statistics.ages(chosen) == []
    assert value("backlog").value == 3


def test_while_they_are_counted_anew_nothing_is_told():
    add(received=5)
    Cursor.objects.create(name=consumer.NAME, rebuild_to=99)
    assert value("received").reason == "The numbers are being counted anew. They are back in a moment."
    assert statistics.series(MARCH, "received")[0].value is None
    assert statistics.choropleth(MARCH, "received")[HERE].value is None
    assert statistics.curve(MARCH, "solve") == []


@pytest.mark.parametrize(
    ("code", "number", "english", "indonesian"),
    [
        ("reopened", 0.9999, "99.9%", "99,9%"),
        ("reopened", 0.0001, "0.1%", "0,1%"),
        ("reopened", 0, "0%", "0%"),
        ("reopened", 1, "100%", "100%"),
        ("days_to_solved", 2.04, "2.0 days", "2,0 hari"),
        ("hours_to_answer", 3.25, "3.2 hours", "3,2 jam"),
        ("received", 1234567, "1,234,567 reports", "1.234.567 laporan"),
        ("received", 1, "1 report", "1 laporan"),
        ("satisfaction", 81.25, "81.2", "81,2"),
        ("received", None, "–", "–"),
    ],
)
def test_a_number_is_said_as_the_reader_reads(code, number, english, indonesian):
    assert statistics.say(code, number) == english
    with override("id"):
        assert statistics.say(code, number) == indonesian
