"""The sprite holds what pages and packs name."""

import re
from pathlib import Path
from xml.etree import ElementTree

import tanggap
from tanggap.catalog import queries as catalog
from tanggap.web.ui.status import FAMILY
from tanggap.web.ui.templatetags.ui import EVENT_ICON, icon, icon_names

WEB = Path(tanggap.__file__).parent / "web"
ROOT = Path(__file__).resolve().parents[3]


def test_the_sprite_is_well_formed_and_names_each_icon_once():
    sprite = ElementTree.parse(WEB / "ui/static/ui/icons.svg").getroot()
    names = [symbol.get("id") for symbol in sprite]

    assert len(names) == len(set(names)) == len(icon_names())


def test_every_icon_that_a_page_names_exists():
    named = set()
    for page in WEB.rglob("templates/**/*.html"):
        named |= set(re.findall(r'\{% icon "([\w-]+)"', page.read_text("utf-8")))

    assert named - icon_names() == set()


def test_every_category_and_every_event_has_its_icon(db):
    wanted = {row.icon for row in catalog.categories()} | set(EVENT_ICON.values())

    assert wanted - icon_names() == set()


def test_every_state_family_has_its_icon():
    assert {f"state-{family}" for family in FAMILY.values()} - icon_names() == set()


def test_an_unknown_name_shows_three_dots_and_never_breaks_out():
    assert "#dots" in icon('x"><script>')
    assert "<script>" not in icon("check", label="<script>")


def test_the_developers_page_names_every_icon_of_our_own():
    told = (ROOT / "docs/developer-ui.md").read_text("utf-8").split("## Icons")[1]
    from tanggap.catalog.pack.icons import ICONS

    assert sorted(icon_names() - set(ICONS) - set(re.findall(r"[\w-]+", told))) == []
