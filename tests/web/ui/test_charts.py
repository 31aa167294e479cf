"""Charts drawn by the server: what they show is in their table and in their words, gaps stay gaps, nothing is drawn that is not known."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils.translation import override

from tanggap.insight.statistics.values import Point, Slice, Step
from tanggap.web.ui import charting

FIRST = date(2026, 3, 1)


def point(place: int, value: float | None, *, is_partial: bool = False) -> Point:
    on = FIRST + timedelta(days=place)
    low, high = (None, None) if value is None else (value - 0.1, value + 0.1)
    return Point(on, on, value, 40, low, high, is_partial)


def drawn(tag: str, language: str = "en", **given: object) -> str:
    with override(language):
        return Template("{% load charts %}" + tag).render(Context(given))


def cells(text: str) -> list[list[str]]:
    """Return the rows of the table in a chart, as they are read."""
    body = text.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in body.split("</tr>")[:-1]
    ]


def test_a_line_says_in_words_and_in_its_table_what_it_shows():
    text = drawn(
        '{% line points title="Kept?" %}', points=[point(0, 0.5), point(1, 0.75), point(2, 0.7, is_partial=True)]
    )

    assert "Lowest 50% (1 Mar 2026), highest 75.0% (2 Mar 2026), last 75.0% (2 Mar 2026)." in text.replace(
        "50.0%", "50%"
    )
    assert cells(text) == [
        ["1 Mar 2026", "50.0%", "40.0% – 60.0%", "40"],
        ["2 Mar 2026", "75.0%", "65.0% – 85.0%", "40"],
        ["3 Mar 2026 in part", "70.0%", "60.0% – 80.0%", "40"],
    ]


def test_a_line_stops_where_too_little_is_known_and_its_unfinished_end_is_dashed():
    given = [point(0, 0.5), point(1, None), point(2, 0.6), point(3, 0.7), point(4, 0.2, is_partial=True)]
    found = charting.lines(given, "%")

    assert (found.path.count("M"), found.path.count("L")) == (2, 1)
    assert (found.ahead.count("M"), found.ahead.count("L")) == (1, 1)
    assert [dot.is_partial for dot in found.dots] == [False, False, False, True]
    assert found.named is found.dots[2]


def test_a_line_of_nothing_says_so_and_draws_nothing():
    text = drawn('{% line points title="Kept?" %}', points=[point(0, None), point(1, None)])

    assert "Too few cases in this period to draw a line." in text
    assert "<svg" not in text


@pytest.mark.parametrize("most", [1, 3, 7, 19, 480, 12_345, 1_000_000])
def test_an_axis_of_reports_has_whole_numbers_and_holds_the_most(most):
    ticks = charting.lines([Point(FIRST, FIRST, most, most, None, None, False)], "reports").y_ticks
    numbers = [int(tick.label.replace(",", "").replace(".", "")) for tick in ticks]

    assert numbers[0] == 0
    assert numbers[-1] >= most
    assert len({b - a for a, b in pairwise(numbers)}) == 1


def test_no_mark_leaves_its_chart():
    given = [Point(FIRST, FIRST, value, 5, 0.0, float("inf"), False) for value in (0.0, 3.0, 999.9)]
    found = charting.lines(given, "days")

    assert all(0 <= dot.y <= found.height and 0 <= dot.x <= 100 for dot in found.dots)
    assert "nan" not in found.path + found.band
    assert "inf" not in found.path + found.band


def test_bars_keep_their_order_tell_n_and_say_what_is_too_little():
    slices = [Slice("a", "Cakung", 0.8, 240, 0.7, 0.9), Slice("b", "Matraman", None, 4, None, None)]
    text = drawn('{% bars slices title="By area" of="Area" %}', "id", slices=slices)

    assert cells(text) == [
        ["Cakung 70,0% – 90,0% · 240 kasus", "80,0%", "70,0% – 90,0%", "240"],
        ["Matraman terlalu sedikit untuk disimpulkan 4 kasus", "–", "", "4"],
    ]
    assert text.count('class="bar"') == 1


def test_names_are_escaped():
    text = drawn('{% bars slices title="By area" %}', slices=[Slice("a", "<b>x</b>", 0.8, 240, 0.7, 0.9)])

    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert "<b>" not in text


def test_a_curve_is_told_at_even_times_with_those_still_watched():
    steps = [Step(day, min(1.0, day / 10), day / 20, min(1.0, day / 8), 100 - day) for day in range(9)]
    text = drawn('{% curve steps title="How long?" marks=marks %}', steps=steps, marks=[(7, "promise")])

    assert cells(text)[-1] == ["8 d", "80.0%", "40.0% – 100%", "92"]
    assert "promise</text>" in text


def test_small_multiples_share_one_scale():
    @dataclass
    class Small:
        label: str
        points: list[Point]

    text = drawn(
        '{% multiples charts title="Areas" %}',
        charts=[Small("Cakung", [point(0, 0.2), point(1, 0.4)]), Small("Matraman", [point(0, 0.1), point(1, 0.1)])],
    )

    assert "All on one scale, from nothing to 40.0%." in text
    assert text.count('class="spark"') == 2


@pytest.mark.parametrize(
    ("value", "shown"), [(0.9999, "99.9%"), (0.00001, "0.1%"), (1.0, "100%"), (0.0, "0%"), (None, "–")]
)
def test_a_share_is_never_rounded_to_all_or_none(value, shown):
    with override("en"):
        assert charting.said(value, "%") == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), "Maret 2026"),
        (date(2026, 1, 1), date(2026, 1, 28), "1 – 28 Jan 2026"),
        (date(2026, 3, 2), date(2026, 3, 8), "2 – 8 Mar 2026"),
        (date(2026, 2, 23), date(2026, 3, 1), "23 Feb 2026 – 1 Mar 2026"),
        (date(2026, 3, 2), date(2026, 3, 2), "2 Mar 2026"),
    ],
)
def test_days_are_written_as_short_as_can_be(first, last, shown):
    with override("id"):
        assert charting.period(first, last) == shown
