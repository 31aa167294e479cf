"""The browser of the desk's tests, on the leaders' pages; nothing drawn for one test is shown in another."""

from collections.abc import Iterator

import pytest
from tests.web.desk.conftest import _chromium, visit

from tanggap.web.command import screens

__all__ = ["_chromium", "_nothing_drawn", "visit"]


@pytest.fixture(autouse=True)
def _nothing_drawn() -> Iterator[None]:
    screens.forget()
    yield
    screens.forget()
