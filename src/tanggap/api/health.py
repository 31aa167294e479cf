"""`/healthz` and `/readyz`: what machines ask about this installation. None of it says anything of a report."""

import json
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tanggap.channels import queries as channels
from tanggap.core import readiness
from tanggap.ledger import queries as ledger


@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """200 while this process answers at all; the database is not asked."""
    return _json({"status": "alive"})


@require_safe
def ready(_request: HttpRequest) -> HttpResponse:
    """200 when reports can be received, 503 when not. `degraded` is a 200: only what follows from a report waits.

    A channel that does not work is told, and never makes the city unready: reports come in by the others.
    """
    found = readiness.readiness()
    checks: dict[str, dict[str, Any]] = {
        "database": {"ok": found.database_ms is not None, "milliseconds": _rounded(found.database_ms)},
        "migrations": {"ok": found.is_migrated},
        "worker": {"ok": found.has_worker, "age_seconds": _rounded(found.worker_age_seconds)},
        "disk": {"ok": found.has_room, "free_bytes": found.disk_free_bytes},
        "channels": _channels() if found.is_ready else {"ok": False, "broken": None},
        "ledger": {"ok": found.is_ready and _stands()},
    }
    is_degraded = found.status == "ready" and not checks["ledger"]["ok"]
    return _json(
        {"status": "degraded" if is_degraded else found.status, "checks": checks}, status=200 if found.is_ready else 503
    )


def _channels() -> dict[str, Any]:
    try:
        broken = channels.broken()
    except DatabaseError:
        return {"ok": False, "broken": None}
    return {"ok": broken == 0, "broken": broken}


def _stands() -> bool:
    """Return whether the public log may be signed."""
    try:
        return ledger.check().is_ok
    except DatabaseError:
        return False


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def _json(document: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return HttpResponse(
        json.dumps(document), status=status, content_type="application/json", headers={"Cache-Control": "no-store"}
    )
