"""The file's position against the report's point: a distance, never a place (threats.md §4, 8, 22, 23, 25)."""

import pytest
from PIL.ExifTags import GPS
from PIL.TiffImagePlugin import IFDRational

from .conftest import POINT, said, signs
from .files import camera, jpeg, picture, saved

NORTH_M = 1 / 111_195  # degrees of latitude a metre


@pytest.mark.parametrize(
    ("metres", "told"),
    [
        (30, ("place_fits", "for", "weak")),
        (500, ("place_away", "question", "weak")),
        (2_000, ("place_away", "question", "moderate")),
        (40_000, ("place_away", "against", "moderate")),
    ],
)
def test_a_position_is_held_against_the_point(metres, told):
    data = jpeg(lat=POINT[1] + metres * NORTH_M, lon=POINT[0], Model="X")

    assert said(data) == [told]


def test_two_kilometres_off_leave_nothing_but_the_distance():
    [one] = signs(jpeg(lat=POINT[1] + 2_040 * NORTH_M, lon=POINT[0], Model="X"))

    assert one.facts == {"check": "place_away", "metres": 2_000}


def test_a_telephone_that_says_how_unsure_it_is_is_believed():
    exif = camera(lat=POINT[1] + 900 * NORTH_M, lon=POINT[0], Model="X")
    exif.get_ifd(0x8825)[GPS.GPSHPositioningError] = IFDRational(800)

    assert said(saved(picture(), exif=exif)) == [("nothing", "silent", "weak")]


@pytest.mark.parametrize(
    "wrong", [(0, 0), (IFDRational(1, 0), IFDRational(1, 0)), (IFDRational(0, 0), IFDRational(5)), (999, 999)]
)
def test_nowhere_infinite_and_impossible_are_nothing(wrong):
    exif = camera(lat=1, lon=1, Model="X")
    place = exif.get_ifd(0x8825)
    place[GPS.GPSLatitude], place[GPS.GPSLongitude] = ((one, IFDRational(0), IFDRational(0)) for one in wrong)

    assert said(saved(picture(), exif=exif)) == [("nothing", "silent", "weak")]


def test_a_report_without_a_point_is_not_compared():
    assert said(jpeg(lat=1.0, lon=1.0, Model="X"), place=None) == [("nothing", "silent", "weak")]
