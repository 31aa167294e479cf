"""A link by which an outside party without an account does one task: given out, taken back, acted through.

The address holds an HMAC over the link's nonce; what is stored opens nothing. It ends by time, by being taken back, and with its task.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.core import clock, ids
from tanggap.core.refusal import Invalid, NotFound
from tanggap.reports import access, actors, links, transitions
from tanggap.reports.actions import tasks_doing as doing
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.actions.handling import said
from tanggap.reports.models import Report, Task, TaskLink
from tanggap.reports.photos import Upload, take_in
from tanggap.reports.words import OPEN_TASK

DEFAULT_DAYS, MOST_DAYS = 14, 60
LONGEST_HOLDER = 120


@dataclass(frozen=True, slots=True)
class GivenLink:
    """What makes the address, which is shown once to who gave it out; it can be made again, but never read from the database."""

    id: UUID
    token: str
    expires_at: datetime


@transaction.atomic
def invite(*, code: str, number: int, by: Staff, holder: str, days: int = DEFAULT_DAYS) -> GivenLink:
    """Make a link to an open task, for `holder` (words for the file: which firm, whose crew); an older one opens no more.

    By the unit that answers for the report, the one that asked, or the one that was asked. Raises TaskMoved, NotFound, NotYours, Invalid.
    """
    report, task = rules.locked(code, number)
    _permit(report, task, by)
    rules.must_be(task, *OPEN_TASK)
    name = " ".join(said("holder", holder, required=True).split())
    if len(name) > LONGEST_HOLDER:
        raise Invalid({"holder": _("At most %(most)d characters; shorten the text.") % {"most": LONGEST_HOLDER}})
    if not 1 <= days <= MOST_DAYS:
        raise Invalid({"days": _("Between 1 and %(most)d days.") % {"most": MOST_DAYS}})
    at, nonce = clock.now(), ids.new_nonce()
    until = at + timedelta(days=days)
    TaskLink.objects.filter(task=task, revoked_at__isnull=True).update(revoked_at=at)
    link = TaskLink.objects.create(task=task, nonce=nonce, holder=name, made_at=at, expires_at=until)
    transitions.record(
        report, kind="tasks.invite", by=actors.staff(by), at=at,
        payload={"task": number, "asked": task.unit_id, "holder": name, "until": until.isoformat()},
    )  # fmt: skip
    return GivenLink(link.pk, links.token(nonce), until)


@transaction.atomic
def uninvite(*, code: str, number: int, by: Staff) -> None:
    """Let the task's link open no more; without one nothing changes. Raises NotFound, NotYours."""
    report, task = rules.locked(code, number)
    _permit(report, task, by)
    link = TaskLink.objects.filter(task=task, revoked_at__isnull=True).first()
    if link is None:
        return
    at = clock.now()
    TaskLink.objects.filter(pk=link.pk).update(revoked_at=at)
    payload = {"task": number, "asked": task.unit_id, "holder": link.holder}
    transitions.record(report, kind="tasks.uninvite", by=actors.staff(by), at=at, payload=payload)


@transaction.atomic
def accept(*, link: UUID, token: str, message: str = "") -> Task:
    """Take the link's task on. Raises NotFound for every link that does not open, and what `tasks_doing.accept` raises."""
    task = _opened(link, token)
    return doing.accept(code=task.report.code, number=task.number, by=actors.guest(task.unit_id), message=message)


@transaction.atomic
def decline(*, link: UUID, token: str, reason: str, message: str, counter_due_at: datetime | None = None) -> Task:
    """Say no to the link's task; another date can be proposed. Raises NotFound, and what `tasks_doing.decline` raises."""
    task = _opened(link, token)
    return doing.decline(
        code=task.report.code, number=task.number, by=actors.guest(task.unit_id), reason=reason, message=message,
        counter_due_at=counter_due_at,
    )  # fmt: skip


@transaction.atomic
def hand_back(*, link: UUID, token: str, reason: str, message: str) -> Task:
    """Give the link's task back. Raises NotFound, and what `tasks_doing.hand_back` raises."""
    task = _opened(link, token)
    by = actors.guest(task.unit_id)
    return doing.hand_back(code=task.report.code, number=task.number, by=by, reason=reason, message=message)


def answer(*, link: UUID, token: str, message: str, photos: Sequence[Upload] = ()) -> Task:
    """Say that the link's task is done. Raises NotFound, and what `tasks_doing.answer` raises; strangers' photos are not looked at."""
    words = said("message", message, required=True)
    with transaction.atomic():
        task = _opened(link, token)
        doing.check(code=task.report.code, number=task.number, by=actors.guest(task.unit_id))
    taken = take_in(photos)
    with transaction.atomic():
        task = _opened(link, token)
        by = actors.guest(task.unit_id)
        return doing.done(code=task.report.code, number=task.number, by=by, words=words, taken=taken)


def _opened(link: UUID, token: str) -> Task:
    """Return the task that a link opens, its report locked, so that the link is not taken back meanwhile. Raises NotFound."""
    task = links.opened(link, token, now=clock.now())
    transitions.lock(task.report.code)
    return links.opened(link, token, now=clock.now())


def _permit(report: Report, task: Task, by: Staff) -> None:
    sides = (report.unit_id, task.asked_by_id, task.unit_id)
    if any(permissions.allows("tasks.invite", by, access.part(report, unit)) for unit in sides):
        return
    if not access.can_see(by, report):
        raise NotFound
    access.permit("tasks.invite", by, report)
