"""Two hundred reports with planted secrets, and everything that anybody can read about them: nothing of it may be found (promises.md P14).

What is planted stands in planting.py. The walk takes its addresses from the table of addresses and from the links of what it read
(tests/surfaces.py), so what is built later is walked as well.
"""

import io
import logging
import re
import uuid
from collections import Counter
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from PIL import Image
from tests import surfaces
from tests.factories import PULO_GEBANG
from tests.fixtures import standing
from tests.invariants.planting import SECRET, plant

from tanggap.core.logs import LineFormatter
from tanggap.insight.opendata import queries as opendata
from tanggap.insight.statistics import INDICATORS
from tanggap.reports.models import Photo
from tanggap.web.public.views import tracking
from tanggap.web.ui import caching, kept

pytestmark = pytest.mark.xdist_group("planted")  # planted and walked once


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("planted"), OPENDATA_ROOT=tmp_path_factory.mktemp("opendata"), DEBUG=False
    ):
        yield settings.MEDIA_ROOT, settings.OPENDATA_ROOT


@pytest.fixture(scope="module")
def scene(django_db_blocker, folders):
    with standing(django_db_blocker, plant) as planted:
        yield planted


@pytest.fixture(autouse=True)
def _as_planted(scene, folders, settings, db):
    settings.MEDIA_ROOT, settings.OPENDATA_ROOT = folders
    settings.DEBUG = False
    caching.forget()
    kept.pages.clear()


def given(scene):
    """Return a value for each part of a public address. Add one here when the walk asks for it."""
    codes = [scene.shown.code, *scene.hidden, "JK-26-AAAA-AAAA"]
    (version,) = opendata.versions()[:1]
    return {
        "code": codes,
        "photo": [*Photo.objects.filter(report=scene.shown).values_list("id", flat=True), *scene.hidden_photos],
        "size": ["thumb", "shown"],
        "token": ["0" * 48],
        "wall:page:token": [scene.wall],
        "wall:now:token": [scene.wall],
        "link": ["0" * 48],
        "number": [uuid.UUID(int=1)],
        "api:None:name": ["photos"],
        "indicator": list(INDICATORS)[:2],
        "key": [str(uuid.UUID(int=1))],
        "suffix": ["json", "xml"],
        "open311:service:code": ["lampu-jalan", "JK-26-AAAA-AAAA"],
        "ledger:openings:number": ["000"],
        "ledger:entries:place": ["000", "000.p/9"],
        "ledger:tile:level": ["0"],
        "ledger:tile:place": ["000", "000.p/9"],
        "public:sitemap:name": ["pages", "reports-1", "areas"],
        "figures:widget:code": list(INDICATORS)[:3],
        "figures:area:code": [scene.shown.area_id, "31.75"],
        "figures:area-feed:code": [scene.shown.area_id, "31.75"],
        "evaluation:indicator:code": ["answered_in_six", "cost_per_report", "views"],
        "evaluation:comparison:code": ["answered_in_six"],
        "opendata:code": list(opendata.DATASETS),
        "opendata:dataset:code": list(opendata.DATASETS),
        "opendata:dictionary:code": list(opendata.DATASETS),
        "opendata:dictionary-csv:code": list(opendata.DATASETS),
        "opendata:croissant:code": list(opendata.DATASETS),
        "opendata:manifest:number": [version.number],
        "opendata:sums:number": [version.number],
        "opendata:file:code": ["reports"],
        "opendata:file:number": [version.number],
        "opendata:file:name": [],
        "opendata:chosen:kind": ["csv", "jsonl", "geojson", "xlsx"],
    }


def asked(scene):
    """Yield every public address, those that narrow a list or a map with what is hidden, and each file of the open data."""
    yield from (address for _name, address in surfaces.addresses(given(scene)))
    lon, lat = PULO_GEBANG
    for words in ("zquixgaib", "0812 7788", "mercusuar", "Zqsgaib"):
        yield f"/peta/?words={words}"
        yield f"/peta/titik.json?words={words}&bbox=106,-7,107,-6"
    yield from (f"/peta/{query}" for query in ("?state=closed", "?period=all", f"?area={scene.shown.area_id}"))
    yield from (f"/peta/titik.json?bbox={lon - d},{lat - d},{lon + d},{lat + d}&zoom=18" for d in (0.001, 0.02))
    yield f"/dekat/?lon={lon}&lat={lat}"
    yield from (f"/data/{file.dataset}/{file.version}/{file.name}" for file in opendata.versions()[0].files)


@pytest.fixture(scope="module")
def walked(scene, django_db_blocker):
    """Return all that everybody can read, and what was logged meanwhile; the links that pages lead to are followed once a kind."""
    with django_db_blocker.unblock(), logged() as lines:
        found, reader = [], Client()
        for address in dict.fromkeys(asked(scene)):
            found.append(surfaces.read(reader, address))
        seen = {shape(page.address) for page in found}
        for address in dict.fromkeys(link for page in found for link in links(page)):
            if shape(address) not in seen:
                seen.add(shape(address))
                found.append(surfaces.read(reader, address))
    return found, "\n".join(lines)


@contextmanager
def logged():
    """Yield the lines that are logged inside, all of them, as the product writes them."""
    lines, form = [], LineFormatter()
    writer = logging.Handler(logging.DEBUG)
    writer.emit = lambda record: lines.append(form.format(record))  # type: ignore[method-assign]
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(writer)
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.removeHandler(writer)
        root.setLevel(before)


