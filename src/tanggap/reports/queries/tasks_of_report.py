"""What others do for one report, and what was instructed, with what one of the staff may do about it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.core.refusal import NotFound
from tanggap.reports import access
from tanggap.reports.models import Instruction, Report, Task, TaskLink
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.tasks import LinkRow, TaskRow, may, row
from tanggap.reports.words import OPEN_TASK, WORKING, TaskState


@dataclass(frozen=True, slots=True)
class InstructionRow:
    """A disposition on its report's page. `to` is the officer, or the unit; `is_mine`: the reader is asked to say that it was read."""

    version: int
    to: str
    given_by: str
    text: str
    due_at: datetime | None
    given_at: datetime
    read_at: datetime | None
    read_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What others do for a report, and what was instructed, as one of the staff sees it."""

    code: str
    version: int
    tasks: tuple[TaskRow, ...]
    instructions: tuple[InstructionRow, ...]
    can_ask: bool
    can_instruct: bool

    @property
    def open_count(self) -> int:
        """Return how many tasks are open."""
        return sum(task.is_open for task in self.tasks)

    @property
    def can_withdraw_all(self) -> bool:
        """Return whether the reader may take back all that is open."""
        still = [task for task in self.tasks if task.is_open]
        return len(still) > 1 and all("withdraw" in task.acts for task in still)

    def task(self, number: int) -> TaskRow | None:
        """Return the task of this number, or None."""
        return next((task for task in self.tasks if task.number == number), None)


def of_report(code: str, *, staff: Staff, photos: Iterable[PhotoRow], now: datetime) -> Parts:
    """Return a report's tasks and instructions for one of the staff; `photos` are those of the report, read already.

    Three statements, one more while tasks are open. Raises NotFound for unknown and forbidden alike.
    """
    report = Report.objects.filter(code=code).first()
    if report is None or not access.can_see(staff, report):
        raise NotFound
    tasks = list(Task.objects.filter(report=report).order_by("number"))
    links = _links(tasks, now)
    shown = list(photos)
    given = (
        Instruction.objects.filter(report=report).select_related("officer", "given_by", "read_by").order_by("version")
    )
    may_ask = access.allows("tasks.ask", staff, report)
    asks_for = [
        task for task in tasks if task.state == TaskState.ACCEPTED and may("tasks.ask", staff, report, task.unit_id)
    ]
    works = report.state in WORKING
    judge = _Judge(staff, report, {task.replaces_id for task in tasks if task.replaces_id}, now)
    return Parts(
        code=code,
        version=report.version,
        tasks=tuple(
            row(task, tasks, shown, link=links.get(task.pk), acts=judge.acts(task)) for task in tasks
        ),
        instructions=tuple(_instruction(one, staff, report) for one in given),
        can_ask=works and (may_ask or bool(asks_for)) and not access.thing(report).is_confidential,
        can_instruct=report.state in WORKING and access.allows("reports.instruct", staff, report),
    )  # fmt: skip


class _Judge:
    """Says what a person may do with each task of a report: what the buttons ask, and the actions once more."""

    def __init__(self, staff: Staff, report: Report, replaced: set[int], now: datetime) -> None:
        self.staff, self.report, self.replaced, self.now = staff, report, replaced, now
        self.works = report.state in WORKING
        self.asks = access.allows("tasks.ask", staff, report)

    def acts(self, task: Task) -> frozenset[str]:
        """Return the names of the acts that are possible now."""
        return frozenset(name for name in _POSSIBLE if _POSSIBLE[name](self, task))

    def does(self, act: str, task: Task, state: str) -> bool:
        """Return whether the task stands in `state` and its unit's part is this person's to do."""
        return task.state == state and may(act, self.staff, self.report, task.unit_id)

    def gives_back(self, act: str, task: Task, state: str) -> bool:
        """Return whether it may be refused: what was decided may not."""
        return not task.is_final and self.does(act, task, state)

    def withdraws(self, task: Task) -> bool:
        """Return whether the person may take it back: for the unit that answers for the report, or the one that asked."""
        return task.state in OPEN_TASK and (
            access.allows("tasks.withdraw", self.staff, self.report)
            or may("tasks.withdraw", self.staff, self.report, task.asked_by_id)
        )

    def agrees(self, task: Task) -> bool:
        """Return whether something was proposed that can still be agreed to."""
        date = task.counter_due_at
        is_open = task.state == TaskState.DECLINED and task.pk not in self.replaced
        proposed = task.counter_unit_id is not None or date is not None
        return is_open and proposed and self.works and self.asks and (date is None or date > self.now)

    def decides(self, task: Task) -> bool:
        """Return whether this person's unit has to name who does it."""
        is_open = task.decider_id is not None and task.pk not in self.replaced
        return is_open and self.works and may("tasks.decide", self.staff, self.report, task.decider_id)

    def invites(self, task: Task) -> bool:
        """Return whether the person may give out a link to it."""
        sides = (self.report.unit_id, task.asked_by_id, task.unit_id)
        return task.state in OPEN_TASK and any(may("tasks.invite", self.staff, self.report, unit) for unit in sides)


_POSSIBLE: dict[str, Callable[[_Judge, Task], bool]] = {
    "accept": lambda judge, task: judge.does("tasks.accept", task, TaskState.ASKED),
    "decline": lambda judge, task: judge.gives_back("tasks.decline", task, TaskState.ASKED),
    "answer": lambda judge, task: judge.does("tasks.answer", task, TaskState.ACCEPTED),
    "hand_back": lambda judge, task: judge.gives_back("tasks.hand_back", task, TaskState.ACCEPTED),
    "withdraw": _Judge.withdraws,
    "agree": _Judge.agrees,
    "decide": _Judge.decides,
    "invite": _Judge.invites,
}


def _links(tasks: Sequence[Task], now: datetime) -> dict[int, LinkRow]:
    still = [task.pk for task in tasks if task.state in OPEN_TASK]
    if not still:
        return {}
    found = TaskLink.objects.filter(task__in=still, revoked_at__isnull=True, expires_at__gt=now)
    return {
        task: LinkRow(holder, until) for task, holder, until in found.values_list("task_id", "holder", "expires_at")
    }


def _instruction(given: Instruction, staff: Staff, report: Report) -> InstructionRow:
    is_to_me = given.officer_id == staff.pk if given.officer_id else may("reports.read", staff, report, given.unit_id)
    return InstructionRow(
        version=given.version,
        to=given.officer.display_name if given.officer else agencies.unit_label(given.unit_id),
        given_by=given.given_by.display_name,
        text=given.text,
        due_at=given.due_at,
        given_at=given.given_at,
        read_at=given.read_at,
        read_by=given.read_by.display_name if given.read_by else "",
        is_mine=is_to_me and given.read_at is None,
    )
