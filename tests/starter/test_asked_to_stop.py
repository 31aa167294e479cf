"""Who asks the city to stop is heard, also when the exception that says so gets lost."""

import signal
from contextlib import suppress

import pytest

from tanggap.starter import supervise


@pytest.fixture(autouse=True)
def _own_signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    supervise._asked_to_stop.clear()


def test_a_signal_that_was_swallowed_stops_the_city_at_its_next_look(monkeypatch):
    city = object.__new__(supervise.City)
    monkeypatch.setattr(supervise.City, "_look_after_all", lambda _city: pytest.fail("it goes on"))

    with suppress(supervise.Stopped):  # as a destructor swallows what is raised in it
        supervise._raise_stopped(signal.SIGTERM, None)

    with pytest.raises(supervise.Stopped):
        city.keep()
