"""Photos are looked at by processes beside the worker: two never take the same one, and one that is killed costs nothing."""

import threading
import time

import pytest
from django.db import connection, transaction
from tests.verification.evidence.claiming import catch_up, claim, findings, jpeg, scene
from tests.worker.conftest import environment, until

from tanggap.verification.evidence import looking, scanning
from tanggap.verification.evidence.models import Scan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]


def states():
    return sorted(Scan.objects.values_list("state", flat=True))


def test_of_two_workers_each_takes_another_photo():
    for seed in range(2):
        claim(jpeg(scene(seed)))
    catch_up()
    taken = []

    def other():
        taken.append(scanning.take())
        connection.close()

    with transaction.atomic():
        taken.append(scanning.take())  # its row is locked until this transaction ends
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
        assert len(taken) == 2
    assert len({one.photo for one in taken}) == 2


@pytest.fixture
def worker(monkeypatch, settings):
    """The worker's thread, whose children work on the test's database and find the photos where a city has them."""
    settings.MEDIA_ROOT = settings.HOME / "media"
    monkeypatch.setattr(looking, "_environment", lambda of=looking._environment: {**of(), **environment()})
    stop = threading.Event()
    thread = looking.Looking(stop)
    thread.start()
    yield thread
    stop.set()
    thread.join(10)
    assert not thread.is_alive()


def test_findings_are_there_within_seconds_of_the_claim_and_a_killed_look_is_made_again(worker, monkeypatch):
    photo = jpeg(scene(1))
    first = claim(photo)
    catch_up()
    until(lambda: states() == ["done"], within=60, what="the first look")

    report = claim(photo)
    worker._child.kill()
    catch_up()
    until(lambda: states() == ["done", "done"], within=60, what="the look after the kill")

    assert findings(report) == [("The same file was used before", first.code)]
    assert worker.is_well


def test_a_child_that_is_silent_is_ended_and_the_photo_taken_again(monkeypatch):
    monkeypatch.setattr(looking, "PROGRAM", "tests.verification.evidence.silent")
    monkeypatch.setattr(looking, "START_SECONDS", 5.0)
    monkeypatch.setattr(looking, "LOOK_SECONDS", 0.3)
    monkeypatch.setattr(looking, "AWAY_SECONDS", 0.1)
    monkeypatch.setattr(looking, "_environment", lambda of=looking._environment: {**of(), **environment()})
    claim(jpeg(scene(1)))
    catch_up()
    stop = threading.Event()
    thread = looking.Looking(stop)
    children = set()
    thread.start()

    def two_children():
        if thread._child:
            children.add(thread._child.pid)
        return len(children) >= 2

    until(two_children, what="a second child")
    assert thread.is_well
    begun = time.monotonic()
    stop.set()
    thread.join(10)
    assert time.monotonic() - begun < 2
    assert states() == ["todo"]
