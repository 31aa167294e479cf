"""Part-tasks in rows: one as a page shows it, a unit's lists of them, and their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core.paging import Page, cursor, read_cursor
from tanggap.core.refusal import Invalid
from tanggap.places import queries as places
from tanggap.reports import access
from tanggap.reports.models import Report, Task
from tanggap.reports.queries.photos import PhotoRow
from tanggap.reports.queries.public import first_words
from tanggap.reports.words import OPEN_TASK, WORKING, PhotoRole, TaskReason, TaskState

_OPEN = sorted(OPEN_TASK)
_RETURNED = [TaskState.DECLINED.value, TaskState.HANDED_BACK.value]
LOOKED_BACK = timedelta(days=30)  # what came back longer ago is no work of today any more


@dataclass(frozen=True, slots=True)
class LinkRow:
    """The link by which an outside party can do a task: who was given it, until when it opens."""

    holder: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task on its report's page. `acts` is what the reader may do with it; `replaces` the number of the one that it came for.

    `decider` names who must decide, while nobody has.
    """

    number: int
    state: str
    unit: str
    unit_code: str
    asked_by: str
    request: str
    asked_at: datetime
    accept_due_at: datetime
    due_at: datetime
    is_due_by_hand: bool
    accepted_at: datetime | None
    closed_at: datetime | None
    answer: str
    reason: str
    explanation: str
    counter_unit: str
    counter_due_at: datetime | None
    is_final: bool
    replaces: int | None
    is_replaced: bool
    decider: str
    photos: tuple[PhotoRow, ...] = ()
    link: LinkRow | None = None
    acts: frozenset[str] = frozenset()

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(TaskState(self.state).label)

    @property
    def reason_label(self) -> str:
        """Return why it was declined or handed back, in words; empty when it was not."""
        return str(TaskReason(self.reason).label) if self.reason else ""

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to do something."""
        return self.state in OPEN_TASK

    @property
    def runs_to(self) -> datetime:
        """Return until when the next step is promised: a yes or no, then the work."""
        return self.accept_due_at if self.state == TaskState.ASKED else self.due_at

    @property
    def runs_from(self) -> datetime:
        """Return since when that promise runs."""
        return self.accepted_at or self.asked_at


@dataclass(frozen=True, slots=True)
class TaskListRow:
    """A task in a unit's list: nothing of who reported, and of the report only what and where."""

    id: int
    code: str
    number: int
    state: str
    category: str
    icon: str
    place: str
    words: str
    unit: str
    asked_by: str
    asked_at: datetime
    runs_to: datetime
    runs_from: datetime
    closed_at: datetime | None
    decider: str
    has_proposal: bool

    @property
    def state_label(self) -> str:
        """Return the state's word."""
        return str(TaskState(self.state).label)

    @property
    def is_open(self) -> bool:
        """Return whether somebody still has to do something."""
        return self.state in OPEN_TASK


# The lists of a unit: tasks to answer, taken on, asked of others, come back from others, to decide, and done.
ASKED, ACCEPTED, OURS, RETURNED, DECIDING, DONE = VIEWS = ("asked", "accepted", "ours", "returned", "deciding", "done")
PARTNER_VIEWS = (ASKED, ACCEPTED, DONE)
_NEWEST_FIRST = frozenset({RETURNED, DECIDING, DONE})


def answered_since(report: Report, version: int, photos: Iterable[PhotoRow]) -> tuple[TaskRow, ...]:
    """Return what other units did for a report after its event `version`, with their photos: the evidence of a claim. One statement."""
    tasks = list(Task.objects.filter(report=report, state=TaskState.ANSWERED, version__gt=version).order_by("number"))
    return tuple(row(task, tasks, list(photos)) for task in tasks)


def row(
    task: Task, tasks: Sequence[Task], photos: Sequence[PhotoRow], *, link: LinkRow | None = None, acts: frozenset[str] = frozenset()
) -> TaskRow:  # fmt: skip
    """Return a task with its photos, among all `tasks` of its report."""
    numbers = {one.pk: one.number for one in tasks}
    is_replaced = any(one.replaces_id == task.pk for one in tasks)
    is_done = task.state == TaskState.ANSWERED
    return TaskRow(
        number=task.number,
        state=task.state,
        unit=agencies.unit_label(task.unit_id),
        unit_code=task.unit_id,
        asked_by=agencies.unit_label(task.asked_by_id),
        request=task.request,
        asked_at=task.asked_at,
        accept_due_at=task.accept_due_at,
        due_at=task.due_at,
        is_due_by_hand=task.is_due_by_hand,
        accepted_at=task.accepted_at,
        closed_at=task.closed_at,
        answer=task.answer,
        reason=task.reason,
        explanation=task.explanation,
        counter_unit=agencies.unit_label(task.counter_unit_id),
        counter_due_at=task.counter_due_at,
        is_final=task.is_final,
        replaces=numbers.get(task.replaces_id) if task.replaces_id else None,
        is_replaced=is_replaced,
        decider="" if is_replaced else agencies.unit_label(task.decider_id),
        photos=tuple(one for one in photos if is_done and one.role == PhotoRole.TASK and one.version == task.version),
        link=link,
        acts=acts,
    )


def listed(
    staff: Staff, *, view: str, act: str = "tasks.ask", after: str | None = None, limit: int = 50
) -> Page[TaskListRow]:
    """Return the tasks of a view of the person's units: open ones due soonest first, the others newest first. One statement.

    `act` names the row of the permission table that says which units are meant. Raises Invalid.
    """
    if view not in VIEWS:
        raise Invalid({"view": f"{view[:40]}?"})
    rows = _of_view(staff, view, act).select_related("report")
    position, is_newest = read_cursor(after), view in _NEWEST_FIRST
    key = "closed_at" if is_newest else "due_at"
    if position:
        past = "lt" if is_newest else "gt"
        rows = rows.filter(Q(**{f"{key}__{past}": position[0]}) | Q(**{key: position[0], f"id__{past}": position[1]}))
    order = ("-closed_at", "-id") if is_newest else ("due_at", "id")
    found = list(rows.order_by(*order)[: limit + 1])
    following = None
    if len(found) > limit:
        last = found[limit - 1]
        following = cursor(getattr(last, key), last.pk)
    return Page([_list_row(task) for task in found[:limit]], following)


def counts(staff: Staff, *, now: datetime, act: str = "tasks.ask") -> dict[str, int]:
    """Return how many tasks each view but `done` holds. One statement over open tasks and those that came back lately."""
    ours, by_us, decides = (_mine(staff, act, field) for field in ("unit", "asked_by", "decider"))
    is_open, is_new = Q(state__in=_OPEN), Q(closed_at__gt=now - LOOKED_BACK)
    back = Q(state__in=_RETURNED, decider__isnull=True, is_replaced=False, report__state__in=sorted(WORKING)) & is_new
    rows = Task.objects.filter(
        ours & is_open | by_us & is_open | by_us & Q(state__in=_RETURNED) & is_new | decides & Q(decider__isnull=False)
    ).annotate(is_replaced=_replaced())
    conditions = {
        ASKED: ours & Q(state=TaskState.ASKED),
        ACCEPTED: ours & Q(state=TaskState.ACCEPTED),
        OURS: by_us & is_open,
        RETURNED: by_us & back,
        DECIDING: decides & Q(decider__isnull=False, is_replaced=False, report__state__in=sorted(WORKING)),
    }
    return rows.aggregate(**{view: Count("pk", filter=condition) for view, condition in conditions.items()})


def _of_view(staff: Staff, view: str, act: str) -> QuerySet[Task]:
    if view == DONE:
        return Task.objects.filter(_mine(staff, act, "unit"), closed_at__isnull=False)
    if view in {ASKED, ACCEPTED}:
        return Task.objects.filter(_mine(staff, act, "unit"), state=view)
    if view == OURS:
        return Task.objects.filter(_mine(staff, act, "asked_by"), state__in=_OPEN)
    rows = Task.objects.annotate(is_replaced=_replaced()).filter(is_replaced=False, report__state__in=sorted(WORKING))
    if view == DECIDING:
        return rows.filter(_mine(staff, act, "decider"), decider__isnull=False)
    return rows.filter(_mine(staff, act, "asked_by"), state__in=_RETURNED, decider__isnull=True)


def _mine(staff: Staff, act: str, field: str) -> Q:
    """Return the tasks whose `field` is a unit in which the person may do `act`, in the area to which the role is narrowed."""
    covered = Q(pk__in=[])
    for grant in agencies.grants(staff):
        if permissions.ACTS[act].scope(grant.role) is not None:
            here = Q(**{field: grant.unit})
            if grant.area is not None:
                here &= Q(report__area__in=places.within(grant.area))
            covered |= here
    return covered


def _replaced() -> Exists:
    return Exists(Task.objects.filter(replaces=OuterRef("pk")))


def may(act: str, staff: Staff, report: Report, unit: str | None) -> bool:
    """Return whether a person may do `act` to the part of a report for which `unit` answers."""
    return unit is not None and permissions.allows(act, staff, access.part(report, unit))


def _list_row(task: Task) -> TaskListRow:
    report = task.report
    category = catalog.category(report.category_id)
    is_asked = task.state == TaskState.ASKED
    return TaskListRow(
        id=task.pk,
        code=report.code,
        number=task.number,
        state=task.state,
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id),
        words=first_words(task.request),
        unit=agencies.unit_label(task.unit_id),
        asked_by=agencies.unit_label(task.asked_by_id),
        asked_at=task.asked_at,
        runs_to=task.accept_due_at if is_asked else task.due_at,
        runs_from=task.accepted_at or task.asked_at,
        closed_at=task.closed_at,
        decider=agencies.unit_label(task.decider_id),
        has_proposal=task.counter_unit_id is not None or task.counter_due_at is not None,
    )
