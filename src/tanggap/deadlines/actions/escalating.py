"""The ladder: when so much of the promised time is left, somebody further up hears of it, once, and says that they have."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.posts import Posts
from tanggap.agencies.words import Role, UnitKind
from tanggap.catalog.ladder import Rung
from tanggap.core import clock
from tanggap.core.refusal import NotAllowed, NotFound
from tanggap.deadlines.models import Escalation
from tanggap.places import queries as places
from tanggap.reports import actors, promises, transitions
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Report
from tanggap.reports.words import CLOSED

TIME, SILENCE = "time", "silence"
"""Why a rung was told: its time had come, or nobody acknowledged the one below."""
AGAIN = timedelta(days=1)
UNHEARD = Q(acknowledged_at__isnull=True, ended_at__isnull=True)


def escalate(*, limit: int = 500) -> int:
    """Tell the rungs that are reached, those reached longest ago first; return how many reports were looked at.

    By the index on `next_step_at`: what is not due is never read. Each report in its own transaction.
    """
    at = clock.now()
    due = Report.objects.filter(next_step_at__lte=at).order_by("next_step_at", "id")
    codes = list(due.values_list("code", flat=True)[:limit])
    for code in codes:
        _escalate(code, at)
    return len(codes)


@transaction.atomic
def _escalate(code: str, at: datetime) -> None:
    report = transitions.lock(code)
    reached = [(number, rung) for number, rung in promises.rungs(report) if promises.step_at(report, rung) <= at]
    if report.next_step_at is None or report.next_step_at > at:
        return
    for number, rung in reached:
        _tell(report, number, rung, at, why=TIME)
    if not reached:  # the calendar changed since the instant was written down
        Report.objects.filter(pk=report.pk).update(next_step_at=promises.next_step_at(report))


def _tell(report: Report, number: int, rung: Rung, at: datetime, *, why: str) -> None:
    at = max(at, report.changed_at)  # as `transitions.record` has it, should the machine's clock have been set back
    rules = promises.policy_of(report).escalation
    unit = _addressed(report, rung)
    told_at = rules.told_at(at, clock.city_zone())
    payload = {
        "step": number + 1,
        "promise": rung.promise,
        "share": rung.share,
        "unit": unit,
        "role": rung.tell,
        "why": why,
        "tell_at": told_at.isoformat(),
        "bundled": rules.digest_minutes > 0,
    }
    is_own = unit == report.unit_id
    transitions.record(
        report, kind="deadlines.escalate", by=SYSTEM, at=at, payload=payload, steps_told=report.steps_told | 1 << number
    )
    Escalation.objects.create(
        report=report,
        round=report.round,
        step=number,
        promise=rung.promise,
        share=rung.share,
        unit_id=unit,
        role=rung.tell,
        staff=report.assignee if is_own and rung.tell == Role.OFFICER else None,
        is_own=is_own,
        at=at,
        told_at=told_at,
        look_at=told_at + timedelta(minutes=rules.acknowledge_minutes),
    )


def _addressed(report: Report, rung: Rung) -> str:
    """Return the unit in which a rung is told: the report's, the area office of a level around its place, or a named one.

    Where that office is unknown or closed, who instructs the report's unit.
    """
    if rung.is_own:
        return report.unit_id
    if rung.unit:
        found = agencies.unit(rung.unit)
    else:
        offices = agencies.units(kind=UnitKind.AREA_OFFICE, level=rung.level)
        around = (row for row in offices if report.area_id and row.area and places.is_within(report.area_id, row.area))
        found = next(around, None)
    if found is not None:
        return found.code
    own = agencies.unit(report.unit_id)
    return own.parent if own and own.parent else report.unit_id


def follow_up(*, limit: int = 500) -> int:
    """Let what nobody acknowledged in time go one rung up, and put away what has ended; return how many were looked at.

    By the index on `look_at`, those that wait longest first. A report that stands still waits as long again.
    """
    at = clock.now()
    rows = Escalation.objects.filter(UNHEARD, look_at__lte=at).order_by("look_at", "id")
    waiting = list(rows.values_list("pk", "report__code")[:limit])
    for key, code in waiting:
        _follow_up(key, code, at)
    return len(waiting)


@transaction.atomic
def _follow_up(key: int, code: str, at: datetime) -> None:
    report = transitions.lock(code)
    row = Escalation.objects.select_for_update(no_key=True).filter(UNHEARD, pk=key, look_at__lte=at).first()
    if row is None:
        return
    if report.state in CLOSED or row.round != report.round or (row.is_own and row.unit_id != report.unit_id):
        row.ended_at = at
    elif report.paused_at is not None:
        row.look_at = at + timedelta(minutes=promises.policy_of(report).escalation.acknowledge_minutes)
    else:
        row.look_at = at + AGAIN
        if row.climbed_at is None:
            row.climbed_at = at
            if rung := _next_above(report, row):
                _tell(report, *rung, at, why=SILENCE)
    row.save(update_fields=["ended_at", "look_at", "climbed_at"])


def _next_above(report: Report, row: Escalation) -> tuple[int, Rung] | None:
    """Return the rung after `row` on the ladder of the same promise; None at its top, and when somebody above was told already."""
    if any(
        rung.promise == row.promise and number > row.step and report.steps_told & 1 << number
        for number, rung in enumerate(promises.policy_of(report).escalation.rungs)
    ):
        return None
    above = (one for one in promises.rungs(report) if one[1].promise == row.promise and one[0] > row.step)
    return next(above, None)


def acknowledge(*, by: Staff, escalations: Sequence[int]) -> int:
    """Note that a person has taken notice of escalations that are addressed to them; return how many were new.

    One that was acknowledged before, by whomever, or that has ended, stays as it is. Raises NotAllowed, NotFound.
    """
    if not permissions.allows("deadlines.acknowledge", by):
        raise NotAllowed
    return sum(_acknowledge(by, key) for key in escalations)


@transaction.atomic
def _acknowledge(by: Staff, key: int) -> bool:
    code = Escalation.objects.filter(pk=key).values_list("report__code", flat=True).first()
    if code is None:
        raise NotFound
    report = transitions.lock(code)
    row = Escalation.objects.select_for_update(no_key=True).get(pk=key)
    if not _is_addressed(row, by, report):
        raise NotFound
    if row.acknowledged_at is not None or row.ended_at is not None:
        return False
    payload = {"step": row.step + 1, "promise": row.promise, "share": row.share, "unit": row.unit_id, "role": row.role}
    event = transitions.record(
        report, kind="deadlines.acknowledge", by=actors.staff(by), at=clock.now(), payload=payload
    )
    row.acknowledged_at, row.acknowledged_by = event.at, by
    row.save(update_fields=["acknowledged_at", "acknowledged_by"])
    return True


def _is_addressed(row: Escalation, by: Staff, report: Report) -> bool:
    if row.staff_id is not None:
        return by.pk in {row.staff_id, report.assignee_id}
    return by.pk in Posts([row.unit_id]).post(row.unit_id, Role(row.role), area=report.area_id)
