"""The category's points, whatever language they were ticked in."""

from tanggap.verification import checklist

POINTS = [{"id": "Lampu menyala", "en": "The lamp burns"}, {"id": "Kabel tertutup", "en": "No open cable"}]


def test_a_point_is_kept_by_the_words_of_the_first_language():
    assert [checklist.key(point) for point in POINTS] == ["Lampu menyala", "Kabel tertutup"]


def test_a_point_holds_when_it_was_ticked_in_any_language():
    assert checklist.answered(POINTS, {"The lamp burns": True, "Kabel tertutup": True}) == {
        "Lampu menyala": True,
        "Kabel tertutup": True,
    }


def test_a_point_that_was_left_out_does_not_hold():
    assert checklist.answered(POINTS, {"Lampu menyala": True}) == {"Lampu menyala": True, "Kabel tertutup": False}


def test_what_is_no_point_is_not_kept():
    assert checklist.answered(POINTS[:1], {"Semua beres": True}) == {"Lampu menyala": False}


def test_a_category_without_points_asks_for_none():
    assert checklist.answered([], {}) == {}
