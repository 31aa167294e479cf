"""The only writers of absences. A person enters the own ones, a supervisor those of the unit's people; each is written down."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import absences, audit, permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Absence, Staff
from tanggap.agencies.permissions import Thing
from tanggap.agencies.words import AbsenceKind, Act
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal

LOCK = 7_265_011  # one at a time: who covers whom is looked at as a whole
LONGEST_DAYS = 366
BACK_DAYS = 31  # an absence may be entered this long afterwards


class AwayAlready(Refusal):
    """A person is away once."""

    message = _("%(name)s is already away from %(first)s to %(last)s. Withdraw that one first, or choose other days.")
    field = "starts_on"


class CannotCover(Refusal):
    """The work goes to somebody who may do it."""

    message = _("%(name)s holds no role that %(away)s holds in the unit, so this work cannot go there.")
    field = "cover"
    status = 422


class CoverAway(Refusal):
    """Who is away covers nobody."""

    message = _("%(name)s is away, too, from %(first)s to %(last)s. Choose somebody else.")
    field = "cover"


class CircularCover(Refusal):
    """Two people cannot cover for each other on the same days, nor three in a ring: the work would go round."""

    message = _(
        "%(name)s is away on some of these days, and that work goes to %(away)s: it would go round in a circle."
    )
    field = "cover"


@transaction.atomic
def enter(*, by: Staff | None, username: str, starts_on: date, ends_on: date, kind: str, cover: str = "") -> Absence:
    """Write down that a person is away from `starts_on` to `ends_on` (both included), and who covers.

    What the person has stays with them; new work goes to the cover, who also sees the other's list. `by` None is the command line.
    Raises NotFound, NotAllowed, Invalid, AwayAlready, CannotCover, CoverAway, CircularCover.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    person = Staff.objects.filter(username=username.strip().lower(), is_active=True).first()
    if person is None:
        raise NotFound
    _permit(by, person)
    _check_days(starts_on, ends_on, kind)
    overlapping = _touching(person, starts_on, ends_on)
    if overlapping is not None:
        raise AwayAlready(AwayAlready.message % _told(person, overlapping))
    stand_in = _cover(person, cover, starts_on, ends_on) if cover else None
    made = Absence.objects.create(
        staff=person,
        starts_on=starts_on,
        ends_on=ends_on,
        kind=AbsenceKind(kind),
        cover=stand_in,
        entered_by=by,
        entered_at=clock.now(),
    )
    audit.write(by, person, Act.ABSENCE_ENTERED, **_facts(made, stand_in))
    return made


@transaction.atomic
def withdraw(*, by: Staff | None, absence: int) -> None:
    """Take back an absence that is to come; one that has begun ends yesterday: the person is back. Raises NotFound, NotAllowed."""
    row = Absence.objects.select_for_update(of=("self",)).select_related("staff", "cover").filter(pk=absence).first()
    if row is None or row.cancelled_at is not None:
        raise NotFound
    _permit(by, row.staff)
    today = absences.today()
    if row.ends_on < today:
        raise NotFound
    if row.starts_on < today:
        row.ends_on = today - timedelta(days=1)
        row.save(update_fields=["ends_on"])
    else:
        row.cancelled_by, row.cancelled_at = by, clock.now()
        row.save(update_fields=["cancelled_by", "cancelled_at"])
    audit.write(by, row.staff, Act.ABSENCE_CANCELLED, **_facts(row, row.cover))


def may_enter(by: Staff, person: Staff) -> bool:
    """Return whether `by` may enter absences of `person`."""
    return permissions.allows("team.absence", by, Thing(unit=person.unit_id, owner=person.pk))


def _permit(by: Staff | None, person: Staff) -> None:
    if by is not None:
        permissions.permit("team.absence", by, Thing(unit=person.unit_id, owner=person.pk))


def _check_days(starts_on: date, ends_on: date, kind: str) -> None:
    errors: dict[str, str | Promise] = {}
    if ends_on < starts_on:
        errors["ends_on"] = _("The last day cannot lie before the first one.")
    elif (ends_on - starts_on).days >= LONGEST_DAYS:
        errors["ends_on"] = _("At most a year at a time.")
    elif ends_on < absences.today() - timedelta(days=BACK_DAYS):
        errors["ends_on"] = _("This ended more than %(days)d days ago.") % {"days": BACK_DAYS}
    if kind not in AbsenceKind.values:
        errors["kind"] = _("Choose a reason from the list.")
    if errors:
        raise Invalid(errors)


def _cover(person: Staff, username: str, starts_on: date, ends_on: date) -> Staff:
    """Return who covers. Raises CannotCover, CircularCover, CoverAway."""
    cover = Staff.objects.filter(username=username.strip().lower(), is_active=True).first()
    if cover is None or cover.pk == person.pk or not _shares_a_role(person, cover):
        name = cover.display_name if cover else username
        raise CannotCover(CannotCover.message % {"name": name, "away": person.display_name})
    away = _touching(cover, starts_on, ends_on)
    if away is not None:
        refusal = CircularCover if _leads_to(away, person, starts_on, ends_on) else CoverAway
        raise refusal(refusal.message % {**_told(cover, away), "away": person.display_name})
    return cover


def _shares_a_role(person: Staff, cover: Staff) -> bool:
    own = {(grant.role, grant.unit) for grant in agencies.grants(person)}
    return any((grant.role, grant.unit) in own for grant in agencies.grants(cover))


def _leads_to(away: Absence, person: Staff, first: date, last: date) -> bool:
    """Return whether the work of an absent cover comes to `person` in the end, on some of the days."""
    seen: set[int] = set()
    at: Absence | None = away
    while at is not None and at.cover_id is not None and at.pk not in seen:
        if at.cover_id == person.pk:
            return True
        seen.add(at.pk)
        first, last = max(first, at.starts_on), min(last, at.ends_on)
        at = _touching(Staff(pk=at.cover_id), first, last)
    return False


def _touching(person: Staff, first: date, last: date) -> Absence | None:
    rows = Absence.objects.filter(staff_id=person.pk, cancelled_at=None, starts_on__lte=last, ends_on__gte=first)
    return rows.order_by("starts_on").first()


def _told(person: Staff, absence: Absence) -> dict[str, str]:
    return {
        "name": person.display_name,
        "first": date_format(absence.starts_on, "j M Y"),
        "last": date_format(absence.ends_on, "j M Y"),
    }


def _facts(row: Absence, cover: Staff | None) -> dict[str, str]:
    return {
        "from": row.starts_on.isoformat(),
        "to": row.ends_on.isoformat(),
        "kind": row.kind,
        "cover": cover.username if cover else "",
    }
