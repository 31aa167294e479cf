"""The asked side of coordination: a unit takes its part on, declines it, hands it back, or says that it is done.

`by` is a person of the unit, or the guest whom `tasks_links` let in by the task's link.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.reports import deciding
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.actions.handling import said
from tanggap.reports.actors import Actor
from tanggap.reports.models import Report, Task
from tanggap.reports.photos import Taken, Upload, attach, take_in
from tanggap.reports.words import PhotoRole, TaskReason, TaskState

By = Staff | Actor


@transaction.atomic
def accept(*, code: str, number: int, by: By, message: str = "") -> Task:
    """Take the part on: the unit's promise from now on. Raises TaskMoved, NotFound, NotYours, Invalid."""
    report, task = rules.locked(code, number)
    actor = rules.permit_doing("tasks.accept", report, task, by)
    rules.must_be(task, TaskState.ASKED)
    words, at = said("message", message), clock.now()
    rules.change(
        report, task, kind="tasks.accept", state=TaskState.ACCEPTED, by=actor, at=at,
        payload={"message": words}, columns={"accepted_at": at},
    )  # fmt: skip
    return task


@transaction.atomic
def decline(
    *,
    code: str,
    number: int,
    by: By,
    reason: str,
    message: str,
    counter_unit: str = "",
    counter_due_at: datetime | None = None,
) -> Task:
    """Say no, with a reason of the list and an explanation, and propose another unit or another date if there is one.

    Raises TaskMoved, TaskFinal, NotFound, NotYours, Invalid, NotAskable and what `ask` raises on the proposed unit.
    """
    report, task = rules.locked(code, number)
    actor = rules.permit_doing("tasks.decline", report, task, by)
    rules.must_be(task, TaskState.ASKED)
    words, at = _why(task, reason, message), clock.now()
    if counter_unit:
        others = [one for one in rules.opened(report) if one.pk != task.pk]
        if counter_unit == task.unit_id:
            raise Invalid({"counter_unit": _("Propose another unit than your own.")})
        try:
            rules.must_be_askable(report, [counter_unit], asking=task.asked_by_id, opened=others)
        except (rules.NotAskable, rules.NotOneself, rules.AskedTwice, rules.InCircles) as refusal:
            raise Invalid({"counter_unit": refusal.message}) from refusal
    if counter_due_at is not None and not at < counter_due_at <= at + rules.LONGEST_WAIT:
        raise Invalid({"counter_due_at": _("Choose a time that lies ahead, at most a year.")})
    payload = {
        "reason": reason,
        "message": words,
        "counter_unit": counter_unit,
        "counter_due_at": counter_due_at.isoformat() if counter_due_at else "",
    }
    columns = {
        "reason": reason,
        "explanation": words,
        "counter_unit_id": counter_unit or None,
        "counter_due_at": counter_due_at,
    }
    rules.change(
        report, task, kind="tasks.decline", state=TaskState.DECLINED, by=actor, at=at, payload=payload, columns=columns
    )
    return task


@transaction.atomic
def hand_back(*, code: str, number: int, by: By, reason: str, message: str) -> Task:
    """Give a part back that was taken on. Every third time that a report, or a part of it, comes back, its coordinator decides.

    Raises TaskMoved, TaskFinal, OwnTasksOpen, NotFound, NotYours, Invalid.
    """
    report, task = rules.locked(code, number)
    actor = rules.permit_doing("tasks.hand_back", report, task, by)
    rules.must_be(task, TaskState.ACCEPTED)
    words, at = _why(task, reason, message), clock.now()
    _must_have_no_tasks(report, task)
    count = report.handed_back + 1
    decider = None
    if deciding.is_for_decider(count):
        decider = deciding.decider(category=report.category_id, area=report.area_id, without=task.unit_id)
    rules.change(
        report, task, kind="tasks.hand_back", state=TaskState.HANDED_BACK, by=actor, at=at,
        payload={"reason": reason, "message": words, "count": count, "decider": decider},
        columns={"reason": reason, "explanation": words, "decider_id": decider}, handed_back=count,
    )  # fmt: skip
    return task


def answer(*, code: str, number: int, by: By, message: str, photos: Sequence[Upload] = ()) -> Task:
    """Say that the part is done, with photos of it. Raises TaskMoved, OwnTasksOpen, NotFound, NotYours, Invalid, those of core.media."""
    words = said("message", message, required=True)
    check(code=code, number=number, by=by)
    return done(code=code, number=number, by=by, words=words, taken=take_in(photos))


@transaction.atomic
def check(*, code: str, number: int, by: By) -> None:
    """Raise what would refuse the answer, before the work of looking at its photos."""
    report, task = rules.locked(code, number)
    rules.permit_doing("tasks.answer", report, task, by)
    rules.must_be(task, TaskState.ACCEPTED)
    _must_have_no_tasks(report, task)


@transaction.atomic
def done(*, code: str, number: int, by: By, words: str, taken: Sequence[Taken]) -> Task:
    """Write an answer whose photos are examined and stored. Raises as `answer`."""
    report, task = rules.locked(code, number)
    actor = rules.permit_doing("tasks.answer", report, task, by)
    rules.must_be(task, TaskState.ACCEPTED)
    _must_have_no_tasks(report, task)
    at = clock.now()
    event = rules.change(
        report, task, kind="tasks.answer", state=TaskState.ANSWERED, by=actor, at=at,
        payload={"message": words, "photos": len(taken)}, columns={"answer": words},
    )  # fmt: skip
    attach(report, taken, role=PhotoRole.TASK, version=event.version, at=at)
    return task


def _why(task: Task, reason: str, message: str) -> str:
    if task.is_final:
        raise rules.TaskFinal
    if reason not in TaskReason.values:
        raise Invalid({"reason": _("Choose a reason from the list.")})
    return said("message", message, required=True)


def _must_have_no_tasks(report: Report, task: Task) -> None:
    if any(one.asked_by_id == task.unit_id for one in rules.opened(report)) and task.unit_id != report.unit_id:
        raise rules.OwnTasksOpen
