"""Workers that are killed for real while they send, two at a time: the receiver's effects are each event's once, in order."""

import os
import random
import signal
from datetime import timedelta

import pytest
from django.db import connection
from tests.factories import make
from tests.logs import all_events
from tests.webhooks.receiving import consume, row, subscribed

from tanggap.core import clock
from tanggap.webhooks import posting, sending

pytestmark = pytest.mark.django_db(transaction=True)
REPORTS = 12


def worker(subscription: int, at, chance: random.Random) -> int:
    """Let another process send what is due at `at`; it is killed now and then, right before or right after a request."""
    connection.close()
    child = os.fork()
    if child:
        return child
    really = posting.post

    def deadly(*args, **named):
        die = chance.random()
        if die < 0.1:
            os.kill(os.getpid(), signal.SIGKILL)
        tried = really(*args, **named)
        if die > 0.8:
            os.kill(os.getpid(), signal.SIGKILL)
        return tried

    posting.post = deadly
    try:
        with clock.at(at):
            sending.send(subscription)
    finally:
        os._exit(0)


def test_two_workers_that_are_killed_lose_nothing_and_keep_the_order(settings):
    with subscribed(settings) as receiver:
        for _ in range(REPORTS):
            make.report()
        consume()
        subscription, at, deaths = row(receiver).pk, clock.now(), 0
        for round_ in range(40):
            children = [worker(subscription, at, random.Random(100 * round_ + nth)) for nth in range(2)]
            deaths += sum(os.waitpid(child, 0)[1] != 0 for child in children)
            at += timedelta(minutes=1)
            if len(receiver.events) == REPORTS and not deaths < 2:
                break

    assert deaths >= 2
    assert receiver.events == all_events()
    assert len(receiver.taken) > REPORTS
