"""How this installation is: database, worker, disk, jobs, events set aside. For the operator's page and the machines that ask."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.core import heartbeat
from tanggap.core.models import Parked

LEAST_FREE_BYTES = 2 * 1024**3
LEAST_FREE_SHARE = 0.05
GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must work. `figure` is a number or name beside it, `advice` what to do when it does not work."""

    name: str
    label: str | Promise
    is_ok: bool
    figure: str = ""
    advice: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Jobs:
    """The worker's queue: how many jobs wait, run and failed for good, and since when the oldest waits (UTC)."""

    waiting: int
    running: int
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that was tried as often as it may be. Its arguments are not shown: they may say whom it was about."""

    id: int
    task: str
    attempts: int
    scheduled_at: datetime | None


def checks() -> list[Check]:
    """Return what must work, each looked at now. Three statements."""
    return [database(), worker(), disk(), parked()]


def database() -> Check:
    """Return whether the database answers, with its version and size."""
    label, advice = _("Database"), _("Is PostgreSQL running? `tanggap doctor` looks closer.")
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('server_version'), pg_database_size(current_database())")
            version, size = cursor.fetchone()
    except DatabaseError:
        return Check("database", label, False, "", advice)
    return Check("database", label, True, f"PostgreSQL {version.split()[0]} · {size / GIB:.2f} GiB")


def worker() -> Check:
    """Return whether the worker was at work within the last moments."""
    label, advice = (
        _("Worker"),
        _("Start it with `tanggap run`, or `tanggap work`. Reports are received meanwhile; notices wait."),
    )
    is_alive = heartbeat.is_alive(heartbeat.WORKER)
    return Check("worker", label, is_alive, "", "" if is_alive else advice)


def disk(folder: Path | None = None) -> Check:
    """Return whether the disk of the photos has room: at least 2 GiB and 5 %."""
    label = _("Disk of the photos")
    advice = _("Make room. On a full disk photos are refused; reports without photos are still received.")
    wanted = Path(folder or settings.MEDIA_ROOT)
    there = next(path for path in (wanted, *wanted.parents) if path.exists())
    total, _in_use, free = shutil.disk_usage(there)
    is_ok = free >= LEAST_FREE_BYTES and free >= total * LEAST_FREE_SHARE
    return Check("disk", label, is_ok, f"{free / GIB:.1f} / {total / GIB:.0f} GiB", "" if is_ok else advice)


def parked() -> Check:
    """Return whether a consumer set events aside that it could not digest."""
    count = Parked.objects.count()
    advice = _("Their consequences (a notice, a count) are missing. `tanggap consumers` shows and replays them.")
    return Check("parked", _("Events set aside"), count == 0, str(count), advice if count else "")


def jobs() -> Jobs:
    """Return the state of the worker's queue. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) filter (where status = 'todo'), count(*) filter (where status = 'doing'),"
            " count(*) filter (where status = 'failed'),"
            " min(coalesce(scheduled_at, now())) filter (where status = 'todo' and (scheduled_at is null or scheduled_at <= now()))"
            " from procrastinate_jobs where status in ('todo', 'doing', 'failed')"
        )
        waiting, running, failed, oldest = cursor.fetchone()
    return Jobs(waiting, running, failed, oldest)


def failed_jobs(*, limit: int = 20) -> list[FailedJob]:
    """Return the last jobs that failed for good, newest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, task_name, attempts, scheduled_at from procrastinate_jobs where status = 'failed' order by id desc limit %s",
            [limit],
        )
        return [FailedJob(*row) for row in cursor.fetchall()]
