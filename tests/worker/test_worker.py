"""The worker may be killed at any moment and loses nothing; it outlives the database, and stops when it is told to."""

import asyncio
import logging
import random
import signal
import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django import app
from psycopg.errors import AdminShutdown, DeadlockDetected
from tests.factories import make
from tests.insight.test_rollups import rollups
from tests.notify.test_messages import rows as messages
from tests.worker.conftest import Worker, until

from tanggap.config import jobs
from tanggap.config.consumers import CONSUMERS
from tanggap.config.worker import AWAY_SECONDS, SOON_SECONDS, Reader
from tanggap.core import clock, cursors, heartbeat
from tanggap.core.models import Heartbeat
from tanggap.insight.models import Simulation
from tanggap.reports.models import Event, Report

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]


def everything() -> tuple[object, object]:
    return rollups(), messages()


def nothing_waits() -> bool:
    return all(cursors.progress(consumer).waiting == 0 for consumer in CONSUMERS.values())


def test_it_consumes_what_happens_within_moments(command: Worker):
    command.start()
    until(command.is_at_work, what="the start")
    make.report(state="in_progress")
    assert until(lambda: messages() and nothing_waits(), what="consuming") < 10
    assert [row[2] for row in messages()] == ["received", "started"]


def test_killed_again_and_again_it_has_consumed_every_event_exactly_once(worker: Worker):
    """promises.md P1, P5: kill -9 in the middle; each event has its consequences, once."""
    luck = random.Random(7)
    for number in range(1, 5):
        worker.start()
        until(lambda: worker.said.count("at work") == number, what="the start")  # noqa: B023
        for _ in range(6):
            make.report(state=luck.choice(["resolved", "in_progress", "rejected"]), category="sampah")
            time.sleep(luck.uniform(0, 0.25))
        worker.end(signal.SIGKILL)
    make.report()
    worker.start()
    until(nothing_waits, what="catching up")
    worker.end()
    live = everything()

    for consumer in CONSUMERS.values():
        cursors.rebuild(consumer)
    assert everything() == live
    assert all(cursors.progress(consumer).parked == 0 for consumer in CONSUMERS.values())
    assert Report.objects.count() == 25


def test_it_waits_for_a_database_that_throws_it_out_and_goes_on(worker: Worker):
    worker.start()
    until(worker.is_at_work, what="the start")
    make.report()
    until(lambda: messages() and nothing_waits(), what="consuming")
    with connection.cursor() as statement:
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    make.report()
    until(lambda: len(messages()) == 2, what="going on")
    assert worker.process is not None
    assert worker.process.poll() is None


class Stop(threading.Event):
    """Asked how long to wait, it remembers that and lets nobody wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout or 0.0)
        return self.is_set()


@pytest.mark.parametrize(
    ("cause", "wait", "alarms"), [(DeadlockDetected(), SOON_SECONDS, 0), (AdminShutdown(), AWAY_SECONDS, 1)]
)
def test_a_reader_that_gave_way_to_another_goes_on_soon_and_rings_no_bell(cause, wait, alarms, monkeypatch, caplog):
    stop, tries = Stop(), iter([cause, None])

    def advance(_consumer: object) -> int:
        if error := next(tries):
            raise OperationalError from error
        stop.set()
        return 0

    monkeypatch.setattr(cursors, "has_news", lambda _consumer: True)
    monkeypatch.setattr(cursors, "advance", advance)
    Reader(CONSUMERS["insight"], stop).run()
    assert stop.waits[1] == wait
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == alarms


def test_it_stops_within_two_seconds(command: Worker):
    command.start()
    until(lambda: heartbeat.is_alive(heartbeat.WORKER), what="all that it does")
    code, seconds = command.end()
    assert code == 0
    assert seconds < 2.5
    assert "stopped" in command.said


def test_it_tells_that_it_is_alive(worker: Worker):
    assert not heartbeat.is_alive(heartbeat.WORKER)
    worker.start()
    until(lambda: heartbeat.is_alive(heartbeat.WORKER), what="a heartbeat")
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert not heartbeat.is_alive(heartbeat.WORKER)
    assert Heartbeat.objects.count() == 1


def no_jobs() -> None:
    """Forget the jobs of workers that other tests killed."""
    with connection.cursor() as statement:
        statement.execute("DELETE FROM procrastinate_jobs")


def test_a_job_whose_worker_died_is_done_by_the_next_one(worker: Worker):
    """A promise has passed, and the one who was to note it was killed while it was at it."""
    report = make.report(at=clock.now() - timedelta(days=1))
    no_jobs()
    jobs.watch_clocks.defer(timestamp=0)
    with connection.cursor() as statement:
        statement.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        dead = statement.fetchone()[0]
        statement.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [dead])
    worker.start()
    until(lambda: Event.objects.filter(report=report, kind="deadlines.breach").exists(), what="the job")


def test_a_stalled_job_that_waits_again_already_is_not_doubled():
    no_jobs()
    jobs.watch_clocks.defer(timestamp=0)
    with connection.cursor() as statement:
        statement.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    jobs.watch_clocks.defer(timestamp=1)

    async def sweep() -> int:
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                return await jobs.take_up_stalled()

    assert asyncio.run(sweep()) == 1
    with connection.cursor() as statement:
        statement.execute("SELECT status FROM procrastinate_jobs")
        assert statement.fetchall() == [("todo",)]


def test_every_job_has_its_hour():
    names = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert names == {
        "tanggap.archive", "tanggap.ask_people", "tanggap.clean_open_data", "tanggap.count_anew", "tanggap.draw_lots",
        "tanggap.finish_erasures", "tanggap.forget_webhooks", "tanggap.watch_webhooks",
        "tanggap.go_on_with_drafts", "tanggap.look_after_batches", "tanggap.look_after_feedback", "tanggap.look_after_staffing",
        "tanggap.forget_jobs", "tanggap.read_effects",
        "tanggap.look_ahead", "tanggap.move_on", "tanggap.publish_open_data", "tanggap.share_out", "tanggap.tell_expiring",
        "tanggap.tell_handovers", "tanggap.tell_subscribers", "tanggap.tidy", "tanggap.tidy_after_the_app",
        "tanggap.try_silent_channels", "tanggap.watch_channels", "tanggap.watch_clocks", "tanggap.watch_for_floods",
        "tanggap.learn_the_usual", "tanggap.write_briefs",
    }  # fmt: skip


def test_the_city_s_clock_stands_still_while_a_simulation_is_filled_in():
    report = make.report(at=clock.now() - timedelta(days=1))
    played = Simulation.objects.create(seed=1, days=90, reports=1, until=clock.now())

    jobs.watch_clocks(timestamp=0)
    assert not Event.objects.filter(report=report, kind="deadlines.breach").exists()
    Simulation.objects.filter(pk=played.pk).update(finished_at=clock.now())
    jobs.watch_clocks(timestamp=0)

    assert Event.objects.filter(report=report, kind="deadlines.breach").exists()


def test_the_jobs_do_what_they_say():
    report = make.report(at=clock.now() - timedelta(days=1))
    closed = make.report(state="resolved", at=clock.now() - timedelta(days=40))

    jobs.watch_clocks(timestamp=0)
    jobs.archive(timestamp=0)
    jobs.tidy(timestamp=0)

    assert "deadlines.breach" in make.events(report)
    assert make.events(closed)[-1] == "feedback.archive"
