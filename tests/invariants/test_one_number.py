"""One number of a month wherever it is told: figure, chart, parts, file, list, map, data. On the city's own days, in any zone."""

import csv
import io
import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.factories import LAMP, LITTER, make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.insight import statistics
from tanggap.insight.cells import queries as cells
from tanggap.insight.cells.consumer import CONSUMER as CELLS
from tanggap.insight.consumer import CONSUMER
from tanggap.insight.statistics import Selection
from tanggap.reports.queries import public
from tanggap.reports.words import Visibility

pytestmark = pytest.mark.django_db
MARCH = Selection(date(2026, 3, 1), date(2026, 3, 31))
SECOND = timedelta(seconds=1)
IN, OUT = 6, 4


@pytest.fixture(params=("Asia/Jakarta", "America/New_York", "UTC"))
def month(request, settings):
    """Reports at the edges of March in a city of this zone (New York's clocks go forward in it), looked at in May."""
    settings.TIME_ZONE = request.param
    zone = ZoneInfo(request.param)

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    begin, end = midnight(date(2026, 3, 1)), midnight(date(2026, 4, 1))
    inside = (
        begin,
        begin + SECOND,
        midnight(date(2026, 3, 8)),
        midnight(date(2026, 3, 9)),
        end - SECOND * 3600,
        end - SECOND,
    )
    outside = (begin - SECOND * 3600, begin - SECOND, end, end + SECOND)
    assert (len(inside), len(outside)) == (IN, OUT)
    with own_events_seen():
        for number, at in enumerate((*inside, *outside)):
            make.report(at=at, category=(LAMP, LITTER)[number % 2])
        make.report(at=begin, visibility=Visibility.PRIVATE)
        with clock.at(midnight(date(2026, 5, 2))):
            cursors.catch_up(CONSUMER)
            cursors.catch_up(CELLS)
            yield


@pytest.mark.usefixtures("month")
def test_a_month_is_the_same_number_in_figure_chart_parts_file_list_and_data(client):
    query = {"from": "2026-03-01", "to": "2026-03-31"}
    assert statistics.figures(MARCH, ["received"])["received"].n == IN
    assert statistics.figures(Selection(date(2026, 1, 1), date(2026, 4, 30)), ["received"])["received"].n == IN + OUT

    days = statistics.series(MARCH, "received", "day")
    assert (len(days), sum(one.n for one in days)) == (31, IN)
    assert [one.n for one in days if one.n] == [2, 1, 1, 2]
    assert [one.n for one in statistics.series(MARCH, "received", "month")] == [IN]
    for by in ("area", "category", "unit", "channel"):
        assert sum(one.n for one in statistics.breakdown(MARCH, "received", by)) == IN
    assert sum(one.n for one in statistics.choropleth(MARCH, "received").values()) == IN

    listed = public.listed(public.Filter(since=MARCH.first, until=MARCH.last)).rows
    codes = {row.code for row in listed}
    assert len(listed) == len(codes) == IN
    clusters = cells.clusters(public.Filter(since=MARCH.first, until=MARCH.last), zoom=11)
    assert (clusters.reports, sum(one.reports for one in clusters.rows)) == (IN, IN)
    assert len(client.get("/peta/titik.json", query).json()["points"]) == IN

    series = client.get("/statistik/data.csv", query | {"chart": "series", "show": "received"})
    assert sum(float(row["value"]) for row in csv.DictReader(io.StringIO(series.content.decode("utf-8-sig")))) == IN

    for kind, read in (("csv", of_csv), ("geojson", of_geojson)):
        file = b"".join(client.get(f"/data/reports.{kind}", query).streaming_content).decode("utf-8-sig")
        assert sorted(read(file)) == sorted(codes)


def of_csv(file: str) -> list[str]:
    return [row["code"] for row in csv.DictReader(io.StringIO(file))]


def of_geojson(file: str) -> list[str]:
    return [feature["properties"]["code"] for feature in json.loads(file)["features"]]
