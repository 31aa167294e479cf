"""Every test runs on PostgreSQL: the one of `DATABASE_URL`, or the embedded one of `TANGGAP_HOME`, started here."""

import os

import pytest

from tanggap.starter import home, postgres


def pytest_configure(config: pytest.Config) -> None:
    """Start the database or join the one that runs; the last process of the run that needs it stops it."""
    if not os.environ.get("DATABASE_URL"):
        config.add_cleanup(postgres.ensure(home.home()).stop)


from tests.fixtures import *  # noqa: E402, F403  after the database is there: this import reads the settings
