"""Who is away and who covers. The action's questions are asked of the table; a list's are answered from the process (`today`)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Absence, Membership, Staff
from tanggap.agencies.words import AbsenceKind
from tanggap.core import clock
from tanggap.core.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Away:
    """A person's absence on a day; `cover` is who gets the new work, None for nobody."""

    staff: int
    starts_on: date
    ends_on: date
    cover: int | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence in a list."""

    id: int
    staff: int
    name: str
    username: str
    unit: str
    starts_on: date
    ends_on: date
    kind: str
    cover: str

    @property
    def kind_label(self) -> str:
        """Return the kind in words."""
        return str(AbsenceKind(self.kind).label)


def today() -> date:
    """Return the day that it is in the city."""
    return clock.local(clock.now()).date()


def on(day: date, people: Collection[int]) -> dict[int, Away]:
    """Return who of `people` is away on `day`. One statement."""
    rows = _holding(day).filter(staff__in=people).values_list("staff_id", "starts_on", "ends_on", "cover_id")
    return {row[0]: Away(*row) for row in rows}


def all_on(day: date) -> dict[int, Away]:
    """Return everybody who is away on `day`. One statement, by the index on the days to come."""
    rows = _holding(day).values_list("staff_id", "starts_on", "ends_on", "cover_id")
    return {row[0]: Away(*row) for row in rows}


def stand_in(person: int, away: Mapping[int, Away]) -> int | None:
    """Return who does the new work of `person`: the person, the cover, the cover's cover…, None when nobody is left."""
    seen: set[int] = set()
    at: int | None = person
    while at is not None and at in away:
        if at in seen:
            return None
        seen.add(at)
        at = away[at].cover
    return at


def covered_by(staff: Staff) -> frozenset[int]:
    """Return whose work a person does today besides the own. No statement: absences are read every half minute."""
    away = _today.get(today())
    if away is None:
        _today.clear()
        away = _today.all()[today()]
    return frozenset(person for person in away if person != staff.pk and stand_in(person, away) == staff.pk)


def of_units(units: Collection[str], *, first: date, last: date) -> list[AbsenceRow]:
    """Return the absences of the people of `units` that touch the days from `first` to `last`, soonest first. One statement."""
    rows = Absence.objects.filter(staff__unit__in=units, starts_on__lte=last, ends_on__gte=first)
    return _rows(rows.filter(cancelled_at=None, staff__is_active=True))


def of_person(staff: Staff, *, since: date) -> list[AbsenceRow]:
    """Return the absences of a person that had not ended by `since`, soonest first. One statement."""
    return _rows(Absence.objects.filter(staff=staff, cancelled_at=None, ends_on__gte=since))


def with_cover(staff: Staff, *, since: date) -> list[AbsenceRow]:
    """Return the absences in which a person covers for others that had not ended by `since`, soonest first. One statement."""
    return _rows(Absence.objects.filter(cover=staff, cancelled_at=None, ends_on__gte=since))


def possible_covers(staff: Staff) -> list[tuple[str, str]]:
    """Return (username, name) of who could cover for a person: active holders of one of the roles in its unit, by name.

    One statement besides the person's roles.
    """
    pairs = [Q(role=grant.role, unit=grant.unit) for grant in agencies.grants(staff)]
    if not pairs:
        return []
    rows = Membership.objects.filter(reduce(or_, pairs), staff__is_active=True).exclude(staff=staff)
    names = rows.order_by("staff__display_name", "staff__username").values_list(
        "staff__username", "staff__display_name"
    )
    return list(dict.fromkeys(names))


def days_away(rows: Iterable[AbsenceRow], first: date, days: int) -> dict[int, set[date]]:
    """Return on which of the `days` from `first` on each person of `rows` is away."""
    span = [first + timedelta(days=number) for number in range(days)]
    found: dict[int, set[date]] = {}
    for row in rows:
        found.setdefault(row.staff, set()).update(day for day in span if row.starts_on <= day <= row.ends_on)
    return found


def _holding(day: date) -> QuerySet[Absence]:
    return Absence.objects.filter(cancelled_at=None, starts_on__lte=day, ends_on__gte=day)


def _rows(found: QuerySet[Absence]) -> list[AbsenceRow]:
    columns = (
        "id", "staff_id", "staff__display_name", "staff__username", "staff__unit_id", "starts_on", "ends_on", "kind", "covered",
    )  # fmt: skip
    rows = (
        found.annotate(covered=Coalesce("cover__display_name", Value(""), output_field=TextField()))
        .order_by("starts_on", "id")
        .values_list(*columns)
    )
    return [AbsenceRow(*row) for row in rows]


def _load() -> dict[date, dict[int, Away]]:
    day = today()
    return {day: all_on(day)}


_today: Shelf[date, dict[int, Away]] = Shelf(_load)
