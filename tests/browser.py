"""Chromium for one module of tests. Playwright's loop occupies the thread: it must end before tests that run a loop of their own."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

AXE = (Path(__file__).resolve().parent / "vendor/axe.min.js").read_text("utf-8")
CHROMIUM = os.environ.get("TANGGAP_CHROMIUM", "/usr/bin/chromium")


@contextmanager
def chromium(*arguments: str) -> Iterator[Browser]:
    """Yield Debian's Chromium, started with `arguments`. Meanwhile Django's database may be used although a loop runs in this thread."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(arguments))
            yield browser
            browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


_MAPS_STAND = "() => [...document.querySelectorAll('.map')].every(it => !it.checkVisibility() || it.matches('.leaflet-container'))"
_BOUND = "() => !globalThis.htmx || !document.querySelector('[hx-get], [hx-post]') || document.querySelector('[data-htmx-powered]')"


def open_page(context: BrowserContext) -> Page:
    """Return a new page whose `goto` ends when htmx is bound: a key or click before that is a plain form's, and leads elsewhere."""
    page = context.new_page()
    moves: list[str] = []
    page.on("framenavigated", lambda frame: moves.append(frame.url) if frame == page.main_frame else None)

    def bound(go: Callable[..., Any]) -> Callable[..., Any]:
        def gone(*given: Any, **named: Any) -> Any:
            moves.clear()
            try:
                answer = go(*given, **named)
            except Error as error:
                page.wait_for_timeout(500)
                if "net::ERR_ABORTED" not in error.message or moves:  # the page itself went elsewhere, or was read anew
                    raise
                answer = go(*given, **named)  # Chromium dropped it, now and then, and nobody knows why
            page.wait_for_function(_BOUND)
            return answer

        return gone

    page.goto, page.reload = bound(page.goto), bound(page.reload)  # type: ignore[method-assign]
    return page


def await_maps(page: Page) -> None:
    """Wait until each map that is seen stands."""
    page.wait_for_function(_MAPS_STAND)


# Only what is wrong comes back: all that axe has to say of a page took Python longer to read than axe to find.
_LOOK = """() => axe.run(document, {resultTypes: ['violations']}).then(found =>
    found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)}`)))"""


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it stands, in words."""
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(AXE)
    return page.evaluate(_LOOK)


def sticks_out(page: Page) -> int:
    """Return how many pixels a page is wider than its window."""
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def wrong_at(page: Page, widths: Sequence[int], *, in_two_looks: bool = False) -> list[str]:
    """Return what is wrong with the page at `widths` (CSS pixels): what sticks out at each, what axe finds at the least and the greatest.

    In between the same elements stand in the same colours: axe, which takes half a second, would say the same again. So it would of a page
    that its test sees `in_two_looks`: in the light axe looks at the least width, in the dark at the greatest.
    """
    looked_at = {min(widths), max(widths)}
    if in_two_looks:
        looked_at = {
            max(widths) if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else min(widths)
        }
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        if too_wide := sticks_out(page):
            found.append(f"{width}: {too_wide} px too wide")
        if width in looked_at:
            found += [f"{width}: {fault}" for fault in faults(page)]
    return found
