"""The areas compared: map, small maps, table and CSV tell the same numbers, and say what cannot be told."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.insight.consumer import CONSUMER
from tanggap.insight.statistics import Selection
from tanggap.web.public import comparing, outlines
from tanggap.web.public.comparing import Scale

pytestmark = pytest.mark.django_db
PULO_GEBANG = "31.75.06.1005"


@pytest.fixture
def told(client):
    """Return the page of an address with a few reports of yesterday counted."""
    with own_events_seen():
        for _ in range(3):
            make.report(at=clock.now() - timedelta(days=1))
        cursors.catch_up(CONSUMER)
        yield lambda query="": client.get(f"/peta/wilayah/{query}").content.decode()


def test_each_area_is_drawn_once_and_used_in_every_map(told):
    page = told()
    drawn = re.findall(r'<path id="a(\d+)"', page)
    used = re.findall(r'<use href="#a(\d+)"', page)

    assert len(drawn) == len(set(drawn)) == len(outlines.picture(0).paths) == 261
    assert len(used) == len(drawn) * (1 + comparing.FEW_MONTHS)


def test_every_area_stands_in_the_table_those_too_far_off_for_the_map_too(told):
    assert told().count('<th scope="row">') == 267
    assert told("?level=kecamatan").count('<th scope="row">') == 44
    assert told("?area=31.75").count('<th scope="row">') == 65


def test_map_table_and_file_tell_the_same(client, told):
    page = told()
    rows = list(csv.DictReader(io.StringIO(client.get("/peta/wilayah.csv").content.decode())))
    own = {row["area"]: row["received"] for row in rows}

    assert (own.pop(PULO_GEBANG), set(own.values())) == ("3", {"0"})
    assert '<a href="/wilayah/31.75.06.1005/">Pulo Gebang</a>' in page.split('<th scope="row">')[1]


def test_what_cannot_be_told_is_hatched_and_said(told):
    page = told("?show=answered_in_six")

    assert 'class="c0" fill="url(#few)"' in page
    assert "c1" not in page
    assert 'href="/peta/wilayah/?level=kecamatan&amp;show=answered_in_six"' in page
    assert "Bandingkan wilayah" not in told("?show=received")


@pytest.mark.parametrize("query", ["show=secrets", "level=rt", "sort=up", "area=x", "period=10y", "from=2030-01-01"])
def test_what_makes_no_sense_is_said_and_the_file_refuses_it(client, told, query):
    name = query.split("=")[0]

    assert 'class="notice warn" role="status"' in told(f"?{query}")
    refused = client.get(f"/peta/wilayah.csv?{query}")
    assert (refused.status_code, refused.content.decode().split(":")[0]) == (422, name)


def test_a_head_of_the_table_sorts_and_turns(told):
    page = told("?sort=name")

    assert 'aria-sort="ascending"' in page
    assert '<a href="/peta/wilayah/?sort=-name">' in page
    assert page.index(">Ancol<") < page.index(">Bungur<")


@given(st.lists(st.integers(0, 30), max_size=40))
def test_a_scale_has_at_most_five_classes_and_keeps_the_order(values):
    scale = Scale.of(values)
    numbers = [scale.number(value) for value in sorted(values)]

    assert numbers == sorted(numbers)
    assert set(numbers) <= {1, 2, 3, 4, 5}
    assert scale.number(None) == comparing.TOO_FEW


@pytest.mark.parametrize(
    ("first", "last", "steps", "ends"),
    [
        (date(2026, 10, 27), date(2026, 11, 25), 6, (date(2026, 6, 1), date(2026, 11, 25))),
        (date(2025, 12, 1), date(2026, 11, 25), 12, (date(2025, 12, 1), date(2026, 11, 25))),
        (date(2022, 5, 1), date(2026, 11, 25), 5, (date(2022, 1, 1), date(2026, 11, 25))),
        (date(2016, 11, 26), date(2026, 11, 25), 10, (date(2017, 1, 1), date(2026, 11, 25))),
    ],
)
def test_the_steps_beside_each_other_follow_the_length(first, last, steps, ends):
    found = comparing.periods(Selection(first, last))

    assert (len(found), (found[0][0], found[-1][1])) == (steps, ends)


def test_a_city_without_boundaries_has_the_table_alone(told, monkeypatch):
    monkeypatch.setattr(outlines, "picture", lambda depth=0: None)
    page = told("?show=received&sort=n")

    assert 'href="#a' not in page
    assert page.count('<th scope="row">') == 267
