"""One task as those outside the city's own units see it: a partner's staff, and the guest of a link. Place, category, what is asked.

Never who reported: the reporter's words are masked as for the public and left out of private reports, and the reporter's photo is
shown only where the category lets everybody see it (ui.md §3). Nothing of what else happened to the report.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.reports import access, links
from tanggap.reports.masking import masked, public_text
from tanggap.reports.models import Photo, Task
from tanggap.reports.queries import photos
from tanggap.reports.queries.photos import PhotoFile, PhotoRow
from tanggap.reports.queries.tasks import TaskRow, row
from tanggap.reports.words import PhotoRole, TaskState, Visibility

SEE = "tasks.see"
_READABLE = frozenset({TaskState.ASKED, TaskState.ACCEPTED, TaskState.ANSWERED})


@dataclass(frozen=True, slots=True)
class OutsideTask:
    """A task with what is needed to do it. `text` is the reporter's, masked; `before` photos of the problem that may be shown.

    A task that was declined, handed back or withdrawn keeps its own words and nothing of the report but its code and category.
    """

    code: str
    task: TaskRow
    category: str
    icon: str
    place: str
    address: str
    lon: float | None
    lat: float | None
    text: str
    before: tuple[PhotoRow, ...]

    @property
    def can_accept(self) -> bool:
        """Return whether the unit still has to say yes or no."""
        return self.task.state == TaskState.ASKED

    @property
    def can_refuse(self) -> bool:
        """Return whether it may say no: what the coordinator decided it may not."""
        return self.task.is_open and not self.task.is_final

    @property
    def can_answer(self) -> bool:
        """Return whether the unit took it on and has not said that it is done."""
        return self.task.state == TaskState.ACCEPTED


def partners(code: str, number: int, *, staff: Staff) -> OutsideTask:
    """Return a task of a partner's own unit. Two statements. Raises NotFound for unknown and foreign alike."""
    return _shown(_partners(code, number, staff))


def partners_number(code: str, *, staff: Staff) -> int | None:
    """Return the number of the newest task that a report has for a unit of this person, or None. One statement."""
    units = [grant.unit for grant in agencies.grants(staff) if permissions.ACTS[SEE].scope(grant.role) is not None]
    found = Task.objects.filter(report__code=code, unit__in=units).order_by("-number")
    return found.values_list("number", flat=True).first()


def guests(link: UUID, token: str, *, now: datetime) -> OutsideTask:
    """Return the task that a link opens. Two statements. Raises NotFound alike for every link that does not open."""
    return _shown(links.opened(link, token, now=now))


def partners_photo(code: str, number: int, photo: UUID, *, size: str, staff: Staff) -> PhotoFile:
    """Return a photo of a task of a partner's own unit. Raises NotFound."""
    return _photo(_partners(code, number, staff), photo, size)


def guests_photo(link: UUID, token: str, photo: UUID, *, size: str, now: datetime) -> PhotoFile:
    """Return a photo of the task that a link opens. Raises NotFound."""
    return _photo(links.opened(link, token, now=now), photo, size)


def _partners(code: str, number: int, staff: Staff) -> Task:
    task = Task.objects.select_related("report").filter(report__code=code, number=number).first()
    if task is None or not permissions.allows(SEE, staff, access.part(task.report, task.unit_id)):
        raise NotFound
    return task


def _shown(task: Task) -> OutsideTask:
    report = task.report
    category, is_readable = catalog.category(report.category_id), task.state in _READABLE
    shown = _photos(task)
    is_told = is_readable and report.visibility == Visibility.PUBLIC
    return OutsideTask(
        code=report.code,
        task=row(task, [task], shown),
        category=category.label if category else "",
        icon=category.icon if category else "dots",
        place=places.full_name(report.area_id) if is_readable else "",
        address=masked(report.address) if is_told else "",
        lon=report.lon if is_readable else None,
        lat=report.lat if is_readable else None,
        text=public_text(report) if is_told else "",
        before=tuple(one for one in shown if one.role == PhotoRole.BEFORE),
    )


def _photos(task: Task) -> list[PhotoRow]:
    if task.state not in _READABLE:
        return []
    rows = Photo.objects.filter(_may_be_seen(task), report=task.report_id).order_by("version", "role", "position")
    return [PhotoRow(*one) for one in rows.values_list("id", "role", "width", "height", "added_at", "version")]


def _photo(task: Task, photo: UUID, size: str) -> PhotoFile:
    sizes = {"thumb": "thumb", "shown": "shown"}
    if size not in sizes or task.state not in _READABLE:
        raise NotFound
    found = Photo.objects.filter(_may_be_seen(task), pk=photo, report=task.report_id).values_list(
        sizes[size], flat=True
    )
    path = found.first()
    if path is None:
        raise NotFound
    return PhotoFile(path, is_public=False)


def _may_be_seen(task: Task) -> Q:
    """Return the photos of a report that the task's unit may see: the problem where everybody may, and its own evidence."""
    own = Q(role=PhotoRole.TASK, version=task.version) if task.state == TaskState.ANSWERED else Q(pk__in=[])
    return own | Q(role=PhotoRole.BEFORE, hidden_at=None) if photos.is_public(task.report, PhotoRole.BEFORE) else own
