"""What every walk through the browser does: sign in, find a report at the desk, do an act, read what everybody reads."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, Page, expect
from tests.browser import chromium, open_page
from tests.factories import PULO_GEBANG

from tanggap.agencies import totp

PASSWORD = "lampu jalan pulo gebang"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the Chromium of this module."""
    with chromium() as started:
        yield started


@pytest.fixture
def device(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return `device(language, width)`: a browser of its own, at the place of the lamp; a broken script of a page fails the test."""
    contexts, faults = [], []

    def device(language: str, width: int = 1440) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale={"id": "id-ID", "en": "en-GB"}[language],
            viewport={"width": width, "height": 900},
            geolocation={"longitude": PULO_GEBANG[0], "latitude": PULO_GEBANG[1]},
            permissions=["geolocation"],
        )
        contexts.append(context)
        page = open_page(context)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield device
    for context in contexts:
        context.close()
    assert faults == []


def sign_in(page: Page, language: str, username: str) -> Page:
    """Sign in as staff, with a second factor where the role needs one; the page that opens is the person's own surface."""
    page.goto("/masuk/")
    page.get_by_label(say(language, "Username")).fill(username)
    page.get_by_label(say(language, "Password")).fill(PASSWORD)
    page.get_by_role("button", name=say(language, "Sign in")).click()
    page.wait_for_url(re.compile("/(desk|verify|mitra|masuk/pasang|masuk/kode)/$"))
    if page.url.endswith("/masuk/pasang/"):
        _apps[username] = page.locator(".account-secret").inner_text().replace(" ", "")
        page.locator("[name=code]").fill(_code(username))
        page.get_by_role("button", name=say(language, "Use this app")).click()
        page.get_by_role("link", name=say(language, "I have kept them")).click()
    elif page.url.endswith("/masuk/kode/"):
        page.locator("[name=code]").fill(_code(username))
        page.locator("[name=code]").press("Enter")
    page.wait_for_url(re.compile("/(desk|verify|mitra)/$"))
    return page


_apps: dict[str, str] = {}  # the authenticator app of each person: its secret
_steps: dict[str, int] = {}  # a code opens once: the last step that was used


def _code(username: str) -> str:
    """Return what the person's authenticator app shows, the next code when this one was used."""
    step = max(int(time.time()) // totp.STEP_SECONDS, _steps.get(_apps[username], 0) + 1)
    _steps[_apps[username]] = step
    return totp.code(_apps[username], step)


def act(page: Page, language: str, code: str, label: str) -> None:
    """Find the report on the desk, choose what can be done, and do it."""
    open_act(page, language, code, label)
    send(page)


def open_act(page: Page, language: str, code: str, label: str) -> None:
    page.goto("/desk/")
    page.locator(f"[data-code='{code}']").first.click()
    expect(page.locator(f"article[data-code='{code}']")).to_be_visible()
    page.locator(".acts").get_by_role("link", name=re.compile(f"^{re.escape(say(language, label))}")).click()
    expect(page.locator(".act-form")).to_be_visible()


def send(page: Page) -> None:
    page.locator(".act-form button.primary").click()
    expect(page.locator("#report .notice.good")).to_be_visible()


def state_shown(page: Page, code: str) -> str:
    """Return the state that everybody reads on the public page."""
    page.goto(f"/laporan/{code}/")
    return page.locator(".report-head .status").inner_text().strip()


def say(language: str, words: str) -> str:
    """Return the words of the interface in a language."""
    with override(language):
        return gettext(words)


def tick_all(page: Page) -> None:
    """Tick every point of the checklist that is on the page, once it is there."""
    points = page.get_by_role("checkbox")
    points.first.wait_for()
    for point in points.all():
        point.check()
