"""What a task's link opens, and what it does not: read by the actions and by the guest's page alike."""

from datetime import datetime
from uuid import UUID

from tanggap.core import crypto
from tanggap.core.refusal import NotFound
from tanggap.reports.models import Task, TaskLink
from tanggap.reports.words import TaskState

_CONTEXT = b"task-link:"  # a token of a report's private link never opens a task, nor the other way round
_OPENS = frozenset({TaskState.ASKED, TaskState.ACCEPTED, TaskState.ANSWERED})
_NOBODYS = b"\0" * 16


def token(nonce: bytes) -> str:
    """Return the token of a link's address (192 bits)."""
    return crypto.private_token(_CONTEXT + nonce)


def opened(link: UUID, given: str, *, now: datetime) -> Task:
    """Return the task of a link, with its report. One statement, and the same work for every link that does not open.

    Raises NotFound alike for an unknown, expired or revoked link, a wrong token, and a task that was declined, handed back or withdrawn.
    """
    row = TaskLink.objects.select_related("task__report").filter(pk=link).first()
    fits = crypto.token_opens(given, _CONTEXT + (bytes(row.nonce) if row else _NOBODYS))
    if row is None or not fits or row.revoked_at is not None or row.expires_at <= now or row.task.state not in _OPENS:
        raise NotFound
    return row.task
