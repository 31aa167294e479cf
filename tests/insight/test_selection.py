"""What an address says of a number, and how it is written again."""

from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import LAMP

from tanggap.core import clock
from tanggap.insight.statistics import beginning
from tanggap.insight.statistics.selection import NAMES, Selection, default_days, read

TODAY = date(2026, 3, 31)
LAST_30 = (date(2026, 3, 1), date(2026, 3, 30))

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today_in_english():
    with clock.at(datetime(2026, 3, 31, 5, tzinfo=UTC)), override("en"):
        yield


def days(**given: str) -> tuple[date, date]:
    """Return the days of an address that makes sense."""
    found, problems = read(_named(given), today=TODAY)
    assert problems == {}
    return found.first, found.last


def problem(**given: str) -> tuple[tuple[date, date], dict[str, str]]:
    """Return the days used instead, and what is said."""
    found, problems = read(_named(given), today=TODAY)
    return (found.first, found.last), problems


def _named(given: dict[str, str]) -> dict[str, str]:
    return {name.rstrip("_"): value for name, value in given.items()}


def test_without_a_word_it_is_the_last_thirty_full_days():
    assert read({}, today=TODAY) == (Selection(*LAST_30), {})
    assert Selection(*LAST_30).query() == ""


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("30d", *LAST_30),
        ("12m", date(2025, 4, 1), date(2026, 3, 30)),
        ("year:2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("year:2026", date(2026, 1, 1), TODAY),
        ("month:2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("month:2026-03", date(2026, 3, 1), TODAY),
    ],
)
def test_periods_have_names(period, first, last):
    assert days(period=period) == (first, last)


def test_all_begins_with_the_first_report(monkeypatch):
    monkeypatch.setattr(beginning, "first_day", lambda: date(2023, 5, 4))
    assert days(period="all") == (date(2023, 5, 4), date(2026, 3, 30))


def test_days_can_be_given_both_included():
    assert days(from_="2026-01-05", to="2026-01-05") == (date(2026, 1, 5), date(2026, 1, 5))


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ({"from": "2026-03-10"}, (date(2026, 3, 10), date(2026, 3, 30))),
        ({"to": "2026-01-30"}, (date(2026, 1, 1), date(2026, 1, 30))),
        ({"from": "2026-03-31"}, (TODAY, TODAY)),
    ],
)
def test_one_day_alone_is_completed(given, used):
    assert days(**given) == used


@pytest.mark.parametrize(
    ("given", "used", "said"),
    [
        ({"from": "x"}, LAST_30, "from"),
        ({"from": "2026-02-30"}, LAST_30, "from"),
        ({"to": "0001-01-01"}, LAST_30, "to"),
        ({"from": "٢٠٢٦-٠١-٠١"}, LAST_30, "from"),
        ({"from": "2026-03-20", "to": "2026-03-10"}, (date(2026, 3, 10), date(2026, 3, 20)), "from"),
        ({"from": "2026-03-20", "to": "2027-03-10"}, (date(2026, 3, 20), TODAY), "to"),
        ({"from": "2027-03-20"}, (TODAY, TODAY), "from"),
        ({"from": "1950-01-01", "to": "2026-03-30"}, (date(2016, 3, 31), date(2026, 3, 30)), "from"),
        ({"from": "2010-03-01", "to": "2024-02-28"}, (date(2014, 3, 1), date(2024, 2, 28)), "from"),
        ({"period": "forever"}, LAST_30, "period"),
        ({"period": "year:0000"}, LAST_30, "period"),
        ({"period": "year:2027"}, LAST_30, "period"),
        ({"period": "year:9999"}, LAST_30, "period"),
        ({"period": "month:9999-12"}, LAST_30, "period"),
        ({"period": "month:2026-13"}, LAST_30, "period"),
        ({"area": "99.99"}, LAST_30, "area"),
        ({"category": "'; DROP TABLE"}, LAST_30, "category"),
        ({"unit": "nobody"}, LAST_30, "unit"),
        ({"channel": "\x00"}, LAST_30, "channel"),
    ],
)
def test_what_makes_no_sense_is_told_and_something_sensible_used(given, used, said):
    found, problems = problem(**given)
    assert (found, list(problems)) == (used, [said])
    assert problems[said].endswith(".")


def test_a_long_word_is_told_back_short():
    assert len(problem(area="x" * 10_000)[1]["area"]) < 300


@given(
    st.dictionaries(st.sampled_from(NAMES), st.text("0123456789-:.adfhlmnortuy\0é", max_size=12) | st.dates().map(str))
)
def test_reading_never_fails_and_what_is_written_is_read_again(given):
    found, _problems = read(given, today=TODAY)
    assert found.first <= found.last <= TODAY
    assert read(dict(parse_qsl(found.query())), today=TODAY) == (found, {})


@pytest.mark.parametrize(
    ("selection", "query"),
    [
        (Selection(date(2025, 1, 1), date(2025, 12, 31)), "period=year:2025"),
        (Selection(date(2024, 2, 1), date(2024, 2, 29), area="31.75"), "area=31.75&period=month:2024-02"),
        (Selection(date(2026, 3, 1), date(2026, 3, 9)), "from=2026-03-01&to=2026-03-09"),
        (Selection(*LAST_30, unit="kel-31.75.06.1005", channel="web"), "channel=web&unit=kel-31.75.06.1005"),
    ],
)
def test_there_is_one_address_of_a_selection(selection, query):
    assert selection.query() == query


def test_an_area_holds_its_leaves_a_group_its_categories_and_a_unit_those_below():
    found = Selection(*default_days(TODAY), area="31.75.06", category="jalan-jembatan")
    assert "31.75.06.1005" in (found.areas() or [])
    assert (found.categories() or [])[0] == "jalan-jembatan"
    assert Selection(*LAST_30).areas() is None
    assert Selection(*LAST_30, category=LAMP).categories() == [LAMP]
