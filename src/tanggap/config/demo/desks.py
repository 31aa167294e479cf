"""What makes desks of the simulated staff their own: saved views, those that a supervisor shares, and an act on several reports."""

from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.config.demo.figures import Figures
from tanggap.core import clock
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports.actions import batches
from tanggap.reports.queries import desk
from tanggap.web.desk import bulk

HANDLERS = {Role.INTAKE, Role.OFFICER, Role.SUPERVISOR}
FOLLOWED = 3


def settle(known: Figures) -> None:
    """Save views for those who can log in and handle reports, and let supervisors follow what is late. Again adds nothing."""
    logins = [account.username for account in known.accounts]
    people = list(Staff.objects.filter(username__in=logins, is_active=True).order_by("username"))
    agencies.read_grants(people)
    with override(city().languages[0]):
        for person in people:
            if agencies.holds(person, HANDLERS) and not any(row.is_own for row in desk.read_views(person)):
                _settle(person)


def _settle(person: Staff) -> None:
    reports.save_view(by=person, name=_("With many supporters"), query="supporters=3&sort=support")
    if person.unit_id not in reports.shareable_units(person):
        return
    for name, query in ((_("Due today"), "due=24h"), (_("Older than a month"), "age=month&sort=old")):
        reports.save_view(by=person, name=name, query=query, unit=person.unit_id)
    _follow_some(person)


def _follow_some(person: Staff) -> None:
    late = desk.DeskFilter(due="overdue")
    found = desk.matching(person, view="unit", wanted=late, now=clock.now(), limit=FOLLOWED)
    if not found:
        return
    key = uuid5(NAMESPACE_URL, f"demo {person.username}")
    batches.draft(
        key=key,
        by=person,
        act="ikuti",
        arguments={},
        query="?due=overdue",
        language=city().languages[0],
        wanted=[batches.Wanted(report, version) for report, version in found],
    )
    batches.begin(key=key, by=person)
    bulk.carry_on(key)
