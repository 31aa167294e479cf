"""Workers that are killed for real while they send: nobody is written to twice, and nothing is lost unseen."""

import os
import random
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from tests.channels import fake
from tests.factories import make

from tanggap.channels import contract, delivering, registry
from tanggap.channels.contract import Account, Sent
from tanggap.core import clock, cursors
from tanggap.intake.words import Reporter
from tanggap.notify.consumer import CONSUMER
from tanggap.notify.models import OutboundMessage

pytestmark = pytest.mark.django_db(transaction=True)
MORNING = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
MESSAGES = 25


class Deadly(fake.Fake):
    """A platform that writes down what it took; its caller is killed now and then, before or right after."""

    def __init__(self, book: Path, chance: random.Random) -> None:
        super().__init__(name="sms")
        self.book, self.chance = book, chance

    def send(self, _account: Account, outgoing: contract.Outgoing) -> Sent:
        die = self.chance.random()
        if die < 0.15:
            os.kill(os.getpid(), signal.SIGKILL)
        with self.book.open("a") as book:
            book.write(f"{outgoing.to}\n")
        if die > 0.85:
            os.kill(os.getpid(), signal.SIGKILL)
        return Sent(f"p-{outgoing.key}")


@pytest.fixture(autouse=True)
def _registry():
    used = dict(registry._used)
    yield
    registry._used.clear()
    registry._used.update(used)


def worker(account: Account, at: datetime) -> bool:
    """Let another process send what is due at `at`; return whether it came to its end."""
    connection.close()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with clock.at(at):
                delivering.prepare()
                while delivering.send_due(account):
                    pass
            code = 0
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    return status == 0


def test_killed_workers_write_to_nobody_twice_and_lose_nothing_unseen(tmp_path):
    book = tmp_path / "book"
    book.touch()
    account = fake.account(Deadly(book, random.Random(17)))
    people = [f"+62812345{number:05d}" for number in range(MESSAGES)]
    with clock.at(MORNING):
        for number, handle in enumerate(people):
            make.report(
                channel="sms", text=f"Lampu nomor {number} mati", reporter=Reporter(handle=handle, account="main")
            )
        cursors.catch_up(CONSUMER)
    at, deaths = MORNING, 0
    for _round in range(200):
        registry.register(Deadly(book, random.Random(deaths)))
        if not worker(account, at):
            deaths += 1
        at += timedelta(minutes=3)
        if not OutboundMessage.objects.filter(state__in=["waiting", "queued"]).exists():
            break

    said = Counter(book.read_text().split())
    states = Counter(OutboundMessage.objects.values_list("state", flat=True))
    assert deaths > 3
    assert max(said.values()) == 1
    assert set(states) == {"sent", "unsure"}
    assert (states["unsure"], states["sent"] + states["unsure"]) == (deaths, MESSAGES)
    assert MESSAGES - len(said) <= deaths
