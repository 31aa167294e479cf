"""One way to ask for the signs of a file, and to see only what they say."""

import datetime as dt

import pytest
from django.utils import translation

from tanggap.core.media import pool as pools
from tanggap.verification.evidence import history
from tanggap.verification.evidence.history import reading

JAKARTA = dt.timezone(dt.timedelta(hours=7))
REPORTED = dt.datetime(2026, 11, 20, 9, 0, tzinfo=JAKARTA)
CLAIMED = dt.datetime(2026, 11, 24, 16, 0, tzinfo=JAKARTA)
POINT = (106.9, -6.2)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def own_pool(monkeypatch):
    """A pool of this test alone, with no child yet."""
    pool = pools.Pool(reading.PROGRAM)
    monkeypatch.setitem(pools._pools, reading.PROGRAM, pool)
    yield pool
    pool.close()


def signs(data: bytes, **circumstances):
    """The signs of a file that was claimed on 24 November, for a report of the 20th at `POINT`."""
    how = {"at": CLAIMED, "place": POINT, "reported_at": REPORTED, **circumstances}
    return history.signs(data, **how)


def said(data: bytes, **circumstances) -> list[tuple[str, str, str]]:
    """Each sign as its check, tone and strength."""
    return [(one.facts["check"], str(one.tone), str(one.strength)) for one in signs(data, **circumstances)]
