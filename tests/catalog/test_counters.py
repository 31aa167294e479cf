"""When counters are open: hours of their own, else the city's; on a holiday not at all."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from tanggap.catalog import queries as catalog
from tanggap.catalog.counters import Spell, opening, spells

pytestmark = pytest.mark.django_db
WIB = ZoneInfo("Asia/Jakarta")
FROM_MONDAY_TO_FRIDAY = (Spell(0, 4, time(7, 30), time(9, 30)),)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def city_hall(now: str):
    return opening(catalog.channel("balaikota"), now=at(now))


@pytest.mark.parametrize(
    ("now", "until", "following"),
    [
        ("2026-11-25T07:29", None, "2026-11-25T07:30"),
        ("2026-11-25T07:30", "2026-11-25T09:30", None),
        ("2026-11-25T09:29", "2026-11-25T09:30", None),
        ("2026-11-25T09:30", None, "2026-11-26T07:30"),
        ("2026-11-27T10:00", None, "2026-11-30T07:30"),  # Friday: the next is Monday
        ("2026-08-17T08:00", None, "2026-08-18T07:30"),  # a holiday
        ("2026-03-02T08:00", "2026-03-02T09:30", None),  # in Ramadan the offices' hours change, these do not
    ],
)
def test_the_city_halls_counter_has_hours_of_its_own(now, until, following):
    found = city_hall(now)

    assert (found.until, found.next) == (until and at(until), following and at(following))
    assert found.is_open is (until is not None)
    assert found.spells == FROM_MONDAY_TO_FRIDAY


def test_a_counter_without_hours_keeps_those_of_the_offices():
    found = opening(catalog.channel("kelurahan"), now=at("2026-11-25T14:00"))

    assert found.until == at("2026-11-25T16:00")
    assert found.spells == (Spell(0, 3, time(7, 30), time(16)), Spell(4, 4, time(7, 30), time(16, 30)))


def test_in_a_season_the_offices_hours_are_the_seasons():
    ramadan = opening(catalog.channel("kelurahan"), now=at("2026-03-02T10:00"))

    assert ramadan.until != at("2026-03-02T16:00")
    assert ramadan.is_open


def test_days_apart_and_days_with_other_hours_stand_alone():
    morning, noon = (time(8), time(9)), (time(12), time(13))

    assert spells((morning, None, morning, noon, noon, None, None)) == (
        Spell(0, 0, *morning),
        Spell(2, 2, *morning),
        Spell(3, 4, *noon),
    )
