"""The asking side of coordination (koordinasi): ask other units for a part, withdraw, agree to what they propose, decide.

The report stays with the unit that answers for it; a task never moves it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.reports import access, actors, transitions
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Report, Task
from tanggap.reports.words import OPEN_TASK, State, TaskState

MOST_AT_ONCE = 6


class NothingProposed(Refusal):
    """There is no proposal any more that could be agreed to."""

    message = _("This unit proposed nothing that is still open. Ask it, or another unit, again.")


class TooLate(Refusal):
    """A date that has passed cannot be agreed to."""

    message = _("The proposed date has passed. Ask again with another one.")


class AnswersAlready(Refusal):
    """The unit that answers for the whole report does its part without a task."""

    message = _("%(unit)s answers for the whole report already, so it needs no task for a part of it.")
    field = "unit"
    status = 422


class NothingToDecide(Refusal):
    """The coordinator decides a task once, when units have handed the report back often enough."""

    message = _("Nothing is to be decided here any more.")


@transaction.atomic
def ask(
    *, code: str, version: int, by: Staff, units: Sequence[str], message: str, due_at: datetime | None = None
) -> list[Task]:
    """Ask one or several units to do a part, each with a task of its own. All of them, or none.

    Asking is the first answer to a report that nobody has begun: it is in coordination then. Raises Invalid, Stale, NotPossible,
    the refusals of `tasks_rules` on whom can be asked, NotFound, NotYours, NotAllowed.
    """
    report = transitions.lock(code, version=version)
    rules.must_be_worked_on(report)
    asking = rules.asker(report, by, "tasks.ask")
    words = said("message", message, required=True)
    if not 1 <= len(units) <= MOST_AT_ONCE:
        raise Invalid({"units": _("Choose between one and %(most)d units.") % {"most": MOST_AT_ONCE}})
    opened = rules.opened(report)
    rules.must_be_askable(report, units, asking=asking, opened=opened)
    at, actor = clock.now(), actors.staff(by)
    own = next((task for task in opened if task.unit_id == asking), None)
    due = rules.limits(report, at, due_at, own.due_at if own else None)
    if report.state == State.RECEIVED and asking == report.unit_id:
        transitions.take(report, door="reports.coordinate", by=actor, at=at, payload={})
    return [
        rules.begin(
            report, kind="tasks.ask", by=actor, at=at, unit=unit, asking=asking, message=words, due=due, is_by_hand=due_at is not None
        )
        for unit in units
    ]  # fmt: skip


@transaction.atomic
def withdraw(*, code: str, by: Staff, numbers: Sequence[int] = (), message: str) -> list[Task]:
    """Ask no longer: take back the open tasks of these numbers (all of the report's when empty), and what was asked for their sake.

    By the unit that answers for the report, or by the one that asked. Raises NotFound, TaskMoved, NotYours, NotAllowed, Invalid.
    """
    report = transitions.lock(code)
    asking = rules.asker(report, by, "tasks.withdraw")
    words = said("message", message, required=True)
    opened = rules.opened(report)
    wanted = _wanted(report, opened, numbers, asking)
    edges = [(task.asked_by_id, task.unit_id) for task in opened]
    below = {unit for task in wanted for unit in rules.reached(task.unit_id, edges)}
    at, actor = clock.now(), actors.staff(by)
    gone = [task for task in opened if task in wanted or task.unit_id in below]
    for task in gone:
        rules.change(
            report, task, kind="tasks.withdraw", state=TaskState.WITHDRAWN, by=actor, at=at,
            payload={"message": words}, columns={"explanation": words},
        )  # fmt: skip
    return gone


def _wanted(report: Report, opened: Sequence[Task], numbers: Sequence[int], asking: str) -> list[Task]:
    mine = [task for task in opened if asking in (report.unit_id, task.asked_by_id)]
    if not numbers:
        if not mine:
            raise NotFound
        return mine
    by_number = {task.number: task for task in Task.objects.filter(report=report, number__in=numbers)}
    wanted = []
    for number in numbers:
        if number not in by_number:
            raise NotFound
        rules.must_be(by_number[number], *OPEN_TASK)
        wanted += [task for task in opened if task.number == number]
    for task in wanted:
        if task not in mine:
            raise access.NotYours(access.NotYours.message % {"unit": agencies.unit_label(task.asked_by_id)})
    return wanted


@transaction.atomic
def agree(*, code: str, by: Staff, number: int) -> Task:
    """Take what a declining unit proposed, in one act: the other unit is asked, or this one does it by the date that it named.

    Raises NothingProposed, TooLate, NotPossible and what `ask` raises on units.
    """
    report, task = rules.locked(code, number)
    asking = rules.asker(report, by, "tasks.ask")
    rules.must_be_worked_on(report)
    is_open = task.counter_unit_id is not None or task.counter_due_at is not None
    if task.state != TaskState.DECLINED or not is_open or _is_replaced(task):
        raise NothingProposed
    at = clock.now()
    if task.counter_due_at is not None and task.counter_due_at <= at:
        raise TooLate
    unit = str(task.counter_unit_id or task.unit_id)
    rules.must_be_askable(report, [unit], asking=asking, opened=rules.opened(report))
    return rules.begin(
        report, kind="tasks.ask", by=actors.staff(by), at=at, unit=unit, asking=asking, message=task.request,
        due=rules.limits(report, at, task.counter_due_at), is_by_hand=task.counter_due_at is not None, replaces=task,
        is_accepted=unit == task.unit_id,
    )  # fmt: skip


@transaction.atomic
def decide(*, code: str, by: Staff, number: int, unit: str, message: str, due_at: datetime | None = None) -> Task:
    """Name the unit that does a part that was handed back too often; it cannot decline. By the coordinator that the task names.

    Raises NothingToDecide, AnswersAlready, NotPossible, Invalid, NotFound, NotYours, and what `ask` raises on units.
    """
    report, task = rules.locked(code, number)
    if task.decider_id is None or _is_replaced(task):
        if not access.can_see(by, report):
            raise NotFound
        raise NothingToDecide
    if not permissions.allows("tasks.decide", by, access.part(report, task.decider_id)):
        if not access.can_see(by, report):
            raise NotFound
        raise access.NotYours(access.NotYours.message % {"unit": agencies.unit_label(task.decider_id)})
    rules.must_be_worked_on(report)
    words = said("message", message, required=True)
    asking = str(report.unit_id)
    if unit == asking:
        raise AnswersAlready(AnswersAlready.message % {"unit": agencies.unit_label(unit)})
    rules.must_be_askable(report, [unit], asking=asking, opened=rules.opened(report))
    at = clock.now()
    return rules.begin(
        report, kind="tasks.decide", by=actors.staff(by), at=at, unit=unit, asking=asking, message=words,
        due=rules.limits(report, at, due_at), is_by_hand=due_at is not None, replaces=task,
    )  # fmt: skip


def _is_replaced(task: Task) -> bool:
    return Task.objects.filter(replaces=task).exists()
