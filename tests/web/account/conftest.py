"""Chromium for the pages of signing in. A key is bound to `localhost`: a site by its number has none."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.browser import chromium


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def at_localhost(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")
