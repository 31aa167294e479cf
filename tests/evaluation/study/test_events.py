"""Tables 1 and 2 from this city's events: the study's layout, its rounding, and what is said instead of a number."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from tests.evaluation.counted import BESIDE, at_noon, insight_of, place, tallied

from tanggap.core import clock
from tanggap.core.models import Cursor
from tanggap.evaluation import study

EAST, CENTRE = "31.75", "31.71"
FIVE = ["iklan-liar", "sampah", "tanaman-bermasalah", "mobilitas-akses", "parkir-liar"]
DAY, LATER = date(2024, 5, 6), date(2025, 5, 6)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now_in_english():
    with at_noon():
        yield


def receive(
    judged: int, solved: int, *, on: date = DAY, category: str = "sampah", area: str = BESIDE, **numbers: int
) -> None:
    """Let so many reports of a day have stood so when their year ended, and stand so now unless `numbers` say otherwise."""
    counted = {
        "year_judged": judged,
        "now_judged": judged,
        "year_solved": solved,
        "now_solved": solved,
        "received": judged,
    }
    tallied(on, place(area=area, category=category), **(counted | numbers))


def shown(table: study.Table, row: str = "sampah") -> list[str]:
    return [cell.text for cell in next(one for one in table.rows if one.code == row).cells]


def test_they_have_the_studys_rows_columns_and_groups():
    at_end, now, response = study.from_events(EAST, [2024, 2025])
    first, second = study.printed()[:2]

    assert (
        [row.code for row in at_end.rows] == [row.code for row in now.rows] == [row.code for row in first.rows] == FIVE
    )
    assert at_end.groups == [("2024", 2), ("2025", 2)]
    assert [column.label for column in at_end.columns] == [column.label for column in first.columns]
    assert (response.head, response.columns) == (second.head, second.columns)
    assert [row.code for row in response.rows] == ["2024", "2025"]


def test_how_they_stood_when_the_year_ended_and_how_they_stand_now_are_told_apart():
    receive(100, 64, now_judged=98, now_solved=91)
    receive(200, 150, on=LATER)
    at_end, now, _response = study.from_events(EAST, [2025, 2024])

    assert shown(at_end) == ["64", "36", "75", "25"]
    assert shown(now) == ["93", "7", "75", "25"]
    assert now.cell("sampah", "2024-resolved").n == 98
    assert (
        now.title
        == "Reports resolved and unresolved by category, Kota Administrasi Jakarta Timur, as they stand now, 31 Mar 2026"
    )


def test_a_half_is_rounded_up_once_so_that_no_pair_sums_to_101():
    receive(200, 151)

    assert shown(study.from_events(EAST, [2024])[0]) == ["76", "24"]


@pytest.mark.parametrize(
    ("hits", "n", "shares"),
    [(327, 327, ["100", "0"]), (326, 327, ["99.7", "0.3"]), (1, 5000, ["0.02", "99.98"]), (0, 327, ["0", "100"])],
)
def test_what_is_not_all_is_never_rounded_up_to_all(hits, n, shares):
    receive(n, hits)

    assert shown(study.from_events(EAST, [2024])[0]) == shares


def test_each_share_has_its_interval_and_the_rest_has_its_mirror():
    receive(100, 64)
    resolved, unresolved = study.from_events(EAST, [2024])[0].rows[1].cells

    assert (round(resolved.low, 1), round(resolved.high, 1)) == (54.2, 72.7)
    assert (resolved.low + unresolved.high, resolved.high + unresolved.low) == (pytest.approx(100), pytest.approx(100))


def test_only_the_area_asked_for_is_counted_and_the_whole_city_for_none():
    receive(100, 64)
    receive(100, 36, area="31.71.01.1001")

    assert [shown(study.from_events(area, [2024])[0]) for area in (EAST, CENTRE, "")] == [
        ["64", "36"],
        ["36", "64"],
        ["50", "50"],
    ]


@pytest.mark.parametrize(
    ("judged", "solved", "reason"),
    [
        (0, 0, "Only 0 cases in the period; a number is shown from 20 on."),
        (1, 1, "Only 1 case in the period; a number is shown from 20 on."),
        (3, 1, "Only 3 cases in the period; a number is shown from 20 on."),
    ],
)
def test_of_too_few_there_is_no_share_but_their_number(judged, solved, reason):
    receive(judged, solved)
    cell = study.from_events(EAST, [2024])[0].rows[1].cells[0]

    assert (cell.text, cell.said(), cell.n, cell.reason) == ("", "–", judged, reason)


def test_what_an_earlier_system_closed_is_said():
    receive(100, 64, year_taken=60, now_taken=1)
    at_end, now, _response = study.from_events(EAST, [2024])

    assert "60 of the resolved reports were closed in an earlier system and not checked here." in at_end.notes
    assert "1 of the resolved reports was closed in an earlier system and not checked here." in now.notes


def test_table_2_is_the_indicator_of_the_catalogue_with_two_decimals():
    insight_of(DAY, six_hours_over=10_000, answered_in_six=7_496, received=10_000)
    response = study.from_events(EAST, [2024, 2025])[2]

    assert [[cell.text for cell in row.cells] for row in response.rows] == [["74.96", "25.04"], ["", ""]]
    assert response.rows[0].cells[0].n == 10_000
    assert response.rows[1].cells[0].reason


def test_a_year_that_is_not_over_says_so():
    at_end, _now, response = study.from_events(EAST, [2025, 2026])
    assert [group for group, _span in at_end.groups] == [row.label for row in response.rows] == ["2025", "2026 so far"]
    assert any(
        "2026 is not over: it is counted until 31 Mar 2026" in note
        for note in study.from_events(EAST, [2025, 2026])[0].notes
    )
    assert not any("not over" in note for note in study.from_events(EAST, [2025])[0].notes)


def test_other_categories_can_be_named_and_a_group_holds_its_leaves():
    receive(30, 15)
    receive(30, 30, category="pembakaran-sampah")
    group = study.from_events(EAST, [2024], categories=["kebersihan"])[0]

    assert shown(group, "kebersihan") == ["75", "25"]


def test_a_sensitive_kind_of_which_there_are_few_is_not_told():
    receive(4, 4, category="pmks")
    receive(3, 3, category="bantuan-sosial")
    cell = study.from_events(EAST, [2024], categories=["pmks"])[0].rows[0].cells[0]

    assert (cell.text, cell.n) == ("", None)
    assert cell.reason.startswith("Fewer than 5 reports of a sensitive kind")


def test_the_least_of_its_neighbours_is_not_told_either_and_says_why():
    receive(4, 4, category="pmks")
    receive(30, 20, category="bantuan-sosial")
    cell = study.from_events(EAST, [2024], categories=["bantuan-sosial"])[0].rows[0].cells[0]

    assert (cell.text, cell.n) == ("", None)
    assert cell.reason == "Not shown, because the few reports of a sensitive kind beside it could be told from it."


def test_without_the_studys_categories_the_five_of_most_reports_are_shown(monkeypatch):
    from tanggap.evaluation.study import events

    known = events.catalog.category
    monkeypatch.setattr(events.catalog, "category", lambda code: None if code == "iklan-liar" else known(code))
    for number, code in enumerate(["pohon", "jalan", "sampah", "trotoar", "pju", "pmks", "parkir-liar"]):
        receive(100 - number, 50, category=code)

    assert [row.code for row in study.from_events(EAST, [2024])[0].rows] == [
        "pohon",
        "jalan",
        "sampah",
        "trotoar",
        "pju",
    ]


@pytest.mark.parametrize(
    ("area", "years", "categories", "words"),
    [
        ("31.99", [2024], [], "“31.99” is no area here."),
        (EAST, [], [], "Name at least one year."),
        (EAST, [2027], [], "“2027” is no year up to the present one."),
        (EAST, [0], [], "“0” is no year up to the present one."),
        (EAST, range(2010, 2021), [], "At most ten years are shown together."),
        (EAST, [2024], ["sampa"], "“sampa” is no category here."),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(area, years, categories, words):
    with pytest.raises(ValueError, match=words):
        study.from_events(area, list(years), categories=categories)


def test_while_all_is_counted_anew_there_is_a_dash_and_the_reason():
    receive(100, 64)
    Cursor.objects.update_or_create(name="tallies", defaults={"tx": 0, "event": 0, "rebuild_to": 5})
    cell = study.from_events(EAST, [2024])[0].rows[1].cells[0]

    assert (cell.text, cell.reason) == ("", "The numbers are being counted anew. They are back in a moment.")


def test_they_cost_fifteen_statements_whatever_is_asked(django_assert_max_num_queries):
    receive(100, 64)
    for area, years in (("", [2024]), (EAST, list(range(2017, 2027)))):
        with django_assert_max_num_queries(15):
            study.from_events(area, years)


def test_the_present_year_begins_at_the_citys_own_midnight():
    with clock.at(datetime(2025, 12, 31, 17, 0, tzinfo=UTC)):
        assert len(study.from_events(EAST, [2026])) == 3
    with clock.at(datetime(2025, 12, 31, 16, 59, tzinfo=UTC)), pytest.raises(ValueError, match="2026"):
        study.from_events(EAST, [2026])


def test_they_are_told_in_the_readers_language():
    with override("id"):
        at_end = study.from_events(EAST, [2024])[0]

    assert [column.label for column in at_end.columns] == ["Selesai", "Belum selesai"]
    assert at_end.title.startswith("Laporan selesai dan belum selesai")
