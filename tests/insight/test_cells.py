"""The map counts what everybody may see, where everybody may see it; counted anew it is the same (promises.md P5, P14)."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import h3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import LAMP, LITTER, PULO_GEBANG, make
from tests.fixtures import undone
from tests.logs import own_events_seen, play, stories

from tanggap.catalog import queries as catalog
from tanggap.core import clock, cursors
from tanggap.insight.cells import grid, queries
from tanggap.insight.cells.consumer import CONSUMER
from tanggap.insight.cells.models import Cell, Spot
from tanggap.reports import outbox
from tanggap.reports.models import Report
from tanggap.reports.queries import public
from tanggap.reports.words import State

LON, LAT = PULO_GEBANG
CITY = (106.0, -7.0, 107.5, -5.5)
SENSITIVE = "parkir-liar"
EVERYTHING = public.Filter()
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen():
        yield


def on_map(wanted=EVERYTHING, zoom=9.0):
    """Return how many reports the map shows, and how many of them open."""
    cursors.catch_up(CONSUMER)
    rows = queries.clusters(wanted, zoom=zoom).rows
    return sum(row.reports for row in rows), sum(row.open for row in rows)


def kept():
    """Return everything that is kept."""
    spots = Spot.objects.order_by("report").values_list()
    cells = Cell.objects.order_by("resolution", "cell", "category", "state")
    return list(spots), list(cells.values_list("resolution", "cell", "category", "state", "reports", "east", "north"))


def slowly():
    """Return the cells, counted from the reports themselves."""
    counted: Counter[tuple[int, int, str, str]] = Counter()
    for row in Report.objects.filter(visibility="public", lon__isnull=False):
        category = catalog.category(row.category_id)
        is_exact = category is not None and not (category.is_sensitive or category.is_confidential)
        lon, lat = (row.lon, row.lat) if is_exact else (round(row.lon, 3), round(row.lat, 3))
        fine = h3.latlng_to_cell(lat, lon, grid.FINEST)
        for resolution in grid.ROLLED:
            cell = h3.str_to_int(h3.cell_to_parent(fine, resolution))
            for code in (row.category_id or "", grid.ALL):
                counted[resolution, cell, code, row.state] += 1
    return dict(counted)


def held():
    return {
        (row.resolution, row.cell, row.category, row.state): row.reports
        for row in Cell.objects.all()
    }  # fmt: skip


def test_a_report_stands_on_the_map_and_a_private_or_placeless_one_does_not():
    make.report()
    make.report(state=State.RESOLVED)
    make.report(visibility="private")
    make.report(lon=None, lat=None, area="31.75.06.1005")

    assert on_map() == (2, 1)


def test_a_sensitive_report_stands_where_it_is_shown():
    made = make.report(category=SENSITIVE, lon=LON + 0.00037, lat=LAT + 0.00042)
    cursors.catch_up(CONSUMER)
    spot = Spot.objects.get()

    assert (made.lon, made.lat) == (LON + 0.00037, LAT + 0.00042)
    assert (spot.east, spot.north) == (round(round(made.lon, 3) * 1e5), round(round(made.lat, 3) * 1e5))


def test_every_zoom_and_every_choice_tells_the_same():
    with clock.at(datetime(2026, 3, 2, 10, tzinfo=JAKARTA)):
        lamp = make.report()
        make.report(category=LITTER, state=State.IN_PROGRESS, lon=LON + 0.001)
        make.report(category=LITTER, state=State.RESOLVED, lat=LAT - 0.001)
    asked = {
        EVERYTHING: (3, 2),
        public.Filter(category=LITTER): (2, 1),
        public.Filter(state="in_progress"): (1, 1),
        public.Filter(is_open=False): (1, 0),
        public.Filter(area="31.75"): (3, 2),
        public.Filter(area="31.71"): (0, 0),
        public.Filter(unit=lamp.unit_id, category=LAMP): (1, 1),
        public.Filter(channel="website"): (3, 2),
        public.Filter(since=date(2026, 3, 2), until=date(2026, 3, 2)): (3, 2),
        public.Filter(since=date(2026, 3, 3)): (0, 0),
        public.Filter(is_fast=False): (2, 2),
        public.Filter(is_fast=True): (1, 0),
    }

    for bbox in (CITY, (LON - 0.005, LAT - 0.005, LON + 0.005, LAT + 0.005), None):
        for zoom in (9.0, 11.0, 12.0, 14.0, 15.0, 16.0, 18.0):
            assert {wanted: on_map(replace(wanted, bbox=bbox), zoom) for wanted in asked} == asked


def test_a_box_without_reports_is_empty():
    make.report()

    assert [on_map(public.Filter(bbox=(LON + 1, LAT, LON + 1.1, LAT + 0.1)), zoom) for zoom in (9, 14, 16)] == [
        (0, 0)
    ] * 3


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories)
def test_whatever_happened_the_cells_are_those_of_a_slow_count_and_of_a_rebuild(story):
    with undone():
        play(story)
        cursors.catch_up(CONSUMER, most=3)
        before = kept()

        assert held() == slowly()
        cursors.rebuild(CONSUMER)
        assert kept() == before


def test_late_and_repeated_events_change_nothing_more():
    for state in (State.RESOLVED, State.MERGED, State.REOPENED):
        make.report(state=state)
    cursors.catch_up(CONSUMER)
    before = kept()
    facts = outbox.after(cursors.START, 1000)
    CONSUMER.apply(facts[::-1])
    CONSUMER.apply(facts[3:4])

    assert kept() == before


@given(st.floats(106, 107.5), st.floats(-7, -5.5), st.sampled_from(range(5, grid.FINEST + 1)))
def test_a_parent_is_found_by_bits_and_its_span_holds_its_children_only(lon, lat, resolution):
    fine = h3.latlng_to_cell(lat, lon, grid.FINEST)
    cell = grid.parent(h3.str_to_int(fine), resolution)
    first, last = grid.span(cell, resolution)

    assert h3.int_to_str(cell) == h3.cell_to_parent(fine, resolution)
    assert first <= h3.str_to_int(fine) <= last
    assert grid.parent(first, resolution) == cell == grid.parent(last, resolution)


@pytest.mark.parametrize(
    "bbox", [(-180, -90, 180, 90), (179, -1, 180, 1), (-180, 89, -179, 90), (0, 0, 1e-6, 1e-6), (106, -7, 107.5, -5.5)]
)
def test_any_box_on_earth_can_be_named_or_is_said_to_be_too_large(bbox):
    for resolution in range(5, grid.FINEST + 1):
        named = grid.cells_in(bbox, resolution)
        assert named is None or len(named) <= 3 * grid.MOST_CELLS
