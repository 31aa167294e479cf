"""Who reads is counted without knowing who: in the process, by day and kind of page, written once."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tanggap.core import clock
from tanggap.evaluation.sources import viewing, views
from tanggap.evaluation.tallies.models import Viewed
from tanggap.insight.statistics import Selection

PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
LATE = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)  # already the next day in the city
MARCH = Selection(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def counted(monkeypatch):
    """Return an empty counter of this process."""
    fresh = viewing.Counted()
    monkeypatch.setattr(viewing, "counted", fresh)
    views._first.clear()
    return fresh


def look(path, *, agent=PHONE, cookies=None, **headers):
    browser = Client(headers={"user-agent": agent, **headers})
    browser.cookies.load(cookies or {})
    with clock.at(LATE):
        return browser.get(path)


@pytest.mark.django_db
def test_a_page_shown_to_a_person_is_one_view_on_the_citys_own_day(counted):
    look("/statistik/")
    look("/statistik/")
    look("/moderasi/")
    look("/wilayah/")
    assert counted.write() == 4
    assert list(Viewed.objects.order_by("kind").values_list("on", "kind", "views")) == [
        (date(2026, 3, 2), "area", 1),
        (date(2026, 3, 2), "statistics", 3),
    ]
    look("/wilayah/")
    counted.write()
    assert views.by_kind(MARCH) == {**dict.fromkeys(viewing.KINDS, 0), "statistics": 3, "area": 2}
    assert (views.all_kinds(MARCH).n, views.all_kinds(MARCH).since) == (5, date(2026, 3, 2))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        {"agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"agent": "curl/8.5"},
        {"agent": ""},
        {"cookies": {"sessionid": "of the staff"}},
        {"hx-request": "true"},
        {"sec-purpose": "prefetch"},
    ],
)
def test_programs_staff_parts_and_what_is_fetched_ahead_are_no_readers(counted, asked):
    look("/moderasi/", **asked)
    assert counted.write() == 0


@pytest.mark.django_db
def test_what_is_not_there_and_what_is_no_page_is_not_counted(counted):
    look("/laporan/JK-0000-0000/")
    look("/statistik/data.csv")
    look("/robots.txt")
    assert counted.write() == 0


@pytest.mark.django_db
def test_what_cannot_be_written_is_kept_for_the_next_time(counted, monkeypatch):
    with clock.at(LATE):
        counted.add("map")
    monkeypatch.setattr(viewing, "_WRITE", "SELECT nothing FROM nowhere WHERE %s IS NULL AND %s IS NULL AND %s IS NULL")
    with pytest.raises(Exception, match="nowhere"):
        counted.write()
    assert sum(counted._views.values()) == 1


@pytest.mark.django_db
def test_before_anything_was_counted_there_is_no_number(counted):
    assert (views.all_kinds(MARCH).value, bool(views.all_kinds(MARCH).reason)) == (None, True)


def test_each_kind_has_a_page_and_each_page_is_there():
    from django.urls import get_resolver

    names = {
        f"{space}:{name}"
        for space, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    assert viewing.PAGES.keys() | viewing.FILES <= names
    assert {*viewing.PAGES.values(), viewing.kind_of("evaluation:front")} == set(viewing.KINDS)
