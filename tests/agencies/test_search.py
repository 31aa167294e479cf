"""A unit is found by what people call it."""

import pytest
from django.utils.translation import override

from tanggap.agencies.search import units_like

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("lingkungan hidup timur", "sudin-lingkungan-hidup-31.75"),
        ("LINGK HID TIM", "sudin-lingkungan-hidup-31.75"),
        ("kelurahan pulo gebang", "kel-31.75.06.1005"),
        ("pulo geb", "kel-31.75.06.1005"),
        ("kel-31.75.06.1005", "kel-31.75.06.1005"),
        ("inspektorat", "inspektorat"),
        ("environment agency east", "sudin-lingkungan-hidup-31.75"),
    ],
)
def test_the_first_answer_is_the_unit_that_is_meant(typed, code):
    with override("id"):
        assert units_like(typed)[0].code == code


def test_initials_are_understood():
    assert "sudin-lingkungan-hidup-31.75" in {row.code for row in units_like("sdlh timur")}


@pytest.mark.parametrize("typed", ["", "   ", "%", "''--", "zzzzqqq", "\x00"])
def test_what_means_nothing_finds_nothing(typed):
    assert units_like(typed) == []


def test_the_unit_itself_can_be_left_out_without_a_statement(django_assert_num_queries):
    units_like("pulo gebang")

    with django_assert_num_queries(0):
        found = units_like("pulo gebang", without={"kel-31.75.06.1005"})
    assert "kel-31.75.06.1005" not in {row.code for row in found}
