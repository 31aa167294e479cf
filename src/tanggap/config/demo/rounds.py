"""The round of the day: who can log in to the field app finds visits there, officers their work, validators checks on the spot."""

from contextlib import suppress

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.config.demo.figures import Figures
from tanggap.core import clock
from tanggap.core.refusal import Refusal
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.verification import actions as verification
from tanggap.verification import queries
from tanggap.verification.visits import CHECK, WORK, WORKABLE, visits
from tanggap.verification.words import CheckKind

WORKS, CHECKS = 5, 3


def leave(known: Figures) -> None:
    """Give each officer and validator who can log in a few visits, where their units have any. Played again, it adds nothing."""
    logins = [account.username for account in known.accounts]
    people = list(Staff.objects.filter(username__in=logins, is_active=True).order_by("username"))
    agencies.read_grants(people)
    for person in people:
        kinds = [visit.kind for visit in visits(person, now=clock.now())]
        if Role.OFFICER in agencies.roles(person):
            _give_work(person, WORKS - kinds.count(WORK))
        if Role.VALIDATOR in agencies.roles(person):
            _send_out(person, CHECKS - kinds.count(CHECK))


def _give_work(person: Staff, wanted: int) -> None:
    """Let the person take on open work of the unit, soonest due first; what asks for a competency that they lack stays."""
    open_ones = Report.objects.filter(unit=person.unit_id, state__in=WORKABLE, awaits_decision=False)
    for row in open_ones.exclude(assignee=person).order_by("due_at", "id")[: max(0, wanted)]:
        with suppress(Refusal):
            reports.assign(code=row.code, version=row.version, by=person, assignee=person.username)


def _send_out(person: Staff, wanted: int) -> None:
    """Let the person pass the papers of the claims that wait longest: the visit is next."""
    for row in queries.queue(person, due=CheckKind.ADMINISTRATIVE, limit=max(0, wanted)).rows if wanted > 0 else ():
        with suppress(Refusal):
            version = Report.objects.values_list("version", flat=True).get(code=row.code)
            verification.send_to_field(code=row.code, version=version, verifier=person)
