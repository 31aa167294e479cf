"""Chromium for the pages of signing in. A key is bound to `localhost`: a site by its number has none."""

import time
from collections.abc import Iterator
from unittest import mock

import pytest
from playwright.sync_api import Browser
from tests.browser import chromium

from tanggap.agencies import totp


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def at_localhost(live_server) -> str:
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def half_minute() -> Iterator[None]:
    """Have the machine's clock, by which codes go, stand at the beginning of the half minute: no code gives way to the next meanwhile."""
    begun = time.time() // totp.STEP_SECONDS * totp.STEP_SECONDS
    with mock.patch.object(time, "time", return_value=begun):
        yield
