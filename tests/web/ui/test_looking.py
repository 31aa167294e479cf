"""What the tests in a browser look for is found: each kind of fault once, planted in a page that has no other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.browser import chromium, wrong_at

pytestmark = pytest.mark.browser
WIDTHS = (360, 768, 1440)
PAGE = """<!doctype html><html lang="{language}"><title>A page</title>
<style>:root {{ color-scheme: light dark }} body {{ color: CanvasText; background: Canvas }}
@media (prefers-color-scheme: dark) {{ .pale {{ color: #222; background: #111 }} }}
@media (width < 500px) {{ .long:lang(id) {{ width: 600px }} .wide {{ display: none }} }}</style>
<body><main><h1>A page</h1><p>Some text.</p>{planted}</main></body></html>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the Chromium of this module."""
    with chromium() as started:
        yield started


def test_each_planted_fault_is_found_where_it_is(browser):
    planted = "<input name=q><p class=pale>Hardly seen.</p><p class=wide><img src=x></p><p class=long>Panjang</p>"

    assert found(browser, "") == {"id": [], "en": []}
    assert found(browser, planted) == {
        "id": ["360: 248 px too wide", "360: label"],
        "en": ["1440: color-contrast", "1440: image-alt", "1440: label"],
    }


def found(browser: Browser, planted: str) -> dict[str, list[str]]:
    """Return the kinds of faults that the two looks of a walk find, by the look: Indonesian in the light, English in the dark."""
    wrong = {}
    for language, colours in (("id", "light"), ("en", "dark")):
        page = browser.new_page(color_scheme=colours)  # type: ignore[arg-type]
        page.set_content(PAGE.format(language=language, planted=planted))
        wrong[language] = sorted(":".join(one.split(":")[:2]) for one in wrong_at(page, WIDTHS, in_two_looks=True))
        page.close()
    return wrong
