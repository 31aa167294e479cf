"""A city of a few reports whose numbers are counted, and the tables of a page as they are read."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from tests.factories import LAMP, make
from tests.logs import own_events_seen

from tanggap.core import clock, cursors
from tanggap.insight.consumer import CONSUMER
from tanggap.web.ui import caching, kept

NOW = datetime(2026, 3, 31, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """Let it be noon of 31 March in Jakarta, and nothing kept of an earlier test."""
    caching.forget()
    kept.pages.clear()
    with clock.at(NOW):
        yield


@pytest.fixture
def english(client: Client) -> Client:
    """Return a browser that reads English."""
    client.cookies["bahasa"] = "en"
    return client


@pytest.fixture
def counted() -> None:
    """Three lamps and two heaps of rubbish of the last days, counted."""
    for days, category in ((3, LAMP), (3, LAMP), (2, LAMP), (2, "sampah"), (9, "sampah")):
        make.report(at=NOW - timedelta(days=days), category=category)
    count()


def count() -> None:
    """Let the consumer count what was written."""
    with own_events_seen():
        cursors.catch_up(CONSUMER)


def main(client: Client, address: str) -> str:
    """Return what stands in the middle of a page."""
    response = client.get(address)
    assert response.status_code == 200, response.content
    return response.content.decode().split("<main")[1].split("</main>")[0]


def table(page: str, chart: str) -> list[list[str]]:
    """Return the rows of the table of one chart of a page, as they are read."""
    figure = page.split(f'<figure class="chart" id="{chart}"')[1].split("</figure>")[0]
    body = figure.split("<tbody>")[1].split("</tbody>")[0]
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in body.split("</tr>")[:-1]
    ]


def csv_rows(client: Client, query: str) -> list[dict[str, str]]:
    """Return the rows of a chart's CSV."""
    response = client.get(f"/statistik/data.csv?{query}")
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def xlsx_rows(client: Client, query: str) -> list[tuple[object, ...]]:
    """Return the rows of a chart's XLSX below its head."""
    response = client.get(f"/statistik/data.xlsx?{query}")
    assert response.status_code == 200, response.content
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=2, values_only=True))
