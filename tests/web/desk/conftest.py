"""A browser on the staff's pages: signed in by a session, in the language, width and colours that a test asks for."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page
from tests.browser import chromium, open_page


@pytest.fixture(scope="module", name="chromium")
def _chromium() -> Iterator[Browser]:
    """Return Debian's Chromium for a module: a second one in the same thread could not start while this one's loop runs."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return `visit(person, path, …)`: a fresh page of the live server, its console errors collected in `page.said`."""
    contexts = []

    def visit(person, path, *, language="en", width=1440, height=900, dark=False, script=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        cookies = {django_settings.LANGUAGE_COOKIE_NAME: language}
        if person is not None:
            client = Client()
            client.force_login(person)
            cookies[django_settings.SESSION_COOKIE_NAME] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = open_page(context)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
