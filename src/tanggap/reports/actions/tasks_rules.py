"""What every act on a part-task asks first: whose it is, where it stands, whom it may go to, until when."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import UnitKind
from tanggap.catalog import clocks
from tanggap.catalog import queries as catalog
from tanggap.core.refusal import Invalid, NotFound, Refusal
from tanggap.places.city import city
from tanggap.reports import access, actors, transitions
from tanggap.reports.actors import Actor
from tanggap.reports.models import Event, Report, Task
from tanggap.reports.words import OPEN_TASK, WORKING, State, TaskState

LONGEST_WAIT = timedelta(days=366)
ANSWERS = frozenset({"tasks.accept", "tasks.decline", "tasks.hand_back", "tasks.answer"})
"""What an asked unit says: to the unit that answers for the report, and to those under `tell`, who asked it or have to decide."""


class NotAskable(Refusal):
    """The chosen unit is closed, checks results, or answers for the report already."""

    message = _("“%(unit)s” cannot be asked: it is closed, or it checks results. Choose another unit.")
    field = "units"
    status = 422


class NotOneself(Refusal):
    """A unit does its own part without asking itself."""

    message = _("A unit does not ask itself. Choose another unit.")
    field = "units"
    status = 422


class AskedTwice(Refusal):
    """One open task a unit and report."""

    message = _(
        "%(unit)s is asked already, and its task is still open. Write to it there, or withdraw that task first."
    )
    field = "units"
    status = 422


class InCircles(Refusal):
    """Who was asked, directly or through others, does not ask back."""

    message = _(
        "%(unit)s waits for your unit itself: its own request led to this task. Do your part, or hand the task back."
    )
    field = "units"
    status = 422


class Confidential(Refusal):
    """Nobody but the unit that answers for it reads a confidential report (threats.md §3 case 23)."""

    message = _("This report is confidential. No other unit can be asked to help with it.")


class TaskMoved(Refusal):
    """The task is no longer where this step begins."""

    message = _("This task is now “%(state)s”, and from there this step does not exist.")


class TaskFinal(Refusal):
    """What the coordinator decided is done."""

    message = _("The coordinator decided that your unit does this. It cannot be declined or handed back any more.")


class OwnTasksOpen(Refusal):
    """What a unit asked of others for its task ends before the task does."""

    message = _(
        "Your unit asked others to help with this task, and they have not answered. Withdraw those tasks first."
    )


def asker(report: Report, by: Staff, act: str) -> str:
    """Return the unit for which a person asks: the one that answers for the report, else one that took on a task of it.

    Raises NotFound where the person may not even see the report, and what `access.permit` raises.
    """
    if access.allows(act, by, report):
        return str(report.unit_id)
    if not access.can_see(by, report):
        raise NotFound
    accepted = Task.objects.filter(report=report, state=TaskState.ACCEPTED).order_by("number")
    for unit in accepted.values_list("unit_id", flat=True):
        if permissions.allows(act, by, access.part(report, unit)):
            return str(unit)
    access.permit(act, by, report)
    raise AssertionError  # permit raised, for allows said no


def locked(code: str, number: int) -> tuple[Report, Task]:
    """Return a report locked for writing and its task. Raises NotFound."""
    report = transitions.lock(code)
    task = Task.objects.filter(report=report, number=number).first()
    if task is None:
        raise NotFound
    return report, task


def permit_doing(act: str, report: Report, task: Task, by: Staff | Actor) -> Actor:
    """Return who does something with a task, if that is for its unit to do: a person of the unit, or a guest whom its link let in.

    Raises NotFound for somebody who may not see the report, NotYours for other units, NotAllowed.
    """
    if isinstance(by, Actor):
        if by.kind != "guest" or by.unit != task.unit_id:
            raise NotFound
        return by
    if not permissions.allows(act, by, access.part(report, task.unit_id)):
        if not access.can_see(by, report):
            raise NotFound
        raise access.NotYours(access.NotYours.message % {"unit": agencies.unit_label(task.unit_id)})
    return actors.staff(by)


def must_be(task: Task, *states: str) -> None:
    """Raise TaskMoved unless the task stands in one of `states`."""
    if task.state not in states:
        raise TaskMoved(TaskMoved.message % {"state": TaskState(task.state).label})


def must_be_worked_on(report: Report) -> None:
    """Raise NotPossible unless somebody works on the report, so that others can be asked to help."""
    if report.state not in WORKING:
        raise transitions.NotPossible(transitions.NotPossible.message % {"state": State(report.state).label})


def must_be_askable(report: Report, units: Sequence[str], *, asking: str, opened: Iterable[Task]) -> None:
    """Raise Confidential, NotAskable, NotOneself, AskedTwice or InCircles unless `asking` may ask each of `units`."""
    category = catalog.category(report.category_id)
    if category is not None and category.is_confidential:
        raise Confidential
    edges = [(task.asked_by_id, task.unit_id) for task in opened]
    for place, unit in enumerate(units):
        row = agencies.unit(unit)
        named = {"unit": agencies.unit_label(unit)}
        if row is None or row.kind == UnitKind.VERIFIER:
            raise NotAskable(NotAskable.message % named)
        if unit == asking:
            raise NotOneself
        if unit in units[:place] or any(unit == asked for _by, asked in edges):
            raise AskedTwice(AskedTwice.message % named)
        if asking in reached(unit, edges) or unit == report.unit_id:
            raise InCircles(InCircles.message % named)


def reached(unit: str, edges: Iterable[tuple[str, str]]) -> set[str]:
    """Return the units that `unit` asked, directly or through others, by (asking, asked) pairs."""
    edges, found, fresh = list(edges), set[str](), {unit}
    while fresh:
        fresh = {asked for asking, asked in edges if asking in fresh} - found
        found |= fresh
    return found


def opened(report: Report) -> list[Task]:
    """Return the report's open tasks in the order of their asking. One statement."""
    return list(Task.objects.filter(report=report, state__in=sorted(OPEN_TASK)).order_by("number"))


