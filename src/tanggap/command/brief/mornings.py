"""Briefs are made at six in the city's morning and sent: each once, later when the system stood still, never twice, never not at all."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Membership, Staff
from tanggap.agencies.permissions import Thing
from tanggap.agencies.words import Role
from tanggap.command import board, scopes
from tanggap.command.board import Board
from tanggap.command.brief import gathering, paper
from tanggap.command.models import Brief, Reader
from tanggap.command.scopes import Scope
from tanggap.core import clock, cursors
from tanggap.core.refusal import Refusal
from tanggap.insight.consumer import CONSUMER as COUNTED
from tanggap.notify import papers
from tanggap.notify.bulletins import day_end
from tanggap.places.city import city

log = logging.getLogger(__name__)

ACT: Final = "command.brief"
PATIENCE: Final = timedelta(minutes=30)
FEW_EVENTS: Final = 200
"""So many events may still wait to be counted when a brief is made: fewer than a number of yesterday would show."""


class NoScope(Refusal):
    """A brief is of what somebody leads."""

    message = _("You lead no unit or area of which there is a brief. Ask the operator to give you a role that does.")


def make_due(*, limit: int = 50) -> int:
    """Make the briefs of this morning that are not there yet and send each to its readers; return how many, at most `limit`.

    Only the latest morning's, however long nothing ran. Up to half an hour it waits for events that are not counted yet. What fails for one
    scope is logged, holds nobody else up, and is tried again at the next call.
    """
    now = clock.now()
    due_at = day_end(now)
    if now - due_at < PATIENCE and cursors.progress(COUNTED).waiting > FEW_EVENTS:
        return 0
    made = 0
    there = set(Brief.objects.filter(day=clock.local(due_at).date()).values_list("area", "unit"))
    missing = {scope: readers for scope, readers in _readers().items() if (scope.area, scope.unit) not in there}
    whole = board.read(now) if missing else None
    for scope, readers in sorted(missing.items(), key=lambda one: (one[0] != scopes.CITY, one[0].key)):
        try:
            made += _make(scope, readers, due_at=due_at, now=now, whole=whole)
        except cursors.UNREACHABLE:
            raise
        except Exception as error:
            log.error("the brief of %s could not be made: %s", scope.key or "the city", type(error).__name__)
        if made >= limit:
            break
    return made


def _make(scope: Scope, readers: Mapping[int, str], *, due_at: datetime, now: datetime, whole: Board | None) -> int:
    day = clock.local(due_at).date()
    found = gathering.gather(scope, day=day, now=now, whole=whole)
    key = paper.key(scope, f"{day:%Y-%m-%d}")
    languages = city().languages
    sheets = {one: paper.sheet(found, one, due_at=due_at) for one in languages}
    wanted = {staff: language for staff, language in readers.items() if language}
    try:
        with transaction.atomic():
            Brief.objects.create(
                day=day, area=scope.area, unit=scope.unit, key=key, due_at=due_at, made_at=now, facts=_facts(found)
            )
            papers.keep(key, sheets, at=now)
            papers.send(key, wanted, at=now)
    except IntegrityError:
        return 0  # another worker was quicker
    return 1


def _facts(found: gathering.Gathered) -> dict[str, float | int | None]:
    """Return the numbers of a brief, so that it can be said later what was told."""
    totals = found.picture.totals
    told: dict[str, float | int | None] = {one.code: one.value for one in found.numbers}
    return told | {
        "open": totals.open, "late": totals.late, "planned": totals.planned, "alarms": len(found.alarms),
        "warned": sum(row.waiting for row in found.picture.warned),
    }  # fmt: skip


def _readers() -> dict[Scope, dict[int, str]]:
    """Return for each scope that somebody leads who reads its brief, with the language of the letter, empty for none. Four statements."""
    chosen = dict(Reader.objects.values_list("staff_id", "by_mail"))
    leaders = set(Membership.objects.filter(role=Role.LEADER, staff__is_active=True).values_list("staff_id", flat=True))
    people = list(Staff.objects.filter(pk__in=leaders | set(chosen), is_active=True).order_by("id"))
    agencies.read_grants(people)
    found: dict[Scope, dict[int, str]] = defaultdict(dict)
    for person in people:
        if (scope := own(person)) is not None:
            by_mail = chosen.get(person.pk, person.pk in leaders)
            found[scope][person.pk] = (person.language or city().languages[0]) if by_mail else ""
    return found


def own(staff: Staff) -> Scope | None:
    """Return the scope whose brief is somebody's own, None for who may read none."""
    if not permissions.allows(ACT, staff, Thing(owner=staff.pk)):
        return None
    return next(iter(scopes.of(staff)), None)


def is_leader(staff: Staff) -> bool:
    """Return whether a person gets the brief by mail without having asked for it."""
    return Role.LEADER in agencies.roles(staff)


@transaction.atomic
def choose(*, by: Staff, by_mail: bool) -> None:
    """Keep whether a person wants the brief by mail each morning. Raises NotAllowed, NoScope."""
    permissions.permit(ACT, by, Thing(owner=by.pk))
    if own(by) is None:
        raise NoScope
    Reader.objects.update_or_create(staff=by, defaults={"by_mail": by_mail, "changed_at": clock.now()})
