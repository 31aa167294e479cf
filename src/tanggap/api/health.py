"""`/healthz`, `/readyz`, `/metrics`: what machines ask about this installation. None of it says anything of a report."""

import json
import resource
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tanggap.api import problems
from tanggap.core import health, readiness
from tanggap.core.buckets import network
from tanggap.core.readiness import Readiness


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """200 while this process answers at all; the database is not asked."""
    return _json({"status": "alive"})


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when reports can be received, 503 when not. `degraded` is a 200: only what follows from a report waits."""
    found = readiness.readiness()
    checks = {
        "database": {"ok": found.database_ms is not None, "milliseconds": _rounded(found.database_ms)},
        "migrations": {"ok": found.is_migrated},
        "worker": {"ok": found.has_worker, "age_seconds": _rounded(found.worker_age_seconds)},
        "disk": {"ok": found.has_room, "free_bytes": found.disk_free_bytes},
    }
    return _json({"status": found.status, "checks": checks}, status=200 if found.is_ready else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the Prometheus text format, for a scraper on this machine; from elsewhere there is nothing under this address."""
    if network(str(request.META.get("REMOTE_ADDR", ""))) or request.META.get("HTTP_X_FORWARDED_FOR"):
        raise problems.NothingHere
    found = readiness.readiness()
    lines = [f"# HELP {name} {words}\n# TYPE {name} gauge\n{name} {value:g}" for name, words, value in _figures(found)]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; version=0.0.4; charset=utf-8")


def _figures(found: Readiness) -> list[tuple[str, str, float]]:
    figures: list[tuple[str, str, float]] = [
        ("tanggap_ready", "1 when reports can be received.", found.is_ready),
        ("tanggap_disk_free_bytes", "Room on the disk of the photos.", found.disk_free_bytes),
        (
            "tanggap_process_resident_memory_peak_bytes",
            "Most memory that this web process ever had.",
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        ),
    ]
    if found.database_ms is not None:
        figures.append(("tanggap_database_seconds", "Time of one answer of the database.", found.database_ms / 1000))
    if found.worker_age_seconds is not None:
        figures.append(("tanggap_worker_age_seconds", "Time since the worker was at work.", found.worker_age_seconds))
    return figures + (_queue() if found.is_ready else [])


def _queue() -> list[tuple[str, str, float]]:
    try:
        jobs, parked = health.jobs(), health.parked()
    except DatabaseError:
        return []
    return [
        ("tanggap_jobs_waiting", "Jobs that wait for the worker.", jobs.waiting),
        ("tanggap_jobs_failed", "Jobs that failed for good.", jobs.failed),
        ("tanggap_events_parked", "Events that a consumer set aside.", float(parked.figure)),
    ]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def _json(document: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(
        json.dumps(document), status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )
