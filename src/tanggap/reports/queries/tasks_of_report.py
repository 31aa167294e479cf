"""What others do for one report, and what was instructed, with what one of the staff may do about it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import planned
from tanggap.core.refusal import NotFound
from tanggap.reports import access, links
from tanggap.reports.models import Report, Task, TaskLink
from tanggap.reports.queries.case import DeskReport
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


def may_ask(shown: DeskReport, *, staff: Staff, handles: bool) -> bool:
    """Return whether a person may ask other units for a part: of a report that is worked on and not confidential, where the own unit
    handles it or took a part of it on.

    At most two statements, none for a report whose unit is the person's.
    """
    category = catalog.category(shown.category_code)
    if shown.state not in WORKING or (category is not None and category.is_confidential):
        return False
    report = Report.objects.filter(pk=shown.id).first() if not handles else None
    if handles or report is None:
        return handles
    units = Task.objects.filter(report=report, state=TaskState.ACCEPTED).values_list("unit_id", flat=True)
    return any(may("tasks.ask", staff, report, unit) for unit in units)


@dataclass(frozen=True, slots=True)
class Address:
    """What makes the address of a task's link."""

    id: UUID
    token: str
    holder: str
    expires_at: datetime


def address(code: str, number: int, *, staff: Staff, now: datetime) -> Address | None:
    """Return the link that opens a task now, for those who may give one out; None when there is none. Raises NotFound."""
    task = Task.objects.select_related("report").filter(report__code=code, number=number).first()
    if task is None or not access.can_see(staff, task.report):
        raise NotFound
    link = TaskLink.objects.filter(task=task, revoked_at__isnull=True, expires_at__gt=now).first()
    if link is None or not _Judge(staff, task.report, set(), now).invites(task):
        return None
    return Address(link.pk, links.token(bytes(link.nonce)), link.holder, link.expires_at)


def of_report(shown: DeskReport, *, staff: Staff, now: datetime) -> Parts:
    """Return the tasks and instructions of a report that one of the staff has been shown. One statement."""
    report = Report(
        pk=shown.id, code=shown.code, version=shown.version, state=shown.state, unit_id=shown.unit_code,
        area_id=shown.area, category_id=shown.category_code, assignee_id=shown.assignee_id,
    )  # fmt: skip
    tasks, links_out, given = _read(report, now)
    judge = _Judge(staff, report, {task.replaces_id for task in tasks if task.replaces_id}, now)
    took_on = (task.unit_id for task in tasks if task.state == TaskState.ACCEPTED)
    return Parts(
        code=shown.code,
        version=shown.version,
        tasks=tuple(
            row(task, tasks, shown.photos, link=links_out.get(task.pk), acts=judge.acts(task)) for task in tasks
        ),
        instructions=tuple(_instruction(one, staff, report) for one in given),
        can_ask=judge.works and (judge.asks or any(may("tasks.ask", staff, report, unit) for unit in took_on)),
    )


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


_READ = """
SELECT
  (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.number), '[]') FROM reports_task t WHERE t.report_id = %(report)s),
  (SELECT coalesce(jsonb_agg(to_jsonb(l) - 'nonce'), '[]') FROM reports_tasklink l JOIN reports_task t ON t.id = l.task_id
   WHERE t.report_id = %(report)s AND t.state IN ('asked', 'accepted') AND l.revoked_at IS NULL AND l.expires_at > %(now)s),
  (SELECT coalesce(jsonb_agg(to_jsonb(i) || jsonb_build_object(
     'officer', o.display_name, 'given_by', g.display_name, 'read_by', r.display_name) ORDER BY i.version), '[]')
   FROM reports_instruction i JOIN agencies_staff g ON g.id = i.given_by_id LEFT JOIN agencies_staff o ON o.id = i.officer_id
   LEFT JOIN agencies_staff r ON r.id = i.read_by_id WHERE i.report_id = %(report)s)
"""


def _read(report: Report, now: datetime) -> tuple[list[Task], dict[int, LinkRow], list[dict[str, Any]]]:
    """Return a report's tasks, the links that open them now, and its instructions. One statement."""
    with planned.cursor() as cursor:
        cursor.execute(_READ, {"report": report.pk, "now": now})
        tasks, links_out, given = (json.loads(one) if isinstance(one, str) else one for one in cursor.fetchone())
    names = {field.attname: field for field in Task._meta.concrete_fields}
    rows = [
        Task(**{name: names[name].to_python(value) for name, value in one.items() if name in names}) for one in tasks
    ]
    return rows, {one["task_id"]: LinkRow(one["holder"], _instant(one["expires_at"])) for one in links_out}, given


def _instruction(given: dict[str, Any], staff: Staff, report: Report) -> InstructionRow:
    named = given["officer_id"]
    is_to_me = named == staff.pk if named else may("reports.read", staff, report, given["unit_id"])
    return InstructionRow(
        version=given["version"],
        to=given["officer"] or agencies.unit_label(given["unit_id"]),
        given_by=given["given_by"],
        text=given["text"],
        due_at=_instant(given["due_at"]) if given["due_at"] else None,
        given_at=_instant(given["given_at"]),
        read_at=_instant(given["read_at"]) if given["read_at"] else None,
        read_by=given["read_by"] or "",
        is_mine=is_to_me and given["read_at"] is None,
    )


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written)
