"""What is found in counts: the cell that explains most, once, and nothing that chance or size do not warrant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.anomalies.test_usual import PLAN

from tanggap.anomalies import course, finding
from tanggap.anomalies.cells import WHOLE, Cell
from tanggap.anomalies.course import Running
from tanggap.anomalies.finding import LENGTHS, Finding
from tanggap.anomalies.usual import Expected, Level, Rhythm, Usual

NOW = datetime(2026, 3, 9, 12, 30, tzinfo=UTC)
HOUR = LENGTHS[0]
EVEN = tuple([1 / 24] * 24)
RHYTHM = Rhythm(63, 40.0, (1.0,) * 7, 1.0, {"": (EVEN, EVEN)}, {"": (0.05, 0.05)})
LEVELS = {
    WHOLE: Level(240, 5000),
    Cell("a", ""): Level(120, 3000),
    Cell("b", ""): Level(120, 3000),
    Cell("", "water"): Level(24, 500),
    Cell("", "flood"): Level(12, 300),
    Cell("a", "flood"): Level(6, 150),
    Cell("b", "flood"): Level(6, 150),
    Cell("a", "water"): Level(12, 300),
    Cell("b", "water"): Level(12, 300),
    Cell("a", "tree"): Level(108, 2000),
    Cell("b", "tree"): Level(108, 2000),
    Cell("", "tree"): Level(216, 4500),
}
USUAL = Usual(RHYTHM, LEVELS, PLAN, ZoneInfo("UTC"))


def told(counts: dict[tuple[str, str], int], length: finding.Length = HOUR) -> list[tuple[tuple[str, ...], str, int]]:
    return [(one.areas, one.category, one.reports) for one in finding.unusual(counts, USUAL, NOW, length)]


def test_ten_an_hour_where_ten_are_usual_are_nothing():
    assert told({("a1", "tree"): 5, ("b1", "tree"): 5}) == []


def test_the_cell_that_explains_most_is_told_and_those_around_it_are_not():
    assert told({("a1", "flood"): 12, ("a1", "tree"): 5, ("b1", "tree"): 5}) == [(("a",), "flood", 12)]


def test_areas_that_touch_are_one():
    assert told({("a1", "flood"): 40, ("b1", "flood"): 6}) == [(("a", "b"), "flood", 46)]


def test_everywhere_alike_it_is_the_citys():
    assert told({("a1", "flood"): 12, ("b1", "flood"): 12}) == [(("",), "flood", 24)]


def test_reports_without_a_place_or_kind_count_for_the_city():
    assert told({("", ""): 80}) == [(("",), "", 80)]


def test_of_a_size_not_worth_telling_nothing_is_told_however_improbable():
    assert told({("a1", "flood"): HOUR.least - 1}) == []


CALM = replace(PLAN, areas={**PLAN.areas, "a2": ("", "a")}, _of={})
DANGER = replace(CALM, urgent=frozenset({"flood"}))
RARE = Usual(RHYTHM, {**LEVELS, Cell("a", "flood"): Level(0.1, 50)}, DANGER, ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("counts", "size"),
    [
        ({("a1", "flood"): 2, ("a2", "flood"): 2}, 4),
        ({("a1", "flood"): 5}, 5),
        ({("a1", "flood"): 4}, 0),
        ({("a1", "flood"): 3, ("a2", "flood"): 0}, 0),
        ({("a1", "flood"): 3, ("a", "flood"): 1}, 0),  # of which nobody knows that it is another place
    ],
)
def test_of_a_danger_fewer_are_told_when_they_come_from_several_places(counts, size):
    found = finding.unusual(counts, RARE, NOW, HOUR)

    assert [(one.areas, one.reports) for one in found] == ([(("a",), size)] if size else [])
    assert finding.unusual(counts, replace(RARE, layout=CALM), NOW, HOUR) == []


def test_a_danger_is_still_one_at_the_size_from_which_it_is_told():
    usual = Expected(0.01, 10.0)
    assert [finding.is_still(4, usual, HOUR, is_urgent=it) for it in (True, False)] == [True, False]


def test_the_more_cells_are_looked_at_the_more_improbable_it_must_be():
    assert finding.limit(HOUR, 4000) < finding.limit(HOUR, 40) < finding.limit(LENGTHS[2], 40)


def test_a_day_does_not_repeat_what_its_hour_explains():
    counts = {HOUR.span: {("a1", "flood"): 30}, LENGTHS[2].span: {("a1", "flood"): 34, ("b1", "tree"): 100}}

    assert [one.length.span for one in finding.all_lengths(counts, USUAL, NOW)] == [HOUR.span]


def test_a_day_does_not_repeat_an_alarm_that_lies_in_it():
    counts = {LENGTHS[2].span: {("a1", "flood"): 40}}
    before = Running(("a",), "flood", HOUR, NOW - timedelta(hours=9), NOW - timedelta(hours=8))

    assert finding.all_lengths(counts, USUAL, NOW, before=[before]) == []
    assert len(finding.all_lengths(counts, USUAL, NOW)) == 1


def found(area: str = "a", category: str = "flood", length: finding.Length = HOUR) -> Finding:
    return Finding((area,), category, length, 10, Expected(1.0, 10.0), 0.0, 20.0)


@pytest.mark.parametrize(
    ("one", "alarm"),
    [
        (found(), Running(("a",), "flood", HOUR, NOW)),
        (found("b"), Running(("a",), "flood", HOUR, NOW)),
        (found("", "water"), Running(("a",), "flood", LENGTHS[1], NOW)),
        (found(), Running(("a",), "flood", HOUR, NOW, NOW - timedelta(hours=2))),
    ],
)
def test_the_same_thing_goes_on_as_one_alarm(one, alarm):
    assert course.matched([one], [alarm], NOW, PLAN) == [0]


@pytest.mark.parametrize(
    ("one", "alarm"),
    [
        (found(category="tree"), Running(("a",), "flood", HOUR, NOW)),
        (found(category=""), Running(("a",), "flood", HOUR, NOW)),
        (found(), Running(("a",), "flood", LENGTHS[3], NOW)),
        (found(), Running(("a",), "flood", HOUR, NOW, NOW - timedelta(hours=4))),
    ],
)
def test_another_kind_a_slow_rise_and_what_is_long_over_are_other_alarms(one, alarm):
    assert course.matched([one], [alarm], NOW, PLAN) == [None]
