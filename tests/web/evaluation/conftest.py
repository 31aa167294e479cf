"""A city in which something was counted in March, and the evaluation's pages as they are read."""

import csv
import html
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.evaluation.counted import BESIDE, HERE, YESTERDAY, at_noon, insight_of, place, tallied

from tanggap.places import queries as places
from tanggap.web.ui import caching, kept

MARCH = "from=2026-03-02&to=2026-03-30"
WITHIN = "31.75.06"


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    caching.forget()
    kept.pages.clear()
    with at_noon():
        yield


@pytest.fixture
def english(client: Client) -> Client:
    """Return a browser that reads English."""
    client.cookies["bahasa"] = "en"
    return client


@pytest.fixture
def answered() -> None:
    """Count answers of March: 900 of 1,000 everywhere in the district, but half of 1,000 in one of its areas."""
    for row in places.areas(parent=WITHIN):
        hits = 500 if row.code == HERE else 900
        insight_of(YESTERDAY, place(row.code), received=1_000, six_hours_over=1_000, answered_in_six=hits)


@pytest.fixture
def repeated() -> None:
    """Count repeats of March: a thousand problems each in two areas, watched as long, reported again far less in one of them."""
    for area, repeats in ((HERE, 20), (BESIDE, 400)):
        tallied(
            YESTERDAY,
            place(area),
            incidents=1_000,
            repeats=repeats,
            repeats_squares=repeats,
            watch_minutes=1_000 * 5 * 24 * 60,
        )


def main(client: Client, address: str, *, status: int = 200) -> str:
    """Return what stands in the middle of a page, its spaces drawn together."""
    response = client.get(address)
    assert response.status_code == status, response.content
    text = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(html.unescape(text).split())


def plain(text: str) -> str:
    """Return what is read of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def row_of(page: str, code: str) -> list[str]:
    """Return the cells of an indicator's row on the front page."""
    row = page.split(f'<tr id="{code}">')[1].split("</tr>")[0]
    return [plain(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]


def rows(client: Client, query: str) -> list[dict[str, str]]:
    """Return the rows of a CSV of the pages."""
    response = client.get(f"/evaluation/data.csv?{query}")
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def as_json(client: Client, query: str) -> list[dict[str, Any]]:
    """Return the same as JSON."""
    found: list[dict[str, Any]] = client.get(f"/evaluation/data.json?{query}").json()
    return found
