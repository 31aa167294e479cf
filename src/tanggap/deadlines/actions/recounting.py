"""Counting promises anew when the working calendar changed, or when somebody chose that open reports live by the policy of today."""

import hashlib
from datetime import datetime

from django.db import transaction

from tanggap.catalog import clocks
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.deadlines.actions.watching import note_passed
from tanggap.deadlines.models import Recount
from tanggap.reports import promises, transitions
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Report
from tanggap.reports.standing import IS_PENDING
from tanggap.reports.words import PENDING

CALENDAR, POLICY = "calendar", "policy"


@transaction.atomic
def adopt(*, policy: str) -> int:
    """Ask that open reports which live by `policy`, in any version, take what their category promises today; return the job's id.

    The worker does it in pieces, each report with an event. Asking again while it is at it changes nothing. Raises NotFound.
    """
    if not any(version.code == policy for version in catalog.policy_versions()):
        raise NotFound
    running = Recount.objects.filter(why=POLICY, policy=policy, done_at__isnull=True, last=0).first()
    return (running or Recount.objects.create(why=POLICY, policy=policy, asked_at=clock.now())).pk


def recount(*, limit: int = 500) -> int:
    """Do the next `limit` reports of the oldest job that is not done; return how many were looked at, at least 1 while there was a job.

    A calendar that changed begins jobs of its own.
    """
    _begin_for_calendar()
    job = Recount.objects.filter(done_at__isnull=True).order_by("id").first()
    if job is None:
        return 0
    rows = Report.objects.filter(IS_PENDING, policy=job.policy, id__gt=job.last).order_by("id")
    found = list(rows.values_list("id", "code")[:limit])
    for key, code in found:
        _recount(job.pk, key, code)
    if len(found) < limit:
        Recount.objects.filter(pk=job.pk).update(done_at=clock.now())
    return max(1, len(found))


@transaction.atomic
def _recount(job_id: int, key: int, code: str) -> None:
    """Count one report anew and go one on, together: what was done once is not done again after any end."""
    job = Recount.objects.select_for_update(no_key=True).get(pk=job_id)
    if job.last >= key:
        return
    report = transitions.lock(code)
    is_moved = report.state in PENDING and report.policy_id == job.policy and _count_anew(report, job.why, clock.now())
    job.last, job.seen, job.moved = key, job.seen + 1, job.moved + is_moved
    job.save(update_fields=["last", "seen", "moved"])


def _count_anew(report: Report, why: str, at: datetime) -> bool:
    """Write the promises as they follow from the calendar and the policy of today; return whether they changed.

    What is broken stays broken. A calendar only puts off: no published date comes forward because offices open after all. A policy
    may bring a date forward, not into the past.
    """
    policy = catalog.policy_for(report.category_id) if why == POLICY else promises.policy_of(report)
    if why == POLICY and (policy.code, policy.version) == (report.policy_id, report.policy_version):
        return False
    made = promises.replayed(report, policy)
    answer, resolve = made.answer_due_at, made.resolve_due_at
    if why == CALENDAR:
        answer, resolve = max(answer, report.answer_due_at), max(resolve, report.resolve_due_at)
        if (answer, resolve) == (report.answer_due_at, report.resolve_due_at):
            return False
    else:
        answer = max(answer, min(report.answer_due_at, at))
        resolve = max(resolve, min(report.resolve_due_at, at))
    note_passed(report, at)
    promises.bind(report, policy)
    payload = {
        "why": why,
        "due": resolve.isoformat(),
        "before": report.resolve_due_at.isoformat(),
        "policy": policy.code,
    }
    transitions.record(
        report,
        kind="deadlines.recompute",
        by=SYSTEM,
        at=at,
        payload=payload,
        answer_due_at=answer,
        resolve_due_at=resolve,
    )
    return True


@transaction.atomic
def _begin_for_calendar() -> None:
    """Begin a job for each policy in working time when the calendar is not the one that was last counted by.

    The first calendar that is seen is the one by which everything was promised: nothing is counted for it.
    """
    mark = _fingerprint()
    last = Recount.objects.filter(why=CALENDAR).order_by("-id").first()
    if last is not None and last.calendar == mark:
        return
    at = clock.now()
    counted = {row.code for row in catalog.policy_versions() if row.is_working_time} if last is not None else set()
    Recount.objects.bulk_create(
        Recount(why=CALENDAR, policy=code, calendar=mark, asked_at=at) for code in sorted(counted)
    )
    if not counted:
        Recount.objects.create(why=CALENDAR, calendar=mark, asked_at=at, done_at=at)


def _fingerprint() -> str:
    """Return what the working calendar is known by: its hours, seasons, closed and opened days, and its zone."""
    working = clocks.working_time()
    text = repr((str(working.zone), working.hours, working.seasons, sorted(working.closed), sorted(working.opened)))
    return hashlib.sha256(text.encode()).hexdigest()
