"""Points as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.places.coordinates import LONGEST, Point, read_point

JAKARTA = (106.83, -6.2)


@pytest.mark.parametrize(
    "text",
    [
        "-6.21, 106.94",
        "-6,21 106,94",
        "-6,21, 106,94",
        "(-6.21; 106.94)",
        "−6.21 106.94",
        " -6.21° 106.94° ",
        "-6.21/106.94",
        "6.21 LS 106.94 BT",
        "6.21S, 106.94E",
        "6,21° LS; 106,94° BT",
        "geo:-6.21,106.94",
        "https://www.google.com/maps/place/X/@-6.21,106.94,17z/data=x",
        "https://maps.google.com/?q=-6.21,106.94",
        "https://www.google.com/maps/search/-6.21,+106.94",
        "https://www.google.com/maps?q=loc:-6.21,106.94",
        "https://www.openstreetmap.org/#map=17/-6.21/106.94",
        "https://www.openstreetmap.org/?mlat=-6.21&mlon=106.94",
    ],
)
def test_one_point_in_many_writings(text):
    point = read_point(text)

    assert (point.lat, point.lon) == pytest.approx((-6.21, 106.94))


def test_degrees_minutes_and_seconds():
    point = read_point("6°12'43\" LS 106°56'43\" BT")

    assert (point.lat, point.lon) == pytest.approx((-6.211944, 106.945278), abs=1e-6)
    assert point.radius_m < 20


def test_minutes_with_decimals_and_typographic_marks():
    point = read_point("6° 12.72′ S, 106° 56.72′ E")

    assert (point.lat, point.lon) == pytest.approx((-6.212, 106.945333), abs=1e-6)


def test_sides_decide_which_number_is_which():
    assert read_point("106.94 BT 6.21 LS")[:2] == pytest.approx((106.94, -6.21))


def test_north_and_west_are_told_apart():
    assert read_point("39.29 N 76.61 W")[:2] == pytest.approx((-76.61, 39.29))
    assert read_point("0.5 LU 101.4 BT")[:2] == pytest.approx((101.4, 0.5))


def test_without_sides_latitude_comes_first_even_if_that_is_wrong():
    assert read_point("106.94 -6.21")[:2] == (-6.21, 106.94)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03/07",
        "12 3",
        "jalan 12 no 3",
        "RT 5 RW 7",
        "-6.2",
        "-6.2, 106.8, 3",
        "6.2 LS",
        "6.2 LS 6.3 LS",
        "1e9,2",
        "https://maps.app.goo.gl/abc",
        "9" * 5000,
        "-" * 5000,
        "MONAS",
        "CAFE+",
        "ABCDEFGH+12",
    ],
)
def test_what_is_no_point_is_none(text):
    assert read_point(text, near=JAKARTA) is None


@given(st.text(max_size=LONGEST + 50))
def test_nothing_typed_ever_fails(text):
    assert read_point(text, near=JAKARTA) is None or isinstance(read_point(text, near=JAKARTA), Point)


class TestPlusCodes:
    """The values are those of the reference implementation (google/open-location-code)."""

    @pytest.mark.parametrize(
        ("code", "lon", "lat"),
        [
            ("5M000000+", 90, -20),
            ("3Q660000+", 124.5, -65.5),
            ("7P9FQ200+", 109.025, 17.775),
            ("687R3W52+", -43.09875, -4.94125),
            ("3VPR38RJ+G6", 176.3305625, -55.9086875),
            ("738V6HGW+4WG", -142.402671875, 16.2253125),
            ("22VHP44X+R928", -168.85160546875, -72.2929925),
            ("4C8WC928+W86F7", -1.6342392578125, -43.5977135),
        ],
    )
    def test_a_full_code_is_the_middle_of_its_cell(self, code, lon, lat):
        point = read_point(code)

        assert (point.lon, point.lat) == pytest.approx((lon, lat), abs=1e-9)

    def test_a_full_code_may_be_followed_by_a_town_and_be_in_small_letters(self):
        assert read_point("6p58qrpf+xx Jakarta") == read_point("6P58QRPF+XX")

    @pytest.mark.parametrize(
        ("code", "lon", "lat"),
        [
            ("58VM9R+QWV", 106.692296875, -6.1305125),
            ("58WR76+55", 106.8104375, -6.0870625),
            ("WV25+PWM", 106.859796875, -6.0981625),
            ("PMJR+9W", 106.6923125, -6.2690625),
            ("QP+9Q", 106.8369375, -6.2115625),
            ("MM+38", 106.8333125, -6.2173125),
        ],
    )
    def test_a_short_code_is_the_nearest_cell_that_it_can_mean(self, code, lon, lat):
        point = read_point(code, near=JAKARTA)

        assert (point.lon, point.lat) == pytest.approx((lon, lat), abs=1e-9)

    def test_the_nearest_cell_may_lie_across_a_border_of_the_grid(self):
        assert 105.9 < read_point("QXFX+XX", near=(106.001, -6.2)).lon < 106

    def test_a_short_code_alone_says_nothing(self):
        assert read_point("QRPF+XX") is None

    def test_a_precise_code_leaves_little_open(self):
        assert read_point("6P58QRPF+XX").radius_m < 12
