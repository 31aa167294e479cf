"""A browser on the validator's pages: signed in by a session, in the language and width that a test asks for."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page
from tests.browser import chromium, open_page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the Chromium of this module."""
    with chromium() as started:
        yield started


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Return `visit(person, path, …)`: a fresh page of the live server, its console errors collected in `page.said`."""
    contexts = []

    def visit(person, path, *, language="id", width=1440, height=900, dark=False, script=True):
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        contexts.append(context)
        client = Client()
        client.force_login(person)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [
                {"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url},
                {"name": django_settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url},
            ]
        )
        page = open_page(context)
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
