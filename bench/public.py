"""What the city shows to everybody: addresses of its pages and data for the load, and what drawing each costs when nothing is kept.

A load meets what readers meet: the copies that a process keeps for seconds (`web/ui/caching.py`). What a city's size costs is seen in
`costs`, which drops all copies before each question and never asks the same selection twice in a row.
"""

import itertools
import re
import statistics
import time
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from django.test import Client

TIMES = 20
DEEP_PAGES = 12
ZOOMS = {
    "far": (10, 0.25),
    "middle": (13, 0.04),
    "near": (16, 0.006),
}  # the map's zoom, and half the width of its window in degrees
PERIODS = ("30d", "12m", "all")
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def pages() -> dict[str, str]:
    """Return the address of each public page that the load asks for, the whole city's."""
    from tanggap.places.city import city

    lon, lat = city().centre
    area = _leaves()[0]
    return {
        "map cells": f"/peta/titik.json?{_box(lon, lat, 'middle')}",
        "list, deep page": _deep(),
        "list by words": "/peta/?words=lampu+mati",
        "statistics": "/statistik/?period=12m",
        "evaluation": "/evaluation/?period=12m",
        "choropleth": "/peta/wilayah/?period=12m",
        "area's page": f"/wilayah/{area}/",
        "area's feed": f"/wilayah/{area}/umpan.rss",
        "open data": "/data/",
        "report's picture": f"/laporan/{_code()}/kartu.png",
    }


def costs(*, times: int = TIMES) -> dict[str, float]:
    """Return milliseconds (the median) of drawing each page and its data, each time for another area or period, with nothing kept."""
    browser = Client(headers={"host": "127.0.0.1"})
    return {f"{name}, ms": _median(browser, asked, times) for name, asked in _asked().items()}


def _asked() -> dict[str, Iterator[str]]:
    from tanggap.places.city import city

    lon, lat = city().centre
    leaves, code, deep = _leaves(), _code(), _deep()
    areas, periods = itertools.cycle(leaves), itertools.cycle(PERIODS)
    return {
        **{f"map cells, {name}": _moving(lon, lat, name) for name in ZOOMS},
        "list, first page": itertools.repeat("/peta/"),
        "list, deep page": itertools.repeat(deep),
        "list by words": (f"/peta/?words=lampu+mati&area={area}" for area in areas),
        "list by words of none": itertools.repeat("/peta/?words=zebra"),
        "statistics, an area": (f"/statistik/?area={area}&period={next(periods)}" for area in areas),
        "statistics, the city": (f"/statistik/?period={period}" for period in periods),
        "choropleth": (f"/peta/wilayah/?period={period}" for period in periods),
        "evaluation, an area": (f"/evaluation/?area={area}&period={next(periods)}" for area in areas),
        "evaluation, the city": (f"/evaluation/?period={period}" for period in periods),
        "area's page": (f"/wilayah/{area}/" for area in areas),
        "area's feed": (f"/wilayah/{area}/umpan.rss" for area in areas),
        "open data": itertools.repeat("/data/"),
        "report's picture": itertools.repeat(f"/laporan/{code}/kartu.png"),
    }


def _moving(lon: float, lat: float, name: str) -> Iterator[str]:
    """Yield addresses of what stands on the map as its window moves."""
    return (f"/peta/titik.json?{_box(lon + 0.002 * (step % 7), lat, name)}" for step in itertools.count())


def _median(browser: Client, asked: Iterator[str], times: int) -> float:
    from tanggap.web.ui import caching, kept

    spent = []
    for turn in range(times + 1):
        caching.forget()
        kept.pages.clear()
        path = next(asked)
        begun = time.perf_counter()
        answer = browser.get(path)
        took = time.perf_counter() - begun
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        spent += [took] if turn else []
    return 1000 * statistics.median(spent)


def _box(lon: float, lat: float, name: str) -> str:
    zoom, half = ZOOMS[name]
    return f"bbox={lon - half:.5f},{lat - half:.5f},{lon + half:.5f},{lat + half:.5f}&zoom={zoom}"


def _leaves() -> list[str]:
    """Return the smallest areas that have reports, some of them far from each other."""
    from tanggap.places import queries as places
    from tanggap.reports.models import Report

    leaves = [row.code for row in places.areas() if row.is_leaf]
    return [area for area in leaves[:: max(1, len(leaves) // 24)] if Report.objects.filter(area=area).exists()]


def _code() -> str:
    from tanggap.reports.models import Report

    return str(Report.objects.filter(visibility="public").order_by("-id").values_list("code", flat=True)[0])


def _deep() -> str:
    """Return the address of the list's DEEP_PAGES-th page, as its links lead there: there are no page numbers."""
    browser, path = Client(headers={"host": "127.0.0.1"}), "/peta/"
    for _page in range(DEEP_PAGES):
        found = NEXT.search(browser.get(path).content.decode())
        if found is None:
            break
        path = urljoin(path, unescape(found[1]))
    return path
