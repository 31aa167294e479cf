"""On a slow line a citizen's page is light: at most 60 kB compressed with its styles, scripts and icons, without photos and map."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from tests.factories import make

pytestmark = pytest.mark.django_db
BUDGET = 60_000
MAP_BUDGET = 350_000


def weight(client, path: str, *, without: str = "vendor/") -> int:
    """Return the compressed bytes of a page and of all static files that it names, less those whose path holds `without`."""
    page = client.get(path).content
    named = set(re.findall(rb'(?:href|src)="/static/([^"#]+)', page))
    files = [
        Path(str(finders.find(name.decode()))) for name in named if without not in name.decode() and b"map." not in name
    ]
    return sum(len(gzip.compress(data, 6)) for data in (page, *(path.read_bytes() for path in files)))


@pytest.mark.parametrize("path", ["/", "/lapor/", "/peta/", "/statistik/definisi/"])
def test_a_page_keeps_the_budget(client, path):
    for _ in range(30):
        make.report()

    assert weight(client, path) <= BUDGET


def test_a_tracking_page_keeps_the_budget(client):
    made = make.report(state="archived")

    assert weight(client, f"/laporan/{made.code}/") <= BUDGET


def test_the_map_adds_what_it_may():
    names = ["ui/vendor/leaflet/leaflet.js", "ui/vendor/leaflet/leaflet.css", "ui/map.js", "ui/map.css"]
    from tanggap.web.public import outlines

    files = [Path(str(finders.find(name))).read_bytes() for name in names]

    assert sum(len(gzip.compress(data)) for data in files) + len(outlines.areas_file().packed) <= MAP_BUDGET


@pytest.mark.parametrize("path", ["/", "/lapor/", "/statistik/definisi/"])
def test_nothing_comes_from_elsewhere_and_scripts_never_hold_up_the_page(client, path):
    head = client.get(path).content.decode()

    assert re.findall(r'(?:src|href)="(?:https?:)?//(?!testserver)[^"]+', head) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", head) if "defer" not in tag] == []