def links(page):
    if "html" not in page.kind:
        return
    for address in re.findall(r'(?:href|src|action)="(/[^"#]*)', page.said):
        if not address.lstrip("/").startswith((*surfaces.STAFF, "static/")):
            yield address.replace("&amp;", "&")


def shape(address):
    """Return what kind of an address it is: its pattern and the names of what it asks."""
    path, _mark, query = address.partition("?")
    try:
        found = resolve(path).route
    except Resolver404:
        found = path
    return found, tuple(sorted(part.partition("=")[0] for part in query.split("&")))


def test_no_surface_tells_a_secret(walked, scene):
    pages, lines = walked

    told = {(page.address, hit.group()) for page in pages for hit in SECRET.finditer(unasked(page))}
    opened = {
        (page.address, token) for page in pages for token in scene.tokens & set(re.findall(r"\w{40,}", page.said))
    }

    assert (told, opened) == (set(), set())
    assert [hit.group() for hit in SECRET.finditer(without_addresses(lines))] == []
    assert not scene.tokens & set(re.findall(r"\w{40,}", lines))


def test_what_is_hidden_is_on_no_surface(walked, scene):
    pages, _lines = walked

    hidden = re.compile("|".join([*scene.hidden, *scene.hidden_photos, "(?i:zqsgaib)"]))
    told = {(page.address, hit.group()) for page in pages for hit in hidden.finditer(unasked(page))}

    assert told == set()


def test_the_walk_sees_what_is_public(walked, scene):
    pages, _lines = walked
    shown = Counter(kind_of(page) for page in pages if page.status == 200 and scene.shown.code in unasked(page))
    answered = Counter(page.status for page in pages)

    assert {"html", "json", "csv", "rss", "atom", "jsonl", "geojson", "xlsx"} <= set(shown), shown
    assert answered[500] == 0
    assert answered[200] > 60
    assert any("image/png" in page.kind for page in pages)


def test_pictures_hold_nothing_but_the_picture(walked):
    pages, _lines = walked
    pictures = [
        page for page in pages if page.kind.startswith("image/") and page.status == 200 and "svg" not in page.kind
    ]

    for page in pictures:
        with Image.open(io.BytesIO(page.body)) as picture:
            assert (dict(picture.getexif()), set(picture.info) - PLAIN) == ({}, set()), page.address
    assert len(pictures) >= 3


PLAIN = {
    "jfif",
    "jfif_version",
    "jfif_unit",
    "jfif_density",
    "dpi",
    "progressive",
    "progression",
    "gamma",
    "srgb",
    "transparency",
}


@pytest.mark.parametrize(
    "path", ["/laporan/{}/", "/api/v1/reports/{}", "/api/v1/reports/{}/events", "/laporan/{}/kartu.png"]
)
def test_a_hidden_code_is_answered_as_one_that_is_nobodys(scene, path):
    reader = Client()

    answers = [surfaces.read(reader, path.format(code)) for code in (*scene.hidden, "JK-4KQ2-M9XT-1C7", "JK")]

    assert {(answer.status, answer.said.replace(answer.address, "")) for answer in answers} == {(404, answers[-1].said)}


def test_pages_of_errors_and_their_log_tell_nothing(scene, monkeypatch):
    def broken(code):
        raise RuntimeError

    reader = Client(raise_request_exception=False, REMOTE_ADDR="198.51.100.8")
    form, body = {"do": "send", "name": "Zquix", "phone": "0812 7788 1"}, b'{"text": 7, "reporter": {"name": "Zquix"}}'
    with logged() as lines:
        said = [
            surfaces.read(reader, "/api/v1/reports", method="post", data=body, content_type="application/json"),
            *(
                surfaces.read(reader, address)
                for address in ("/zquix/", "/laporan/zquix/", scene.own.replace("a", "b"))
            ),
        ]
        own = surfaces.read(reader, "/lapor/", method="post", data=form)  # its sender reads again what was typed
        monkeypatch.setattr(tracking.public, "version_of", broken)
        said.append(surfaces.read(reader, f"/laporan/{scene.shown.code}/"))

    assert (own.status, [one.status for one in said]) == (422, [422, 404, 404, 404, 500])
    assert [one.address for one in said if SECRET.search(unasked(one))] == []
    assert not SECRET.search(without_addresses("\n".join(lines)))


def unasked(page):
    """Return what a page says without what was asked of it: its own address, and words that were typed into the search."""
    said = page.said.replace(page.address, "")
    query = page.address.partition("words=")[2].partition("&")[0]
    return (
        said.replace(query, "").replace(query.replace(" ", "+"), "").replace(query.replace(" ", "%20"), "")
        if query
        else said
    )


def without_addresses(lines):
    """Return log lines without the addresses that this test asked for."""
    return re.sub(r"(?:/[\w.~%-]*)+(?:\?\S*)?", "", lines)


def kind_of(page):
    ending = re.search(r"\.(rss|atom|ics|csv|jsonl|geojson|xlsx)(?:\.gz)?(?:\?|$)", page.address)
    return ending[1] if ending else "json" if "json" in page.kind else "html" if "html" in page.kind else page.kind
