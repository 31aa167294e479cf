"""A phone in Chromium: a camera that shows a test picture, a place, and a line that can be cut."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser import chromium
from tests.factories import PULO_GEBANG

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium(*CAMERA) as browser:
        yield browser


@pytest.fixture
def phone(chrome: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return `phone(person, …)`: a phone of its own on which the person is signed in, its list read; `page.said` are console errors."""
    contexts = []

    def phone(person, *, language="en", width=360, height=740, dark=False, script=True, path="/field/"):
        context = chrome.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            permissions=["camera", "geolocation"],
            geolocation={"longitude": PULO_GEBANG[0], "latitude": PULO_GEBANG[1] + 0.0001, "accuracy": 12},
            has_touch=True,
        )
        contexts.append(context)
        context.add_cookies([{"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}])
        sign_in(context, person, live_server.url)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path)
        if script:
            stands(page)
            page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        return page

    yield phone
    for context in contexts:
        context.close()


def sign_in(context: BrowserContext, person, url: str) -> str:
    """Give the browser a session of the person; return its key."""
    client = Client()
    client.force_login(person)
    session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    return session


def stands(page: Page, what: str = "") -> None:
    """Wait until the app has drawn (the screen `what`)."""
    page.wait_for_function(
        "what => { const at = document.querySelector('[data-app]')?.dataset.drawn; return at && (!what || at === what); }",
        arg=what,
    )