def limits(
    report: Report, at: datetime, due_at: datetime | None, within: datetime | None = None
) -> tuple[datetime, datetime]:
    """Return until when a unit asked at `at` says yes or no, and until when it is done.

    By the report's policy: an answer within the policy's first answer, done by the report's own promise (`within` that of the task
    that it is a part of), but never before the answer is due; `due_at` is one chosen by hand. Raises Invalid.
    """
    category = catalog.category(report.category_id)
    policy = catalog.policy(category.policy if category else None) or catalog.policy(city().default_policy)
    answer_by = clocks.promise(policy, policy.answer_minutes, at) if policy else at + timedelta(hours=6)
    if due_at is None:
        return answer_by, max(within or report.resolve_due_at, answer_by)
    if not at < due_at <= at + LONGEST_WAIT:
        raise Invalid({"due_at": _("Choose a time that lies ahead, at most a year.")})
    return min(answer_by, due_at), due_at


def begin(
    report: Report, *, kind: str, by: Actor, at: datetime, unit: str, asking: str, message: str, due: tuple[datetime, datetime],
    is_by_hand: bool, replaces: Task | None = None, is_accepted: bool = False,
) -> Task:  # fmt: skip
    """Write a new task and its event. Two statements besides its number."""
    number = (Task.objects.filter(report=report).aggregate(last=Max("number"))["last"] or 0) + 1
    payload: dict[str, Any] = {"task": number, "asked": unit, "message": message, "due_at": due[1].isoformat()}
    if replaces is not None:
        payload["replaces"] = replaces.number
    event = transitions.record(report, kind=kind, by=by, at=at, payload=payload, open_tasks=report.open_tasks + 1)
    return Task.objects.create(
        report=report,
        number=number,
        unit_id=unit,
        asked_by_id=asking,
        request=message,
        state=TaskState.ACCEPTED if is_accepted else TaskState.ASKED,
        version=event.version,
        asked_version=event.version,
        asked_at=at,
        accept_due_at=due[0],
        due_at=due[1],
        is_due_by_hand=is_by_hand,
        accepted_at=at if is_accepted else None,
        replaces=replaces,
        is_final=kind == "tasks.decide",
    )


def change(
    report: Report, task: Task, *, kind: str, state: str, by: Actor, at: datetime, payload: dict[str, Any], columns: dict[str, Any],
    **facts: Any,
) -> Event:  # fmt: skip
    """Write a task's step and its event, with `columns` of the task and `facts` of the report. Two statements."""
    is_closing = task.state in OPEN_TASK and state not in OPEN_TASK
    if is_closing:
        facts["open_tasks"] = report.open_tasks - 1
        columns = {**columns, "closed_at": at}
    told = {task.asked_by_id, payload.get("decider")} - {report.unit_id, None} if kind in ANSWERS else set()
    payload = {"task": task.number, "asked": task.unit_id, "tell": sorted(told), **payload}
    event = transitions.record(report, kind=kind, by=by, at=at, payload=payload, **facts)
    columns = {**columns, "state": state, "version": event.version}
    for name, value in columns.items():
        setattr(task, name, value)
    task.save(update_fields=list(columns))
    return event
