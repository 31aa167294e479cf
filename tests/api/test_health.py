"""`/healthz`, `/readyz`, `/metrics`."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from tests.api.sending import problem

from tanggap.core import clock, heartbeat, readiness
from tanggap.core.health import Check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _room(monkeypatch):
    monkeypatch.setattr(readiness.health, "disk", lambda: Check("disk", "", True))


def test_a_process_that_answers_is_alive_and_asks_no_database(client):
    with CaptureQueriesContext(connection) as statements:
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json(), len(statements)) == (200, {"status": "alive"}, 0)


@pytest.mark.usefixtures("_room")
def test_ready_with_a_worker_at_work(client):
    heartbeat.beat(heartbeat.WORKER)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert {name: check["ok"] for name, check in answer.json()["checks"].items()} == {
        "database": True,
        "migrations": True,
        "worker": True,
        "disk": True,
        "channels": True,
        "ledger": True,
    }


@pytest.mark.usefixtures("_room")
def test_a_log_that_may_not_be_signed_is_told_and_reports_still_come_in(client, monkeypatch):
    heartbeat.beat(heartbeat.WORKER)
    monkeypatch.setattr("tanggap.ledger.queries.check", lambda: Check("ledger", "Public log", False))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["ledger"] == {"ok": False}


@pytest.mark.usefixtures("_room")
def test_a_dead_worker_is_told_but_reports_still_come_in(client):
    with clock.at(clock.now() - timedelta(minutes=5)):
        heartbeat.beat(heartbeat.WORKER)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["worker"]["ok"] is False
    assert 290 < answer.json()["checks"]["worker"]["age_seconds"] < 310


def test_a_database_that_refuses_is_not_ready(client, monkeypatch):
    def gone(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(readiness, "connection", type("Gone", (), {"cursor": gone})())
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["status"]) == (503, "unready")
    assert answer.json()["checks"]["database"] == {"ok": False, "milliseconds": None}


def test_tables_of_an_older_version_are_not_ready(client, monkeypatch):
    monkeypatch.setattr(readiness, "_is_migrated", lambda: False)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"]["migrations"]) == (503, {"ok": False})


def test_a_database_that_hangs_holds_one_thread_and_nobody_who_asks(client, monkeypatch):
    looks, free = [], threading.Event()

    def hang():
        looks.append(1)
        free.wait(10)
        return readiness.Readiness()

    monkeypatch.setattr(readiness, "_prober", readiness.Prober(hang))
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 0.1)
    begun = time.monotonic()
    answers = [client.get("/readyz").status_code for _ in range(3)]
    took = time.monotonic() - begun
    free.set()

    assert (answers, looks) == ([503] * 3, [1])
    assert took < 1.5


def test_that_the_tables_are_there_is_found_out_once():
    migrated = readiness.Migrated()
    assert migrated()
    with CaptureQueriesContext(connection) as statements:
        assert migrated()

    assert len(statements) == 0


def test_figures_for_a_scraper_on_this_machine(client):
    heartbeat.beat(heartbeat.WORKER)

    text = client.get("/metrics").content.decode()

    assert "tanggap_ready 1.0\n" in text
    assert "# TYPE tanggap_worker_age_seconds gauge" in text
    assert "tanggap_jobs_waiting " in text


@pytest.mark.parametrize("asked", [{"REMOTE_ADDR": "203.0.113.7"}, {"headers": {"X-Forwarded-For": "203.0.113.7"}}])
def test_from_elsewhere_there_are_none(client, asked):
    assert problem(client.get("/metrics", **asked)) == (404, "not_found", [])


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_they_only_tell(client, path):
    assert problem(client.post(path))[:2] == (405, "method_not_allowed")
