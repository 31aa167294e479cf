"""Whether this process can take requests now, within two seconds whatever hangs: what load balancers and starters ask."""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from tanggap.core import clock, health, heartbeat, upgrading
from tanggap.core.models import Heartbeat

PATIENCE_SECONDS = 2.0
LOOK_AGAIN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was found. `database_ms` is None when the database does not answer, `worker_age_seconds` when no worker ever was."""

    database_ms: float | None = None
    is_migrated: bool = False
    worker_age_seconds: float | None = None
    disk_free_bytes: int = 0
    has_room: bool = False

    @property
    def is_ready(self) -> bool:
        """Return whether reports can be received: that needs the database in its present form, and nothing else."""
        return self.database_ms is not None and self.is_migrated

    @property
    def has_worker(self) -> bool:
        """Return whether the worker was at work within the last moments."""
        age = self.worker_age_seconds
        return age is not None and age <= heartbeat.DEAD_AFTER.total_seconds()

    @property
    def status(self) -> str:
        """Return `ready`, `degraded` (reports come in, but what follows from them waits, or photos are refused), or `unready`."""
        if not self.is_ready:
            return "unready"
        return "ready" if self.has_worker and self.has_room else "degraded"


class Prober:
    """Looks in a thread of its own, one at a time: a database that hangs holds that thread, never those who ask."""

    def __init__(self, look: Callable[[], Readiness]) -> None:
        self._look = look
        self._lock = Lock()
        self._running: Future[Readiness] | None = None

    def ask(self, *, seconds: float) -> Readiness | None:
        """Return what is found within `seconds`, or None."""
        with self._lock:
            if self._running is None or self._running.done():
                self._running = Future()
                Thread(target=self._run, args=[self._running], name="readiness", daemon=True).start()
            running = self._running
        try:
            return running.result(timeout=seconds)
        except NotInTime:
            return None

    def _run(self, found: "Future[Readiness]") -> None:
        try:
            found.set_result(self._look())
        except BaseException as error:
            found.set_exception(error)
        finally:
            connections.close_all()


class Migrated:
    """Whether the database has every table of this version. Yes is remembered for good, no for some seconds."""

    def __init__(self) -> None:
        self._is_so = False
        self._looked_at = float("-inf")

    def __call__(self) -> bool:
        if not self._is_so and time.monotonic() - self._looked_at > LOOK_AGAIN_SECONDS:
            self._is_so = self._look()
            self._looked_at = time.monotonic()
        return self._is_so

    def _look(self) -> bool:
        if upgrading.half_way():
            return False
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())


_is_migrated = Migrated()


def look() -> Readiness:
    """Look at the database, its tables, the worker and the disk. Two statements, once the tables are known to be there."""
    there = next(path for path in (Path(settings.MEDIA_ROOT), *Path(settings.MEDIA_ROOT).parents) if path.exists())
    free, has_room = shutil.disk_usage(there).free, health.disk().is_ok
    begun = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        milliseconds = (time.monotonic() - begun) * 1000
        is_migrated = _is_migrated()
        age = _worker_age() if is_migrated else None
    except DatabaseError:
        return Readiness(disk_free_bytes=free, has_room=has_room)
    return Readiness(milliseconds, is_migrated, age, free, has_room)


def _worker_age() -> float | None:
    at = Heartbeat.objects.filter(name=heartbeat.WORKER).values_list("at", flat=True).first()
    return max(0.0, (clock.now() - at).total_seconds()) if at else None


_prober = Prober(look)


def readiness() -> Readiness:
    """Return whether this process can take requests; what cannot be told within two seconds counts as not working."""
    return _prober.ask(seconds=PATIENCE_SECONDS) or Readiness()
