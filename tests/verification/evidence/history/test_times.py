"""The file's date against report and claim: what no zone leaves open is left open (threats.md §4, 26)."""

import pytest

from .conftest import CLAIMED, said, signs
from .files import jpeg, photo

AGAINST, QUESTION, FOR = ("against", "moderate"), ("question", "moderate"), ("for", "weak")


@pytest.mark.parametrize(
    ("taken", "offset", "told"),
    [
        ("2026:11:24 15:30:00", "+07:00", [("time_fits", *FOR)]),
        ("2026:11:24 15:30:00", None, [("time_fits", *FOR)]),
        ("2026:11:20 08:50:00", "+07:00", [("time_fits", *FOR)]),  # a clock ten minutes slow
        ("2026:11:25 15:30:00", "+07:00", [("future", *QUESTION)]),
        ("2026:11:25 15:30:00", None, [("future", *QUESTION)]),  # tomorrow, in every zone
        ("2026:11:24 20:00:00", "+07:00", [("future", *QUESTION)]),
        ("2026:11:18 15:30:00", "+07:00", [("before_report", *AGAINST)]),
        ("2026:11:18 15:30:00", None, [("before_report", *AGAINST)]),
        ("2026:11:20 03:00:00", "+07:00", [("before_report", *AGAINST)]),
        ("2025:01:18 15:30:00", None, [("old", *AGAINST)]),
    ],
)
def test_a_date_is_held_against_report_and_claim(taken, offset, told):
    assert said(jpeg(taken=taken, offset=offset, Model="X")) == told


@pytest.mark.parametrize(
    "taken",
    [
        "2026:11:24 20:00:00",  # four hours late here, but not in Papua's clock or Tokyo's
        "2026:11:20 03:00:00",  # too early here, but not by a clock of Europe
    ],
)
def test_without_a_zone_some_hours_are_never_over_read(taken):
    assert said(jpeg(taken=taken, Model="X")) == [("nothing", "silent", "weak")]


def test_the_satellites_give_the_zone_that_the_camera_does_not():
    data = jpeg(taken="2026:11:24 20:00:00", satellites=("2026:11:24", (13, 0, 0)), Model="X")

    assert said(data) == [("future", *QUESTION)]


@pytest.mark.parametrize(
    "taken", ["1970:01:01 00:00:00", "2000:01:01 00:00:00", "2016:01:01 00:03:00", "1980:01:01 12:00:00"]
)
def test_a_clock_that_was_never_set_says_nothing(taken):
    assert said(jpeg(taken=taken, Model="X")) == [("nothing", "silent", "weak")]


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "2026:13:45 99:00:00", "tomorrow", "2026:11:25", "", "9999:12:31 23:59:59"]
)
def test_a_date_that_is_none_breaks_nothing(taken):
    told = said(jpeg(taken=taken, Model="X"))

    assert told in ([("nothing", "silent", "weak")], [("future", *QUESTION)])


def test_a_photo_redated_with_its_satellites_forgotten_disagrees_with_itself():
    told = said(photo("near_path_exif_redated.jpg"), place=None)

    assert told[:2] == [("dates_disagree", *QUESTION), ("before_report", *AGAINST)]


def test_a_clock_one_day_off_the_satellites_is_a_wrong_clock():
    checks = [one.facts["check"] for one in signs(photo("gps_DSCN0010.jpg"), place=None)]

    assert checks == ["old"]


def test_a_receiver_that_lost_1024_weeks_does_not_disagree():
    data = jpeg(taken="2026:11:24 15:30:00", satellites=("2007:04:10", (8, 30, 0)), Model="X")

    assert said(data) == [("time_fits", *FOR)]


def test_without_the_reports_date_a_date_speaks_neither_for_the_photo_nor_of_the_report():
    assert said(jpeg(taken="2026:11:18 15:30:00", offset="+07:00", Model="X"), reported_at=None) == [
        ("nothing", "silent", "weak")
    ]


def test_how_far_off_is_told_in_whole_hours_and_days():
    [one] = signs(jpeg(taken="2026:11:25 16:00:00", offset="+07:00", Model="X"))
    [other] = signs(jpeg(taken="2024:11:24 16:00:00", offset="+07:00", Model="X"))

    assert one.facts == {"check": "future", "hours": 24}
    assert other.facts == {"check": "old", "days": 730, "year": 2024}
    assert CLAIMED.year == 2026
