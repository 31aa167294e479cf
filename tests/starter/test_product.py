"""The product itself: started from nothing, killed, and started again."""

import os
import re
import signal
import urllib.request
from pathlib import Path

import pytest
from tests.starter.conftest import copy_of
from tests.starter.opening import PACK
from tests.starter.processes import Product, lives, until

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("product")]


def test_a_city_opens_and_is_back_after_every_kill(opened: Path, folder: Path) -> None:
    with Product(copy_of(opened, folder / "home"), PACK) as city:
        city.wait_until_up()
        assert "schema    up to date" in city.text
        for path in ("/", "/healthz"):
            until(lambda path=path: city.page(path) is not None, what=f"the page {path}")
        sheets = re.findall(r'href="(/static/[^"]+[.]css)"', city.page() or "")
        assert sheets
        assert all(kept_for_ever(city, sheet) for sheet in sheets)
        for name in ("web", "worker", "postgres"):
            kill(city, name)
        assert city.stop() < 15


def kept_for_ever(city: Product, path: str) -> bool:
    """Return whether browsers may keep a file, and whether it comes packed: its name changes with its content."""
    asked = urllib.request.Request(f"http://127.0.0.1:{city.port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return "immutable" in answer.headers["Cache-Control"] and answer.headers["Content-Encoding"] == "gzip"


def kill(city: Product, name: str) -> None:
    """Kill one part, and wait until the city has another and answers."""
    killed = city.pid(name)
    os.kill(killed, signal.SIGKILL)
    until(lambda: not lives(killed))
    until(lambda: city.has_another(name, killed) and city.page() is not None, within=30, what=f"another {name}")
