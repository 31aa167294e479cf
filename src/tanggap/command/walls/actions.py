"""The only writers of screens: who lets one hang, who ends one, and that it was seen.

Whoever may see the picture of a scope, and may hang screens, may show it in a room: nothing on a wall is private and nobody is named there
(tests/web/command/test_hanging.py). Whoever could have hung a screen can end it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.command import scopes
from tanggap.command.models import Wall
from tanggap.command.scopes import Scope
from tanggap.command.walls import links
from tanggap.core import clock, ids
from tanggap.core.refusal import Invalid, NotAllowed, NotFound, Refusal
from tanggap.places.city import city

ACT = "command.hang"
MOST = 100
LONGEST_ROOM = 80
LONGEST_DAYS = 5 * 366
SEEN_EVERY = timedelta(minutes=5)


class TooManyWalls(Refusal):
    """So many screens that nobody knows where they all hang."""

    message = _("%(most)d screens hang already. Revoke those that hang no more first.") % {"most": MOST}


@dataclass(frozen=True, slots=True)
class Made:
    """A screen that was just made: this once its token is told."""

    id: int
    token: str


@dataclass(frozen=True, slots=True)
class Hung:
    """What a screen shows, and in which language."""

    scope: Scope
    language: str


@transaction.atomic
def hang(*, by: Staff, room: str, scope: str, language: str, last_day: date | None = None) -> Made:
    """Let the wall of a scope (as `scopes.read` reads it) hang in a room, until the end of `last_day` if one is given.

    Raises NotAllowed, Invalid, TooManyWalls.
    """
    permissions.permit(ACT, by)
    room, found, now = " ".join(room.split()), scopes.read(scope), clock.now()
    if found is not None and not scopes.allows(by, found):
        raise NotAllowed
    errors = _faults(room, found, language, last_day, clock.local(now).date())
    if errors or found is None:
        raise Invalid(errors)
    if Wall.objects.filter(links.live(now)).count() >= MOST:
        raise TooManyWalls
    row = Wall.objects.create(
        room=room,
        area=found.area,
        unit=found.unit,
        language=language,
        nonce=ids.new_nonce(),
        made_by=by,
        made_at=now,
        ends_at=clock.midnight(last_day + timedelta(days=1)) if last_day else None,
    )
    return Made(row.pk, links.token(row))


def _faults(
    room: str, scope: Scope | None, language: str, last_day: date | None, today: date
) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if not room or len(room) > LONGEST_ROOM or not room.isprintable():
        errors["room"] = _("Say in which room it hangs, in at most %(most)d characters.") % {"most": LONGEST_ROOM}
    if scope is None:
        errors["scope"] = _("Choose what it shows.")
    if language not in city().languages:
        errors["language"] = _("Choose one of the city’s languages.")
    if last_day is not None and last_day < today:
        errors["last_day"] = _("This day has passed. Choose today or a later day, or leave it empty.")
    elif last_day is not None and last_day > today + timedelta(days=LONGEST_DAYS):
        errors["last_day"] = _("Choose a day within five years, or leave it empty.")
    return errors


@transaction.atomic
def revoke(*, by: Staff, wall: int) -> str:
    """Let a screen show nothing from its next question on; return in which room it hung. Revoked already: nothing.

    Raises NotAllowed, NotFound.
    """
    permissions.permit(ACT, by)
    row = Wall.objects.select_for_update(no_key=True).filter(pk=wall).first()
    if row is None or not scopes.allows(by, links.scope_of(row)):
        raise NotFound
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = clock.now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
    return row.room


def look(*, token: str) -> Hung:
    """Return what hangs under an address, and keep that it was asked for. Raises NotFound.

    One statement, two at most every five minutes.
    """
    now = clock.now()
    row = links.opened(token, now=now)
    if _is_due(row.seen_at, now):
        late = Q(seen_at__isnull=True) | Q(seen_at__lte=now - SEEN_EVERY)
        Wall.objects.filter(late, pk=row.pk).update(seen_at=now)  # of two that ask at once one writes
    return Hung(links.scope_of(row), row.language)


def _is_due(seen_at: datetime | None, now: datetime) -> bool:
    return seen_at is None or now - seen_at >= SEEN_EVERY
