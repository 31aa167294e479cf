"""On a slow line each page of the public is light (ui.md §0): 60 kB compressed without photos and map, which adds 350 kB where it is used.

What is counted is the page, the styles, scripts and icons that it names, and what those styles name. The pages are not listed here.
"""

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker
from tests.fixtures import standing
from tests.web.public import every_page
from tests.web.public.test_statements import copies

from tanggap.web.public import outlines
from tanggap.web.ui import caching, kept

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("budget")]  # the city of all pages is built once
BUDGET = 60_000
MAP_BUDGET = 350_000
OF_THE_MAP = re.compile(r"/leaflet/|/map[\w-]*\.(js|css)$|/(explore|choropleth)\.js$")
NAMED = re.compile(rb"""(?:href|src)="/static/([^"#?]+)""")
WAITS_ITS_TURN = re.compile(r'\bdefer\b|\basync\b|type="(module|application/(ld\+)?json)"')
FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|link rel="(?:stylesheet|icon|preload)")\b[^>]*(?:src|href)="((?:https?:)?//[^"]+)"""
)
NAMED_BY_STYLE = re.compile(rb"""(?:url\(|@import )["']?([^"')#?]+)""")


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker: DjangoDbBlocker, tmp_path_factory):
    """Return every page of a city that stands for the whole module."""
    base = tmp_path_factory.getbasetemp()
    (base / "media").mkdir(exist_ok=True, mode=0o700)
    own = override_settings(MEDIA_ROOT=base / "media", OPENDATA_ROOT=tmp_path_factory.mktemp("opendata"))
    with own, standing(django_db_blocker, lambda: every_page.pages(every_page.city(), Client())) as made:
        yield made


@pytest.fixture(scope="module")
def drawn(pages: dict[str, str], django_db_blocker: DjangoDbBlocker) -> dict[str, bytes]:
    """Return each page by its name as a reader gets it, drawn once for all that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = {name: page_of(Client(), path) for name, path in pages.items()}
        transaction.set_rollback(True)
    return found


def page_of(client: Client, path: str) -> bytes:
    drawn_anew()
    return client.get(path).content


def drawn_anew() -> None:
    """Have the next page drawn: one that was kept for its minute would ask nothing, and all of it when the minute is over."""
    caching.forget()
    kept.pages.clear()


@cache
def file(name: str) -> bytes:
    found = finders.find(name)
    assert found, f"{name} is named, and is not there"
    return Path(str(found)).read_bytes()


@cache
def packed(name: str) -> int:
    return len(gzip.compress(file(name), 6))


def files(page: bytes) -> set[str]:
    """Return the static files that a page makes its reader fetch: those that it names, and those that its styles name."""
    found = {name.decode() for name in NAMED.findall(page)}
    for style in [name for name in found if name.endswith(".css")]:
        named = {name.decode() for name in NAMED_BY_STYLE.findall(file(style)) if not name.startswith(b"data:")}
        found |= {str((Path("/") / style).parent.joinpath(name).resolve())[1:] for name in named}
    return found


def weight(page: bytes) -> int:
    """Return the compressed bytes of a page with its styles, scripts and icons, less those of the map."""
    return len(gzip.compress(page, 6)) + sum(packed(one) for one in files(page) if not OF_THE_MAP.search(f"/{one}"))


def test_every_page_keeps_the_budget_with_its_styles_scripts_and_icons(drawn):
    weights = {name: weight(page) for name, page in drawn.items()}

    assert {name: found for name, found in weights.items() if found > BUDGET} == {}


def test_the_map_adds_what_it_may_and_only_where_one_is_seen(drawn):
    with_map, wrong = {}, []
    for name, page in drawn.items():
        if of_map := {one for one in files(page) if OF_THE_MAP.search(f"/{one}")}:
            with_map[name] = sum(map(packed, of_map)) + len(outlines.areas_file().packed)
            wrong += [name] if not re.search(rb'class="[^"]*\bmap\b', page) else []

    assert "public:explore" in with_map
    assert {name: found for name, found in with_map.items() if found > MAP_BUDGET} == {}
    assert wrong == []


def test_no_page_waits_for_a_script_or_fetches_anything_from_elsewhere(drawn):
    wrong = {}
    for name, page in ((name, page.decode()) for name, page in drawn.items()):
        blocking = [tag for tag in re.findall(r"<script\b[^>]*>", page) if not WAITS_ITS_TURN.search(tag)]
        elsewhere = [address for address in FETCHED.findall(page) if not address.startswith("http://testserver/")]
        if blocking or elsewhere:
            wrong[name] = blocking + elsewhere

    assert wrong == {}


def test_every_page_says_its_matter_without_a_script(drawn):
    """What a reader without scripts sees: a heading, and a way to the form; nothing of it waits for one."""
    assert [name for name, page in drawn.items() if not re.search(rb"<h1\b", page)] == []


def test_no_page_asks_the_database_more_when_there_are_more_reports(pages, client):
    copies(5, "FEW-")  # that there is something near, or somebody else's, may be worth a question
    every_page.caught_up()
    few = {name: _statements(client, path) for name, path in pages.items()}
    copies(200, "MANY-")
    every_page.caught_up()
    many = {name: _statements(client, path) for name, path in pages.items()}

    assert {name: (few[name], many[name]) for name in pages if many[name] > few[name]} == {}


def _statements(client: Client, path: str) -> int:
    page_of(client, path)
    drawn_anew()
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)
