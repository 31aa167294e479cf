"""Every test runs on PostgreSQL: the one of `DATABASE_URL`, or the embedded one of `TANGGAP_HOME`, started here.

Tests that run side by side (`-n`) have a server each: a consumer reads events only below the oldest transaction that runs on its
server, and another process's open test would be one.
"""

import gc
import os
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from tanggap.core import garbage
from tanggap.starter import home, postgres

# How long an example takes says how busy the machine is, and nothing of the rule.
hypothesis.register_profile("tanggap", hypothesis.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("tanggap")


def pytest_configure(config: pytest.Config) -> None:
    """Start the database or join the one that runs; the last process of the run that needs it stops it."""
    settings.PAGES_KEPT_SECONDS = 0  # a test looks at once at what it changed
    settings.CLIENTS_FLUSH_SECONDS = 0  # and writes by itself what was counted
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    # A test's own commits do not wait for the disk; those of the product's processes do, and the starter's tests look after that.
    settings.DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
    gc.disable()  # until all tests are collected: a quarter of the time that this takes
    if os.environ.get("DATABASE_URL"):
        return
    config.add_cleanup(postgres.ensure(home.home()).stop)
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        own = home.home() / "workers" / worker
        config.add_cleanup(postgres.ensure(own).stop)
        settings.DATABASES["default"].update(postgres.address(own))


from pytest_django.plugin import blocking_manager_key  # noqa: E402
from tests import shelves  # noqa: E402
from tests.fixtures import *  # noqa: E402, F403  after the database is there: this import reads the settings


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep what belongs together on one worker, such as the tests of a module in a browser, whose Chromium then starts once."""
    from tests.scheduling import Grouped

    return Grouped(config, log) if config.getvalue("dist") == "load" else None


def pytest_collection_finish() -> None:
    """Collect garbage seldom, as a web process does: thousands of modules and tests would be looked through each time."""
    garbage.collect_seldom()
    gc.enable()


@pytest.hookimpl(tryfirst=True)  # before the fixtures of the test
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let the test read reference tables that nobody changed as an earlier one read them."""
    shelves.begin(item.config.stash[blocking_manager_key], of=item)
