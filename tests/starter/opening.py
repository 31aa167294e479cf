"""The product, opened from nothing once for all the tests that then copy its folder."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from tests.starter.processes import Product, until

from tanggap.starter import home

PACK = home.CHECKOUT / "packs" / "jakarta"


@pytest.fixture(scope="session")
def opened(request: pytest.FixtureRequest) -> Path:
    """A data folder of the product, which opened there from nothing, empty, and was stopped. Not to be run: to be copied."""
    return _opened(request.config)


@cache  # several folders of tests have the fixture from here
def _opened(config: pytest.Config) -> Path:
    with ExitStack() as stack:
        folder = stack.enter_context(open_folder())
        with Product(folder / "home", PACK, TANGGAP_DEMO="0") as city:
            city.wait_until_up()
            until(lambda: city.page() is not None, what="the first page")
            assert city.stop() < 15
        config.add_cleanup(stack.pop_all().close)
    return city.home


@contextmanager
def open_folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="tanggap-test-")).resolve()
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=os.geteuid() != 0)
