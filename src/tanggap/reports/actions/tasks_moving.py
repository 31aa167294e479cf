"""Open tasks of units that have ended go to whoever does their work since: taken back there, asked anew here, an event each."""

from django.db import transaction

from tanggap.agencies import queries as agencies
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.reports import transitions
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Report, Task
from tanggap.reports.words import OPEN_TASK, WORKING, TaskState


def move_on(*, limit: int = 500) -> int:
    """Move the open tasks of units that are no more to their heirs, each as far as it was; return how many tasks were moved.

    Where the heir cannot be asked (it asked itself, or has a task already) the task only ends. Each report in its own transaction.
    """
    former = [one.row.code for one in agencies.former_units()]
    rows = Task.objects.filter(unit__in=former, state__in=sorted(OPEN_TASK)).order_by("report_id")
    codes = rows.values_list("report__code", flat=True)[:limit] if former else ()
    return sum(_move(code, former) for code in dict.fromkeys(codes))


@transaction.atomic
def _move(code: str, former: list[str]) -> int:
    report = transitions.lock(code)
    gone = [task for task in rules.opened(report) if task.unit_id in former]
    for task in gone:
        was = task.state
        at = clock.now()
        rules.change(
            report, task, kind="tasks.withdraw", state=TaskState.WITHDRAWN, by=SYSTEM, at=at, payload={}, columns={}
        )
        _ask_heir(report, task, was)
    return len(gone)


def _ask_heir(report: Report, task: Task, was: str) -> None:
    """Ask the heir for what the ended unit was asked, by the same time; whoever answers for the report asks."""
    unit, at = agencies.heir(task.unit_id, area=report.area_id), clock.now()
    if unit is None or report.state not in WORKING:
        return
    asking = str(report.unit_id)
    opened = rules.opened(report)
    if any(one.unit_id == task.asked_by_id and one.state == TaskState.ACCEPTED for one in opened):
        asking = str(task.asked_by_id)
    try:
        rules.must_be_askable(report, [unit], asking=asking, opened=opened)
    except Refusal:
        return
    due = rules.limits(report, at, task.due_at if task.due_at > at else None)
    rules.begin(
        report, kind="tasks.ask", by=SYSTEM, at=at, unit=unit, asking=asking, message=task.request, due=due,
        is_by_hand=task.is_due_by_hand, replaces=task, is_accepted=was == TaskState.ACCEPTED,
    )  # fmt: skip
