"""What ends soon of people's competencies is told to them and to who supervises them, 60, 30 and 7 days before, each once."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.agencies import competencies, endings
from tanggap.agencies.absences import today
from tanggap.agencies.endings import Ending
from tanggap.agencies.models import Membership
from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.notify.models import StaffNotice

KIND = "competencies.expiring"
DAYS = (60, 30, 7)


def tell() -> int:
    """Write the notices that are due today and not yet written; return how many. Told late rather than never; done again: nothing.

    Five statements. A proof that a later one has replaced is no news.
    """
    day, at = today(), clock.now()
    found = endings.ending(day, within_days=max(DAYS))
    chiefs = _supervisors({one.unit for one in found})
    rows = [_notice(one, staff, day, at) for one in found for staff in sorted({one.staff, *chiefs.get(one.unit, ())})]
    there = set(
        StaffNotice.objects.filter(kind=KIND, about__in={row.about for row in rows}).values_list("staff", "about")
    )
    new = [row for row in rows if (row.staff_id, row.about) not in there]
    StaffNotice.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def words(facts: Mapping[str, Any]) -> str:
    """Return what a notice says, in the active language."""
    row = competencies.competency(facts.get("competency")) or competencies.gone(str(facts.get("competency", "")))
    told = {
        "name": facts.get("name", ""),
        "competency": row.label,
        "level": row.level_label(str(facts.get("level", ""))),
        "until": date_format(date.fromisoformat(facts["until"]), "j M Y") if facts.get("until") else "",
    }
    return _("%(name)s: “%(competency)s” (%(level)s) until %(until)s") % told


def _notice(one: Ending, staff: int, day: date, at: datetime) -> StaffNotice:
    step = min(days for days in DAYS if (one.until - day).days <= days)
    of_others = f"{KIND} {datetime.combine(day, time(), UTC):%Y-%m-%d}" if staff != one.staff else ""
    facts = {"competency": one.competency, "level": one.level, "until": one.until.isoformat(), "name": one.name}
    return StaffNotice(
        staff_id=staff, kind=KIND, about=f"{one.id}/{step}", facts=facts, bundle=of_others, at=at, told_at=at
    )


def _supervisors(units: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    rows = Membership.objects.filter(unit__in=list(units), role=Role.SUPERVISOR, staff__is_active=True)
    for unit, staff in rows.values_list("unit_id", "staff_id"):
        found.setdefault(unit, set()).add(staff)
    return found
